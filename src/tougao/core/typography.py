"""Where lines may break, and what is set apart: markup only, no character is changed."""

import re
import unicodedata
from functools import lru_cache

from markupsafe import Markup, escape

from tougao.core.article import headline
from tougao.core.characters import HAN

AFTER = re.compile(r"(?<=[，、：；。！？”》）】|,:;!?)])(?=[^\s，、：；。！？”》）】|,:;!?)\d])")
BEFORE = re.compile(r"(?<=[^\s“《（【(])(?=[“《（【(])")
MAY_BREAK = re.compile(f"{AFTER.pattern}|{BEFORE.pattern}")
NUMBERED = re.compile(r"^((?:[一二三四五六七八九十]{1,3}\s*[、.．]|[（(][一二三四五六七八九十]{1,3}[)）]))\s*(.+)$")
HAN_RUN = re.compile(f"{HAN.pattern}+")
A_HAN = "字"  # in the place of a run of them: words that begin before it stay one
WORD = re.compile(r"[A-Za-z][\w'-]*")
ELLIPSIS = "…"
WIDE = frozenset("WF")  # East Asian Width (UAX 11): two columns
JOINED = frozenset(("Mn", "Me", "Cf"))  # drawn with the character before it
MINUTE_CHARACTERS = 400
MINUTE_WORDS = 230


@lru_cache(maxsize=4096)  # a title stands on its own page, on those of its neighbours and in lists
def breakable(text: str) -> Markup:
    """The text with `<wbr>` where a heading may break: round punctuation, so that no word is torn."""
    pieces = MAY_BREAK.split(text)
    return Markup("<wbr>").join(escape(piece) for piece in pieces if piece)


def kicker_and_headline(title: str) -> tuple[str, str, str]:
    """Kicker, its colon, and headline.

    >>> kicker_and_headline("青禾师院：运动会开幕")
    ('青禾师院', '：', '运动会开幕')
    """
    kicker, rest = headline(title)
    return (kicker[:-1], kicker[-1:], rest) if kicker else ("", "", rest)


def numbered(heading: str) -> tuple[str, str]:
    """
    >>> numbered("一、校政行企“联合”")
    ('一、', '校政行企“联合”')
    """
    match = NUMBERED.match(heading)
    return (match[1], match[2]) if match else ("", heading)


def reading_minutes(text: str) -> int:
    """How long a text takes to read, at least one minute."""
    rest, runs = HAN_RUN.subn(A_HAN, text)
    han = len(text) - len(rest) + runs
    words = len(WORD.findall(rest))
    return max(1, round(han / MINUTE_CHARACTERS + words / MINUTE_WORDS))


def columns(text: str) -> int:
    """How wide a text stands: a Han character takes two columns, a Latin letter one.

    >>> columns("读书节 2026"), columns("e\u0301")
    (11, 1)
    """
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in JOINED:
        return 0
    return 2 if unicodedata.east_asian_width(character) in WIDE else 1


def clipped(text: str, most: int) -> str:
    """The text, or as much of it as stands in so many columns with an ellipsis; no word of letters is torn, unless it stands alone.

    >>> clipped("青禾师范学院春季运动会", 13), clipped("An English release", 14), clipped("青禾 2026", 9)
    ('青禾师范学…', 'An English…', '青禾 2026')
    """
    if len(text) * 2 <= most or columns(text) <= most:
        return text
    room, end = most - 2, 0  # an ellipsis is wide in Chinese
    while (wide := _columns(text[end])) <= room:
        room, end = room - wide, end + 1
    while end and text[end - 1] == "\u200d":
        end -= 1  # what it joins is not there
    kept = text[:end]
    if _is_letter(text[end]) and end and _is_letter(kept[-1]):
        before = kept.rstrip("".join({each for each in kept if _is_letter(each)}))
        kept = before if before.strip() else kept
    return kept.rstrip().rstrip("，、：；,:;—") + ELLIPSIS


def _is_letter(character: str) -> bool:
    return (character.isalnum() or character in "'’-_") and unicodedata.east_asian_width(character) not in WIDE
