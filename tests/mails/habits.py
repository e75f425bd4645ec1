"""How press officers write title, byline, source, credit, headings and captions."""

from typing import Any

from tests.mails.building import Mail, article, docx, expect, html, jpg, mail, mime, mixed, of, photo, word
from tests.mails.stories import CONTEST, ENGLISH, LECTURE, READING, SPORT, TRAINING, VISIT, Story


def mails() -> dict[str, Mail]:
    return {**heads(), **tails(), **titles(), **bodies(), **captions(), **copied()}


def plain(story: Story, above: str = "", below: str = "", subject: str = "") -> bytes:
    head = f"{above}\n\n" if above else ""
    tail = f"\n\n{below}" if below else ""
    return mail(f"{story.title}\n\n{head}{story.text}{tail}", subject or f"投稿：{story.title}")


def heads() -> dict[str, Mail]:
    rows: list[tuple[str, Story, str, dict[str, Any]]] = [
        (
            "author-and-source",
            SPORT,
            "作者：林晓禾  来源：青禾职业学院",
            {"byline": "林晓禾", "source": "青禾职业学院"},
        ),
        ("correspondent-spaced", SPORT, "通讯员　林晓禾　赵蕊", {"byline": "林晓禾 赵蕊"}),
        ("text-and-photo-slashes", READING, "文/赵蕊  图/何欣", {"byline": "赵蕊 何欣"}),
        ("text-and-photo-bar", READING, "文｜赵蕊  图｜何欣", {"byline": "赵蕊 何欣"}),
        ("reporter-and-correspondent", VISIT, "记者 石磊 通讯员 秦朗", {"byline": "石磊 秦朗"}),
        ("square-mark", VISIT, "■ 秦朗", {"byline": "秦朗"}),
        ("circle-mark-with-label", VISIT, "◎文/秦朗", {"byline": "秦朗"}),
        ("school-then-name", CONTEST, "云岭县第一中学 杨柳青", {"byline": "杨柳青", "credit": "云岭县第一中学"}),
        ("name-then-school", CONTEST, "杨柳青（云岭县第一中学）", {"byline": "杨柳青", "credit": "云岭县第一中学"}),
        (
            "bracketed-school-and-name",
            CONTEST,
            "（云岭县第一中学　杨柳青）",
            {"byline": "杨柳青", "credit": "云岭县第一中学"},
        ),
        ("two-character-name-widened", CONTEST, "作者：杨　青", {"byline": "杨青"}),
        ("name-with-dot", LECTURE, "作者：阿依古丽·买买提", {"byline": "阿依古丽·买买提"}),
        (
            "copied-web-line",
            LECTURE,
            "来源：梧桐大学新闻网 作者：柳溪 发布时间：2026-11-16 浏览次数：128",
            {"byline": "柳溪", "source": "梧桐大学新闻网"},
        ),
        ("date-line-below-title", LECTURE, "2026年11月16日", {}),
        ("five-people", TRAINING, "撰稿：罗素芬、宋词、陶然、何欣、石磊", {"byline": "罗素芬 宋词 陶然 何欣 石磊"}),
        ("submitter-with-telephone", TRAINING, "投稿人：罗素芬  联系电话：13500000000", {"byline": "罗素芬"}),
        (
            "author-school-comma",
            SPORT,
            "作者：林晓禾，单位：青禾职业学院",
            {"byline": "林晓禾", "credit": "青禾职业学院"},
        ),
        ("credit-labels", SPORT, "供稿单位：青禾职业学院宣传部", {"credit": "青禾职业学院宣传部"}),
    ]
    out = {f"head-{name}": (plain(story, above), expect(of(story, **fields))) for name, story, above, fields in rows}
    table = mime.WordFile("x")
    table.table([["稿件标题", VISIT.title], ["作者", "秦朗"], ["单位", "南湖技师学院"], ["联系电话", "13800000001"]])
    for row in VISIT.paragraphs:
        table.line(row)
    out["head-fields-in-a-word-table"] = (
        mail(mixed(mime.text("请查收"), docx("来稿.docx", table.data())), "来稿"),
        expect(of(VISIT, "秦朗", credit="南湖技师学院")),
    )
    return out


