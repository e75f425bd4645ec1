"""Signing in and out, being asked again, and the language before it. django-allauth does the work."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm
from allauth.account.views import LoginView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tougao import jobs
from tougao.archive import audit, factors
from tougao.archive.models import EditorRecord
from tougao.core.audit import Event
from tougao.desk.access import editor, needs_account
from tougao.desk.languages import COOKIE
from tougao.desk.ways import takes_forms

YEAR_SECONDS = 365 * 24 * 60 * 60
LOCKED = "too_many_login_attempts"


class SignInForm(LoginForm):
    def add_prefix(self, field_name: str) -> str:
        """The name is called `username` on the page, as password managers expect."""
        return "username" if field_name == "login" else super().add_prefix(field_name)


class SignIn(LoginView):
    template_name = "desk/sign_in.html"
    form_class = SignInForm

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 429 if is_locked(form) else 200
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "providers": settings.OIDC}


class SecondFactor(AuthenticateView):
    """After the password: a code, a recovery code, or a passkey."""

    template_name = "desk/second_factor.html"

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        who = self.stage.login.user
        event = Event.SIGN_IN_LOCKED if is_locked(form) else Event.SIGN_IN_FAILED
        audit.record(event, None, jobs.clock(), f"editor {who.username}", {"with": "second factor"})
        response = super().form_invalid(form)
        response.status_code = 429 if is_locked(form) else 200
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = {each.kind for each in factors.of(self.stage.login.user)}
        return {**super().get_context_data(**kwargs), "kinds": kinds}


class PasskeySignIn(LoginWebAuthnView):
    """A passkey instead of name and password. The challenge is asked for by the page's script."""

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        audit.record(Event.SIGN_IN_FAILED, None, jobs.clock(), "passkey", {"with": "webauthn"})
        messages.error(self.request, _("This passkey is not known here."))
        return redirect("account_login")


class Again:
    """Whoever is signed in shows it once more, then goes on with what was asked for."""

    template_name = "desk/again.html"
    request: HttpRequest

    def form_valid(self, form: forms.Form) -> HttpResponse:
        factors.note(Event.CONFIRMED, editor(self.request), jobs.clock())
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        return response


class AgainByPassword(Again, ReauthenticateView):
    extra_context = {"kind": "password"}


class AgainByCode(Again, ReauthenticateByCodeView):
    extra_context = {"kind": "code"}

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        _failed_again(self.request)
        response = super().form_invalid(form)
        response.status_code = 429 if is_locked(form) else 200
        return response


class AgainByPasskey(Again, ReauthenticateWebAuthnView):
    extra_context = {"kind": "passkey"}

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        _failed_again(self.request)
        messages.error(self.request, _("This passkey is not known here."))
        return redirect(self.request.get_full_path())


def _failed_again(request: HttpRequest) -> None:
    factors.note(Event.SIGN_IN_FAILED, editor(request), jobs.clock(), **{"with": "second factor"})


def is_locked(form: forms.Form) -> bool:
    return any(trouble.code == LOCKED for field in form.errors.as_data().values() for trouble in field)


@require_safe
@needs_account
def signed_in(request: HttpRequest) -> HttpResponse:
    """Who is signed in in this browser, and the token of its session: asked by a page before it sends a form."""
    return JsonResponse({"editor": editor(request).pk, "csrf": get_token(request)})


@takes_forms
def sign_out(request: HttpRequest) -> HttpResponse:
    get_adapter(request).logout(request)
    return redirect("sign-in")


@takes_forms
def language(request: HttpRequest) -> HttpResponse:
    wanted = "en" if request.POST.get("language") == "en" else "zh-hans"
    if isinstance(request.user, EditorRecord):
        request.user.language = wanted
        request.user.save(update_fields=["language"])
    wanted_page = request.POST.get("next", "")
    door = reverse("sign-in") + (
        f"?{urlencode({'next': wanted_page})}" if wanted_page else ""
    )  # sign-in looks whether it is ours
    response = redirect("queue" if request.user.is_authenticated else door)
    response.set_cookie(
        COOKIE,
        wanted,
        max_age=YEAR_SECONDS,
        path="/desk/",
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response
