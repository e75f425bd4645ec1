"""A draft exactly as it would be published, in either edition, and its pictures before they are printed."""

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from tougao import jobs
from tougao.archive import reading
from tougao.archive.models import DraftRecord
from tougao.archive.store import Store
from tougao.core import pictures
from tougao.core.layout import Edition
from tougao.core.workflow import Role
from tougao.desk.access import needs

FRAME_POLICY = (
    "sandbox allow-same-origin; default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "frame-ancestors 'self'"
)
MEDIA_TYPES = {"jpg": "image/jpeg", "png": "image/png"}
BODY_MEDIA = re.compile(r'src="media:([0-9a-f]{64})\.(jpg|png)"')
PRINTED_MEDIA = re.compile(rb"/media/[0-9a-f]{2}/([0-9a-f]{64})-(\d+)\.(jpg|png)")


@needs(Role.EDITOR)
def frame(request: HttpRequest, draft_id: int) -> HttpResponse:
    draft = get_object_or_404(DraftRecord, pk=draft_id)
    edition = Edition.WAP if request.GET.get("edition") == "wap" else Edition.MOBILE
    article = reading.as_if_published(draft, "", jobs.clock())
    older, newer = reading.neighbours(article.number)
    sheets = jobs.press().pages(edition).article(article, older, newer)
    number = request.GET.get("sheet", "1")
    sheet = sheets[min(int(number), len(sheets)) - 1] if number.isdecimal() and int(number) else sheets[0]
    data = PRINTED_MEDIA.sub(rb"/desk/media/\1-\2.\3", sheet.data)
    response = HttpResponse(
        data, content_type="application/xhtml+xml" if edition is Edition.WAP else "text/html; charset=utf-8"
    )
    response.headers["Content-Security-Policy"] = FRAME_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


@needs(Role.EDITOR)
def picture(request: HttpRequest, sha256: str, width: int, extension: str) -> HttpResponse:
    if width > pictures.MAX_WIDTH:
        raise Http404
    try:
        data = Store(settings.MEDIA_STORE).read(sha256, f".{extension}")
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(pictures.rendition(data, width) if width else data, content_type=MEDIA_TYPES[extension])
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


def shown_pictures(html: str) -> str:
    """A body with its pictures where the desk has them."""
    return BODY_MEDIA.sub(r'src="/desk/media/\1-240.\2" loading="lazy"', html)
