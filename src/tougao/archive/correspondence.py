"""What contributors are told by mail: letters written in the transaction of their cause, for the outbox to send."""

from datetime import datetime

from tougao.archive import contributors, outbox, revisions, status
from tougao.archive.models import ArticleRecord, DecisionRecord, DraftRecord, SubmissionRecord
from tougao.core import layout, letters, markup
from tougao.core.letters import LETTER_OF, Facts, Letter
from tougao.core.site import Site
from tougao.core.workflow import UNDO_WINDOW, Status


def receipt(submission: SubmissionRecord, title: str, site: Site, now: datetime, by_form: bool = False) -> None:
    """Tell the sender that the mail has arrived: its number, and the address where it can be followed. Once an hour at most.

    Whoever is named in an upload form may know nothing of it, so that receipt repeats no word of the form.
    """
    if not outbox.may_be_answered(submission, site.submissions_address):
        return
    if outbox.had_receipt_lately(submission.sender_address, now):
        return
    facts = Facts(title, submission.pk, status_address=status.address(submission, site, now))
    letter = Letter.UPLOADED if by_form else Letter.RECEIVED
    subject, body = letters.written(letter, facts, site, contributors.language(submission, title))
    outbox.write_letter(
        submission=submission,
        recipient=submission.sender_address,
        subject=subject,
        body=body,
        message_id=f"<receipt-{submission.pk}@{site.domain}>",
        in_reply_to=submission.message_id,
        now=now,
        not_before=now,
    )


def decided(decision: DecisionRecord, site: Site, now: datetime) -> None:
    """A decision reaches its contributor: a letter that waits until it can no longer be undone, and his figures."""
    letter = _letter_of(decision)
    draft = decision.draft
    submission = draft.submission
    if letter is Letter.APPROVED:
        decision.waited_seconds = max(0.0, (decision.decided_at - draft.received_at).total_seconds())
        decision.save(update_fields=["waited_seconds"])
    if letter in site.told and outbox.may_be_answered(submission, site.submissions_address):
        title, text = _as_it_arrived(draft)
        facts = Facts(
            title if letter is Letter.RETURNED else draft.title,
            submission.pk,
            address=_address(decision, site),
            status_address=status.address(submission, site, now),
            reason=decision.reason,
            text=text,
        )
        subject, body = letters.written(letter, facts, site, contributors.language(submission, draft.title + text))
        outbox.write_letter(
            submission=submission,
            recipient=submission.sender_address,
            subject=subject,
            body=body,
            message_id=f"<decision-{decision.pk}@{site.domain}>",
            in_reply_to=submission.message_id,
            now=now,
            not_before=now + UNDO_WINDOW,
            decision=decision,
        )
    contributors.recount(submission)


def undone(decision: DecisionRecord) -> None:
    """Its letter was kept at home by whoever undid it; the contributor's figures are as they were."""
    contributors.recount(decision.draft.submission)


def is_mailed(status_reached: Status, site: Site) -> bool:
    """Does the reason for a decision that leads there go to the contributor?"""
    return LETTER_OF.get(status_reached) in site.told


def _as_it_arrived(draft: DraftRecord) -> tuple[str, str]:
    """The contributor's own title and text, whatever editors have made of them since."""
    first = revisions.first(draft) or revisions.fields_of(draft)
    return first["title"], markup.text(first["html"])


def _letter_of(decision: DecisionRecord) -> Letter | None:
    """A correction leaves its draft where it was, so nobody is written to."""
    if decision.from_status == decision.to_status:
        return None
    return LETTER_OF.get(Status(decision.to_status))


def _address(decision: DecisionRecord, site: Site) -> str:
    number = ArticleRecord.objects.filter(draft=decision.draft_id).values_list("number", flat=True).first()
    return site.url + layout.address(layout.article_path(number)) if number else ""
