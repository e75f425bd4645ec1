"""Invitations: an administrator makes them; whoever is invited opens the link and chooses how to sign in."""

import secrets

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tougao import jobs, rota
from tougao.archive import accounts, factors, invitations
from tougao.archive.models import EditorRecord
from tougao.core.audit import Event
from tougao.core.notice import gettext_noop
from tougao.core.workflow import Role
from tougao.desk import limits, outside, passkeys
from tougao.desk.access import confirmed, editor, needs
from tougao.desk.adapters import INVITATION
from tougao.desk.session import SignInForm
from tougao.desk.ways import takes_forms
from tougao.desk.words import told
from tougao.errors import DecisionError

PASSWORD_ONLY = gettext_noop(
    "This account has a second factor: choose a new password here, and sign in with both. "
    "What else signs you in is added under “My account”."
)


class InvitationForm(forms.Form):
    username = forms.CharField(max_length=150, label=gettext_lazy("Name to sign in with"))
    role = forms.ChoiceField(choices=[(role.value, role.value) for role in Role], label=gettext_lazy("Role"))
    email = forms.EmailField(max_length=254, required=False, label=gettext_lazy("Mail address"))


@takes_forms
@needs(Role.ADMINISTRATOR)
@confirmed
@limits.limited("invite")
def make(request: HttpRequest) -> HttpResponse:
    form = InvitationForm(request.POST)
    try:
        if not form.is_valid():
            raise DecisionError(
                invitations.WRONG, words=" ".join(str(word) for row in form.errors.values() for word in row)
            )
        name, role, address = (form.cleaned_data[field] for field in ("username", "role", "email"))
        made = invitations.invite(
            name, Role(role), address, editor(request), jobs.clock(), secrets.token_urlsafe(24), jobs.site()
        )
    except DecisionError as trouble:
        messages.error(request, told(trouble))
        return redirect("editors")
    return _show(request, made)


@takes_forms
@needs(Role.ADMINISTRATOR)
@confirmed
@limits.limited("invite")
def make_again(request: HttpRequest, editor_id: int) -> HttpResponse:
    """A new link for somebody whose link ran out or who forgot the password."""
    try:
        account = accounts.one(editor_id)
    except DecisionError as trouble:
        messages.error(request, told(trouble))
        return redirect("editors")
    made = invitations.invite_again(account, editor(request), jobs.clock(), secrets.token_urlsafe(24), jobs.site())
    return _show(request, made)


@takes_forms
@needs(Role.ADMINISTRATOR)
@confirmed
def withdraw(request: HttpRequest, editor_id: int) -> HttpResponse:
    try:
        invitations.withdraw(accounts.one(editor_id), editor(request), jobs.clock())
    except DecisionError as trouble:
        messages.error(request, told(trouble))
    else:
        messages.success(request, _("The invitation no longer holds."))
    return redirect("editors")


def _show(request: HttpRequest, made: invitations.Invited) -> HttpResponse:
    """The link, shown this once."""
    rota.wake()
    account = made.invitation.editor
    return render(
        request,
        "desk/invited.html",
        {
            "account": account,
            "link": request.build_absolute_uri(f"/desk/invitations/{made.token}"),
            "expires_at": made.invitation.expires_at,
            "is_mailed": bool(account.email and settings.SMTP),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@limits.limited("link")
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link. Looking at it uses nothing up."""
    if request.user.is_authenticated:
        messages.warning(request, _("You are signed in already. Sign out first, then open the link again."))
        return redirect("queue")
    try:
        row = invitations.opened(token, jobs.clock())
        account = row.editor
        # Who only mislaid a password still has the second factor; a link in a mailbox must not stand in for it.
        is_bound = not row.opens and factors.guards(account)
        if request.method == "POST":
            return _accepted(request, token, account, is_bound)
        trouble = ""
    except DecisionError as refusal:
        if refusal.message == invitations.NOT_GOOD:
            return render(request, "desk/invitation_over.html", {"words": told(refusal)}, status=410)
        trouble = told(refusal)
    return _page(request, account, trouble, is_bound)


def _page(request: HttpRequest, account: EditorRecord, trouble: str, is_bound: bool) -> HttpResponse:
    return render(
        request,
        "desk/invitation.html",
        {
            "account": account,
            "trouble": trouble,
            "options": "" if is_bound else passkeys.options(account),
            "providers": () if is_bound else settings.OIDC,
        },
        status=400 if trouble else 200,
    )


def _accepted(request: HttpRequest, token: str, account: EditorRecord, is_bound: bool) -> HttpResponse:
    """By an outside account, by a passkey, or by a password; by a password alone where it is bound to a second factor.
    Raises DecisionError."""
    if is_bound and ("provider" in request.POST or "credential" in request.POST):
        raise DecisionError(PASSWORD_ONLY)
    if wanted := request.POST.get("provider"):
        request.session[INVITATION] = token
        return outside.onwards(request, wanted)
    now = jobs.clock()
    if "credential" in request.POST:
        filled = passkeys.form(account, request.POST)
        if not filled.is_valid():
            return _page(request, account, _("The passkey could not be added. Try again."), is_bound)
        with transaction.atomic():
            account = invitations.accept(token, now, None, "passkey")
            factors.note(Event.FACTOR_ADDED, account, now, kind="passkey")
            return passkeys.add_and_sign_in(request, account, filled)
    password = request.POST.get("password", "")
    account = invitations.accept(token, now, password, "password")
    form = SignInForm({"username": account.username, "password": password}, request=request)
    if not form.is_valid():
        # The account is open; it is the limits on signing in that say no just now.
        return redirect("sign-in")
    response: HttpResponse = form.login(request)
    return response
