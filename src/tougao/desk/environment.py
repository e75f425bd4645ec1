"""What the desk's templates may use."""

import json
from datetime import datetime, timedelta
from typing import Any

import jinja2
from django.conf import settings
from django.contrib.messages import WARNING, get_messages
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import translation

from tougao import jobs
from tougao.archive import cases, comments, messages
from tougao.archive.models import EditorRecord
from tougao.core import likeness
from tougao.core.agents import device
from tougao.core.article import Certainty
from tougao.core.audit import Event
from tougao.core.authentication import Verdict
from tougao.core.notice import Notice
from tougao.core.workflow import Action, Role, Status
from tougao.desk import files, policy, words
from tougao.desk.hours import as_input


def environment(**options: Any) -> jinja2.Environment:
    made = jinja2.Environment(  # noqa: S701 - autoescape stands among the options
        **{**options, "autoescape": True, "undefined": jinja2.StrictUndefined},
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(translation.gettext, translation.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(url=lambda name, *args: reverse(name, args=args), asset=files.address, zone=zone)
    made.filters.update(
        local=local,
        as_input=as_input,
        ago=ago,
        said=said,
        size=size,
        runs=likeness.runs,
        changed_count=lambda rows: sum(not likeness.is_unchanged(row) for row in rows),
        span=span,
        percent=lambda share: f"{share:.0%}" if share is not None else "",
        count=lambda number: f"{number:,}",
        visible=lambda text: text.replace(" ", "␣").replace("\u3000", "␣"),
        status=lambda status: translation.gettext(words.STATUSES[Status(status)]),
        action=lambda action: translation.gettext(words.ACTIONS[Action(action)]),
        role=lambda role: translation.gettext(words.ROLES[Role(role)]),
        done=lambda action: translation.gettext(words.DONE[Action(action)]),
        kind=lambda kind: translation.gettext(words.KINDS[kind]) if kind else "",
        verdict=lambda verdict: translation.gettext(words.VERDICTS[Verdict(verdict)]),
        standing=lambda standing: translation.gettext(words.STANDINGS[standing]),
        certainty=lambda certainty: translation.gettext(words.CERTAINTIES[Certainty(certainty)]),
        field=lambda field: translation.gettext(words.FIELDS[field]),
        event=lambda event: translation.gettext(words.EVENTS[Event(event)]) if event in set(Event) else event,
        factor=lambda kind: translation.gettext(words.FACTORS[kind]),
        about=words.about,
        detailed=words.detailed,
        device=device,
        json=json.dumps,
        part=lambda role: translation.gettext(words.PARTS[role]),
    )
    return made


def desk(request: HttpRequest) -> dict[str, Any]:
    """The values every page has; what waits is counted when a page shows it. What led here `is_done` if nothing is told against it."""
    site = jobs.site()
    notes = list(get_messages(request))
    who = request.user if isinstance(request.user, EditorRecord) else None
    return {
        "site": site,
        "guestbook_title": site.guestbook.title if _speaks(site.language) else translation.gettext("Guestbook"),
        "editor": who,
        "mention_count": comments.unseen(who).count() if who else 0,
        "waiting_messages": messages.waiting_count,
        "open_cases": cases.open_count,
        "csrf_token": get_token(request),
        "notes": notes,
        "is_done": who is not None and all(note.level < WARNING for note in notes),
        "script_nonce": policy.nonce(request),
        "language": translation.get_language() or "zh-hans",
        "is_administrator": who is not None and who.role == Role.ADMINISTRATOR,
    }


def _speaks(language: str) -> bool:
    """Does the desk speak the site's language to this editor?"""
    return (translation.get_language() or "")[:2] == language[:2]


def local(moment: datetime | None) -> str:
    """In the site's time zone, to the minute."""
    return f"{moment.astimezone(settings.SITE.zone):%Y-%m-%d %H:%M}" if moment else ""


def zone(moment: datetime) -> str:
    """The site's time zone as people name it and what it is ahead of UTC at a moment: "Asia/Shanghai, UTC+08:00"."""
    return f"{settings.SITE.zone}, UTC{moment.astimezone(settings.SITE.zone).isoformat()[-6:]}"


def ago(moment: datetime) -> str:
    """How long ago, in words, for a day; then the date."""
    since = jobs.clock() - moment
    if since < timedelta(minutes=1):
        return translation.gettext("just now")
    if since < timedelta(hours=1):
        count = int(since.total_seconds() // 60)
        return translation.ngettext("%(num)d minute ago", "%(num)d minutes ago", count) % {"num": count}
    if since < timedelta(days=1):
        count = int(since.total_seconds() // 3600)
        return translation.ngettext("%(num)d hour ago", "%(num)d hours ago", count) % {"num": count}
    return local(moment)


def span(seconds: float | None) -> str:
    """A length of time in its largest fitting unit; nothing for none."""
    if seconds is None:
        return ""
    if seconds < 90 * 60:
        count = max(1, round(seconds / 60))
        return translation.ngettext("%(num)d minute", "%(num)d minutes", count) % {"num": count}
    if seconds < 36 * 3600:
        count = round(seconds / 3600)
        return translation.ngettext("%(num)d hour", "%(num)d hours", count) % {"num": count}
    count = round(seconds / 86400)
    return translation.ngettext("%(num)d day", "%(num)d days", count) % {"num": count}


def said(row: dict[str, Any]) -> str:
    """A stored notice in the editor's language; a notice among its values is told in it too."""
    values = tuple((key, translation.gettext(value)) if value else (key, value) for key, value in row["values"].items())
    return Notice(row["message"], values).said(translation.gettext)


def size(count: int) -> str:
    for unit in ("B", "KB", "MB"):
        if count < 1024:
            return f"{count:.0f} {unit}"
        count //= 1024
    return f"{count} GB"
