"""What was read in a mail, as rows."""

from datetime import datetime
from typing import Any

from tougao.archive import illustrations
from tougao.archive.models import AttachmentRecord, DraftRecord, PictureRecord, SubmissionRecord
from tougao.archive.notices import as_row
from tougao.core import sender
from tougao.core.article import Draft
from tougao.core.drafting import Reading
from tougao.core.importing import Entry

LINES = ("title", "byline", "source", "credit")
MOST_CHARACTERS = 300  # of a line


def envelope(reading: Reading) -> dict[str, Any]:
    mail = reading.submission
    return {
        "kind": str(reading.kind),
        "sender_name": mail.sender.name[:255],
        "sender_address": mail.sender.address[:320],
        "organisation": reading.organisation[:255],
        "subject": mail.subject[:998],
        "message_id": mail.message_id[:998],
        "in_reply_to": mail.in_reply_to[:998],
        "sent_at": mail.sent_at,
        "answerable": sender.may_be_answered(mail, ""),
        "notices": [as_row(told) for told in reading.notices],
    }


def attachments(submission: SubmissionRecord, reading: Reading) -> None:
    AttachmentRecord.objects.bulk_create(
        AttachmentRecord(
            submission=submission,
            position=position,
            name=attachment.name,
            media_type=attachment.media_type[:127],
            size=attachment.size,
            sha256=attachment.sha256,
            role=attachment.role,
            reason=as_row(attachment.reason) if attachment.reason else None,
        )
        for position, attachment in enumerate(reading.attachments)
    )


def lines(read: Draft | Entry) -> dict[str, str]:
    """What stands above a text, as far as a draft's row holds it."""
    return {name: getattr(read, name)[:MOST_CHARACTERS] for name in LINES}


def draft(submission: SubmissionRecord, position: int, read: Draft, now: datetime) -> DraftRecord:
    row = DraftRecord.objects.create(
        submission=submission,
        position=position,
        **lines(read),
        summary=read.summary,
        category=read.category,
        html=read.html,
        manuscript=read.manuscript[:255],
        set_aside=list(read.set_aside),
        notices=[as_row(told) for told in read.notices],
        origins=[
            {"field": origin.field, "certainty": str(origin.certainty), "place": as_row(origin.place)}
            for origin in read.origins
        ],
        received_at=submission.received_at,
        changed_at=now,
        sender=submission.sender_name or submission.sender_address,
    )
    PictureRecord.objects.bulk_create(
        illustrations.record(row, place, picture) for place, picture in enumerate(read.pictures)
    )
    return row
