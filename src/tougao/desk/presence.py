"""Who is on a draft: its page says so again and again while it is open, is told who else is, and may take it over.

Nothing here keeps anybody from saving. Without scripts, somebody is seen when he saves, decides or takes a draft over.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tougao import jobs
from tougao.archive import presence
from tougao.archive.models import DraftRecord, EditorRecord
from tougao.archive.presence import There
from tougao.core.workflow import Role, Status
from tougao.desk import words
from tougao.desk.access import editor, needs
from tougao.desk.environment import ago
from tougao.desk.ways import takes_forms


@dataclass(frozen=True)
class Strip:
    """What a draft's page says of those who have it open. `rows` pair what is said with when the person was seen."""

    rows: list[tuple[str, str]]
    may_take: bool


def strip(draft: DraftRecord, who: EditorRecord, now: datetime) -> Strip:
    present = presence.there([draft.pk], now).get(draft.pk, [])
    others = [each for each in present if each.editor_id != who.pk]
    me = next((each for each in present if each.editor_id == who.pk), None)
    is_mine = bool(me) and present[0] == me
    return Strip([(_said(each, me, is_mine), ago(each.seen_at)) for each in others], bool(others) and not is_mine)


def _said(other: There, me: There | None, is_mine: bool) -> str:
    name = {"name": other.name}
    if is_mine:
        return _("%(name)s has this draft open, too") % name
    if me and other.taken_at and other.taken_at > me.since:
        return _("%(name)s has taken this draft over") % name
    return _("%(name)s is on this draft") % name


@takes_forms
@needs(Role.EDITOR)
def here(request: HttpRequest, draft_id: int) -> HttpResponse:
    """I have it open (asked by the page), or I take it over (asked by a person)."""
    draft = get_object_or_404(DraftRecord, pk=draft_id)
    who, now = editor(request), jobs.clock()
    if "take" in request.POST:
        presence.take_over(draft_id, who, now)
        if not request.accepts("application/json") or request.accepts("text/html"):
            return redirect("draft", draft_id)
    else:
        presence.come(draft_id, who, now)
    return JsonResponse(_told(draft, who, now))


@takes_forms
@needs(Role.EDITOR)
def leave(request: HttpRequest, draft_id: int) -> HttpResponse:
    presence.leave(draft_id, editor(request))
    return HttpResponse(status=204)


@needs(Role.EDITOR)
def live(request: HttpRequest, draft_id: int) -> HttpResponse:
    """What the others have done to the draft since; 304 when it is what the page knows."""
    draft = get_object_or_404(DraftRecord.objects.only("pk", "version", "status"), pk=draft_id)
    who, now = editor(request), jobs.clock()
    present = presence.there([draft_id], now).get(draft_id, [])
    same = f'"{draft.version}-{draft.status}-{get_language()}-{[(each.editor_id, each.rank[0]) for each in present]}"'
    if request.headers.get("If-None-Match") == same:
        return HttpResponseNotModified(headers={"ETag": same})
    return JsonResponse(_told(draft, who, now), headers={"ETag": same})


def _told(draft: DraftRecord, who: EditorRecord, now: datetime) -> dict[str, Any]:
    shown = strip(draft, who, now)
    return {
        "others": [said for said, _seen in shown.rows],
        "may_take": shown.may_take,
        "version": draft.version,
        "status": draft.status,
        "news": _news(draft, who),
    }


def _news(draft: DraftRecord, who: EditorRecord) -> str:
    """What to say when the page finds that it shows an old version: who it was, and how the draft stands."""
    name = presence.last_touch(draft.pk) or _("command line")
    if name == who.username:
        return ""
    status = _(words.STATUSES[Status(draft.status)])
    return _("%(name)s changed this draft meanwhile; it is now: %(status)s.") % {"name": name, "status": status}
