"""Cases: complaints come in, are answered, settled and closed within their days; editors are reminded."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from tougao.archive import audit, outbox
from tougao.archive.models import (
    ArticleRecord,
    CaseEntryRecord,
    CaseRecord,
    DecisionRecord,
    EditorRecord,
    LetterRecord,
    SubmissionRecord,
    SubscriptionRecord,
)
from tougao.core import case_letters, cases
from tougao.core.audit import Event
from tougao.core.cases import Complaint, Ground, Outcome, Step
from tougao.core.characters import printable
from tougao.core.letters import language_of
from tougao.core.notice import gettext_noop
from tougao.core.site import Site
from tougao.core.workflow import SENT_TWICE, UNDO_WINDOW
from tougao.errors import DecisionError

MOST_WORDS = 8000
RECEIPT_PAUSE = timedelta(days=1)
OUR_LETTER = re.compile(r"<case-(\d+)-")

NO_WORDS = gettext_noop("Write something first.")
NO_ADDRESS = gettext_noop("This case has no mail address to answer to.")
NO_ARTICLE = gettext_noop("There is no article {number}. Use the number in its address: /a/1796.html is 1796.")
CLOSED = gettext_noop("This case is closed. Reopen it first.")
OPEN = gettext_noop("This case is open.")
NO_OUTCOME = gettext_noop("Say how the case ended.")


# -- coming in


def receive(
    found: Complaint, token: str, has_proof: bool, language: str, site: Site, now: datetime, writes: bool
) -> CaseRecord:
    """Make a case of what was sent by the form; the same `token` again is the same case.

    Where the site `writes` letters, its sender is told, with nothing of his words: the address may be somebody else's.
    """
    known = CaseRecord.objects.filter(token=token).first()
    if known:
        return known
    try:
        with transaction.atomic():
            case = CaseRecord.objects.create(
                article=ArticleRecord.objects.filter(number=found.article or 0).first(),
                where=found.where,
                ground=found.ground,
                name=found.name,
                address=found.address,
                text=found.text,
                language=language,
                token=token,
                has_proof=has_proof,
                received_at=now,
                due_at=cases.due(now, site.rights.days, site.zone),
            )
            letter = _receipt(case, site, now) if writes else None
            _log(case, Step.RECEIVED, None, now, letter=letter)
            return case
    except IntegrityError:  # the same form at the same time
        return CaseRecord.objects.get(token=token)


def _receipt(case: CaseRecord, site: Site, now: datetime) -> LetterRecord | None:
    """One a day to an address, so that nobody is flooded through us."""
    lately = LetterRecord.objects.filter(
        recipient=case.address, message_id__startswith="<case-", written_at__gt=now - RECEIPT_PAUSE
    )
    if lately.exists():
        return None
    subject, body = case_letters.receipt(case.pk, case.due_at, site, case.language)
    return _letter(case, "receipt", subject, body, site, now, now)


def about(submission: SubmissionRecord) -> CaseRecord | None:
    """The case that a mail is, or that it answers a letter of."""
    own = CaseRecord.objects.filter(submission=submission).first()
    if own:
        return own
    added = CaseEntryRecord.objects.filter(submission=submission).select_related("case").first()
    return added.case if added else None


def answered_by(submission: SubmissionRecord) -> CaseRecord | None:
    """The case whose letter a mail answers, while the mail is not in its log yet."""
    number = OUR_LETTER.search(submission.in_reply_to)
    return CaseRecord.objects.filter(pk=int(number[1])).first() if number and about(submission) is None else None


def take_in(
    submission: SubmissionRecord, words: str, editor: EditorRecord | None, site: Site, now: datetime
) -> CaseRecord:
    """Make a case of a mail, or add it to the case whose letter it answers. The days count from its arrival."""
    with transaction.atomic():
        known = about(submission)
        if known:
            return known
        text = printable(words)[:MOST_WORDS]
        earlier = answered_by(submission)
        if earlier:
            _log(earlier, Step.MAILED, editor, now, text, submission=submission)
            return earlier
        number = cases.article_of(words)
        case = CaseRecord.objects.create(
            article=ArticleRecord.objects.filter(number=number or 0).first(),
            where=submission.subject[:300],
            ground=Ground.OTHER,
            name=submission.sender_name,
            address=submission.sender_address,
            text=text,
            language=language_of(submission.subject + words),
            submission=submission,
            received_at=submission.received_at,
            due_at=cases.due(submission.received_at, site.rights.days, site.zone),
        )
        _log(case, Step.MADE, editor, now)
        return case


# -- what editors do


def note(case_id: int, text: str, editor: EditorRecord | None, now: datetime) -> CaseRecord:
    with transaction.atomic():
        case, words = _case(case_id), _words(text)
        if not _is_again(case, Step.NOTED, editor, words, now):
            _log(case, Step.NOTED, editor, now, words)
        return case


def name_article(case_id: int, number: int, editor: EditorRecord | None, now: datetime) -> CaseRecord:
    """Say which article is meant. Raises DecisionError where there is none of this number."""
    with transaction.atomic():
        case = _case(case_id)
        article = ArticleRecord.objects.filter(number=number).first()
        if article is None:
            raise DecisionError(NO_ARTICLE, number=number)
        if case.article != article:
            before = {"article": case.article_id}
            case.article = article
            case.save(update_fields=["article"])
            _log(case, Step.NAMED, editor, now, f"{article.number} {article.title}", before=before)
        return case


def answer(case_id: int, text: str, editor: EditorRecord | None, site: Site, now: datetime) -> CaseRecord:
    """Write to whoever complained, in his language; the letter waits ten seconds. Raises DecisionError without words."""
    with transaction.atomic():
        case = _case(case_id)
        words = _words(text)
        if not case.address:
            raise DecisionError(NO_ADDRESS)
        if _is_again(case, Step.ANSWERED, editor, words, now):
            return case
        serial = case.entries.filter(step=Step.ANSWERED).count() + 1
        subject, body = case_letters.answer(case.pk, words, site, case.language)
        letter = _letter(case, f"answer-{serial}", subject, body, site, now, now + UNDO_WINDOW)
        _log(case, Step.ANSWERED, editor, now, words, letter=letter)
        return case


def close(case_id: int, outcome: str, text: str, editor: EditorRecord | None, now: datetime) -> CaseRecord:
    with transaction.atomic():
        case = _case(case_id)
        if outcome not in set(Outcome):
            raise DecisionError(NO_OUTCOME)
        if case.closed_at:
            raise DecisionError(CLOSED)
        case.closed_at, case.outcome = now, outcome
        case.save(update_fields=["closed_at", "outcome"])
        before = {"closed_at": None, "outcome": ""}
        _log(case, Step.CLOSED, editor, now, printable(text).strip()[:MOST_WORDS], outcome, before=before)
        return case


def reopen(case_id: int, editor: EditorRecord | None, now: datetime) -> CaseRecord:
    with transaction.atomic():
        case = _case(case_id)
        if not case.closed_at:
            raise DecisionError(OPEN)
        before = {"closed_at": case.closed_at.isoformat(), "outcome": case.outcome}
        case.closed_at, case.outcome = None, ""
        case.save(update_fields=["closed_at", "outcome"])
        _log(case, Step.REOPENED, editor, now, before=before)
        return case


# -- looking


def listed(is_open: bool) -> QuerySet[CaseRecord]:
    """The most urgent first; closed ones, the last closed first."""
    rows = CaseRecord.objects.filter(closed_at__isnull=is_open).select_related("article")
    return rows.order_by("due_at", "pk") if is_open else rows.order_by("-closed_at", "-pk")


def open_count() -> int:
    return CaseRecord.objects.filter(closed_at=None).count()


@dataclass(frozen=True)
class Line:
    """A line of a case's log: an entry of its own, or a decision on its article since it came in."""

    at: datetime
    who: str
    entry: CaseEntryRecord | None = None
    decision: DecisionRecord | None = None


