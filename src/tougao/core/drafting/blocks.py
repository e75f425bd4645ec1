"""Any HTML as a flat row of blocks: what a manuscript looks like once columns, divs, fonts and line breaks are gone."""

import re
from dataclasses import dataclass, replace

import lxml.html

from tougao.core.characters import line
from tougao.core.markup import BLOCKS, UNSEEN, address, escaped, normal, text_of, tree

TEXT, PICTURE, TABLE, ITEM, QUOTE = "text", "picture", "table", "item", "quote"
INLINE = {"b": "b", "strong": "b", "i": "i", "em": "i", "sub": "sub", "sup": "sup"}
BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
ALIGNED = re.compile(r"text-align\s*:\s*(center|right|end)", re.IGNORECASE)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
QUOTED = re.compile(
    r"gmail_quote|yahoo_quoted|moz-cite-prefix|isreplycontent|ntes-mailmaster-quote|OutlookMessageHeader", re.IGNORECASE
)
EDGE_SPACE = re.compile(r"^(?:[\s\u3000\u00a0]|&nbsp;)+|(?:[\s\u3000\u00a0]|&nbsp;)+$")
MAX_DEPTH = 200
MAX_CAPTION = 80  # characters of a cell below a picture
RULE = "----"  # a drawn line parts a mail from its signature, and says nothing in an article


@dataclass(frozen=True)
class Block:
    """One paragraph, picture, table or list item.

    `html` is small inline HTML of a text, the whole `<table>` of a table, empty for a picture, whose address is `src`.
    `level` is 1 for a title, 2 and 3 for headings the sender's program marked as such, 0 for anything else.
    """

    kind: str
    text: str = ""
    html: str = ""
    level: int = 0
    bold: bool = False
    align: str = ""
    src: str = ""
    alt: str = ""
    quoted: bool = False
    caption: bool = False


@dataclass(frozen=True)
class _Look:
    kind: str = TEXT
    level: int = 0
    align: str = ""
    bold: bool = False
    quoted: bool = False
    caption: bool = False


def blocks(html: str) -> tuple[Block, ...]:
    """The blocks of any HTML, in order; white space, empty lines and what a reader does not see are gone."""
    walk = _Walk()
    walk.visit_children(tree(normal(html)), _Look(), 0)
    walk.close(_Look())
    return tuple(walk.out)


