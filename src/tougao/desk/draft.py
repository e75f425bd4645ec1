"""One draft: its fields beside the mail it came from, saved and decided upon."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tougao import jobs, rota
from tougao.archive import (
    assignments,
    comments,
    contributors,
    decisions,
    merging,
    queue,
    repeating,
    reviewing,
    revisions,
)
from tougao.archive.merging import Clashing
from tougao.archive.models import ArticleRecord, DraftRecord, EditorRecord
from tougao.archive.repeating import Asked
from tougao.core import layout, workflow
from tougao.core.layout import Edition
from tougao.core.listing import Listing, listing, names_one
from tougao.core.notice import gettext_noop
from tougao.core.workflow import Action, Reviews, Role, Status
from tougao.desk import clash, copy, letters, presence, preview, sources, words
from tougao.desk.access import editor, needs
from tougao.desk.fields import DraftForm, base_of, choices_of, meant, number_of, opened, packed, shown_again
from tougao.desk.hours import hour, hour_or_none
from tougao.desk.undo import offered
from tougao.desk.words import told
from tougao.errors import DecisionError

PLAIN = ("", "save")  # saves, and asks for nothing that wants a look first
LOOKS = ("phone", "desktop", "wap", "feed", "card")
MOVED_ON = gettext_noop("Somebody else changed this draft after you opened it; both texts are here. Look, then decide.")


@needs(Role.EDITOR)
def show(request: HttpRequest, draft_id: int) -> HttpResponse:
    draft = get_object_or_404(DraftRecord.objects.select_related("submission__contributor"), pk=draft_id)
    if request.method == "POST":
        return _posted(request, draft)
    return _page(request, draft, opened(draft))


def _posted(request: HttpRequest, draft: DraftRecord) -> HttpResponse:
    """Save what was changed, then take the decision that was asked for, if any.

    Whoever sent a version that others have changed meanwhile gets the merged text to look at before he decides.
    """
    who, now = editor(request), jobs.clock()
    wanted = request.POST.get("action", "")
    reason = letters.reason(request.POST, draft, jobs.site())
    status = Status(draft.status)
    saved = None
    try:
        if status in workflow.EDITABLE:
            form = DraftForm(request.POST)
            fields, base = meant(form.fields_of_draft(), draft), base_of(request.POST)
            choices, chosen_at = choices_of(request.POST), number_of(request.POST, "chosen_at")
            saved = merging.save(draft.pk, form.number, who, now, fields, base, choices, chosen_at)
        if saved and saved.is_stale and (done := repeating.just_done(saved.draft, _asked(request, draft), who, now)):
            return _onwards(request, saved.draft, Status(done.from_status))
        if saved and saved.is_stale and wanted not in PLAIN:
            messages.warning(request, _(MOVED_ON))
            return _here(request, draft.pk)
        if wanted in set(Action):
            version = saved.draft.version if saved else draft.version
            decisions.decide(
                draft.pk,
                Action(wanted),
                who,
                now,
                jobs.site(),
                reason,
                version,
                note=request.POST.get("note", ""),
                publish_at=hour(request.POST.get("publish_at", "")),
            )
    except Clashing as clashing:
        return clash.page(request, clashing)
    except DecisionError as trouble:
        done = repeating.just_done(DraftRecord.objects.get(pk=draft.pk), _asked(request, draft), who, now)
        if done:
            return _onwards(request, draft, Status(done.from_status))
        messages.error(request, told(trouble))
        if saved:
            return _page(request, saved.draft, opened(saved.draft), status=409)
        return _page(request, draft, shown_again(request.POST, draft), number_of(request.POST, "version"), status=409)
    if copy.is_asked(wanted):
        try:
            messages.success(request, copy.follow(wanted, saved.draft if saved else draft, who, now))
        except DecisionError as trouble:
            messages.error(request, told(trouble))
        return redirect(_address(request, draft.pk) + "#copy")
    if wanted in set(Action):
        rota.wake()
        return _onwards(request, draft, status)
    if not wanted and not saved:
        return redirect(request.path)  # Enter in a box, on a draft that cannot be saved
    if wanted == "preview":
        return redirect(_address(request, draft.pk, pane="preview"))
    messages.success(
        request, _("Saved, together with what others changed.") if saved and saved.is_merged else _("Saved.")
    )
    return _here(request, draft.pk)


def _asked(request: HttpRequest, draft: DraftRecord) -> Asked:
    form = DraftForm(request.POST)
    return Asked(
        request.POST.get("action", ""),
        letters.reason(request.POST, draft, jobs.site()),
        hour_or_none(request.POST.get("publish_at", "")),
        number_of(request.POST, "version"),
        meant(form.fields_of_draft(), draft) if form.is_valid() else None,
    )


def _here(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The draft again; `kept` tells the page which of its own copies is saved now."""
    copy_name = request.POST.get("copy", "")[:64]
    return redirect(_address(request, draft_id, **({"kept": copy_name} if copy_name else {})))


