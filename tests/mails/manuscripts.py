"""Which part is the manuscript: body, file, forward, several; and what is said round it."""

from tests.mails.building import Mail, article, docx, expect, html, jpg, kept, mail, mime, mixed, of, photo, word
from tests.mails.stories import CONTEST, LECTURE, READING, SPORT, TRAINING, VISIT


def mails() -> dict[str, Mail]:
    qq_forward = (
        "<div>请编辑老师审阅。</div><div><br></div><div style='font-size:12px'>------------------&nbsp;原始邮件&nbsp;------------------</div>"
        "<div style='background:#efefef'><div><b>发件人:</b>&nbsp;\"清河实验小学\"&lt;qhxx@qhxx-demo.example&gt;;</div>"
        '<div><b>发送时间:</b>&nbsp;2026年11月7日(星期六) 下午3:20</div><div><b>收件人:</b>&nbsp;"教体局宣传科"&lt;xck@jtj-demo.example&gt;;</div>'
        f"<div><b>主题:</b>&nbsp;{READING.title}</div></div><div><br></div>"
        + "".join(f"<div>&nbsp; &nbsp; {row}</div>" for row in READING.paragraphs)
        + "<div>（清河实验小学&nbsp; 赵蕊）</div>"
    )
    netease_forward = (
        '\n\n\n\n-------- 转发邮件信息 --------\n发件人："秦朗" <qinlang@nhjs-demo.example>\n发送日期：2026-11-10 09:12:44\n'
        f"收件人：xcb@nhjs-demo.example\n主题：{VISIT.title}\n\n{VISIT.text}\n\n南湖技师学院供稿"
    )
    apple_forward = (
        "Begin forwarded message:\n\nFrom: 柳溪 <liuxi@wtu-demo.example>\nSubject: " + LECTURE.title + "\n"
        "Date: November 16, 2026 at 09:00:00 GMT+8\nTo: 宣传部 <xcb@wtu-demo.example>\n\n" + LECTURE.text
    )
    form = mime.WordFile("x")
    form.title("新闻稿件审批表")
    form.table(
        [
            ["标题", LECTURE.title],
            ["作者", "柳溪"],
            ["单位", "梧桐大学新闻中心"],
            ["审批意见", "同意报送，请宣传部按程序办理，字数八百字以内，附现场图片两张。"],
        ]
    )
    note = (
        "尊敬的编辑老师：\n您好！附件是我校新闻稿一篇，恳请审阅刊发。谢谢！\n\n云岭县第一中学 杨柳青\n电话：13700000000"
    )
    return {
        "part-body-with-greeting-and-card": (
            mail(
                f"编辑老师：\n\n您好！现将我院新闻稿发给您，请审阅，谢谢！\n\n{SPORT.title}\n\n{SPORT.text}\n\n此致\n敬礼！\n\n林晓禾\n青禾职业学院党委宣传部\n"
                "电话：0371-55550101  手机：13600000000\n地址：青禾市东风路18号  邮编：450000",
                "投稿",
            ),
            expect(of(SPORT)),
        ),
        "part-word-under-note": (
            mail(
                mixed(
                    mime.text(note),
                    docx("云岭一中投稿.docx", word(*CONTEST.paragraphs, title=CONTEST.title, byline="通讯员 杨柳青")),
                ),
                "云岭一中投稿",
            ),
            expect(of(CONTEST, "杨柳青")),
        ),
        "part-word-says-nothing-of-author-note-does": (
            mail(
                mixed(
                    mime.text("老师好，稿件请查收。\n作者：杨柳青\n单位：云岭县第一中学"),
                    docx("稿件.docx", word(*CONTEST.paragraphs, title=CONTEST.title)),
                ),
                "投稿",
            ),
            expect(of(CONTEST, "杨柳青", credit="云岭县第一中学")),
        ),
        "part-same-text-in-body-and-file": (
            mail(
                mixed(
                    mime.text(f"{VISIT.title}\n\n{VISIT.text}"),
                    docx("稿件.docx", word(*VISIT.paragraphs, title=VISIT.title, byline="秦朗")),
                ),
                VISIT.title,
            ),
            expect(of(VISIT, "秦朗")),
        ),
        "part-same-text-as-docx-and-pdf": (
            mail(
                mixed(
                    mime.text("见附件"),
                    mime.file("讲座.pdf", "application/pdf", kept("lecture.pdf")),
                    docx("讲座.docx", word(*LECTURE.paragraphs, title=LECTURE.title, byline="作者：柳溪")),
                ),
                "投稿",
            ),
            expect(of(LECTURE, "柳溪"), warnings=["same text"]),
        ),
        "part-two-versions-the-final-one-wins": (
            mail(
                mixed(
                    mime.text("以终稿为准"),
                    docx("运动会（终稿）.docx", word(*SPORT.paragraphs, title=SPORT.title)),
                    docx(
                        "运动会.docx",
                        word(
                            *SPORT.paragraphs[:2], "开幕式后进行了田赛预赛，场面热烈。", title="青禾职业学院运动会开幕"
                        ),
                    ),
                ),
                "运动会稿件",
            ),
            expect(of(SPORT)),
        ),
        "part-three-word-files": (
            mail(
                mixed(
                    mime.text("老师好，附件是三篇稿件。"),
                    docx("1.docx", word(*SPORT.paragraphs, title=SPORT.title)),
                    docx("2.docx", word(*VISIT.paragraphs, title=VISIT.title)),
                    docx("3.docx", word(*LECTURE.paragraphs, title=LECTURE.title)),
                ),
                "本周稿件",
            ),
            expect(of(SPORT), of(VISIT), of(LECTURE), warnings=["3 manuscripts"]),
        ),
        "part-three-in-one-body": (
            mail(
                "各位老师好，本周三篇稿件如下：\n\n"
                + "\n\n".join(
                    f"稿件{number}：{story.title}\n\n{story.text}"
                    for number, story in zip("一二三", (CONTEST, LECTURE, TRAINING), strict=True)
                ),
                "本周稿件三篇",
            ),
            expect(of(CONTEST), of(LECTURE), of(TRAINING)),
        ),
        "part-zip-of-folders": (
            mail(
                mixed(
                    mime.text("两篇稿件及图片打包发送。"),
                    mime.file(
                        "本周稿件.zip",
                        "application/zip",
                        mime.gbk_zip(
                            [
                                ("运动会/稿件.docx", word(*SPORT.paragraphs, title=SPORT.title)),
                                ("运动会/运动员入场.jpg", photo("track")),
                                ("读书节/稿件.docx", word(*READING.paragraphs, title=READING.title)),
                                ("读书节/学生在图书馆读书.jpg", photo("library")),
                                ("__MACOSX/._稿件.docx", b"\0\5\x16\7" * 30),
                            ]
                        ),
                    ),
                ),
                "投稿两篇",
            ),
            expect(of(SPORT, captions=["运动员入场"]), of(READING, captions=["学生在图书馆读书"])),
        ),
        "part-form-beside-manuscript": (
            mail(
                mixed(
                    mime.text("稿件和审批表见附件"),
                    docx("审批表.docx", form.data()),
                    docx("讲座稿.docx", word(*LECTURE.paragraphs, title=LECTURE.title)),
                ),
                "梧桐大学来稿",
            ),
            expect(article(LECTURE.title, LECTURE.paragraphs), warnings=["form"]),
        ),
        "part-qq-forward": (
            mail(html(qq_forward), f"转发：{READING.title}", ("教体局宣传科", "xck@jtj-demo.example")),
            expect(of(READING, "赵蕊", credit="清河实验小学"), warnings=["清河实验小学"]),
        ),
        "part-163-forward": (
            mail(netease_forward, f"Fw:{VISIT.title}", ("南湖宣传", "xcb@nhjs-demo.example")),
            expect(of(VISIT, credit="南湖技师学院"), warnings=["秦朗"]),
        ),
        "part-apple-forward": (
            mail(apple_forward, f"Fwd: {LECTURE.title}", ("宣传部", "xcb@wtu-demo.example")),
            expect(of(LECTURE), warnings=["柳溪"]),
        ),
        "part-attached-list-is-no-manuscript": (
            mail(
                mixed(
                    mime.text(f"{TRAINING.title}\n\n{TRAINING.text}\n\n（罗素芬）"),
                    mime.file(
                        "参训名单.xlsx",
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                        mime.gbk_zip([("xl/workbook.xml", b"<x/>")]),
                    ),
                ),
                "培训班",
            ),
            expect(of(TRAINING, "罗素芬")),
        ),
        "part-pictures-only": (
            mail(
                mixed(mime.text("上次稿件的照片，请查收。"), jpg("图1.jpg", "track"), jpg("图2.jpg", "campus")),
                "补发照片",
            ),
            {"kind": "submission", "articles": [{"images": [{}, {}]}], "warnings": ["No text of an article"]},
        ),
        "part-placeholders-and-numbered-pictures": (
            mail(
                mixed(
                    mime.text(
                        f"{SPORT.title}\n\n{SPORT.paragraphs[0]}\n\n（图1）\n\n{SPORT.paragraphs[1]}\n\n（图2）\n\n{SPORT.paragraphs[2]}\n\n图1：开幕式入场\n图2：太极拳表演"
                    ),
                    jpg("2.jpg", "campus"),
                    jpg("1.jpg", "track"),
                ),
                "运动会（附图2张）",
            ),
            expect(of(SPORT, captions=["开幕式入场", "太极拳表演"])),
        ),
        "part-captions-in-the-note": (
            mail(
                mixed(
                    mime.text("编辑您好，稿件及图片见附件。图1：图书漂流启动现场；图2：学生表演课本剧。"),
                    docx("读书节.docx", word(*READING.paragraphs, title=READING.title)),
                    jpg("图1.jpg", "library"),
                    jpg("图2.jpg", "campus"),
                ),
                "读书节稿件",
            ),
            expect(of(READING, captions=["图书漂流启动现场", "学生表演课本剧"])),
        ),
        "part-signature-logo-and-stationery": (
            mail(
                mime.multipart(
                    "related",
                    [
                        html(
                            f"<p>{VISIT.title}</p>"
                            + "".join(f"<p>{row}</p>" for row in VISIT.paragraphs)
                            + "<p><img src='cid:p1'></p><p>--</p><p><img src='cid:logo'></p><p>南湖技师学院</p><p>Tel: 0371-55550188</p>"
                        ),
                        mime.inline("p1", "image/jpeg", photo("workshop"), "签约现场.jpg"),
                        mime.inline("logo", "image/png", mime.pictures.logo(), "logo.png"),
                    ],
                    "----=_l",
                ),
                VISIT.title,
            ),
            expect(of(VISIT, captions=["签约现场"])),
        ),
        "part-disclaimer-below": (
            mail(
                f"{LECTURE.title}\n\n{LECTURE.text}\n\n---\n本邮件及其附件含有保密信息，仅限于发送给上面地址中列出的个人或群组。禁止任何其他人以任何形式使用本邮件中的信息。",
                LECTURE.title,
            ),
            expect(of(LECTURE)),
        ),
        "part-cloud-attachment": (
            mail(
                html(
                    f"<p>{SPORT.title}</p>"
                    + "".join(f"<p>{row}</p>" for row in SPORT.paragraphs)
                    + "<p>从QQ邮箱发来的超大附件</p><p><a href='https://mail.qq.com/cgi-bin/ftnExs_download?k=1'>视频.mp4 (1.2G, 2026年12月18日 到期) 进入下载页面</a></p>"
                ),
                "运动会",
            ),
            {"kind": "submission", "articles": [{"title": SPORT.title}], "warnings": ["net disk"]},
        ),
    }
