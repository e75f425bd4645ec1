"""Accounts, for administrators: who there is, and for each one role, address, sessions and ways to sign in."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tougao import jobs
from tougao.archive import accounts, factors, invitations, sessions
from tougao.archive.models import EditorRecord
from tougao.core.workflow import Role
from tougao.desk.access import confirmed, editor, needs
from tougao.desk.ways import takes_forms
from tougao.desk.words import told
from tougao.errors import DecisionError


@require_safe
@needs(Role.ADMINISTRATOR)
def show(request: HttpRequest) -> HttpResponse:
    waiting = invitations.waiting()
    rows = [(account, waiting.get(account.pk)) for account in accounts.listed()]
    return render(
        request,
        "desk/editors.html",
        {"rows": rows, "roles": list(Role), "now": jobs.clock(), "asks_no_factor": not settings.SECOND_FACTOR},
    )


@needs(Role.ADMINISTRATOR)
def one(request: HttpRequest, editor_id: int) -> HttpResponseBase:
    """One account, seen by GET and changed by POST."""
    if request.method == "POST":
        return change(request, editor_id)
    account = _account(editor_id)
    found = factors.of(account)
    return render(
        request,
        "desk/editor.html",
        {
            "account": account,
            "roles": list(Role),
            "invitation": invitations.waiting().get(account.pk),
            "is_waiting": invitations.is_waiting(account),
            "factors": [each for each in found if each.kind != factors.CODES],
            "links": factors.links_of(account),
            "sessions": sessions.of(account, jobs.clock(), request.session.session_key),
            "is_oneself": account.pk == editor(request).pk,
        },
    )


@confirmed
def change(request: HttpRequest, editor_id: int) -> HttpResponse:
    """Another role or address, closed or opened. Nobody shuts himself out, and one administrator stays."""
    _account(editor_id)
    by, now = editor(request), jobs.clock()
    deeds: list[Callable[[], EditorRecord]] = []
    role, address, active = (request.POST.get(name) for name in ("role", "email", "active"))
    if role in set(Role):
        deeds.append(lambda: accounts.change_role(editor_id, Role(role), by, now))
    if address is not None:
        deeds.append(lambda: accounts.change_address(editor_id, address.strip(), by, now))
    if active == "no":
        deeds.append(lambda: accounts.close(editor_id, by, now))
    if active == "yes":
        deeds.append(lambda: accounts.open_again(editor_id, by, now))
    try:
        for deed in deeds:
            deed()
    except DecisionError as trouble:
        messages.error(request, told(trouble))
    else:
        messages.success(request, _("The account was changed."))
    return redirect("editor", editor_id)


@takes_forms
@needs(Role.ADMINISTRATOR)
@confirmed
def end_sessions(request: HttpRequest, editor_id: int) -> HttpResponse:
    account = _account(editor_id)
    name = request.POST.get("session", "")
    count = sessions.end(account, editor(request), jobs.clock(), name, but=request.session.session_key)
    words = ngettext("%(num)d session was ended.", "%(num)d sessions were ended.", count)
    messages.success(request, words % {"num": count})
    return redirect("editor", editor_id)


@takes_forms
@needs(Role.ADMINISTRATOR)
@confirmed
def forget_factors(request: HttpRequest, editor_id: int) -> HttpResponse:
    """For somebody who lost telephone and keys."""
    account = _account(editor_id)
    if account.pk == editor(request).pk:
        messages.error(request, told(DecisionError(accounts.NOT_YOURSELF)))
    elif factors.remove_all(account, editor(request), jobs.clock()):
        messages.success(request, _("No second factor is asked for any more."))
    return redirect("editor", editor_id)


def _account(editor_id: int) -> EditorRecord:
    try:
        return accounts.one(editor_id)
    except DecisionError:
        raise Http404 from None