class _Walk:
    """The block being written, and those that are done."""

    def __init__(self) -> None:
        self.out: list[Block] = []
        self.html: list[str] = []
        self.bold_letters = 0
        self.letters = 0

    def write(self, text: str | None, look: _Look, tags: tuple[str, ...]) -> None:
        if not text:
            return
        words = re.sub(r"[\s\u00a0]+", " ", text)
        letters = len(words.strip())
        self.letters += letters
        self.bold_letters += letters if look.bold else 0
        opening = "".join(f"<{tag}>" for tag in tags)
        closing = "".join(f"</{tag.split()[0]}>" for tag in reversed(tags))
        self.html.append(f"{opening}{escaped(words)}{closing}" if words.strip() else words)

    def close(self, look: _Look) -> None:
        html = EDGE_SPACE.sub("", _merged("".join(self.html)))
        words = line(re.sub(r"<[^>]+>", "", html).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
        bold = bool(self.letters) and self.bold_letters >= self.letters * 0.95
        self.html, self.bold_letters, self.letters = [], 0, 0
        words = words.strip("\u3000 ")
        if words:
            html = re.sub(r"</?b>", "", html) if bold else html
            self.out.append(
                Block(
                    look.kind, words, EDGE_SPACE.sub("", html), look.level, bold, look.align, quoted=look.quoted,
                    caption=look.caption,
                )
            )  # fmt: skip

    def visit_children(self, node: lxml.html.HtmlElement, look: _Look, depth: int, tags: tuple[str, ...] = ()) -> None:
        self.write(node.text, look, tags)
        for child in node:
            if depth < MAX_DEPTH:
                self.visit(child, look, depth + 1, tags)
            self.write(child.tail, look, tags)

    def visit(self, node: lxml.html.HtmlElement, look: _Look, depth: int, tags: tuple[str, ...]) -> None:
        tag = node.tag if isinstance(node.tag, str) else ""
        if not tag or tag in UNSEEN or HIDDEN.search(node.get("style", "")):
            return
        if tag == "br":
            self.close(look)
        elif tag == "img":
            self._picture(node, look)
        elif tag == "table" and is_data_table(node):
            self.close(look)
            self.out.append(
                Block(
                    TABLE, text_of(lxml.html.tostring(node, encoding="unicode")), small_table(node), quoted=look.quoted
                )
            )
        elif tag == "table" and (pairs := pictured_cells(node)):
            self.close(look)
            for cell, caption in pairs:
                self.visit_children(cell, look, depth)
                self.close(look)
                self.visit_children(caption, replace(look, caption=True), depth)
                self.close(replace(look, caption=True))
        elif tag == "hr":
            self.close(look)
            self.out.append(Block(TEXT, RULE, RULE, quoted=look.quoted))
        elif tag in BLOCKS:
            self.close(look)
            inner = _look(node, tag, look)
            self.visit_children(node, inner, depth)
            self.close(inner)
        else:
            self.visit_children(node, _inline_look(node, tag, look), depth, _tags(node, tag, tags))

    def _picture(self, node: lxml.html.HtmlElement, look: _Look) -> None:
        self.close(look)
        source = node.get("src", "").strip()
        if source.lower().startswith("cid:"):
            self.out.append(Block(PICTURE, src=source[4:], alt=line(node.get("alt", "")), quoted=look.quoted))


def _look(node: lxml.html.HtmlElement, tag: str, look: _Look) -> _Look:
    style = node.get("style", "")
    aligned = ALIGNED.search(style)
    align = (
        (aligned[1].lower().replace("end", "right") if aligned else "") or node.get("align", "").lower() or look.align
    )
    align = "center" if tag == "center" else align
    identity = f"{node.get('class', '')} {node.get('id', '')}"
    heading = {"h1": 1, "h2": 2, "h3": 3, "h4": 3, "h5": 3, "h6": 3}.get(tag, look.level)
    kind = {"li": ITEM, "blockquote": look.kind}.get(tag, look.kind)
    return replace(
        look,
        kind=kind,
        level=heading,
        align=align if align in ("center", "right") else "",
        bold=look.bold or tag == "th" or bool(BOLD_STYLE.search(style)) or tag in ("h1", "h2", "h3", "h4", "h5", "h6"),
        quoted=look.quoted or bool(QUOTED.search(identity)),
        caption=look.caption or "caption" in node.get("class", "").split() or tag == "figcaption",
    )


def _inline_look(node: lxml.html.HtmlElement, tag: str, look: _Look) -> _Look:
    bold = tag in ("b", "strong") or bool(BOLD_STYLE.search(node.get("style", "")))
    return replace(look, bold=True) if bold else look


def _tags(node: lxml.html.HtmlElement, tag: str, tags: tuple[str, ...]) -> tuple[str, ...]:
    if tag == "a":
        target = address(node.get("href", ""))
        if target and "a" not in {tag.split()[0] for tag in tags}:
            quoted = escaped(target).replace('"', "&quot;")
            return (*tags, f'a href="{quoted}"')
        return tags
    small = INLINE.get(tag) or ("b" if BOLD_STYLE.search(node.get("style", "")) else "")
    return (*tags, small) if small and small not in tags else tags


def _merged(html: str) -> str:
    """Word cuts one bold sentence into many runs; `<b>甲</b><b>乙</b>` is `<b>甲乙</b>`."""
    for tag in ("b", "i", "sub", "sup"):
        html = html.replace(f"</{tag}><{tag}>", "")
    return re.sub(r" {2,}", " ", html)


def pictured_cells(table: lxml.html.HtmlElement) -> list[tuple[lxml.html.HtmlElement, lxml.html.HtmlElement]]:
    """A table of pictures with their captions in the row below: each picture's cell with its caption's; else none."""
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    if len(rows) < 2 or len(rows) % 2 or table.xpath(".//table"):
        return []
    pairs = []
    for above, below in zip(rows[::2], rows[1::2], strict=True):
        shown = all(cell.xpath(".//img") and not line(cell.text_content()) for cell in above)
        told = all(not cell.xpath(".//img") and len(line(cell.text_content())) <= MAX_CAPTION for cell in below)
        if len(above) != len(below) or not shown or not told:
            return []
        pairs += list(zip(above, below, strict=True))
    return pairs


def is_data_table(table: lxml.html.HtmlElement) -> bool:
    """Rows and columns of short cells, and no table or picture inside; anything else is a table for layout's sake."""
    if table.xpath(".//table") or table.xpath(".//img"):
        return False
    rows = [[line(cell.text_content()) for cell in row.xpath("./td|./th")] for row in table.xpath(".//tr")]
    full = [row for row in rows if sum(bool(cell) for cell in row) >= 2]
    longest = max((len(cell) for row in rows for cell in row), default=0)
    return len(full) >= 2 and len(full) >= len(rows) / 2 and longest <= 200


def small_table(table: lxml.html.HtmlElement) -> str:
    rows = []
    for row in table.xpath(".//tr"):
        cells = []
        for cell in row.xpath("./td|./th"):
            spans = "".join(
                f' {name}="{cell.get(name)}"'
                for name in ("colspan", "rowspan")
                if cell.get(name, "").isdecimal() and cell.get(name) != "1"
            )
            cells.append(f"<{cell.tag}{spans}>{escaped(line(cell.text_content()))}</{cell.tag}>")
        if cells:
            rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table><tbody>{''.join(rows)}</tbody></table>"
