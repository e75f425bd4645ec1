"""What may be edited at run time: taken out of a site, checked, put back, compared, written as TOML."""

import tomllib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tougao.core import setting
from tougao.core.fixed_pages import fixed_page
from tougao.core.returns import RETURNS
from tougao.core.setting import Difference, Part
from tougao.core.site import Category, Guestbook, Rights, Site
from tougao.core.workflow import Role
from tougao.schema import SCHEMA

SITE = Site(
    name="华夏教育网",
    url="https://news.example.cn",
    categories=(Category("news", "教育新闻", "学校新闻", ("教育",)), Category("campus", "校园动态")),
    hidden_categories=(Category("old", "旧栏目"),),
    pages=(fixed_page("about", "# 关于我们\n\n教育新闻网站。\n"),),
    returns=RETURNS,
    house_words=(("帐号", "账号"), ("书记", "")),
)


def category(slug="news", name="教育新闻", **more):
    return {"slug": slug, "name": name, "description": "", "keywords": [], "hidden": False} | more


def said(part, value, used=frozenset()):
    return [str(each) for each in setting.problems(part, value, used)]


@pytest.mark.parametrize("part", list(Part))
def test_what_is_taken_out_and_put_back_makes_the_same_site_and_has_no_problems(part):
    value = setting.taken(SITE, part)
    assert setting.put(SITE, part, value) == SITE
    assert setting.problems(part, value, frozenset({"news", "old"})) == []
    assert setting.tidy(value) == value or part is Part.PAGES


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([category("News!")], "cannot stand in an address"),
        ([category("-x")], "cannot stand in an address"),
        ([category(), category()], "stands twice"),
        ([category(name="")], "needs a name"),
        ([category(hidden=True)], "at least one category"),
        ([], "at least one category"),
        ([category(description="x" * 301)], "longer than 300"),
        ([category(f"c{n}") for n in range(101)], "more than 100 rows"),
    ],
)
def test_categories_that_cannot_be_are_told(value, words):
    assert any(words in each for each in said(Part.CATEGORIES, value))


def test_an_address_that_is_used_stays_and_may_be_hidden():
    used = frozenset({"campus"})
    assert "must stay" in said(Part.CATEGORIES, [category()], used)[0]
    assert "must stay" in said(Part.CATEGORIES, [category(), category("school")], used)[0]
    assert said(Part.CATEGORIES, [category(), category("campus", hidden=True)], used) == []


def test_a_hidden_category_keeps_its_name_and_is_shown_nowhere():
    site = setting.put(SITE, Part.CATEGORIES, [category(), category("campus", "校园动态", hidden=True)])
    assert [each.slug for each in site.categories] == ["news"]
    assert site.category("campus") == Category("campus", "校园动态")


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "//elsewhere.example", "data:text/html,x", "", "news.example.cn", "https:// x", "/a b"],
)
def test_links_lead_to_the_web_to_mail_or_into_the_site(url):
    assert "is no address" in said(Part.FOOTER, [{"title": "x", "url": url}])[0]


@pytest.mark.parametrize(
    "url", ["https://example.cn/x?y=1", "http://example.cn", "/p/about.html", "/", "mailto:a@b.cn"]
)
def test_right_links_are_taken(url):
    assert said(Part.FOOTER, [{"title": "x", "url": url}]) == []


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"name": "sitemap", "source": "# x\n"}, "rename it"),
        ({"name": "关于", "source": "# x\n"}, "rename it"),
        ({"name": "about", "source": "没有标题"}, "needs a title"),
    ],
)
def test_pages_that_cannot_be_printed_are_told(row, words):
    assert words in said(Part.PAGES, [row])[0]


def test_what_an_editor_pastes_loses_line_breaks_and_what_is_invisible():
    assert setting.tidy({"name": " 华夏\u200b教育网\n", "icp": ""}) == {"name": "华夏教育网", "icp": ""}
    assert setting.tidy([{"title": "", "url": " "}, {"title": "a\nb", "url": "/"}]) == [{"title": "a b", "url": "/"}]
    assert setting.tidy([category(keywords=[" 学生 ", ""])])[0]["keywords"] == ["学生"]


def test_versions_are_compared_row_by_row_and_by_their_order():
    before = [category(), category("campus", "校园动态")]
    after = [category("campus", "校园", keywords=["学生"]), category(), category("sport", "体育")]
    assert setting.differences(Part.CATEGORIES, before, after) == [
        Difference("campus", "name", "校园动态", "校园"),
        Difference("campus", "keywords", "", "学生"),
        Difference("sport", "slug", "", "sport"),
        Difference("sport", "name", "", "体育"),
        Difference("", "order", "news, campus", "campus, news"),
    ]
    assert setting.differences(Part.TEXTS, {"name": "甲"}, {"name": "乙"}) == [Difference("", "name", "甲", "乙")]
    assert setting.differences(Part.TEXTS, {"name": "甲"}, {"name": "甲"}) == []


