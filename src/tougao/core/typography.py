"""Where lines may break, and what is set apart: markup only, no character is changed."""

import re
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
