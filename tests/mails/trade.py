"""More of how press officers write, each taken for one turn of phrase or habit that the other groups do not have."""

import io
from typing import Any

from tests.mails.building import Mail, article, docx, expect, html, jpg, mail, mime, mixed, photo, word

TITLE = "县职教中心：把课堂搬进车间"
ROWS = (
    "连日来，县职教中心的实训车间里机器轰鸣，学生们正跟着师傅学习数控加工。",
    "该校建立“校中厂、厂中校”育人机制，与十二家企业共建实训基地，毕业生就业率连续三年保持在百分之九十八以上。",
    "“在学校就能学到真本事，我对未来很有信心。”学生张浩宇说。",
)
BODY = "\n\n".join(ROWS)
LONG_ROWS = "\n".join(ROWS)
SCHOOL = "县职教中心"


def mails() -> dict[str, Mail]:
    return {**lines(), **shapes()}


def lines() -> dict[str, Mail]:
    """Habits that are one line above or below the text."""
    below: list[tuple[str, str, dict[str, Any]]] = [
        ("reporter-of-ours", f"{TITLE}\n本报记者 周婷婷 本报通讯员 王强\n\n{BODY}", {"byline": "周婷婷 王强"}),
        (
            "school-name-reports",
            f"{TITLE}\n\n{BODY}\n\n（县职教中心 周婷婷 报道）",
            {"byline": "周婷婷", "credit": SCHOOL},
        ),
        (
            "sending-unit",
            f"{TITLE}\n\n{BODY}\n\n来稿单位：县职教中心\n作者：周婷婷、王强",
            {"byline": "周婷婷 王强", "credit": SCHOOL},
        ),
        ("mark-text-and-photo", f"{TITLE}\n\n{BODY}\n\n■文图/周婷婷", {"byline": "周婷婷"}),
        (
            "name-and-bracketed-school",
            f"{TITLE}\n\n通讯员：周婷婷（县职教中心）\n\n{BODY}",
            {"byline": "周婷婷", "credit": SCHOOL},
        ),
        (
            "original-work-clause",
            f"{TITLE}\n\n{BODY}\n\n作者：周婷婷  单位：县职教中心  电话：13911112222\n本文系原创，未在其他媒体发表，文责自负。",
            {"byline": "周婷婷", "credit": SCHOOL},
        ),
        ("text-name-photo-name", f"{TITLE}\n\n{BODY}\n\n（文 周婷婷 图 王强）", {"byline": "周婷婷 王强"}),
        (
            "editors-first",
            f"{TITLE}\n\n{BODY}\n\n监制：张三\n主编：李四\n责编：王五\n供稿：周婷婷",
            {"byline": "周婷婷"},
        ),
        (
            "spread-labels",
            f"标    题：{TITLE}\n作    者：周婷婷\n学    校：县职教中心\n联系电话：13800001111\n\n{BODY}",
            {"byline": "周婷婷", "credit": SCHOOL},
        ),
        (
            "barred-labels",
            f"{TITLE}\n作者 | 周婷婷\n单位 | 县职教中心\n\n{BODY}",
            {"byline": "周婷婷", "credit": SCHOOL},
        ),
        ("slashed-labels", f"{TITLE}\n\n{BODY}\n\n（供稿/周婷婷  摄影/王强  审核/张三）", {"byline": "周婷婷 王强"}),
        (
            "photo-provided-and-three-readings",
            f"{TITLE}\n\n{BODY}\n\n撰稿人：周婷婷  王强\n图片提供：张雨桐\n初审：甲某\n复审：乙某\n终审：丙某",
            {"byline": "周婷婷 王强 张雨桐"},
        ),
        (
            "author-is-of",
            f"{TITLE}\n周婷婷  县职教中心\n{BODY}\n（作者系县职教中心教师）",
            {"byline": "周婷婷", "credit": SCHOOL},
        ),
        ("names-without-space", f"{TITLE}\n\n（记者周婷婷 通讯员王强 张雨桐）{BODY}", {"byline": "周婷婷 王强 张雨桐"}),
        ("square-brackets", f"{TITLE}\n\n{BODY}\n\n【县职教中心 周婷婷】", {"byline": "周婷婷", "credit": SCHOOL}),
        (
            "form-labels",
            f"投稿作品\n作品名称：{TITLE}\n作者姓名：周婷婷\n学校名称：县职教中心\n\n{BODY}",
            {"byline": "周婷婷", "credit": SCHOOL},
        ),
        ("book-marks-round-the-title", f"《{TITLE}》\n\n{BODY}\n\n（周婷婷）", {"byline": "周婷婷"}),
        ("news-label-before-the-title", f"消息：{TITLE}\n\n{BODY}\n\n（周婷婷）", {"byline": "周婷婷"}),
        (
            "unknown-section-label",
            f"【学校动态】{TITLE}\n\n来源：县职教中心\n作者：周婷婷 摄影：王强\n\n{BODY}\n\n编辑：张三　　责编：李四　　终审：王五",
            {"byline": "周婷婷 王强", "source": SCHOOL},
        ),
        (
            "editors-greeted-in-two-rows",
            f"编辑同志：\n你们好！\n{TITLE}\n文/周婷婷\n{BODY}\n此致\n敬礼\n周婷婷\n2026.11.18",
            {"byline": "周婷婷"},
        ),
        (
            "introduces-and-begs",
            f"您好，编辑老师：\n    我是县职教中心的通讯员周婷婷，现将我校的一篇通讯稿发给您，烦请审阅，如能刊登不胜感激！\n\n{TITLE}\n\n{BODY}\n\n作者：周婷婷\n单位：县职教中心\n联系方式：13800001111",
            {"byline": "周婷婷", "credit": SCHOOL},
        ),
        (
            "wishes-in-two-rows",
            f"尊敬的编辑：\n\n您好！\n\n现投稿一篇，请审阅。\n\n稿件标题：《{TITLE}》\n\n正文如下：\n\n{BODY}\n\n祝\n工作顺利！\n\n周婷婷\n2026年11月18日",
            {},
        ),
        (
            "note-of-today",
            f"今天发的是县职教中心的稿子，麻烦老师看看，谢谢！\n\n{TITLE}\n\n{BODY}\n\n\n\n\n周婷婷\n县职教中心宣传科\n手机：13911112222\n",
            {},
        ),
        (
            "unwrapped-rows-are-paragraphs",
            f"{TITLE}\n（县职教中心 周婷婷 供稿）\n{LONG_ROWS}",
            {"byline": "周婷婷", "credit": SCHOOL},
        ),
        (
            "source-above-the-title",
            f"来源：县职教中心\n{TITLE}\n作者：周婷婷\n{LONG_ROWS}",
            {"byline": "周婷婷", "source": SCHOOL},
        ),
        ("hashtag", f"#校园新闻# {TITLE}\n\n{BODY}\n\n来源：县职教中心微信公众号", {"source": "县职教中心微信公众号"}),
        ("submitted-title", f"投稿标题：{TITLE}\n\n{TITLE}\n\n{BODY}", {}),
        (
            "abstract-and-keywords",
            f"{TITLE}\n\n摘要：本文介绍了县职教中心的实训教学。\n关键词：实训；产教融合\n\n{BODY}",
            {},
        ),
        ("photos-enclosed", f"{TITLE}\n\n{BODY}\n\n附：照片3张", {}),
        (
            "correspondent-of-school",
            f"{TITLE}\n\n县职教中心通讯员 周婷婷\n\n{BODY}",
            {"byline": "周婷婷", "credit": SCHOOL},
        ),
        ("two-names-in-brackets", f"{TITLE}\n\n{BODY}（周婷婷、王强）", {"byline": "周婷婷 王强"}),
        (
            "not-published-elsewhere",
            f"{TITLE}\n\n{BODY}\n\n供稿人：县职教中心 周婷婷\n审核人：王建军\n\n（此稿件未在其他平台发布）",
            {"byline": "周婷婷", "credit": SCHOOL},
        ),
        (
            "correction-to-be-taken",
            f"更正稿，以此为准：\n\n{TITLE}\n\n{BODY}\n\n（县职教中心 周婷婷）",
            {"byline": "周婷婷", "credit": SCHOOL},
        ),
        (
            "name-school-and-date",
            f"{TITLE}\n\n{BODY}\n\n周婷婷 县职教中心 2026/11/2",
            {"byline": "周婷婷", "credit": SCHOOL},
        ),
        ("name-in-letters", f"{TITLE}\n\n记者：Tom Reed 周婷婷\n\n{BODY}", {"byline": "Tom Reed, 周婷婷"}),
        (
            "labels-above-their-values",
            f"{TITLE}\n\n作者：\n周婷婷\n单位：\n县职教中心\n\n{BODY}",
            {"byline": "周婷婷", "credit": SCHOOL},
        ),
        ("date-in-han", f"{TITLE}\n\n{BODY}\n\n县职教中心\n\n二〇二六年十一月十八日", {"credit": SCHOOL}),
    ]
    return {
        f"trade-{name}": (mail(body, "稿件"), expect(article(TITLE, ROWS, **fields))) for name, body, fields in below
    }