def tails() -> dict[str, Mail]:
    rows: list[tuple[str, Story, str, dict[str, Any]]] = [
        ("supplied-by-brackets", VISIT, "（南湖技师学院供稿）", {"credit": "南湖技师学院"}),
        (
            "supplied-by-line",
            VISIT,
            "供稿：南湖技师学院宣传部 秦朗",
            {"byline": "秦朗", "credit": "南湖技师学院宣传部"},
        ),
        ("correspondent-in-brackets", VISIT, "（通讯员 秦朗 石磊）", {"byline": "秦朗 石磊"}),
        (
            "school-name-and-two",
            READING,
            "（清河实验小学 赵蕊 何欣）",
            {"byline": "赵蕊 何欣", "credit": "清河实验小学"},
        ),
        ("name-text-and-photo", READING, "（赵蕊 文/图）", {"byline": "赵蕊"}),
        ("name-slash-text-name-slash-photo", READING, "（赵蕊/文 何欣/图）", {"byline": "赵蕊 何欣"}),
        ("labels-in-brackets", READING, "（文：赵蕊 图：何欣）", {"byline": "赵蕊 何欣"}),
        ("names-in-square-brackets", CONTEST, "[杨柳青]", {"byline": "杨柳青"}),
        (
            "editors-and-reviewers",
            CONTEST,
            "撰稿：杨柳青\n摄影：顾长林\n编辑：王芳\n一审：李静\n二审：周强\n三审：何欣",
            {"byline": "杨柳青 顾长林"},
        ),
        ("all-in-one-row", CONTEST, "撰稿：杨柳青 摄影：顾长林 编辑：王芳 审核：李建国", {"byline": "杨柳青 顾长林"}),
        ("organisation-and-date", TRAINING, "江城市教育局\n2026年11月8日", {"credit": "江城市教育局"}),
        ("organisation-unit", TRAINING, "报送单位：江城市教育局学前教育科", {"credit": "江城市教育局学前教育科"}),
        ("source-in-brackets", LECTURE, "（来源：梧桐大学新闻网）", {"source": "梧桐大学新闻网"}),
        ("author-is-a-teacher", LECTURE, "（作者：柳溪，梧桐大学）", {"byline": "柳溪", "credit": "梧桐大学"}),
        (
            "bank-account",
            SPORT,
            "作者：林晓禾\n开户行：中国银行青禾支行\n账号：6216000000000000000\n身份证号：410000200001010000",
            {"byline": "林晓禾"},
        ),
        (
            "phone-and-address",
            SPORT,
            "林晓禾\n青禾职业学院党委宣传部\n电话：0371-55550101\n邮箱：lin@qhzy-demo.example\n地址：青禾市东风路18号",
            {},
        ),
    ]
    out = {
        f"tail-{name}": (plain(story, "", below), expect(of(story, **fields))) for name, story, below, fields in rows
    }
    inline = f"{VISIT.title}\n\n" + "\n\n".join(VISIT.paragraphs) + "（秦朗  南湖技师学院）"
    out["tail-name-before-school-inline"] = (mail(inline, "投稿"), expect(of(VISIT, "秦朗", credit="南湖技师学院")))
    brackets = f"{VISIT.title}\n\n" + "\n\n".join(VISIT.paragraphs) + "（另两家企业为鼎新机电和长岭数控）"
    out["tail-brackets-that-are-text"] = (
        mail(brackets, "投稿"),
        expect(
            article(VISIT.title, [*VISIT.paragraphs[:2], VISIT.paragraphs[2] + "（另两家企业为鼎新机电和长岭数控）"])
        ),
    )
    return out


