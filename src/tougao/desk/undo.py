"""Ten seconds to take one's last decision back."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tougao import jobs
from tougao.archive import decisions
from tougao.archive.models import DecisionRecord, EditorRecord
from tougao.core.workflow import UNDO_WINDOW, Role
from tougao.desk.access import editor, needs
from tougao.desk.words import told
from tougao.errors import DecisionError


@dataclass(frozen=True)
class Offer:
    decision: DecisionRecord
    seconds: int


def offered(request: HttpRequest, who: EditorRecord) -> Offer | None:
    """The editor's last decision, while it can still be undone."""
    last = DecisionRecord.objects.select_related("draft").filter(editor=who).order_by("-pk").first()
    if last is None or not decisions.undoable(last, who, jobs.clock()):
        return None
    left = UNDO_WINDOW - (jobs.clock() - last.decided_at)
    return Offer(last, max(1, round(left.total_seconds())))


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
