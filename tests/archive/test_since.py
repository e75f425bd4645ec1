"""What a horizon knows of the site as it was then is told from what was ordered and done since, and costs no more on a large site."""

import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tougao import config
from tougao.archive import decisions, messages, print_orders, reading, reads, since
from tougao.archive.models import (
    ArticleRecord,
    DecisionRecord,
    ListRecord,
    MessageDeedRecord,
    MessageRecord,
    PrintOrderRecord,
)
from tougao.archive.store import Store
from tougao.core.horizon import EVERYTHING
from tougao.core.layout import ALL, FEED_ENTRIES, below_slug
from tougao.core.messages import Deed, Standing, typed
from tougao.core.reads import Span
from tougao.core.site import Guestbook
from tougao.core.workflow import Action, Status
from tougao.errors import DecisionError
from tougao.press.run import Press

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def approve(new_draft, noon, site):
    def make(title: str = ""):
        fields = {"title": title} if title else {}
        draft = new_draft(category="news", **fields)
        decisions.decide(draft.pk, Action.APPROVE, None, noon, site)
        return draft

    return make


@pytest.fixture
def decide(noon, site):
    """All at one moment: no clock tells what came first."""

    def make(draft, *actions: Action) -> None:
        for action in actions:
            decisions.decide(draft.pk, action, None, noon, site, reason="x")

    return make


@pytest.fixture
def say(noon):
    serial = iter(range(10_000))

    def make(article: int) -> MessageRecord:
        number = next(serial)
        return messages.receive(typed("林", f"第{number}条留言。"), article, f"token{number}", True, "mobile", noon)

    return make


BACK = (Action.REOPEN, Action.APPROVE)


def test_who_was_off_the_site_is_known_whatever_was_decided_since(approve, decide):
    stays, leaves, returns, both, amended, gone = (approve() for _ in range(6))
    decide(returns, Action.WITHDRAW)
    decide(gone, Action.WITHDRAW)
    _, horizon = print_orders.with_horizon()
    decide(leaves, Action.WITHDRAW)
    decide(returns, *BACK)
    decide(both, Action.WITHDRAW, *BACK)
    decide(amended, Action.AMEND)
    approve()
    decide(approve(), Action.WITHDRAW)
    assert since.off(horizon) == {returns.article.number, gone.article.number}
    assert since.off(horizon, [1, 2, 3]) == {returns.article.number}
    shown = [each.number for each in reading.newest(ALL, 10, horizon)]
    assert shown == [each.article.number for each in (amended, both, stays)]
    assert list(reading.articles(range(1, 9), horizon)) == [1, 2, 4, 5, 6, 8]  # withdrawn ones, for their notices


def test_an_undone_decision_counts_like_a_decision(approve, decide, noon, site):
    undone, off = approve(), approve()
    decided = decisions.decide(undone.pk, Action.WITHDRAW, None, noon, site, reason="x")
    decide(off, Action.WITHDRAW)
    _, horizon = print_orders.with_horizon()
    decisions.undo(decided.pk, None, noon)
    assert [each.number for each in reading.newest(ALL, 10, EVERYTHING)] == [1]
    assert reading.newest(ALL, 10, horizon) == []
    assert since.off(horizon) == {1, 2}


@pytest.mark.parametrize("seed", range(6))
def test_after_any_decisions_the_site_is_told_as_it_was_at_each_horizon(approve, decide, noon, site, seed):
    chance = random.Random(seed)
    drafts = [approve() for _ in range(5)]
    horizons = []
    for _ in range(40):
        if chance.random() < 0.25:
            rows = ArticleRecord.objects.order_by("number")
            off = frozenset(rows.exclude(withdrawn_at=None).values_list("number", flat=True))
            live = {each.number for each in reading.newest(ALL, 100, EVERYTHING)}
            horizons.append((print_orders.with_horizon()[1], off, live))
        draft = chance.choice(drafts)
        draft.refresh_from_db()
        wanted = [Action.AMEND, Action.WITHDRAW] if draft.status == Status.PUBLISHED else list(BACK)
        try:
            if chance.random() < 0.3:
                decisions.undo(DecisionRecord.objects.filter(draft=draft, undone_at=None).latest("pk").pk, None, noon)
            else:
                decide(draft, *(wanted if draft.status != Status.PUBLISHED else [chance.choice(wanted)]))
        except (DecisionError, DecisionRecord.DoesNotExist):
            continue
        if chance.random() < 0.1:
            drafts.append(approve())
    assert len(horizons) > 3
    now = set(ArticleRecord.objects.filter(withdrawn_at=None).values_list("number", flat=True))
    for horizon, off, live in horizons:
        assert since.off(horizon) == off
        assert {each.number for each in reading.newest(ALL, 100, horizon)} == live & now


