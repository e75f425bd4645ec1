"""What is too old to be told goes by itself: news from their map, tombstones from feeds; nothing else is printed for it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.press.conftest import tree
from tougao.archive import decisions, messages, print_orders, telling
from tougao.archive.models import PrintOrderRecord
from tougao.core.feeds.current import TOMBSTONE_AGE
from tougao.core.layout import GUESTBOOK
from tougao.core.messages import Deed, Typed
from tougao.core.sitemap import NEWS_AGE
from tougao.core.workflow import Action
from tougao.press.run import Press

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def expire(at) -> bool:
    return telling.order_expired(at, NEWS_AGE, TOMBSTONE_AGE)


def news(press) -> list[str]:
    text = (press.folder / "news-sitemap.xml").read_text()
    return [each.partition("<")[0] for each in text.split("<news:title>")[1:]]


def changed(before, after) -> set[str]:
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def test_news_of_two_days_leave_their_map_while_nothing_is_published(press, publish, noon):
    publish(title="先前的一篇")
    press.print_ordered(noon)
    assert not expire(noon + HOUR)
    publish(title="后来的一篇")
    print_orders.order_everything(noon)
    press.print_ordered(noon + HOUR)
    before = tree(press.folder)
    assert expire(
        noon + 2 * DAY + 30 * timedelta(seconds=1)
    )  # the first is two days old, the other not for half a minute
    press.print_ordered(noon + 2 * DAY + 30 * timedelta(seconds=1))
    assert news(press) == ["后来的一篇"]
    assert changed(before, tree(press.folder)) == {"news-sitemap.xml"}


def test_a_map_without_news_is_not_there_and_not_named(press, publish, noon, site, tmp_path):
    publish()
    press.print_ordered(noon)
    before = tree(press.folder)
    assert b"news-sitemap.xml" in before["sitemap.xml"]
    assert b"news-sitemap.xml" not in before["robots.txt"]
    assert expire(noon + 3 * DAY)
    press.print_ordered(noon + 3 * DAY)
    after = tree(press.folder)
    assert changed(before, after) == {"news-sitemap.xml", "sitemap.xml"}
    assert "news-sitemap.xml" not in after
    assert b"news-sitemap.xml" not in after["sitemap.xml"]
    whole = Press(site, press.templates, tmp_path / "whole" / "site", press.media)
    whole.print_ordered(noon + 3 * DAY)
    assert tree(whole.folder) == after
    (press.folder / "news-sitemap.xml").write_text("left behind")
    print_orders.order_everything(noon)
    assert press.print_ordered(noon + 3 * DAY).gone == ["news-sitemap.xml"]
    publish(title="又有新闻")
    print_orders.order_everything(noon)
    press.print_ordered(noon + MINUTE)
    assert "又有新闻" in news(press)


def test_an_order_is_given_once_an_hour_at_most_and_only_when_something_expires(press, publish, noon):
    for _ in range(3):
        publish()
    orders = PrintOrderRecord.objects.count()
    assert not expire(noon + DAY)
    found = [minute for minute in range(0, 300, 10) if expire(noon + 2 * DAY + MINUTE / 2 + minute * MINUTE)]
    assert found == [0, 60]  # the first article at once, the other two in the next hour, and none again
    assert PrintOrderRecord.objects.count() == orders + 2


def test_a_tombstone_leaves_the_feeds_of_its_lists_after_thirty_days_by_itself(press, publish, noon, site):
    gone = publish(category="news", source="青禾师范学院")
    publish(category="campus", source="另一所学校")
    decisions.decide(gone.pk, Action.WITHDRAW, None, noon + HOUR, site, reason="误发")
    press.print_ordered(noon + HOUR)
    assert expire(noon + 29 * DAY)  # the news
    press.print_ordered(noon + 29 * DAY)
    before = tree(press.folder)
    assert b"deleted-entry" in before["feed.atom"]
    assert not expire(noon + 30 * DAY + HOUR)
    assert expire(noon + 30 * DAY + HOUR + MINUTE)
    press.print_ordered(noon + 30 * DAY + HOUR + MINUTE)
    after = tree(press.folder)
    assert changed(before, after) == {"feed.atom", "c/news/feed.atom", "s/1/feed.atom"}
    assert not [path for path, data in after.items() if b"deleted-entry" in data]


def test_a_message_that_was_forgotten_leaves_its_tombstone_in_no_feed(press, noon, site):
    board = replace(press, site=replace(site, guestbook=replace(site.guestbook, on=True)))
    row = messages.receive(Typed("读者", "一条留言。"), None, "x", True, "mobile", noon)
    messages.decide([row.pk], Deed.SHOW, None, noon)
    messages.decide([row.pk], Deed.TAKE_BACK, None, noon + HOUR)
    board.print_ordered(noon + HOUR)
    assert b"deleted-entry" in (press.folder / f"{GUESTBOOK}feed.atom").read_bytes()
    assert messages.sweep(noon + 31 * DAY)
    board.print_ordered(noon + 31 * DAY)
    assert b"deleted-entry" not in (press.folder / f"{GUESTBOOK}feed.atom").read_bytes()
