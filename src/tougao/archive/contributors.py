"""Those who write: who they are, what editors decided about them, their figures and their history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db import transaction
from django.db.models import Count, F, Max, Min, Prefetch, Q, QuerySet

from tougao.archive import audit
from tougao.archive.models import (
    ContributorRecord,
    DecisionRecord,
    DraftRecord,
    EditorRecord,
    LetterRecord,
    SubmissionRecord,
)
from tougao.core import letters
from tougao.core.audit import Event
from tougao.core.authentication import Verdict
from tougao.core.characters import line, printable
from tougao.core.submission import Kind
from tougao.core.workflow import Action, Status

Standing = ContributorRecord.Standing

PER_PAGE = 50
MAILS_PER_PAGE = 30
PEOPLE = frozenset((Kind.SUBMISSION, Kind.REPLY, Kind.EMPTY))  # kinds of mail that a person writes
ACCEPTED = (Status.PUBLISHED, Status.WITHDRAWN)
REFUSED = (Status.RETURNED, Status.SPIKED)
FIRST_DECISIONS = (Action.PASS, Action.APPROVE, Action.SCHEDULE, Action.RETURN, Action.SPIKE)
LONGEST_NOTE = 2000
# Only these are written when figures are counted; what editors decide meanwhile stays.
FIGURES = (
    "mails", "verified", "verified_share", "first_at", "last_at", "drafts", "published", "returned", "spiked",
    "acceptance", "decision_seconds", "name",
)  # fmt: skip
FACTS = ("organisation", "is_organisation_set", "language", "note", "changed_by", "changed_at")

# What the list may be sorted by; those who have no such figure stand at the end.
SORTS: Mapping[str, str] = {
    "last": "last_at",
    "name": "name",
    "organisation": "organisation",
    "mails": "mails",
    "published": "published",
    "returned": "returned",
    "acceptance": "acceptance",
    "wait": "decision_seconds",
    "verified": "verified_share",
}


def met(submission: SubmissionRecord) -> ContributorRecord | None:
    """The row of whoever wrote this mail, made when he is new; None for robots, lists and spam."""
    address = submission.sender_address.lower()
    if not address or submission.kind not in PEOPLE:
        return ContributorRecord.objects.filter(address=address).first() if address else None
    return ContributorRecord.objects.get_or_create(address=address)[0]


def recount(submission: SubmissionRecord) -> None:
    """Count anew what is known of this mail's writer, from his mails, drafts and decisions."""
    if submission.contributor_id is None:
        writer = met(submission)
        if writer is None:
            return
        SubmissionRecord.objects.filter(sender_address__iexact=writer.address, contributor=None).update(
            contributor=writer
        )
        submission.contributor = writer
    if submission.contributor:
        with transaction.atomic():
            submission.contributor = _held(submission.contributor.pk)
            recount_one(submission.contributor)


def _held(contributor_id: int) -> ContributorRecord:
    """The row as it is now, which nobody else changes before the transaction is over; his mails may still come in."""
    return ContributorRecord.objects.select_for_update(no_key=True).get(pk=contributor_id)


def recount_one(writer: ContributorRecord) -> None:
    """A few statements over one contributor's rows, whatever the size of the archive."""
    mails = SubmissionRecord.objects.filter(contributor=writer)
    told = mails.aggregate(
        mails=Count("pk"),
        verified=Count("pk", filter=Q(verdict=Verdict.VERIFIED)),
        first_at=Min("received_at"),
        last_at=Max("received_at"),
    )
    drafts = DraftRecord.objects.filter(submission__contributor=writer)
    by_status = dict(drafts.values_list("status").order_by().annotate(Count("pk")))
    accepted = sum(by_status.get(status, 0) for status in ACCEPTED)
    decided = accepted + sum(by_status.get(status, 0) for status in REFUSED)
    writer.mails, writer.verified = told["mails"], told["verified"]
    writer.first_at, writer.last_at = told["first_at"], told["last_at"]
    writer.drafts = sum(by_status.values())
    writer.published = by_status.get(Status.PUBLISHED, 0)
    writer.returned = by_status.get(Status.RETURNED, 0)
    writer.spiked = by_status.get(Status.SPIKED, 0)
    writer.acceptance = accepted / decided if decided else None
    writer.verified_share = writer.verified / writer.mails if writer.mails else None
    writer.decision_seconds = _median_wait(drafts)
    named = mails.order_by("-received_at", "-pk")
    # Whoever fills in the upload form may name any address; what its owner calls himself in mails stays.
    named = named.filter(form=None) if named.filter(form=None).exists() else named
    writer.name = named.exclude(sender_name="").values_list("sender_name", flat=True).first() or ""
    told_organisation = () if writer.is_organisation_set else ("organisation",)
    if told_organisation:
        writer.organisation = named.exclude(organisation="").values_list("organisation", flat=True).first() or ""
    writer.save(update_fields=[*FIGURES, *told_organisation])


def _median_wait(drafts: QuerySet[DraftRecord]) -> float | None:
    """Seconds from the arrival of a draft to the first decision on it."""
    rows = (
        DecisionRecord.objects.filter(draft__in=drafts, undone_at=None, action__in=FIRST_DECISIONS)
        .values("draft")
        .order_by()
        .annotate(first=Min("decided_at"), received=Min("draft__received_at"))
        .values_list("first", "received")
    )
    waits = [(first - received).total_seconds() for first, received in rows]
    return max(0.0, median(waits)) if waits else None


