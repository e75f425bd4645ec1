"""tougao editor add, password, list"""

import argparse
import getpass
import secrets
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tougao.archive.models import EditorRecord
from tougao.cli.output import table
from tougao.errors import DecisionError


def editor(given: argparse.Namespace) -> int:
    if given.deed == "list":
        rows = EditorRecord.objects.order_by("username")
        table(("name", "role", "open"), ((row.username, row.role, "yes" if row.is_active else "no") for row in rows))
        return 0
    account = EditorRecord.objects.filter(username=given.name).first()
    if given.deed == "add" and account:
        raise DecisionError(
            "There is an editor called {name} already. Use `tougao editor password {name}`.", name=given.name
        )
    if given.deed == "password" and account is None:
        raise DecisionError("There is no editor called {name}. See `tougao editor list`.", name=given.name)
    account = account or EditorRecord(username=given.name, role=given.role)
    password, made = _password(given, account)
    account.set_password(password)
    try:
        account.full_clean(exclude=["password"])
    except ValidationError as trouble:
        raise DecisionError("{words}", words=" ".join(trouble.messages)) from trouble
    account.save()
    print(f"{account.username} ({account.role}) may sign in" + (f" with the password {password}" if made else "."))
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
