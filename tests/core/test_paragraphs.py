"""A body as a row of pieces: nothing of it is lost or changed by parting it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tougao.core.markup import clean
from tougao.core.paragraphs import parted


@pytest.mark.parametrize(
    ("html", "pieces"),
    [
        ("", ()),
        ("<p>甲</p>\n<p>乙</p>", ("<p>甲</p>\n", "<p>乙</p>")),
        ('<p class="credit">甲<br>乙</p><h2>丙</h2>', ('<p class="credit">甲<br>乙</p>', "<h2>丙</h2>")),
        ("<ul><li>甲<ul><li>乙</li></ul></li></ul>\n\n<p>丙</p>", ("<ul><li>甲<ul><li>乙</li></ul></li></ul>\n\n", "<p>丙</p>")),
        ('<figure><img src="x" alt="a &gt; b"></figure>', ('<figure><img src="x" alt="a &gt; b"></figure>',)),
        ("甲<p>乙</p>丙", ("甲", "<p>乙</p>", "丙")),
        ("<p>甲", ("<p>甲",)),
        ("</p>甲", ("</p>甲",)),
    ],
)  # fmt: skip
def test_where_a_body_parts(html, pieces):
    assert parted(html) == pieces


@given(st.text(st.sampled_from("甲乙<>&/pb divh2ul \"='\n"), max_size=80))
def test_the_pieces_joined_are_the_body_whatever_it_is(html):
    assert "".join(parted(html)) == html
    assert "".join(parted(clean(html))) == clean(html)


def test_a_large_body_parts_at_once():
    html = "<p>甲</p>\n" * 100_000
    assert len(parted(html)) == 100_000
