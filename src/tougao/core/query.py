"""What an editor or a reader types into a search box → what is looked for.

产教融合 青禾            both, anywhere
"校企合作 协议"          side by side, in this order (“ ” and 「 」, too)
-招生                    not this
title:运动会  from:林晓禾  category:校园动态      标题： 来自： 栏目：
date:2026-11  date:2026-11-01..2026-11-20  after:2026-11-01  before:2026-12-01      日期： 自： 至：
semin*                   words of letters that begin so
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from tougao.core.notice import Notice, gettext_noop, notice
from tougao.core.site import Category
from tougao.core.words import Phrase, fold, phrase

MAX_QUERY_CHARACTERS = 200
MAX_TERMS = 16

NO_CATEGORY = gettext_noop("There is no category “{name}”.")
NO_DATE = gettext_noop("“{words}” is no date. Write 2026, 2026-11 or 2026-11-20, or two of them with .. between.")

QUOTES = {'"': '"', "“": "”", "”": "”", "「": "」", "『": "』"}
ITEM = re.compile(
    r"""(?P<minus>[-－](?=\S))?
        (?:(?P<name>[^\W\d_]+)[:：](?=\S))?
        (?:(?P<quote>["“”「『])(?P<quoted>[^"”」』]*)["”」』]? | (?P<word>\S+))""",
    re.VERBOSE,
)
DAY = re.compile(r"(\d{4})(?:[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月)?|年)?")


class Findable(StrEnum):
    """What is looked through."""

    DRAFT = "draft"
    MAIL = "mail"
    ARTICLE = "article"


class Field(StrEnum):
    """Where in a text a word must stand."""

    ANY = "any"
    TITLE = "title"
    PEOPLE = "people"  # sender, organisation, author, source


class Prefix(StrEnum):
    """What may stand before a colon."""

    TITLE = "title"
    FROM = "from"
    CATEGORY = "category"
    DATE = "date"
    AFTER = "after"
    BEFORE = "before"


PREFIXES = {
    **{prefix.value: prefix for prefix in Prefix},
    **dict.fromkeys(("标题", "題目", "题目"), Prefix.TITLE),
    **dict.fromkeys(("来自", "发件人", "作者", "单位", "by"), Prefix.FROM),
    **dict.fromkeys(("栏目", "分类"), Prefix.CATEGORY),
    **dict.fromkeys(("日期", "on"), Prefix.DATE),
    **dict.fromkeys(("自", "起", "since"), Prefix.AFTER),
    **dict.fromkeys(("至", "止", "until"), Prefix.BEFORE),
}
FIELDS = {Prefix.TITLE: Field.TITLE, Prefix.FROM: Field.PEOPLE}


@dataclass(frozen=True)
class Term:
    phrase: Phrase
    field: Field = Field.ANY


@dataclass(frozen=True)
class Query:
    """`since` is the first moment wanted, `until` the first no longer wanted; both aware. Categories are slugs.

    `troubles` tell what of the query could not be followed; a query with some finds nothing.
    """

    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    categories: tuple[str, ...] = ()
    not_categories: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    troubles: tuple[Notice, ...] = ()

    @property
    def is_empty(self) -> bool:
        return self == Query()

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """What is marked where it is found."""
        return tuple(term.phrase for term in self.wanted)


@dataclass(frozen=True)
class _Item:
    words: str
    prefix: Prefix | None
    is_quoted: bool
    is_unwanted: bool


def parsed(text: str, categories: Sequence[Category], zone: ZoneInfo) -> Query:
    """The query that a text stands for. Never raises; days begin and end in `zone`."""
    wanted: list[Term] = []
    unwanted: list[Term] = []
    within: list[str] = []
    without: list[str] = []
    troubles: list[Notice] = []
    since: list[datetime] = []
    until: list[datetime] = []
    for item in list(_items(text[:MAX_QUERY_CHARACTERS]))[:MAX_TERMS]:
        match item.prefix:
            case Prefix.CATEGORY:
                slugs = _slugs(item.words, categories)
                (without if item.is_unwanted else within).extend(slugs)
                if not slugs:
                    troubles.append(notice(NO_CATEGORY, name=item.words))
            case Prefix.DATE | Prefix.AFTER | Prefix.BEFORE:
                span = _span(item.words, zone)
                if span is None:
                    troubles.append(notice(NO_DATE, words=item.words))
                    continue
                if item.prefix is not Prefix.BEFORE:
                    since.append(span[0])
                if item.prefix is not Prefix.AFTER:
                    until.append(span[0] if item.prefix is Prefix.BEFORE else span[1])
            case _:
                found = phrase(item.words, is_prefix=not item.is_quoted and item.words.endswith(("*", "＊")))
                if found:
                    term = Term(found, FIELDS[item.prefix] if item.prefix else Field.ANY)
                    (unwanted if item.is_unwanted else wanted).append(term)
    return Query(
        tuple(wanted),
        tuple(unwanted),
        tuple(within),
        tuple(without),
        max(since) if since else None,
        min(until) if until else None,
        tuple(troubles),
    )


def _items(text: str) -> Iterator[_Item]:
    for found in ITEM.finditer(text):
        words = found["quoted"] if found["quote"] else found["word"]
        prefix = PREFIXES.get(fold(found["name"] or ""))
        if found["name"] and prefix is None:  # 12:30, http://, a name that is none of ours
            words = f"{found['name']} {words}"
        yield _Item(words, prefix, bool(found["quote"]), bool(found["minus"]))


def _slugs(words: str, categories: Sequence[Category]) -> list[str]:
    """By slug or name, else by the beginning of a name."""
    wanted = fold(words)
    exact = [each.slug for each in categories if wanted in (each.slug, fold(each.name))]
    return exact or [each.slug for each in categories if fold(each.name).startswith(wanted)]


def _span(words: str, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    first, dots, last = words.partition("..")
    spans = [_day_span(first, zone), _day_span(last if dots else first, zone)]
    if spans[0] is None or spans[1] is None:
        return None
    return spans[0][0], spans[1][1]


def _day_span(words: str, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """A year, a month or a day: its first moment and that after its last."""
    found = DAY.fullmatch(fold(words.strip()))
    if found is None:
        return None
    year, month, day = (int(each) if each else 0 for each in found.groups())
    try:
        first = date(year, month or 1, day or 1)
        after = (
            first + timedelta(1)
            if day
            else date(year + month // 12, month % 12 + 1, 1)
            if month
            else date(year + 1, 1, 1)
        )
    except (ValueError, OverflowError):
        return None
    return datetime.combine(first, time(), zone), datetime.combine(after, time(), zone)
