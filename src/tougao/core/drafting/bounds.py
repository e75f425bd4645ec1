"""How much of a manuscript a draft holds: as much as the desk's page can carry. The mail is whole beside it."""

import html as escaping
import re
from collections.abc import Iterable

from tougao.core.drafting.blocks import PICTURE, TEXT, Block
from tougao.core.markup import escaped

# An article has some thousand characters, a chapter of a book fifty thousand.
MOST_BODY_CHARACTERS = 100_000
MOST_ASIDE_CHARACTERS = 30_000
MOST_SUMMARY_CHARACTERS = 2_000
# What an editor may make of it. The page sends a body twice (`base`), and a form writes a character in twelve bytes at most.
MOST_SAVED_CHARACTERS = 2 * MOST_BODY_CHARACTERS
TAGS = 10  # characters of the tags round a block, about
CUT_REFERENCE = re.compile(r"&[a-z]*\Z")


def body(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks up to the bound, a text that passes it cut there; pictures all stay."""
    out, left = [], MOST_BODY_CHARACTERS
    for block in blocks:
        size = len(block.html) + TAGS
        if block.kind == PICTURE or size <= left:
            out.append(block)
            left -= size
        elif left > TAGS:
            if block.kind == TEXT:
                out.append(_cut(block, left - TAGS))
            left = 0
    return tuple(out)


def _cut(block: Block, most: int) -> Block:
    """Its words as far as they have room when they are written as HTML; no character reference is cut through."""
    html = CUT_REFERENCE.sub("", escaped(block.text[:most])[:most])
    return Block(TEXT, escaping.unescape(html), html, align=block.align)


def aside(rows: Iterable[str]) -> tuple[str, ...]:
    """The paragraphs up to the bound, the one that passes it cut there."""
    out, left = [], MOST_ASIDE_CHARACTERS
    for row in rows:
        if left <= 0:
            break
        out.append(row[:left])
        left -= len(row)
    return tuple(out)
