"""Readings for the chief: what came in, from whom, what became of it, how long it took, what is read. Counted by SQL."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from django.db import connection
from django.db.models import Count, Q

from tougao.archive.contributors import ACCEPTED
from tougao.archive.models import ArticleRecord, ContributorRecord, EditorRecord
from tougao.core.periods import Period

MOST_CONTRIBUTORS = 20
MOST_ORGANISATIONS = 20
MOST_READ = 20

# Each joins spans of time with a table by an index that holds all it asks for, so rows themselves are not read. SQLite
# takes the sides of a CROSS JOIN in the order they are written.
MAILS = """
SELECT span.n, submission.kind, COUNT(*) FROM span CROSS JOIN submission
WHERE submission.received_at >= span.starts AND submission.received_at < span.ends GROUP BY span.n, submission.kind
"""
DRAFTS = """
SELECT span.n, COUNT(*) FROM span CROSS JOIN draft
WHERE draft.received_at >= span.starts AND draft.received_at < span.ends GROUP BY span.n
"""
DECISIONS = """
SELECT span.n, decision.action, decision.editor_id, COUNT(*) FROM span CROSS JOIN decision
WHERE decision.decided_at >= span.starts AND decision.decided_at < span.ends AND decision.undone_at IS NULL
GROUP BY span.n, decision.action, decision.editor_id
"""
WAITS = """
SELECT span.n, decision.waited_seconds FROM span CROSS JOIN decision
WHERE decision.decided_at >= span.starts AND decision.decided_at < span.ends AND decision.undone_at IS NULL
AND decision.waited_seconds IS NOT NULL ORDER BY span.n, decision.waited_seconds
"""
WRITERS = """
SELECT submission.contributor_id, COUNT(*) FROM span CROSS JOIN submission
WHERE submission.received_at >= span.starts AND submission.received_at < span.ends GROUP BY submission.contributor_id
"""
WRITTEN = """
SELECT submission.contributor_id, draft.status, COUNT(*) FROM span CROSS JOIN submission CROSS JOIN draft
WHERE submission.received_at >= span.starts AND submission.received_at < span.ends AND draft.submission_id = submission.id
GROUP BY submission.contributor_id, draft.status
"""


@dataclass(frozen=True)
class Wait:
    """Seconds from arrival to publication of what was published in a period; None where nothing was."""

    count: int
    median: float | None
    p90: float | None


@dataclass(frozen=True)
class Writer:
    """Somebody, or an organisation, by the mails of the range; `published` of the drafts that came in it."""

    name: str
    address: str  # "" for an organisation
    mails: int
    drafts: int
    published: int
    contributor_id: int | None = None


@dataclass(frozen=True)
class Read:
    number: int
    title: str
    reads: int
    published_at: datetime


@dataclass(frozen=True)
class Readings:
    """Figures of a range. Those by period are lists, one figure a period; names of kinds and actions are those of core."""

    periods: Sequence[Period]
    mails: dict[str, list[int]]  # by kind
    drafts: list[int]
    decisions: dict[str, list[int]]  # by action
    waits: list[Wait]
    wait: Wait  # of the whole range
    editors: dict[str, dict[str, int]]  # by name, then by action; "" is the command line
    organisations: list[Writer]
    contributors: list[Writer]
    categories: dict[str, int]  # published, by slug
    read: list[Read]


def readings(periods: Sequence[Period]) -> Readings:
    """Everything about these periods, which follow one another; a fixed number of statements."""
    mails: dict[str, list[int]] = defaultdict(lambda: [0] * len(periods))
    for n, kind, count in _rows(MAILS, periods):
        mails[kind][n] += count
    drafts = [0] * len(periods)
    for n, count in _rows(DRAFTS, periods):
        drafts[n] = count
    decisions: dict[str, list[int]] = defaultdict(lambda: [0] * len(periods))
    by_editor: dict[int | None, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for n, action, editor_id, count in _rows(DECISIONS, periods):
        decisions[action][n] += count
        by_editor[editor_id][action] += count
    waits: list[list[float]] = [[] for _ in periods]
    for n, seconds in _rows(WAITS, periods):
        waits[n].append(seconds)
    organisations, contributors = _writers(periods)
    return Readings(
        periods=periods,
        mails=dict(mails),
        drafts=drafts,
        decisions=dict(decisions),
        waits=[_wait(each) for each in waits],
        wait=_wait(sorted(seconds for each in waits for seconds in each)),
        editors=_named(by_editor),
        organisations=organisations,
        contributors=contributors,
        categories=_categories(periods),
        read=_read(periods),
    )


def _rows(statement: str, periods: Sequence[Period]) -> list[tuple[Any, ...]]:
    """The rows of a statement that joins with `span(n, starts, ends)`."""
    moment = connection.ops.adapt_datetimefield_value
    spans = " UNION ALL ".join(["SELECT %s AS n, %s AS starts, %s AS ends"] * len(periods))
    values = [each for n, span in enumerate(periods) for each in (n, moment(span.starts_at), moment(span.ends_at))]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH span AS ({spans}) {statement}", values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _wait(seconds: Sequence[float]) -> Wait:
    """Of sorted figures; the percentile is the smallest figure that as many do not exceed (nearest rank)."""
    count = len(seconds)
    if not count:
        return Wait(0, None, None)
    return Wait(count, seconds[ceil(count * 0.5) - 1], seconds[ceil(count * 0.9) - 1])


def _named(by_editor: dict[int | None, dict[str, int]]) -> dict[str, dict[str, int]]:
    """In the order of names: these are no ranks."""
    names = dict(EditorRecord.objects.filter(pk__in=[pk for pk in by_editor if pk]).values_list("pk", "username"))
    found = {names.get(pk, "") if pk else "": dict(counts) for pk, counts in by_editor.items()}
    return dict(sorted(found.items()))


def _span(name: str, periods: Sequence[Period]) -> Q:
    return Q(**{f"{name}__gte": periods[0].starts_at, f"{name}__lt": periods[-1].ends_at})


def _writers(periods: Sequence[Period]) -> tuple[list[Writer], list[Writer]]:
    """Organisations and contributors, those with most mails first."""
    whole = [Period(periods[0].first, periods[0].starts_at, periods[-1].ends_at)]
    rows = {pk: [mails, 0, 0] for pk, mails in _rows(WRITERS, whole) if pk}
    for pk, status, count in _rows(WRITTEN, whole):
        if pk:
            rows[pk][1] += count
            rows[pk][2] += count if status in ACCEPTED else 0
    organisation = dict(ContributorRecord.objects.exclude(organisation="").values_list("pk", "organisation"))
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for pk, counts in rows.items():
        if pk in organisation:
            sums[organisation[pk]] = [a + b for a, b in zip(sums[organisation[pk]], counts, strict=True)]
    most = sorted(sums.items(), key=lambda each: (-each[1][0], each[0]))[:MOST_ORGANISATIONS]
    organisations = [Writer(name, "", *counts) for name, counts in most]
    first = sorted(rows, key=lambda pk: (-rows[pk][0], pk))[:MOST_CONTRIBUTORS]
    known = ContributorRecord.objects.in_bulk(first)
    return organisations, [
        Writer(known[pk].name or known[pk].address, known[pk].address, mails, drafts, published, pk)
        for pk, (mails, drafts, published) in ((pk, rows[pk]) for pk in first)
    ]


def _categories(periods: Sequence[Period]) -> dict[str, int]:
    rows = (
        ArticleRecord.objects.filter(_span("published_at", periods), withdrawn_at=None)
        .order_by()
        .values_list("category")
        .annotate(count=Count("pk"))
    )
    return dict(sorted(rows, key=lambda row: (-row[1], row[0])))


def _read(periods: Sequence[Period]) -> list[Read]:
    """The most-read of what was published in the range and is still there."""
    rows: Iterable[tuple[int, str, int, datetime]] = (
        ArticleRecord.objects.filter(_span("published_at", periods), withdrawn_at=None, reads__gt=0)
        .order_by("-reads", "-number")
        .values_list("number", "title", "reads", "published_at")[:MOST_READ]
    )
    return [Read(*row) for row in rows]
