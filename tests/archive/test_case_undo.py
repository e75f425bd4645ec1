"""Ten seconds to take a step in a case back: the case is as it was, the letter stays at home, the log keeps both."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tougao.archive import case_undo, cases, decisions, outbox
from tougao.archive.models import AuditRecord, CaseEntryRecord, LetterRecord
from tougao.core.cases import Step, complaint
from tougao.core.site import Rights
from tougao.core.workflow import UNDO_WINDOW, Action, Role
from tougao.errors import DecisionError

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def rights(site):
    return replace(site, rights=Rights(on=True))


@pytest.fixture
def lin(new_editor):
    return new_editor("lin")


@pytest.fixture
def case(new_draft, noon, rights):
    for title in ("运动会报道", "图书馆报道"):
        decisions.decide(new_draft(title=title).pk, Action.APPROVE, None, noon, rights)
    found = complaint("/a/1.html", "facts", "赵一", "zhao@example.cn", "文中把我的名字写错了，请更正。")
    return cases.receive(found, "t", True, "zh", rights, noon, writes=False)


def last():
    return CaseEntryRecord.objects.latest("pk")


def letters():
    return LetterRecord.objects.filter(message_id__startswith="<case-").order_by("pk")


def sent(now):
    """The letters of cases that leave at this moment."""
    return [each for each in outbox.claimed(now) if each.message_id.startswith("<case-")]


def test_a_letter_that_is_taken_back_never_leaves_and_the_next_one_does(case, lin, rights, noon):
    cases.answer(case.pk, "已经更正。", lin, rights, noon)
    assert sent(noon + UNDO_WINDOW - SECOND) == []
    case_undo.undo(last().pk, lin, noon + 9 * SECOND)
    cases.answer(case.pk, "已经更正，谢谢。", lin, rights, noon + 9 * SECOND)
    (left,) = sent(noon + timedelta(hours=1))
    assert "已经更正，谢谢。" in left.body
    assert [bool(each.cancelled_at) for each in letters()] == [True, False]
    log = [(line.entry.step, bool(line.entry.undone_at)) for line in cases.history(case)]
    assert log == [(Step.RECEIVED, False), (Step.ANSWERED, True), (Step.ANSWERED, False)]
    audited = AuditRecord.objects.filter(subject=f"case {case.pk}").order_by("number").values_list("event", "details")
    assert list(audited)[1:3] == [("case changed", {"action": "answered"}), ("undone", {"action": "answered"})]


def test_a_letter_that_is_just_leaving_cannot_be_taken_back(case, lin, rights, noon):
    cases.answer(case.pk, "已经更正。", lin, rights, noon)
    assert len(sent(noon + UNDO_WINDOW)) == 1
    with pytest.raises(DecisionError, match="already left"):
        case_undo.undo(last().pk, lin, noon + UNDO_WINDOW)
    assert last().undone_at is None


def test_what_was_closed_and_reopened_is_as_it_was(case, lin, noon):
    cases.close(case.pk, "article stays", "无误", lin, noon)
    case_undo.undo(last().pk, lin, noon + SECOND)
    case.refresh_from_db()
    assert (case.closed_at, case.outcome) == (None, "")
    cases.close(case.pk, "article stays", "无误", lin, noon + 2 * SECOND)
    cases.reopen(case.pk, lin, noon + 60 * SECOND)
    case_undo.undo(last().pk, lin, noon + 61 * SECOND)
    case.refresh_from_db()
    assert (case.closed_at, case.outcome) == (noon + 2 * SECOND, "article stays")


def test_the_article_that_was_meant_before_is_meant_again(case, lin, noon):
    cases.name_article(case.pk, 2, lin, noon)
    case_undo.undo(last().pk, lin, noon + SECOND)
    case.refresh_from_db()
    assert case.article.number == 1


def test_what_cannot_be_undone_is_refused_in_words(case, lin, new_editor, rights, noon):
    cases.answer(case.pk, "已经更正。", lin, rights, noon)
    answer = last().pk
    cases.note(case.pk, "已电话核实", lin, noon)
    cases.close(case.pk, "corrected article", "", lin, noon + SECOND)
    closed = last().pk
    zhao = new_editor("zhao", Role.CHIEF)
    for entry, who, after, words in (
        (answer, lin, SECOND, "has been done in this case since"),
        (closed, zhao, SECOND, "Only the editor"),
        (closed, lin, UNDO_WINDOW + 2 * SECOND, "too late"),
    ):
        with pytest.raises(DecisionError, match=words):
            case_undo.undo(entry, who, noon + after)
    case_undo.undo(closed, lin, noon + 2 * SECOND)
    with pytest.raises(DecisionError, match="already been undone"):
        case_undo.undo(closed, lin, noon + 2 * SECOND)
    case_undo.undo(answer, lin, noon + 2 * SECOND)  # one after the other, the last first; a note hinders nothing
    assert letters().get().cancelled_at


def test_a_note_stays(case, lin, noon):
    cases.note(case.pk, "已电话核实", lin, noon)
    with pytest.raises(CaseEntryRecord.DoesNotExist):
        case_undo.undo(last().pk, lin, noon)
    assert case_undo.last_of(lin) is None