@dataclass(frozen=True)
class Page:
    """`number` counts from 1."""

    rows: list[ContributorRecord]
    count: int
    number: int
    last: int


def page(words: str = "", sort: str = "last", is_rising: bool = False, number: int = 1) -> Page:
    """Contributors whose name, address, organisation or note holds every word. Raises KeyError for a sort there is not."""
    field = F(SORTS[sort])
    order = field.asc(nulls_last=True) if is_rising else field.desc(nulls_last=True)
    found = _found(words)
    count = found.count()
    last = max(1, -(-count // PER_PAGE))
    number = min(max(1, number), last)
    rows = found.order_by(order, "address")[(number - 1) * PER_PAGE : number * PER_PAGE]
    return Page(list(rows), count, number, last)


def _found(words: str) -> QuerySet[ContributorRecord]:
    found = ContributorRecord.objects.all()
    for word in words.split():
        found = found.filter(
            Q(address__icontains=word)
            | Q(name__icontains=word)
            | Q(organisation__icontains=word)
            | Q(note__icontains=word)
        )
    return found


def one(address: str) -> ContributorRecord:
    """What is known of somebody; a row that is not saved where nothing is."""
    found = ContributorRecord.objects.filter(address=address.lower()).first()
    return found or ContributorRecord(address=address.lower())


@dataclass(frozen=True)
class Mail:
    """A mail of a contributor with what became of it; drafts come with their decisions."""

    submission: SubmissionRecord
    drafts: list[DraftRecord]
    letters: list[LetterRecord]


@dataclass(frozen=True)
class History:
    mails: list[Mail]
    number: int
    last: int


def history(writer: ContributorRecord, number: int = 1) -> History:
    """Every mail, newest first, a page at a time; a handful of statements whatever its length."""
    last = max(1, -(-writer.submissions.count() // MAILS_PER_PAGE))
    number = min(max(1, number), last)
    drafts = DraftRecord.objects.defer("html", "set_aside", "origins", "notices").select_related("article")
    decisions = DecisionRecord.objects.select_related("editor").order_by("decided_at", "pk")
    rows = (
        writer.submissions.order_by("-received_at", "-pk")
        .defer("notices")
        .prefetch_related(
            Prefetch("drafts", drafts.order_by("position")),
            Prefetch("drafts__decisions", decisions),
            Prefetch("letters", LetterRecord.objects.defer("body").order_by("written_at", "pk")),
        )[(number - 1) * MAILS_PER_PAGE : number * MAILS_PER_PAGE]
    )
    mails = [Mail(row, list(row.drafts.all()), list(row.letters.all())) for row in rows]
    return History(mails, number, last)


def language(submission: SubmissionRecord, words: str) -> str:
    """The language of letters about a mail: what an editor set for its writer, else that of its words."""
    writer = submission.contributor or one(submission.sender_address)
    return writer.language or letters.language_of(words)


def language_told(writer: ContributorRecord) -> str:
    """The language his latest mail was written in."""
    subject = writer.submissions.order_by("-received_at", "-pk").values_list("subject", flat=True).first()
    return letters.language_of(subject or "")


def standing(address: str) -> str:
    found = ContributorRecord.objects.filter(address=address.lower()).values_list("standing", flat=True).first()
    return found or Standing.USUAL.value


def is_blocked(address: str) -> bool:
    return bool(address) and standing(address) == Standing.BLOCKED


def decide(address: str, wanted: str, note: str | None, editor: EditorRecord | None, now: datetime) -> None:
    """Set a contributor's standing, also before he ever wrote; without a note, what is noted stays."""
    values: dict[str, object] = {"standing": Standing(wanted), "changed_by": editor, "changed_at": now}
    if note is not None:
        values["note"] = note[:LONGEST_NOTE]
    with transaction.atomic():
        audit.record(Event.STANDING_CHANGED, editor, now, f"contributor {address.lower()}", {"to": wanted})
        ContributorRecord.objects.update_or_create(address=address.lower(), defaults=values)


@dataclass(frozen=True)
class Facts:
    """What any editor may write down. An empty organisation is that of the mails again; an empty language, too."""

    organisation: str
    language: str
    note: str


def describe(contributor_id: int, facts: Facts, editor: EditorRecord | None, now: datetime) -> ContributorRecord:
    """Raises ContributorRecord.DoesNotExist, and ValueError for a language we do not write."""
    if facts.language not in ("", *letters.LANGUAGES):
        raise ValueError(facts.language)
    with transaction.atomic():
        writer = _held(contributor_id)
        organisation = line(facts.organisation)[:255]
        if organisation != writer.organisation:
            writer.organisation, writer.is_organisation_set = organisation, bool(organisation)
        writer.language = facts.language
        writer.note = printable(facts.note).strip()[:LONGEST_NOTE]
        writer.changed_by, writer.changed_at = editor, now
        writer.save(update_fields=FACTS)
        recount_one(writer)
        return writer


def wait(writer: ContributorRecord) -> timedelta | None:
    """The median time from a draft's arrival to the first decision."""
    return timedelta(seconds=writer.decision_seconds) if writer.decision_seconds is not None else None
