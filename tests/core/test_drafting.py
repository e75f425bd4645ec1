"""What a mail becomes: the demo mails to the letter, and a table of habits of press officers."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tougao.core.article import Draft
from tougao.core.drafting import read
from tougao.core.drafting.lines import Fields, from_line
from tougao.core.drafting.shaping import summary
from tougao.core.drafting.titles import bare_title
from tougao.core.inspection import as_json
from tougao.core.markup import clean, text
from tougao.core.site import Category, Site

DEMO = Path(__file__).parents[2] / "demo"
MAILS = sorted((DEMO / "mails").glob("*.eml"))
SITE = Site(name="华夏教育网", url="https://news.example.cn", categories=(Category("news", "教育新闻"),))


def mail(
    body: str,
    subject: str = "投稿",
    sender: str = "林晓禾 <lin@example.edu.cn>",
    subtype: str = "plain",
    headers: str = "",
) -> bytes:
    return (
        f"From: {sender}\nSubject: {subject}\n{headers}Content-Type: text/{subtype}; charset=utf-8\n\n{body}".encode()
    )


def draft(body: str, **more: str) -> Draft:
    drafts = read(mail(body, **more), SITE).drafts
    assert len(drafts) == 1
    return drafts[0]


ARTICLE = "11月20日，青禾师范学院春季运动会在东校区体育场开幕，来自二十三个学院的一千四百六十名运动员参加了比赛。\n\n校长和振邦宣布开幕，并为去年刷新纪录的运动员颁发了纪念奖章。"


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_the_demo_mails_become_what_they_should(path):
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    assert as_json(read(path.read_bytes(), SITE)) == expected


def test_there_is_a_demo_mail_of_every_sort():
    assert len(MAILS) >= 12


def test_the_seed_article_needs_no_touch():
    rows = (DEMO / "seed.txt").read_text("utf-8").strip().split("\n")
    article = as_json(read((DEMO / "mails" / "01-seed-word.eml").read_bytes(), SITE))["articles"][0]
    assert article["title"] == rows[0]
    assert (article["byline"], article["source"], article["credit"]) == ("王小语", "华夏教育网", "济源职业技术学院")
    assert article["headings"] == [row for row in rows if row.startswith(("一、", "二、", "三、"))]
    assert len(article["headings"]) == 3
    paragraphs = rows[2:]
    paragraphs[-1] = paragraphs[-1].removesuffix("(济源职业技术学院供稿)")
    assert article["text"].split("\n") == paragraphs


def test_same_mail_same_reading():
    raw = (DEMO / "mails" / "05-zip.eml").read_bytes()
    assert read(raw, SITE) == read(raw, SITE)


@pytest.mark.parametrize(
    ("line", "people", "source", "credit"),
    [
        ("作者：王小语  来源：华夏教育网  阅读：796", ("王小语",), "华夏教育网", ""),
        ("作者:方可 赵蕊", ("方可", "赵蕊"), "", ""),
        ("通讯员 方可 赵蕊", ("方可", "赵蕊"), "", ""),
        ("文/图 秦朗", ("秦朗",), "", ""),
        ("（文/方可 图/赵蕊）", ("方可",), "", ""),
        ("撰稿：林晓禾 审核：陶然", ("林晓禾",), "", ""),
        ("供稿单位：清河师范学院", (), "", "清河师范学院"),
        ("供稿：清河师范学院宣传部", (), "", "清河师范学院宣传部"),
        ("供稿：王晓明", ("王晓明",), "", ""),
        ("来源：梧桐大学团委", (), "梧桐大学团委", ""),
        ("记者 林晓禾 通讯员 赵蕊", ("林晓禾", "赵蕊"), "", ""),
        ("By Emma Carter and Liu Yang", ("Emma Carter", "Liu Yang"), "", ""),
        ("作者：欧阳·阿依古丽", ("欧阳·阿依古丽",), "", ""),
        ("作 者：张 三", ("张三",), "", ""),
    ],
)
def test_lines_that_carry_fields(line, people, source, credit):
    found = from_line(Fields(), line)
    assert found is not None
    assert (found.people, found.source, found.credit) == (people, source, credit)


@pytest.mark.parametrize(
    "line",
    [
        "记者从会上了解到，今年学校将投入三千万元改善办学条件。",
        "作者在文中写道：“春天来了。”这句话打动了许多读者。",
        "一、校政行企“联合”，构建多元办学格局",
        "文明校园创建活动启动",
    ],
)
def test_lines_that_only_look_like_fields(line):
    assert from_line(Fields(), line) is None


@pytest.mark.parametrize(
    ("tail", "byline", "credit"),
    [
        ("（济源职业技术学院供稿）", "", "济源职业技术学院"),
        ("(济源职业技术学院供稿)", "", "济源职业技术学院"),
        ("（通讯员 林晓禾）", "林晓禾", ""),
        ("（青禾师范学院 林晓禾 赵蕊）", "林晓禾 赵蕊", "青禾师范学院"),
        ("（林晓禾 文/图）", "林晓禾", ""),
        ("（供稿：清河师范学院）", "", "清河师范学院"),
        ("（作者：林晓禾）", "林晓禾", ""),
        ("【青禾师范学院供稿】", "", "青禾师范学院"),
    ],
)
def test_brackets_at_the_end_become_fields(tail, byline, credit):
    made = draft(f"青禾师范学院春季运动会开幕\n\n{ARTICLE}{tail}")
    assert (made.byline, made.credit) == (byline, credit)
    assert text(made.html).endswith("纪念奖章。")


def test_brackets_that_belong_to_the_text_stay():
    made = draft(f"青禾师范学院春季运动会开幕\n\n{ARTICLE}今年的主题是“更快、更高、更强”（比去年多了两项）")
    assert text(made.html).endswith("（比去年多了两项）")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("编辑老师：\n\n您好！", "此致\n敬礼！\n\n林晓禾\n电话：13800000000"),
        (
            "尊敬的编辑部：\n\n您好，现将我校新闻稿一篇发给贵网，请审阅，望采用。",
            "祝编安！\n\n青禾师范学院宣传部 林晓禾",
        ),
        ("老师好，投稿一篇，请查收，谢谢！", "--\n林晓禾\n青禾师范学院\nlin@example.edu.cn"),
        ("贵网编辑：", "发自我的iPhone"),
        ("", "从QQ邮箱发来的iPhone版本"),
    ],
)
def test_greetings_notes_and_signatures_are_set_aside(before, after):
    made = draft(f"{before}\n\n青禾师范学院春季运动会开幕\n\n{ARTICLE}\n\n{after}\n")
    assert made.title == "青禾师范学院春季运动会开幕"
    assert text(made.html).split("\n") == ARTICLE.split("\n\n")
    aside = "\n".join(made.set_aside)
    assert all(row.strip() in aside for row in (before + "\n" + after).split("\n") if row.strip())


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("投稿：运动会开幕", "运动会开幕"),
        ("【投稿】青禾师范学院春季运动会开幕（修改稿）", "青禾师范学院春季运动会开幕"),
        ("[供稿] 运动会开幕", "运动会开幕"),
        ("新闻稿-运动会开幕", "运动会开幕"),
        ("投稿", ""),
        ("关于投稿的思考", "关于投稿的思考"),
    ],
)
def test_subjects_without_their_labels(subject, title):
    assert bare_title(subject) == title


def test_without_a_title_the_subject_stands_in_and_says_so():
    made = draft(ARTICLE, subject="投稿：春季运动会开幕")
    assert made.title == "春季运动会开幕"
    assert any("No title was found" in str(told) for told in made.notices)


def test_headings_datelines_and_run_ins_are_markup_and_change_no_character():
    body = f"运动会开幕综述\n\n本网讯 {ARTICLE}\n\n一、准备充分\n\n一是场地好。体育场在暑假里重新铺了跑道，看台也刷了新漆。\n\n二、成绩喜人\n\n十二项纪录被刷新，其中最早的一项保持了二十一年。"
    made = draft(body)
    assert '<b class="dateline">本网讯</b>' in made.html
    assert "<h2>一、准备充分</h2>" in made.html
    assert "<b>一是场地好。</b>体育场" in made.html
    assert "".join(text(made.html).split()) == "".join(body.removeprefix("运动会开幕综述").split())


@pytest.mark.parametrize(
    ("headers", "subject", "kind"),
    [
        ("Auto-Submitted: auto-replied\n", "您好", "auto-reply"),
        ("", "自动回复：投稿", "auto-reply"),
        ("Return-Path: <>\n", "关于", "auto-reply"),
        ("Return-Path: <>\n", "系统退信", "bounce"),
        ("List-Id: <a.b.c>\n", "周报", "list"),
        ("X-Spam-Flag: YES\n", "发票", "spam"),
        ("", "回复：退稿", "reply"),
    ],
)
def test_mails_that_are_no_submissions_make_no_draft(headers, subject, kind):
    reading = read(mail("收到，谢谢。", subject=subject, headers=headers), SITE)
    assert (str(reading.kind), reading.drafts) == (kind, ())


def test_a_bounce_is_known_by_its_sender():
    assert (
        str(read(mail("sorry", subject="Undelivered Mail", sender="MAILER-DAEMON@mail.example.cn"), SITE).kind)
        == "bounce"
    )


def test_an_empty_mail_is_empty():
    assert str(read(mail(""), SITE).kind) == "empty"


def test_a_reply_that_brings_the_article_is_a_submission():
    reading = read(mail(f"青禾师范学院春季运动会开幕\n\n{ARTICLE * 3}", subject="回复：退稿：运动会"), SITE)
    assert str(reading.kind) == "submission"


def test_a_text_that_looks_like_a_quote_is_never_eaten():
    body = f"来信选登\n\n发件人：一位老校友\n\n{ARTICLE}\n\n{ARTICLE}\n\n{ARTICLE}"
    assert text(draft(body).html).count("来自二十三个学院") == 3


@given(st.lists(st.text(st.sampled_from("甲乙丙，。：“”（）一二、 \n作者供稿图<&b/>"), max_size=60), max_size=12))
@settings(max_examples=60)
def test_no_word_of_a_text_is_lost(paragraphs):
    reading = read(mail("\n\n".join(paragraphs)), SITE)
    for made in reading.drafts:
        kept = made.title + text(made.html) + "".join(made.set_aside) + made.byline + made.credit + made.source
        for row in text(made.html).split("\n"):
            assert row in kept
        assert clean(made.html) == made.html.strip()


def test_hostile_html_comes_out_harmless():
    html = (
        "<p onclick=a()>青禾师范学院春季运动会开幕</p><script>alert(1)</script><svg onload=x>"
        "<p style='background:url(http://x/y)'>十一月二十日，<a href='javascript:x'>青禾师范学院</a>举行春季运动会，二十三个学院参加了比赛，场面十分热烈。</p>"
        "<iframe src=http://x></iframe><img src=x onerror=y><form><input></form>"
    )
    made = draft(html, subtype="html")
    assert "青禾师范学院" in made.html
    for word in ("script", "onclick", "onerror", "javascript", "iframe", "url(", "<img", "<form"):
        assert word not in made.html


LONG = (
    "11月20日上午，青山市第三中学举行了以“书香润校园”为主题的读书节开幕式，全校师生两千余人参加了活动，现场气氛热烈。"
)
MORE = "据悉，本届读书节将持续一个月，期间将举办征文比赛、经典诵读、图书漂流等系列活动。"
TITLE = "青山三中举行读书节开幕式"


@pytest.mark.parametrize(
    ("body", "byline", "source", "credit"),
    [
        (f"{TITLE}\n\n{LONG}\n\n{MORE}\n\n（青山三中 刘洋）", "刘洋", "", "青山三中"),
        (
            f"标题：{TITLE}\n作者：刘洋\n单位：青山市第三中学\n联系电话：13812345678\n正文：\n{LONG}\n{MORE}",
            "刘洋",
            "",
            "青山市第三中学",
        ),
        (
            f"{TITLE}\n\n文/刘洋  图/张伟\n\n{LONG}\n\n{MORE}\n\n开户行：工商银行青山支行\n账号：6222020000000000000\n户名：刘洋",
            "刘洋 张伟",
            "",
            "",
        ),
        (f"{TITLE}\n\n{LONG}\n\n{MORE}\n\n通讯员：刘洋\n摄影：张伟\n编辑：王芳\n审核：李建国", "刘洋 张伟", "", ""),
        (f"【新闻】{TITLE}\n\n（通讯员 刘洋 张伟）{LONG}\n\n{MORE}", "刘洋 张伟", "", ""),
        (f"{TITLE}\n\n青山讯（刘洋 张伟）{LONG}\n\n{MORE}", "刘洋 张伟", "", ""),
        (f"{TITLE}\n\n中国教育新闻网讯（记者 刘洋）{LONG}\n\n{MORE}", "刘洋", "", ""),
        (f"{TITLE}\n\n{LONG}\n\n{MORE}\n（供稿：青山市第三中学 刘洋）", "刘洋", "", "青山市第三中学"),
        (f"{TITLE}\n\n（青山市第三中学 刘洋）\n\n{LONG}\n\n{MORE}", "刘洋", "", "青山市第三中学"),
        (f"{TITLE}\n\n{LONG}\n\n{MORE}（来源：青山市第三中学）", "", "青山市第三中学", ""),
        (
            f"{TITLE}\n\n{LONG}\n\n{MORE}\n\n\n刘洋\n青山市第三中学党政办公室\nTel：010-12345678\nQQ：12345678",
            "",
            "",
            "",
        ),
        (f"{TITLE}\n\n{LONG}\n\n{MORE}\n（作者：刘洋，青山市第三中学）", "刘洋", "", "青山市第三中学"),
        (
            f"老师好！作者：刘洋，单位：青山市第三中学，请查收。\n\n{TITLE}\n\n{LONG}\n\n{MORE}",
            "刘洋",
            "",
            "青山市第三中学",
        ),
    ],
)
def test_habits_of_press_officers(body, byline, source, credit):
    made = draft(body)
    words = text(made.html).split("\n")
    assert (made.title, made.byline, made.source, made.credit) == (TITLE, byline, source, credit)
    assert (words[0].endswith(LONG), words[-1]) == (True, MORE)


def test_numbered_lines_of_three_depths():
    made = draft(f"{TITLE}\n\n{LONG}\n\n一、领导重视\n\n{MORE}\n\n（一）广泛动员\n\n{MORE}\n\n1.征文比赛\n\n{MORE}")
    assert "<h2>一、领导重视</h2>" in made.html
    assert "<h3>（一）广泛动员</h3>" in made.html
    assert "<h3>1.征文比赛</h3>" in made.html


def test_an_interview_keeps_its_questions():
    body = "对话校长李建国：让每个孩子被看见\n\n记者：您如何看待“双减”？\n\n李建国：“双减”的核心是提质，课堂质量上去了，负担自然就下来了。\n\n记者：学校做了什么？\n\n李建国：我们重新设计了作业，同时开设了三十八门社团课程。"
    made = draft(body)
    assert text(made.html).count("记者：") == 2
    assert made.byline == ""


def test_a_question_to_the_editors_is_seen_though_it_holds_no_article():
    made = draft("老师您好，请问贵网投稿需要什么格式？照片是附件还是插入正文？谢谢！", subject="咨询投稿")
    assert made.html == ""
    assert "照片是附件还是插入正文" in made.set_aside[0]


def test_an_advertisement_is_spam():
    assert str(read(mail("代开各类发票，税点优惠，微信同号。", subject="财务"), SITE).kind) == "spam"


def test_a_note_before_a_changed_text_is_set_aside():
    made = draft(f"老师，改好了，请看：\n\n{TITLE}\n\n{LONG}\n\n{MORE}", subject="回复：稿件修改")
    assert made.title == TITLE
    assert text(made.html).split("\n") == [LONG, MORE]


@pytest.mark.parametrize(
    ("lead", "wanted"),
    [
        (
            "第一句话在这里写得不算太短。第二句话也在这里写着。第三句不要。",
            "第一句话在这里写得不算太短。第二句话也在这里写着。",
        ),
        (f"本网讯 {'甲乙丙丁' * 20}，{'戊己' * 10}。短句。", f"{'甲乙丙丁' * 20}，{'戊己' * 10}。短句。"),
        (f"{'甲乙丙丁' * 40}。短句在后面。", f"{'甲乙丙丁' * 40}。"),
        ("他说：“我们做到了！”全场掌声响起来，久久不停。", "他说：“我们做到了！”全场掌声响起来，久久不停。"),
        ("Dr. Moss spoke. It was long. The rest is not.", "Dr. Moss spoke."),
    ],
)
def test_a_summary_is_one_or_two_whole_sentences(lead, wanted):
    assert summary(lead, ()) == wanted


def test_a_sentence_without_end_is_cut_and_says_so():
    cut = summary("甲乙丙丁，" * 80, ())
    assert cut.endswith("丁…")
    assert len(cut) <= 120


def test_what_is_mostly_quote_or_card_is_left_whole_and_told():
    rows = [f"{name}办公室 电话：0371-5555{number:04d}" for number, name in enumerate("甲乙丙丁戊己庚辛壬癸")]
    made = draft("电话汇总表\n\n" + "\n".join(rows))
    assert all(row in text(made.html) for row in rows)
    assert any("all left in" in str(told) for told in made.notices)
