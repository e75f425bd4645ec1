"""Replies of contributors that nobody has looked after yet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tougao import jobs
from tougao.archive import replies
from tougao.core.workflow import Role
from tougao.desk.access import editor, needs
from tougao.desk.ways import takes_forms

MOST = 100


@needs(Role.EDITOR)
def show(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/replies.html", {"replies": replies.waiting()[:MOST]})


@takes_forms
@needs(Role.EDITOR)
def note(request: HttpRequest, reply_id: int) -> HttpResponse:
    """Somebody has looked after it; it stays in the draft's history."""
    reply = replies.note(reply_id, editor(request), jobs.clock())
    if reply is None or request.POST.get("back") == "replies":
        return redirect("replies")
    return redirect(reverse("draft", args=[reply.draft_id]) + "#history")
