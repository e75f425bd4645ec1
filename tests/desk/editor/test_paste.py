"""What is pasted from Word, WPS, WeChat, Excel, mails and pages: words and their order stay, looks go, nothing runs or loads."""

from pathlib import Path

import pytest

from tests.desk.editor.test_paper import FIGURE, TABLE, caret, html
from tougao.core.markup import clean

pytestmark = pytest.mark.browser

SAMPLES = sorted(Path(__file__).with_name("pasted").glob("*.html"))
CLEANED = """async (html) => {
    const { cleaned } = await import("/desk/static/draft/paste.js");
    const found = cleaned(html);
    return { ...found, pieces: found.pieces.map((piece) => piece instanceof File ? `[${piece.name}]` : piece) };
}"""
RECEIVER = """async () => {
    const { Receiver } = await import("/desk/static/draft/receive.js");
    window.told = [];
    window.sent = [];
    window.receiver = new Receiver(paper, islands, document.querySelector(".paper-box"), {
        upload: async (file) => {
            if (file.name.startsWith("bad")) throw new Error("refused: " + file.name);
            window.sent.push(`${file.name} ${file.type} ${file.size}`);
            return { address: "/desk/media/" + String(window.sent.length).repeat(64) + "-720.jpg", width: 30, height: 20 };
        },
        tell: (words, isTrouble) => window.told.push([words, Boolean(isTrouble)]),
        words: { left: "{count} left", onlyPictures: "only pictures", sending: "sending {name}" },
    });
}"""
PASTE = """async ([formats, files]) => {
    const data = new DataTransfer();
    for (const [type, value] of Object.entries(formats)) data.setData(type, value);
    for (const [name, type] of files) data.items.add(new File(["x".repeat(10)], name, { type }));
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    await new Promise((done) => setTimeout(done, 50));
}"""


def pasted(page, files=(), **formats) -> str:
    named = {name.replace("_", "/"): value for name, value in formats.items()}
    page.evaluate(PASTE, [named, list(files)])
    return html(page)


def figure(number: int) -> str:
    return f'<figure><img src="media:{str(number) * 64}.jpg" width="30" height="20" alt=""></figure>'


@pytest.fixture
def open_paper(paper):
    def opened(body):
        page = paper(body)
        page.evaluate(RECEIVER)
        return page

    return opened


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_what_becomes_of_a_paste(bench, sample):
    wanted = sample.with_suffix(".cleaned").read_text().strip().split("\n")
    found = bench.evaluate(CLEANED, sample.read_text())
    assert found["pieces"] == wanted
    assert all(clean(piece) == piece for piece in wanted if piece.startswith("<"))


def test_pictures_that_cannot_come_along_are_counted(bench):
    left = {sample.stem: bench.evaluate(CLEANED, sample.read_text())["left"] for sample in SAMPLES}
    assert {name: count for name, count in left.items() if count} == {"word": 1, "wechat": 1, "page": 1}


def test_a_paste_loads_and_runs_nothing(bench):
    asked = []
    bench.on("request", lambda request: asked.append(request.url))
    for sample in SAMPLES:
        bench.evaluate(CLEANED, sample.read_text())
    bench.evaluate(CLEANED, '<img src="http://elsewhere.cn/x.gif" onerror="window.ran=1"><svg onload="window.ran=1">')
    bench.wait_for_timeout(100)
    assert [url for url in asked if "/desk/static/" not in url] == []
    assert bench.evaluate("window.ran ?? 0") == 0


def test_words_from_word_go_where_the_caret_is(open_paper):
    page = open_paper("<p>前后</p>\n<p>尾</p>")
    caret(page, "p", 1)
    sample = next(sample for sample in SAMPLES if sample.stem == "word")
    found = pasted(page, text_html=sample.read_text(), text_plain="x").split("\n")
    wanted = sample.with_suffix(".cleaned").read_text().strip().split("\n")
    assert found == ["<p>前</p>", *wanted[:-1], wanted[-1].replace("</p>", "后</p>"), "<p>尾</p>"]
    assert page.evaluate("told") == [["1 left", True]]
    page.keyboard.type("x")
    assert "加上的。x后" in html(page)
    page.evaluate("paper.undo(); paper.undo()")
    assert html(page) == "<p>前后</p>\n<p>尾</p>"


@pytest.mark.parametrize(
    ("formats", "written"),
    [
        ({"text_plain": "一行\r\n\r\n　　二行\n三行"}, "<p>前一行</p>\n<p>二行</p>\n<p>三行后</p>"),
        ({"text_plain": "词"}, "<p>前词后</p>"),
        ({"text_html": "<b>粗</b>", "text_plain": "粗"}, "<p>前<b>粗</b>后</p>"),
        ({"text_html": "<p>整段</p>", "text_plain": "整段"}, "<p>前整段后</p>"),
        ({"text_html": "<h2>题</h2>", "text_plain": "题"}, "<p>前</p>\n<h2>题</h2>\n<p>后</p>"),
        ({"text_html": TABLE, "text_plain": "x"}, f"<p>前</p>\n{TABLE}\n<p>后</p>"),
        ({"text_plain": "<script>alert(1)</script>"}, "<p>前&lt;script&gt;alert(1)&lt;/script&gt;后</p>"),
    ],
)
def test_where_pasted_words_stand(open_paper, formats, written):
    page = open_paper("<p>前后</p>")
    caret(page, "p", 1)
    assert pasted(page, **formats) == written