def test_only_administrators_edit_what_readers_see_and_chiefs_the_return_templates():
    needed = {part: rule.needs for part, rule in setting.PARTS.items()}
    assert {needed.pop(part) for part in (Part.RETURNS, Part.STYLE)} == {Role.CHIEF}
    assert set(needed.values()) == {Role.ADMINISTRATOR}
    assert not any(setting.PARTS[part].is_printed for part in (Part.RETURNS, Part.STYLE))


def test_return_templates_change_no_page_so_the_press_does_not_see_them():
    assert repr(replace(SITE, returns=(), told=("returned",), house_words=())) == repr(SITE)


WORDS = st.text(max_size=40).map(lambda words: setting.tidy({"x": words})["x"])
LINES = st.text(max_size=60).map(lambda words: setting.tidy({"source": words})["source"])


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([{"word": "", "instead": "账号"}], "No word stands before"),
        ([{"word": "书记", "instead": ""}, {"word": "书记", "instead": "主任"}], "stands twice"),
        ([{"word": "账号", "instead": "账号"}], "written as it is"),
        ([{"word": f"w{n}", "instead": ""} for n in range(2001)], "more than 2000 rows"),
    ],
)
def test_words_of_house_style_that_cannot_be_are_told(value, words):
    assert any(words in each for each in said(Part.STYLE, value))


@given(WORDS.filter(bool), WORDS, LINES, st.lists(WORDS.filter(bool), max_size=3, unique=True))
def test_what_is_exported_is_toml_that_says_the_same(name, description, source, keywords):
    site = replace(
        SITE,
        name=name,
        categories=(Category("news", name, description, tuple(keywords)),),
        pages=(fixed_page("about", f"# x\n\n{source}"),),
        house_words=tuple((word, description) for word in keywords),
    )
    found = tomllib.loads(setting.as_toml(site))
    assert found["site"] == setting.taken(site, Part.TEXTS)
    for part in (Part.CATEGORIES, Part.PAGES, Part.RETURNS):
        assert found.get(part, []) == setting.taken(site, part), part
    style = found["style"]
    assert (*style["corrections"].items(), *((word, "") for word in style["check"])) == site.house_words


GUESTBOOK = {"on": True, "comments": False, "title": "留言本", "proof_bits": 15, "per_hour": 6}
RIGHTS = {"on": True, "title": "权利声明", "days": 30, "reminders": [7, 1], "keep_days": 1095}


@pytest.mark.parametrize(
    ("part", "value", "words"),
    [
        (Part.GUESTBOOK, GUESTBOOK | {"title": " "}, "“title” must not be empty"),
        (Part.GUESTBOOK, GUESTBOOK | {"proof_bits": 25}, "“proof_bits” is a whole number from 0 to 24"),
        (Part.GUESTBOOK, GUESTBOOK | {"per_hour": 0}, "“per_hour” is a whole number from 1 to 1000"),
        (Part.GUESTBOOK, GUESTBOOK | {"per_hour": "many"}, "“per_hour” is a whole number"),
        (Part.GUESTBOOK, GUESTBOOK | {"per_hour": True}, "“per_hour” is a whole number"),
        (Part.RIGHTS, RIGHTS | {"days": 366}, "“days” is a whole number from 1 to 365"),
        (Part.RIGHTS, RIGHTS | {"keep_days": 29}, "“keep_days” is a whole number from 30"),
        (Part.RIGHTS, RIGHTS | {"reminders": [7, "soon"]}, "“reminders” are at most 20"),
        (Part.RIGHTS, RIGHTS | {"reminders": [-1]}, "“reminders” are at most 20"),
        (Part.RIGHTS, RIGHTS | {"reminders": list(range(21))}, "“reminders” are at most 20"),
    ],
)
def test_what_readers_may_send_has_the_bounds_it_has_in_the_file(part, value, words):
    assert any(words in each for each in said(part, value))


def test_what_readers_may_send_is_put_over_the_files_and_what_is_not_said_stays():
    site = setting.put(SITE, Part.GUESTBOOK, GUESTBOOK | {"per_hour": 60})
    site = setting.put(site, Part.RIGHTS, {"on": True, "reminders": [3]})
    assert site.guestbook == Guestbook(on=True, per_hour=60)
    assert site.rights == Rights(on=True, reminders=(3,))
    assert setting.differences(Part.RIGHTS, RIGHTS, RIGHTS | {"on": False, "reminders": []}) == [
        Difference("", "on", "✓", ""),
        Difference("", "reminders", "7, 1", ""),
    ]


def test_what_readers_may_send_is_exported_as_the_tables_of_the_file():
    site = replace(SITE, guestbook=Guestbook(on=True, title="来信"), rights=Rights(reminders=(3,)))
    found = tomllib.loads(setting.as_toml(site))
    for part in (Part.GUESTBOOK, Part.RIGHTS):
        assert found[part] == setting.taken(site, part)
        assert all(SCHEMA[part][key].fits(value) for key, value in found[part].items())
