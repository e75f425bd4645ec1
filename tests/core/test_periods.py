"""Weeks and months of a site's calendar."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tougao.core.periods import MOST_PERIODS, Step, default_range, periods

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")


def test_weeks_begin_on_monday_at_the_sites_midnight_and_the_ends_are_cut():
    found = periods(date(2026, 11, 18), date(2026, 11, 24), Step.WEEK, SHANGHAI)
    assert [each.first for each in found] == [date(2026, 11, 18), date(2026, 11, 23)]
    assert found[0].starts_at == datetime(2026, 11, 17, 16, tzinfo=UTC)
    assert found[-1].ends_at == datetime(2026, 11, 24, 16, tzinfo=UTC)


def test_a_week_with_a_change_of_clocks_is_an_hour_longer():
    (week,) = periods(date(2026, 10, 19), date(2026, 10, 25), Step.WEEK, BERLIN)
    assert week.ends_at - week.starts_at == timedelta(days=7, hours=1)


@pytest.mark.parametrize(
    ("step", "today", "first"),
    [
        (Step.WEEK, date(2026, 11, 24), date(2026, 9, 7)),
        (Step.MONTH, date(2026, 11, 24), date(2025, 12, 1)),
        (Step.MONTH, date(2026, 12, 31), date(2026, 1, 1)),
        (Step.MONTH, date(2026, 1, 31), date(2025, 2, 1)),
    ],
)
def test_the_usual_range_is_twelve_of_them(step, today, first):
    assert default_range(today, step) == (first, today)
    assert len(periods(first, today, step, SHANGHAI)) == 12


DAYS = st.dates(date(2001, 1, 1), date(2100, 1, 1))


@given(DAYS, st.integers(0, 3000), st.sampled_from(Step))
def test_periods_follow_one_another_without_gap_or_overlap(first, days, step):
    last = first + timedelta(days=days)
    found = periods(first, last, step, BERLIN)
    assert 1 <= len(found) <= MOST_PERIODS
    for one, other in pairwise(found):
        assert one.ends_at == other.starts_at
        assert one.starts_at < one.ends_at
    assert found[0].first == first or len(found) == MOST_PERIODS
    assert found[-1].ends_at.astimezone(BERLIN).date() == last + timedelta(days=1)
