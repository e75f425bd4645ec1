"""Searching everything: mails, drafts and articles, withdrawn ones too, the best first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tougao import jobs
from tougao.archive import search
from tougao.core.listing import MAX_WORDS
from tougao.core.query import Findable, parsed
from tougao.core.workflow import Role
from tougao.desk import limits
from tougao.desk.access import needs

MOST_SHOWN = 50


@needs(Role.EDITOR)
@limits.limited("search", when=limits.is_search)
def show(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:MAX_WORDS].strip()
    wanted = request.GET.get("kind", "")
    kinds = (Findable(wanted),) if wanted in set(Findable) else tuple(Findable)
    site = jobs.site()
    query = parsed(words, site.categories, site.zone)
    found = search.find(query, kinds, MOST_SHOWN)
    return render(
        request,
        "desk/search.html",
        {
            "words": words,
            "kind": wanted if wanted in set(Findable) else "",
            "kinds": list(Findable),
            "query": query,
            "found": search.with_drafts(found),
            "is_more": len(found) == MOST_SHOWN,
        },
    )