def titles() -> dict[str, Mail]:
    lead = "本报讯（记者 林晓禾 通讯员 赵蕊）"
    return {
        "title-label": (
            mail(f"标题：{SPORT.title}\n作者：林晓禾\n单位：青禾职业学院\n正文：\n{SPORT.rows}", "投稿"),
            expect(of(SPORT, "林晓禾", credit="青禾职业学院")),
        ),
        "title-from-subject": (
            mail(SPORT.text, f"【投稿】{SPORT.title}（附图）"),
            expect(of(SPORT), warnings=["No title"]),
        ),
        "title-from-subject-pictures-counted": (mail(SPORT.rows, f"投稿：{SPORT.title}（附图3张）"), expect(of(SPORT))),
        "title-from-file-name": (
            mail(
                mixed(mime.text("见附件"), docx(f"20261115-{LECTURE.title}（终稿2）.docx", word(*LECTURE.paragraphs))),
                "投稿",
            ),
            expect(of(LECTURE)),
        ),
        "title-from-file-name-copy": (
            mail(
                mixed(mime.text("见附件"), docx(f"【投稿】{VISIT.title}-定稿(1).docx", word(*VISIT.paragraphs))), "投稿"
            ),
            expect(of(VISIT)),
        ),
        "title-with-subtitle": (
            mail(
                mixed(
                    mime.text("见附件"),
                    docx("稿件.docx", _titled("一本书就是一盏灯", "——清河实验小学读书节侧记", READING)),
                ),
                "投稿",
            ),
            expect(article("一本书就是一盏灯——清河实验小学读书节侧记", READING.paragraphs)),
        ),
        "title-in-two-lines": (
            mail(
                html(
                    f"<p align=center><b>南湖技师学院与三家企业</b></p><p align=center><b>签订校企合作协议</b></p>{_html(VISIT)}"
                ),
                "投稿",
            ),
            {
                "kind": "submission",
                "articles": [
                    {
                        "title": ["南湖技师学院与三家企业 签订校企合作协议", "南湖技师学院与三家企业签订校企合作协议"],
                        "text": "\n".join(VISIT.paragraphs),
                    }
                ],
            },
        ),
        "title-kicker-above": (
            mail(
                html(
                    f"<p align=center>第二十届田径运动会开幕</p><p align=center><b>千名健儿竞逐青禾赛场</b></p>{_html(SPORT)}"
                ),
                "投稿",
            ),
            expect(article("第二十届田径运动会开幕 千名健儿竞逐青禾赛场", SPORT.paragraphs)),
        ),
        "title-category-label": (mail(f"【校园动态】{READING.title}\n\n{READING.text}", "读书节"), expect(of(READING))),
        "title-numbered-heading-is-none": (
            mail(
                f"{VISIT.title}\n\n一、共建基地\n\n{VISIT.paragraphs[0]}\n\n二、共育人才\n\n{VISIT.paragraphs[1]}", "x"
            ),
            expect(
                article(
                    VISIT.title,
                    ["一、共建基地", VISIT.paragraphs[0], "二、共育人才", VISIT.paragraphs[1]],
                    headings=["一、共建基地", "二、共育人才"],
                )
            ),
        ),
        "lead-brackets": (
            mail(f"{READING.title}\n\n{lead}{READING.paragraphs[1]}\n\n{READING.paragraphs[2]}", "x"),
            expect(article(READING.title, [f"本报讯 {READING.paragraphs[1]}", READING.paragraphs[2]], "林晓禾 赵蕊")),
        ),
        "lead-site-and-date": (
            mail(
                f"{VISIT.title}\n\n青禾新闻网11月10日讯（通讯员 秦朗）{VISIT.paragraphs[0]}\n\n{VISIT.paragraphs[1]}",
                "x",
            ),
            expect(article(VISIT.title, [f"青禾新闻网11月10日讯 {VISIT.paragraphs[0]}", VISIT.paragraphs[1]], "秦朗")),
        ),
        "lead-our-own": (
            mail(f"{VISIT.title}\n\n本网讯 {VISIT.paragraphs[0]}\n\n{VISIT.paragraphs[1]}\n\n（秦朗）", "x"),
            expect(
                article(
                    VISIT.title, [f"本网讯 {VISIT.paragraphs[0]}", VISIT.paragraphs[1]], "秦朗", source="华夏教育网"
                )
            ),
        ),
        "english-press-release": (
            mail(
                f"Dear Editor,\n\nPlease find our story below.\n\n{ENGLISH.title}\n\nBy Grace Miller and Li Wei\n\n{ENGLISH.text}\n\nKind regards,\nGrace Miller\nHarbour Bay College\nTel: +852 5550 0199",
                "Press release: library opening",
                ("Grace Miller", "grace@hbc-demo.example"),
            ),
            expect(of(ENGLISH, "Grace Miller, Li Wei")),
        ),
    }


