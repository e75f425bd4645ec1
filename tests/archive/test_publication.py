"""What decisions do to an article beside its text: suppliers, slips and corrections, pins, hours to come, embargoes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.archive.test_decisions import save
from tougao.archive import decisions, likeness, publication, reading, reads
from tougao.archive.models import (
    ArticleRecord,
    AuditRecord,
    CorrectionRecord,
    DecisionRecord,
    PrintOrderRecord,
    SupplierRecord,
)
from tougao.core.horizon import EVERYTHING
from tougao.core.workflow import Action, Role, Status
from tougao.errors import DecisionError

HOUR = timedelta(hours=1)


def approve(draft, now, site):
    decisions.decide(draft.pk, Action.APPROVE, None, now, site)
    return ArticleRecord.objects.get(draft=draft)


def last_places():
    return PrintOrderRecord.objects.latest("pk").places


def test_whoever_gave_a_text_has_a_list_with_ordinals_of_its_own(new_draft, noon, site):
    first = approve(new_draft(credit="济源职业技术学院"), noon, site)
    own = approve(new_draft(), noon, site)
    third = approve(new_draft(source="济源职业技术学院"), noon, site)
    other = approve(new_draft(source="人民日报", credit="青禾师范学院"), noon, site)
    assert [(each.supplier and each.supplier.name, each.supplied) for each in (first, own, third, other)] == [
        ("济源职业技术学院", 1), (None, 0), ("济源职业技术学院", 2), ("青禾师范学院", 1),
    ]  # fmt: skip
    assert PrintOrderRecord.objects.get(article=third).places == [["campus", 3], ["s/1", 2]]
    assert [each.name for each in reading.suppliers(EVERYTHING)] == ["青禾师范学院", "济源职业技术学院"]


def test_an_article_that_changes_its_supplier_leaves_a_hole_there_and_touches_both(new_draft, noon, site):
    draft = new_draft(credit="济源职业技术学院")
    approve(draft, noon, site)
    approve(new_draft(credit="济源职业技术学院"), noon, site)
    save(draft, noon, credit="青禾师范学院")
    decisions.decide(draft.pk, Action.AMEND, None, noon + HOUR, site)
    assert last_places() == [["campus", 1], ["s/1", 1], ["s/2", 1]]
    assert reading.within("s/1", range(1, 99), EVERYTHING) == [2]


def test_a_supplier_whose_last_article_is_withdrawn_is_named_no_longer(new_draft, noon, site):
    draft = new_draft(credit="济源职业技术学院")
    approve(draft, noon, site)
    decisions.decide(draft.pk, Action.WITHDRAW, None, noon, site, reason="误发")
    assert reading.suppliers(EVERYTHING) == []
    assert SupplierRecord.objects.count() == 1


def test_a_mended_slip_moves_no_date_and_a_correction_does(new_draft, noon, site):
    draft = new_draft()
    approve(draft, noon, site)
    save(draft, noon, title="青禾师范学院春季运动会闭幕")
    decisions.decide(draft.pk, Action.AMEND, None, noon + HOUR, site)
    article = ArticleRecord.objects.get()
    assert (article.title, article.published_at, article.updated_at) == ("青禾师范学院春季运动会闭幕", noon, noon)
    save(draft, noon, title="青禾师范学院秋季运动会闭幕")
    decisions.decide(draft.pk, Action.CORRECT, None, noon + 2 * HOUR, site, note="此前误作“春季”。")
    article.refresh_from_db()
    assert (article.published_at, article.updated_at) == (noon, noon + 2 * HOUR)
    (told,) = reading.articles([1], EVERYTHING)[1].corrections
    assert (told.note, told.corrected_at) == ("此前误作“春季”。", noon + 2 * HOUR)


def test_undoing_a_correction_takes_its_note_back(new_draft, noon, site):
    draft = new_draft()
    approve(draft, noon, site)
    save(draft, noon, title="别的标题")
    decision = decisions.decide(draft.pk, Action.CORRECT, None, noon + HOUR, site, note="更正标题。")
    assert CorrectionRecord.objects.count() == 1
    decisions.undo(decision.pk, None, noon + HOUR)
    article = ArticleRecord.objects.get()
    assert (article.title, article.updated_at) == ("青禾师范学院春季运动会开幕", noon)
    assert not CorrectionRecord.objects.exists()


def test_a_note_is_taken_with_a_correction_alone(new_draft, noon, site):
    draft = new_draft()
    decisions.decide(draft.pk, Action.APPROVE, None, noon, site, note="多余的话")
    assert not CorrectionRecord.objects.exists()


def test_pinned_articles_stand_first_the_last_pinned_before_the_others(new_draft, noon, site):
    drafts = [new_draft() for _ in range(3)]
    for draft in drafts:
        approve(draft, noon, site)
    decisions.decide(drafts[0].pk, Action.PIN, None, noon, site)
    decisions.decide(drafts[1].pk, Action.PIN, None, noon + HOUR, site)
    assert [article.number for article in reading.pinned(EVERYTHING)] == [2, 1]
    assert last_places() == [["campus", 2]]
    decisions.decide(drafts[1].pk, Action.UNPIN, None, noon + HOUR, site)
    decisions.decide(drafts[0].pk, Action.WITHDRAW, None, noon + HOUR, site, reason="误发")
    assert reading.pinned(EVERYTHING) == []


def test_undoing_a_withdrawal_pins_it_again(new_draft, noon, site):
    draft = new_draft()
    approve(draft, noon, site)
    decisions.decide(draft.pk, Action.PIN, None, noon, site)
    decision = decisions.decide(draft.pk, Action.WITHDRAW, None, noon, site, reason="误发")
    decisions.undo(decision.pk, None, noon)
    assert [article.number for article in reading.pinned(EVERYTHING)] == [1]


def test_what_is_scheduled_is_published_when_its_hour_has_come_and_not_before(new_draft, new_editor, noon, site):
    draft, lin = new_draft(), new_editor()
    decisions.decide(draft.pk, Action.SCHEDULE, lin, noon, site, publish_at=noon + HOUR)
    draft.refresh_from_db()
    assert (draft.status, draft.publish_at) == (Status.SCHEDULED, noon + HOUR)
    assert decisions.publish_due(noon + HOUR - timedelta(seconds=1), site) == 0
    assert not ArticleRecord.objects.exists()
    assert decisions.publish_due(noon + HOUR, site) == 1
    assert ArticleRecord.objects.get().published_at == noon + HOUR
    draft.refresh_from_db()
    assert (draft.status, draft.publish_at) == (Status.PUBLISHED, None)
    assert DecisionRecord.objects.latest("pk").editor == lin
    assert decisions.publish_due(noon + 2 * HOUR, site) == 0


def test_what_is_scheduled_stays_as_it_was_approved_until_it_is_taken_back(new_draft, noon, site):
    draft = new_draft()
    decisions.decide(draft.pk, Action.SCHEDULE, None, noon, site, publish_at=noon + HOUR)
    with pytest.raises(DecisionError, match="Reopen it first"):
        save(draft, noon, title="改过的标题")
    decisions.decide(draft.pk, Action.REOPEN, None, noon, site)
    save(draft, noon, title="改过的标题")
    assert decisions.publish_due(noon + 2 * HOUR, site) == 0


def test_what_was_edited_meanwhile_is_not_scheduled_again_by_an_undo(new_draft, noon, site):
    draft = new_draft()
    decisions.decide(draft.pk, Action.SCHEDULE, None, noon, site, publish_at=noon + HOUR)
    reopened = decisions.decide(draft.pk, Action.REOPEN, None, noon, site)
    save(draft, noon, title="没有人看过的标题")
    with pytest.raises(DecisionError, match="schedule it anew"):
        decisions.undo(reopened.pk, None, noon)
    draft.refresh_from_db()
    assert draft.status == Status.NEW


def test_an_approval_undone_and_given_again_weeks_later_is_new_in_its_lists(new_draft, noon, site):
    draft = new_draft(credit="济源职业技术学院")
    undone = decisions.decide(draft.pk, Action.APPROVE, None, noon, site)
    decisions.undo(undone.pk, None, noon)
    other = approve(new_draft(credit="济源职业技术学院"), noon + HOUR, site)
    late = noon + timedelta(days=20)
    article = approve(draft, late, site)
    assert (article.number, article.published_at) == (1, late)
    assert article.ordinal > other.ordinal
    assert article.supplied > other.supplied


def test_what_was_withdrawn_and_published_again_keeps_its_day_and_place(new_draft, noon, site):
    draft = new_draft()
    first = approve(draft, noon, site)
    decisions.decide(draft.pk, Action.WITHDRAW, None, noon + HOUR, site, "作者要求")
    decisions.decide(draft.pk, Action.REOPEN, None, noon + HOUR, site)
    again = approve(draft, noon + 2 * HOUR, site)
    assert (again.published_at, again.ordinal) == (first.published_at, first.ordinal)


def test_a_new_hour_takes_the_place_of_the_old_one_and_undo_brings_the_old_one_back(new_draft, noon, site):
    draft = new_draft()
    decisions.decide(draft.pk, Action.SCHEDULE, None, noon, site, publish_at=noon + HOUR)
    later = decisions.decide(draft.pk, Action.SCHEDULE, None, noon, site, publish_at=noon + 5 * HOUR)
    decisions.undo(later.pk, None, noon)
    draft.refresh_from_db()
    assert (draft.status, draft.publish_at) == (Status.SCHEDULED, noon + HOUR)


@pytest.mark.parametrize("publish_at", [None, timedelta(0), -HOUR])
def test_an_hour_must_be_given_and_still_to_come(new_draft, noon, site, publish_at):
    at = None if publish_at is None else noon + publish_at
    with pytest.raises(DecisionError, match="still to come"):
        decisions.decide(new_draft().pk, Action.SCHEDULE, None, noon, site, publish_at=at)


def test_what_could_not_be_published_now_cannot_be_scheduled(new_draft, noon, site):
    with pytest.raises(DecisionError, match="Choose a category"):
        decisions.decide(new_draft(category="").pk, Action.SCHEDULE, None, noon, site, publish_at=noon + HOUR)


def test_a_scheduled_draft_that_cannot_be_published_any_more_goes_back_with_the_reason(new_draft, noon, site):
    from dataclasses import replace

    draft, other = new_draft(category="industry"), new_draft()
    for each in (draft, other):
        decisions.decide(each.pk, Action.SCHEDULE, None, noon, site, publish_at=noon + HOUR)
    decisions.publish_due(noon + HOUR, replace(site, categories=site.categories[:2]))
    draft.refresh_from_db()
    other.refresh_from_db()
    assert (draft.status, other.status) == (Status.NEW, Status.PUBLISHED)
    assert DecisionRecord.objects.filter(draft=draft).latest("pk").reason == "请先选择栏目。"


def test_one_that_meets_a_fault_of_ours_holds_nobody_up(new_draft, noon, site, monkeypatch):
    broken, other = new_draft(), new_draft()
    for each in (broken, other):
        decisions.decide(each.pk, Action.SCHEDULE, None, noon, site, publish_at=noon + HOUR)
    remember = likeness.remember
    monkeypatch.setattr(likeness, "remember", lambda draft: 1 / 0 if draft.pk == broken.pk else remember(draft))
    decisions.publish_due(noon + HOUR, site)
    monkeypatch.undo()
    broken.refresh_from_db()
    other.refresh_from_db()
    assert (broken.status, other.status) == (Status.SCHEDULED, Status.PUBLISHED)
    assert decisions.publish_due(noon + HOUR, site) == 1


def test_setting_and_lifting_an_embargo_is_recorded(new_draft, new_editor, noon):
    lin, draft = new_editor("lin"), new_draft()
    for until in (noon + HOUR, noon + HOUR, None):
        decisions.embargo(draft.pk, until, noon, lin)
    rows = list(AuditRecord.objects.order_by("pk").values_list("event", "who", "subject", "details"))
    assert [row[:3] for row in rows] == [("embargo set", "lin", f"draft {draft.pk}")] * 2
    assert [row[3]["until"] for row in rows] == [(noon + HOUR).isoformat(), "lifted"]


@pytest.mark.parametrize(
    ("action", "publish_at"), [(Action.APPROVE, None), (Action.SCHEDULE, HOUR)], ids=["approve", "schedule"]
)
def test_nothing_is_published_under_an_embargo(new_draft, new_editor, noon, site, action, publish_at):
    draft = new_draft(embargo_until=noon + 3 * HOUR)
    with pytest.raises(DecisionError, match="embargo until 2026-11-20 15:00"):
        decisions.decide(
            draft.pk,
            action,
            new_editor("zhao", Role.ADMINISTRATOR),
            noon,
            site,
            publish_at=publish_at and noon + publish_at,
        )
    decisions.decide(draft.pk, Action.SCHEDULE, None, noon, site, publish_at=noon + 3 * HOUR)
    assert decisions.publish_due(noon + 3 * HOUR, site) == 1


def test_related_articles_are_found_at_publication_and_name_earlier_ones_alone(new_draft, noon, site):
    first = approve(new_draft(title="青禾师院：春季运动会开幕"), noon, site)
    approve(new_draft(title="全市教育工作会议召开"), noon, site)
    third = approve(new_draft(title="梧桐大学：春季运动会开幕", category="news"), noon, site)
    fourth = approve(new_draft(title="云岭一中举行春季运动会"), noon, site)
    shown = reading.articles([1, 2, 3, 4], EVERYTHING)
    assert shown[first.number].related == ()
    assert shown[third.number].related == ()  # another category, another supplier
    assert [each.number for each in shown[fourth.number].related] == [1]
    assert set(reading.naming(1, EVERYTHING)) == {2, 4}


def test_a_withdrawn_article_is_related_to_nothing(new_draft, noon, site):
    draft = new_draft(title="青禾师院：春季运动会开幕")
    approve(draft, noon, site)
    approve(new_draft(title="云岭一中举行春季运动会"), noon, site)
    decisions.decide(draft.pk, Action.WITHDRAW, None, noon, site, reason="误发")
    assert reading.articles([2], EVERYTHING)[2].related == ()
    assert 2 in reading.naming(1, EVERYTHING)


def test_reads_that_are_counted_while_somebody_decides_are_not_lost(new_draft, noon, site):
    article = approve(new_draft(), noon, site)
    reads.add({article.number: 3}, noon)
    publication.restore(article, publication.snapshot(article), noon)
    article.refresh_from_db()
    assert article.reads == 3


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="each database explains itself in words of its own")
def test_what_was_withdrawn_is_found_without_reading_every_article(noon):
    with CaptureQueriesContext(connection) as asked:
        reading.withdrawn_since(noon)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
        plan = [step for *_, step in cursor.fetchall()]
    assert any("article_withdrawn" in step for step in plan), plan
