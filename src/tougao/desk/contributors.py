"""Those who write: their history, and who is welcome or blocked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tougao import jobs
from tougao.archive import contributors
from tougao.core.workflow import Role
from tougao.desk.access import editor, needs


@needs(Role.EDITOR)
def show(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:100]
    return render(
        request,
        "desk/contributors.html",
        {"contributors": contributors.listed(words), "words": words, "standings": list(contributors.Standing.values)},
    )


@require_POST
@needs(Role.CHIEF)
def decide(request: HttpRequest) -> HttpResponse:
    address, wanted = request.POST.get("address", ""), request.POST.get("standing", "")
    if "@" in address and wanted in contributors.Standing.values:
        contributors.decide(address, wanted, request.POST.get("note", ""), editor(request), jobs.clock())
        messages.success(request, _("Noted."))
    return redirect("contributors")
