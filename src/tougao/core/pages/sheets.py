"""Cut a long text into the sheets of the wap edition: as few as fit, evenly filled, no heading left alone at an end."""

import re
from collections.abc import Sequence

from tougao.core.pages.body import SENTENCE_END

MAX_PAGE_BYTES = 10_000  # W3C mobileOK Basic 1.0, PAGE_SIZE_LIMIT: markup of a page
SMALLEST_BUDGET_BYTES = 1_500
PLAIN_PARAGRAPH = re.compile(r"^<p>(.*)</p>$", re.DOTALL)


def size(block: str) -> int:
    return len(block.encode()) + 1


def sheets(blocks: Sequence[str], budget: int, head: int = 0, tail: int = 0) -> tuple[tuple[str, ...], ...]:
    """The blocks of each sheet, at most `budget` bytes each; `head` bytes of the first and `tail` of the last go to what
    stands there alone. At least one sheet, even for no blocks."""
    budget = max(budget, SMALLEST_BUDGET_BYTES)
    units = _units([piece for block in blocks for piece in _pieces(block, budget // 2)])
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


def _pieces(block: str, limit: int) -> list[str]:
    """A paragraph too long for a sheet, cut at sentences, else between characters; other blocks stay whole."""
    match = PLAIN_PARAGRAPH.match(block)
    if size(block) <= limit or not match:
        return [block]
    runs = (
        [piece for piece in SENTENCE_END.split(match[1]) if piece]
        if "<" not in match[1]
        else _runs_outside_tags(match[1])
    )
    out, current = [], ""
    for part in (part for run in runs for part in _hard_cut(run, limit - 20)):
        if current and size(f"<p>{current}{part}</p>") > limit:
            out.append(f"<p>{current}</p>")
            current = ""
        current += part
    return [*out, f"<p>{current}</p>"] if current else out


def _runs_outside_tags(html: str) -> list[str]:
    """Sentences, cut only where no element is open."""
    runs, current, depth = [], "", 0
    for token in re.split(r"(<[^>]+>)", html):
        if token.startswith("<"):
            depth += -1 if token.startswith("</") else 0 if token.endswith("/>") else 1
            current += token
        elif depth:
            current += token
        else:
            for piece in SENTENCE_END.split(token):
                current += piece
                if SENTENCE_END.search(piece[-1:] + " ") and piece:
                    runs.append(current)
                    current = ""
    return [*runs, current] if current else runs


def _hard_cut(run: str, limit: int) -> list[str]:
    if len(run.encode()) <= limit or "<" in run or "&" in run:
        return [run]
    step = max(1, limit // 4)
    return [run[start : start + step] for start in range(0, len(run), step)]


def _units(blocks: Sequence[str]) -> list[tuple[str, ...]]:
    """A heading goes with the block after it."""
    units: list[tuple[str, ...]] = []
    waiting: tuple[str, ...] = ()
    for block in blocks:
        if block.startswith(("<h2", "<h3")):
            waiting = (*waiting, block)
        else:
            units.append((*waiting, block))
            waiting = ()
    return [*units, waiting] if waiting else units


def _filled(units: Sequence[tuple[str, ...]], sizes: Sequence[int], limit: int) -> list[tuple[str, ...]]:
    out: list[tuple[str, ...]] = []
    current: list[str] = []
    used = 0
    for unit, needed in zip(units, sizes, strict=True):
        if current and used + needed > limit:
            out.append(tuple(current))
            current, used = [], 0
        current.extend(unit)
        used += needed
    if current:
        out.append(tuple(current))
    return out
