"""What is typed into a search box, read."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tougao.core.query import MAX_TERMS, Field, parsed
from tougao.core.site import Category

CATEGORIES = (Category("campus", "校园动态"), Category("news", "教育新闻"), Category("higher", "教育高校"))
SHANGHAI = ZoneInfo("Asia/Shanghai")


def read(text):
    return parsed(text, CATEGORIES, SHANGHAI)


def words(terms):
    return [("" if term.field is Field.ANY else f"{term.field}:") + term.phrase.pattern.strip() for term in terms]


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("产教融合 青禾", ["产教融合", "青禾"], []),
        ("产教融合\u3000青禾", ["产教融合", "青禾"], []),
        ("“校企合作 协议”", ["校企合作 协议"], []),
        ('"校企合作 协议" -招生', ["校企合作 协议"], ["招生"]),
        ("「校企 合作」", ["校企 合作"], []),
        ("未完“引号", ["未完 引号"], []),
        ("－广告 标题：运动会", ["title:运动会"], ["广告"]),
        ("from:林晓禾 -来自:赵蕊", ["people:林晓禾"], ["people:赵蕊"]),
        ('title:"产教 融合"', ["title:产教 融合"], []),
        ("12:30 http://a.cn", ["12 30", "http a cn"], []),
        ("标题: 运动会", ["标题", "运动会"], []),
        ("- -- “” ：", [], []),
        ("2026-11-20", ["2026 11 20"], []),
        ("", [], []),
    ],
)
def test_words_phrases_and_what_is_not_wanted(text, wanted, unwanted):
    found = read(text)
    assert (words(found.wanted), words(found.unwanted)) == (wanted, unwanted)
    assert found.troubles == ()


def test_a_star_lets_letters_go_on_and_quotes_do_not():
    assert read("semin*").wanted[0].phrase.is_prefix
    assert not read('"semin*"').wanted[0].phrase.is_prefix


@pytest.mark.parametrize(
    ("text", "categories", "without"),
    [
        ("category:campus", ("campus",), ()),
        ("栏目：校园动态", ("campus",), ()),
        ("栏目：教育", ("news", "higher"), ()),
        ("-category:news 运动会", (), ("news",)),
    ],
)
def test_categories_go_by_slug_or_name(text, categories, without):
    found = read(text)
    assert (found.categories, found.not_categories) == (categories, without)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("date:2026-11-20", (2026, 11, 20), (2026, 11, 21)),
        ("date:2026-12", (2026, 12, 1), (2027, 1, 1)),
        ("日期：2026", (2026, 1, 1), (2027, 1, 1)),
        ("日期:2026年11月3日", (2026, 11, 3), (2026, 11, 4)),
        ("on:2026/2/28", (2026, 2, 28), (2026, 3, 1)),
        ("date:2026-11-01..2026-11-20", (2026, 11, 1), (2026, 11, 21)),
        ("date:2025..2026-02", (2025, 1, 1), (2026, 3, 1)),
        ("自：2026-11", (2026, 11, 1), None),
        ("before:2026-11-20", None, (2026, 11, 20)),
        ("after:2026 before:2026-06 after:2026-03", (2026, 3, 1), (2026, 6, 1)),
    ],
)
def test_days_are_those_of_the_site(text, since, until):
    found = read(text)
    assert (found.since, found.until) == tuple(each and datetime(*each, tzinfo=SHANGHAI) for each in (since, until))


def test_midnight_is_that_of_the_site():
    assert read("date:2026-11-20").since == datetime(2026, 11, 19, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("category:体育", "There is no category “体育”."),
        ("date:昨天", "“昨天” is no date. Write 2026, 2026-11 or 2026-11-20, or two of them with .. between."),
        (
            "date:2026-02-30",
            "“2026-02-30” is no date. Write 2026, 2026-11 or 2026-11-20, or two of them with .. between.",
        ),
        (
            "date:9999-12-31",
            "“9999-12-31” is no date. Write 2026, 2026-11 or 2026-11-20, or two of them with .. between.",
        ),
    ],
)
def test_what_cannot_be_followed_is_told(text, told):
    assert [str(each) for each in read(text).troubles] == [told]


@given(st.text(max_size=300))
def test_nothing_typed_breaks_it(text):
    found = read(text)
    assert len(found.wanted) + len(found.unwanted) <= MAX_TERMS


@given(st.text('教育 "“”-：:*date标题2026.,', max_size=60))
def test_nothing_nearly_right_breaks_it(text):
    read(text)
