"""Second factors and outside accounts of an editor; django-allauth keeps the rows."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from tougao.archive import audit
from tougao.archive.models import EditorRecord
from tougao.core.audit import Event

TOTP, PASSKEY, CODES = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES


@dataclass(frozen=True)
class Factor:
    """`kind` is totp, webauthn or recovery_codes; `name` is what its owner called a passkey."""

    id: int
    kind: str
    name: str
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class Link:
    """An account in another system that signs this editor in; `provider` is its name in the configuration."""

    id: int
    provider: str
    made_at: datetime


def of(who: EditorRecord) -> list[Factor]:
    rows = Authenticator.objects.filter(user=who).order_by("created_at", "pk")
    return [Factor(row.pk, row.type, str(row.data.get("name", "")), row.created_at, row.last_used_at) for row in rows]


def guards(who: EditorRecord) -> bool:
    """Is a second factor asked for when this editor signs in?"""
    return bool(Authenticator.objects.filter(user=who).exclude(type=CODES).exists())


def links_of(who: EditorRecord) -> list[Link]:
    rows = SocialAccount.objects.filter(user=who).order_by("provider", "pk")
    return [Link(row.pk, row.provider, row.date_joined) for row in rows]


def unused_codes(who: EditorRecord) -> list[str]:
    """The recovery codes that are left."""
    row = Authenticator.objects.filter(user=who, type=CODES).first()
    return list(row.wrap().get_unused_codes()) if row else []


def is_last(factor_id: int, who: EditorRecord) -> bool:
    """Would no second factor be left without this one? Recovery codes alone are none."""
    others = Authenticator.objects.filter(user=who).exclude(pk=factor_id)
    return not others.exclude(type=CODES).exists()


def note(event: Event, who: EditorRecord, now: datetime, **details: str | int) -> None:
    """Record what an editor did with his own ways to sign in."""
    audit.record(event, who, now, f"editor {who.username}", details)


def remove_all(who: EditorRecord, by: EditorRecord | None, now: datetime) -> int:
    """For somebody who lost telephone and keys; how many were removed."""
    with transaction.atomic():
        rows = Authenticator.objects.filter(user=who)
        count: int = rows.exclude(type=CODES).count()
        rows.delete()
        if count:
            audit.record(Event.FACTOR_REMOVED, by, now, f"editor {who.username}", {"factors": count})
        return count


def unlink(link_id: int, who: EditorRecord, now: datetime) -> bool:
    """Take an outside account from an editor; False when it is not his or he could not sign in any more."""
    with transaction.atomic():
        row = SocialAccount.objects.filter(pk=link_id, user=who).first()
        others = SocialAccount.objects.filter(user=who).exclude(pk=link_id).exists()
        passkeys = Authenticator.objects.filter(user=who, type=PASSKEY).exists()
        if row is None or not (others or passkeys or who.has_usable_password()):
            return False
        row.delete()
        note(Event.UNLINKED, who, now, provider=row.provider)
        return True
