"""What of a feed stays and what moves while articles change: ids never, dates when readers are told, bytes when something is new."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.press.conftest import tree
from tougao.archive import decisions, reading
from tougao.core.workflow import Action

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FEEDS = re.compile(r"feed(?:-\d+)?\.(?:atom|rss|json)$")


def ids(folder):
    """Every id that stands in a feed: of entries and of tombstones."""
    return {
        found
        for path, data in tree(folder).items()
        if FEEDS.search(path)
        for found in re.findall(r"tag:[^\"<]+:\d+(?=[\"<])", data.decode())
    }


def moments(folder, number, path="feed.atom"):
    """(published, updated) of an entry."""
    entry = re.search(rf"<entry[^>]*><id>tag:[^<]*:{number}</id>.*?</entry>", (folder / path).read_text(), re.DOTALL)[0]
    return tuple(re.search(rf"<{name}>([^<]+)", entry)[1] for name in ("published", "updated"))


def change(draft, at, site, action=Action.CORRECT, **fields):
    draft.refresh_from_db()
    values = {name: getattr(draft, name) for name in decisions.DraftFields.__dataclass_fields__} | fields
    decisions.save(draft.pk, draft.version, None, at, decisions.DraftFields(**values))
    decisions.decide(draft.pk, action, None, at, site)


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "换了标题"}, {"category": "industry"}, {"byline": "另一位作者"}, {"source": "另一来源", "credit": "另一单位"},
        {"html": "<p>换了正文。</p>"}, {"summary": "换了摘要"},
    ],
)  # fmt: skip
def test_no_change_of_an_article_changes_its_id(press, publish, noon, site, fields):
    draft = publish()
    publish()
    press.print_ordered(noon)
    before = ids(press.folder)
    change(draft, noon + HOUR, site, **fields)
    press.print_ordered(noon + HOUR)
    assert ids(press.folder) == before == {f"tag:news.example.cn,2026-01-01:{number}" for number in (1, 2)}


@pytest.mark.parametrize(
    "moved", [{"url": "https://elsewhere.example"}, {"url": "http://news.example.cn"}, {"name": "新的站名"}, {"language": "en"}]
)  # fmt: skip
def test_no_move_of_the_site_changes_an_id(press, publish, noon, site, moved):
    publish()
    gone = publish()
    decisions.decide(gone.pk, Action.WITHDRAW, None, noon, site, reason="误发")
    press.print_ordered(noon)
    before = ids(press.folder)
    replace(press, site=replace(site, **moved)).print_ordered(noon + HOUR)
    assert ids(press.folder) == before
    assert len(before) == 2


def test_published_never_moves_and_updated_when_readers_are_told_of_a_change(press, publish, noon, site):
    draft = publish()
    press.print_ordered(noon)
    first = moments(press.folder, 1)
    assert first[0] == first[1]
    change(draft, noon + HOUR, site, Action.AMEND, html="<p>改了一个错字。</p>")
    press.print_ordered(noon + HOUR)
    assert moments(press.folder, 1) == first
    change(draft, noon + 2 * HOUR, site, Action.CORRECT, html="<p>改正了。</p>")
    press.print_ordered(noon + 2 * HOUR)
    assert moments(press.folder, 1) == (first[0], "2026-11-20T06:00:00+00:00")
    decisions.decide(draft.pk, Action.WITHDRAW, None, noon + 3 * HOUR, site, reason="误发")
    decisions.decide(draft.pk, Action.REOPEN, None, noon + 3 * HOUR, site)
    decisions.decide(draft.pk, Action.APPROVE, None, noon + 4 * HOUR, site)
    press.print_ordered(noon + 4 * HOUR)
    assert moments(press.folder, 1)[0] == first[0]


def test_a_change_of_an_old_article_changes_the_feeds_that_hold_it_and_no_other(press, publish, noon, site):
    old = publish(category="news", source="青禾师范学院")
    for number in range(45):
        publish(category=("news", "campus")[number % 2], source="另一所学校")
    press.print_ordered(noon + HOUR)
    before = tree(press.folder)
    change(old, noon + 2 * HOUR, site, html="<p>改正了很久以前的一篇。</p>")
    press.print_ordered(noon + 2 * HOUR)
    after = tree(press.folder)
    moved = {
        path for path in before.keys() | after.keys() if before.get(path) != after.get(path) and FEEDS.search(path)
    }
    holding = {
        path for path, data in after.items() if FEEDS.search(path) and b"2026-01-01:1<" in data.replace(b'"', b"<")
    }
    assert moved == holding
    assert {"feed-1.atom", "c/news/feed-1.rss", "s/1/feed.atom"} <= moved
    assert not {"feed.atom", "feed-2.atom", "c/campus/feed.json"} & moved


def test_the_hour_of_a_print_run_stands_in_no_feed(press, publish, noon):
    for _ in range(25):
        publish()
    press.print_ordered(noon + HOUR)
    before = {path: data for path, data in tree(press.folder).items() if FEEDS.search(path)}
    reading.order_everything(noon)
    press.print_ordered(noon + 400 * DAY)
    assert {path: data for path, data in tree(press.folder).items() if FEEDS.search(path)} == before


@pytest.mark.parametrize(("after", "told"), [(29 * DAY, True), (31 * DAY, False)])
def test_a_tombstone_stands_for_thirty_days(press, publish, noon, site, after, told):
    draft = publish()
    publish()
    decisions.decide(draft.pk, Action.WITHDRAW, None, noon + HOUR, site, reason="误发")
    press.print_ordered(noon + HOUR)
    reading.order_everything(noon)
    press.print_ordered(noon + HOUR + after)
    assert (b"deleted-entry" in (press.folder / "feed.atom").read_bytes()) == told


def test_a_withdrawal_is_itself_a_change_of_the_feed(press, publish, noon, site):
    draft = publish()
    publish()
    press.print_ordered(noon)
    decisions.decide(draft.pk, Action.WITHDRAW, None, noon + HOUR, site, reason="误发")
    press.print_ordered(noon + HOUR)
    atom, rss = ((press.folder / f"feed.{form}").read_text() for form in ("atom", "rss"))
    assert "<updated>2026-11-20T05:00:00+00:00</updated>" in atom.partition("<entry>")[0]
    assert "<lastBuildDate>Fri, 20 Nov 2026 05:00:00 +0000</lastBuildDate>" in rss
