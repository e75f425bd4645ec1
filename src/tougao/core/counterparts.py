"""Which paragraph of a draft came from which of the mail or file: matched by their words, for an editor who wonders.

A text is edited after it was taken over, so they need not be equal: most of a paragraph's pairs of neighbouring
characters must stand in its counterpart. One paragraph may have been made of several, and several of one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import lxml.html

from tougao.core.characters import line
from tougao.core.likeness import NOT_TOLD
from tougao.core.markup import BLOCKS, UNSEEN, tree

PLACE = "data-place"  # on what is shown of an original: the number of the paragraph
LEAST_SHARE = 0.6  # of a paragraph's pairs of characters
MOST_PARAGRAPHS = 1000
COMMON_PAIR = 100  # paragraphs that hold one: beyond, it tells nothing


@dataclass(frozen=True)
class Placed:
    """An original as HTML whose paragraphs carry their numbers, and their words in the same order."""

    html: str
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """A place in the draft and a place in the original, counted from 0; 1 is the likeness of equals."""

    body: int
    original: int
    likeness: float = 1.0


def pairs(body: Sequence[str], original: Sequence[str]) -> tuple[Pair, ...]:
    """For each paragraph of either side its best counterpart on the other, where it has one; the most alike first.

    >>> pairs(["春季运动会昨日开幕"], ["投稿", "春季运动会昨日开幕"])
    (Pair(body=0, original=1, likeness=1.0),)
    """
    ours, theirs = _told(body), _told(original)
    found = {Pair(one, other, like) for one, other, like in _best(ours, theirs)}
    found |= {Pair(one, other, like) for other, one, like in _best(theirs, ours)}
    return tuple(sorted(found, key=lambda pair: (-pair.likeness, pair.body, pair.original)))


def _told(rows: Sequence[str]) -> list[frozenset[str]]:
    """The pairs of neighbouring characters of each row; of a single character itself."""
    out = []
    for row in rows[:MOST_PARAGRAPHS]:
        bare = NOT_TOLD.sub("", row).lower()
        out.append(frozenset(bare[at : at + 2] for at in range(max(1, len(bare) - 1)) if bare))
    return out


def _best(rows: Sequence[frozenset[str]], others: Sequence[frozenset[str]]) -> Iterator[tuple[int, int, float]]:
    """For each row the other most like it, and how much; between equals the one that follows the last match, as texts go on."""
    same: dict[frozenset[str], list[int]] = defaultdict(list)
    places: dict[str, list[int]] = defaultdict(list)
    for place, other in enumerate(others):
        same[other].append(place)
        for pair in other:
            places[pair].append(place)
    expected = 0
    for number, row in enumerate(rows):
        if not row:
            continue
        found = [(1.0, -abs(place - expected), place) for place in same.get(row, ())]
        if not found:
            told = [holders for pair in row if len(holders := places.get(pair, ())) <= COMMON_PAIR]
            common = Counter(place for holders in told for place in holders)
            found = [
                (2 * count / (len(row) + len(others[place])), -abs(place - expected), place)
                for place, count in common.items()
                if count >= LEAST_SHARE * len(told)
            ]
        if found:
            like, _distance, place = max(found)
            expected = place + 1
            yield number, place, like


# --- an original, its paragraphs numbered


def placed(html: str) -> Placed:
    """Clean HTML with every paragraph's number on it; lines parted by breaks are paragraphs as well."""
    root = tree(html)
    root.tag = "div"
    rows: list[str] = []
    _number(root, rows)
    inner = [root.text or "", *(lxml.html.tostring(child, encoding="unicode") for child in root)]
    return Placed("".join(inner), tuple(rows))


def _number(block: lxml.html.HtmlElement, rows: list[str]) -> None:
    """Give each run of words between blocks and breaks a span with its number, in the order one reads."""
    children = list(block)
    runs: list[list[lxml.html.HtmlElement | str]] = [[block.text or ""]]
    block.text = None
    for child in children:
        tail, child.tail = child.tail or "", None
        block.remove(child)
        if child.tag == "br" or _holds_blocks(child):
            runs += [[child], [tail]]
        else:
            runs[-1] += [child, tail]
    last: lxml.html.HtmlElement | None = None
    for run in runs:
        only = run[0]
        if len(run) == 1 and not isinstance(only, str):
            if only.tag != "br" and only.tag not in UNSEEN:
                _number(only, rows)
            block.append(only)
            last = only
            continue
        words = line("".join(each if isinstance(each, str) else _words(each) for each in run))
        if words:
            span = lxml.html.Element("span", {PLACE: str(len(rows))})
            _fill(span, run)
            rows.append(words)
            block.append(span)
            last = span
        else:
            last = _append(block, last, run)


def _holds_blocks(node: lxml.html.HtmlElement) -> bool:
    return isinstance(node.tag, str) and (node.tag in BLOCKS or any(_holds_blocks(child) for child in node))


def _words(node: lxml.html.HtmlElement) -> str:
    return str(node.text_content()) if isinstance(node.tag, str) and node.tag not in UNSEEN else ""


def _fill(span: lxml.html.HtmlElement, run: list[lxml.html.HtmlElement | str]) -> None:
    last: lxml.html.HtmlElement | None = None
    for each in run:
        if not isinstance(each, str):
            span.append(each)
            last = each
        elif last is None:
            span.text = (span.text or "") + each
        else:
            last.tail = (last.tail or "") + each


def _append(
    block: lxml.html.HtmlElement, last: lxml.html.HtmlElement | None, run: list[lxml.html.HtmlElement | str]
) -> lxml.html.HtmlElement | None:
    """Put back what holds no words: white space, a picture."""
    for each in run:
        if not isinstance(each, str):
            block.append(each)
            last = each
        elif last is None:
            block.text = (block.text or "") + each
        else:
            last.tail = (last.tail or "") + each
    return last
