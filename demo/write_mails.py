"""Write demo/mails/*.eml: Chinese school news as press officers send it. Run it again and the bytes are the same.

    .venv/bin/python demo/write_mails.py

Names, schools, telephones and addresses are made up; the seed article is the one Tougao was made for.
"""

import base64
import io
import quopri
import sys
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

sys.path.insert(0, str(Path(__file__).parent))
import pictures

HERE = Path(__file__).parent
MAILS = HERE / "mails"
TO = "投稿邮箱", "tougao@huaxia-demo.example"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Part = tuple[list[tuple[str, str]], bytes]


# --- what stands in a mail -------------------------------------------------------------------------------------------


def word(text: str, charset: str = "utf-8") -> str:
    """An encoded word of RFC 2047 (base64), whole characters in each."""
    if text.isascii():
        return text
    words, run = [], ""
    for character in text:
        if len((run + character).encode(codec(charset))) > 42:
            words.append(run)
            run = ""
        run += character
    words.append(run)
    return "\r\n ".join(f"=?{charset}?B?{base64.b64encode(run.encode(codec(charset))).decode()}?=" for run in words)


def codec(charset: str) -> str:
    """What senders' programs really write under the label."""
    return "gb18030" if charset.lower() in ("gb2312", "gbk") else charset


def text(content: str, charset: str = "utf-8", subtype: str = "plain", encoding: str = "base64") -> Part:
    data = content.strip("\n").replace("\n", "\r\n").encode(codec(charset))
    return leaf([("Content-Type", f'text/{subtype}; charset="{charset}"')], data, encoding)


