"""A body of ours as a row of pieces: each a block (a paragraph, a heading, a list, a table, a figure) or loose words."""

import re

from tougao.core.markup import text

# A tag as core.markup.clean writes it; no attribute of its holds a bare ">".
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)(?:\s[^<>]*)?>")
SPACE = re.compile(r"\s*")
PICTURE = re.compile(r"media:([0-9a-f]{64})\.")
MARKS = {"h2": "■ ", "h3": "□ "}
VOID = frozenset(("br", "img"))


def parted(html: str) -> tuple[str, ...]:
    """The pieces of a body, each with the white space after it; joined they are the body, byte for byte.

    >>> parted("<p>甲</p>\\n<ul><li>乙</li></ul><p>丙</p>")
    ('<p>甲</p>\\n', '<ul><li>乙</li></ul>', '<p>丙</p>')
    """
    pieces: list[str] = []
    start = depth = 0
    for tag in TAG.finditer(html):
        if tag[2] in VOID:
            continue
        if not tag[1]:
            if depth == 0 and html[start : tag.start()].strip():
                pieces.append(html[start : tag.start()])
                start = tag.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                space = SPACE.match(html, tag.end())
                end = space.end() if space else tag.end()
                pieces.append(html[start:end])
                start = end
    return (*pieces, html[start:]) if start < len(html) else tuple(pieces)


def readable(html: str) -> tuple[str, ...]:
    """A body in rows of plain words, to be compared by a person: ■ and □ before headings, ▣ and its digest for a picture.

    >>> readable('<h2>一、开幕</h2><p>甲</p><ul><li>乙</li></ul>')
    ('■ 一、开幕', '甲', '乙')
    """
    rows: list[str] = []
    for piece in parted(html):
        tag = TAG.match(piece.lstrip())
        mark = MARKS.get(tag[2], "") if tag else ""
        rows += [f"▣ {digest[:8]}" for digest in PICTURE.findall(piece)]
        rows += [f"{mark}{row}" for row in text(piece).split("\n") if row]
    return tuple(rows)
