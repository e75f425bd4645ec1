"""How pages look in a real Chromium, measured: a news page on a phone, one column on a desk, tables that can be read, paper."""

from typing import Any

import pytest

from tests.proof.site import Built

pytestmark = pytest.mark.browser
BOX = "e => { const b = e.getBoundingClientRect(); return [b.left, b.right, b.top, b.bottom].map(Math.round) }"


def article(built: Built, title: str) -> str:
    return next(
        built.address(path)
        for path in built.mobile
        if path.parent == built.folder / "a" and f"<title>{title}" in path.read_text()
    )


def box(page: Any, selector: str) -> list[int]:
    return page.locator(selector).first.evaluate(BOX)


def style(page: Any, selector: str, name: str) -> str:
    return page.locator(selector).first.evaluate("(e, name) => getComputedStyle(e)[name]", name)


def test_a_phones_first_screen_of_the_home_page_holds_a_lead_and_more_than_two_headlines(opened: Any):
    page = opened(360, height=740)
    page.goto("/")
    bottoms = page.evaluate("[...document.querySelectorAll('main li b')].map(b => b.getBoundingClientRect().bottom)")
    assert sum(bottom <= 740 for bottom in bottoms) > 3
    sizes = page.evaluate(
        "[...document.querySelectorAll('main li b')].map(b => parseFloat(getComputedStyle(b).fontSize))"
    )
    assert sizes[0] > 1.2 * max(sizes[1:])  # a clear lead


@pytest.mark.parametrize("width", [360, 1280])
def test_the_search_field_stands_in_one_place_on_every_page_and_says_what_it_is(built: Built, opened: Any, width: int):
    page = opened(width)
    places = set()
    for address in (
        "/",
        "/c/campus/",
        "/p/about.html",
        "/404.html",
        article(built, "短讯"),
        article(built, "长篇通讯"),
    ):
        page.goto(address)
        places.add(tuple(box(page, ".find")))
        assert page.get_attribute(".find input", "placeholder") == "搜索新闻"
        assert style(page, ".find input", "borderTopWidth") == "0px"
    assert len(places) == 1


def test_at_a_desk_an_article_without_contents_has_one_left_edge(built: Built, opened: Any):
    page = opened(1280)
    page.goto(article(built, "短讯"))
    edges = {box(page, selector)[0] for selector in ("h1", ".text", ".wrong", ".said", ".pn")}
    assert len(edges) == 1
    page.goto(article(built, "长篇通讯"))
    assert len({box(page, selector)[0] for selector in (".text", ".wrong", ".said", ".pn")}) == 1


def test_the_columns_of_a_wide_table_can_be_read_on_a_phone(built: Built, opened: Any):
    page = opened(360)
    page.goto(article(built, "宽表格"))
    widths = page.evaluate("[...document.querySelectorAll('td')].map(cell => cell.getBoundingClientRect().width / 15)")
    assert min(widths) >= 5
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 360


def test_the_first_row_is_a_heading_only_where_a_table_has_no_other(built: Built, opened: Any):
    page = opened(360)
    page.goto(article(built, "宽表格"))
    assert style(page, "tbody tr:first-child td", "fontWeight") == "400"
    assert style(page, "th", "fontWeight") == "600"
    page.goto(article(built, "参差不齐的表格"))
    assert style(page, "table td", "fontWeight") == "600"


@pytest.mark.parametrize(("title", "alignment"), [("An English release", "start"), ("短讯", "justify")])
def test_english_is_not_spread_letter_by_letter(built: Built, opened: Any, title: str, alignment: str):
    page = opened(360)
    page.goto(article(built, title))
    assert style(page, ".text p", "textAlign") == alignment


def test_a_narrow_picture_stands_in_the_middle_above_its_caption(built: Built, opened: Any):
    page = opened(1280)
    page.goto(article(built, "只有图片"))
    left, right, _, _ = box(page, "figure img")
    begin, end, _, _ = box(page, "figure")
    assert right - left == 300
    assert abs((left - begin) - (end - right)) <= 1


def test_small_pictures_of_lists_are_sharp_on_screens_of_two_dots_a_pixel(opened: Any):
    for width in (360, 1280):
        page = opened(width)
        page.goto("/c/campus/1.html")
        widths = page.evaluate(
            "[...document.querySelectorAll('main li img')].map(i => [i.clientWidth * 2, +i.getAttribute('width')])"
        )
        assert widths
        assert all(shown <= own for shown, own in widths if own == 240)


def test_a_very_long_title_takes_three_lines_below_its_neighbours(built: Built, opened: Any):
    page = opened(360)
    page.goto(article(built, "𠀀𠮷野家"))
    assert "超长标题" in page.inner_text(".pn a[rel=prev]")
    _, _, top, bottom = box(page, ".pn a[rel=prev] b")
    assert bottom - top <= 3.3 * float(style(page, ".pn a[rel=prev] b", "lineHeight").removesuffix("px"))


def test_on_paper_an_article_tells_its_address_and_nothing_that_paper_cannot_do(built: Built, opened: Any):
    page = opened(800)
    address = article(built, "短讯")
    page.goto(address)
    assert not page.is_visible(".paper")
    page.emulate_media(media="print")
    assert page.inner_text(".paper") == f"https://news.example.cn{address}"
    words = page.inner_text("body")
    assert "一句话新闻" in words
    for absent in ("文章有误", "投稿邮箱", "声明：", "写留言", "上一篇"):
        assert absent not in words


def test_the_number_of_reads_comes_to_light_once_there_are_enough(built: Built, opened: Any):
    for answer, is_told in (("9", False), ("10", True)):
        page = opened(360)
        page.route("**/-/read/*", lambda route, _, answer=answer: route.fulfill(status=200, body=answer))
        with page.expect_response("**/-/read/2"):
            page.goto("/a/2.html")
        page.wait_for_timeout(50)
        assert page.is_visible("#reads") == is_told
