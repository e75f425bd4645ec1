"""How things stand, for machines: a health page for whoever watches, and metrics in the Prometheus text format 0.0.4."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tougao import jobs
from tougao.archive import standing as figures

LONGEST_UNREAD = timedelta(minutes=10)
LOOPBACK = ("127.0.0.1", "::1")


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 and "ok", or 503 and what is wrong in a line each. It names mailboxes, never addresses or words of servers."""
    try:
        wrong = list(_wrong(figures.standing(jobs.clock())))
    except DatabaseError:
        wrong = ["the database cannot be read"]
    response = HttpResponse(
        "\n".join(wrong or ["ok"]) + "\n", content_type="text/plain; charset=utf-8", status=503 if wrong else 200
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _wrong(now: figures.Standing) -> Iterator[str]:
    watched = {account.name for account in settings.MAILBOXES}
    limit = timedelta(minutes=settings.ALARM_MINUTES)
    for mailbox in now.mailboxes:
        if mailbox.name in watched and mailbox.trouble and (mailbox.silent_for is None or mailbox.silent_for > limit):
            yield f"mailbox {mailbox.name} has not been reached for {settings.ALARM_MINUTES} minutes"
    if now.oldest_unread > LONGEST_UNREAD:
        yield f"{now.unread} kept mails wait to be read"
    if now.orders_refused:
        yield "the site could not be printed; the desk and the log say why"


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For a scraper on this machine; a web server in front must not pass it on (config/deploy/nginx.conf does not)."""
    if request.META.get("REMOTE_ADDR") not in LOOPBACK or request.headers.get("X-Forwarded-For"):
        return HttpResponse("metrics are for this machine alone\n", content_type="text/plain", status=403)
    return HttpResponse(
        "\n".join(_lines(figures.standing(jobs.clock()))) + "\n",
        content_type="text/plain; version=0.0.4; charset=utf-8",
    )


def _lines(now: figures.Standing) -> Iterator[str]:
    for name, kind, told, value in (
        ("mails_kept_total", "counter", "Mails kept", now.kept),
        ("mails_unread", "gauge", "Kept mails that were not read yet", now.unread),
        (
            "mails_lag_seconds",
            "gauge",
            "Age of the oldest mail that was not read yet",
            now.oldest_unread.total_seconds(),
        ),
        ("mails_quarantined", "gauge", "Mails in quarantine", now.quarantined),
        ("articles_published", "gauge", "Articles on the site", now.published),
        ("letters_sent_total", "counter", "Letters sent", now.letters_sent),
        ("letters_waiting", "gauge", "Letters waiting to be sent", now.letters_waiting),
        ("letters_doubtful", "gauge", "Letters that may or may not have left", now.letters_doubtful),
        ("print_orders_waiting", "gauge", "Print orders not yet printed", now.orders_waiting),
        (
            "print_orders_refused",
            "gauge",
            "Print orders that could not be printed when it was tried last",
            now.orders_refused,
        ),
    ):
        yield from (f"# HELP tougao_{name} {told}.", f"# TYPE tougao_{name} {kind}", f"tougao_{name} {value:g}")
    yield from ("# HELP tougao_drafts Drafts by status.", "# TYPE tougao_drafts gauge")
    yield from (f'tougao_drafts{{status="{status}"}} {count}' for status, count in now.drafts.items())
    for name, kind, told in (
        ("mails_fetched_total", "counter", "Mails fetched, by mailbox"),
        ("mails_unfiled", "gauge", "Mails kept and not yet filed on the server"),
        ("mailbox_up", "gauge", "Did the last round succeed?"),
        ("mailbox_silent_seconds", "gauge", "Time since the last round that succeeded"),
    ):
        yield from (f"# HELP tougao_{name} {told}.", f"# TYPE tougao_{name} {kind}")
        for mailbox in now.mailboxes:
            value = {
                "mails_fetched_total": mailbox.delivered,
                "mails_unfiled": mailbox.unfiled,
                "mailbox_up": int(not mailbox.trouble),
                "mailbox_silent_seconds": mailbox.silent_for.total_seconds() if mailbox.silent_for is not None else -1,
            }[name]
            yield f'tougao_{name}{{mailbox="{mailbox.name}"}} {value:g}'
