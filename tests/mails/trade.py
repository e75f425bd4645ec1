"""More of how press officers write, each taken for one turn of phrase or habit that the other groups do not have."""

from typing import Any

from tests.mails.building import Mail, article, docx, expect, html, jpg, mail, mime, mixed, word

TITLE = "县职教中心：把课堂搬进车间"
ROWS = (
    "连日来，县职教中心的实训车间里机器轰鸣，学生们正跟着师傅学习数控加工。",
    "该校建立“校中厂、厂中校”育人机制，与十二家企业共建实训基地，毕业生就业率连续三年保持在百分之九十八以上。",
    "“在学校就能学到真本事，我对未来很有信心。”学生张浩宇说。",
)
BODY = "\n\n".join(ROWS)
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
