"""Readings for the chief: what came, from whom, what became of it, how long it took, what is read. As charts, tables, CSV."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tougao import jobs
from tougao.archive import audit, readings
from tougao.archive.readings import Read, Readings, Wait, Writer
from tougao.core import charts, tables
from tougao.core.audit import Event
from tougao.core.charts import Chart, Series
from tougao.core.periods import Period, Step, default_range, periods
from tougao.core.site import Site
from tougao.core.submission import Kind
from tougao.core.tables import Cell, Table
from tougao.core.workflow import Action, Role
from tougao.desk import limits
from tougao.desk.access import confirmed, editor, needs
from tougao.desk.ways import takes_forms
from tougao.desk.words import ACTIONS, KINDS

HOUR = 3600
YEAR_DAYS = 300
CHARTED_KINDS = (Kind.SUBMISSION, Kind.REPLY)
CHARTED_ACTIONS = (Action.APPROVE, Action.RETURN, Action.SPIKE)


@dataclass(frozen=True)
class Range:
    """What was asked for: days of the site's calendar, both ends included."""

    step: Step
    first: date
    last: date

    @property
    def fields(self) -> dict[str, str]:
        return {"by": str(self.step), "from": self.first.isoformat(), "to": self.last.isoformat()}

    @property
    def query(self) -> str:
        return urlencode(self.fields)


@dataclass(frozen=True)
class Section:
    """A table, and above it the chart of the same figures, where there is one."""

    table: Table
    chart: str = ""


@require_safe
@needs(Role.CHIEF)
def show(request: HttpRequest) -> HttpResponse:
    site = jobs.site()
    wanted, is_wrong = _range(request.GET, site)
    spans = periods(wanted.first, wanted.last, wanted.step, site.zone)
    found = readings.readings(spans)
    today = jobs.clock().astimezone(site.zone).date()
    return render(
        request,
        "desk/readings.html",
        {
            "range": wanted,
            "is_wrong": is_wrong,
            "is_cut": spans[0].first > wanted.first,
            "since": spans[0].first,
            "figures": _figures(found),
            "sections": [make(found, site) for make in SECTIONS.values()],
            "ranges": [Range(step, *default_range(today, step)) for step in Step],
            "contributors": found.contributors,
            "site_url": site.url,
        },
    )


@takes_forms
@needs(Role.CHIEF)
@confirmed
@limits.limited("table")
def download(request: HttpRequest, table: str) -> HttpResponse:
    """A table of the range as CSV. That it was taken away stands in the audit log: it names people."""
    if table not in SECTIONS:
        raise Http404
    site = jobs.site()
    wanted, _is_wrong = _range(request.POST, site)
    found = readings.readings(periods(wanted.first, wanted.last, wanted.step, site.zone))
    made = SECTIONS[table](found, site).table
    said = {"from": wanted.first.isoformat(), "to": wanted.last.isoformat()}
    audit.record(Event.EXPORTED, editor(request), jobs.clock(), f"readings {table}", said)
    response = HttpResponse(tables.as_csv(made.columns, made.rows), content_type="text/csv; charset=utf-8")
    name = f"{table}-{wanted.first.isoformat()}-{wanted.last.isoformat()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _range(given: QueryDict, site: Site) -> tuple[Range, bool]:
    """The range that was asked for, and whether it made no sense and another was taken."""
    by = str(given.get("by", ""))
    step = Step(by) if by in set(Step) else Step.WEEK
    first, last = default_range(jobs.clock().astimezone(site.zone).date(), step)
    sent = given.get("from", ""), given.get("to", "")
    try:
        asked = date.fromisoformat(sent[0]) if sent[0] else first, date.fromisoformat(sent[1]) if sent[1] else last
        is_wrong = asked[0] > asked[1] or not 2000 <= asked[0].year <= asked[1].year < 2200
    except ValueError:
        is_wrong, asked = True, (first, last)
    return Range(step, *((first, last) if is_wrong else asked)), is_wrong


def _figures(found: Readings) -> list[tuple[str, str]]:
    """The whole range in a row of figures."""
    decided = {action: sum(counts) for action, counts in found.decisions.items()}
    return [
        (_("Mails"), str(sum(map(sum, found.mails.values())))),
        (_("Drafts"), str(sum(found.drafts))),
        (_("Approve"), str(decided.get(Action.APPROVE, 0))),
        (_("Return"), str(decided.get(Action.RETURN, 0))),
        (_("Hours to publication (median)"), _hours_told(found.wait.median)),
        (_("Hours to publication (nine in ten)"), _hours_told(found.wait.p90)),
    ]


def _labels(spans: Sequence[Period]) -> tuple[str, ...]:
    return tuple(each.first.isoformat() for each in spans)


def _chart(title: str, summary: str, found: Readings, series: tuple[Series, ...]) -> Chart:
    """The axis names days without their year, or months of more than one year with it."""
    days = [each.first for each in found.periods]
    is_long = (days[-1] - days[0]).days > YEAR_DAYS
    marks = tuple(f"{day:%Y-%m}" if is_long else f"{day:%m-%d}" for day in days)
    return Chart(title, summary, _labels(found.periods), series, marks=marks)


