"""The small HTML of a body: nothing harmful in, no word lost, every word in a block."""

import html as escaping

import lxml.etree
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tougao.core.characters import FORBIDDEN
from tougao.core.markup import clean, printable_html, text, text_of, viewable, xhtml

PICTURE = "media:" + "a" * 64 + ".jpg"


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<p>甲</p>", "<p>甲</p>"),
        ("甲<b>乙</b><p>丙</p>丁", "<p>甲<b>乙</b></p>\n<p>丙</p>\n<p>丁</p>"),
        ("<p>甲</p><p><b><br></b></p>", "<p>甲</p>"),
        ("甲<b>乙<ul><li>丙</li></ul></b>", "<p>甲<b>乙</b></p><ul><li><b>丙</b></li></ul>"),
        ("<div>甲</div><div>乙</div>", "<p>甲</p><p>乙</p>"),
        ("<p>甲</p><p><br></p><p>&nbsp;</p><p>乙</p>", "<p>甲</p><p>乙</p>"),
        ("<h1>题</h1><strong>甲</strong>", "<h2>题</h2>\n<p><b>甲</b></p>"),
        ('<p style="color:red" onclick="x()">甲</p>', "<p>甲</p>"),
        ('<p class="credit other">甲</p>', '<p class="credit">甲</p>'),
        ('<a href="javascript:x">甲</a>', "<p><a>甲</a></p>"),
        ('<a href="https://example.cn/?a=1&amp;b=2">甲</a>', '<p><a href="https://example.cn/?a=1&amp;b=2">甲</a></p>'),
        ('<img src="http://elsewhere.cn/x.jpg" width="9" height="9">', ""),
        (f'<img src="{PICTURE}" alt=\'width="9" height="9"\'>', ""),
        (f'<img src="{PICTURE}" width="0" height="９">', ""),
        (
            f'<figure><img src="{PICTURE}" width="10" height="5" alt="图"></figure>',
            f'<figure><img src="{PICTURE}" width="10" height="5" alt="图"></figure>',
        ),
        ("<script>alert(1)</script><style>p{}</style>甲", "<p>甲</p>"),
        ("<h2>一<table><h2>二", "<h2>一</h2><h2>二</h2><table></table>"),
        ("1 < 2 & 3", "<p>1 &lt; 2 &amp; 3</p>"),
        ("", ""),
    ],
)
def test_what_becomes_of_html(html, cleaned):
    assert clean(html) == cleaned


TAGS = ("p", "b", "i", "a", "ul", "li", "table", "tr", "td", "h2", "blockquote", "figure", "figcaption", "br", "div")


@given(st.lists(st.sampled_from((*(f"<{tag}>" for tag in TAGS), *(f"</{tag}>" for tag in TAGS), "甲", " "))))
def test_what_is_clean_stays_as_it_is_however_its_elements_were_nested(pieces):
    once = clean("".join(pieces))
    assert clean(once) == once
    assert text_of(once).replace("\n", "").count("甲") == pieces.count("甲")


@given(st.text(st.sampled_from("甲乙<>&/pb divh2 \"='\n\u00a0"), max_size=80))
def test_cleaning_twice_is_cleaning_once_and_everything_printed_is_xml(html):
    once = clean(html)
    assert clean(once) == once
    lxml.etree.fromstring(f"<div>{xhtml(once)}</div>")


PIECES = (
    "&",
    "#",
    "x",
    "1",
    "11",
    "0",
    ";",
    "&#",
    "&#11;",
    "&#x202e;",
    "shy",
    "&shy;",
    "&rlm;",
    "&amp;",
    "甲",
    "\x00",
    "\r",
    "\u202e",
)


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example("a&\x00#11;b")
@example("&&#1;#11;")
@example("&sh&#1;y;甲")
@example("&#&#x202e;x202e;")
def test_no_character_that_no_reader_should_get_is_left_as_itself_by_its_number_or_by_its_name(text):
    once = printable_html(f"<p>{text}</p>")
    assert printable_html(once) == once
    assert not FORBIDDEN.search(once)
    assert not FORBIDDEN.search(escaping.unescape(once))
    lxml.etree.fromstring(xhtml(once))
    assert once.count("甲") == text.count("甲")


@given(st.lists(st.text(st.sampled_from("甲乙丙丁，。&<> "), min_size=1, max_size=20), max_size=6))
def test_no_word_is_lost_between_the_desk_and_the_page(pieces):
    from html import escape

    from tougao.core.pages import body

    html = "".join(escape(piece) if number % 2 else f"<p>{escape(piece)}</p>" for number, piece in enumerate(pieces))
    kept = clean(html)
    shown, _ = body.mobile(kept)
    wanted = "".join("".join(piece.split()) for piece in pieces)
    assert "".join(text(kept).split()) == wanted
    assert "".join(text_of(str(shown)).split()) == wanted


def test_what_is_shown_of_a_mail_loads_nothing():
    html = "<p>甲<img src=cid:a><img src=cid:b><img src=http://x/y.gif></p><a href=http://z>链</a><link rel=stylesheet href=http://c>"
    shown = viewable(html, lambda content_id: "data:ok" if content_id == "a" else "")
    assert shown.count("src=") == 1
    assert 'target="_blank"' in shown
    assert "http://x" not in shown
    assert "http://c" not in shown