def test_messages_are_told_as_they_were(approve, say, noon):
    approve()
    approve()
    early, late, taken_back, undone = (say(1) for _ in range(4))
    messages.decide([early.pk, taken_back.pk], Deed.SHOW, None, noon)
    _, horizon = print_orders.with_horizon()
    assert since.last_messages(horizon) == {below_slug(1): 2}
    messages.decide([late.pk, say(2).pk], Deed.SHOW, None, noon)
    messages.decide([early.pk], Deed.ANSWER, None, noon, "谢谢。")
    messages.decide([taken_back.pk], Deed.TAKE_BACK, None, noon)
    messages.decide([taken_back.pk], Deed.SHOW, None, noon)
    assert since.last_messages(horizon) == since.last_messages(horizon, [below_slug(1), below_slug(2)])
    assert since.last_messages(horizon) == {below_slug(1): 2}
    assert since.last_messages(EVERYTHING) == {below_slug(1): 3, below_slug(2): 1}
    assert sorted(each.number for each in messages.newest(below_slug(1), 9, horizon)) == [1, 2]
    ((told, count),) = messages.below([1, 2], horizon).values()
    assert (len(told), count) == (2, 2)
    assert undone.pk not in MessageDeedRecord.objects.values_list("message", flat=True)


def test_the_most_read_tell_of_none_that_was_off_the_site(approve, decide, noon):
    drafts = [approve() for _ in range(3)]
    decide(drafts[1], Action.WITHDRAW)
    _, horizon = print_orders.with_horizon()
    decide(drafts[1], *BACK)
    reads.add({1: 1, 2: 5, 3: 2}, noon)
    reads.rank(noon, 10)
    assert [each.number for each in reads.ranked(EVERYTHING)[Span.WEEK]] == [2, 3, 1]
    assert [each.number for each in reads.ranked(horizon)[Span.WEEK]] == [3, 1]


# -- what it costs


def rows_read(work: Callable[[], object], which: str = "") -> int:
    """How many rows the database gives for all that `work` asks, or for `which` of it; asked again, for nothing was changed."""
    with CaptureQueriesContext(connection) as asked:
        work()
    rows = 0
    with connection.cursor() as cursor:
        for query in asked.captured_queries:
            if query["sql"].startswith("SELECT") and re.search(which, query["sql"]):
                cursor.execute(query["sql"].replace("%", "%%"))
                rows += len(cursor.fetchall())
    return rows


def grow(approve, noon, count: int) -> None:
    """More articles: of each two one is withdrawn, one has a message below it."""
    for _ in range(count // 2):
        approve()
        approve()
    numbers = list(ArticleRecord.objects.order_by("-number").values_list("number", flat=True)[:count])
    ArticleRecord.objects.filter(number__in=numbers[::2]).update(withdrawn_at=noon)
    for number in numbers[1::2]:
        ListRecord.objects.create(slug=below_slug(number), last=1)
        row = MessageRecord.objects.create(
            article=ArticleRecord.objects.get(number=number), slug=below_slug(number), number=1, text="x", digest=str(number),
            token=f"grown{number}", edition="mobile", written_at=noon, standing=Standing.SHOWN,
        )  # fmt: skip
        MessageDeedRecord.objects.create(
            message=row, batch="x", deed=Deed.SHOW, done_at=noon, from_standing="waiting", to_standing="shown"
        )
    PrintOrderRecord.objects.update(printed_at=noon)


def test_a_horizon_costs_no_more_on_a_large_site(approve, noon):
    grow(approve, noon, 10)
    few = rows_read(print_orders.with_horizon)
    grow(approve, noon, 60)
    _, horizon = print_orders.with_horizon()
    assert rows_read(print_orders.with_horizon) == few <= 6
    assert len(horizon.lasts) == 2


def test_where_many_came_back_meanwhile_no_more_is_read_than_is_shown(approve, decide, noon):
    drafts = [approve() for _ in range(90)]
    for draft in drafts[50:]:
        decide(draft, Action.WITHDRAW)
    _, horizon = print_orders.with_horizon()
    for draft in drafts[50:]:
        decide(draft, *BACK)
    assert [each.number for each in reading.newest(ALL, FEED_ENTRIES, horizon)] == list(range(50, 30, -1))
    assert rows_read(lambda: reading.newest(ALL, FEED_ENTRIES, horizon)) == FEED_ENTRIES
    assert rows_read(lambda: reading.neighbours(50, horizon)) == 1
    older, newer = reading.neighbours(50, horizon)
    assert (older.number, newer) == (49, None)


def test_a_run_that_prints_one_article_reads_no_list_that_it_does_not_touch(approve, noon, site, tmp_path):
    open_site = replace(site, guestbook=Guestbook(on=True, comments=True))
    press = Press(open_site, config.OWN_TEMPLATES, tmp_path / "site", Store(tmp_path / "media"))
    press.print_ordered(noon)
    read = []
    for count in (10, 30):
        grow(approve, noon, count)
        approve()
        read.append(
            rows_read(lambda: press.print_ordered(noon + HOUR), '^SELECT [^(]*FROM "(list|message|message_deed)"')
        )
    assert read[0] == read[1] > 0
