"""What editors say to each other beside a draft: comments that call upon people, and whose the draft is."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tougao import jobs
from tougao.archive import assignments, comments, decisions
from tougao.archive.models import DraftRecord, EditorRecord
from tougao.core.workflow import Role
from tougao.desk.access import editor, needs
from tougao.desk.hours import hour
from tougao.desk.ways import takes_forms
from tougao.desk.words import told
from tougao.errors import DecisionError


@takes_forms
@needs(Role.EDITOR)
def comment(request: HttpRequest, draft_id: int) -> HttpResponse:
    draft = get_object_or_404(DraftRecord, pk=draft_id)
    try:
        comments.write(draft, editor(request), request.POST.get("comment", ""), jobs.clock())
    except DecisionError as trouble:
        messages.error(request, told(trouble))
    return redirect(f"{_address(draft)}#talk")


@takes_forms
@needs(Role.EDITOR)
def assign(request: HttpRequest, draft_id: int) -> HttpResponse:
    draft = get_object_or_404(DraftRecord, pk=draft_id)
    name = request.POST.get("editor", "")
    chosen = get_object_or_404(EditorRecord, username=name) if name else None
    try:
        assignments.assign(draft, chosen, editor(request), jobs.clock(), hour(request.POST.get("due_at", "")))
    except DecisionError as trouble:
        messages.error(request, told(trouble))
    else:
        words = _("Given to %(name)s.") % {"name": chosen.username} if chosen else _("Nobody's any more.")
        messages.success(request, words)
    return redirect(f"{_address(draft)}#talk")


@takes_forms
@needs(Role.EDITOR)
def embargo(request: HttpRequest, draft_id: int) -> HttpResponse:
    draft = get_object_or_404(DraftRecord, pk=draft_id)
    try:
        decisions.embargo(draft.pk, hour(request.POST.get("embargo_until", "")), jobs.clock(), editor(request))
    except DecisionError as trouble:
        messages.error(request, told(trouble))
    else:
        messages.success(request, _("Saved."))
    return redirect(f"{_address(draft)}#talk")


@needs(Role.EDITOR)
def mentions(request: HttpRequest) -> HttpResponse:
    """Where I am called upon."""
    return render(request, "desk/mentions.html", {"mentions": comments.unseen(editor(request))[:100]})


@takes_forms
@needs(Role.EDITOR)
def seen(request: HttpRequest, draft_id: int) -> HttpResponse:
    draft = get_object_or_404(DraftRecord, pk=draft_id)
    comments.see(draft, editor(request), jobs.clock())
    return redirect(f"{_address(draft)}#talk")


def _address(draft: DraftRecord) -> str:
    return reverse("draft", args=[draft.pk])
