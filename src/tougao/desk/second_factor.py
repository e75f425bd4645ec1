"""An editor's own second factors: an authenticator app, passkeys, recovery codes. django-allauth does the work."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tougao import jobs
from tougao.archive import factors
from tougao.core.audit import Event
from tougao.desk.access import confirmed, editor, is_needed, needs_account
from tougao.desk.ways import takes_forms


class AddApp(ActivateTOTPView):
    """An authenticator app is set up when it shows the right code once."""

    template_name = "desk/totp.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and any(each.kind == factors.TOTP for each in factors.of(editor(request))):
            return redirect("account")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        with transaction.atomic():
            super().form_valid(form)
            factors.note(Event.FACTOR_ADDED, editor(self.request), jobs.clock(), kind="totp")
        return _afterwards(self.request, self.did_generate_recovery_codes)


class RemoveApp(DeactivateTOTPView):
    http_method_names = ["post"]

    def form_valid(self, form: forms.Form) -> HttpResponse:
        with transaction.atomic():
            super().form_valid(form)
            factors.note(Event.FACTOR_REMOVED, editor(self.request), jobs.clock(), kind="totp")
        messages.success(self.request, _("The authenticator app is no longer asked for."))
        return redirect("account")

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return _needed(self.request)


class AddPasskey(AddWebAuthnView):
    template_name = "desk/passkey.html"

    def form_valid(self, form: forms.Form) -> HttpResponse:
        with transaction.atomic():
            super().form_valid(form)
            factors.note(Event.FACTOR_ADDED, editor(self.request), jobs.clock(), kind="passkey")
        return _afterwards(self.request, self.did_generate_recovery_codes)

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        messages.error(self.request, _("The passkey could not be added. Try again."))
        return redirect("mfa_add_webauthn")


class RemovePasskey(RemoveWebAuthnView):
    http_method_names = ["post"]

    def form_valid(self, form: forms.Form) -> HttpResponse:
        who = editor(self.request)
        row: Authenticator = self.get_object()
        if factors.is_last(row.pk, who) and (is_needed(who) or not _could_sign_in(who.has_usable_password(), who)):
            return _needed(self.request)
        with transaction.atomic():
            super().form_valid(form)
            factors.note(Event.FACTOR_REMOVED, who, jobs.clock(), kind="passkey")
        messages.success(self.request, _("The passkey was removed."))
        return redirect("account")


class MakeCodes(GenerateRecoveryCodesView):
    http_method_names = ["post"]

    def form_valid(self, form: forms.Form) -> HttpResponse:
        with transaction.atomic():
            super().form_valid(form)
            factors.note(Event.CODES_MADE, editor(self.request), jobs.clock())
        return _codes(self.request)

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        messages.error(self.request, _("Set up an authenticator app or a passkey first."))
        return redirect("account")


make_codes = reauthentication_required(app="allauth.mfa")(MakeCodes.as_view())


@takes_forms
@needs_account
@confirmed
def show_codes(request: HttpRequest) -> HttpResponse:
    factors.note(Event.CODES_SHOWN, editor(request), jobs.clock())
    return _codes(request)


def _codes(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/codes.html", {"codes": factors.unused_codes(editor(request))})


def _afterwards(request: HttpRequest, has_codes: bool) -> HttpResponse:
    """Recovery codes come with the first factor and are shown at once."""
    messages.success(request, _("From now on a second factor is asked for when you sign in."))
    return _codes(request) if has_codes else redirect("account")


def _needed(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("This is your last way to sign in. Set up another one first."))
    return redirect("account")


def _could_sign_in(has_password: bool, who: Any) -> bool:
    return has_password or bool(factors.links_of(who))
