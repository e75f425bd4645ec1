"""Readings: the same figures as counting by hand."""

import random
from collections import Counter
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from tougao.archive import contributors, decisions, readings
from tougao.archive.models import ArticleRecord, DecisionRecord, DraftRecord, SubmissionRecord
from tougao.core.periods import Step, periods
from tougao.core.workflow import Action

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Shanghai")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RANGE = (date(2026, 10, 26), date(2026, 11, 22))


@pytest.fixture
def month(new_draft, new_editor, noon, site):
    """Sixty drafts of four weeks and before, by chance but always the same, each decided in some way."""
    chance = random.Random(7)
    editors = [new_editor(name) for name in ("lin", "zhao")]
    for number in range(60):
        draft = new_draft(title=f"稿件{number}", category=chance.choice(("news", "campus")))
        at = noon - timedelta(hours=chance.randrange(24 * 40))
        mail = draft.submission
        mail.received_at, mail.kind = at, chance.choice(("submission", "submission", "reply"))
        mail.sender_address = f"w{chance.randrange(6)}@b.cn"
        mail.organisation = chance.choice(("", "青禾师范学院", "南湖技师学院"))
        mail.save()
        draft.received_at = at
        draft.save()
        contributors.recount(mail)
        action = chance.choice((Action.APPROVE, Action.APPROVE, Action.RETURN, Action.SPIKE, None))
        if action:
            when = at + timedelta(minutes=chance.randrange(1, 5000))
            made = decisions.decide(draft.pk, action, chance.choice([*editors, None]), when, site, reason="x")
            if chance.random() < 0.2:
                decisions.undo(made.pk, None, when + timedelta(seconds=5))
    ArticleRecord.objects.update(reads=0)
    for article in ArticleRecord.objects.all():
        article.reads = chance.randrange(500)
        article.save()


def test_every_figure_is_what_counting_by_hand_gives(month):
    spans = periods(*RANGE, Step.WEEK, ZONE)
    found = readings.readings(spans)

    def week(moment):
        return next((n for n, span in enumerate(spans) if span.starts_at <= moment < span.ends_at), None)

    mails = Counter((each.kind, week(each.received_at)) for each in SubmissionRecord.objects.all())
    for kind, counts in found.mails.items():
        assert counts == [mails[kind, n] for n in range(4)]
    drafts = Counter(week(each.received_at) for each in DraftRecord.objects.all())
    assert found.drafts == [drafts[n] for n in range(4)]
    valid = [each for each in DecisionRecord.objects.select_related("editor", "draft") if not each.undone_at]
    decided = Counter((each.action, week(each.decided_at)) for each in valid)
    for action, counts in found.decisions.items():
        assert counts == [decided[action, n] for n in range(4)]
    people = Counter(
        (each.editor.username if each.editor else "", each.action)
        for each in valid
        if week(each.decided_at) is not None
    )
    assert {(name, action): n for name, counts in found.editors.items() for action, n in counts.items()} == dict(people)
    assert list(found.editors) == sorted(found.editors)
    waits = sorted(
        (each.decided_at - each.draft.received_at).total_seconds()
        for each in valid
        if each.action == "approve" and week(each.decided_at) is not None
    )
    assert found.wait.count == len(waits)
    assert found.wait.median == waits[(len(waits) + 1) // 2 - 1]
    assert sum(each <= found.wait.p90 for each in waits) >= 0.9 * len(waits)
    live = [each for each in ArticleRecord.objects.filter(withdrawn_at=None) if week(each.published_at) is not None]
    assert found.categories == dict(Counter(each.category for each in live))
    assert [each.reads for each in found.read] == sorted((each.reads for each in live if each.reads), reverse=True)[:20]
    came = [each for each in SubmissionRecord.objects.all() if week(each.received_at) is not None]
    by_writer = Counter(each.sender_address for each in came)
    assert {each.address: each.mails for each in found.contributors} == dict(by_writer)
    for each in found.contributors:
        own = DraftRecord.objects.filter(submission__in=came, submission__sender_address=each.address)
        assert (each.drafts, each.published) == (own.count(), own.filter(status="published").count())
    assert sum(each.mails for each in found.organisations) == sum(1 for each in came if each.contributor.organisation)


def test_an_empty_range_has_no_figures_and_breaks_nothing(db):
    found = readings.readings(periods(date(2020, 1, 1), date(2020, 3, 1), Step.MONTH, ZONE))
    assert (found.mails, found.drafts, found.decisions, found.editors) == ({}, [0, 0, 0], {}, {})
    assert (found.wait.count, found.wait.median, found.organisations, found.read) == (0, None, [], [])


def test_it_asks_the_same_few_questions_however_long_the_range(month, django_assert_num_queries):
    for step in Step:
        for first in (date(2026, 11, 16), date(2026, 1, 1)):
            with django_assert_num_queries(11):
                readings.readings(periods(first, RANGE[1], step, ZONE))
