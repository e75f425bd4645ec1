"""tougao check: try everything that is configured, and say in a sentence what is wrong with each."""

import argparse
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime

import jinja2
from django.conf import settings
from django.db import connection

from tougao import jobs
from tougao.archive import site as sites
from tougao.archive.models import DeliveryRecord, EditorRecord
from tougao.cli.output import json_line
from tougao.core.layout import Edition
from tougao.core.notice import notice
from tougao.core.pages import search
from tougao.core.pages.search import Answer, Result, Trouble
from tougao.core.words import Piece
from tougao.core.workflow import Role
from tougao.errors import ConfigError, TougaoError
from tougao.mailroom import letters
from tougao.mailroom.accounts import Account, ImapAccount
from tougao.mailroom.imap import ImapMailbox
from tougao.mailroom.mailboxes import opened
from tougao.newsstand import forms
from tougao.press import trial

LEAST_FREE_MEGABYTES = 500


def check(given: argparse.Namespace) -> int:
    trials: list[tuple[str, Callable[[], str]]] = [
        ("configuration", _configuration),
        ("disk", _disk),
        ("database", _database),
        ("templates", _templates),
        ("editors", _editors),
        *((f"mailbox {account.name}", _mailbox(account)) for account in settings.MAILBOXES),
        ("smtp", _smtp),
    ]
    failed = False
    for name, attempt in trials:
        try:
            fine, words = True, attempt()
        except (TougaoError, OSError, jinja2.TemplateError) as trouble:
            fine, words = False, str(trouble)
        failed |= not fine
        if given.json:
            json_line({"name": name, "ok": fine, "words": words})
        else:
            print(f"{'ok    ' if fine else 'WRONG '} {name}: {words}", flush=True)
    return 1 if failed else 0


def _configuration() -> str:
    site = jobs.site()
    edited = ", ".join(sites.edited_parts())
    return f"{site.name} at {site.url}, {len(site.categories)} categories, {len(site.pages)} fixed pages." + (
        f" Edited on the desk, so not as in the file: {edited}." if edited else ""
    )


def _disk() -> str:
    folder = settings.CONFIG.var
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        file.write(b"x" * 4096)
        file.flush()
    free = shutil.disk_usage(folder).free // 1024 // 1024
    if free < LEAST_FREE_MEGABYTES:
        raise ConfigError(f"only {free} MB are free in {folder}; mails and pictures need room.")
    return f"{folder} can be written, {free} MB are free."


def _database() -> str:
    is_server = settings.CONFIG.postgres is not None
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version" if is_server else "PRAGMA quick_check")
        answer = cursor.fetchone()[0]
    if not is_server and answer != "ok":
        raise ConfigError(f"{settings.CONFIG.database} is damaged ({answer}); restore a backup with `tougao restore`.")
    demo = DeliveryRecord.objects.filter(mailbox="demo").exists()
    if demo and settings.MAILBOXES:
        raise ConfigError("demo mails stand beside your own. Stop Tougao, move the var folder away, and start anew.")
    return f"{settings.CONFIG.database_words} {f'answers, PostgreSQL {answer}' if is_server else 'is sound'}."


def _templates() -> str:
    """Every kind of page is printed once, in memory: those of the press, and those that readers' forms answer with."""
    now, site, press = jobs.clock(), jobs.site(), jobs.press()
    with trial.in_words(press.templates):
        editions = [press.pages(edition) for edition in Edition]
        trial.try_theme(editions, press.templates, now)
        for pages in editions:
            for form in ("write", "complain", "submit", "sent"):
                pages.made("-/", form, **forms.trial(site))
            pages.made("-/", "trouble", told="…")
            for answer in _answers(now):
                search.results(pages, answer)
    return "every page can be printed, in both editions."


def _answers(now: datetime) -> Iterator[Answer]:
    """What readers may be told who search."""
    found = Result(1, (Piece("春"), Piece("季", True)), (Piece("春季"),), "", "…", now)
    yield Answer("春", 2, (found,), is_more=True)
    yield Answer("春")
    yield Answer("", troubles=(notice("…"),))
    yield from (Answer("春", trouble=trouble) for trouble in Trouble)


def _editors() -> str:
    count = EditorRecord.objects.filter(is_active=True).count()
    if not EditorRecord.objects.filter(is_active=True, role=Role.ADMINISTRATOR).exists() and settings.MAILBOXES:
        raise ConfigError("there is no administrator yet. Make one: tougao editor add NAME --role administrator")
    return f"{count} may sign in."


def _mailbox(account: Account) -> Callable[[], str]:
    def attempt() -> str:
        mailbox = opened(account)
        try:
            mailbox.select()
            count = len(mailbox.uids())
            idles = isinstance(mailbox, ImapMailbox) and mailbox.client.has_capability("IDLE")
        finally:
            mailbox.close()
        where = f"{account.user} at {account.host}" if isinstance(account, ImapAccount) else str(account.path)
        return f"{where}, {count} mails in {account.folder}, {'IDLE' if idles else f'a look every {account.poll_seconds} s'}."

    return attempt


def _smtp() -> str:
    if settings.SMTP is None:
        return "not configured; no letters are sent."
    letters.try_connection(settings.SMTP)
    return f"{settings.SMTP.sender} at {settings.SMTP.host} may send."
