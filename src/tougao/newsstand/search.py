"""Readers' search: published articles found by the archive's index, on a page of either edition that needs no script.

A page of results is made when it is asked for; everything else readers get stays a file. It sets no cookie and notes nothing.
"""

import threading
from dataclasses import replace
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tougao import jobs
from tougao.archive import search
from tougao.core.characters import line
from tougao.core.layout import Edition
from tougao.core.pages import Pages
from tougao.core.pages.search import Answer, Result, Trouble, description, results
from tougao.core.query import MAX_QUERY_CHARACTERS, Query, parsed
from tougao.newsstand import limits
from tougao.newsstand.serving import SITE_HEADERS

PER_PAGE = {Edition.MOBILE: 20, Edition.WAP: 8}
MOST_PAGES = 25
PAGE_SECONDS, DESCRIPTION_SECONDS = 60, 86400
# Searches at the same time; the other threads of the server stay with the desk.
MOST_AT_ONCE = 3
LONGEST_WAIT_SECONDS = 2.0
SEATS = threading.BoundedSemaphore(MOST_AT_ONCE)
HEADERS = {"X-Robots-Tag": "noindex, nofollow", "X-Frame-Options": "SAMEORIGIN", **dict(SITE_HEADERS)}


@require_safe
def describe(_request: HttpRequest) -> HttpResponse:
    """For browsers that add the site to their search engines (OpenSearch 1.1)."""
    site = jobs.site()
    if not site.search:
        return _page(jobs.press().pages(Edition.MOBILE).not_found().data, 404)
    response = _page(description(site), 200, f"max-age={DESCRIPTION_SECONDS}, public")
    response.headers["Content-Type"] = "application/opensearchdescription+xml; charset=utf-8"
    return response


@require_safe
def show(request: HttpRequest, edition: Edition = Edition.MOBILE) -> HttpResponse:
    """`q` is looked for; `page` counts from 1. Without `q`, the page says how to search."""
    site, pages = jobs.site(), jobs.press().pages(edition)
    if not site.search:
        return _page(pages.not_found().data, 404)
    words = line(request.GET.get("q", "")[:MAX_QUERY_CHARACTERS])
    given = request.GET.get("page", "")
    number = min(int(given), MOST_PAGES) if given.isascii() and given.isdecimal() and len(given) < 4 else 1
    query = parsed(words, site.categories, site.zone)
    shown = Answer(words, max(1, number), troubles=query.troubles)
    if query.is_empty or query.troubles:
        return _page(results(pages, shown), 200)
    if not limits.spend(request, "search", jobs.clock()):
        return _busy(pages, shown, 429, 60)
    if not SEATS.acquire(timeout=LONGEST_WAIT_SECONDS):
        return _busy(pages, shown, 503, 5)
    try:
        return _page(results(pages, _found(query, shown, PER_PAGE[edition])), 200)
    finally:
        SEATS.release()


def _found(query: Query, shown: Answer, count: int) -> Answer:
    """One more than a page holds is looked for: it tells whether there is another page."""
    rows = search.find(query, limit=count + 1, offset=(shown.page - 1) * count, for_readers=True)
    articles = search.articles(rows)
    found = (
        Result(
            articles[each.object_id].number,
            each.title,
            each.snippet,
            each.category,
            articles[each.object_id].source,
            each.at,
        )
        for each in rows[:count]
        if each.object_id in articles
    )
    return shown.with_results(tuple(found), is_more=len(rows) > count and shown.page < MOST_PAGES)


def _busy(pages: Pages, shown: Answer, status: int, seconds: int) -> HttpResponse:
    trouble = Trouble.OFTEN if status == HTTPStatus.TOO_MANY_REQUESTS else Trouble.BUSY
    response = _page(results(pages, replace(shown, trouble=trouble)), status, "no-store")
    response.headers["Retry-After"] = str(seconds)
    return response


def _page(data: bytes, status: int, cache: str = f"max-age={PAGE_SECONDS}, public") -> HttpResponse:
    """As text/html; serving gives the wap edition its type."""
    return HttpResponse(data, status=status, headers={**HEADERS, "Cache-Control": cache})
