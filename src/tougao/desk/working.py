"""The working copy of a draft, saved by the page every few seconds while somebody writes; answers are JSON."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404

from tougao import jobs
from tougao.archive import merging, revisions
from tougao.archive.merging import Clashing
from tougao.archive.models import DraftRecord, EditorRecord
from tougao.core.workflow import Role
from tougao.desk.access import editor, needs
from tougao.desk.environment import local
from tougao.desk.fields import DraftForm, base_of, meant, opened
from tougao.desk.words import told
from tougao.errors import DecisionError

SAVED, MERGED, CLASH, REFUSED = "saved", "merged", "clash", "refused"


@needs(Role.EDITOR)
def copy(request: HttpRequest, draft_id: int) -> HttpResponse:
    """GET tells what is saved; POST saves. `state` is saved, merged (somebody else's changes are in `fields`), clash, refused."""
    draft = get_object_or_404(DraftRecord, pk=draft_id)
    return (
        _saved(request, draft)
        if request.method == "POST"
        else _told(request, draft, SAVED, revisions.last_editor(draft))
    )


def _saved(request: HttpRequest, draft: DraftRecord) -> HttpResponse:
    form, who = DraftForm(request.POST), editor(request)
    other = revisions.last_editor(draft, but=who)
    try:
        fields, base = meant(form.fields_of_draft(), draft), base_of(request.POST)
        saved = merging.save(draft.pk, form.number, who, jobs.clock(), fields, base, is_autosave=True)
    except Clashing as clash:
        by = other or revisions.last_editor(draft)
        return JsonResponse({"state": CLASH, "words": told(clash), "by": _name(by)}, status=409)
    except DecisionError as trouble:
        return JsonResponse({"state": REFUSED, "words": told(trouble)}, status=409)
    return _told(request, saved.draft, *((MERGED, other) if saved.is_merged else (SAVED, who)))


def _told(request: HttpRequest, draft: DraftRecord, state: str, by: EditorRecord | None) -> HttpResponse:
    return JsonResponse(
        {
            "state": state,
            "version": draft.version,
            "status": draft.status,
            "fields": opened(draft),
            "by": _name(by),
            "at": local(draft.changed_at)[-5:],
            "csrf": get_token(request),
            "editor": editor(request).pk,
        }
    )


def _name(editor: EditorRecord | None) -> str:
    return editor.username if editor else ""
