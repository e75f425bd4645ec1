"""What has changed since a queue was drawn, asked every few seconds by its page: nothing (304), or what to mark and count."""

import re
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tougao import jobs
from tougao.archive import arrivals, queue, views
from tougao.archive.arrivals import Known, RowNews
from tougao.archive.models import EditorRecord
from tougao.archive.paging import PER_PAGE
from tougao.archive.presence import There
from tougao.core.listing import listing
from tougao.core.workflow import Action, Role, Status
from tougao.desk import words
from tougao.desk.access import editor, needs

KNOWN = re.compile(r"(\d{1,18})\.(\d{1,18})\.(\d{1,11}\.\d{1,6})")
KEYS = re.compile(r"\d{1,18}(?:,\d{1,18})*")


def etag(stamp: str) -> str:
    """The words are told in the editor's language, so it is part of what stays the same."""
    return f'"{stamp}-{get_language()}"'


@needs(Role.EDITOR)
def show(request: HttpRequest) -> HttpResponse:
    who, now = editor(request), jobs.clock()
    stamp, _now_known = arrivals.glance(now)
    same = etag(stamp)
    if request.headers.get("If-None-Match") == same:
        return HttpResponseNotModified(headers={"ETag": same})
    wanted = listing(request.GET)
    given = request.GET.get("rows", "")
    shown = [int(key) for key in given.split(",")][:PER_PAGE] if KEYS.fullmatch(given) else []
    since = _known(request.GET.get("known", ""))
    added = arrivals.added(wanted, since, shown, who, jobs.site(), now) if since else 0
    found = {
        "counts": queue.counts(who).views,
        "added": added,
        "words": _added(added, isinstance(views.view(wanted.view), views.MailView)),
        "rows": {str(news.draft_id): _row(news, who) for news in arrivals.news(wanted, shown, now)}
        | {str(key): {"gone": True, "words": ""} for key in arrivals.mails_gone(wanted, shown)},
    }
    return JsonResponse(found, headers={"ETag": same})


def _known(told: str) -> Known | None:
    found = KNOWN.fullmatch(told)
    return Known(int(found[1]), int(found[2]), datetime.fromtimestamp(float(found[3]), UTC)) if found else None


def _added(count: int, are_mails: bool) -> str:
    if not count:
        return ""
    if are_mails:
        return ngettext("%(num)d new mail", "%(num)d new mails", count) % {"num": count}
    return ngettext("%(num)d new draft", "%(num)d new drafts", count) % {"num": count}


def _row(news: RowNews, who: EditorRecord) -> dict[str, Any]:
    return {
        "gone": news.is_gone,
        "words": _decided(news) if news.is_gone else "",
        "there": there(news.there, who),
        "title": news.title,
        "version": news.version,
    }


def _decided(news: RowNews) -> str:
    if news.decided is None:
        return _(words.STATUSES[Status(news.status)])
    name = news.decided.editor.username if news.decided.editor else _("command line")
    return f"{_(words.DONE[Action(news.decided.action)])} · {name}"


def there(present: tuple[There, ...], who: EditorRecord) -> str:
    """Who else is at a draft, as the queue says it."""
    names = [each.name for each in present if each.editor_id != who.pk]
    return _("%(name)s is on it") % {"name": _(", ").join(names)} if names else ""
