"""Plain text that a mail program broke at a fixed width, put back into paragraphs."""

import re
import unicodedata
from itertools import pairwise

from tougao.core.characters import HAN, is_chinese

WIDEST_COLUMNS = 100  # a longer row was not broken by a program
NARROWEST_COLUMNS = 50
# A program fills every row to within a character or a word of the width.
SLACK_COLUMNS, SLACK_COLUMNS_WORDS = 4, 16
ENDS_SENTENCE = re.compile(r"[。！？!?…：:；;.][”’」』）)\"]*\s*$")
STARTS_ANEW = re.compile(r"^(?:[\s\u3000]{2,}|[-*•·>]|\d{1,2}[.、)]|[一二三四五六七八九十]{1,3}、|\S{1,8}[：:])")


def columns(row: str) -> int:
    """Display width: a Han character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in row)


def unwrapped(text: str) -> str:
    """Join rows that end only because the row was full; blank rows part paragraphs and stay."""
    rows = text.split("\n")
    widest = max((columns(row.rstrip()) for row in rows), default=0)
    if not NARROWEST_COLUMNS <= widest <= WIDEST_COLUMNS:
        return text
    slack = SLACK_COLUMNS if is_chinese(text) else SLACK_COLUMNS_WORDS
    filled = [row for row, after in pairwise(rows) if columns(row.rstrip()) >= widest - slack and after.strip()]
    if sum(bool(ENDS_SENTENCE.search(row)) for row in filled) * 2 >= len(filled):
        return text  # rows that end with their sentences are paragraphs, each on a line of its own
    out: list[str] = []
    full = False
    for row in rows:
        if full and row.strip() and not STARTS_ANEW.match(row):
            gap = "" if HAN.match(row.strip()[:1]) or HAN.match(out[-1].rstrip()[-1:]) else " "
            out[-1] = out[-1].rstrip() + gap + row.strip()
        else:
            out.append(row)
        full = columns(row.rstrip()) >= widest - slack
    return "\n".join(out)
