"""What is not touched is written back byte for byte; what is touched stays small HTML and loses no word."""

import random
from html import escape

import pytest

from tougao.core.drafting.shaping import figure
from tougao.core.markup import clean, text
from tougao.core.paragraphs import parted

pytestmark = pytest.mark.browser

BODIES = 400
PICTURE = "media:" + "a" * 64 + ".jpg"
WORDS = (
    "青禾师范学院",
    "春季运动会",
    "开幕",
    "1,260名",
    "A & B",
    "<数>",
    "“引号”",
    "x y",
    "　　",
    " ",
    "\u00a0",
    "\n",
    "2026年",
    "e\u0301",
    "𠮷",
    "'",
)
WHOLE = f"""<p><b class="dateline">本网讯</b> 十一月二十日，<i>青禾</i>师范学院。</p>
<h2>一、开幕</h2>
<figure><img src="{PICTURE}" width="1080" height="720" alt="&quot;甲&quot; &amp; 乙"><figcaption>甲 &amp; 乙</figcaption></figure>
<table><thead><tr><th colspan="2">名次</th></tr></thead><tbody><tr><td>1</td><td>甲<br>乙</td></tr></tbody></table>
<ul><li>甲</li><li>乙<ul><li>丙</li></ul></li></ul>
<ol><li><b>一</b></li></ol>
<blockquote><p>甲</p><p>乙</p></blockquote><h3>H<sub>2</sub>O x<sup>2</sup></h3>
<p><a href="https://example.cn/?a=1&amp;b=2" title="t">链接</a>&nbsp;尾</p>

<p class="credit">（济源供稿）</p>"""


def anything(chance: random.Random, depth: int = 0) -> str:
    """HTML of strangers and of editors who write it by hand: nested as it comes, with loose words anywhere."""
    out = []
    for _ in range(chance.randint(1, 5)):
        if depth > 3 or chance.random() < 0.35:
            out.append(escape("".join(chance.choices(WORDS, k=chance.randint(1, 6))), quote=False))
            continue
        tag = chance.choice(
            "p p p h2 h3 blockquote ul ol li table tr td th thead figure figcaption b i sub sup a br img div span h1 strong".split()
        )
        if tag == "br":
            out.append("<br>")
        elif tag == "img":
            out.append(
                chance.choice(
                    (
                        f'<img src="{PICTURE}" alt="图">',
                        f'<img src="{PICTURE}" width="9" height="6">',
                        '<img src="http://x/y">',
                    )
                )
            )
        else:
            attributes = {
                "a": ' href="https://example.cn/"',
                "b": ' class="dateline"',
                "p": ' class="credit"',
                "td": ' colspan="2"',
            }
            shown = attributes.get(tag, "") if chance.random() < 0.3 else ""
            out.append(f"<{tag}{shown}>{anything(chance, depth + 1)}</{tag}>")
    return chance.choice(("", "\n")).join(out)


def inline(chance: random.Random, depth: int = 0) -> str:
    out = []
    for _ in range(chance.randint(1, 4)):
        words = escape("".join(chance.choices(WORDS, k=chance.randint(1, 4))), quote=False)
        tag = chance.choice(("b", "i", "sub", "sup", "a", "br", "", "", ""))
        if tag == "br":
            out.append(f"{words}<br>{words}")
        elif tag and depth < 2:
            shown = {"a": ' href="https://example.cn/?a=1&amp;b=2"', "b": chance.choice(("", ' class="dateline"'))}.get(
                tag, ""
            )
            out.append(f"<{tag}{shown}>{inline(chance, depth + 1)}</{tag}>")
        else:
            out.append(words)
    return "".join(out)


def proper(chance: random.Random) -> str:
    """A body as an editor would make it, of every sort of piece."""

    def listed(depth: int = 0) -> str:
        tag = chance.choice(("ul", "ol"))
        items = (
            inline(chance) + (listed(depth + 1) if depth < 2 and chance.random() < 0.3 else "")
            for _ in range(chance.randint(1, 3))
        )
        return f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>"

    def row(tag: str) -> str:
        return f"<tr>{''.join(f'<{tag}>{inline(chance)}</{tag}>' for _ in range(3))}</tr>"

    def piece() -> str:
        match chance.choice(("p", "p", "p", "h2", "h3", "quote", "list", "table", "figure")):
            case "quote":
                return f"<blockquote>{''.join(f'<p>{inline(chance)}</p>' for _ in range(chance.randint(1, 3)))}</blockquote>"
            case "list":
                return listed()
            case "table":
                return f"<table><thead>{row('th')}</thead><tbody>{row('td')}{row('td')}</tbody></table>"
            case "figure":
                caption = chance.choice(("", f"<figcaption>{inline(chance)}</figcaption>"))
                return f'<figure><img src="{PICTURE}" width="9" height="6" alt="图">{caption}</figure>'
            case tag:
                return f"<{tag}>{inline(chance)}</{tag}>"

    return chance.choice(("\n", "", "\n\n")).join(piece() for _ in range(chance.randint(1, 8)))


