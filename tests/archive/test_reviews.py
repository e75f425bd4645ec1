"""Drafts that are read twice and three times before readers see them (三审三校)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from tougao.archive import decisions, reviewing
from tougao.archive.models import ArticleRecord, DraftRecord
from tougao.core.workflow import Action, Reviews, Role, Status
from tougao.errors import DecisionError


@pytest.fixture
def thrice(site):
    return replace(site, reviews=Reviews((Role.EDITOR, Role.EDITOR, Role.CHIEF)))


@pytest.fixture
def people(new_editor):
    return {
        name: new_editor(name, role)
        for name, role in (("lin", Role.EDITOR), ("wang", Role.EDITOR), ("zhao", Role.CHIEF))
    }


def status(draft):
    return DraftRecord.objects.get(pk=draft.pk).status


def test_three_people_read_a_draft_before_it_is_published(new_draft, people, noon, thrice):
    draft = new_draft()
    decisions.decide(draft.pk, Action.PASS, people["lin"], noon, thrice)
    assert status(draft) == Status.SECOND
    decisions.decide(draft.pk, Action.PASS, people["wang"], noon, thrice)
    assert status(draft) == Status.THIRD
    decisions.decide(draft.pk, Action.APPROVE, people["zhao"], noon, thrice)
    assert status(draft) == Status.PUBLISHED
    assert ArticleRecord.objects.exists()


def test_nobody_reads_a_draft_twice(new_draft, people, noon, thrice):
    draft = new_draft()
    decisions.decide(draft.pk, Action.PASS, people["zhao"], noon, thrice)
    for step in (Action.PASS,):
        with pytest.raises(DecisionError, match="somebody else"):
            decisions.decide(draft.pk, step, people["zhao"], noon, thrice)
    decisions.decide(draft.pk, Action.PASS, people["lin"], noon, thrice)
    with pytest.raises(DecisionError, match="somebody else"):
        decisions.decide(draft.pk, Action.APPROVE, people["zhao"], noon, thrice)
    assert status(draft) == Status.THIRD


def test_a_small_newsroom_may_let_one_person_do_it(new_draft, people, noon, thrice):
    alone = replace(thrice, reviews=replace(thrice.reviews, differ=False))
    draft = new_draft()
    for action in (Action.PASS, Action.PASS, Action.APPROVE):
        decisions.decide(draft.pk, action, people["zhao"], noon, alone)
    assert status(draft) == Status.PUBLISHED


def test_what_was_sent_back_or_undone_is_read_anew_by_anybody(new_draft, people, noon, thrice):
    draft = new_draft()
    decisions.decide(draft.pk, Action.PASS, people["lin"], noon, thrice)
    with pytest.raises(DecisionError, match="needs a reason"):
        decisions.decide(draft.pk, Action.SEND_BACK, people["wang"], noon, thrice)
    decisions.decide(draft.pk, Action.SEND_BACK, people["wang"], noon, thrice, reason="数字没有核对。")
    assert status(draft) == Status.NEW
    passed = decisions.decide(draft.pk, Action.PASS, people["wang"], noon, thrice)
    decisions.undo(passed.pk, people["wang"], noon)
    decisions.decide(draft.pk, Action.PASS, people["lin"], noon, thrice)
    decisions.decide(draft.pk, Action.PASS, people["wang"], noon, thrice)
    assert status(draft) == Status.THIRD


def test_a_correction_needs_whoever_may_publish(new_draft, people, noon, thrice):
    draft = new_draft()
    decisions.decide(draft.pk, Action.PASS, people["lin"], noon, thrice)
    decisions.decide(draft.pk, Action.PASS, people["wang"], noon, thrice)
    decisions.decide(draft.pk, Action.APPROVE, people["zhao"], noon, thrice)
    for action in (Action.CORRECT, Action.AMEND):
        with pytest.raises(DecisionError, match="needs the role chief"):
            decisions.decide(draft.pk, action, people["lin"], noon, thrice)


def test_a_review_that_was_abolished_holds_nobody_up(new_draft, people, noon, site, thrice):
    draft = new_draft()
    decisions.decide(draft.pk, Action.PASS, people["lin"], noon, thrice)
    decisions.decide(draft.pk, Action.APPROVE, people["wang"], noon, site)
    assert status(draft) == Status.PUBLISHED


def test_what_is_offered_is_what_would_be_taken(new_draft, people, noon, thrice):
    """For everybody, at every step of a draft that is read three times."""
    draft = new_draft()
    for name, action in (("lin", Action.PASS), ("wang", Action.PASS), ("zhao", Action.APPROVE), ("lin", Action.PIN)):
        for person in people.values():
            found = DraftRecord.objects.get(pk=draft.pk)
            article = ArticleRecord.objects.filter(draft=found).first()
            offered = [each for each, _step in reviewing.offered(found, person, article, thrice.reviews)]
            for each in offered:
                with transaction.atomic():
                    later = noon + timedelta(days=1)
                    decisions.decide(draft.pk, each, person, noon, thrice, reason="理由", publish_at=later)
                    transaction.set_rollback(True)
            if found.status in (Status.SECOND, Status.THIRD) and reviewing.must_differ(found, person, thrice.reviews):
                assert {Action.PASS, Action.APPROVE, Action.SCHEDULE}.isdisjoint(offered)
            assert not {Action.PIN, Action.UNPIN} <= set(offered)
        decisions.decide(draft.pk, action, people[name], noon, thrice)
    article = ArticleRecord.objects.get()
    assert Action.UNPIN in dict(reviewing.offered(DraftRecord.objects.get(), people["lin"], article, thrice.reviews))


def test_the_page_offers_no_review_to_who_may_not_do_it_and_says_who_may(
    new_draft, people, noon, thrice, settings, client
):
    settings.SITE = thrice
    draft = new_draft()

    def seen_by(name):
        client.force_login(people[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        page = client.get(f"/desk/drafts/{draft.pk}/").content.decode()
        return 'value="pass"' in page or 'value="approve"' in page, "data-waits" in page, page

    assert seen_by("lin")[:2] == (True, False)
    decisions.decide(draft.pk, Action.PASS, people["lin"], noon, thrice)
    may, is_told, page = seen_by("lin")
    assert (may, is_told) == (False, True)
    assert "另一位同事" in page
    assert seen_by("wang")[:2] == (True, False)
    decisions.decide(draft.pk, Action.PASS, people["wang"], noon, thrice)
    may, is_told, page = seen_by("lin")
    assert (may, is_told) == (False, True)
    assert "主编" in page.split("data-waits")[1][:80]
    assert seen_by("zhao")[:2] == (True, False)
