"""The body of an article in each edition: paragraphs alone go a shorter way, to the same words."""

from hypothesis import given
from hypothesis import strategies as st

from tougao.core import markup
from tougao.core.pages import body

WORDS = st.text(alphabet="产教融合，。a &<>\"'\u00a0\u3000\n ", max_size=9).map(markup.escaped)
INLINE = st.one_of(
    WORDS,
    st.tuples(st.sampled_from("bi"), WORDS).map(lambda each: f"<{each[0]}>{each[1]}</{each[0]}>"),
    WORDS.map(lambda words: f"<b><i>{words}</i></b>"),
    WORDS.map(lambda words: f'<a href="https://school.example.cn/">{words}</a>'),
    st.just("<br>"),
)
PARAGRAPHS = st.lists(st.lists(INLINE, max_size=4).map("".join), max_size=5)
HTML = PARAGRAPHS.map(lambda each: markup.clean("".join(f"<p>{inline}</p>" for inline in each)))


@given(HTML)
def test_the_short_way_prints_what_the_long_way_prints(html):
    short = body.mobile(html), body.wap_blocks(html)
    marked = html + "<h2>完</h2>"  # a heading makes the whole body go the long way
    (page, headings), blocks = body.mobile(marked), body.wap_blocks(marked)
    assert headings == ("完",)
    assert page == body.joined([*filter(None, [short[0][0]]), '<h2 id="s1"><b>完</b></h2>'])
    assert blocks == (*short[1], "<h2>完</h2>")


def test_what_is_more_than_paragraphs_goes_the_long_way():
    assert body._paragraphs("<p>一</p>\n<p>二<b>三</b></p>") == ("<p>一</p>", "<p>二<b>三</b></p>")
    for html in (
        "<p>一</p><h2>二</h2>",
        "<p>一<br>二</p>",
        "<p>&nbsp;</p>",
        "<p>一</p>二",
        '<p><a href="/a/1.html">一</a></p>',
    ):
        assert body._paragraphs(html) is None, html
