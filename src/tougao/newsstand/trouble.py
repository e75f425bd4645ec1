"""What a reader is told when a request of his goes wrong, in the look of the site and never in that of the desk."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import translation
from django.utils.translation import gettext

from tougao import breakage, jobs
from tougao.core.layout import Edition
from tougao.core.notice import gettext_noop
from tougao.newsstand.accept import page_type
from tougao.newsstand.serving import SITE_HEADERS

log = logging.getLogger("tougao.newsstand")
Answer = Callable[[HttpRequest], HttpResponse]

WORDS = {
    400: gettext_noop(
        "What your browser sent cannot be read, so nothing was done. Go back, load the page again, then try once more."
    ),
    403: gettext_noop("This is not for readers."),
    404: gettext_noop("There is no such page"),
    405: gettext_noop(
        "This address takes what a form sends and shows nothing by itself. Go back to the page you came from."
    ),
    413: gettext_noop(
        "What was sent is larger than we take at once, so nothing was done. Go back, shorten it, then send it again."
    ),
    429: gettext_noop("That was too often in a short time. Wait a minute, then try again."),
    500: gettext_noop("Something broke here; the fault is ours. Wait a minute, then try again."),
}
HEADERS = {**dict(SITE_HEADERS), "Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}
PLAIN = "<!doctype html><meta charset=utf-8><meta name=viewport content=width=device-width><title>{title}</title><p>{title}\n"
READERS = ("/-/", "/search", "/wap/search", "/.well-known/")


def page(request: HttpRequest, status: int) -> HttpResponse:
    """By the site's own templates; two lines by themselves where those, or the database, cannot be had."""
    edition = Edition.WAP if request.path.startswith(("/wap/", "/-/wap/")) else Edition.MOBILE
    site = jobs.base()
    with translation.override("zh-hans" if site.language.startswith("zh") else "en"):
        words = gettext(WORDS[status])
    try:
        pages = jobs.press().pages(edition)
        path = request.path.lstrip("/")
        made = pages.not_found() if status == 404 else pages.made(path, "trouble", told=words)
        data = made.data
    except Exception:
        if status != 500:
            log.exception("no page for a trouble")
        data = PLAIN.format(title=words).encode()
    kind = page_type(edition, request.headers.get("Accept", ""))
    response = HttpResponse(data, status=status, content_type=kind, headers=HEADERS)
    if status == 429:
        response.headers["Retry-After"] = "60"
    return response


def tell_how(answer: Answer) -> Answer:
    """What readers ask in the wrong way is told so in words."""

    def told(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if isinstance(response, HttpResponseNotAllowed) and request.path.startswith(READERS) and not response.content:
            allowed = response.headers["Allow"]
            response = page(request, 405)
            response.headers["Allow"] = allowed
        return response

    return told


# -- as Django calls them


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 413 if isinstance(exception, breakage.TOO_BIG) else 400)


def denied(request: HttpRequest, _exception: Exception | None = None) -> HttpResponse:
    return page(request, 403)


def absent(request: HttpRequest, _exception: Exception | None = None) -> HttpResponse:
    return page(request, 404)


def too_many(request: HttpRequest, _exception: Exception | None = None) -> HttpResponse:
    return page(request, 429)


def broken(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    """The number stands in the log, beside what happened, and in a header of the answer."""
    reference = breakage.noted(log, request, exception, "/-/…")
    response = page(request, 500)
    response.headers["X-Reference"] = reference
    return breakage.logged(response)
