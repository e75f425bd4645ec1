"""The queue: one view of the drafts, or of the mails that gave none, a page at a time."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tougao import jobs
from tougao.archive import arrivals, batches, queue, views
from tougao.archive.models import EditorRecord
from tougao.core import reasons
from tougao.core.listing import Listing, Sort, cursor, listing
from tougao.core.workflow import Role
from tougao.desk import bulk, live
from tougao.desk.access import editor, needs
from tougao.desk.undo import offered

SINCE_DAYS = ("1d", "3d", "7d", "30d")


@needs(Role.EDITOR)
def show(request: HttpRequest) -> HttpResponse:
    who, now = editor(request), jobs.clock()
    wanted = listing(request.GET)
    after, before = cursor(request.GET.get("after", "")), cursor(request.GET.get("before", ""))
    stamp, known = arrivals.glance(now)  # before the rows: what comes between is told as new
    page = queue.page(wanted, who, settings.SITE, now, after, before)
    if before and not page.newer:
        page = queue.page(wanted, who, settings.SITE, now)  # the first page is a whole one
    return render(
        request,
        "desk/queue.html",
        {
            **_frame(wanted, who),
            "page": page,
            "known": known,
            "etag": live.etag(stamp),
            "organisations": queue.organisations(page.rows),
            "batch": bulk.told(request, who),
            "mailboxes": queue.troubled_mailboxes(),
            "letters": queue.troubled_letters(),
            "undoing": offered(request, who),
        },
    )


def _frame(wanted: Listing, who: EditorRecord) -> dict[str, Any]:
    """What stands round the rows."""
    view = views.view(wanted.view)
    return {
        "listing": wanted,
        "view": view,
        "is_of_mails": isinstance(view, views.MailView),
        "views": views.VIEWS,
        "mail_views": views.MAIL_VIEWS,
        "counts": queue.counts(who),
        "sorts": list(Sort),
        "days": SINCE_DAYS,
        "reasons": reasons.REASONS,
        "deeds": [] if isinstance(view, views.MailView) else batches.possible(view.statuses),
    }
