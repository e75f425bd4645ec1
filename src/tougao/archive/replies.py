"""Mails that answer: linked with the drafts they are about, shown in their history until somebody has looked after them."""

from datetime import datetime

from django.db.models import QuerySet

from tougao.archive.models import DraftRecord, EditorRecord, LetterRecord, ReplyRecord, SubmissionRecord
from tougao.core.drafting import Reading
from tougao.core.submission import Submission

MOST_STEPS = 20  # of a thread, back to the mail that brought the draft
LONGEST_WORDS = 4000


def link(submission: SubmissionRecord, reading: Reading) -> None:
    """Link a mail that was just read with the drafts it is about: that of the letter it answers, else all of the mail it follows."""
    if submission.answers_id is None:
        return
    words = reading.words[:LONGEST_WORDS]
    ReplyRecord.objects.bulk_create(
        ReplyRecord(draft=draft, submission=submission, words=words, received_at=submission.received_at)
        for draft in _drafts(submission, reading.submission)
    )


def _drafts(submission: SubmissionRecord, mail: Submission) -> list[DraftRecord]:
    letters = LetterRecord.objects.filter(
        message_id__in=[each for each in (mail.in_reply_to, *mail.references) if each], decision__isnull=False
    )
    answered = letters.select_related("decision__draft").order_by("-written_at").first()
    if answered and answered.decision:
        return [answered.decision.draft]
    step = submission.answers
    for _ in range(MOST_STEPS):
        if step is None:
            return []
        drafts = list(step.drafts.order_by("position"))
        if drafts:
            return drafts
        step = step.answers
    return []


def waiting() -> QuerySet[ReplyRecord]:
    """Replies that nobody has looked after yet, newest first."""
    return ReplyRecord.objects.filter(noted_at=None).select_related("draft", "submission")


def of(draft: DraftRecord) -> QuerySet[ReplyRecord]:
    return ReplyRecord.objects.filter(draft=draft).select_related("submission", "noted_by")


def note(reply_id: int, editor: EditorRecord, now: datetime) -> ReplyRecord | None:
    """Somebody has looked after a reply. None when there is no such reply; the first to note it stays."""
    ReplyRecord.objects.filter(pk=reply_id, noted_at=None).update(noted_at=now, noted_by=editor)
    return ReplyRecord.objects.filter(pk=reply_id).first()