def leaf(headers: list[tuple[str, str]], data: bytes, encoding: str = "base64") -> Part:
    body = {
        "base64": lambda: base64.encodebytes(data).replace(b"\n", b"\r\n"),
        "quoted-printable": lambda: quopri.encodestring(data.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n"),
        "8bit": lambda: data,
    }[encoding]()
    return [*headers, ("Content-Transfer-Encoding", encoding)], body


def file(name: str, media_type: str, data: bytes, charset: str = "utf-8") -> Part:
    """An attachment with its name as QQ and 163 write it: an encoded word in quotes."""
    shown = word(name, charset).replace("\r\n ", " ")
    return leaf(
        [
            ("Content-Type", f'{media_type};\r\n\tname="{shown}"'),
            ("Content-Disposition", f'attachment; filename="{shown}"'),
        ],
        data,
    )


def inline(content_id: str, media_type: str, data: bytes, name: str = "") -> Part:
    headers = [
        ("Content-Type", f'{media_type}; name="{name}"' if name else media_type),
        ("Content-ID", f"<{content_id}>"),
    ]
    return leaf([*headers, ("Content-Disposition", "inline")], data)


def multipart(kind: str, parts: Iterable[Part], boundary: str) -> Part:
    body = b"This is a multi-part message in MIME format.\r\n"
    for part in parts:
        body += f"\r\n--{boundary}\r\n".encode() + rendered(part)
    return [
        ("Content-Type", f'multipart/{kind};\r\n\tboundary="{boundary}"')
    ], body + f"\r\n--{boundary}--\r\n".encode()


def rendered(part: Part) -> bytes:
    headers, body = part
    return "".join(f"{name}: {value}\r\n" for name, value in headers).encode("utf-8") + b"\r\n" + body


def mail(
    number: int,
    sender: tuple[str, str],
    subject: str,
    part: Part,
    charset: str = "utf-8",
    extra: list[tuple[str, str]] | None = None,
) -> bytes:
    sent = datetime(2026, 11, 18 + number // 6, 1 + number % 9, 7 * number % 60, 12, tzinfo=UTC)
    domain = sender[1].partition("@")[2]
    headers = [
        ("From", f"{word(sender[0], charset)} <{sender[1]}>" if sender[0] else sender[1]),
        ("To", f"{word(TO[0], charset)} <{TO[1]}>"),
        ("Subject", word(subject, charset)),
        ("Date", sent.strftime("%a, %d %b %Y %H:%M:%S +0000")),
        ("Message-ID", f"<demo-{number:02d}.20261118@{domain}>"),
        ("MIME-Version", "1.0"),
        *(extra or []),
    ]
    return rendered(([*headers, *part[0]], part[1]))


class WordFile:
    """A .docx as an office writes it; the clock stands still in it."""

    def __init__(self, creator: str) -> None:
        self.document = Document()
        core = self.document.core_properties
        core.author, core.title, core.last_modified_by = creator, "", creator
        core.created = core.modified = datetime(2026, 11, 17, 8, 0, 0)
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = "仿宋", Pt(16)

    def title(self, words: str) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(words)
        run.bold, run.font.size = True, Pt(22)

    def line(self, words: str, align: str = "", bold: bool = False) -> None:
        paragraph = self.document.add_paragraph()
        if align:
            paragraph.alignment = {"center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}[align]
        else:
            paragraph.paragraph_format.first_line_indent = Cm(1.1)
        paragraph.add_run(words).bold = bold

    def picture(self, data: bytes, caption: str = "") -> None:
        self.document.add_picture(io.BytesIO(data), width=Cm(14))
        self.document.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER
        if caption:
            self.line(caption, "center")

    def table(self, rows: list[list[str]]) -> None:
        table = self.document.add_table(len(rows), len(rows[0]))
        for y, row in enumerate(rows):
            for x, words in enumerate(row):
                table.cell(y, x).text = words

    def data(self) -> bytes:
        out = io.BytesIO()
        self.document.save(out)
        return same_zip(out.getvalue())


def same_zip(data: bytes) -> bytes:
    """The same members under one date."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            member = zipfile.ZipInfo(info.filename, (2026, 11, 17, 8, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0
            target.writestr(member, source.read(info))
    return out.getvalue()


def gbk_zip(files: list[tuple[str, bytes]]) -> bytes:
    """A zip whose names are GBK without the UTF-8 flag, as WinRAR and old Windows write them."""
    out = io.BytesIO()
    stand_ins = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for position, (name, data) in enumerate(files):
            raw = name.encode("gbk")
            stand_in = f"@{position}".ljust(len(raw), "@")
            stand_ins[stand_in.encode()] = raw
            member = zipfile.ZipInfo(stand_in, (2026, 11, 17, 8, 0, 0))
            member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, 0
            target.writestr(member, data)
    data = out.getvalue()
    for stand_in, raw in stand_ins.items():
        data = data.replace(stand_in, raw)
    return data


# --- the mails -------------------------------------------------------------------------------------------------------


def seed() -> bytes:
    rows = (HERE / "seed.txt").read_text("utf-8").strip().split("\n")
    document = WordFile("王小语")
    document.title(rows[0])
    document.line(rows[1], "center")
    for row in rows[2:]:
        document.line(row, bold=row.startswith(("一、", "二、", "三、")))
    cover = """华夏教育网编辑老师:

您好!附件是我院关于产教融合校企合作的稿件,请查收,望采用。谢谢!

济源职业技术学院 王小语
"""
    parts = [text(cover, "gb2312"), file("济源职业技术学院产教融合稿件.docx", DOCX_TYPE, document.data(), "gb2312")]
    return mail(
        1,
        ("王小语", "wangxiaoyu@jyvtc-demo.example"),
        "投稿:济源职业技术学院深化产教融合",
        multipart("mixed", parts, "----=_NextPart_SEED"),
        "gb2312",
    )


def gbk_text() -> bytes:
    body = """编辑您好：

    现将我校新闻稿一篇发给贵网，请审阅。

清河师范学院举行第三十二届校园读书节开幕式
作者：朱镕喆  摄影：赵蕊

    本网讯　11月16日上午，清河师范学院第三十二届校园读书节在图书馆一楼大厅开幕。校党委副书记苏砚秋、图书馆馆长陶然出席，三百余名师生代表参加了开幕式。

    苏砚秋在致辞中说，读书节创办三十二年来，已经成为学校历史最久、参与人数最多的文化活动。她希望同学们“少看一点屏幕，多翻几页纸”，把读书当成一生的习惯。

    陶然介绍了本届读书节的安排：从11月中旬到12月底，学校将举办名家讲座6场、经典诵读比赛3场、旧书交换集市2次，并向每一位新生赠送一本《论语译注》。

    开幕式后，文学院2024级学生喆雅带领同学们朗读了《岳阳楼记》。朗读声穿过大厅，不少正在自习的同学也站起身来，跟着一起朗读。

    读书节将持续到12月31日。（清河师范学院图书馆供稿）

此致
敬礼！

清河师范学院党委宣传部  朱镕喆
电话：0371-5550123
"""
    return mail(
        2,
        ("清河师范学院宣传部", "xcb@qhnu-demo.example"),
        "【投稿】清河师范学院举行第三十二届校园读书节开幕式",
        text(body, "gb2312", encoding="8bit"),
        "gb2312",
    )


def html_pictures() -> bytes:
    html = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=GB18030"><style>p{margin:0}</style></head><body>
<div style="font-family:'lucida Grande',Verdana;"><div>老师您好，投稿一篇，图片已插入文中，请查收。</div><div><br></div>
<div style="text-align:center;"><b><font size="5">青禾职业学院春季田径运动会落幕 12项纪录被刷新</font></b></div>
<div style="text-align:center;">通讯员 方可 赵蕊</div>
<div>&nbsp;&nbsp;&nbsp;&nbsp;本报讯（记者 林晓禾）11月14日下午，随着男子4×100米接力最后一棒冲线，青禾职业学院为期两天的田径运动会在东校区体育场落下帷幕。本届运动会共有23个学院、1460名运动员参加，12项校运会纪录被刷新。</div>
<div style="text-align:center;"><img src="cid:_Foxmail.1@8f2a" width="640"></div>
<div style="text-align:center;">男子100米决赛现场</div>
<div>&nbsp;&nbsp;&nbsp;&nbsp;机电学院大二学生周一鸣在男子100米决赛中跑出10秒68，打破了保持九年的校纪录。“起跑听枪的那一下，我脑子里什么都没想。”他赛后说。</div>
<div>&nbsp;&nbsp;&nbsp;&nbsp;女子跳远比赛中，护理学院的何雨桐最后一跳跳出5米41，夺得冠军。裁判长刘建国说，今年报名人数比去年多了三成，“是我当裁判二十年来最热闹的一届”。</div>
<div style="text-align:center;"><img src="cid:_Foxmail.2@8f2a" width="640"></div>
<div style="text-align:center;">图为运动会闭幕后的校园</div>
<div>&nbsp;&nbsp;&nbsp;&nbsp;团体总分前三名分别是机电学院、护理学院和信息工程学院。（文/方可 图/赵蕊）</div>
<div><br></div><div><includetail><div>------------------</div><div><img src="cid:_Foxmail.3@8f2a" width="48"></div><div>青禾职业学院新闻中心</div><div>电话：020-5550188 &nbsp;QQ：100000001</div></includetail></div></div>
<img src="http://tracker.example/open.gif?id=1" width="1" height="1"></body></html>"""
    parts = [
        text(html, "gb18030", "html"),
        inline("_Foxmail.1@8f2a", "image/jpeg", pictures.jpeg(pictures.scene("track", 1280, 853)), "7C2E@B3A1.jpg"),
        inline(
            "_Foxmail.2@8f2a",
            "image/jpeg",
            pictures.jpeg(pictures.scene("campus", 1200, 800, "evening")),
            "D41F@B3A1.jpg",
        ),
        inline("_Foxmail.3@8f2a", "image/png", pictures.logo(), "logo.png"),
    ]
    return mail(3, ("方可", "100000001@qq-demo.example"), "投稿：青禾职业学院春季田径运动会落幕", multipart("related", parts, "----=_NextPart_HTML"), "gb18030",
                [("X-Mailer", "QQMail 2.x")])  # fmt: skip


def word_and_note() -> bytes:
    document = WordFile("Administrator")
    document.title("云岭县第一中学：把劳动课搬进稻田")
    document.line("——“一粒米的旅行”劳动教育纪实", "center")
    document.line("云岭县第一中学  杨柳青", "center")
    document.line(
        "10月下旬，云岭县第一中学高一年级的劳动课没有在教室里上。480名学生换上胶鞋，走进学校以北三公里的稻田，用镰刀收割自己五月份插下的秧苗。"
    )
    document.picture(pictures.jpeg(pictures.scene("campus", 1400, 933, "morning")), "图1：学生在学校门前集合出发")
    document.line("从插秧到收割，一共167天", bold=True)
    document.line(
        "“五月插秧的时候，我们站都站不稳。”高一（3）班学生马晓燕说，从插秧、除草到收割，她和同学一共下田九次，“原来一碗饭要等167天”。"
    )
    document.line(
        "学校与当地合作社签订协议，租下十二亩水田作为劳动实践基地。每个班负责一块，种什么、怎么种由学生和农技员一起商量。"
    )
    document.line("算一笔账，也算一份心", bold=True)
    document.line("收割结束后，数学老师带着学生算了一笔账：")
    document.table(
        [
            ["班级", "面积（亩）", "产量（公斤）"],
            ["高一（1）班", "1.5", "612"],
            ["高一（2）班", "1.5", "588"],
            ["高一（3）班", "1.6", "671"],
        ]
    )
    document.line(
        "学生们商量后决定，把卖米所得的一万一千元捐给县福利院。校长和振邦说，劳动教育不是让孩子们吃苦，而是让他们知道饭是从哪里来的。"
    )
    document.line("（供稿：云岭县第一中学）", "right")
    document.line("责任编辑：木子", "right")
    cover = """<div dir="ltr"><p>编辑老师：</p><p>您好！我是云岭一中的杨柳青，附件是我校劳动教育的一篇通讯，另有两张图片，烦请审阅，如能刊发不胜感激。</p>
<p>联系电话：13800000000</p><p>祝编安！</p><p>杨柳青</p></div>"""
    plain = "编辑老师：\n\n您好！我是云岭一中的杨柳青，附件是我校劳动教育的一篇通讯，另有两张图片，烦请审阅，如能刊发不胜感激。\n\n联系电话：13800000000\n\n祝编安！\n杨柳青\n"
    parts = [
        multipart("alternative", [text(plain), text(cover, subtype="html")], "=-ALT4"),
        file("云岭一中稻田劳动课.docx", DOCX_TYPE, document.data()),
        file("图2 学生们在图书角查阅水稻资料.jpg", "image/jpeg", pictures.jpeg(pictures.scene("library", 1280, 960))),
    ]
    return mail(
        4,
        ("杨柳青", "yangliuqing@126-demo.example"),
        "云岭一中来稿：把劳动课搬进稻田",
        multipart("mixed", parts, "=-MIX4"),
        extra=[("X-Mailer", "Coremail Webmail Server")],
    )


def zipped() -> bytes:
    document = WordFile("实训中心")
    document.title("南湖技师学院在全国技能大赛中获三金两银")
    document.line("文/图 秦朗")
    document.line(
        "本网讯 11月12日，第九届全国职业院校智能制造技能大赛在苏州闭幕。南湖技师学院派出的5支队伍全部获奖，共获金牌3枚、银牌2枚，总成绩位列全省第一。"
    )
    document.line("（图1）")
    document.line(
        "数控加工赛项中，选手程立和搭档用时三小时四十分完成了叶轮零件的加工，尺寸误差不超过0.01毫米。指导教师顾海涛说，为了这三小时四十分，他们练了整整十四个月。"
    )
    document.line(
        "南湖技师学院近三年投入2600万元更新实训设备，与本地18家企业共建实训车间，学生在校期间平均实训时间超过1100学时。"
    )
    document.line("（图2）")
    document.line("院长冯建业表示，学院将把获奖选手的训练方法编成教材，让更多学生受益。（南湖技师学院供稿）")
    members = [
        ("南湖技师学院/技能大赛获三金两银.docx", document.data()),
        ("南湖技师学院/图1 选手在数控加工赛项比赛中.jpg", pictures.jpeg(pictures.scene("workshop", 1920, 1280))),
        ("南湖技师学院/图2.jpg", pictures.jpeg(pictures.scene("library", 900, 600))),
        ("南湖技师学院/Thumbs.db", b"\xd0\xcf\x11\xe0 thumbs"),
    ]
    cover = "您好！\n稿件和照片在压缩包里，请查收。\n图2：获奖选手在学院图书馆合影留念\n\n南湖技师学院宣传科 秦朗 13900000000\n"
    parts = [
        text(cover, "gbk", encoding="quoted-printable"),
        file("南湖技师学院稿件及图片.zip", "application/zip", gbk_zip(members), "gbk"),
    ]
    return mail(
        5, ("秦朗", "qinlang@163-demo.example"), "南湖技师学院稿件", multipart("mixed", parts, "----=_Part_5"), "gbk"
    )


def reply() -> bytes:
    body = """好的老师，照片我明天补发，麻烦您了。

发自我的iPhone

------------------ 原始邮件 ------------------
发件人: "华夏教育网编辑部" <tougao@huaxia-demo.example>;
发送时间: 2026年11月17日(星期二) 上午9:20
收件人: "秦朗" <qinlang@163-demo.example>;
主题: 退稿：南湖技师学院稿件

您好，来稿缺少现场照片，请补充后再投。
"""
    return mail(6, ("秦朗", "qinlang@163-demo.example"), "回复：退稿：南湖技师学院稿件", text(body),
                extra=[("In-Reply-To", "<decision-1@huaxia-demo.example>"), ("References", "<decision-1@huaxia-demo.example>")])  # fmt: skip


def auto_reply() -> bytes:
    body = "您好，您的邮件已收到。本人正在外出差，将于11月25日返回，届时再回复您。（自动回复）\n"
    return mail(7, ("", "liaison@163-demo.example"), "自动回复:投稿收到", text(body, "gbk"), "gbk",
                [("Auto-Submitted", "auto-replied"), ("X-Autoreply", "yes"), ("X-Coremail-Locale", "zh_CN")])  # fmt: skip


def english() -> bytes:
    body = """Dear Editor,

Please find below a short news item from our international office for your consideration.

Lakeside International School Opens Its First Student-Run Weather Station
By Emma Carter and Liu Yang

Students at Lakeside International School switched on their own weather station on 15 November,
after eleven weeks of planning, soldering and arguing about where to put the rain gauge.

The station, built by a club of fourteen students aged 13 to 16, measures temperature, humidity,
air pressure, wind and rainfall every ten minutes and publishes the data on the school's website.

"The hardest part was not the electronics, it was the birds," said Chen Mo, 15, who leads the
club. "They think the anemometer is a carousel."

The school plans to share the data with four neighbouring schools next spring. Science teacher
Helen Moss said the project had already changed how her classes talk about numbers: "They trust
a measurement more when they have climbed a ladder for it."

Best regards,
Emma Carter
International Office, Lakeside International School
Tel: +86 755 5550 0142
"""
    parts = [
        text(body, encoding="quoted-printable"),
        file(
            "weather-station-on-the-roof.jpg", "image/jpeg", pictures.sideways_jpeg(pictures.scene("campus", 900, 1350))
        ),
    ]
    return mail(
        8,
        ("Emma Carter", "e.carter@lakeside-demo.example"),
        "Press release: Lakeside opens student-run weather station",
        multipart("mixed", parts, "Apple-Mail=_8"),
    )


def forward() -> bytes:
    body = """王老师，转一篇附小的稿子，请帮忙看看能不能发。

-------- 转发邮件信息 --------
发件人："江城师大附小" <office@jcfx-demo.example>
发送日期：2026-11-16 17:42:08
收件人："江城师大新闻中心" <news@jcnu-demo.example>
主题：江城师大附小开展“小小消防员”体验活动

江城师大附小开展“小小消防员”体验活动

通讯员 罗素芬

11月13日，江城师大附小邀请江城消防救援支队走进校园，为四年级320名学生上了一堂特别的安全课。

操场上，消防员演示了灭火器的使用方法，讲解“提、拔、握、压”四个动作。孩子们排着队，轮流用水枪对准“火焰”标靶喷射，一个个小脸憋得通红。

“穿上这身衣服才知道有多重。”四（2）班学生邓一诺说，消防员叔叔的全套装备有二十多公斤，他只坚持了两分钟。

附小德育处主任罗素芬介绍，学校每学期至少组织两次应急疏散演练，全校师生平均疏散用时已从四分钟缩短到两分十五秒。

（江城师大附小供稿）
"""
    return mail(
        9, ("江城师大新闻中心", "news@jcnu-demo.example"), "转发：江城师大附小开展“小小消防员”体验活动", text(body)
    )


def two_manuscripts() -> bytes:
    first = WordFile("柳溪")
    first.title("梧桐大学支教团：大山里的第一堂编程课")
    first.line("作者：柳溪 来源：梧桐大学团委")
    first.line(
        "本网讯 11月9日，梧桐大学研究生支教团在石门县白果坪小学开设了该校历史上的第一堂编程课。没有机房，志愿者们用纸卡片教孩子们什么叫“循环”和“判断”。"
    )
    first.line(
        "支教团成员柳溪把一段“去食堂打饭”的过程拆成十二张卡片，让孩子们排顺序。五年级的向小兵第一个发现卡片里藏着一个“死循环”：“饭卡没钱了，就会一直排队！”教室里笑成一片。"
    )
    first.line("据了解，支教团还募集了20台旧平板电脑，将于12月运抵学校。")
    second = WordFile("柳溪")
    second.title("梧桐大学表彰2026年度“十佳教师”")
    second.line("作者：严谨 来源：梧桐大学人事处")
    second.line(
        "11月10日，梧桐大学召开年度教师表彰大会，文学院教授夏蝉、土木学院副教授石磊等十名教师获评“十佳教师”。本次评选历时两个月，共有4300名学生参与投票。"
    )
    second.line("夏蝉从教三十一年，至今坚持手写批改每一份作业。她说：“屏幕上的红字，没有体温。”")
    second.line("学校将为获奖教师每人设立十万元教学研究基金，并从中遴选三门课程建设为省级示范课。")
    parts = [
        text("老师好，本周两篇稿件，请查收！\n\n梧桐大学 柳溪"),
        file("1.大山里的第一堂编程课.docx", DOCX_TYPE, first.data()),
        file("2.梧桐大学表彰十佳教师.docx", DOCX_TYPE, second.data()),
    ]
    return mail(10, ("柳溪", "liuxi@wutong-demo.example"), "梧桐大学本周稿件两篇", multipart("mixed", parts, "=-TEN"))


def rare_characters() -> bytes:
    body = """尊敬的编辑：

标题：丁祎、李喆获全省中小学书法大赛一等奖
作者：王珺瑀
单位：东湖镕华实验学校

11月8日，全省中小学师生书法大赛在省图书馆举行颁奖仪式，东湖镕华实验学校学生丁祎、李喆双双获得一等奖——这是该校连续第三年在这项比赛中获奖。

东湖镕华实验学校自2015年起开设书法必修课，聘请书法家王堃、郝䶮担任校外导师，每周二、四下午的“墨池时间”已成为学校特色。目前学校有书法社团成员260余人，学生作品获省级以上奖励87件，其中评价最高的一件被省博物馆收藏。

“写字先做人，提笔先静心。”王堃在点评时说，两位同学的作品笔力沉稳，尤其难得的是整幅作品气息连贯。

祝好！
王珺瑀
2026年11月17日
"""
    return mail(
        11,
        ("王珺瑀", "wangjunyu@sina-demo.example"),
        "投稿-丁祎、李喆获书法大赛一等奖",
        text(body, "gb2312"),
        "gb2312",
    )


def phone_photo() -> bytes:
    body = """志愿者走进社区教老人用手机

11月15日，滨海开放大学的十六名学生志愿者走进海棠社区，手把手教老人使用智能手机挂号、缴费和视频通话。

七十四岁的于秀兰学会了和在外地工作的女儿视频。“看见我闺女在厨房做饭，跟在跟前一样。”她说。

活动由滨海开放大学学生会组织，已连续举办两年，服务老人一千二百余人次。

（滨海开放大学 宋词 文/图）

从我的华为手机发送
"""
    photo = pictures.sideways_jpeg(pictures.scene("library", 1080, 1440))
    parts = [text(body), file("IMG_20261115_093112.jpg", "image/jpeg", photo)]
    return mail(
        12,
        ("宋词", "songci@139-demo.example"),
        "志愿者走进社区教老人用手机",
        multipart("mixed", parts, "--_com.android.email_12"),
    )


def old_word() -> bytes:
    # Written by LibreOffice in Word's format of 1997; its bytes are kept because no two runs write the same.
    ole = (HERE / "old-word.doc").read_bytes()
    parts = [text("见附件，谢谢。", "gbk"), file("长岭二中校庆新闻稿.doc", "application/msword", ole, "gbk")]
    return mail(
        13,
        ("长岭二中办公室", "cl2z@qq-demo.example"),
        "长岭二中校庆新闻稿",
        multipart("mixed", parts, "----=_13"),
        "gbk",
    )


WRITERS = {
    "01-seed-word": seed,
    "02-gbk-text": gbk_text,
    "03-html-pictures": html_pictures,
    "04-word-and-note": word_and_note,
    "05-zip": zipped,
    "06-reply": reply,
    "07-auto-reply": auto_reply,
    "08-english": english,
    "09-forward": forward,
    "10-two-manuscripts": two_manuscripts,
    "11-gb2312-label": rare_characters,
    "12-phone-photo": phone_photo,
    "13-old-word": old_word,
}


def main() -> None:
    MAILS.mkdir(exist_ok=True)
    for name, write in WRITERS.items():
        (MAILS / f"{name}.eml").write_bytes(write())
        print(f"wrote demo/mails/{name}.eml")


if __name__ == "__main__":
    main()
