"""Whose a draft is."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from tougao.archive.models import AssignmentRecord, DraftRecord, EditorRecord
from tougao.core.notice import gettext_noop
from tougao.errors import DecisionError

GONE = gettext_noop("{name} may no longer sign in. Choose somebody else.")


def assign(
    draft: DraftRecord, editor: EditorRecord | None, by: EditorRecord, now: datetime, due_at: datetime | None = None
) -> AssignmentRecord:
    """Give a draft to an editor, or to nobody. It stops nobody else. Raises DecisionError for somebody who has left."""
    if editor and not editor.is_active:
        raise DecisionError(GONE, name=editor.username)
    with transaction.atomic():
        row = AssignmentRecord.objects.create(
            draft=draft, editor=editor, assigned_by=by, assigned_at=now, due_at=due_at if editor else None
        )
        DraftRecord.objects.filter(pk=draft.pk).update(assigned_to=editor, due_at=row.due_at)
    return row


def of(draft: DraftRecord) -> QuerySet[AssignmentRecord]:
    return AssignmentRecord.objects.select_related("editor", "assigned_by").filter(draft=draft)


def editors() -> QuerySet[EditorRecord]:
    """Those a draft may be given to."""
    return EditorRecord.objects.filter(is_active=True).order_by("username")
