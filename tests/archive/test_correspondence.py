"""What contributors are told of decisions: when, in which language, and when not."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from tougao.archive import contributors, decisions, revisions
from tougao.archive.decisions import DraftFields
from tougao.archive.models import ContributorRecord, LetterRecord
from tougao.core.workflow import UNDO_WINDOW, Action

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
ALL = ("approved", "returned", "withdrawn")


def subjects():
    return list(LetterRecord.objects.filter(cancelled_at=None).order_by("pk").values_list("subject", flat=True))


def test_an_approval_tells_the_address_of_the_article_after_the_ten_seconds(new_draft, noon, site):
    draft = new_draft()
    decision = decisions.decide(draft.pk, Action.APPROVE, None, noon, site)
    letter = LetterRecord.objects.get()
    assert letter.subject == "已发表：青禾师范学院春季运动会开幕"
    assert "https://news.example.cn/a/1.html" in letter.body
    assert f"来稿编号 {draft.submission.pk}" in letter.body
    assert (letter.decision, letter.not_before, letter.in_reply_to) == (
        decision,
        noon + UNDO_WINDOW,
        "<1@example.edu.cn>",
    )


def test_undoing_an_approval_keeps_its_letter_at_home_and_a_second_one_writes_another(new_draft, noon, site):
    draft = new_draft()
    decision = decisions.decide(draft.pk, Action.APPROVE, None, noon, site)
    decisions.undo(decision.pk, None, noon + SECOND)
    assert subjects() == []
    decisions.decide(draft.pk, Action.APPROVE, None, noon + 2 * SECOND, site)
    assert subjects() == ["已发表：青禾师范学院春季运动会开幕"]


def test_a_correction_and_a_spike_tell_nobody(new_draft, noon, site):
    site = replace(site, told=ALL)
    draft, other = new_draft(), new_draft()
    decisions.decide(draft.pk, Action.APPROVE, None, noon, site)
    decisions.decide(draft.pk, Action.CORRECT, None, noon, site)
    decisions.decide(other.pk, Action.SPIKE, None, noon, site)
    assert len(subjects()) == 1


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ((), []),
        (("returned",), ["退稿"]),
        (("approved", "returned"), ["已发表", "退稿"]),
        (ALL, ["已发表", "已撤稿", "退稿"]),
    ],
)
def test_each_letter_is_switched_by_itself(new_draft, noon, site, told, wanted):
    site = replace(site, told=told)
    draft, other = new_draft(), new_draft()
    decisions.decide(draft.pk, Action.APPROVE, None, noon, site)
    decisions.decide(draft.pk, Action.WITHDRAW, None, noon, site, reason="作者要求")
    decisions.decide(other.pk, Action.RETURN, None, noon, site, reason="请补图")
    assert [subject.partition("：")[0] for subject in subjects()] == wanted


def test_the_language_is_the_contributors(new_draft, noon, site):
    english = new_draft(title="Reading festival opens", html="<p>The festival opened on Friday.</p>")
    decisions.decide(english.pk, Action.APPROVE, None, noon, site)
    assert subjects() == ["Published: Reading festival opens"]
    contributors.recount(english.submission)
    english.submission.refresh_from_db()
    writer = english.submission.contributor
    contributors.describe(writer.pk, contributors.Facts("", "zh", ""), None, noon)
    again = new_draft(title="Second piece", html="<p>More.</p>")
    decisions.decide(again.pk, Action.RETURN, None, noon, site, reason="请补图")
    assert subjects()[-1] == "退稿：Second piece"


@pytest.mark.parametrize("change", [{"answerable": False}, {"sender_address": "tougao@news.example.cn"}])
def test_robots_and_ourselves_are_not_written_to(new_draft, noon, site, change):
    draft = new_draft()
    for field, value in change.items():
        setattr(draft.submission, field, value)
    draft.submission.save()
    decisions.decide(draft.pk, Action.APPROVE, None, noon, site)
    assert not LetterRecord.objects.exists()


def test_a_decision_that_is_rolled_back_leaves_no_letter(new_draft, noon, site):
    draft = new_draft()
    with transaction.atomic():
        decisions.decide(draft.pk, Action.APPROVE, None, noon, site)
        transaction.set_rollback(True)
    assert not LetterRecord.objects.exists()


def test_decisions_and_undoing_keep_the_contributors_figures(new_draft, noon, site):
    hour = timedelta(hours=1)
    first, second, third = new_draft(), new_draft(), new_draft()
    decisions.decide(first.pk, Action.APPROVE, None, noon + hour, site)
    decisions.decide(second.pk, Action.RETURN, None, noon + 3 * hour, site, reason="请补图")
    undone = decisions.decide(third.pk, Action.SPIKE, None, noon + 5 * hour, site)
    writer = ContributorRecord.objects.get()
    assert (writer.mails, writer.drafts, writer.published, writer.returned, writer.spiked) == (3, 3, 1, 1, 1)
    assert writer.acceptance == pytest.approx(1 / 3)
    assert writer.decision_seconds == 3 * 3600
    decisions.undo(undone.pk, None, noon + 5 * hour + SECOND)
    writer.refresh_from_db()
    assert (writer.spiked, writer.acceptance, writer.decision_seconds) == (0, 0.5, 2 * 3600)


def test_a_returned_piece_comes_back_in_its_contributors_own_words(new_draft, noon, site, new_editor):
    draft, lin = new_draft(title="作者的标题", html="<p>作者写的<b>第一段</b>。</p><p>第二段。</p>"), new_editor()
    begun = DraftFields(**revisions.fields_of(draft))
    edited = replace(begun, title="编辑的标题", html="<p>编辑改写的一段。</p>")
    decisions.save(draft.pk, 1, lin, noon, edited, is_autosave=True)
    decisions.save(draft.pk, 2, lin, noon + SECOND, replace(edited, html="<p>编辑又改了一次。</p>"))
    decisions.decide(draft.pk, Action.RETURN, lin, noon + SECOND, site, reason="请补图")
    letter = LetterRecord.objects.get()
    assert letter.subject == "退稿：作者的标题"
    assert "来稿原文：\n\n作者写的第一段。\n第二段。\n" in letter.body
    assert "编辑" not in letter.body.partition("来稿原文")[2]


def test_an_article_is_told_of_by_the_title_that_readers_see(new_draft, noon, site):
    draft = new_draft(title="作者的标题")
    edited = replace(DraftFields(**revisions.fields_of(draft)), title="编辑的标题")
    decisions.save(draft.pk, 1, None, noon, edited)
    decisions.decide(draft.pk, Action.APPROVE, None, noon, site)
    assert subjects() == ["已发表：编辑的标题"]
