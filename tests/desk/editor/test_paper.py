"""Writing: words, blocks, marks, pictures and tables by keyboard; Chinese by an input method; undo."""

import pytest

pytestmark = pytest.mark.browser

PICTURE = "media:" + "a" * 64 + ".jpg"
FIGURE = f'<figure><img src="{PICTURE}" width="9" height="6" alt="图"><figcaption>入场</figcaption></figure>'
TABLE = (
    "<table><thead><tr><th>名次</th><th>姓名</th></tr></thead><tbody><tr><td>1</td><td>林晓禾</td></tr></tbody></table>"
)


def html(page) -> str:
    return page.evaluate("paper.html")


def caret(page, selector: str, offset: int = 0) -> None:
    """Put the caret into the text of an element; -1 is its end."""
    page.evaluate(
        """([selector, offset]) => {
            const node = document.querySelector(`.paper ${selector}`);
            const host = node.closest("[contenteditable=true],[contenteditable=plaintext-only]");
            host.focus();
            const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
            const text = walker.nextNode() ?? node;
            getSelection().collapse(text, offset < 0 ? (text.length ?? 0) : offset);
        }""",
        [selector, offset],
    )


def select(page, first: str, last: str) -> None:
    """From the beginning of one element to the end of another."""
    page.evaluate(
        """([first, last]) => {
            const from = document.querySelector(`.paper ${first}`), to = document.querySelector(`.paper ${last}`);
            document.querySelector(".paper").focus();
            const range = document.createRange();
            range.setStart(from, 0);
            range.setEnd(to, to.childNodes.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        [first, last],
    )


def focused(page) -> str:
    return page.evaluate(
        "document.activeElement.localName + (document.activeElement.classList.contains('island') ? '.island' : '')"
    )


def test_typing_changes_one_paragraph_and_tells_so(paper):
    page = paper("<p>甲</p>\n<p>乙</p>")
    page.evaluate("window.changes = 0; paper.addEventListener('change', () => { window.changes += 1; })")
    caret(page, "p", -1)
    page.keyboard.type("bc d")
    assert html(page) == "<p>甲bc d</p>\n<p>乙</p>"
    assert page.evaluate("window.changes") == 3, "a space at the end is none yet"


def test_enter_parts_a_paragraph_and_backspace_joins_it(paper):
    page = paper("<p>甲乙</p>\n<p>丙</p>")
    caret(page, "p", 1)
    page.keyboard.press("Enter")
    assert html(page) == "<p>甲</p>\n<p>乙</p>\n<p>丙</p>"
    page.keyboard.press("Backspace")
    assert html(page) == "<p>甲乙</p>\n<p>丙</p>"
    page.keyboard.press("Shift+Enter")
    assert html(page) == "<p>甲<br>乙</p>\n<p>丙</p>"


def test_an_empty_body_is_written_in(paper):
    page = paper("")
    caret(page, "p")
    page.keyboard.type("a")
    page.keyboard.press("Enter")
    page.keyboard.type("b")
    assert html(page) == "<p>a</p>\n<p>b</p>"


def composed(page, client, *steps: str, commit: str) -> None:
    for step in steps:
        client.send("Input.imeSetComposition", {"text": step, "selectionStart": len(step), "selectionEnd": len(step)})
    client.send("Input.insertText", {"text": commit})


def test_chinese_is_typed_through_an_input_method(paper):
    page = paper("<p>青禾师范学院</p>\n<p>乙</p>")
    page.evaluate("window.seen = []; paper.addEventListener('change', () => window.seen.push(paper.html))")
    client = page.context.new_cdp_session(page)
    caret(page, "p", 2)
    composed(page, client, "n", "ni", "ni h", "ni hao", commit="你好")
    assert html(page) == "<p>青禾你好师范学院</p>\n<p>乙</p>"
    assert not any("ni" in seen for seen in page.evaluate("window.seen")), "half-typed pinyin is not told as a change"
    page.keyboard.press("Enter")
    composed(page, client, "kai", commit="开")
    composed(page, client, "mu", commit="幕")
    assert html(page) == "<p>青禾你好</p>\n<p>开幕师范学院</p>\n<p>乙</p>"


def test_an_input_method_writes_into_an_empty_body_a_heading_a_caption_and_a_cell(paper):
    page = paper(f"<h2>一、</h2>\n{FIGURE}\n{TABLE}")
    client = page.context.new_cdp_session(page)
    caret(page, "h2", -1)
    composed(page, client, "kai", commit="开幕")
    caret(page, "figcaption", -1)
    composed(page, client, "shi", commit="式")
    caret(page, "td", -1)
    composed(page, client, "ming", commit="名")
    assert html(page) == f"<h2>一、开幕</h2>\n{FIGURE.replace('入场<', '入场式<')}\n{TABLE.replace('>1<', '>1名<')}"
    paper("")
    caret(page, "p")
    composed(page, client, "ni", "ni hao", commit="你好")
    assert html(page) == "<p>你好</p>"


def test_an_input_method_writes_over_what_is_selected(paper):
    page = paper("<p>甲乙丙</p>\n<p>丁</p>")
    page.evaluate("""() => { const text = document.querySelector(".paper p").firstChild;
        document.querySelector(".paper").focus(); getSelection().setBaseAndExtent(text, 0, text, 2); }""")
    composed(page, page.context.new_cdp_session(page), "ni", commit="你")
    assert html(page) == "<p>你丙</p>\n<p>丁</p>"


def test_what_is_merged_meanwhile_waits_for_nothing_and_keeps_the_caret(paper):
    page = paper("<p>甲</p>\n<p>乙丙</p>")
    caret(page, "p:nth-of-type(2)", 1)
    page.evaluate("paper.adopt('<p>新</p>\\n<p>甲改</p>\\n<p>乙丙</p>')")
    page.keyboard.type("x")
    assert html(page) == "<p>新</p>\n<p>甲改</p>\n<p>乙x丙</p>"


@pytest.mark.parametrize(
    ("deed", "written"),
    [
        ("paper.block('h2')", "<h2>甲乙</h2>\n<p>丙</p>"),
        ("paper.block('h3')", "<h3>甲乙</h3>\n<p>丙</p>"),
        ("paper.list('ul')", "<ul><li>甲乙</li></ul>\n<p>丙</p>"),
        ("paper.list('ol')", "<ol><li>甲乙</li></ol>\n<p>丙</p>"),
        ("paper.quote()", "<blockquote><p>甲乙</p></blockquote>\n<p>丙</p>"),
    ],
)
def test_a_block_becomes_another_and_a_paragraph_again(paper, deed, written):
    page = paper("<p>甲乙</p>\n<p>丙</p>")
    caret(page, "p", 1)
    page.evaluate(deed)
    assert html(page) == written
    page.keyboard.type("x")
    page.keyboard.press("Backspace")
    page.evaluate("paper.block('p')" if "block" in deed else deed)
    assert html(page) == "<p>甲乙</p>\n<p>丙</p>"


def test_a_heading_in_a_list_leaves_the_list(paper):
    page = paper("<ul><li>甲</li><li>乙</li></ul>")
    caret(page, "li:last-child")
    page.evaluate("paper.block('h2')")
    assert html(page) == "<ul><li>甲</li></ul>\n<h2>乙</h2>"


@pytest.mark.parametrize("tag", ["b", "i", "sub", "sup"])
def test_marks_are_set_and_taken_away(paper, tag):
    page = paper("<p>甲乙丙</p>")
    page.evaluate("""() => { const text = document.querySelector(".paper p").firstChild;
        document.querySelector(".paper").focus(); getSelection().setBaseAndExtent(text, 1, text, 2); }""")
    page.evaluate(f"paper.mark('{tag}')")
    assert html(page) == f"<p>甲<{tag}>乙</{tag}>丙</p>"
    assert page.evaluate(f"paper.standing.has('{tag}')")
    page.evaluate(f"paper.mark('{tag}')")
    assert html(page) == "<p>甲乙丙</p>"


def test_keys_set_marks_and_undo_takes_them_back(paper):
    page = paper("<p>甲乙丙</p>")
    select(page, "p", "p")
    page.keyboard.press("Control+b")
    page.keyboard.press("Control+i")
    assert html(page) == "<p><b><i>甲乙丙</i></b></p>"
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert html(page) == "<p>甲乙丙</p>"
    page.keyboard.press("Control+Shift+z")
    assert html(page) == "<p><b>甲乙丙</b></p>"


def test_a_link_is_set_changed_and_removed(paper):
    page = paper("<p>甲乙丙</p>")
    page.evaluate("""() => { const text = document.querySelector(".paper p").firstChild;
        document.querySelector(".paper").focus(); getSelection().setBaseAndExtent(text, 1, text, 2); }""")
    page.evaluate("paper.setLink('https://example.cn/?a=1&b=2')")
    assert html(page) == '<p>甲<a href="https://example.cn/?a=1&amp;b=2">乙</a>丙</p>'
    caret(page, "a", 1)
    page.evaluate("paper.setLink('mailto:a@example.cn')")
    assert html(page) == '<p>甲<a href="mailto:a@example.cn">乙</a>丙</p>'
    page.evaluate("paper.setLink('')")
    assert html(page) == "<p>甲乙丙</p>"


def test_undo_goes_back_by_pauses_of_typing(paper):
    page = paper("<p>甲</p>")
    caret(page, "p", -1)
    client = page.context.new_cdp_session(page)
    composed(page, client, "yi", commit="一句。")
    page.wait_for_timeout(900)
    composed(page, client, "er", commit="二句。")
    assert html(page) == "<p>甲一句。二句。</p>"
    page.keyboard.press("Control+z")
    assert html(page) == "<p>甲一句。</p>"
    page.keyboard.press("Control+z")
    assert html(page) == "<p>甲</p>"


# --- islands


def test_keys_go_onto_a_picture_into_its_caption_and_on(paper):
    page = paper(f"<p>甲</p>\n{FIGURE}\n<p>乙</p>")
    caret(page, "p", -1)
    page.keyboard.press("ArrowDown")
    assert focused(page) == "figure.island"
    page.keyboard.press("Enter")
    assert focused(page) == "figcaption"
    page.keyboard.type("x")
    page.keyboard.press("Enter")
    page.keyboard.type("y")
    assert html(page) == f"<p>甲</p>\n{FIGURE.replace('入场<', '入场x<')}\n<p>y乙</p>"
    page.keyboard.press("ArrowUp")
    assert focused(page) == "figure.island"
    page.keyboard.press("ArrowUp")
    page.keyboard.type("z")
    assert html(page).startswith("<p>甲z</p>")


def test_backspace_beside_a_picture_chooses_it_first_and_removes_it_then(paper):
    page = paper(f"<p>甲</p>\n{FIGURE}\n<p>乙</p>")
    caret(page, "p:last-of-type")
    page.keyboard.press("Backspace")
    assert FIGURE in html(page)
    assert focused(page) == "figure.island"
    page.keyboard.press("Backspace")
    assert html(page) == "<p>甲</p>\n<p>乙</p>"
    page.keyboard.press("Control+z")
    assert html(page) == f"<p>甲</p>\n{FIGURE}\n<p>乙</p>"


def test_pictures_and_paragraphs_are_moved(paper):
    page = paper(f"<p>甲</p>\n{FIGURE}\n<p>乙</p>")
    page.focus(".paper figure")
    page.keyboard.press("Alt+ArrowUp")
    assert html(page) == f"{FIGURE}\n<p>甲</p>\n<p>乙</p>"
    assert focused(page) == "figure.island"
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    assert html(page) == f"<p>甲</p>\n<p>乙</p>\n{FIGURE}"
    caret(page, "p")
    page.keyboard.press("Alt+ArrowDown")
    assert html(page) == f"<p>乙</p>\n<p>甲</p>\n{FIGURE}"


def test_there_is_always_a_place_to_write_before_between_and_after_pictures(paper):
    page = paper(f"{FIGURE}\n{FIGURE}")
    page.focus(".paper figure:first-child")
    page.keyboard.press("ArrowUp")
    page.keyboard.type("a")
    page.focus(".paper figure")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("b")
    page.focus(".paper figure:nth-of-type(2)")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("c")
    assert html(page).split("\n") == ["<p>a</p>", FIGURE, "<p>b</p>", FIGURE, "<p>c</p>"]


def test_deleting_everything_deletes_the_pictures_too(paper):
    page = paper(f"{FIGURE}\n<p>甲</p>\n{TABLE}\n<p>乙</p>\n{FIGURE}")
    caret(page, "p")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type("x")
    assert html(page) == "<p>x</p>"


def test_typing_over_a_selection_with_a_picture_in_it(paper):
    page = paper(f"<p>甲</p>\n{FIGURE}\n<p>乙</p>\n<p>丙</p>")
    select(page, "p:nth-of-type(1)", "p:nth-of-type(2)")
    page.keyboard.type("x")
    assert html(page) == "<p>x</p>\n<p>丙</p>"


def test_commands_leave_the_pictures_between_as_they_are(paper):
    page = paper(f"<p>甲</p>\n{FIGURE}\n<p>乙</p>")
    select(page, "p:nth-of-type(1)", "p:nth-of-type(2)")
    page.evaluate("paper.list('ul')")
    assert html(page) == f"<ul><li>甲</li></ul>\n{FIGURE}\n<ul><li>乙</li></ul>"
    select(page, "ul:first-child", "ul:last-of-type")
    page.evaluate("paper.mark('b')")
    assert html(page) == f"<ul><li><b>甲</b></li></ul>\n{FIGURE}\n<ul><li><b>乙</b></li></ul>"


def test_tab_goes_through_a_table_and_makes_a_new_row_at_its_end(paper):
    page = paper(TABLE)
    caret(page, "th")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.type("x")
    page.keyboard.press("Tab")
    page.keyboard.type("y")
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("z")
    assert html(page) == TABLE.replace("林晓禾", "z").replace("</tbody>", "<tr><td>y</td><td></td></tr></tbody>")


def test_nothing_tears_a_table_apart(paper):
    page = paper(f"<p>甲</p>\n{TABLE}\n<p>乙</p>")
    caret(page, "td")
    page.keyboard.press("Backspace")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type("x")
    page.keyboard.press("Enter")
    page.keyboard.type("y")
    assert html(page) == f"<p>甲</p>\n{TABLE.replace('>1<', '>x<br>y<')}\n<p>乙</p>"
    caret(page, "p:last-of-type")
    page.keyboard.press("Backspace")
    assert focused(page) == "table.island"
    caret(page, "p", -1)
    page.keyboard.press("Delete")
    assert focused(page) == "table.island"
    assert "<p>甲</p>" in html(page)
    assert "<p>乙</p>" in html(page)


def test_arrows_go_through_the_rows_of_a_table_and_out_of_it(paper):
    page = paper(f"<p>甲</p>\n{TABLE}\n<p>乙</p>")
    caret(page, "th:last-child", -1)
    page.keyboard.press("ArrowDown")
    page.keyboard.type("x")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("y")
    assert html(page) == f"<p>甲</p>\n{TABLE.replace('林晓禾', 'x')}\n<p>y乙</p>"


GRID = '<table><tbody><tr><td>a</td><td colspan="2">b</td></tr><tr><td rowspan="2">c</td><td>d</td><td>e</td></tr><tr><td>f</td><td>g</td></tr></tbody></table>'


@pytest.mark.parametrize(
    ("cell", "deed", "written"),
    [
        ("td:text('a')", "row(true)", "<tr><td></td><td></td><td></td></tr><tr><td>a</td>"),
        ("td:text('c')", "row(false)", "<tr><td>f</td><td>g</td></tr><tr><td></td><td></td><td></td></tr>"),
        ("td:text('d')", "row(false)", '<td rowspan="3">c</td><td>d</td><td>e</td></tr><tr><td></td><td></td></tr>'),
        ("td:text('d')", "column(false)", '<td colspan="3">b</td></tr><tr><td rowspan="2">c</td><td>d</td><td></td><td>e</td>'),
        ("td:text('c')", "column(true)", '<tr><td></td><td>a</td><td colspan="2">b</td></tr><tr><td rowspan="2"></td>'),
        ("td:text('d')", "removeRow()", '<tr><td>a</td><td colspan="2">b</td></tr><tr><td>c</td><td>f</td><td>g</td></tr>'),
        ("td:text('e')", "removeColumn()", '<tr><td>a</td><td>b</td></tr><tr><td rowspan="2">c</td><td>d</td></tr><tr><td>f</td></tr>'),
    ],
)  # fmt: skip
def test_rows_and_columns_come_and_go_and_what_spans_them_grows_and_shrinks(paper, cell, deed, written):
    page = paper(GRID)
    page.evaluate(
        """(words) => [...document.querySelectorAll(".paper td")].find((cell) => cell.textContent === words).focus()""",
        cell.split("'")[1],
    )
    page.evaluate(f"tables.{deed}")
    assert written in html(page)
    page.evaluate("paper.undo()")
    assert html(page) == GRID


def test_the_last_row_takes_the_table_with_it(paper):
    page = paper("<p>甲</p>\n<table><tbody><tr><td>a</td></tr></tbody></table>")
    page.focus(".paper td")
    page.evaluate("tables.removeRow()")
    assert html(page) == "<p>甲</p>"


def test_a_first_row_becomes_a_head_and_a_row_again(paper):
    page = paper(TABLE)
    page.focus(".paper th")
    page.evaluate("tables.head()")
    assert (
        html(page)
        == "<table><tbody><tr><td>名次</td><td>姓名</td></tr><tr><td>1</td><td>林晓禾</td></tr></tbody></table>"
    )
    page.evaluate("tables.head()")
    assert html(page) == TABLE


def test_a_table_is_put_in(paper):
    page = paper("<p>甲</p>")
    caret(page, "p", -1)
    page.evaluate("paper.insertTable(2, 2)")
    assert (
        html(page)
        == "<p>甲</p>\n<table><thead><tr><th></th><th></th></tr></thead><tbody><tr><td></td><td></td></tr></tbody></table>"
    )


def test_bold_in_a_cell_is_bold(paper):
    page = paper(TABLE)
    caret(page, "td")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+b")
    assert html(page) == TABLE.replace(">1<", "><b>1</b><")


def test_what_the_table_of_small_html_does_not_know_is_shown_and_stays(paper):
    nonsense = "<figure><p>甲</p></figure>"
    page = paper(f"<p>乙</p>\n{nonsense}\n<p>丙</p>")
    assert page.inner_text(".paper .kept") == "甲"
    caret(page, "p")
    page.keyboard.type("x")
    assert html(page) == f"<p>x乙</p>\n{nonsense}\n<p>丙</p>"
    page.focus(".paper .kept")
    page.keyboard.press("Delete")
    assert html(page) == "<p>x乙</p>\n<p>丙</p>"
