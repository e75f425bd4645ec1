"""What the desk's templates may use."""

from datetime import datetime, timedelta
from typing import Any

import jinja2
from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import translation

import tougao
from tougao.archive.models import EditorRecord
from tougao.core.article import Certainty
from tougao.core.authentication import Verdict
from tougao.core.notice import Notice
from tougao.core.workflow import Action, Role, Status
from tougao.desk import words
from tougao.jobs import clock


def environment(**options: Any) -> jinja2.Environment:
    made = jinja2.Environment(  # noqa: S701 - autoescape stands among the options
        **{**options, "autoescape": True, "undefined": jinja2.StrictUndefined},
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(translation.gettext, translation.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(url=lambda name, *args: reverse(name, args=args), version=tougao.__version__)
    made.filters.update(
        local=local,
        ago=ago,
        said=said,
        size=size,
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
        part=lambda role: translation.gettext(words.PARTS[role]),
    )
    return made


def desk(request: HttpRequest) -> dict[str, Any]:
    """The values every page has."""
    return {
        "site": settings.SITE,
        "editor": request.user if isinstance(request.user, EditorRecord) else None,
        "csrf_token": get_token(request),
        "notes": list(get_messages(request)),
        "language": translation.get_language() or "zh-hans",
        "is_administrator": isinstance(request.user, EditorRecord) and request.user.role == Role.ADMINISTRATOR,
    }


def local(moment: datetime | None) -> str:
    """In the site's time zone, to the minute."""
    return f"{moment.astimezone(settings.SITE.zone):%Y-%m-%d %H:%M}" if moment else ""


def ago(moment: datetime) -> str:
    """How long ago, in words, for a day; then the date."""
    since = clock() - moment
    if since < timedelta(minutes=1):
        return translation.gettext("just now")
    if since < timedelta(hours=1):
        count = int(since.total_seconds() // 60)
        return translation.ngettext("%(num)d minute ago", "%(num)d minutes ago", count) % {"num": count}
    if since < timedelta(days=1):
        count = int(since.total_seconds() // 3600)
        return translation.ngettext("%(num)d hour ago", "%(num)d hours ago", count) % {"num": count}
    return local(moment)


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
