"""How things stand, in figures derived from the rows: for the metrics, the health page and the alarm."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from tougao.archive.models import (
    ArticleRecord,
    DeliveryRecord,
    DraftRecord,
    LetterRecord,
    MailboxRecord,
    PrintOrderRecord,
    SubmissionRecord,
)
from tougao.core.workflow import Status


@dataclass(frozen=True)
class MailboxStanding:
    """`silent_for` is the time since the last round that succeeded; None when there was none yet."""

    name: str
    delivered: int
    unfiled: int
    silent_for: timedelta | None
    trouble: str


@dataclass(frozen=True)
class Standing:
    """`orders_refused` are those among the waiting ones that could not be printed when it was tried last."""

    kept: int
    unread: int
    oldest_unread: timedelta
    quarantined: int
    drafts: dict[str, int]
    published: int
    letters_sent: int
    letters_waiting: int
    letters_doubtful: int
    orders_waiting: int
    orders_refused: int
    mailboxes: tuple[MailboxStanding, ...]


def standing(now: datetime) -> Standing:
    state = SubmissionRecord.State
    unread = SubmissionRecord.objects.filter(state=state.KEPT).order_by("kept_at")
    oldest = unread.values_list("kept_at", flat=True).first()
    letters = LetterRecord.objects
    by_status = dict(DraftRecord.objects.values_list("status").annotate(Count("pk")))
    return Standing(
        kept=SubmissionRecord.objects.count(),
        unread=unread.count(),
        oldest_unread=max(timedelta(0), now - oldest) if oldest else timedelta(0),
        quarantined=SubmissionRecord.objects.filter(state=state.QUARANTINED).count(),
        drafts={status.value: by_status.get(status.value, 0) for status in Status},
        published=ArticleRecord.objects.filter(withdrawn_at=None).count(),
        letters_sent=letters.exclude(sent_at=None).count(),
        letters_waiting=letters.filter(sent_at=None, cancelled_at=None, attempted_at=None).count(),
        letters_doubtful=letters.filter(sent_at=None, cancelled_at=None, attempted_at__isnull=False).count(),
        orders_waiting=PrintOrderRecord.objects.filter(printed_at=None).count(),
        orders_refused=PrintOrderRecord.objects.filter(printed_at=None, trouble__isnull=False).count(),
        mailboxes=tuple(_mailbox(record, now) for record in MailboxRecord.objects.order_by("name")),
    )


def _mailbox(record: MailboxRecord, now: datetime) -> MailboxStanding:
    deliveries = DeliveryRecord.objects.filter(mailbox=record.name)
    return MailboxStanding(
        name=record.name,
        delivered=deliveries.count(),
        unfiled=deliveries.filter(filed_at=None).count(),
        silent_for=max(timedelta(0), now - record.last_round_at) if record.last_round_at else None,
        trouble=record.trouble,
    )


def to_alarm(now: datetime, after: timedelta) -> list[MailboxRecord]:
    """Mailboxes in trouble for longer than `after` of which nobody was told yet."""
    return list(MailboxRecord.objects.filter(trouble_since__lt=now - after, alarmed_at=None).exclude(trouble=""))


def alarmed(mailbox: MailboxRecord, now: datetime) -> None:
    mailbox.alarmed_at = now
    mailbox.save(update_fields=["alarmed_at"])