def bodies() -> dict[str, Mail]:
    bold = [
        f"<p><b>{heading}</b></p><p>{row}</p>"
        for heading, row in zip(("订单进校园", "师傅进课堂"), VISIT.paragraphs[1:], strict=True)
    ]
    runs = [
        "一是健全机制。学校成立领导小组，每月召开例会。",
        "二是压实责任。各年级签订责任书，明确任务清单。",
        "三是强化督导。督导组每周进班听课，及时反馈。",
    ]
    deep = [
        "一、主要做法",
        "（一）抓课堂",
        "1.集体备课",
        READING.paragraphs[1],
        "2.推门听课",
        READING.paragraphs[2],
        "（二）抓活动",
        READING.paragraphs[3],
        "二、取得成效",
        READING.paragraphs[0],
    ]
    listed = "<ul><li>上午：田赛预赛</li><li>下午：径赛决赛</li></ul>"
    return {
        "body-bold-headings": (
            mail(html(f"<p><b>{VISIT.title}</b></p><p>{VISIT.paragraphs[0]}</p>{''.join(bold)}"), "x"),
            expect(
                article(
                    VISIT.title,
                    [VISIT.paragraphs[0], "订单进校园", VISIT.paragraphs[1], "师傅进课堂", VISIT.paragraphs[2]],
                    headings=["订单进校园", "师傅进课堂"],
                )
            ),
        ),
        "body-run-ins-are-no-headings": (
            mail("\n\n".join([f"{READING.title}的三个抓手", READING.paragraphs[1], *runs]), "x"),
            expect(article(f"{READING.title}的三个抓手", [READING.paragraphs[1], *runs])),
        ),
        "body-three-depths": (
            mail("\n\n".join(["书香校园建设纪实", READING.paragraphs[0], *deep]), "x"),
            {
                "kind": "submission",
                "articles": [
                    {
                        "title": "书香校园建设纪实",
                        "text": "\n".join([READING.paragraphs[0], *deep]),
                        "headings": ["一、主要做法", "二、取得成效"],
                    }
                ],
            },
        ),
        "body-list": (
            mail(
                html(
                    f"<p>{SPORT.title}</p><p>{SPORT.paragraphs[0]}</p><p>赛程安排如下：</p>{listed}<p>{SPORT.paragraphs[2]}</p>"
                ),
                "x",
            ),
            expect(
                article(
                    SPORT.title,
                    [SPORT.paragraphs[0], "赛程安排如下：", "上午：田赛预赛", "下午：径赛决赛", SPORT.paragraphs[2]],
                )
            ),
        ),
        "body-qq-divs-and-nbsp": (
            mail(
                html(
                    f"<div style='font-family:微软雅黑'>{SPORT.title}</div><div><br></div>"
                    + "".join(
                        f"<div><span style='font-size:14px'>&nbsp;&nbsp;&nbsp;&nbsp;{row}</span></div>"
                        for row in SPORT.paragraphs
                    )
                    + "<div><br></div><div>（林晓禾）</div>"
                ),
                "x",
            ),
            expect(of(SPORT, "林晓禾")),
        ),
        "body-word-pasted-mso": (
            mail(
                html(
                    "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><style>p.MsoNormal{margin:0}</style><!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]--></head><body>"
                    + f"<p class=MsoNormal align=center style='text-align:center'><b><span style='font-size:22.0pt;font-family:方正小标宋简体'>{LECTURE.title}<o:p></o:p></span></b></p>"
                    + "".join(
                        f"<p class=MsoNormal style='text-indent:32.0pt'><span lang=EN-US>{row[:6]}</span><span>{row[6:]}<o:p></o:p></span></p>"
                        for row in LECTURE.paragraphs
                    )
                    + "</body></html>"
                ),
                "x",
            ),
            expect(of(LECTURE)),
        ),
        "body-brs-only": (
            mail(html(f"{CONTEST.title}<br><br>　　{'<br>　　'.join(CONTEST.paragraphs)}<br>（杨柳青）"), "x"),
            expect(of(CONTEST, "杨柳青")),
        ),
        "body-layout-table": (
            mail(html(f"<table width=600><tr><td><h2>{TRAINING.title}</h2>{_html(TRAINING)}</td></tr></table>"), "x"),
            expect(of(TRAINING)),
        ),
        "body-interview-keeps-questions": (
            mail(
                "对话严谨：让技术为人服务\n\n记者：您如何看待课堂上的人工智能？\n\n严谨：它是一面镜子，照出我们习以为常的教学有多少可以不教。\n\n记者：学校下一步有什么打算？\n\n严谨：我们会开放三间实验教室，请不同学科的老师一起上课，学生来评课。",
                "x",
            ),
            {
                "kind": "submission",
                "articles": [
                    {
                        "title": "对话严谨：让技术为人服务",
                        "byline": "",
                        "text": "记者：您如何看待课堂上的人工智能？\n严谨：它是一面镜子，照出我们习以为常的教学有多少可以不教。\n记者：学校下一步有什么打算？\n严谨：我们会开放三间实验教室，请不同学科的老师一起上课，学生来评课。",
                    }
                ],
            },
        ),
        "body-verse": (
            mail(
                "秋日校园\n\n林晓禾\n\n银杏把黄昏铺满小路，\n钟声从旧楼里走出来。\n我们抱着书，\n像抱着一小片还没有落下的光。\n\n风翻到哪一页，\n哪一页就成了十一月，\n而我站在台阶上，\n等一句没有写完的话。",
                "投稿诗歌一首",
            ),
            {"kind": "submission", "articles": [{"title": "秋日校园", "byline": "林晓禾"}]},
        ),
    }