@pytest.fixture(scope="module")
def bodies() -> list[str]:
    chance = random.Random(20261124)
    made = (anything if number % 2 else proper for number in range(BODIES))
    return ["", WHOLE, *(settled(make(chance)) for make in made)]


def settled(html: str) -> str:
    """As the second save of nonsense keeps it: the first may leave what a browser nests otherwise."""
    cleaned = clean(html)
    return cleaned if cleaned == html else settled(cleaned)


OPEN_ALL = """async (bodies) => {
    const { Paper } = await import("/desk/static/draft/paper.js");
    const root = document.querySelector(".paper");
    const paper = new Paper(root, "");
    return bodies.map((html) => { paper.load(html); return paper.html; });
}"""
TOUCH_ALL = """async (bodies) => {
    const { Paper } = await import("/desk/static/draft/paper.js");
    const { Source } = await import("/desk/static/draft/body.js");
    const root = document.querySelector(".paper");
    const paper = new Paper(root, "");
    return bodies.map((html) => {
        paper.load(html);
        paper.source.looks.clear();  // as if every piece had been written in
        return [paper.html, root.querySelector(".kept") !== null];
    });
}"""
TOUCH_ONE = """async (bodies) => {
    const { Paper } = await import("/desk/static/draft/paper.js");
    const root = document.querySelector(".paper");
    const paper = new Paper(root, "");
    return bodies.map((html) => {
        paper.load(html);
        const text = document.createTreeWalker(root.querySelector(":scope > p") ?? new Comment(), NodeFilter.SHOW_TEXT).nextNode();
        if (!text) return null;
        text.data = `新${text.data}`;
        return [paper.html, root.querySelector(".kept") !== null];
    });
}"""


def test_hundreds_of_bodies_come_back_byte_for_byte(bench, bodies):
    assert len(bodies) > BODIES
    wrong = [
        (before, after)
        for before, after in zip(bodies, bench.evaluate(OPEN_ALL, bodies), strict=True)
        if before != after
    ]
    assert wrong == []


def test_what_is_written_anew_is_small_html_and_has_every_word(bench, bodies):
    known = 0
    for before, (after, holds_nonsense) in zip(bodies, bench.evaluate(TOUCH_ALL, bodies), strict=True):
        assert clean(after) == after or holds_nonsense, before
        known += not holds_nonsense
        words, wanted = "".join(text(after).split()), "".join(text(before).split())
        assert words == wanted or (holds_nonsense and sorted(words) == sorted(wanted)), before
        assert after.count("<img") == before.count("<img")
    assert known > BODIES / 2


def test_a_change_in_one_paragraph_leaves_all_others_as_they_were(bench, bodies):
    changed = 0
    for before, touched in zip(bodies, bench.evaluate(TOUCH_ONE, bodies), strict=True):
        if touched is None:
            continue
        after, holds_nonsense = touched
        changed += 1
        assert clean(after) == after or holds_nonsense, before
        kept = [piece.strip() for piece in parted(before)]
        new = [piece.strip() for piece in parted(after)]
        assert len([piece for piece in new if piece not in kept]) <= 1, (before, after)
        assert "新" in after
    assert changed > BODIES / 3


def test_what_drafts_are_made_of_is_written_anew_as_it_was(bench):
    """The vocabulary of core.drafting: even where every piece is touched, the bytes stay."""
    from tougao.core.article import Picture

    drawn = figure(Picture("a" * 64, "jpg", "a.jpg", '运动员"入场" & <领奖>', 1080, 720, 1))
    html = (
        WHOLE.replace("\n\n", "\n").replace("</blockquote><h3>", "</blockquote>\n<h3>").replace("1</td>", "1</td>")
        + "\n"
        + drawn
    )
    assert clean(html) == html
    assert bench.evaluate(TOUCH_ALL, [html]) == [[html, False]]


def test_scripts_in_a_body_that_somebody_typed_do_not_run(bench):
    html = '<p onclick="x()">甲<script>window.ran = 1</script><img src=x onerror="window.ran = 1"></p><svg onload="window.ran = 1"></svg>'
    assert bench.evaluate(OPEN_ALL, [html])
    assert bench.evaluate("window.ran ?? 0") == 0
    assert bench.evaluate("document.querySelector('.paper').innerHTML.includes('onerror')") is False
