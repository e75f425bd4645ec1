"""The first passkey of somebody who has no account yet. django-allauth keeps these steps to itself; here they stand together."""

import json
from typing import Any

from allauth.account.models import Login
from allauth.mfa.webauthn.forms import SignupWebAuthnForm
from allauth.mfa.webauthn.internal import auth, flows
from django.http import HttpRequest, HttpResponse

from tougao.archive.models import EditorRecord


def options(who: EditorRecord) -> str:
    """What the browser needs to make a passkey, as JSON; the challenge waits in the session."""
    return json.dumps(auth.begin_registration(who, True))


def form(who: EditorRecord, data: Any) -> SignupWebAuthnForm:
    """Valid when the browser's answer fits the challenge."""
    return SignupWebAuthnForm(user=who, data=data)


def add_and_sign_in(request: HttpRequest, who: EditorRecord, filled: SignupWebAuthnForm) -> HttpResponse:
    made = auth.WebAuthn.add(who, filled.cleaned_data["name"], filled.cleaned_data["credential"]).instance
    return flows.perform_passwordless_login(request, made, Login(user=who))
