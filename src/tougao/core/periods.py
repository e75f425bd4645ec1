"""Weeks and months of a site's own calendar, as spans of time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

MOST_PERIODS = 60


class Step(StrEnum):
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Period:
    """From `starts_at` up to and without `ends_at`, both aware UTC; `first` is its first day in the site's calendar."""

    first: date
    starts_at: datetime
    ends_at: datetime


def periods(first: date, last: date, step: Step, zone: ZoneInfo) -> tuple[Period, ...]:
    """The weeks (from Monday) or months that hold the days `first` to `last`, the ends cut to these days; at most the last
    MOST_PERIODS.

    >>> [str(each.first) for each in periods(date(2026, 10, 15), date(2026, 12, 1), Step.MONTH, ZoneInfo("Asia/Shanghai"))]
    ['2026-10-15', '2026-11-01', '2026-12-01']
    """
    starts = [max(first, each) for each in _starts(first, last, step)][-MOST_PERIODS:]
    ends = [*starts[1:], last + timedelta(days=1)]
    return tuple(
        Period(start, _midnight(start, zone), _midnight(end, zone)) for start, end in zip(starts, ends, strict=True)
    )


def default_range(today: date, step: Step) -> tuple[date, date]:
    """The last twelve weeks or months, this one among them."""
    if step is Step.WEEK:
        return today - timedelta(days=today.weekday() + 7 * 11), today
    year, month = divmod(today.year * 12 + today.month - 1 - 11, 12)
    return date(year, month + 1, 1), today


def _starts(first: date, last: date, step: Step) -> Iterator[date]:
    day = first - timedelta(days=first.weekday()) if step is Step.WEEK else first.replace(day=1)
    while day <= last:
        yield day
        day += timedelta(days=7) if step is Step.WEEK else timedelta(days=32)
        day = day if step is Step.WEEK else day.replace(day=1)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