def shapes() -> dict[str, Mail]:
    signed = mime.WordFile("x")
    signed.title("把课堂搬进车间")
    signed.line("——县职教中心产教融合工作纪实", "center")
    signed.line("周婷婷", "center")
    for row in ROWS:
        signed.line(row)
    signed.line(SCHOOL, "right")
    signed.line("2026年11月18日", "right")
    own = f"本网讯（特约记者 周婷婷 通讯员 王强 摄影报道）{ROWS[0]}"
    release = (
        "Dear editors,\n\nI hope this email finds you well. Please find attached our press release.\n\nFOR IMMEDIATE RELEASE\n\n"
        "Northgate School Wins National Robotics Cup\n\nGUANGZHOU, 18 November 2026 — A team of four students from Northgate School won the National Robotics Cup on Sunday, beating 62 schools.\n\n"
        'The robot, built from bicycle parts, cleared the course in 48 seconds.\n\n"We lost count of how often it fell over," said team captain Lily Chan.\n\n'
        "Media contact: Tom Reed, tom@northgate.example, +86 20 5550 0100\n\n###\n\nThis email and any attachments are confidential."
    )
    return {
        "trade-word-signed-at-the-right": (
            mail(mixed(mime.text(""), docx("纪实.docx", signed.data())), "县职教中心 投稿"),
            expect(article("把课堂搬进车间——县职教中心产教融合工作纪实", ROWS, "周婷婷", credit=SCHOOL)),
        ),
        "trade-word-named-by-word": (
            mail(
                mixed(mime.text("见附件"), docx("新建 Microsoft Word 文档.docx", word(TITLE, "作者：周婷婷", *ROWS))),
                "无主题",
            ),
            expect(article(TITLE, ROWS, "周婷婷")),
        ),
        "trade-labelled-subtitle": (
            mail(f"主标题：把课堂搬进车间\n副标题：县职教中心产教融合纪实\n\n{BODY}", "稿件"),
            expect(article("把课堂搬进车间——县职教中心产教融合纪实", ROWS)),
        ),
        "trade-labelled-kicker": (
            mail(f"引题：产教融合结硕果\n正题：把课堂搬进车间\n\n{BODY}", "稿件"),
            expect(article("产教融合结硕果 把课堂搬进车间", ROWS)),
        ),
        "trade-subject-of-parts": (
            mail(BODY, "投稿+县职教中心+把课堂搬进车间+周婷婷"),
            expect(article("把课堂搬进车间", ROWS)),
        ),
        "trade-subject-then-school": (mail(BODY, f"{TITLE} | 县职教中心"), expect(article(TITLE, ROWS))),
        "trade-our-own-with-photo-report": (
            mail(f"　　{TITLE}\n　　{own}\n　　{ROWS[1]}\n　　{ROWS[2]}\n　　（责任编辑：张三）", "稿件"),
            expect(article(TITLE, [f"本网讯 {ROWS[0]}", *ROWS[1:]], "周婷婷 王强", source="华夏教育网")),
        ),
        "trade-files-numbered-alike": (
            mail(
                mixed(
                    mime.text("稿件2篇，请查收"),
                    docx("1、车间.docx", word(*ROWS, title=TITLE)),
                    docx(
                        "2、秋日.docx",
                        word(
                            "秋日的校园静悄悄，银杏叶落了一地，值日的同学正在把它们扫成一堆。",
                            "他们说，这是送给冬天的第一份礼物，也是送给老师的一幅画。",
                            title="秋日校园即景",
                        ),
                    ),
                    jpg("1、车间 图1.jpg", "workshop"),
                    jpg("2、秋日 图1.jpg", "track"),
                ),
                "稿件",
            ),
            expect(
                article(TITLE, ROWS, captions=[""]),
                article(
                    "秋日校园即景",
                    [
                        "秋日的校园静悄悄，银杏叶落了一地，值日的同学正在把它们扫成一堆。",
                        "他们说，这是送给冬天的第一份礼物，也是送给老师的一幅画。",
                    ],
                    captions=[""],
                ),
            ),
        ),
        "trade-rule-above-the-card": (
            mail(
                html(
                    f"<div>{TITLE}</div><div><br></div>"
                    + "".join(f"<div>　　{row}</div>" for row in ROWS)
                    + "<div><br></div><hr><div><b>周婷婷</b></div><div>县职教中心 · 教务处副主任</div><div>13911112222</div>"
                ),
                "稿件",
            ),
            expect(article(TITLE, ROWS)),
        ),
        "trade-signed-at-the-right-in-the-mail": (
            mail(
                html(
                    f"<p style='text-align:center;font-size:22px'>{TITLE}</p>"
                    + "".join(f"<p>{row}</p>" for row in ROWS)
                    + f"<p style='text-align:right'>{SCHOOL}</p><p style='text-align:right'>2026年11月16日</p>"
                ),
                "x",
            ),
            expect(article(TITLE, ROWS, credit=SCHOOL)),
        ),
        "trade-name-behind-the-subject": (mail(BODY, f"{TITLE}（周婷婷）"), expect(article(TITLE, ROWS, "周婷婷"))),
        "trade-correspondent-reports": (
            mail(f"{TITLE}\n\n本报讯 通讯员周婷婷报道：{ROWS[0]}\n\n{ROWS[1]}", "x"),
            expect(article(TITLE, [f"本报讯 {ROWS[0]}", ROWS[1]], "周婷婷")),
        ),
        "trade-pictures-in-a-word-table": (
            mail(mixed(mime.text("见附件"), docx("稿.docx", _pictured())), "x"),
            expect(article(TITLE, ROWS, captions=["学生实训", "师傅示范"])),
        ),
        "trade-answer-with-a-new-file": (
            mail(
                mixed(
                    mime.text(
                        "补上照片说明，请用这版。\n\n发件人：投稿邮箱\n发送时间：2026年11月16日 10:00\n收件人：周婷婷\n主题：退稿\n\n您好，稿件缺照片说明。"
                    ),
                    docx("车间（修改）.docx", word(*ROWS, title=TITLE)),
                ),
                "回复: 退稿：车间",
            ),
            expect(article(TITLE, ROWS)),
        ),
        "trade-telephone-text-picture-text": (
            mail(
                mixed(
                    mime.text(f"{TITLE}\n\n{ROWS[0]}\n\n"),
                    _inline("workshop", "IMG_1.jpg"),
                    mime.text(f"\n\n{ROWS[1]}\n\n"),
                    _inline("library", "IMG_2.jpg"),
                    mime.text(f"\n\n{ROWS[2]}\n\n发自我的 iPhone"),
                ),
                TITLE,
            ),
            expect(article(TITLE, ROWS, captions=["", ""]), warnings_at_most=1),
        ),
        "trade-declaration-in-a-file": (
            mail(
                mixed(
                    mime.text(f"{TITLE}\n{BODY}"),
                    mime.file(
                        "说明.txt",
                        "text/plain",
                        "本稿为原创首发，未一稿多投，如有侵权由本人负责。特此声明。作者：周婷婷，联系电话13812340000，地址县城人民路1号。".encode(
                            "gbk"
                        ),
                    ),
                ),
                TITLE,
            ),
            expect(article(TITLE, ROWS, "周婷婷"), warnings=["form"]),
        ),
        "trade-english-card-below": (
            mail(
                "Our Library Turns Ten\n\nThe library of Harbour College turned ten on Monday, and nobody was asked to be quiet.\n\nReaders brought four hundred candles and one fire extinguisher.\n\nHarbour College Press Office\npress@harbour.example\n+852 5555 0101",
                "Our Library Turns Ten",
            ),
            expect(
                article(
                    "Our Library Turns Ten",
                    [
                        "The library of Harbour College turned ten on Monday, and nobody was asked to be quiet.",
                        "Readers brought four hundred candles and one fire extinguisher.",
                    ],
                )
            ),
        ),
        "trade-bare-headings": (
            mail(f"{TITLE}\n\n{ROWS[0]}\n\n强化领导 压实责任\n\n{ROWS[1]}\n\n强化督导 确保实效\n\n{ROWS[2]}", "x"),
            expect(
                article(
                    TITLE,
                    [ROWS[0], "强化领导 压实责任", ROWS[1], "强化督导 确保实效", ROWS[2]],
                    headings=["强化领导 压实责任", "强化督导 确保实效"],
                )
            ),
        ),
        "trade-numbered-list-is-no-heading": (
            mail(f"{TITLE}\n\n{ROWS[0]}\n\n议程：\n1. 经验交流\n2. 领导讲话\n3. 实地参观\n\n{ROWS[2]}", "x"),
            expect(article(TITLE, [ROWS[0], "议程：", "1. 经验交流", "2. 领导讲话", "3. 实地参观", ROWS[2]])),
        ),
        "trade-spread-names-under-a-subtitle": (
            mail(mixed(mime.text("见附件"), docx("x.docx", _spread())), "x"),
            expect(article("减负不减质 增效又提质——县职教中心纪实", ROWS, "孙立 何平")),
        ),
        "trade-two-manuscripts-in-one-file": (
            mail(mixed(mime.text("简讯两则"), docx("简讯两则.docx", _two())), "简讯两则"),
            expect(article(TITLE, ROWS[:2], "周婷婷"), article("秋日校园书声琅琅", ROWS[1:], "王强", credit=SCHOOL)),
        ),
        "trade-english-words-and-photos": (
            mail(
                "Students Plant 500 Trees on Campus\n\nOn a cold Saturday morning, more than two hundred students planted five hundred trees along the river.\n\nA long road\n\nThe trees, mostly willow and ash, were a gift of the city, which had no place for them.\n\nWhat comes next\n\nThe school will count in spring how many of them have taken root.\n\nText: Tom Reed; Photos: Lily Chan",
                "Story: trees",
            ),
            expect(
                article(
                    "Students Plant 500 Trees on Campus",
                    [
                        "On a cold Saturday morning, more than two hundred students planted five hundred trees along the river.",
                        "A long road",
                        "The trees, mostly willow and ash, were a gift of the city, which had no place for them.",
                        "What comes next",
                        "The school will count in spring how many of them have taken root.",
                    ],
                    "Tom Reed, Lily Chan",
                    headings=["A long road", "What comes next"],
                )
            ),
        ),
        "trade-english-release": (
            mail(
                release,
                "Press Release: Northgate School Wins National Robotics Cup",
                ("Tom Reed", "tom@northgate-demo.example"),
            ),
            expect(
                article(
                    "Northgate School Wins National Robotics Cup",
                    [
                        "GUANGZHOU, 18 November 2026 — A team of four students from Northgate School won the National Robotics Cup on Sunday, beating 62 schools.",
                        "The robot, built from bicycle parts, cleared the course in 48 seconds.",
                        '"We lost count of how often it fell over," said team captain Lily Chan.',
                    ],
                )
            ),
        ),
    }


