"""Cut a long text into the sheets of the wap edition: as few as fit, evenly filled, no heading left alone at an end.

W3C mobileOK Basic 1.0, PAGE_SIZE_LIMIT: at most 10 kB of markup a page, and 20 kB with all it loads; so at most one picture.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape

from tougao.core.pages.body import SENTENCE_END

MAX_PAGE_BYTES = 10_000
SMALLEST_BUDGET_BYTES = 1_500
CONTAINER = re.compile(r"<(ul|ol|table|blockquote)>(.*)</\1>", re.DOTALL)
ITEM = re.compile(r"(?=<(?:li|tr|p)>)")
TOKEN = re.compile(r"<[^>]*>|[^<]+")
CHARACTER = re.compile(r"&\w+;|.", re.DOTALL)
EMPTY_ELEMENTS = ("<br", "<img")


def size(block: str) -> int:
    return len(block.encode()) + 1


def fits(blocks: Iterable[str]) -> bool:
    """May they stand on one sheet, as far as their pictures go?"""
    return sum(block.count("<img") for block in blocks) <= 1


def sheets(blocks: Sequence[str], budget: int, head: int = 0, tail: int = 0) -> tuple[tuple[str, ...], ...]:
    """The blocks of each sheet, at most `budget` bytes each; `head` bytes of the first and `tail` of the last go to what
    stands there alone. At least one sheet, even for no blocks."""
    budget = max(budget, SMALLEST_BUDGET_BYTES)
    units = _units([piece for block in blocks for piece in pieces(block, budget // 2)], budget)
    if not units:
        return ((),)
    sizes = [sum(map(size, unit)) for unit in units]
    sizes[0] += head
    sizes[-1] += tail
    count = len(_filled(units, sizes, budget))
    low, high = max(sizes), budget
    while low < high:
        middle = (low + high) // 2
        if len(_filled(units, sizes, middle)) <= count:
            high = middle
        else:
            low = middle + 1
    return tuple(_filled(units, sizes, high))


def pieces(block: str, limit: int) -> list[str]:
    """A block of the wap edition in pieces of at most `limit` bytes: between items or rows, else after a sentence, else anywhere.

    >>> pieces("<ol><li>甲</li><li>乙</li></ol>", 24)
    ['<ol><li>甲</li></ol>', '<ol><li value="2">乙</li></ol>']
    """
    if size(block) <= limit:
        return [block]
    match = CONTAINER.fullmatch(block)
    if not match:
        return list(_cut(block, limit))
    tag, inner = match.groups()
    room = limit - size(f"<{tag}></{tag}>") - len(' value="1000"')
    out: list[str] = []
    held = ""
    for number, item in enumerate(filter(None, ITEM.split(inner)), 1):
        for piece in _cut(item, room):
            if held and size(held + piece) > room:
                out.append(f"<{tag}>{held}</{tag}>")
                held = ""
            continues = tag == "ol" and not held and bool(out)
            held += piece.replace("<li>", f'<li value="{number}">', 1) if continues else piece
    return [*out, f"<{tag}>{held}</{tag}>"]


def _cut(markup: str, limit: int) -> Iterator[str]:
    """Pieces of an element; what is open where it is cut is closed, and opened again in the next piece."""
    if size(markup) <= limit:
        yield markup
        return
    opened: list[str] = []
    piece, is_empty = "", True
    for opening, words, closing in _runs(markup, limit // 4):
        after = [*opened, *opening]
        if not is_empty and size(f"{piece}{''.join(opening)}{words}{_closed(after)}") > limit:
            yield piece + _closed(opened)
            piece, is_empty = "".join(opened), True
        piece += "".join(opening) + words + "".join(closing)
        is_empty = False
        opened = after[: len(after) - len(closing)]
    if not is_empty:
        yield piece + _closed(opened)


def _closed(opened: Sequence[str]) -> str:
    return "".join(f"</{tag[1:-1].split()[0]}>" for tag in reversed(opened))


def _runs(markup: str, most: int) -> Iterator[tuple[list[str], str, list[str]]]:
    """Words of at most `most` bytes, with the tags that open before and close after them."""
    opening: list[str] = []
    held: tuple[list[str], str, list[str]] | None = None
    for token in TOKEN.findall(markup):
        if token.startswith("</"):
            if opening:  # an element without words
                if held:
                    yield held
                held, opening = (opening, "", []), []
            if held:
                held[2].append(token)
        elif token.startswith("<") and not token.startswith(EMPTY_ELEMENTS):
            opening.append(token)
        else:
            for words in [token] if token.startswith("<") else _words(token, most):
                if held:
                    yield held
                held, opening = (opening, words, []), []
    if held:
        yield held


def _words(text: str, most: int) -> Iterator[str]:
    """Sentences; one longer than `most` bytes between its characters, an entity being one."""
    for sentence in filter(None, SENTENCE_END.split(text)):
        if len(sentence.encode()) <= most:
            yield sentence
            continue
        held, used = "", 0
        for character in CHARACTER.findall(sentence):
            used += len(character.encode())
            if held and used > (2 * most if _joins(character) else most):
                yield held
                held, used = "", len(character.encode())
            held += character
        yield held


def _joins(character: str) -> bool:
    """A mark that belongs to the character before it: a combining one, a joiner, a variation."""
    code = ord(unescape(character)[0])
    return 0x300 <= code < 0x370 or code in (0x200D, 0xFE0E, 0xFE0F) or 0x1F3FB <= code <= 0x1F3FF


def _units(blocks: Sequence[str], budget: int) -> list[tuple[str, ...]]:
    """A heading goes with the block after it; headings that would not fit on one sheet with it go alone."""
    units: list[tuple[str, ...]] = []
    waiting: tuple[str, ...] = ()
    for block in blocks:
        if waiting and sum(map(size, waiting)) + size(block) > budget:
            units.append(waiting)
            waiting = ()
        waiting = (*waiting, block)
        if not block.startswith(("<h2", "<h3")):
            units.append(waiting)
            waiting = ()
    return [*units, waiting] if waiting else units


def _filled(units: Sequence[tuple[str, ...]], sizes: Sequence[int], limit: int) -> list[tuple[str, ...]]:
    out: list[tuple[str, ...]] = []
    current: list[str] = []
    used = 0
    for unit, needed in zip(units, sizes, strict=True):
        if current and (used + needed > limit or not fits((*current, *unit))):
            out.append(tuple(current))
            current, used = [], 0
        current.extend(unit)
        used += needed
    if current:
        out.append(tuple(current))
    return out
