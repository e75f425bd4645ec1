"""What readers write: messages in the guestbook (留言本) and below articles, and what may become of them.

A list of messages is named by its slug, as lists of articles are (core.layout): that of the guestbook, or an article's.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tougao.core.characters import composed, line, printable
from tougao.core.notice import Notice, gettext_noop, notice
from tougao.errors import DecisionError

MOST_NAME, LEAST_TEXT, MOST_TEXT, MOST_ANSWER = 30, 2, 1000, 1000  # characters
MOST_LINKS = 2
LINK = re.compile(r"https?://|www\.|\b[\w-]+\.(?:com|cn|net|org|top|xyz|vip|shop|club|info|cc|me|ru)\b", re.IGNORECASE)
BLANK_LINES = re.compile(r"\n\s*\n+")

EMPTY = gettext_noop("Write something first.")
LONG_NAME = gettext_noop("A name may have {most} characters; this one has {count}.")
LONG_TEXT = gettext_noop("A message may have {most} characters; this one has {count}. Shorten it.")
MANY_LINKS = gettext_noop("A message may name {most} addresses; this one names {count}. Leave some out.")
LONG_ANSWER = gettext_noop("An answer may have {most} characters; this one has {count}.")
NO_ANSWER = gettext_noop("Write the answer first.")
NOT_SO = gettext_noop("A message that is {status} cannot be given “{action}”.")


class Standing(StrEnum):
    """Where a message stands. Readers see none but those that are shown."""

    WAITING = "waiting"
    SHOWN = "shown"
    REFUSED = "refused"


class Deed(StrEnum):
    """What an editor does with a message."""

    SHOW = "let through"
    REFUSE = "refuse"
    ANSWER = "answer"
    TAKE_BACK = "take back"


# What each deed makes of a message; whatever is not here cannot be done.
DEEDS = {
    (Standing.WAITING, Deed.SHOW): Standing.SHOWN,
    (Standing.WAITING, Deed.REFUSE): Standing.REFUSED,
    (Standing.WAITING, Deed.ANSWER): Standing.SHOWN,
    (Standing.SHOWN, Deed.ANSWER): Standing.SHOWN,
    (Standing.SHOWN, Deed.TAKE_BACK): Standing.REFUSED,
    (Standing.REFUSED, Deed.SHOW): Standing.SHOWN,
}


def after(standing: Standing, deed: Deed) -> Standing:
    """Raises DecisionError where the table has no such row."""
    found = DEEDS.get((standing, deed))
    if found is None:
        raise DecisionError(NOT_SO, status=standing, action=deed)
    return found


@dataclass(frozen=True)
class Message:
    """One that is shown. `number` is its ordinal in its list, given once; `name` may be empty; texts are plain."""

    number: int
    name: str
    text: str
    written_at: datetime
    answer: str = ""
    answered_at: datetime | None = None

    @property
    def changed_at(self) -> datetime:
        return max(self.answered_at or self.written_at, self.written_at)


@dataclass(frozen=True)
class Typed:
    """What somebody typed, as it would be kept."""

    name: str
    text: str

    @property
    def links(self) -> int:
        return links(self.text)


def typed(name: str, text: str) -> Typed:
    """
    >>> typed(" 林\\u200b晓禾 ", "好！\\r\\n\\r\\n\\r\\n再来。 ")
    Typed(name='林晓禾', text='好！\\n\\n再来。')
    """
    rows = (row.rstrip() for row in printable(text).strip().split("\n"))
    return Typed(line(name), BLANK_LINES.sub("\n\n", "\n".join(rows)))


def links(text: str) -> int:
    """
    >>> links("见 https://a.cn/x 和 www.b.com"), links("第1.2节")
    (2, 0)
    """
    return sum(bool(LINK.search(word)) for word in re.split(r"[\s，。；、（）()]+", text))


def problems(found: Typed) -> Iterator[tuple[str, Notice]]:
    """(field, what is wrong and what to do) for everything that is wrong."""
    if len(found.name) > MOST_NAME:
        yield "name", notice(LONG_NAME, most=MOST_NAME, count=len(found.name))
    if len(found.text) < LEAST_TEXT:
        yield "text", notice(EMPTY)
    elif len(found.text) > MOST_TEXT:
        yield "text", notice(LONG_TEXT, most=MOST_TEXT, count=len(found.text))
    if found.links > MOST_LINKS:
        yield "text", notice(MANY_LINKS, most=MOST_LINKS, count=found.links)


def answer(text: str) -> str:
    """An editor's answer as it is kept. Raises DecisionError for none and for one that is too long."""
    kept = typed("", text).text
    if not kept:
        raise DecisionError(NO_ANSWER)
    if len(kept) > MOST_ANSWER:
        raise DecisionError(LONG_ANSWER, most=MOST_ANSWER, count=len(kept))
    return kept


def digest(text: str) -> str:
    """The same for two texts that differ in case, spaces and marks alone.

    >>> digest("您好， 世界！") == digest("您好世界")
    True
    """
    return hashlib.sha256(re.sub(r"[\W_]+", "", composed(text).casefold()).encode()).hexdigest()


def is_proven(token: str, proof: str, bits: int) -> bool:
    """Was work done for this token? SHA-256 of "{token}:{proof}" begins with `bits` zero bits.

    >>> is_proven("t", "5", 0), is_proven("t", "x" * 65, 0), is_proven("t", "", 0)
    (True, False, False)
    """
    if not 0 < len(proof) <= 64:
        return False
    value = int.from_bytes(hashlib.sha256(f"{token}:{proof}".encode("utf-8", "replace")).digest(), "big")
    return value >> (256 - bits) == 0 if bits else True


def paragraphs(text: str) -> list[list[str]]:
    """A plain text as paragraphs of lines.

    >>> paragraphs("一\\n二\\n\\n三")
    [['一', '二'], ['三']]
    """
    return [part.split("\n") for part in text.split("\n\n") if part]
