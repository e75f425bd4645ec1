"""A draft exactly as it would be published, in either edition, and its pictures before they are printed."""

import base64
import hashlib
import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from tougao import jobs
from tougao.archive import reading
from tougao.archive.models import DraftRecord
from tougao.archive.store import Store
from tougao.core import pictures
from tougao.core.horizon import EVERYTHING
from tougao.core.layout import Edition
from tougao.core.pages.edition import Printed
from tougao.core.workflow import Role
from tougao.desk.access import needs

FRAME_POLICY = (
    "sandbox allow-same-origin; default-src 'none'; img-src 'self' data:; style-src 'self' {style}; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)
MEDIA_TYPES = {"jpg": "image/jpeg", "png": "image/png"}
BODY_MEDIA = re.compile(r'src="media:([0-9a-f]{64})\.(jpg|png)"')
PRINTED_MEDIA = re.compile(rb"/media/[0-9a-f]{2}/([0-9a-f]{64})-(\d+)\.(jpg|png)")
MODERN_SOURCES = re.compile(rb"<source\b[^>]*>")  # the desk shows a picture in its own form


@needs(Role.EDITOR)
def frame(request: HttpRequest, draft_id: int) -> HttpResponse:
    draft = get_object_or_404(DraftRecord, pk=draft_id)
    edition = Edition.WAP if request.GET.get("edition") == "wap" else Edition.MOBILE
    sheets = sheets_of(draft, edition)
    number = request.GET.get("sheet", "1")
    sheet = sheets[min(int(number), len(sheets)) - 1] if number.isdecimal() and int(number) else sheets[0]
    kind = "application/xhtml+xml" if edition is Edition.WAP else "text/html; charset=utf-8"
    data = PRINTED_MEDIA.sub(rb"/desk/media/\1-\2.\3", MODERN_SOURCES.sub(b"", sheet.data))
    return framed(HttpResponse(data, content_type=kind))


def sheets_of(draft: DraftRecord, edition: Edition) -> tuple[Printed, ...]:
    """The pages of a draft as the press would print them now: one, or the sheets of the wap edition.

    An editor who looks is no reader; and in the frame of a preview nothing runs.
    """
    article = reading.as_if_published(draft, "", jobs.clock())
    older, newer = reading.neighbours(article.number, EVERYTHING)
    return jobs.press().pages(edition, is_preview=True).article(article, older, newer)


def framed(response: HttpResponse) -> HttpResponse:
    response.headers["Content-Security-Policy"] = FRAME_POLICY.format(style=own_style(response.content))
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def own_style(page: bytes) -> str:
    """The style sheet in the head of a page of ours, as a policy names it: no other one counts."""
    found = STYLE.search(page.partition(b"<body")[0])
    return f"'sha256-{base64.b64encode(hashlib.sha256(found[1]).digest()).decode()}'" if found else ""


@needs(Role.EDITOR)
def picture(request: HttpRequest, sha256: str, width: int, extension: str) -> HttpResponse:
    if width > pictures.MAX_WIDTH:
        raise Http404
    try:
        data = Store(settings.MEDIA_STORE).read(sha256, f".{extension}")
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(
        pictures.rendition(data, width, extension) if width else data, content_type=MEDIA_TYPES[extension]
    )
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


def shown_pictures(html: str) -> str:
    """A body with its pictures where the desk has them."""
    return BODY_MEDIA.sub(r'src="/desk/media/\1-240.\2" loading="lazy"', html)