def captions() -> dict[str, Mail]:
    def pictured(below: str, name: str = "a.jpg") -> bytes:
        related = [
            html(
                f"<p>{CONTEST.title}</p><p>{CONTEST.paragraphs[0]}</p><p align=center><img src='cid:k'></p>{below}<p>{CONTEST.paragraphs[1]}</p><p>{CONTEST.paragraphs[2]}</p>"
            ),
            mime.inline("k", "image/jpeg", photo("workshop"), name),
        ]
        return mail(mime.multipart("related", related, "----=_k"), "x")

    rows = [
        ("triangle", "<p align=center>▲ 学生在物理实验室</p>", "学生在物理实验室"),
        ("numbered", "<p>图1：学生在物理实验室</p>", "学生在物理实验室"),
        ("photographer", "<p align=center>学生在物理实验室。顾长林 摄</p>", "学生在物理实验室。顾长林 摄"),
        (
            "photographer-in-brackets",
            "<p align=center>图为学生在物理实验室（顾长林 摄）</p>",
            "图为学生在物理实验室（顾长林 摄）",
        ),
        (
            "small-and-bracketed",
            "<p align=center><span style='font-size:10pt;color:#888'>（学生在物理实验室）</span></p>",
            "学生在物理实验室",
        ),
    ]
    out = {
        f"caption-{name}": (pictured(below), expect(of(CONTEST, captions=[caption]))) for name, below, caption in rows
    }
    out["caption-from-file-name"] = (
        mail(
            mixed(
                mime.text(f"{CONTEST.title}\n\n{CONTEST.text}"),
                jpg("图1 学生在物理实验室.jpg", "workshop"),
                jpg("微信图片_20261118093122.jpg", "campus"),
            ),
            "x",
        ),
        expect(of(CONTEST, captions=["学生在物理实验室", ""])),
    )
    return out


def copied() -> dict[str, Mail]:
    """Text copied from a public account or a site, with what stands round it there."""
    account = (
        "点击蓝字 关注我们\n\n"
        + LECTURE.title
        + "\n\n"
        + LECTURE.text
        + "\n\n— END —\n\n来源 | 梧桐大学新闻中心\n文字 | 柳溪\n图片 | 严谨\n编辑 | 王芳\n审核 | 石磊\n\n"
        "点分享\n点收藏\n点在看\n点点赞"
    )
    site = (
        "首页 > 新闻中心 > 校园动态\n\n"
        + LECTURE.title
        + "\n\n发布时间：2026-11-16 作者：柳溪 来源：新闻中心 点击数：203 字体：大 中 小\n\n"
        + LECTURE.text
        + "\n\n上一篇：图书馆延长开放时间\n下一篇：关于做好冬季供暖的通知\n【打印本页】【关闭窗口】"
    )
    return {
        "copied-from-public-account": (
            mail(account, "投稿"),
            expect(of(LECTURE, "柳溪 严谨", source="梧桐大学新闻中心")),
        ),
        "copied-from-site": (mail(site, "投稿"), expect(of(LECTURE, "柳溪", source="新闻中心"))),
    }


def _html(story: Story) -> str:
    return "".join(f"<p style='text-indent:2em'>{row}</p>" for row in story.paragraphs)


def _titled(title: str, subtitle: str, story: Story) -> bytes:
    document = mime.WordFile("x")
    document.title(title)
    document.line(subtitle, "center")
    for row in story.paragraphs:
        document.line(row)
    return document.data()