def history(case: CaseRecord) -> list[Line]:
    """Everything that was done, oldest first."""
    entries = case.entries.select_related("editor", "letter", "submission")
    lines = [Line(each.at, each.editor.username if each.editor else "", entry=each) for each in entries]
    if case.article:
        taken = DecisionRecord.objects.filter(draft=case.article.draft_id, decided_at__gt=case.received_at)
        lines += [
            Line(each.decided_at, each.editor.username if each.editor else "", decision=each)
            for each in taken.select_related("editor", "draft")
        ]
    return sorted(lines, key=lambda each: each.at)


# -- standing jobs


def remind(site: Site, wanted: Collection[int], chosen: Iterable[str], administrator: str, now: datetime) -> int:
    """Write to the editors about open cases whose day is near or past; how many letters. Each reminder is given once."""
    count = 0
    subscribed = SubscriptionRecord.objects.filter(is_on=True, editor__is_active=True).values_list("address", flat=True)
    people = case_letters.recipients(chosen, subscribed, administrator)
    for case in listed(is_open=True):
        left = cases.days_left(case.due_at, now, site.zone)
        with transaction.atomic():
            given = [
                days
                for days in case.entries.filter(step=Step.REMINDED).values_list("days", flat=True)
                if days is not None
            ]
            due = cases.reminders(left, wanted, given)
            if not due or not people:
                continue
            title = case.article.title if case.article else case.where
            subject, body = case_letters.reminder(case.pk, title, case.due_at, left, site)
            for place, address in enumerate(people):
                outbox.write_letter(
                    submission=None,
                    recipient=address,
                    subject=subject,
                    body=body,
                    message_id=f"<reminder-{case.pk}-{due[0]}-{place}@{site.domain}>",
                    in_reply_to="",
                    now=now,
                    not_before=now,
                )
            for days in due:
                _log(case, Step.REMINDED, None, now, days=days)
            count += len(people)
    return count


