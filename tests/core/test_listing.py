"""A listing is the same value whether it comes from an address or goes into one."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tougao.core.listing import Cursor, Listing, Side, Sort, cursor, listing, names_one

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)


def read(address: str) -> Listing:
    from urllib.parse import parse_qsl

    return listing(dict(parse_qsl(address.lstrip("?"))))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("?", Listing()),
        ("?view=mine", Listing("mine")),
        ("?status=published", Listing("published")),
        ("?q=+教育++部+", Listing(q="教育  部")),
        ("?verified=yes&pictures=no&seen=yes", Listing(verified=Side.YES, pictures=Side.NO, seen=Side.YES)),
        ("?sort=sender&since=7d", Listing(sort=Sort.SENDER, since="7d")),
        ("?sort=x&since=x&verified=x", Listing()),
    ],
)
def test_an_address_asks_for_a_listing(address, expected):
    assert read(address) == expected


LISTINGS = st.builds(
    Listing,
    view=st.sampled_from(["new", "mine", "published"]),
    q=st.text("教育 ab&=?", max_size=9).map(str.strip),
    category=st.sampled_from(["", "news"]),
    organisation=st.text("学院&=", max_size=5),
    verified=st.sampled_from(Side),
    pictures=st.sampled_from(Side),
    seen=st.sampled_from(Side),
    since=st.sampled_from(["", "1d", "30d"]),
    sort=st.sampled_from(Sort),
)


@given(LISTINGS)
def test_an_address_leads_back_to_its_listing(made):
    assert read(made.address()) == made
    assert read(made.address(view="spiked", after="x")).view == "spiked"
    assert names_one(made.told) == (made != Listing())


def test_what_is_usual_is_not_said():
    assert Listing().address() == ""
    assert Listing("mine", category="news").address(category="") == "?view=mine"
    assert Listing("mine").address(view="new", sort="newest") == ""


def test_days_count_back_from_now():
    assert read("?since=3d").received_since(NOON) == NOON - timedelta(days=3)
    assert Listing().received_since(NOON) is None
    assert not Listing("mine", sort=Sort.OLDEST).is_filtered
    assert Listing(q="x").is_filtered


@given(st.integers(0, 2**62), st.text(max_size=40))
def test_a_cursor_survives_its_address(pk, sender):
    made = Cursor(NOON, pk, sender)
    assert cursor(str(made)) == made


@given(st.text(max_size=60))
def test_nonsense_is_no_cursor_and_breaks_nothing(text):
    assert cursor(text) is None