def test_lines_pasted_into_a_list_are_items_and_into_an_empty_paragraph_take_its_place(open_paper):
    page = open_paper("<ul><li>甲</li></ul>\n<p>尾</p>")
    caret(page, "li", -1)
    assert pasted(page, text_plain="乙\n丙").startswith("<ul><li>甲乙")
    page = open_paper("")
    caret(page, "p")
    assert pasted(page, text_plain="甲\n乙") == "<p>甲</p>\n<p>乙</p>"


def test_a_cell_and_a_caption_take_words_alone(open_paper):
    page = open_paper(f"{FIGURE}\n{TABLE}")
    caret(page, "td", -1)
    assert (
        pasted(page, text_html="<h2>题</h2><p>段</p>", text_plain="题 段")
        == f"{FIGURE}\n{TABLE.replace('>1<', '>1题 段<')}"
    )


def test_what_was_copied_from_a_paper_is_pasted_as_it_was(open_paper):
    page = open_paper(f"<p>甲</p>\n{FIGURE}\n<p>乙</p>\n<p>尾</p>")
    shown = page.evaluate("[...paper.root.children].slice(0, 3).map((each) => each.outerHTML).join('')")
    caret(page, "p:nth-of-type(3)", -1)
    assert pasted(page, text_html=shown, text_plain="x").endswith(f"<p>尾甲</p>\n{FIGURE}\n<p>乙</p>")


def test_pasted_pictures_are_sent_up_and_put_in(open_paper):
    page = open_paper("<p>甲</p>\n<p>乙</p>")
    caret(page, "p", -1)
    found = pasted(page, files=[("a.png", "image/png"), ("b.jpg", "image/jpeg")])
    assert page.evaluate("sent") == ["a.png image/png 10", "b.jpg image/jpeg 10"]
    assert found == f"<p>甲</p>\n{figure(1)}\n{figure(2)}\n<p>乙</p>"


def test_pictures_within_pasted_words_stand_where_they_stood(open_paper):
    page = open_paper("<p>甲</p>")
    caret(page, "p", -1)
    data = "data:image/png;base64,iVBORw0KGgo="
    found = pasted(
        page, text_html=f"<p>一</p><p><img src='{data}'></p><p>二</p><img src='{data}'><p>三</p>", text_plain="x"
    )
    assert found == f"<p>甲一</p>\n{figure(1)}\n<p>二</p>\n{figure(2)}\n<p>三</p>"


def test_words_are_preferred_to_a_picture_of_them(open_paper):
    """Office puts a picture of what was copied beside its words."""
    page = open_paper("<p>甲</p>")
    caret(page, "p", -1)
    assert pasted(page, files=[("image.png", "image/png")], text_html="<p>字</p>", text_plain="字") == "<p>甲字</p>"
    assert page.evaluate("sent") == []


def test_a_refused_picture_is_told_and_the_next_one_goes_on(open_paper):
    page = open_paper("<p>甲</p>")
    caret(page, "p", -1)
    found = pasted(page, files=[("bad.png", "image/png"), ("b.jpg", "image/jpeg"), ("c.zip", "application/zip")])
    assert found == f"<p>甲</p>\n{figure(1)}"
    assert ["refused: bad.png", True] in page.evaluate("told")


DROP = """([x, y, files]) => {
    const data = new DataTransfer();
    for (const [name, type] of files) data.items.add(new File(["x"], name, { type }));
    const target = document.elementFromPoint(x, y);
    for (const type of ["dragover", "drop"]) {
        target.dispatchEvent(new DragEvent(type, { dataTransfer: data, clientX: x, clientY: y, bubbles: true, cancelable: true }));
        if (type === "dragover") window.line = !document.querySelector(".drop-line").hidden;
    }
    return new Promise((done) => setTimeout(done, 50));
}"""


def test_a_picture_dragged_in_stands_where_it_was_dropped(open_paper):
    page = open_paper("<p>甲</p>\n<p>乙</p>\n<p>丙</p>")
    place = page.locator(".paper p:nth-of-type(2)").bounding_box()
    page.evaluate(DROP, [place["x"] + 5, place["y"] + place["height"] - 2, [["a.jpg", "image/jpeg"]]])
    assert html(page) == f"<p>甲</p>\n<p>乙</p>\n{figure(1)}\n<p>丙</p>"
    assert page.evaluate("line")


def test_a_picture_is_dragged_to_another_place(open_paper):
    page = open_paper(f"{FIGURE}\n<p>甲</p>\n<p>乙</p>")
    page.locator(".paper figure .frame").drag_to(
        page.locator(".paper p:nth-of-type(2)"), target_position={"x": 20, "y": 20}
    )
    assert html(page) == f"<p>甲</p>\n<p>乙</p>\n{FIGURE}"
    page.evaluate("paper.undo()")
    assert html(page) == f"{FIGURE}\n<p>甲</p>\n<p>乙</p>"