def forget(now: datetime, keep: timedelta) -> int:
    """Forget who complained and what was written, in cases closed so long ago; what was done stays. How many cases."""
    old = CaseRecord.objects.filter(closed_at__lt=now - keep, forgotten_at=None)
    with transaction.atomic():
        numbers = list(old.values_list("pk", flat=True))
        CaseEntryRecord.objects.filter(case__in=numbers).update(text="")
        return CaseRecord.objects.filter(pk__in=numbers).update(name="", address="", text="", forgotten_at=now)


# -- within


def _case(case_id: int) -> CaseRecord:
    return CaseRecord.objects.select_for_update().get(pk=case_id)


def _words(text: str) -> str:
    words = printable(text).strip()[:MOST_WORDS]
    if not words:
        raise DecisionError(NO_WORDS)
    return words


def _is_again(case: CaseRecord, step: Step, editor: EditorRecord | None, words: str, now: datetime) -> bool:
    """Has the same editor said the very same a moment ago, as the last that was done here, and not taken it back?"""
    last = case.entries.order_by("-pk").first()
    if last is None or last.undone_at or now - last.at >= SENT_TWICE:
        return False
    return (last.step, last.editor_id, last.text) == (step, editor.pk if editor else None, words)


def _letter(
    case: CaseRecord, what: str, subject: str, body: str, site: Site, now: datetime, not_before: datetime
) -> LetterRecord:
    return outbox.write_letter(
        submission=None,
        recipient=case.address,
        subject=subject,
        body=body,
        message_id=f"<case-{case.pk}-{what}@{site.domain}>",
        in_reply_to=case.submission.message_id if case.submission else "",
        now=now,
        not_before=not_before,
    )


def _log(
    case: CaseRecord,
    step: Step,
    editor: EditorRecord | None,
    now: datetime,
    text: str = "",
    outcome: str = "",
    letter: LetterRecord | None = None,
    submission: SubmissionRecord | None = None,
    days: int | None = None,
    before: Mapping[str, str | int | None] | None = None,
) -> None:
    """In the case's own log with its words, in the audit log without them."""
    CaseEntryRecord.objects.create(
        case=case,
        step=step,
        editor=editor,
        at=now,
        text=text,
        letter=letter,
        submission=submission,
        days=days,
        before=before,
    )
    details = {"action": step.value} | ({"outcome": outcome} if outcome else {})
    audit.record(Event.CASE_CHANGED, editor, now, f"case {case.pk}", details)
