"""Letters on their way: written in the transaction of their cause, claimed before they leave, sent at most once."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from tougao.archive.models import DecisionRecord, LetterRecord, SubmissionRecord
from tougao.core.characters import line

# A letter that the server refused is tried again after these pauses, then given up and shown on the desk.
RETRY_PAUSES = (timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
RECEIPT_PAUSE = timedelta(hours=1)


def may_be_answered(submission: SubmissionRecord, ours: str) -> bool:
    """Was the mail from somebody who may get a letter (core.sender), and not from ourselves?"""
    return submission.answerable and submission.sender_address.lower() != ours.lower()


def write_letter(
    *,
    submission: SubmissionRecord | None,
    recipient: str,
    subject: str,
    body: str,
    message_id: str,
    in_reply_to: str,
    now: datetime,
    not_before: datetime,
    decision: DecisionRecord | None = None,
    html: str = "",
    is_secret: bool = False,
) -> LetterRecord:
    """Put a letter in the outbox. The same `message_id` again is the same letter. One that `is_secret`, for its words open
    something, is emptied once it has left or will not leave any more."""
    letter, _ = LetterRecord.objects.get_or_create(
        message_id=message_id,
        defaults={
            "submission": submission,
            "decision": decision,
            "recipient": line(recipient),
            "subject": line(subject),
            "body": body,
            "html": html,
            "is_secret": is_secret,
            "in_reply_to": line(in_reply_to),
            "written_at": now,
            "not_before": not_before,
        },
    )
    return letter


def had_receipt_lately(address: str, now: datetime) -> bool:
    return LetterRecord.objects.filter(
        recipient=address,
        decision=None,
        submission__isnull=False,
        cancelled_at=None,
        written_at__gt=now - RECEIPT_PAUSE,
    ).exists()


def cancel(letter_id: int, now: datetime) -> bool:
    """Keep a letter at home. False when it has left, or may just be leaving."""
    waiting = LetterRecord.objects.filter(pk=letter_id, attempted_at=None, sent_at=None, cancelled_at=None)
    return waiting.update(cancelled_at=now) == 1


def _waiting(now: datetime) -> QuerySet[LetterRecord]:
    return LetterRecord.objects.filter(sent_at=None, cancelled_at=None, attempted_at=None, not_before__lte=now)


def is_waiting(now: datetime) -> bool:
    return _waiting(now).exists()


def claimed(now: datetime) -> Iterator[LetterRecord]:
    """The letters whose hour has come, each marked as attempted and committed before it is given out.

    A process killed between the claim and `sent` leaves a letter that may or may not have left; it is never sent
    again by itself, for a reader must not get it twice, and stands on the desk as doubtful.
    """
    while True:
        with transaction.atomic():
            letter = _waiting(now).select_for_update().order_by("not_before", "pk").first()
            if letter is None:
                return
            letter.attempted_at = now
            letter.attempts += 1
            letter.save(update_fields=["attempted_at", "attempts"])
        yield letter


def sent(letter: LetterRecord, now: datetime) -> None:
    letter.sent_at, letter.trouble = now, ""
    _save(letter, "sent_at", "trouble")


def not_left(letter: LetterRecord) -> None:
    """The line dropped before the letter was sent: as if it had not been tried."""
    letter.attempted_at, letter.attempts = None, letter.attempts - 1
    letter.save(update_fields=["attempted_at", "attempts"])


def failed(letter: LetterRecord, trouble: str, now: datetime, for_good: bool) -> None:
    """The server said no before it took the letter, so it may be tried again."""
    letter.trouble = trouble
    if for_good or letter.attempts > len(RETRY_PAUSES):
        letter.cancelled_at = now
    else:
        letter.attempted_at = None
        letter.not_before = now + RETRY_PAUSES[letter.attempts - 1]
    _save(letter, "trouble", "cancelled_at", "attempted_at", "not_before")


def empty(beginning: str, now: datetime) -> None:
    """Call off the secret letters whose Message-ID begins so, and keep nothing of what they would have told."""
    letters = LetterRecord.objects.filter(message_id__startswith=beginning, is_secret=True)
    letters.filter(attempted_at=None, sent_at=None, cancelled_at=None).update(cancelled_at=now)
    letters.update(body="", html="")


def _save(letter: LetterRecord, *fields: str) -> None:
    if letter.is_secret and (letter.sent_at or letter.cancelled_at):
        letter.body = letter.html = ""
        fields = (*fields, "body", "html")
    letter.save(update_fields=fields)
