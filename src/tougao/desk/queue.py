"""The queue: drafts of one status, newest first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tougao.archive import queue, replies
from tougao.core.workflow import Role, Status
from tougao.desk.access import editor, needs
from tougao.desk.undo import offered


@needs(Role.EDITOR)
def show(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("status", Status.NEW)
    status = Status(wanted) if wanted in set(Status) else None
    words = request.GET.get("q", "")[:100]
    number = request.GET.get("page", "1")
    return render(
        request,
        "desk/queue.html",
        {
            "page": queue.page(status, words, int(number) if number.isdecimal() else 1),
            "status": status,
            "words": words,
            "counts": queue.counts(),
            "quarantined": queue.quarantined(),
            "mailboxes": queue.troubled_mailboxes(),
            "letters": queue.troubled_letters(),
            "replies": replies.waiting().count(),
            "undoing": offered(request, editor(request)),
        },
    )
