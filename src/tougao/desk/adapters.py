"""What django-allauth asks of us: who may sign in, how often one may guess, what is recorded, what becomes of secrets at rest."""

import base64
import hashlib
import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tougao import jobs
from tougao.archive import accounts, audit, factors, invitations, sessions
from tougao.archive.models import EditorRecord
from tougao.core.audit import Event
from tougao.core.reads import network
from tougao.core.workflow import Role
from tougao.desk import rates
from tougao.desk.words import told
from tougao.errors import DecisionError

log = logging.getLogger("tougao.desk")

MISMATCH = gettext_lazy("Name and password do not fit together.")
TOO_MANY = gettext_lazy("Too many attempts. Wait a quarter of an hour, then try again, or ask an administrator.")
WRONG_CODE = gettext_lazy("This code is not right.")
INVITATION = "invitation"  # where a session keeps the link it came with


class AccountAdapter(DefaultAccountAdapter):
    """Nobody registers himself; nothing tells whether a name exists; every attempt is recorded."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": MISMATCH,
        "incorrect_password": gettext_lazy("This password is not right."),
        "enter_current_password": gettext_lazy("This password is not right."),
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_code": WRONG_CODE,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """A name from one address: nobody can lock an editor out from elsewhere."""
        return f"{credentials.get('username', '').casefold()}|{network(self.get_client_ip(request))}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Beside the pair of name and address, one name may be guessed sixty times an hour from anywhere."""
        if not rates.left(request, "guesses", credentials.get("username", "").casefold()):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """A closed account is told the same words as a wrong password."""
        user = super().authenticate(request, **credentials)
        if user is not None and not user.is_active:
            self.authentication_failed(request, **credentials)
            return None
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """What was typed is not recorded where no account has that name: it might be a password."""
        name = credentials.get("username", "")
        rates.spend(request, "guesses", name.casefold())
        known = EditorRecord.objects.filter(username=name).first()
        subject = f"editor {known.username}" if known else "unknown name"
        audit.record(Event.SIGN_IN_FAILED, None, jobs.clock(), subject, {"with": "password"})
        key = self._get_login_attempts_cache_key(request, **credentials)
        if not ratelimit.consume(request, app="allauth.account", action="login_failed", key=key, dry_run=True):
            audit.record(Event.SIGN_IN_LOCKED, None, jobs.clock(), subject)

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """The session gets a new key; whose it is and since when stands in it."""
        if not isinstance(user, EditorRecord):
            raise TypeError(user)
        now = jobs.clock()
        with transaction.atomic():
            super().login(request, user)
            sessions.begin(request.session, address(request), request.headers.get("User-Agent", ""), now)
            request.session.save()
            audit.record(Event.SIGNED_IN, user, now, f"editor {user.username}", {"with": _how(request)})

    def logout(self, request: HttpRequest) -> None:
        with transaction.atomic():
            if isinstance(request.user, EditorRecord):
                audit.record(Event.SIGNED_OUT, request.user, jobs.clock(), f"editor {request.user.username}")
            super().logout(request)

    def is_reauthentication_required(self, *, app: str, **_kwargs: Any) -> bool:
        """Whoever signed in or confirmed it within a quarter of an hour is not asked again."""
        return not confirmed_lately(self.request)

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        messages.error(request, str(MISMATCH))
        return redirect("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return redirect("account").url


class FactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are stored encrypted with a key that is not in the database."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": WRONG_CODE}

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Where the role needs a second factor, the last one stays."""
        who = authenticator.user
        return Role(who.role) not in settings.SECOND_FACTOR or not factors.is_last(authenticator.pk, who)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": jobs.site().name}

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        return {**super().get_public_key_credential_user_entity(user), "name": user.get_username()}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)d") % {"number": count + 1}


class OutsideAdapter(DefaultSocialAccountAdapter):
    """Another system may say who somebody is; it opens no account. An editor is linked by an invitation or by mail address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        self._turn_away(request, sociallogin, "no editor")
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        found, app = sociallogin.account.extra_data, sociallogin.provider.app
        id_token, userinfo = found.get("id_token") or {}, found.get("userinfo") or {}
        # OpenID Connect Core 5.3.2: the two must be of one person; Discovery 4.3: the issuer is the one we asked.
        if userinfo and id_token and userinfo.get("sub") != id_token.get("sub"):
            self._turn_away(request, sociallogin, "two subjects")
        if not id_token or str(id_token.get("iss", "")).rstrip("/") != app.settings["server_url"]:
            self._turn_away(request, sociallogin, "wrong issuer")
        # What the other system tells of a person is not ours to keep.
        sociallogin.account.extra_data = {}
        if sociallogin.is_existing:
            sociallogin.account.save(update_fields=["extra_data"])
            if not sociallogin.user.is_active:
                self._turn_away(request, sociallogin, "closed account")
            return
        editor = self._invited(request) or self._by_address(sociallogin)
        if editor is None:
            self._turn_away(request, sociallogin, "no editor")
            return
        now = jobs.clock()
        with transaction.atomic():
            sociallogin.user = editor
            sociallogin.account.user = editor
            sociallogin.account.save()
            audit.record(
                Event.LINKED, editor, now, f"editor {editor.username}", {"provider": sociallogin.account.provider}
            )

    def _invited(self, request: HttpRequest) -> EditorRecord | None:
        """The editor whose invitation this browser opened, if it did; the invitation is used up."""
        token = request.session.pop(INVITATION, None)
        if not token:
            return None
        try:
            return invitations.accept(token, jobs.clock(), None, "outside account")
        except DecisionError as trouble:
            messages.error(request, told(trouble))
            raise ImmediateHttpResponse(redirect("account_login")) from trouble

    def _by_address(self, sociallogin: SocialLogin) -> EditorRecord | None:
        """The editor for whom an administrator noted an address that the other system says is verified."""
        if not sociallogin.provider.app.settings["by_email"]:
            return None
        verified = [each.email for each in sociallogin.email_addresses if each.verified is True]
        editor = accounts.by_verified_address(verified[0]) if verified else None
        if editor and SocialAccount.objects.filter(user=editor, provider=sociallogin.account.provider).exists():
            return None
        return editor

    def _turn_away(self, request: HttpRequest, sociallogin: SocialLogin, why: str) -> None:
        told_of = {"with": sociallogin.account.provider, "why": why}
        audit.record(Event.SIGN_IN_FAILED, None, jobs.clock(), "outside account", told_of)
        messages.error(request, _("You have no account here yet. Ask an administrator to invite you."))
        raise ImmediateHttpResponse(redirect("account_login"))

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        name = provider.app.provider_id
        log.warning("sign-in elsewhere failed", extra={"provider": name, "trouble": str(exception or error)})
        audit.record(Event.SIGN_IN_FAILED, None, jobs.clock(), "outside account", {"with": name, "why": "no answer"})
        messages.error(request, _("The sign-in elsewhere did not succeed. Try again, or sign in with your password."))
        raise ImmediateHttpResponse(redirect("account_login"))


def address(request: HttpRequest) -> str:
    """The network address a request came from; the server has taken a proxy's word into account."""
    return str(request.META.get("REMOTE_ADDR", ""))


def confirmed_lately(request: HttpRequest) -> bool:
    """Did whoever sits there sign in, or give password, code or passkey again, within settings.CONFIRMED_SECONDS?"""
    records = get_authentication_records(request, request.user)
    return bool(records) and jobs.clock().timestamp() - records[-1]["at"] < settings.CONFIRMED_SECONDS


def _how(request: HttpRequest) -> str:
    """By which means this session was signed in: "password, totp"."""
    records = get_authentication_records(request, request.user)
    return (
        ", ".join(str(each.get("provider") or each.get("type") or each["method"]) for each in records) or "invitation"
    )


def _fernet() -> Fernet:
    key = hashlib.sha256(b"tougao second factors " + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
