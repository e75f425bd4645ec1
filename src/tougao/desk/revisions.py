"""The versions of a draft: who saved which when, what differs between two of them, and an old one brought back."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tougao import jobs
from tougao.archive import decisions, queue, revisions
from tougao.archive.decisions import DraftFields
from tougao.archive.models import DraftRecord, RevisionRecord
from tougao.core import likeness, workflow
from tougao.core.likeness import Piece
from tougao.core.merging import BODY
from tougao.core.paragraphs import readable
from tougao.core.workflow import Role, Status
from tougao.desk.access import editor, needs
from tougao.desk.fields import number_of
from tougao.desk.ways import takes_forms
from tougao.desk.words import told
from tougao.errors import DecisionError


@dataclass(frozen=True)
class Change:
    """What differs in one field; no rows where only the formatting of a body does."""

    field: str
    rows: tuple[tuple[Piece, ...], ...]


@needs(Role.EDITOR)
def show(request: HttpRequest, draft_id: int) -> HttpResponse:
    draft = get_object_or_404(DraftRecord, pk=draft_id)
    rows = revisions.of(draft)
    after = _named(rows, number_of(request.GET, "after")) or (rows[0] if rows else None)
    before = _named(rows, number_of(request.GET, "before")) or _preceding(rows, after)
    taken = queue.decisions().filter(draft=draft)
    numbers = revisions.taken(taken, rows)
    return render(
        request,
        "desk/revisions.html",
        {
            "draft": draft,
            "revisions": rows,
            "before": before,
            "after": after,
            "changes": _changes(before.fields, after.fields) if before and after else (),
            "decided": {row.number: [each for each in taken if numbers.get(each.pk) == row.number] for row in rows},
            "may_restore": Status(draft.status) in workflow.EDITABLE,
        },
    )


@takes_forms
@needs(Role.EDITOR)
def restore(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The fields of an old version become the next one; nothing that came after it is lost."""
    draft = get_object_or_404(DraftRecord, pk=draft_id)
    row = revisions.one(draft, number_of(request.POST, "number") or 0)
    version = number_of(request.POST, "version")
    if row is None or version is None:
        return redirect("revisions", draft.pk)
    try:
        decisions.save(
            draft.pk, version, editor(request), jobs.clock(), DraftFields(**row.fields), restored_from=row.number
        )
    except DecisionError as trouble:
        messages.error(request, told(trouble))
        return redirect("revisions", draft.pk)
    messages.success(request, _("Version %(number)d is back as the newest one.") % {"number": row.number})
    return redirect("draft", draft.pk)


def _named(rows: list[RevisionRecord], number: int | None) -> RevisionRecord | None:
    return next((row for row in rows if row.number == number), None)


def _preceding(rows: list[RevisionRecord], after: RevisionRecord | None) -> RevisionRecord | None:
    return next((row for row in rows if after and row.number < after.number), None)


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    out = []
    for field in revisions.FIELDS:
        if before[field] == after[field]:
            continue
        if field == BODY:
            rows = likeness.differences(readable(before[field]), readable(after[field]))
            is_seen = any(not piece.is_same for row in rows for piece in row)
            out.append(Change(field, rows if is_seen else ()))
        else:
            out.append(Change(field, (likeness.within(before[field], after[field]),)))
    return out
