"""A text as words that an index can keep and find again, Chinese ones of two characters and of one included.

Chinese is written without spaces, so a run of Han, kana or hangul gives a token for each of its places: the two characters
that begin there, and at the end of the run the one that is left. So every place has exactly one token that begins with its
character: 教育部 gives 教育, 育部, 部. A word of the query is then the row of its own pairs (教育, 育部) side by side, and a
single character is all tokens that begin with it. Letters and digits of other scripts are words as they stand.

Letters are folded, one for one, so a place in the folded text is the same place in the text: full-width forms and
compatibility ideographs as their usual ones, capitals as small letters, accents left out. Traditional characters stay.

Indexes hold these tokens: whoever changes them adds a migration that forgets the index (archive.search.clear).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MAX_INDEXED_CHARACTERS = 50_000  # of one text; what stands behind them is kept, not found
MAX_WORD_CHARACTERS = 64

CJK = (
    "\u3005-\u3007\u3040-\u30ff\u3100-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
RUN = re.compile(rf"([{CJK}]+)|((?:(?![{CJK}])[^\W_])(?:(?![{CJK}])[\w\u0300-\u036f](?<!_))*)")
MARKS = re.compile("[\u0300-\u036f]+")
FOLDED_RANGES = (
    (0x00AA, 0x024F), (0x1E00, 0x1EFF), (0x2C60, 0x2C7F), (0x2E80, 0x2FDF), (0x3000, 0x3000), (0xF900, 0xFAFF),
    (0xFF01, 0xFFEE), (0x2F800, 0x2FA1F),
)  # fmt: skip


def _folding() -> Iterator[tuple[int, str]]:
    for first, last in FOLDED_RANGES:
        for code in range(first, last + 1):
            usual = unicodedata.normalize("NFKC", chr(code)).lower()
            bare = MARKS.sub("", unicodedata.normalize("NFD", usual)) if code < 0x2000 else usual
            if len(bare) == 1 and bare != chr(code):
                yield code, bare


FOLDING = dict(_folding())


def fold(text: str) -> str:
    """The text in the characters words are compared in; as long as it was.

    >>> fold("ＡＩ时代的Café")
    'ai时代的cafe'
    """
    folded = text.translate(FOLDING).lower()
    return folded if len(folded) == len(text) else "".join(each.lower()[:1] or each for each in text.translate(FOLDING))


@dataclass(frozen=True)
class Run:
    """A stretch of characters of one sort, folded, with its place in the text; `is_cjk` when it is written without spaces."""

    word: str
    start: int
    end: int
    is_cjk: bool

    @property
    def tokens(self) -> list[str]:
        return [self.word[at : at + 2] for at in range(len(self.word))] if self.is_cjk else [self.word]


def runs(text: str) -> Iterator[Run]:
    """What stands between the spaces and punctuation of a text, in order."""
    for found in RUN.finditer(fold(text)):
        cjk, other = found.groups()
        if cjk:
            yield Run(cjk, found.start(), found.end(), True)
        else:
            yield Run(MARKS.sub("", other)[:MAX_WORD_CHARACTERS], found.start(), found.end(), False)


def tokens(text: str) -> list[str]:
    """The tokens of a text, in order, as they are indexed.

    >>> tokens("教育部2026年AI白皮书")
    ['教育', '育部', '部', '2026', '年', 'ai', '白皮', '皮书', '书']
    """
    return [token for run in runs(text[:MAX_INDEXED_CHARACTERS]) for token in run.tokens]


def letters(text: str) -> list[str]:
    """Every character of a text that is a word by itself, once, in order; what a single one is looked up by.

    >>> letters("教育部教AI")
    ['教', '育', '部']
    """
    return list(dict.fromkeys("".join(run.word for run in runs(text[:MAX_INDEXED_CHARACTERS]) if run.is_cjk)))


def spaced(text: str) -> str:
    """The runs of a text with a space on either side of each: where `Phrase.pattern` is looked for.

    >>> spaced("教育部2026年，AI")
    ' 教育部 2026 年 ai '
    """
    return "".join(f" {run.word}" for run in runs(text[:MAX_INDEXED_CHARACTERS])) + " "


@dataclass(frozen=True)
class Phrase:
    """Words that must stand side by side. `is_prefix` when the last of `tokens` is only the beginning of one in the index."""

    tokens: tuple[str, ...]
    pattern: str  # what `spaced` of a text that has it contains
    is_prefix: bool = False

    @property
    def is_letter(self) -> bool:
        """Is it one of the `letters` of a text?"""
        return len(self.tokens) == 1 and self.is_prefix and self.pattern == self.tokens[0]


def phrase(text: str, is_prefix: bool = False) -> Phrase | None:
    """The phrase of a query; None when no word is in it. With `is_prefix`, a last word of letters may go on."""
    found = list(runs(text[:MAX_INDEXED_CHARACTERS]))
    if not found:
        return None
    last = found[-1]
    row = [token for run in found for token in run.tokens]
    if last.is_cjk and len(last.word) > 1:
        row.pop()  # in the text the run may go on, so the single last character is no token there
    goes_on = is_prefix if not last.is_cjk else len(last.word) == 1
    pattern = ("" if found[0].is_cjk else " ") + " ".join(run.word for run in found)
    return Phrase(tuple(row), pattern + ("" if last.is_cjk or goes_on else " "), goes_on)


def places(text: str, phrases: Sequence[Phrase]) -> list[tuple[int, int]]:
    """Where the phrases stand in a text, as (start, end), in order and without overlap."""
    row = list(runs(text))
    spread = "".join(f" {run.word}" for run in row) + " "
    starts, at = [], 1
    for run in row:
        starts.append(at)
        at += len(run.word) + 1
    out: list[tuple[int, int]] = []
    for each in phrases:
        for found in re.finditer(re.escape(each.pattern), spread):
            begin = found.start() + (each.pattern[0] == " ")
            end = found.end() - (each.pattern[-1] == " ")
            first, final = _run_at(starts, begin), _run_at(starts, end - 1)
            start = row[first].start + (begin - starts[first] if row[first].is_cjk else 0)
            stop = row[final].start + (end - starts[final]) if row[final].is_cjk else row[final].end
            out.append((start, stop))
    return _apart(sorted(out))


def _run_at(starts: list[int], place: int) -> int:
    from bisect import bisect_right

    return bisect_right(starts, place) - 1


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


@dataclass(frozen=True)
class Piece:
    """A stretch of a snippet; `is_found` where it is what was looked for."""

    words: str
    is_found: bool = False


def snippet(text: str, phrases: Sequence[Phrase], width: int = 90) -> tuple[Piece, ...]:
    """About `width` characters of a text round the place where most of what was looked for stands, and that marked."""
    spans = places(text, phrases)
    start = min(_best_start(spans, width), max(0, len(text) - width))
    end = min(len(text), start + width)
    shown = [(max(one, start), min(other, end)) for one, other in spans if one < end and other > start]
    out, at = [Piece("…")] if start else [], start
    for one, other in shown:
        out += [Piece(text[at:one]), Piece(text[one:other], True)]
        at = other
    out += [Piece(text[at:end]), Piece("…" if end < len(text) else "")]
    return tuple(Piece(" ".join(each.words.split("\n")), each.is_found) for each in out if each.words)


def _best_start(spans: list[tuple[int, int]], width: int) -> int:
    if not spans:
        return 0
    best = max(spans, key=lambda span: (sum(span[0] <= start < span[0] + width for start, _ in spans), -span[0]))
    return max(0, best[0] - width // 4)
