"""Ten seconds to take one's last decision back."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tougao import jobs
from tougao.archive import batches, decisions
from tougao.archive.models import DecisionRecord, EditorRecord
from tougao.archive.queue_records import BatchRecord
from tougao.core.workflow import UNDO_WINDOW, Role
from tougao.desk.access import editor, needs
from tougao.desk.bulk import report
from tougao.desk.words import told
from tougao.errors import DecisionError


@dataclass(frozen=True)
class Offer:
    """What can be undone: a decision, or all that was done at a stroke, which `words` sum up."""

    seconds: int
    decision: DecisionRecord | None = None
    batch: BatchRecord | None = None
    words: str = ""


def offered(request: HttpRequest, who: EditorRecord) -> Offer | None:
    """The editor's last deed, while it can still be undone."""
    now = jobs.clock()
    last = DecisionRecord.objects.select_related("draft").filter(editor=who).order_by("-pk").first()
    batch = batches.last_of(who)
    if batch and (last is None or last.decided_at <= batch.done_at):
        if not batches.is_undoable(batch, who, now):
            return None
        return Offer(_left(batch.done_at, now), batch=batch, words=report(batch).sum)
    if last is None or not decisions.undoable(last, who, now):
        return None
    return Offer(_left(last.decided_at, now), last)


def _left(since: datetime, now: datetime) -> int:
    return max(1, round((UNDO_WINDOW - (now - since)).total_seconds()))


@require_POST
@needs(Role.EDITOR)
def take_back(request: HttpRequest, decision_id: int) -> HttpResponse:
    try:
        decision = decisions.undo(decision_id, editor(request), jobs.clock())
    except DecisionRecord.DoesNotExist:
        return redirect("queue")
    except DecisionError as trouble:
        messages.error(request, told(trouble))
        return redirect("queue")
    jobs.wake()
    messages.success(request, _("Undone: the draft is back as it was."))
    return redirect("draft", decision.draft_id)
