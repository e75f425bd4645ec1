"""The queue: one view of the drafts, or of the mails that gave none, a page at a time."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tougao import jobs
from tougao.archive import arrivals, batches, pushes, queue, replies, views
from tougao.archive.models import EditorRecord
from tougao.archive.views import MailView
from tougao.core import workflow
from tougao.core.listing import Listing, Sort, cursor, listing
from tougao.core.site import Site
from tougao.core.workflow import Role
from tougao.desk import bulk, limits, live
from tougao.desk.access import editor, needs
from tougao.desk.undo import offered

SINCE_DAYS = ("1d", "3d", "7d", "30d")


@needs(Role.EDITOR)
@limits.limited("search", when=limits.is_search)
def show(request: HttpRequest) -> HttpResponse:
    who, now, site = editor(request), jobs.clock(), jobs.site()
    wanted = listing(request.GET)
    after, before = cursor(request.GET.get("after", "")), cursor(request.GET.get("before", ""))
    stamp, known = arrivals.glance(now)  # before the rows: what comes between is told as new
    page = queue.page(wanted, who, site, now, after, before)
    if before and not page.newer:
        page = queue.page(wanted, who, site, now)  # the first page is a whole one
    return render(
        request,
        "desk/queue.html",
        {
            **_frame(wanted, who, site),
            "page": page,
            "stages": workflow.STAGES,
            "now": now,
            "known": known,
            "etag": live.etag(stamp),
            "organisations": queue.organisations(page.rows),
            "batch": bulk.told(request, who),
            "mailboxes": queue.troubled_mailboxes(),
            "unprinted": pushes.trouble(),
            "letters": queue.troubled_letters(),
            "replies": replies.waiting().count(),
            "undoing": offered(request, who),
        },
    )


def _frame(wanted: Listing, who: EditorRecord, site: Site) -> dict[str, Any]:
    """What stands round the rows."""
    view, counts = views.view(wanted.view), queue.counts(who)
    return {
        "listing": wanted,
        "view": view,
        "is_of_mails": isinstance(view, MailView),
        "views": views.in_use(site.reviews, counts.views),
        "mail_views": views.MAIL_VIEWS,
        "counts": counts,
        "sorts": list(Sort),
        "days": SINCE_DAYS,
        "returns": site.returns,
        "deeds": [] if isinstance(view, MailView) else batches.possible(view.statuses, site.reviews),
    }