def _listed(request: HttpRequest, status: Status) -> Listing:
    """The listing the draft was opened from; that of its status when the address names none."""
    return listing(request.GET if names_one(request.GET) else {"view": status})


def _address(request: HttpRequest, draft_id: int, **more: str) -> str:
    """A draft's address, in the listing that this one was opened from."""
    wanted = listing(request.GET) if names_one(request.GET) else Listing()
    return reverse("draft", args=[draft_id]) + wanted.address(**more)


def _onwards(request: HttpRequest, draft: DraftRecord, status: Status) -> HttpResponse:
    """The next draft to decide opens by itself; the queue when there is none."""
    wanted = _listed(request, status)
    _newer, older = queue.beside(draft, wanted, editor(request), jobs.site(), jobs.clock())
    if status in workflow.STAGES and older:
        return redirect(_address(request, older.pk))
    return redirect(reverse("queue") + (wanted.address() if names_one(request.GET) else ""))


def _page(
    request: HttpRequest, draft: DraftRecord, shown: dict[str, str], version: int | None = None, status: int = 200
) -> HttpResponse:
    """The draft with `shown` in its fields: what is saved, or what was typed on `version` and not taken."""
    who, now, site = editor(request), jobs.clock(), jobs.site()
    wanted = _listed(request, Status(draft.status))
    newer, older = queue.beside(draft, wanted, who, site, now)
    article = ArticleRecord.objects.filter(draft=draft).first()
    deeds = reviewing.offered(draft, who, article, site.reviews)
    held = opened(draft)
    decided = queue.decisions().filter(draft=draft)
    versions = revisions.of(draft)
    return render(
        request,
        "desk/draft.html",
        {
            "draft": draft,
            "shown": shown,
            "shown_version": version or draft.version,
            "base": request.POST.get("base", "") if version else packed(held),
            "too_long": len(draft.html) if held["html"] != draft.html else 0,
            "submission": draft.submission,
            "contributor": contributors.one(draft.submission.sender_address),
            "attachments": draft.submission.attachments.all(),
            "pictures": draft.pictures.all(),
            "deeds": deeds,
            "waits_for": _waits_for(draft, who, site.reviews),
            "is_editable": Status(draft.status) in workflow.EDITABLE,
            "decisions": decided,
            "taken": revisions.taken(decided, versions),
            "revision_count": len(versions),
            "newer": newer,
            "older": older,
            "listing": wanted,
            "presence": presence.strip(draft, who, now),
            "article": article,
            "article_url": layout.address(layout.article_path(article.number))
            if article and not article.withdrawn_at
            else "",
            "now": now,
            "comments": comments.of(draft),
            "is_mentioned": comments.unseen(who).filter(comment__draft=draft).exists(),
            "editors": assignments.editors(),
            "undoing": offered(request, who),
            **_beside(request, draft),
            **letters.beside(draft, site, deeds),
            **copy.proposals(draft, shown["html"], Status(draft.status) in workflow.EDITABLE),
        },
        status=status,
    )


def _waits_for(draft: DraftRecord, who: EditorRecord, reviews: Reviews) -> str:
    """Who has the next word, where it is not this editor's."""
    next_word = reviewing.waits_for(draft, who, reviews)
    if next_word is None:
        return ""
    name = {"role": _(words.ROLES[next_word.role])}
    if next_word.is_for_another:
        return (
            _("You have passed this draft on before, so its next review is for somebody else (role: %(role)s).") % name
        )
    if Status(draft.status) is Status.PUBLISHED:
        return _("Corrections are published by the role: %(role)s.") % name
    return _("This review is done by the role: %(role)s.") % name


def _beside(request: HttpRequest, draft: DraftRecord) -> dict[str, Any]:
    """What stands beside the draft: one of its originals, or one of its looks."""
    is_written = Status(draft.status) in workflow.EDITABLE
    if request.GET.get("pane", "original" if is_written else "preview") == "preview":
        look = request.GET.get("as", "")
        sheets = len(preview.sheets_of(draft, Edition.WAP)) if look == "wap" else 1
        sheet = min(number_of(request.GET, "sheet") or 1, sheets)
        return {"pane": "preview", "look": look if look in LOOKS else LOOKS[0], "sheet": sheet, "sheets": sheets}
    found = sources.of(draft)
    wanted = number_of(request.GET, "source")
    shown = next((each for each in found if each.number == wanted), None)
    shown = shown or next(each for each in found if each.is_manuscript)
    return {"pane": "original", "sources": found, "source": shown.number}
