"""One draft: its fields beside the mail it came from, saved and decided upon."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tougao import jobs
from tougao.archive import contributors, decisions, queue
from tougao.archive.decisions import DraftFields
from tougao.archive.models import ArticleRecord, DraftRecord
from tougao.core import layout, workflow
from tougao.core.listing import Listing, listing, names_one
from tougao.core.workflow import Action, Role, Status
from tougao.desk import copy, presence
from tougao.desk.access import editor, needs
from tougao.desk.undo import offered
from tougao.desk.words import told
from tougao.errors import DecisionError


class DraftForm(forms.Form):
    title = forms.CharField(max_length=300, label=gettext_lazy("Title"))
    byline = forms.CharField(max_length=300, required=False, label=gettext_lazy("Author"))
    source = forms.CharField(max_length=300, required=False, label=gettext_lazy("Source"))
    credit = forms.CharField(max_length=300, required=False, label=gettext_lazy("Supplied by"))
    category = forms.CharField(max_length=64, required=False, label=gettext_lazy("Category"))
    summary = forms.CharField(required=False, label=gettext_lazy("Summary"))
    html = forms.CharField(required=False, label=gettext_lazy("Text"), strip=False)
    version = forms.IntegerField(min_value=1)

    def fields_of_draft(self) -> DraftFields:
        values = {name: self.cleaned_data[name] for name in DraftFields.__dataclass_fields__}
        return DraftFields(**values)


@needs(Role.EDITOR)
def show(request: HttpRequest, draft_id: int) -> HttpResponse:
    draft = get_object_or_404(DraftRecord.objects.select_related("submission"), pk=draft_id)
    if request.method == "POST":
        return _posted(request, draft)
    return _page(
        request, draft, {name: getattr(draft, name) for name in DraftFields.__dataclass_fields__}, draft.version
    )


def _posted(request: HttpRequest, draft: DraftRecord) -> HttpResponse:
    """Save what was changed, then take the decision that was asked for, if any."""
    who, now = editor(request), jobs.clock()
    wanted = request.POST.get("action", "")
    reason = request.POST.get("reason", "")
    form = DraftForm(request.POST)
    status = Status(draft.status)
    try:
        version = draft.version
        if status in workflow.EDITABLE:
            if not form.is_valid():
                raise DecisionError(decisions.NO_TITLE)
            version = decisions.save(draft.pk, form.cleaned_data["version"], who, now, form.fields_of_draft()).version
        if wanted in set(Action):
            decisions.decide(draft.pk, Action(wanted), who, now, settings.SITE, reason, version)
    except DecisionError as trouble:
        messages.error(request, told(trouble))
        shown = {name: request.POST.get(name, getattr(draft, name)) for name in DraftFields.__dataclass_fields__}
        number = request.POST.get("version", "")
        return _page(request, draft, shown, int(number) if number.isdecimal() else draft.version, status=409)
    if copy.is_asked(wanted):
        draft.refresh_from_db()
        try:
            messages.success(request, copy.follow(wanted, draft, who, now))
        except DecisionError as trouble:
            messages.error(request, told(trouble))
        return redirect(_address(request, draft.pk) + "#copy")
    if wanted in set(Action):
        jobs.wake()
        return _onwards(request, draft, status)
    if wanted == "preview":
        return redirect(_address(request, draft.pk, pane="preview"))
    messages.success(request, _("Saved."))
    return redirect(_address(request, draft.pk))


def _listed(request: HttpRequest, status: Status) -> Listing:
    """The listing the draft was opened from; that of its status when the address names none."""
    return listing(request.GET if names_one(request.GET) else {"view": status})


def _address(request: HttpRequest, draft_id: int, **more: str) -> str:
    """A draft's address, in the listing that this one was opened from."""
    wanted = listing(request.GET) if names_one(request.GET) else Listing()
    return reverse("draft", args=[draft_id]) + wanted.address(**more).removesuffix("?")


def _onwards(request: HttpRequest, draft: DraftRecord, status: Status) -> HttpResponse:
    """The next draft to decide opens by itself; the queue when there is none."""
    wanted = _listed(request, status)
    _newer, older = queue.beside(draft, wanted, editor(request), settings.SITE, jobs.clock())
    if status is Status.NEW and older:
        return redirect(_address(request, older.pk))
    return redirect(reverse("queue") + (wanted.address() if names_one(request.GET) else ""))


def _page(
    request: HttpRequest, draft: DraftRecord, shown: dict[str, Any], version: int, status: int = 200
) -> HttpResponse:
    who, now = editor(request), jobs.clock()
    wanted = _listed(request, Status(draft.status))
    newer, older = queue.beside(draft, wanted, who, settings.SITE, now)
    article = ArticleRecord.objects.filter(draft=draft).first()
    return render(
        request,
        "desk/draft.html",
        {
            "draft": draft,
            "shown": shown,
            "shown_version": version,
            "submission": draft.submission,
            "contributor": contributors.one(draft.submission.sender_address),
            "attachments": draft.submission.attachments.all(),
            "pictures": draft.pictures.all(),
            "deeds": list(workflow.possible(Status(draft.status), Role(who.role))),
            "is_editable": Status(draft.status) in workflow.EDITABLE,
            "decisions": queue.decisions().filter(draft=draft),
            "newer": newer,
            "older": older,
            "listing": wanted,
            "presence": presence.strip(draft, who, now),
            "article": article,
            "article_url": layout.address(layout.article_path(article.number))
            if article and not article.withdrawn_at
            else "",
            "pane": "preview" if request.GET.get("pane") == "preview" else "original",
            "undoing": offered(request, who),
            **copy.proposals(draft, str(shown["html"]), Status(draft.status) in workflow.EDITABLE),
        },
        status=status,
    )
