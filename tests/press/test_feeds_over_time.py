"""What of a feed stays and what moves while articles change: ids never, dates when readers are told, bytes when something is new."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.press.conftest import tree
from tougao.archive import decisions, print_orders
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
    assert {"feed-1.atom", "c/news/feed-1.rss", "s/1/feed.atom", "feed.atom", "feed.rss", "c/news/feed.json"} <= moved
    assert not {"feed-2.atom", "c/campus/feed.json", "s/2/feed.atom"} & moved


def test_the_hour_of_a_print_run_stands_in_no_feed(press, publish, noon):
    for _ in range(25):
        publish()
    press.print_ordered(noon + HOUR)
    before = {path: data for path, data in tree(press.folder).items() if FEEDS.search(path)}
    print_orders.order_everything(noon)
    press.print_ordered(noon + 400 * DAY)
    assert {path: data for path, data in tree(press.folder).items() if FEEDS.search(path)} == before


@pytest.mark.parametrize(("after", "told"), [(29 * DAY, True), (31 * DAY, False)])
def test_a_tombstone_stands_for_thirty_days(press, publish, noon, site, after, told):
    draft = publish()
    publish()
    decisions.decide(draft.pk, Action.WITHDRAW, None, noon + HOUR, site, reason="误发")
    press.print_ordered(noon + HOUR)
    print_orders.order_everything(noon)
    press.print_ordered(noon + HOUR + after)
    assert (b"deleted-entry" in (press.folder / "feed.atom").read_bytes()) == told


def test_a_tombstone_stands_in_the_feeds_of_the_lists_its_article_stood_in_and_in_no_other(press, publish, noon, site):
    gone = publish(category="news", source="青禾师范学院")
    publish(category="news", source="济源职业技术学院")
    publish(category="campus", source="济源职业技术学院")
    decisions.decide(gone.pk, Action.WITHDRAW, None, noon + HOUR, site, reason="误发")
    press.print_ordered(noon + HOUR)
    feeds = {path: data for path, data in tree(press.folder).items() if path.endswith("feed.atom")}
    assert {path for path, data in feeds.items() if b"deleted-entry" in data} == {
        "feed.atom",
        "c/news/feed.atom",
        "s/1/feed.atom",
    }
    assert {"c/campus/feed.atom", "s/2/feed.atom"} < feeds.keys()


def test_a_withdrawal_is_itself_a_change_of_the_feed(press, publish, noon, site):
    draft = publish()
    publish()
    press.print_ordered(noon)
    decisions.decide(draft.pk, Action.WITHDRAW, None, noon + HOUR, site, reason="误发")
    press.print_ordered(noon + HOUR)
    atom, rss = ((press.folder / f"feed.{form}").read_text() for form in ("atom", "rss"))
    assert "<updated>2026-11-20T05:00:00+00:00</updated>" in atom.partition("<entry>")[0]
    assert "<lastBuildDate>Fri, 20 Nov 2026 05:00:00 +0000</lastBuildDate>" in rss


def entries(folder, path="feed.atom"):
    """[(number, updated)] of a feed, in its order."""
    found = re.findall(r"<entry.*?<id>tag:[^<]*:(\d+)</id>.*?<updated>([^<]+)", (folder / path).read_text(), re.DOTALL)
    return [(int(number), moment) for number, moment in found]


def feed_moment(folder, path="feed.atom"):
    return re.search(r"<updated>([^<]+)", (folder / path).read_text())[1]


def test_a_corrected_old_article_comes_first_in_the_current_feeds_with_its_id_and_its_day(press, publish, noon, site):
    old = publish(category="news", source="青禾师范学院")
    for number in range(45):
        publish(category=("news", "campus")[number % 2], source="青禾师范学院")
    press.print_ordered(noon + HOUR)
    before = entries(press.folder)
    assert 1 not in dict(before)
    change(old, noon + 2 * HOUR, site, html="<p>改正了。</p>")
    press.print_ordered(noon + 2 * HOUR)
    for path in ("feed.atom", "c/news/feed.atom", "s/1/feed.atom"):
        assert entries(press.folder, path)[0] == (1, "2026-11-20T06:00:00+00:00")
        assert len(entries(press.folder, path)) == 20
        assert feed_moment(press.folder, path) == "2026-11-20T06:00:00+00:00"
    assert entries(press.folder)[1:] == before[:-1]
    assert moments(press.folder, 1) == ("2026-11-20T04:00:00+00:00", "2026-11-20T06:00:00+00:00")
    assert "改正了。" in (press.folder / "feed-1.atom").read_text()


def test_a_mended_slip_in_an_old_article_is_told_in_no_current_feed(press, publish, noon, site):
    old = publish()
    for _ in range(45):
        publish()
    press.print_ordered(noon + HOUR)
    before = (press.folder / "feed.atom").read_bytes()
    change(old, noon + 2 * HOUR, site, Action.AMEND, html="<p>改了一个错字。</p>")
    press.print_ordered(noon + 2 * HOUR)
    assert (press.folder / "feed.atom").read_bytes() == before
    assert "改了一个错字" in (press.folder / "feed-1.atom").read_text()


def test_an_old_article_that_was_withdrawn_and_came_back_is_told_again(press, publish, noon, site):
    old = publish()
    for _ in range(45):
        publish()
    decisions.decide(old.pk, Action.WITHDRAW, None, noon + HOUR, site, reason="误发")
    press.print_ordered(noon + HOUR)
    assert "deleted-entry" in (press.folder / "feed.atom").read_text()
    decisions.decide(old.pk, Action.REOPEN, None, noon + 2 * HOUR, site)
    decisions.decide(old.pk, Action.APPROVE, None, noon + 2 * HOUR, site)
    press.print_ordered(noon + 2 * HOUR)
    assert "deleted-entry" not in (press.folder / "feed.atom").read_text()
    assert entries(press.folder)[0] == (1, "2026-11-20T06:00:00+00:00")
    assert moments(press.folder, 1)[0] == "2026-11-20T04:00:00+00:00"


def test_many_corrections_crowd_out_no_new_article_even_one_of_an_earlier_day(press, publish, new_draft, noon, site):
    drafts = [publish() for _ in range(39)]
    press.print_ordered(noon + HOUR)
    for draft in drafts[:25]:
        change(draft, noon + 2 * HOUR, site, html="<p>改正了。</p>")
    late = new_draft(title="补发的一篇")
    decisions.decide(late.pk, Action.APPROVE, None, noon + 3 * HOUR, site, dated=noon - 300 * DAY)
    press.print_ordered(noon + 3 * HOUR)
    told = [number for number, _ in entries(press.folder)]
    assert set(range(31, 41)) < set(told)  # the newest ten, and the one that fills an archive document
    assert told[-1] == 40
    assert len(told) == 20
    assert moments(press.folder, 40, "feed-2.atom")[0] == "2026-01-24T04:00:00+00:00"


def test_no_feed_goes_back_when_an_article_leaves_it(press, publish, noon, site):
    for number in range(24):
        publish(category="news" if number else "campus", source="青禾师范学院")
    mover = publish(category="news", source="另一所学校")
    press.print_ordered(noon + HOUR)
    assert feed_moment(press.folder, "c/news/feed.atom") == "2026-11-20T04:24:00+00:00"
    change(mover, noon + HOUR, site, category="campus", source="青禾师范学院")
    press.print_ordered(noon + HOUR)
    for path in ("c/news/feed.atom", "s/2/feed.atom", "c/campus/feed.atom", "s/1/feed.atom", "feed.atom"):
        assert feed_moment(press.folder, path) == "2026-11-20T05:00:00+00:00"
    rss = (press.folder / "c/news/feed.rss").read_text()
    assert "<lastBuildDate>Fri, 20 Nov 2026 05:00:00 +0000</lastBuildDate>" in rss


@pytest.mark.parametrize("action", [Action.CORRECT, Action.AMEND])
def test_no_archive_document_goes_back_when_an_article_leaves_it(press, publish, noon, site, action):
    drafts = [publish(category="news") for _ in range(25)]
    press.print_ordered(noon + HOUR)
    assert feed_moment(press.folder, "c/news/feed-1.atom") == "2026-11-20T04:19:00+00:00"
    change(drafts[19], noon + HOUR, site, action, category="campus")
    press.print_ordered(noon + HOUR)
    assert feed_moment(press.folder, "c/news/feed-1.atom") == "2026-11-20T05:00:00+00:00"


def test_no_feed_goes_back_when_a_tombstone_is_old_or_a_decision_is_undone(press, publish, noon, site):
    gone, corrected = publish(), publish()
    decisions.decide(gone.pk, Action.WITHDRAW, None, noon + HOUR, site, reason="误发")
    press.print_ordered(noon + HOUR)
    print_orders.order_everything(noon)
    press.print_ordered(noon + 40 * DAY)
    assert "deleted-entry" not in (press.folder / "feed.atom").read_text()
    assert feed_moment(press.folder) == "2026-11-20T05:00:00+00:00"
    corrected.refresh_from_db()
    decision = decisions.decide(corrected.pk, Action.CORRECT, None, noon + 41 * DAY, site)
    press.print_ordered(noon + 41 * DAY)
    decisions.undo(decision.pk, None, noon + 41 * DAY)
    press.print_ordered(noon + 41 * DAY)
    assert entries(press.folder) == [(2, "2026-11-20T04:01:00+00:00")]
    assert feed_moment(press.folder) == "2026-12-31T04:00:00+00:00"


def test_moments_go_on_where_the_clock_goes_back(press, publish, noon, site):
    draft = publish()
    publish()
    change(draft, noon + 5 * HOUR, site, html="<p>一改。</p>")
    change(draft, noon - HOUR, site, html="<p>二改。</p>")
    press.print_ordered(noon)
    assert moments(press.folder, 1) == ("2026-11-20T04:00:00+00:00", "2026-11-20T09:00:01+00:00")
    assert "/a/1.html</loc><lastmod>2026-11-20T09:00:01+00:00<" in (press.folder / "sitemap-1.xml").read_text()
    decisions.decide(draft.pk, Action.WITHDRAW, None, noon - HOUR, site, reason="误发")
    press.print_ordered(noon)
    stone = re.search(r'<at:deleted-entry [^>]*when="([^"]+)', (press.folder / "feed.atom").read_text())[1]
    assert stone == feed_moment(press.folder) == "2026-11-20T09:00:01+00:00"
    decisions.decide(draft.pk, Action.REOPEN, None, noon - HOUR, site)
    decisions.decide(draft.pk, Action.APPROVE, None, noon - HOUR, site)
    press.print_ordered(noon)
    assert moments(press.folder, 1) == ("2026-11-20T04:00:00+00:00", "2026-11-20T09:00:02+00:00")


def test_an_approval_that_was_printed_and_undone_keeps_its_day(press, publish, new_draft, noon, site):
    draft = new_draft(title="签发后撤销的一篇")
    undone = decisions.decide(draft.pk, Action.APPROVE, None, noon, site)
    press.print_ordered(noon)
    assert moments(press.folder, 1)[0] == "2026-11-20T04:00:00+00:00"
    decisions.undo(undone.pk, None, noon)
    press.print_ordered(noon)
    for _ in range(30):
        publish()
    decisions.decide(draft.pk, Action.APPROVE, None, noon + 2 * DAY, site)
    press.print_ordered(noon + 2 * DAY)
    assert entries(press.folder)[0][0] == 1
    assert moments(press.folder, 1) == ("2026-11-20T04:00:00+00:00", "2026-11-22T04:00:00+00:00")


@pytest.mark.parametrize("actions", [(Action.PIN,), (Action.PIN, Action.UNPIN)])
def test_to_pin_and_to_undo_it_tells_no_feed(press, publish, noon, site, actions):
    for _ in range(25):
        publish(category="news")
    first = publish(category="news")
    press.print_ordered(noon + HOUR)
    before = {path: data for path, data in tree(press.folder).items() if FEEDS.search(path)}
    for hours, action in enumerate(actions, 2):
        first.refresh_from_db()
        last = decisions.decide(first.pk, action, None, noon + hours * HOUR, site)
    decisions.undo(last.pk, None, noon + hours * HOUR)
    press.print_ordered(noon + hours * HOUR)
    assert {path: data for path, data in tree(press.folder).items() if FEEDS.search(path)} == before


@pytest.mark.parametrize("action", [Action.AMEND, Action.CORRECT])
def test_to_undo_a_change_of_the_text_tells_its_feeds(press, publish, noon, site, action):
    draft = publish()
    publish()
    draft.refresh_from_db()
    fields = {name: getattr(draft, name) for name in decisions.DraftFields.__dataclass_fields__} | {
        "html": "<p>改。</p>"
    }
    decisions.save(draft.pk, draft.version, None, noon, decisions.DraftFields(**fields))
    last = decisions.decide(draft.pk, action, None, noon + 2 * HOUR, site)
    press.print_ordered(noon + 2 * HOUR)
    decisions.undo(last.pk, None, noon + 2 * HOUR + timedelta(seconds=5))
    press.print_ordered(noon + 3 * HOUR)
    assert feed_moment(press.folder) == "2026-11-20T06:00:05+00:00"


def test_an_article_that_comes_with_an_earlier_day_tells_its_feeds_now_and_keeps_its_own(
    press, publish, new_draft, noon, site
):
    publish()
    press.print_ordered(noon)
    late = new_draft(title="补发的一篇")
    decisions.decide(late.pk, Action.APPROVE, None, noon + 3 * HOUR, site, dated=noon - 9 * DAY)
    press.print_ordered(noon + 3 * HOUR)
    for path in ("feed.atom", "c/campus/feed.atom"):
        assert feed_moment(press.folder, path) == "2026-11-20T07:00:00+00:00"
        assert moments(press.folder, 2, path) == ("2026-11-11T04:00:00+00:00", "2026-11-11T04:00:00+00:00")


def test_one_whose_approval_was_undone_before_anybody_saw_it_comes_in_the_same_way(
    press, publish, new_draft, noon, site
):
    publish()
    late = new_draft(title="补发的一篇")
    undone = decisions.decide(late.pk, Action.APPROVE, None, noon + HOUR, site, dated=noon - 9 * DAY)
    decisions.undo(undone.pk, None, noon + HOUR)
    decisions.decide(late.pk, Action.APPROVE, None, noon + 3 * HOUR, site, dated=noon - 9 * DAY)
    press.print_ordered(noon + 3 * HOUR)
    for path in ("feed.atom", "c/campus/feed.atom"):
        assert feed_moment(press.folder, path) == "2026-11-20T07:00:00+00:00"
        assert moments(press.folder, 2, path) == ("2026-11-11T04:00:00+00:00", "2026-11-11T04:00:00+00:00")
