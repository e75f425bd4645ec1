"""A draft as others will show it: as an item in a feed reader, and as the card a messenger makes of its page."""

import re
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from tougao import jobs
from tougao.archive import reading
from tougao.archive.models import DraftRecord
from tougao.core import sharing
from tougao.core.feeds.feed import entry
from tougao.core.layout import Edition
from tougao.core.workflow import Role
from tougao.desk.access import needs
from tougao.desk.preview import framed, sheets_of

MEDIA = re.compile(r"(?:https?://[^/\"]+)?/media/[0-9a-f]{2}/([0-9a-f]{64}-\d+\.(?:jpg|png))")


@needs(Role.EDITOR)
def feed_item(request: HttpRequest, draft_id: int) -> HttpResponse:
    """From the very entry the feeds are written of; the text is small HTML, as the feeds hold it."""
    draft = get_object_or_404(DraftRecord, pk=draft_id)
    item = entry(jobs.site(), reading.as_if_published(draft, "", jobs.clock()), {})
    shown = MEDIA.sub(r"/desk/media/\1", item.html)
    return framed(render(request, "desk/feed_item.html", {"item": item, "html": shown}))


@needs(Role.EDITOR)
def share_card(request: HttpRequest, draft_id: int) -> HttpResponse:
    """From what the printed page says of itself, for there a messenger reads it."""
    draft = get_object_or_404(DraftRecord, pk=draft_id)
    card = sharing.card(sheets_of(draft, Edition.MOBILE)[0].data)
    picture = MEDIA.sub(r"/desk/media/\1", card.picture)
    values = {"card": card, "picture": picture, "host": urlsplit(jobs.site().url).hostname or ""}
    return framed(render(request, "desk/share_card.html", values))
