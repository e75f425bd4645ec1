"""The audit log, for administrators: searched, paged, taken away as a file."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from tougao import jobs
from tougao.archive import audit
from tougao.archive.audit import Wanted
from tougao.archive.paging import PER_PAGE
from tougao.core import audit as core
from tougao.core.audit import Event
from tougao.core.workflow import Role
from tougao.desk import limits
from tougao.desk.access import confirmed, editor, needs
from tougao.desk.ways import takes_forms

FORMS = {"csv": ("text/csv; charset=utf-8", core.as_csv), "jsonl": ("application/x-ndjson", core.as_json_lines)}


@require_safe
@needs(Role.ADMINISTRATOR)
@limits.limited("search", when=limits.is_search)
def show(request: HttpRequest) -> HttpResponse:
    page = Paginator(audit.found(wanted(request.GET)), PER_PAGE).get_page(request.GET.get("page"))
    shown = {name: request.GET.get(name, "")[:100] for name in ("event", "who", "q", "since", "until")}
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in shown.items() if value})
    return render(
        request,
        "desk/audit.html",
        {"page": page, "shown": shown, "query": query.urlencode(), "events": list(Event), "names": audit.names()},
    )


@takes_forms
@needs(Role.ADMINISTRATOR)
@confirmed
@limits.limited("export")
def export(request: HttpRequest) -> StreamingHttpResponse:
    """What the filter finds, oldest first. That it was taken away stands in the log from then on."""
    form = request.POST.get("form", "csv")
    media_type, written = FORMS.get(form, FORMS["csv"])
    asked = wanted(request.POST)
    entries = audit.exported(asked)
    audit.record(Event.EXPORTED, editor(request), jobs.clock(), "audit log", {"form": form if form in FORMS else "csv"})
    response = StreamingHttpResponse(written(entries), content_type=media_type)
    name = f"audit-{jobs.clock().astimezone(settings.SITE.zone):%Y%m%d-%H%M}.{form if form in FORMS else 'csv'}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def wanted(asked: QueryDict) -> Wanted:
    """Days are those of the site's time zone, both included."""
    until = _midnight(asked.get("until", ""))
    return Wanted(
        event=asked.get("event", "") if asked.get("event") in set(Event) else "",
        who=asked.get("who", "")[:150],
        words=asked.get("q", "")[:100],
        since=_midnight(asked.get("since", "")),
        before=until + timedelta(days=1) if until else None,
    )


def _midnight(text: str) -> datetime | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return datetime.combine(day, time(), settings.SITE.zone) if day else None