def _by_period(
    name: str, title: str, found: Readings, columns: Iterable[tuple[str, Sequence[Cell]]], chart: str
) -> Section:
    """A row a period, a column a series."""
    shown = list(columns)
    rows = tuple(
        (label, *(values[place] for _name, values in shown)) for place, label in enumerate(_labels(found.periods))
    )
    return Section(Table(name, title, (_("From day"), *(words for words, _values in shown)), rows), chart)


def _mails(found: Readings, _site: Site) -> Section:
    title = _("Mails that came")
    total = [sum(each) for each in zip(*found.mails.values(), strict=True)] or [0] * len(found.periods)
    known = [(_(KINDS[kind]), found.mails[kind]) for kind in Kind if kind in found.mails]
    unread = [(_("not read yet"), found.mails[""])] if "" in found.mails else []
    nothing = [0] * len(total)
    charted = [found.mails.get(kind, nothing) for kind in CHARTED_KINDS]
    other = [whole - sum(parts) for whole, *parts in zip(total, *charted, strict=True)]
    names = [*(_(KINDS[kind]) for kind in CHARTED_KINDS), _("other")]
    series = tuple(Series(name, tuple(values)) for name, values in zip(names, [*charted, other], strict=True))
    summary = _("%(count)d mails in this range.") % {"count": sum(total)}
    drawn = charts.bars(_chart(title, summary, found, series))
    return _by_period("mails", title, found, [(_("Mails"), total), *known, *unread, (_("Drafts"), found.drafts)], drawn)


def _decisions(found: Readings, _site: Site) -> Section:
    title = _("What was decided")
    nothing = [0] * len(found.periods)
    columns = [(_(ACTIONS[action]), found.decisions[action]) for action in Action if action in found.decisions]
    series = tuple(
        Series(_(ACTIONS[action]), tuple(found.decisions.get(action, nothing))) for action in CHARTED_ACTIONS
    )
    count = sum(map(sum, found.decisions.values()))
    summary = _("%(count)d decisions in this range.") % {"count": count}
    drawn = charts.bars(_chart(title, summary, found, series))
    return _by_period("decisions", title, found, columns or [(_("Decisions"), nothing)], drawn)


def _waits(found: Readings, _site: Site) -> Section:
    title = _("From arrival to publication")
    half, most = _("half of them within (hours)"), _("nine in ten within (hours)")
    columns: list[tuple[str, Sequence[Cell]]] = [
        (_("Published"), [wait.count for wait in found.waits]),
        (half, [_hours(wait.median) for wait in found.waits]),
        (most, [_hours(wait.p90) for wait in found.waits]),
    ]
    series = (
        Series(half, tuple(_hours(wait.median) for wait in found.waits)),
        Series(most, tuple(_hours(wait.p90) for wait in found.waits)),
    )
    summary = _waits_told(found.wait)
    return _by_period("waits", title, found, columns, charts.lines(_chart(title, summary, found, series)))


def _waits_told(wait: Wait) -> str:
    if not wait.count:
        return _("Nothing was published in this range.")
    return _("Half of the articles within %(median)s hours, nine in ten within %(most)s.") % {
        "median": _hours_told(wait.median),
        "most": _hours_told(wait.p90),
    }


def _organisations(found: Readings, _site: Site) -> Section:
    columns = (_("Organisation"), _("Mails"), _("Drafts"), _("Published"))
    rows = tuple((each.name, each.mails, each.drafts, each.published) for each in found.organisations)
    return Section(Table("organisations", _("Organisations"), columns, rows))


def _contributors(found: Readings, _site: Site) -> Section:
    columns = (_("Contributor"), _("Address of mail"), _("Mails"), _("Drafts"), _("Published"))

    def row(each: Writer) -> tuple[Cell, ...]:
        return each.name, each.address, each.mails, each.drafts, each.published

    return Section(Table("contributors", _("Contributors"), columns, tuple(row(each) for each in found.contributors)))


def _editors(found: Readings, _site: Site) -> Section:
    actions = [action for action in Action if action in found.decisions]
    columns = (_("Editor"), *(_(ACTIONS[action]) for action in actions))

    def row(name: str, counts: dict[str, int]) -> tuple[Cell, ...]:
        return name or _("command line"), *(counts.get(action, 0) for action in actions)

    rows = tuple(row(name, counts) for name, counts in found.editors.items())
    return Section(Table("editors", _("Decisions by editor"), columns, rows))


def _categories(found: Readings, site: Site) -> Section:
    known = {category.slug: category.name for category in site.every_category}
    rows = tuple((known.get(slug, slug), count) for slug, count in found.categories.items())
    return Section(Table("categories", _("Published by category"), (_("Category"), _("Published")), rows))


def _read(found: Readings, site: Site) -> Section:
    columns = (_("Number"), _("Title"), _("Times read"), _("Published"))

    def row(each: Read) -> tuple[Cell, ...]:
        return each.number, each.title, each.reads, each.published_at.astimezone(site.zone).date().isoformat()

    return Section(Table("read", _("Most read"), columns, tuple(row(each) for each in found.read)))


SECTIONS: dict[str, Callable[[Readings, Site], Section]] = {
    "mails": _mails,
    "decisions": _decisions,
    "waits": _waits,
    "organisations": _organisations,
    "contributors": _contributors,
    "categories": _categories,
    "editors": _editors,
    "read": _read,
}


def _hours(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds / HOUR, 1)


def _hours_told(seconds: float | None) -> str:
    return "—" if seconds is None else f"{seconds / HOUR:.1f}"
