"""The tables [guestbook] and [rights] as parts of the settings: what readers may send in, and what becomes of it.

`rights.editors` is no part of them: to whom the desk writes is configured in the file alone (docs/design.md).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from tougao.core.notice import Notice, gettext_noop, notice
from tougao.core.site import Site

Row = dict[str, Any]
Span = tuple[int, int]

SWITCHES = ("on", "comments")
COUNTS: Mapping[str, Span] = {"proof_bits": (0, 24), "per_hour": (1, 1000), "days": (1, 365), "keep_days": (30, 36500)}
REMINDER_DAYS: Span = (0, 365)
MOST_REMINDERS = 20
GUESTBOOK = ("on", "comments", "title", "proof_bits", "per_hour")
RIGHTS = ("on", "title", "days", "reminders", "keep_days")

NO_TITLE = gettext_noop("“{field}” must not be empty.")
BAD_COUNT = gettext_noop("“{field}” is a whole number from {least} to {most}.")
BAD_REMINDERS = gettext_noop(
    "“{field}” are at most {count} whole numbers of days from {least} to {most}, such as 7, 1."
)


def guestbook(site: Site) -> Row:
    return {name: getattr(site.guestbook, name) for name in GUESTBOOK}


def with_guestbook(site: Site, value: Row) -> Site:
    return replace(site, guestbook=replace(site.guestbook, **_known(value, GUESTBOOK)))


def rights(site: Site) -> Row:
    return {name: getattr(site.rights, name) for name in RIGHTS} | {"reminders": list(site.rights.reminders)}


def with_rights(site: Site, value: Row) -> Site:
    known = _known(value, RIGHTS)
    if "reminders" in known:
        known["reminders"] = tuple(known["reminders"])
    return replace(site, rights=replace(site.rights, **known))


def _known(value: Row, names: tuple[str, ...]) -> Row:
    return {name: value[name] for name in names if name in value}


def problems(value: Row) -> Iterator[Notice]:
    """What is wrong with either of them; a count that was no number when it was typed still stands there as it was typed."""
    if not str(value.get("title", "")).strip():
        yield notice(NO_TITLE, field="title")
    for field, (least, most) in COUNTS.items():
        if field in value and not _is_within(value[field], (least, most)):
            yield notice(BAD_COUNT, field=field, least=least, most=most)
    days = value.get("reminders", [])
    if len(days) > MOST_REMINDERS or not all(_is_within(each, REMINDER_DAYS) for each in days):
        least, most = REMINDER_DAYS
        yield notice(BAD_REMINDERS, field="reminders", count=MOST_REMINDERS, least=least, most=most)


def _is_within(value: object, span: Span) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and span[0] <= value <= span[1]