def _pictured() -> bytes:
    """Two photos side by side in a table without lines, their captions in the row below."""
    document = mime.WordFile("x")
    document.title(TITLE)
    document.line(ROWS[0])
    table = document.document.add_table(2, 2)
    for column, (scene, caption) in enumerate((("workshop", "学生实训"), ("library", "师傅示范"))):
        table.cell(0, column).paragraphs[0].add_run().add_picture(io.BytesIO(photo(scene)))
        table.cell(1, column).text = caption
    for row in ROWS[1:]:
        document.line(row)
    return document.data()


def _spread() -> bytes:
    document = mime.WordFile("x")
    document.title("减负不减质 增效又提质")
    document.line("——县职教中心纪实", "center")
    document.line("□ 孙 立  何 平", "center")
    for row in ROWS:
        document.line(row)
    return document.data()


def _two() -> bytes:
    document = mime.WordFile("x")
    for title, byline, rows in ((TITLE, "通讯员 周婷婷", ROWS[:2]), ("秋日校园书声琅琅", "县职教中心 王强", ROWS[1:])):
        document.title(title)
        document.line(byline, "center")
        for row in rows:
            document.line(row)
    return document.data()


def _inline(scene: str, name: str) -> mime.Part:
    return mime.leaf(
        [("Content-Type", f'image/jpeg; name="{name}"'), ("Content-Disposition", f'inline; filename="{name}"')],
        photo(scene),
    )
