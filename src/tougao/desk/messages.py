"""留言本 on the desk: what readers wrote waits here; editors let it through, answer, refuse, take back, one or many at once."""

from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tougao import jobs, rota
from tougao.archive import messages
from tougao.core.messages import DEEDS, Deed, Standing
from tougao.core.workflow import Role
from tougao.desk import words
from tougao.desk.access import editor, needs
from tougao.desk.ways import takes_forms
from tougao.errors import DecisionError


@needs(Role.EDITOR)
def show(request: HttpRequest) -> HttpResponse:
    return _page(request, request.GET.get("standing", Standing.WAITING))


def _page(request: HttpRequest, wanted: str, typed: dict[int, str] | None = None, status: int = 200) -> HttpResponse:
    """The messages of one standing; `typed` are answers that could not be taken, by message."""
    standing = Standing(wanted) if wanted in set(Standing) else Standing.WAITING
    page = Paginator(messages.listed(standing), messages.PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "desk/messages.html",
        {
            "page": page,
            "standing": standing,
            "counts": messages.counts(),
            "deeds": [deed for (came_from, deed) in DEEDS if came_from is standing],
            "typed": typed or {},
            "undoing": messages.undoable(editor(request), jobs.clock()),
            "standings": words.MESSAGE_STANDINGS,
            "deed_words": words.DEEDS,
        },
        status=status,
    )


@takes_forms
@needs(Role.EDITOR)
def decide(request: HttpRequest) -> HttpResponse:
    """`deed` is what was pressed: "refuse" for all that are ticked, "refuse:12" for one."""
    wanted, _colon, one = request.POST.get("deed", "").partition(":")
    standing = request.POST.get("standing", Standing.WAITING)
    ids = [int(each) for each in ([one] if one else request.POST.getlist("message")) if each.isdecimal()]
    if wanted not in set(Deed) or not ids:
        notes.error(request, _("Tick the messages first."))
        return _back(standing)
    typed = request.POST.get(f"answer-{one}", "")
    try:
        messages.decide(ids, Deed(wanted), editor(request), jobs.clock(), typed)
    except DecisionError as trouble:
        notes.error(request, words.told(trouble))
        return _page(request, standing, {int(one): typed} if one.isdecimal() else {}, 409)
    rota.wake()
    return _back(standing)


@takes_forms
@needs(Role.EDITOR)
def undo(request: HttpRequest, batch: str) -> HttpResponse:
    try:
        count = messages.undo(batch, editor(request), jobs.clock())
    except DecisionError as trouble:
        notes.error(request, words.told(trouble))
    else:
        rota.wake()
        told = ngettext("Undone: %(num)d message is as it was.", "Undone: %(num)d messages are as they were.", count)
        notes.success(request, told % {"num": count})
    return _back(Standing.WAITING)


def _back(standing: str) -> HttpResponse:
    known = standing if standing in set(Standing) else Standing.WAITING
    return redirect(f"{reverse('messages')}?standing={known}")
