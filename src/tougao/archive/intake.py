"""A mail comes in: kept first, read afterwards. docs/design.md decision 1 gives the steps and what a crash leaves."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from tougao.archive import contributors, correspondence, likeness, recording, replies, search, texts
from tougao.archive.models import (
    DeliveryRecord,
    FormRecord,
    LetterRecord,
    SubmissionRecord,
)
from tougao.archive.notices import as_row
from tougao.archive.store import Store, Stored
from tougao.core import drafting
from tougao.core.authentication import Verdict
from tougao.core.drafting import Reading
from tougao.core.notice import Notice, gettext_noop, notice
from tougao.core.site import Site
from tougao.core.submission import Kind, Submission

log = logging.getLogger("tougao.intake")

MAIL_SUFFIX = ".eml"
MAX_REFERENCES = 30
BY_FORM = gettext_noop("It came by the upload form, so nobody has proven that the address is the sender’s.")
BLOCKED = gettext_noop("Its sender is blocked, so no draft was made; the mail is kept.")

Judge = Callable[[bytes, Submission], Verdict]
Reader = Callable[[bytes, Site], Reading]


def _nobody_says(raw: bytes, mail: Submission) -> Verdict:
    return Verdict.UNVERIFIED


State = SubmissionRecord.State


@dataclass(frozen=True)
class Delivery:
    """Where a mail was found: RFC 9051 2.3.1.1 makes (mailbox, folder, UIDVALIDITY, UID) unique for ever."""

    mailbox: str
    folder: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True)
class Written:
    """A mail whose bytes are in the store, and which no row knows yet."""

    stored: Stored
    received_at: datetime
    delivery: Delivery | None = None


@dataclass(frozen=True)
class Kept:
    """`is_new` is false when these very bytes had been kept before."""

    submission_id: int
    digest: str
    is_new: bool


def known(mailbox: str, folder: str, uidvalidity: int) -> dict[int, bool]:
    """The UIDs of this folder that are kept already, and whether each was filed."""
    rows = DeliveryRecord.objects.filter(mailbox=mailbox, folder=folder, uidvalidity=uidvalidity)
    return {uid: filed_at is not None for uid, filed_at in rows.values_list("uid", "filed_at")}


def keep(raw: bytes, received_at: datetime, now: datetime, mails: Store, delivery: Delivery | None = None) -> Kept:
    """`keep_pieces` for a mail that is at hand whole."""
    return keep_pieces((raw,), received_at, now, mails, delivery)


def keep_pieces(
    pieces: Iterable[bytes], received_at: datetime, now: datetime, mails: Store, delivery: Delivery | None = None
) -> Kept:
    """Make a mail ours: durably on disk, then in one transaction a submission and its delivery.

    Raises OSError when the disk refuses. The same bytes again are one submission; the same delivery again is nothing.
    """
    (kept,) = keep_written(
        [Written(mails.keep_pieces(pieces, MAIL_SUFFIX, settle=False), received_at, delivery)], now, mails
    )
    return kept


def keep_written(group: Sequence[Written], now: datetime, mails: Store) -> list[Kept]:
    """The same for mails whose bytes are in the store already: their names made durable, then one transaction for all."""
    mails.settle((written.stored for written in group), MAIL_SUFFIX)
    with transaction.atomic():
        out = _rows(group, now)
    for kept, written in zip(out, group, strict=True):
        log.info(
            "mail kept",
            extra={
                "submission": kept.submission_id,
                "digest": kept.digest[:12],
                "size": written.stored.size,
                "new": kept.is_new,
            },
        )
    return out


def _rows(group: Sequence[Written], now: datetime) -> list[Kept]:
    """A few statements for the whole group; what another process has written meanwhile is left as it is."""
    by_digest = {written.stored.digest: written for written in reversed(group)}
    found = SubmissionRecord.objects.filter(digest__in=by_digest)
    known = set(found.values_list("digest", flat=True))
    SubmissionRecord.objects.bulk_create(
        (
            SubmissionRecord(digest=digest, size=written.stored.size, received_at=written.received_at, kept_at=now)
            for digest, written in reversed(by_digest.items())
            if digest not in known
        ),
        ignore_conflicts=True,
    )
    ids = dict(found.values_list("digest", "pk"))
    DeliveryRecord.objects.bulk_create(
        (
            DeliveryRecord(submission_id=ids[written.stored.digest], kept_at=now, **asdict(written.delivery))
            for written in group
            if written.delivery
        ),
        ignore_conflicts=True,
    )
    out = []
    for written in group:
        digest = written.stored.digest
        out.append(Kept(ids[digest], digest, digest not in known))
        known.add(digest)
    return out


def filed(mailbox: str, folder: str, uidvalidity: int, uids: Iterable[int], now: datetime) -> None:
    """These mails stand in the folder they were filed into, or are gone from the one they came from."""
    DeliveryRecord.objects.filter(
        mailbox=mailbox, folder=folder, uidvalidity=uidvalidity, uid__in=list(uids), filed_at=None
    ).update(filed_at=now)


def refuse(
    raw_headers: bytes,
    size: int,
    reason: Notice,
    received_at: datetime,
    now: datetime,
    mails: Store,
    delivery: Delivery,
) -> None:
    """Keep the header of a mail that is too large to take; it stands on the desk, quarantined, with the reason."""
    kept = keep(raw_headers, received_at, now, mails, delivery)
    headers = drafting.read(raw_headers, _NO_SITE)
    SubmissionRecord.objects.filter(pk=kept.submission_id, state=State.KEPT).update(
        state=State.QUARANTINED,
        trouble=str(reason),
        size=size,
        read_at=now,
        **recording.envelope(headers),
    )
    search.index(texts.of_mail(SubmissionRecord.objects.get(pk=kept.submission_id), headers.submission, ()))


_NO_SITE = Site(name="", url="")


def waiting() -> list[tuple[int, int]]:
    """The mails that are kept and not yet read, oldest first, with their sizes in bytes."""
    return list(
        SubmissionRecord.objects.filter(state=State.KEPT).order_by("received_at", "pk").values_list("pk", "size")
    )


def quarantine(submission_id: int, trouble: str, now: datetime) -> None:
    """Put a kept mail aside, until somebody tries again."""
    _put_aside(submission_id, trouble[:500], now)
    log.error("mail quarantined", extra={"submission": submission_id, "trouble": trouble[:200]})


def _put_aside(submission_id: int, trouble: str, now: datetime) -> None:
    """It is found by what its row says; what broke the reader is not taken apart again."""
    with transaction.atomic():
        kept = SubmissionRecord.objects.filter(pk=submission_id, state=State.KEPT)
        if kept.update(state=State.QUARANTINED, trouble=trouble, read_at=now):
            search.index(texts.of_row(SubmissionRecord.objects.get(pk=submission_id)))


def read(
    submission_id: int,
    site: Site,
    mails: Store,
    media: Store,
    now: datetime,
    receipts: bool = True,
    judge: Judge = _nobody_says,
    reader: Reader = drafting.read,
) -> SubmissionRecord:
    """Make fields, attachments, drafts and pictures of a kept mail; repeatable, all or nothing.

    `judge` says how far to believe the sender, `reader` is core.drafting.read or does as it does. Whatever breaks the reader puts the mail
    into quarantine with the reason, and never comes out of here.
    """
    submission = SubmissionRecord.objects.get(pk=submission_id)
    if submission.state != State.KEPT:
        return submission
    try:
        raw = mails.read(submission.digest, MAIL_SUFFIX)
        reading = reader(raw, site)
        verdict = judge(raw, reading.submission)
    except OSError:
        raise
    except Exception as trouble:
        log.exception("mail quarantined", extra={"submission": submission_id})
        _put_aside(submission_id, _said(trouble), now)
        submission.refresh_from_db()
        return submission
    for name, data in reading.media.items():
        media.keep(data, f".{name.rpartition('.')[2]}")
    with transaction.atomic():
        submission = SubmissionRecord.objects.select_for_update().get(pk=submission_id)
        if submission.state != State.KEPT:
            return submission
        for field, value in recording.envelope(reading).items():
            setattr(submission, field, value)
        by_form = FormRecord.objects.filter(submission=submission).exists()
        if by_form:
            submission.notices = [as_row(notice(BY_FORM)), *submission.notices]
        submission.verdict = verdict
        submission.answers = _answered(reading.submission)
        submission.contributor = contributors.met(submission)
        submission.state, submission.trouble, submission.read_at = State.READ, "", now
        submission.save()
        recording.attachments(submission, reading)
        contributors.recount(submission)
        names = (attachment.name for attachment in reading.attachments)
        search.index(texts.of_mail(submission, reading.submission, names))
        if contributors.is_blocked(submission.sender_address):
            submission.notices = [*submission.notices, as_row(notice(BLOCKED))]
            submission.save(update_fields=["notices"])
            return submission
        for position, draft in enumerate(reading.drafts):
            written = recording.draft(submission, position, draft, now)
            likeness.note_seen_before(written)
            search.index(texts.of_draft(written))
        replies.link(submission, reading)
        contributors.recount(submission)
        if receipts and reading.kind is Kind.SUBMISSION and reading.drafts:
            correspondence.receipt(submission, reading.drafts[0].title, site, now, by_form)
    log.info("mail read", extra={"submission": submission_id, "kind": str(reading.kind), "drafts": len(reading.drafts)})
    return submission


def try_again(submission_id: int) -> bool:
    """Take a mail out of quarantine, to be read once more. False when it is not there."""
    return SubmissionRecord.objects.filter(pk=submission_id, state=State.QUARANTINED).update(state=State.KEPT) == 1


def _said(trouble: Exception) -> str:
    return f"{type(trouble).__name__}: {trouble}"[:500]


def _answered(mail: Submission) -> SubmissionRecord | None:
    """The submission a mail follows: by the Message-ID of a letter of ours, or of the sender's own earlier mail."""
    ids = [each for each in dict.fromkeys((mail.in_reply_to, *reversed(mail.references))) if each][:MAX_REFERENCES]
    letters = dict(LetterRecord.objects.filter(message_id__in=ids).values_list("message_id", "submission"))
    mails = dict(
        SubmissionRecord.objects.filter(message_id__in=ids, sender_address=mail.sender.address)
        .order_by("pk")
        .values_list("message_id", "pk")
    )
    found = next((letters.get(each) or mails.get(each) for each in ids if letters.get(each) or mails.get(each)), None)
    return SubmissionRecord.objects.filter(pk=found).first() if found else None
