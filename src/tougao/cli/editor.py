"""tougao editor add, invite, password, forget-factors, list"""

import argparse
import getpass
import secrets
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from tougao import jobs
from tougao.archive import audit, factors, invitations, sessions
from tougao.archive.models import EditorRecord
from tougao.cli.output import table
from tougao.core.audit import Event
from tougao.core.workflow import Role
from tougao.errors import DecisionError


def editor(given: argparse.Namespace) -> int:
    if given.deed == "list":
        rows = EditorRecord.objects.order_by("username")
        table(("name", "role", "open"), ((row.username, row.role, "yes" if row.is_active else "no") for row in rows))
        return 0
    if given.deed == "invite":
        return _invite(given)
    account = EditorRecord.objects.filter(username=given.name).first()
    if given.deed == "add" and account:
        raise DecisionError(
            "There is an editor called {name} already. Use `tougao editor password {name}`.", name=given.name
        )
    if given.deed != "add" and account is None:
        raise DecisionError("There is no editor called {name}. See `tougao editor list`.", name=given.name)
    if account and given.deed == "forget-factors":
        count = factors.remove_all(account, None, jobs.clock())
        print(f"{account.username} is no longer asked for a second factor; {count} removed.")
        return 0
    is_new = account is None
    account = account or EditorRecord(username=given.name, role=given.role)
    password, made = _password(given, account)
    account.set_password(password)
    try:
        account.full_clean(exclude=["password"])
    except ValidationError as trouble:
        raise DecisionError("{words}", words=" ".join(trouble.messages)) from trouble
    now, subject = jobs.clock(), f"editor {account.username}"
    with transaction.atomic():
        account.save()
        if is_new:
            audit.record(Event.ACCOUNT_MADE, None, now, subject, {"role": account.role})
        else:
            audit.record(Event.PASSWORD_SET, None, now, subject)
            sessions.end(account, None, now)
    print(f"{account.username} ({account.role}) may sign in" + (f" with the password {password}" if made else "."))
    return 0


def _invite(given: argparse.Namespace) -> int:
    """A new account and its link, or a new link for somebody who has one."""
    account = EditorRecord.objects.filter(username=given.name).first()
    secret, now = secrets.token_urlsafe(24), jobs.clock()
    if account:
        made = invitations.invite_again(account, None, now, secret, jobs.site())
    else:
        made = invitations.invite(given.name, Role(given.role), given.email, None, now, secret, jobs.site())
    print(invitations.address_of(made, jobs.site()))
    print(f"Hand this link to {given.name}; it works once, until {made.invitation.expires_at:%Y-%m-%d %H:%M} UTC.")
    return 0


def _password(given: argparse.Namespace, account: EditorRecord) -> tuple[str, bool]:
    """From standard input, asked twice on a terminal, or made up and shown once."""
    if given.password_stdin:
        password = sys.stdin.readline().rstrip("\n")
    elif sys.stdin.isatty():
        password = getpass.getpass("Password (empty: make one up): ")
        if password and getpass.getpass("Again: ") != password:
            raise DecisionError("The two passwords differ.")
    else:
        password = ""
    if not password and not given.password_stdin:
        return secrets.token_urlsafe(12), True
    try:
        validate_password(password, account)
    except ValidationError as trouble:
        raise DecisionError("{words}", words=" ".join(trouble.messages)) from trouble
    return password, False
