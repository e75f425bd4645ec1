"""Accounts by invitation: a signed link, good once and for seven days, that lets somebody set up an account or a new password."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction

from tougao.archive import audit, outbox, sessions
from tougao.archive.models import EditorRecord, InvitationRecord
from tougao.core import letters
from tougao.core.audit import Event
from tougao.core.notice import gettext_noop
from tougao.core.site import Site
from tougao.core.workflow import Role
from tougao.errors import DecisionError

VALID_FOR = timedelta(days=7)
SALT = "tougao.invitation"

NAME_TAKEN = gettext_noop("There is an editor of that name already.")
ADDRESS_TAKEN = gettext_noop("Another editor has that mail address already.")
NOT_GOOD = gettext_noop("This link is no longer good. Ask an administrator for a new one.")
WRONG = gettext_noop("{words}")


@dataclass(frozen=True)
class Invited:
    """`token` is the last part of the link. It is shown once; a letter that carries it is emptied when it has left."""

    invitation: InvitationRecord
    token: str


def invite(
    name: str, role: Role, address: str, by: EditorRecord | None, now: datetime, secret: str, site: Site
) -> Invited:
    """Make a closed account and the link that opens it; with a mail address, the link leaves by mail, too.

    `secret` is random, 128 bits or more. Raises DecisionError when the name or the address cannot be had.
    """
    with transaction.atomic():
        account = EditorRecord(username=name, role=role, email=address, is_active=False)
        account.set_unusable_password()
        check(account)
        account.save()
        invited = _link(account, True, by, now, secret)
        told: dict[str, str | int] = {"role": str(role), **({"by mail": "yes"} if address else {})}
        audit.record(Event.INVITED, by, now, f"editor {name}", told)
        _mail(invited, now, site)
        return invited


def invite_again(account: EditorRecord, by: EditorRecord | None, now: datetime, secret: str, site: Site) -> Invited:
    """A new link for somebody whose link ran out, or who cannot sign in any more; links before it are void."""
    with transaction.atomic():
        opens = is_waiting(account)
        _void(account, now)
        invited = _link(account, opens, by, now, secret)
        by_mail = {"by mail": "yes"} if account.email else {}
        told: dict[str, str | int] = {"role": account.role, "again": "yes", **by_mail}
        audit.record(Event.INVITED, by, now, f"editor {account.username}", told)
        _mail(invited, now, site)
        return invited


def is_waiting(account: EditorRecord) -> bool:
    """Was this account made by an invitation that was never accepted?"""
    links = InvitationRecord.objects.filter(editor=account, opens=True)
    return not account.is_active and links.exists() and not links.exclude(used_at=None).exists()


def waiting() -> dict[int, InvitationRecord]:
    """Links that are open, by the id of the editor they are for."""
    rows = InvitationRecord.objects.filter(used_at=None, withdrawn_at=None).order_by("pk")
    return {row.editor_id: row for row in rows}


def withdraw(account: EditorRecord, by: EditorRecord | None, now: datetime) -> None:
    """Void every link of an account. One that was never opened is removed with its invitation."""
    with transaction.atomic():
        if not _void(account, now):
            return
        audit.record(Event.INVITATION_WITHDRAWN, by, now, f"editor {account.username}")
        if is_waiting(account):
            account.delete()


def opened(token: str, now: datetime) -> InvitationRecord:
    """The invitation a link stands for. Raises DecisionError, with the same words for every reason, when it is not good."""
    try:
        number, _dash, secret = signing.TimestampSigner(salt=SALT).unsign(token, max_age=VALID_FOR).partition("-")
        row = InvitationRecord.objects.select_related("editor", "invited_by").get(pk=int(number))
    except (signing.BadSignature, ValueError, InvitationRecord.DoesNotExist) as trouble:
        raise DecisionError(NOT_GOOD) from trouble
    if row.used_at or row.withdrawn_at or row.expires_at <= now or row.secret_digest != _digest(secret):
        raise DecisionError(NOT_GOOD)
    if not row.opens and not row.editor.is_active:
        raise DecisionError(NOT_GOOD)
    return row


def accept(token: str, now: datetime, password: str | None, how: str) -> EditorRecord:
    """Use a link up: the account is open, with this password, or without one where a passkey or an outside account stands in.

    Raises DecisionError when the link is not good (two who use it at once: the first has it) or the password is too weak.
    """
    with transaction.atomic():
        row = opened(token, now)
        if not InvitationRecord.objects.filter(pk=row.pk, used_at=None, withdrawn_at=None).update(used_at=now):
            raise DecisionError(NOT_GOOD)
        outbox.empty(_letter_of(row), now)
        account = row.editor
        if password is not None:
            try:
                validate_password(password, account)
            except ValidationError as trouble:
                raise DecisionError(WRONG, words=" ".join(trouble.messages)) from trouble
            account.set_password(password)
        account.is_active = account.is_active or row.opens
        account.save(update_fields=["password", "is_active"])
        sessions.end(account, account, now)
        audit.record(Event.INVITATION_ACCEPTED, account, now, f"editor {account.username}", {"with": how})
        return account


def check(account: EditorRecord) -> None:
    """Raises DecisionError when its name or address is not to be had."""
    others = EditorRecord.objects.exclude(pk=account.pk)
    if others.filter(username__iexact=account.username).exists():
        raise DecisionError(NAME_TAKEN)
    if account.email and others.filter(email__iexact=account.email).exists():
        raise DecisionError(ADDRESS_TAKEN)
    try:
        account.clean_fields(exclude=["password"])
    except ValidationError as trouble:
        raise DecisionError(WRONG, words=" ".join(trouble.messages)) from trouble


def _link(account: EditorRecord, opens: bool, by: EditorRecord | None, now: datetime, secret: str) -> Invited:
    row = InvitationRecord.objects.create(
        editor=account,
        opens=opens,
        secret_digest=_digest(secret),
        invited_by=by,
        made_at=now,
        expires_at=now + VALID_FOR,
    )
    return Invited(row, signing.TimestampSigner(salt=SALT).sign(f"{row.pk}-{secret}"))


def address_of(invited: Invited, site: Site) -> str:
    """The whole link."""
    return f"{site.desk}/invitations/{invited.token}"


def _void(account: EditorRecord, now: datetime) -> int:
    for row in InvitationRecord.objects.filter(editor=account, used_at=None, withdrawn_at=None):
        outbox.empty(_letter_of(row), now)
    return InvitationRecord.objects.filter(editor=account, used_at=None, withdrawn_at=None).update(withdrawn_at=now)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _letter_of(row: InvitationRecord) -> str:
    """How the Message-ID of its letter begins."""
    return f"<invitation-{row.pk}@"


def _mail(invited: Invited, now: datetime, site: Site) -> None:
    account = invited.invitation.editor
    if not account.email:
        return
    subject, body = letters.invited(site, account.username, address_of(invited, site), VALID_FOR.days)
    outbox.write_letter(
        submission=None,
        recipient=account.email,
        subject=subject,
        body=body,
        message_id=f"{_letter_of(invited.invitation)}{site.domain}>",
        in_reply_to="",
        now=now,
        not_before=now,
        is_secret=True,
    )
