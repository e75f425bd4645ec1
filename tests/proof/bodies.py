"""Bodies of articles as hypothesis makes them: the small HTML, in any order, with any words."""

from hypothesis import strategies as st

PICTURE = "media:" + "a" * 64 + ".jpg"
LETTERS = "甲乙丙丁，。！；“”（）一、1a Z&<>\"'\u3000é𠀀😀\u0301\u200d"
WORDS = st.text(st.sampled_from(LETTERS), min_size=1, max_size=30)
LONG = st.builds(lambda words, times: words * times, WORDS, st.sampled_from([1, 1, 1, 3, 60, 500]))


def escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")


def tagged(tag: str, inner: str) -> str:
    return f"<{tag}>{inner}</{tag}>"


INLINE = st.recursive(
    LONG.map(escaped),
    lambda inner: st.one_of(
        st.builds(tagged, st.sampled_from("b i sub sup".split()), inner),
        inner.map(lambda words: f'<a href="https://example.cn/?a=1&amp;b=2">{words}</a>'),
        st.builds(lambda a, b: f"{a}<br>{b}", inner, inner),
        st.builds(lambda a, b: a + b, inner, inner),
    ),
    max_leaves=4,
)
SEVERAL = st.lists(INLINE, max_size=6)
FIGURE = WORDS.map(
    lambda words: (
        f'<figure><img src="{PICTURE}" width="640" height="480" alt="图"><figcaption>{escaped(words)}<b>又</b></figcaption></figure>'
    )
)
BLOCK = st.one_of(
    st.builds(tagged, st.sampled_from(["p", "p", "h2", "h3"]), INLINE),
    st.builds(lambda tag, items: tagged(tag, "".join(tagged("li", item) for item in items)), st.sampled_from(["ul", "ol"]), SEVERAL),
    SEVERAL.map(lambda rows: tagged("blockquote", "".join(tagged("p", row) for row in rows))),
    st.lists(SEVERAL, max_size=4).map(
        lambda rows: tagged("table", "".join(tagged("tr", "".join(tagged("td", cell) for cell in row)) for row in rows))
    ),
    FIGURE,
    st.builds(lambda figure, words: tagged("blockquote", figure + tagged("p", words)), FIGURE, INLINE),
    st.builds(lambda words: f'<p>{words}<img src="{PICTURE}" width="90" height="90" alt="">{words}</p>', INLINE),
)  # fmt: skip
BODIES = st.lists(BLOCK, min_size=1, max_size=8).map("\n".join)
