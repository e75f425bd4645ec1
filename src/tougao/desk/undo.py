"""Ten seconds to take one's last decision back: on a draft, on many at a stroke, in a case."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tougao import jobs, rota
from tougao.archive import batches, case_undo, decisions
from tougao.archive.models import CaseEntryRecord, DecisionRecord, EditorRecord
from tougao.archive.rows.queue import BatchRecord
from tougao.core.cases import UNDOABLE, Step
from tougao.core.listing import listing, names_one
from tougao.core.workflow import UNDO_WINDOW, Role
from tougao.desk.access import editor, needs
from tougao.desk.bulk import report
from tougao.desk.ways import takes_forms
from tougao.desk.words import CASE_STEPS, told
from tougao.errors import DecisionError


@dataclass(frozen=True)
class Offer:
    """What can be undone: a decision, a step in a case, or all that was done at a stroke, which `words` sum up."""

    seconds: int
    decision: DecisionRecord | None = None
    batch: BatchRecord | None = None
    entry: CaseEntryRecord | None = None
    words: str = ""


def offered(request: HttpRequest, who: EditorRecord) -> Offer | None:
    """The editor's last deed, while it can still be undone."""
    now = jobs.clock()
    last = DecisionRecord.objects.select_related("draft").filter(editor=who).order_by("-pk").first()
    batch = batches.last_of(who)
    entry = case_undo.last_of(who)
    match max((deed for deed in (entry, batch, last) if deed), key=_moment, default=None):
        case CaseEntryRecord() as deed if case_undo.is_undoable(deed, who, now):
            return Offer(_left(deed.at, now), entry=deed, words=_(CASE_STEPS[Step(deed.step)]))
        case BatchRecord() as deed if batches.is_undoable(deed, who, now):
            return Offer(_left(deed.done_at, now), batch=deed, words=report(deed).sum)
        case DecisionRecord() as deed if decisions.undoable(deed, who, now):
            return Offer(_left(deed.decided_at, now), deed)
    return None


def _moment(deed: CaseEntryRecord | BatchRecord | DecisionRecord) -> datetime:
    if isinstance(deed, DecisionRecord):
        return deed.decided_at
    return deed.done_at if isinstance(deed, BatchRecord) else deed.at


def _left(since: datetime, now: datetime) -> int:
    return max(1, round((UNDO_WINDOW - (now - since)).total_seconds()))


@takes_forms
@needs(Role.EDITOR)
def take_back(request: HttpRequest, decision_id: int) -> HttpResponse:
    try:
        decision = decisions.undo(decision_id, editor(request), jobs.clock())
    except DecisionRecord.DoesNotExist:
        return redirect("queue")
    except DecisionError as trouble:
        messages.error(request, told(trouble))
        return redirect("queue")
    rota.wake()
    messages.success(request, _("Undone: the draft is back as it was."))
    back = listing(request.GET).address() if names_one(request.GET) else ""
    return redirect(reverse("draft", args=[decision.draft_id]) + back)


@takes_forms
@needs(Role.EDITOR)
def take_back_in_case(request: HttpRequest, entry_id: int) -> HttpResponse:
    entry = get_object_or_404(CaseEntryRecord, pk=entry_id, step__in=UNDOABLE)
    try:
        case_undo.undo(entry_id, editor(request), jobs.clock())
    except DecisionError as trouble:
        messages.error(request, told(trouble))
    else:
        rota.wake()
        messages.success(request, _("Undone: the case is as it was."))
    return redirect("case", entry.case_id)
