"""What other sites export, read into entries: dates, authors, pictures, categories, old addresses."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tougao.core import markup
from tougao.core.article import Picture
from tougao.core.importing import Entry, body, read
from tougao.core.importing.entry import moment, moved_from
from tougao.errors import SubmissionError

DATA = Path(__file__).parents[1] / "data" / "import"
SHANGHAI = ZoneInfo("Asia/Shanghai")
PICTURE = Picture("a" * 64, "jpg", "x.jpg", "", 800, 600, 9)


def found(name: str):
    return read((DATA / name).read_bytes(), name, SHANGHAI)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def test_wordpress_gives_its_published_posts():
    wordpress = found("wordpress.xml")
    sports, library = wordpress.entries
    assert wordpress.form == "WordPress"
    assert "2 items" in str(wordpress.notices[0])
    assert (sports.title, sports.byline, sports.summary) == ("春季运动会开幕 – 赛出风格", "林晓禾", "运动会摘要")
    assert (sports.published_at, sports.updated_at) == (at(2021, 4, 20, 1, 30), at(2021, 4, 21, 2))
    assert (sports.categories, sports.tags) == (("学院要闻",), ("运动会",))
    assert sports.urls == ("http://old.example.cn/2021/04/spring-sports/", "http://old.example.cn/?p=101")
    assert moved_from(sports.urls) == ("/2021/04/spring-sports/", "/?p=101")
    assert library.byline == "tushuguan"  # whom the export does not introduce
    assert library.published_at == at(2020, 9, 1, 0, 0)  # eight o'clock in Shanghai
    assert library.lead == "http://old.example.cn/wp-content/uploads/2020/09/thumb.jpg"
    assert moved_from(library.urls)[0] == "/2020/09/%E6%96%B0%E9%A6%86/"


def test_bodies_of_wordpress_become_small_html_with_their_pictures():
    sports, library = found("wordpress.xml").entries
    (address,) = body.pictures_of(sports)
    html = body.body(sports, {address: PICTURE})
    assert "<b>东操场</b>" in html
    assert "alert" not in html
    assert "wp:" not in html
    assert (
        f'<figure><img src="{PICTURE.reference}" alt="开幕式现场" width="800" height="600"><figcaption>开幕式现场（林晓禾 摄）</figcaption></figure>'
        in html
    )
    assert '<a href="http://old.example.cn/2021/04/plan/">赛程</a>' in html
    html = body.body(library, dict.fromkeys(body.pictures_of(library), PICTURE))
    assert "<p>图书馆新馆今日启用，面积一万平方米。</p>" in html
    assert "<figcaption>新馆大厅</figcaption>" in html
    assert "<p>馆长说：<br>欢迎大家。</p>" in html


def test_a_feed_in_gbk_is_read_with_its_whole_text():
    opening, empty = found("feed-gbk.xml").entries
    assert (opening.title, opening.byline, opening.summary) == (
        "青禾师范学院举行开学典礼",
        "赵蕊",
        "开学典礼今日举行。",
    )
    assert opening.published_at == at(2021, 9, 1, 2)
    assert body.pictures_of(opening) == ("http://old.example.cn/upload/2021/kaixue.jpg",)
    assert "<figure><img" in body.body(opening, dict.fromkeys(body.pictures_of(opening), PICTURE))
    assert moved_from(opening.urls) == ("/show.asp?id=301",)
    assert body.body(empty, {}) == ""


def test_an_atom_feed_is_read():
    (entry,) = found("feed-atom.xml").entries
    assert (entry.guid, entry.title, entry.byline) == ("tag:atom.example.cn,2020:9", "职教周 启动", "方可")
    assert entry.urls[0] == "https://atom.example.cn/news/9.html"
    assert (entry.published_at, entry.updated_at) == (at(2022, 5, 1, 0), at(2022, 5, 2, 0))
    assert body.body(entry, {}) == "<p>职业教育活动周启动。</p>"


def test_a_table_in_gbk_with_chinese_headings_is_read():
    reading, meeting = found("table-gbk.csv").entries
    assert (reading.guid, reading.title, reading.byline, reading.source, reading.credit) == (
        "7",
        "附小举办读书节,人人参与",
        "王小语",
        "老教育网",
        "青禾附小",
    )
    assert reading.published_at == at(2019, 10, 8, 1, 5)
    assert body.body(reading, {}).startswith("<p>附小举办读书节。</p>")
    assert meeting.categories == ("综合新闻",)
    assert [each for each in body.body(meeting, {}).split("\n") if each] == [
        "<p>座谈会今日召开。</p>",
        "<p>与会教师畅谈感受。</p>",
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_tables_come_in_every_charset_and_with_every_separator(separator, charset):
    text = (
        separator.join(("title", "text", "date"))
        + "\n"
        + separator.join(("校园开放日举行", "欢迎各位家长到校参观。", "2020-01-02"))
        + "\n"
    )
    (entry,) = read(text.encode(charset), "x.csv", SHANGHAI).entries
    assert (entry.title, entry.published_at) == ("校园开放日举行", at(2020, 1, 1, 16))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"a,b\n1,2\n",
        b"<html><p>no feed",
        b"<?xml version='1.0'?><rss xmlns:wp='x'>",
        b'{"title": 1}',
        b"\x00\xff" * 50,
    ],
)
def test_what_is_none_of_these_is_told(data):
    with pytest.raises(SubmissionError):
        read(data, "x", SHANGHAI)


@settings(deadline=None)  # other work may go on beside
@given(
    st.binary(max_size=300) | st.text(max_size=300).map(lambda text: ("title,html\n" + text).encode("utf-8", "replace"))
)
def test_no_bytes_break_the_reader(data):
    try:
        entries = read(data, "x", SHANGHAI).entries
    except SubmissionError:
        return
    for entry in entries:
        html = body.body(entry, dict.fromkeys(body.pictures_of(entry), PICTURE))
        assert markup.clean(html) == html


@settings(deadline=None)  # other work may go on beside
@given(st.text(alphabet="<>/pimgafdv =\"'str:x. \n", max_size=200))
def test_any_markup_gives_small_html(html):
    entry = Entry(urls=("https://o.example/x/",), html=html, lead="y.jpg")
    made = body.body(entry, dict.fromkeys(body.pictures_of(entry), PICTURE))
    assert markup.clean(made) == made


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("2021年4月20日", at(2021, 4, 19, 16)),
        ("2021-04-20T09:30:00+08:00", at(2021, 4, 20, 1, 30)),
        ("Tue, 20 Apr 2021 01:30:00 +0000", at(2021, 4, 20, 1, 30)),
        ("昨天", None),
        ("0000-00-00", None),
        ("1821-01-01", None),
    ],
)
def test_times_are_the_sites_where_they_name_no_zone(words, told):
    assert moment(words, SHANGHAI) == told


def test_an_entity_that_would_swell_does_not():
    bomb = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "x"><!ENTITY f SYSTEM "file:///etc/passwd">]><rss xmlns:wp="http://wordpress.org/export/1.2/" version="2.0"><channel><item><title>t&f;&a;</title><wp:post_type>post</wp:post_type><wp:status>publish</wp:status></item></channel></rss>'
    (entry,) = read(bomb, "x", SHANGHAI).entries
    assert "root:" not in entry.title
