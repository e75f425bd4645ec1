"""Accounts of the desk as an administrator changes them; there is always one who can."""

from datetime import datetime

from django.db import transaction

from tougao.archive import audit, invitations, sessions
from tougao.archive.models import EditorRecord
from tougao.core.audit import Event
from tougao.core.notice import gettext_noop
from tougao.core.workflow import Role
from tougao.errors import DecisionError

LAST_ADMINISTRATOR = gettext_noop("This is the last administrator. Make somebody else one first.")
NOT_YOURSELF = gettext_noop("You cannot change your own account here.")
NO_SUCH_EDITOR = gettext_noop("There is no such editor.")


def listed() -> list[EditorRecord]:
    return list(EditorRecord.objects.order_by("-is_active", "username"))


def one(editor_id: int) -> EditorRecord:
    """Raises DecisionError when there is none."""
    found = EditorRecord.objects.filter(pk=editor_id).first()
    if found is None:
        raise DecisionError(NO_SUCH_EDITOR)
    return found


def change_role(editor_id: int, role: Role, by: EditorRecord | None, now: datetime) -> EditorRecord:
    """Another role, from the next request on. Raises DecisionError for oneself and for the last administrator."""
    with transaction.atomic():
        account = _locked(editor_id, by)
        before = Role(account.role)
        if before is role:
            return account
        if before is Role.ADMINISTRATOR:
            _check_another_administrator(account)
        account.role = role
        account.save(update_fields=["role"])
        steps = {"from": str(before), "to": str(role)}
        audit.record(Event.ROLE_CHANGED, by, now, f"editor {account.username}", steps)
        return account


def close(editor_id: int, by: EditorRecord | None, now: datetime) -> EditorRecord:
    """Nobody signs in with it any more, and whoever is signed in with it is so no longer."""
    with transaction.atomic():
        account = _locked(editor_id, by)
        if not account.is_active:
            return account
        if Role(account.role) is Role.ADMINISTRATOR:
            _check_another_administrator(account)
        account.is_active = False
        account.save(update_fields=["is_active"])
        audit.record(Event.ACCOUNT_CLOSED, by, now, f"editor {account.username}")
        sessions.end(account, by, now)
        return account


def open_again(editor_id: int, by: EditorRecord | None, now: datetime) -> EditorRecord:
    with transaction.atomic():
        account = _locked(editor_id, by)
        if not account.is_active and not invitations.is_waiting(account):
            account.is_active = True
            account.save(update_fields=["is_active"])
            audit.record(Event.ACCOUNT_OPENED, by, now, f"editor {account.username}")
        return account


def change_address(editor_id: int, address: str, by: EditorRecord | None, now: datetime) -> EditorRecord:
    """The mail address an administrator vouches for; an outside account with the same, verified, is linked by it."""
    with transaction.atomic():
        account = EditorRecord.objects.select_for_update().filter(pk=editor_id).first()
        if account is None:
            raise DecisionError(NO_SUCH_EDITOR)
        if account.email == address:
            return account
        account.email = address
        invitations.check(account)
        account.save(update_fields=["email"])
        audit.record(Event.ADDRESS_CHANGED, by, now, f"editor {account.username}")
        return account


def by_verified_address(address: str) -> EditorRecord | None:
    """The one open account with this address, however it is written; none when several have it."""
    found = list(EditorRecord.objects.filter(email__iexact=address, is_active=True)[:2]) if address else []
    return found[0] if len(found) == 1 else None


def _locked(editor_id: int, by: EditorRecord | None) -> EditorRecord:
    account = EditorRecord.objects.select_for_update().filter(pk=editor_id).first()
    if account is None:
        raise DecisionError(NO_SUCH_EDITOR)
    if by is not None and by.pk == account.pk:
        raise DecisionError(NOT_YOURSELF)
    return account


def _check_another_administrator(account: EditorRecord) -> None:
    others = EditorRecord.objects.select_for_update().filter(role=Role.ADMINISTRATOR, is_active=True)
    if not others.exclude(pk=account.pk).exists():
        raise DecisionError(LAST_ADMINISTRATOR)
