"""The log: every decision, with who and when."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tougao.archive import queue
from tougao.archive.paging import PER_PAGE
from tougao.core.workflow import Role
from tougao.desk.access import needs


@needs(Role.EDITOR)
def show(request: HttpRequest) -> HttpResponse:
    page = Paginator(queue.decisions(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/log.html", {"page": page})
