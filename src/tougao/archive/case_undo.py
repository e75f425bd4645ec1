"""Ten seconds to take one's last step in a case back: a letter that has not left, a case closed, reopened or put to an article."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from tougao.archive import audit, outbox, undoing
from tougao.archive.models import ArticleRecord, CaseEntryRecord, CaseRecord, EditorRecord
from tougao.core.audit import Event
from tougao.core.cases import UNDOABLE, Step
from tougao.core.notice import gettext_noop
from tougao.errors import DecisionError

NOT_LAST = gettext_noop("Something else has been done in this case since; undo that first.")


def last_of(editor: EditorRecord) -> CaseEntryRecord | None:
    """The editor's last step that can be undone for a while, whether or not it still can."""
    return _steps().select_related("case").filter(editor=editor).order_by("-pk").first()


def is_undoable(entry: CaseEntryRecord, editor: EditorRecord | None, now: datetime) -> bool:
    try:
        _check(entry, editor, now)
    except DecisionError:
        return False
    return True


def undo(entry_id: int, editor: EditorRecord | None, now: datetime) -> CaseEntryRecord:
    """The case is as it was, and the letter stays at home. The step stays in the log, marked.

    Raises DecisionError when it is too late, somebody else's, or not the last, and CaseEntryRecord.DoesNotExist.
    """
    with transaction.atomic():
        found = _steps().get(pk=entry_id)
        case = CaseRecord.objects.select_for_update().get(pk=found.case_id)
        entry = _steps().select_for_update().get(pk=entry_id)
        _check(entry, editor, now)
        if entry.letter_id and not outbox.cancel(entry.letter_id, now):
            raise DecisionError(undoing.LETTER_GONE)
        _put_back(case, Step(entry.step), entry.before or {})
        entry.undone_at = now
        entry.save(update_fields=["undone_at"])
        audit.record(Event.UNDONE, editor, now, f"case {case.pk}", {"action": entry.step})
        return entry


def _put_back(case: CaseRecord, step: Step, before: dict[str, str | int | None]) -> None:
    if step is Step.NAMED:
        case.article = ArticleRecord.objects.filter(pk=before.get("article") or 0).first()
        case.save(update_fields=["article"])
    elif step in (Step.CLOSED, Step.REOPENED):
        closed_at = before.get("closed_at")
        case.closed_at = datetime.fromisoformat(str(closed_at)) if closed_at else None
        case.outcome = str(before.get("outcome") or "")
        case.save(update_fields=["closed_at", "outcome"])


def _check(entry: CaseEntryRecord, editor: EditorRecord | None, now: datetime) -> None:
    undoing.check(entry.at, entry.undone_at, editor is None or entry.editor_id == editor.pk, now)
    if _steps().filter(case_id=entry.case_id, pk__gt=entry.pk, undone_at=None).exists():
        raise DecisionError(NOT_LAST)


def _steps() -> QuerySet[CaseEntryRecord]:
    return CaseEntryRecord.objects.filter(step__in=UNDOABLE)
