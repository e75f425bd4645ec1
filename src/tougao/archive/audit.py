"""The audit log: entries are added in the transaction of their cause, read, searched and checked; never changed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Min, Q, QuerySet, TextField
from django.db.models.functions import Cast

from tougao.archive.models import AuditHeadRecord, AuditRecord, DecisionRecord, EditorRecord
from tougao.core import audit
from tougao.core.audit import Break, Entry, Event

PIECE = 500  # entries read at once

# The network address of the request at hand; empty at the command line.
_address: ContextVar[str] = ContextVar("address", default="")


@contextmanager
def asked_from(address: str) -> Iterator[None]:
    """What is recorded inside was asked for from this network address."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


def record(
    event: Event,
    who: EditorRecord | None,
    now: datetime,
    subject: str = "",
    details: Mapping[str, str | int] | None = None,
) -> AuditRecord:
    """Add an entry. Call it inside the transaction of what it tells of; both stand, or neither."""
    with transaction.atomic():
        head = AuditHeadRecord.objects.select_for_update().get(pk=1)
        entry = Entry(
            number=head.number + 1,
            at=now,
            event=event,
            who=who.username if who else "",
            who_id=who.pk if who else None,
            address=_address.get()[:45],
            subject=subject[:200],
            details=dict(details or {}),
            previous=head.digest,
        )
        head.number, head.digest = entry.number, audit.digest(entry)
        head.save(update_fields=["number", "digest"])
        return AuditRecord.objects.create(
            number=entry.number,
            at=entry.at,
            event=entry.event,
            who=entry.who,
            who_id=entry.who_id,
            address=entry.address,
            subject=entry.subject,
            details=entry.details,
            previous=entry.previous,
            digest=head.digest,
        )


def hold() -> None:
    """Let nobody else add an entry before this transaction is over.

    On PostgreSQL whoever decides takes what others may want too in one order, so that no two wait for each other: the
    drafts, this, then lists, articles and contributors.
    """
    AuditHeadRecord.objects.select_for_update().get(pk=1)


def decided(decision: DecisionRecord) -> None:
    """The reason stays with the decision: it may quote a manuscript."""
    steps = {"action": decision.action, "from": decision.from_status, "to": decision.to_status}
    record(Event.DECIDED, decision.editor, decision.decided_at, f"draft {decision.draft_id}", steps)


def undone(decision: DecisionRecord, who: EditorRecord | None, now: datetime) -> None:
    record(Event.UNDONE, who, now, f"draft {decision.draft_id}", {"action": decision.action})


@dataclass(frozen=True)
class Wanted:
    """What to look for; an empty value asks for nothing. `words` must all stand in subject, name, address or details."""

    event: str = ""
    who: str = ""
    words: str = ""
    since: datetime | None = None
    before: datetime | None = None


def found(wanted: Wanted) -> QuerySet[AuditRecord]:
    """The entries that fit, newest first."""
    rows = AuditRecord.objects.annotate(told=Cast("details", TextField())).order_by("-number")
    if wanted.event:
        rows = rows.filter(event=wanted.event)
    if wanted.who:
        rows = rows.filter(who=wanted.who)
    if wanted.since:
        rows = rows.filter(at__gte=wanted.since)
    if wanted.before:
        rows = rows.filter(at__lt=wanted.before)
    for word in wanted.words.split():
        rows = rows.filter(
            Q(subject__icontains=word) | Q(who__icontains=word) | Q(address__icontains=word) | Q(told__icontains=word)
        )
    return rows


def names() -> list[str]:
    """Everybody the log names as the one who did something."""
    return list(AuditRecord.objects.exclude(who="").order_by("who").values_list("who", flat=True).distinct())


def entry_of(row: AuditRecord) -> Entry:
    return Entry(
        row.number,
        row.at,
        row.event,
        row.who,
        row.who_id,
        row.address,
        row.subject,
        row.details,
        row.previous,
        row.digest,
    )


def exported(wanted: Wanted) -> Iterator[Entry]:
    """The entries that fit and stand in the log by now, oldest first.

    Read piece by piece, whoever takes them and however slowly: no statement stays open meanwhile.
    """
    ends = AuditRecord.objects.aggregate(first=Min("number"), last=Max("number"))
    return _between(ends["first"] or 0, ends["last"] or 0, found(wanted).order_by("number"))


def _between(first: int, last: int, rows: QuerySet[AuditRecord]) -> Iterator[Entry]:
    while piece := list(rows.filter(number__gte=first, number__lte=last)[:PIECE]):
        yield from map(entry_of, piece)
        first = piece[-1].number + 1


def head() -> tuple[int, str]:
    """How many entries there are, and the digest of the last: note it elsewhere, and nothing before it can be changed unseen."""
    row = AuditHeadRecord.objects.get(pk=1)
    return row.number, row.digest


def breaks(known: tuple[int, str] | None = None) -> list[Break]:
    """Where the chain does not hold, the end included, and the place of a head that was noted earlier."""
    number, digest = head()
    out = list(audit.breaks(map(entry_of, _through(number).iterator(500))))
    last = _through(number).last()
    at_end = (last.number, last.digest) if last else (0, audit.FIRST)
    if at_end != (number, digest):
        out.append(Break(number, f"the log ends with entry {at_end[0]}, and should with {number}"))
    if AuditRecord.objects.filter(number__lte=0).exists():
        out.append(Break(0, "there are entries before the first"))
    if known and known[0]:
        row = AuditRecord.objects.filter(number=known[0]).first()
        if row is None or row.digest != known[1]:
            out.append(Break(known[0], "it is not the entry that was noted"))
    return out


def _through(number: int) -> QuerySet[AuditRecord]:
    return AuditRecord.objects.filter(number__gt=0, number__lte=number).order_by("number")


def configured(fingerprint: str, now: datetime) -> bool:
    """Note that the program runs with other settings than before; nothing of what they hold."""
    with transaction.atomic():
        rows = AuditRecord.objects.filter(event=Event.SETTINGS_CHANGED, subject="configuration")
        last = rows.order_by("-number").first()
        if last and last.details.get("sha256") == fingerprint:
            return False
        record(Event.SETTINGS_CHANGED, None, now, "configuration", {"sha256": fingerprint})
        return True
