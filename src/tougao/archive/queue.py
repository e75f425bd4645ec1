"""What stands on the desk: drafts by status, newest first, and the mails they came from."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from tougao.archive.models import (
    DecisionRecord,
    DraftRecord,
    LetterRecord,
    LikenessRecord,
    MailboxRecord,
    SubmissionRecord,
)
from tougao.core.workflow import Status

PER_PAGE = 50


@dataclass(frozen=True)
class Page:
    """`number` counts from 1."""

    rows: list[DraftRecord]
    number: int
    last: int


def drafts(status: Status | None = None, words: str = "") -> QuerySet[DraftRecord]:
    """Newest first; `words` must all stand in title, text, names or sender."""
    found = DraftRecord.objects.select_related("submission").annotate(
        picture_count=Count("pictures"), is_seen_before=Exists(LikenessRecord.objects.filter(draft=OuterRef("pk")))
    )
    if status:
        found = found.filter(status=status)
    for word in words.split():
        found = found.filter(
            Q(title__icontains=word)
            | Q(html__icontains=word)
            | Q(byline__icontains=word)
            | Q(credit__icontains=word)
            | Q(submission__sender_name__icontains=word)
            | Q(submission__sender_address__icontains=word)
            | Q(submission__organisation__icontains=word)
        )
    return found.order_by("-received_at", "-pk")


def page(status: Status | None, words: str, number: int) -> Page:
    found = drafts(status, words)
    last = max(1, -(-found.count() // PER_PAGE))
    number = min(max(1, number), last)
    return Page(list(found[(number - 1) * PER_PAGE : number * PER_PAGE]), number, last)


def counts() -> dict[str, int]:
    """Drafts by status."""
    found = dict(DraftRecord.objects.values_list("status").annotate(Count("pk")))
    return {status.value: found.get(status.value, 0) for status in Status}


def beside(draft: DraftRecord) -> tuple[DraftRecord | None, DraftRecord | None]:
    """The newer and the older draft of the same status, as j and k go through them."""
    same = DraftRecord.objects.filter(status=draft.status).exclude(pk=draft.pk)
    newer = same.filter(
        Q(received_at__gt=draft.received_at) | Q(received_at=draft.received_at, pk__gt=draft.pk)
    ).order_by("received_at", "pk")
    older = same.filter(
        Q(received_at__lt=draft.received_at) | Q(received_at=draft.received_at, pk__lt=draft.pk)
    ).order_by("-received_at", "-pk")
    return newer.first(), older.first()


def submissions() -> QuerySet[SubmissionRecord]:
    return SubmissionRecord.objects.annotate(draft_count=Count("drafts")).order_by("-received_at", "-pk")


def quarantined() -> int:
    return SubmissionRecord.objects.filter(state=SubmissionRecord.State.QUARANTINED).count()


def troubled_mailboxes() -> list[MailboxRecord]:
    return list(MailboxRecord.objects.exclude(trouble=""))


def troubled_letters() -> list[LetterRecord]:
    """Letters that were refused for good, or may or may not have left."""
    return list(LetterRecord.objects.filter(sent_at=None, attempted_at__isnull=False).order_by("-written_at")[:20])


def decisions() -> QuerySet[DecisionRecord]:
    """With `told`, what readers were told of a correction."""
    told = F("correction__note")
    return DecisionRecord.objects.select_related("draft", "editor").annotate(told=told).order_by("-decided_at", "-pk")
