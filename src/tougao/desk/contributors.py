"""Those who write: a list to search and sort, a page each with figures and history, who is welcome or blocked."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tougao import jobs
from tougao.archive import contributors
from tougao.archive.models import ContributorRecord
from tougao.core.letters import LANGUAGES
from tougao.core.workflow import Role
from tougao.desk.access import editor, needs
from tougao.desk.ways import takes_forms

RISING_FIRST = ("name", "organisation", "wait")  # what one wants to see from its small end


@needs(Role.EDITOR)
def show(request: HttpRequest) -> HttpResponse:
    words, number = request.GET.get("q", "")[:100], request.GET.get("page", "")
    sort = request.GET.get("sort", "")
    sort = sort if sort in contributors.SORTS else "last"
    order = request.GET.get("order", "")
    is_rising = order == "up" if order in ("up", "down") else sort in RISING_FIRST
    page = contributors.page(words, sort, is_rising, int(number) if number.isdecimal() else 1)

    def link(**changes: object) -> str:
        """This list with another page or order."""
        held = {"q": words, "sort": sort, "order": "up" if is_rising else "down", "page": page.number}
        return "?" + urlencode({key: value for key, value in (held | changes).items() if value not in ("", 1)})

    def sorted_by(column: str) -> str:
        """The same list by this column; the other way round when it is sorted by it already."""
        rising = not is_rising if column == sort else column in RISING_FIRST
        return link(sort=column, order="up" if rising else "down", page=1)

    return render(
        request,
        "desk/contributors.html",
        {
            "page": page,
            "words": words,
            "sort": sort,
            "direction": "ascending" if is_rising else "descending",
            "link": link,
            "sorted_by": sorted_by,
        },
    )


@needs(Role.EDITOR)
def one(request: HttpRequest, contributor_id: int) -> HttpResponse:
    writer = get_object_or_404(ContributorRecord.objects.select_related("changed_by"), pk=contributor_id)
    number = request.GET.get("page", "")
    return render(
        request,
        "desk/contributor.html",
        {
            "contributor": writer,
            "history": contributors.history(writer, int(number) if number.isdecimal() else 1),
            "standings": list(contributors.Standing.values),
            "languages": ("", *LANGUAGES),
            "language_told": contributors.language_told(writer),
        },
    )


@takes_forms
@needs(Role.EDITOR)
def describe(request: HttpRequest, contributor_id: int) -> HttpResponse:
    """Organisation, language of letters, notes."""
    facts = contributors.Facts(
        request.POST.get("organisation", ""), request.POST.get("language", ""), request.POST.get("note", "")
    )
    get_object_or_404(ContributorRecord, pk=contributor_id)
    if facts.language in ("", *LANGUAGES):
        contributors.describe(contributor_id, facts, editor(request), jobs.clock())
        messages.success(request, _("Noted."))
    return redirect("contributor", contributor_id)


@takes_forms
@needs(Role.CHIEF)
def decide(request: HttpRequest, contributor_id: int) -> HttpResponse:
    """Usual, known and welcome, or blocked."""
    writer, wanted = get_object_or_404(ContributorRecord, pk=contributor_id), request.POST.get("standing", "")
    if wanted in contributors.Standing.values:
        contributors.decide(writer.address, wanted, None, editor(request), jobs.clock())
        messages.success(request, _("Noted."))
    return redirect("contributor", contributor_id)
