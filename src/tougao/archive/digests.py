"""Digests for editors: who wants one, what is new for him, and that each is written once an hour that was asked for."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max

from tougao.archive import outbox
from tougao.archive.models import (
    DigestRecord,
    DraftRecord,
    EditorRecord,
    ReplyRecord,
    SubmissionRecord,
    SubscriptionRecord,
)
from tougao.core import digest
from tougao.core.digest import Digest, Item
from tougao.core.site import Site
from tougao.core.workflow import Status

# A digest that could not be written in its hour (the machine was off) is written until then; later the next one tells.
GRACE = timedelta(hours=3)
DECIDED = (Status.SCHEDULED, Status.PUBLISHED, Status.RETURNED, Status.SPIKED, Status.WITHDRAWN)


def subscribe(editor: EditorRecord, address: str, is_on: bool, now: datetime) -> None:
    """An editor's wish. Switched on, it tells what comes from now on."""
    row = SubscriptionRecord.objects.filter(editor=editor).first() or SubscriptionRecord(editor=editor)
    if (is_on and not (row.pk and row.is_on)) or not row.pk:
        row.since = now
    row.address, row.is_on = address, is_on
    row.save()


def subscription(editor: EditorRecord) -> SubscriptionRecord | None:
    return SubscriptionRecord.objects.filter(editor=editor).first()


def write_due(site: Site, hours: Iterable[int], now: datetime) -> int:
    """Write the digests of the hour that has come, for those who have none of it yet; how many letters."""
    hour = digest.last_hour(now, hours, site.zone)
    if hour is None or now - hour > GRACE:
        return 0
    waiting = (
        SubscriptionRecord.objects.filter(is_on=True, editor__is_active=True, since__lt=hour)
        .exclude(editor__in=DigestRecord.objects.filter(hour_at=hour).values("editor"))
        .select_related("editor")
    )
    return sum(_write(each, hour, site, now) for each in waiting)


def _write(wish: SubscriptionRecord, hour: datetime, site: Site, now: datetime) -> bool:
    """The record and the letter are one transaction; somebody else's record of this hour is left alone."""
    with transaction.atomic():
        before = DigestRecord.objects.filter(editor=wish.editor).order_by("-hour_at").first()
        record, is_new = DigestRecord.objects.get_or_create(
            editor=wish.editor, hour_at=hour, defaults={"written_at": now}
        )
        if not is_new:
            return False
        _hold()
        record.last_draft, record.last_reply = _last(DraftRecord), _last(ReplyRecord)
        record.save(update_fields=["last_draft", "last_reply"])
        news = since(wish.since, before.last_draft if before else 0, before.last_reply if before else 0)
        if news.is_empty:
            return False
        subject, text, html = digest.written(news, site, digest.language_of(wish.editor.language))
        record.letter = outbox.write_letter(
            submission=None,
            recipient=wish.address,
            subject=subject,
            body=text,
            html=html,
            message_id=f"<digest-{wish.editor.pk}-{hour:%Y%m%d%H%M}@{site.domain}>",
            in_reply_to="",
            now=now,
            not_before=now,
        )
        record.save(update_fields=["letter"])
        return True


def _hold() -> None:
    """Wait for the drafts and replies that are being written: on PostgreSQL a row may be seen before one of a lower key is."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE draft, reply IN SHARE MODE")


def _last(rows: type[DraftRecord] | type[ReplyRecord]) -> int:
    return rows.objects.order_by().aggregate(last=Max("pk"))["last"] or 0


def since(moment: datetime, draft: int, reply: int) -> Digest:
    """The drafts behind this one and the replies behind that one, of mails that came after `moment`, as long as they wait."""
    waiting = DraftRecord.objects.exclude(status__in=DECIDED)
    drafts = (
        waiting.filter(pk__gt=draft, submission__read_at__gt=moment)
        .select_related("submission")
        .only(
            "pk",
            "title",
            "received_at",
            "submission__sender_name",
            "submission__sender_address",
            "submission__organisation",
        )
        .order_by("-received_at", "-pk")
    )
    replies = ReplyRecord.objects.filter(noted_at=None, pk__gt=reply, submission__read_at__gt=moment).select_related(
        "submission", "draft"
    )
    return Digest(
        drafts=[Item(each.title, _sender(each.submission), each.received_at, f"drafts/{each.pk}/") for each in drafts],
        replies=[
            Item(
                each.submission.subject or each.draft.title,
                _sender(each.submission),
                each.received_at,
                f"drafts/{each.draft_id}/#history",
            )
            for each in replies
        ],
        waiting=waiting.count(),
        quarantined=SubmissionRecord.objects.filter(state=SubmissionRecord.State.QUARANTINED).count(),
    )


def _sender(submission: SubmissionRecord) -> str:
    name = submission.sender_name or submission.sender_address
    return f"{name}（{submission.organisation}）" if submission.organisation else name
