"""权利声明: somebody says that an article wrongs him. Each complaint is a case with a day by which it is to be settled."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from tougao.core.characters import line
from tougao.core.messages import typed
from tougao.core.notice import Notice, gettext_noop, notice

MOST_NAME, MOST_ADDRESS, MOST_WHERE, LEAST_TEXT, MOST_TEXT = 60, 254, 300, 10, 4000  # characters
ADDRESS = re.compile(r"[^\s@<>,;:()\[\]\\\"]+@[^\s@<>,;:()\[\]\\\"]+\.[^\s@<>,;:()\[\]\\\"]+")
ARTICLE = re.compile(r"(?:^|/)a/(\d{1,9})(?:-\d+)?\.html|^\s*(\d{1,9})\s*$")
OVERDUE = -1  # in place of a count of days: the day has passed

NO_WHERE = gettext_noop("Say which article it is about: paste its address, or write its title.")
LONG_WHERE = gettext_noop("The article's address or title may have {most} characters.")
NO_NAME = gettext_noop("Write your name, or that of whom you speak for, so that we know who asks.")
LONG_NAME = gettext_noop("A name may have {most} characters; this one has {count}.")
NO_ADDRESS = gettext_noop("Write a mail address where our answer can reach you, such as name@example.cn.")
SHORT_TEXT = gettext_noop("Say what is wrong and what you ask for, in {least} characters or more.")
LONG_TEXT = gettext_noop(
    "What you write may have {most} characters; it has {count}. Shorten it, or send the rest by mail."
)
NOT_DECLARED = gettext_noop("Tick that what you write is true; we can act on nothing else.")


class Ground(StrEnum):
    """What somebody complains of."""

    COPYRIGHT = "copyright"
    PRIVACY = "privacy"
    REPUTATION = "reputation"
    FACTS = "facts"
    OTHER = "other"


class Outcome(StrEnum):
    """How a case ended."""

    WITHDRAWN = "withdrawn article"
    CORRECTED = "corrected article"
    KEPT = "article stays"
    ELSEWHERE = "settled elsewhere"


class Step(StrEnum):
    """What was done in a case; its log is made of these, and of the decisions on its article."""

    RECEIVED = "received"
    MADE = "made of a mail"
    MAILED = "further mail"
    NOTED = "noted"
    NAMED = "article named"
    ANSWERED = "answered"
    REMINDED = "reminded"
    CLOSED = "closed"
    REOPENED = "reopened"


UNDOABLE = (
    Step.NAMED,
    Step.ANSWERED,
    Step.CLOSED,
    Step.REOPENED,
)  # a note is no decision; what it says is told by another


@dataclass(frozen=True)
class Complaint:
    """What was typed, as it would be kept. `where` is the article as they name it."""

    where: str
    ground: Ground
    name: str
    address: str
    text: str

    @property
    def article(self) -> int | None:
        return article_of(self.where)


def complaint(where: str, ground: str, name: str, address: str, text: str) -> Complaint:
    known = Ground(ground) if ground in set(Ground) else Ground.OTHER
    return Complaint(line(where), known, line(name), line(address).replace("＠", "@"), typed("", text).text)


def article_of(where: str) -> int | None:
    """The publication number that an address, of either edition, or a bare number names.

    >>> article_of("https://news.example.cn/wap/a/1796-2.html#x"), article_of("1796"), article_of("标题")
    (1796, 1796, None)
    """
    found = ARTICLE.search(where)
    return int(found[1] or found[2]) if found else None


def problems(found: Complaint, is_declared: bool) -> Iterator[tuple[str, Notice]]:
    """(field, what is wrong and what to do) for everything that is wrong."""
    if not found.where:
        yield "where", notice(NO_WHERE)
    elif len(found.where) > MOST_WHERE:
        yield "where", notice(LONG_WHERE, most=MOST_WHERE)
    if not found.name:
        yield "name", notice(NO_NAME)
    elif len(found.name) > MOST_NAME:
        yield "name", notice(LONG_NAME, most=MOST_NAME, count=len(found.name))
    if len(found.address) > MOST_ADDRESS or not ADDRESS.fullmatch(found.address):
        yield "address", notice(NO_ADDRESS)
    if len(found.text) < LEAST_TEXT:
        yield "text", notice(SHORT_TEXT, least=LEAST_TEXT)
    elif len(found.text) > MOST_TEXT:
        yield "text", notice(LONG_TEXT, most=MOST_TEXT, count=len(found.text))
    if not is_declared:
        yield "declared", notice(NOT_DECLARED)


def due(received_at: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The end of the last day, as the site's calendar counts: a complaint of the first is due on the thirty-first."""
    day = received_at.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, time(23, 59, 59), zone).astimezone(UTC)


def days_left(due_at: datetime, now: datetime, zone: ZoneInfo) -> int:
    """Whole days of the calendar; 0 on the last day, OVERDUE or less after it."""
    return (due_at.astimezone(zone).date() - now.astimezone(zone).date()).days


def reminders(left: int, wanted: Collection[int], given: Collection[int]) -> list[int]:
    """Which reminders are due with so many days left and were not given yet, the most urgent first.

    >>> reminders(6, (7, 1), ()), reminders(0, (7, 1), (7,)), reminders(-3, (7, 1), ()), reminders(8, (7, 1), ())
    ([7], [1], [-1, 1, 7], [])
    """
    return sorted(each for each in {*wanted, OVERDUE} if left <= each and each not in given)
