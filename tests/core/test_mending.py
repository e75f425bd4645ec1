"""What contributors' markup lacks to be valid: squared tables, headings without gaps, addresses, the language of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tougao.core.language import language_of
from tougao.core.markup import address, clean, text_of
from tougao.core.pages import body


def shown(html: str) -> str:
    return str(body.mobile(clean(html))[0])


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<tr><td>甲</td><td>乙</td></tr><tr><td>丙</td></tr>", "<tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td></td></tr>"),
        ('<tr><td rowspan="9">甲</td><td>乙</td></tr>', "<tr><td>甲</td><td>乙</td></tr>"),
        ('<tr><td colspan="3">甲</td></tr><tr><td colspan="3">乙</td></tr>', "<tr><td>甲</td></tr><tr><td>乙</td></tr>"),
        ('<tr><td rowspan="2">甲</td></tr><tr></tr>', "<tr><td>甲</td></tr>"),
        (
            '<tr><td>甲</td><td rowspan="2">乙</td></tr><tr><td colspan="2">丙</td></tr>',
            '<tr><td>甲</td><td rowspan="2">乙</td></tr><tr><td>丙</td></tr>',
        ),
        ('<tr><td colspan="0" rowspan="٣">甲</td></tr>', "<tr><td>甲</td></tr>"),
        ("<tr><th></th><th>午</th></tr>", "<tr><td></td><th>午</th></tr>"),
    ],
)  # fmt: skip
def test_a_table_is_made_as_wide_in_every_row(html, wanted):
    table = shown(f"<table><tbody>{html}</tbody></table>")
    assert table == f'<div class="wide" tabindex="0"><table><tbody>{wanted}</tbody></table></div>'


def test_a_table_of_nothing_and_a_heading_of_nothing_are_left_out():
    assert shown("<p>甲</p><table><tbody><tr></tr></tbody></table><h2> </h2><h3><b></b></h3>") == "<p>甲</p>"


def test_no_level_of_headings_is_skipped_and_the_first_ones_come_into_the_contents():
    page, headings = body.mobile("<h3>（一）先</h3><p>甲</p><h2>一、后</h2><h3>（一）里</h3>")
    assert headings == ("（一）先", "一、后")
    assert [line[:3] for line in page.split("\n")] == ["<h2", "<p>", "<h2", "<h3"]


def test_a_caption_in_a_cell_is_told_once_to_who_listens_and_twice_elsewhere():
    picture = (
        f'<figure><img src="media:{"a" * 64}.jpg" width="9" height="9" alt="图"><figcaption>图</figcaption></figure>'
    )
    assert 'alt="图"' in shown(picture)
    assert 'alt=""' in shown(f"<table><tbody><tr><td>{picture}</td></tr></tbody></table>")


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ("https://example.cn/a?b=1&c=%E4%B8%80#d", "https://example.cn/a?b=1&c=%E4%B8%80#d"),
        ("https://例子.测试/春?秋=冬", "https://例子.测试/春?秋=冬"),
        ("https://example.cn/a b|c", "https://example.cn/a%20b%7Cc"),
        ("https://example.cn/100%", "https://example.cn/100%25"),
        ("https://example.cn/#a#b", "https://example.cn/#a%23b"),
        ("http://[2001:db8::1]/[x]", "http://[2001:db8::1]/%5Bx%5D"),
        ("mailto:a@b.cn?subject=投稿 一", "mailto:a@b.cn?subject=投稿%20一"),
        ("https://", ""),
        ("https://[bad", ""),
        ("https://example.cn:99999/", ""),
        ("https://exa<mple.cn/", ""),
        ("javascript:alert(1)", ""),
        ("//example.cn/", ""),
        ("https://example.cn/\na", ""),
    ],
)
def test_an_address_is_written_as_the_rules_of_the_web_want_it_or_left_out(found, wanted):
    assert address(found) == wanted
    assert address(wanted) == wanted


@given(st.text(st.sampled_from("ab/%2F?#[]|{} :@.一\"'\\"), max_size=30))
def test_an_address_once_mended_needs_no_mending(end):
    once = address(f"https://example.cn{end}")
    assert address(once) == once


@pytest.mark.parametrize(
    ("title", "text", "language", "wanted"),
    [
        ("A new library", "The school opened its doors.", "zh-CN", "en"),
        ("5G+AI", "学校建成新的实验室。", "zh-CN", "zh-CN"),
        ("خبر", "افتتح المعرض", "zh-CN", "zh-CN"),
        ("2026", "", "zh-CN", "zh-CN"),
        ("新馆开放", "学校的新图书馆今天开放。", "en", "zh"),
        ("A new library", "", "en", "en"),
    ],
)
def test_the_language_of_a_text_is_told_by_its_letters(title, text, language, wanted):
    assert language_of(title, text, language) == wanted


def test_words_survive_all_of_it():
    html = clean(
        "<h3>甲</h3><table><tr><td rowspan=3>乙</td></tr><tr><td colspan=4>丙<td>丁</table><blockquote>戊</blockquote>"
    )
    assert text_of(shown(html)).split() == text_of(html).split() == ["甲", "乙", "丙", "丁", "戊"]
