"""The digest's words, and the hour it belongs to."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import lxml.html
import pytest

from tougao.core.digest import MOST_LISTED, Digest, Item, last_hour, written

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")


def item(title: str, number: int, noon: datetime) -> Item:
    return Item(title, "林晓禾（青禾师范学院）", noon, f"drafts/{number}/")


@pytest.mark.parametrize(
    ("now", "hours", "zone", "wanted"),
    [
        ("2026-11-20T00:00", (8, 17), SHANGHAI, "2026-11-20T00:00"),  # eight in Shanghai, to the minute
        ("2026-11-19T23:59", (8, 17), SHANGHAI, "2026-11-19T09:00"),
        ("2026-11-20T08:59", (8, 17), SHANGHAI, "2026-11-20T00:00"),
        ("2026-11-20T15:59", (8, 17), SHANGHAI, "2026-11-20T09:00"),
        ("2026-03-29T07:00", (8,), BERLIN, "2026-03-29T06:00"),  # summer time begins that night
        ("2026-10-25T06:59", (8,), BERLIN, "2026-10-24T06:00"),  # and ends
        ("2026-10-25T07:00", (8,), BERLIN, "2026-10-25T07:00"),
    ],
)
def test_the_hour_is_that_of_the_sites_clock(now, hours, zone, wanted):
    assert last_hour(at(now), hours, zone) == at(wanted)


def test_without_hours_there_is_none(noon):
    assert last_hour(noon, (), SHANGHAI) is None


def test_both_forms_lead_to_each_draft_and_say_what_waits(site, noon):
    news = Digest([item("春季运动会\n开幕", 7, noon)], [item("回复：退稿", 3, noon)], waiting=12, quarantined=1)
    subject, text, html = written(news, site, "zh")
    assert subject == "华夏教育网：1 篇新稿，1 封回信"
    links = {link.get("href"): link.text for link in lxml.html.fromstring(html).iter("a")}
    for number, words in ((7, "春季运动会 开幕"), (3, "回复：退稿")):
        address = f"https://news.example.cn/desk/drafts/{number}/"
        assert address in text
        assert links[address] == words
    for words in ("待审稿件共 12 篇", "1 封来信未能解析", "2026-11-20 12:00", "https://news.example.cn/desk/digest"):
        assert words in text
        assert words in html


def test_a_title_is_words_and_no_html(site, noon):
    _, _, html = written(Digest([item("<img src=x onerror=alert(1)>&", 7, noon)]), site, "zh")
    assert "<img" not in html
    assert "&lt;img" in html


def test_a_long_digest_is_cut_and_says_so(site, noon):
    _, text, html = written(Digest([item(f"稿件{n}", n, noon) for n in range(MOST_LISTED + 2)]), site, "en")
    assert "… and 2 more" in text
    assert html.count("<li>") == MOST_LISTED


def test_the_desk_may_live_at_another_address(site, noon):
    from dataclasses import replace

    _, text, _ = written(Digest([item("稿", 7, noon)]), replace(site, desk_url="https://desk.example.cn"), "zh")
    assert "https://desk.example.cn/desk/drafts/7/" in text


def at(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=UTC) + timedelta(0)
