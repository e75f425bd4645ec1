"""Drafts that are read twice and three times before readers see them (三审三校)."""

from dataclasses import replace

import pytest

from tougao.archive import decisions
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
