"""Submissions by the upload form: each form is kept once, as a mail, and nobody's mailbox is filled, without knowing who asks."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from tougao.archive import intake
from tougao.archive.intake import MAIL_SUFFIX, Written
from tougao.archive.models import FormRecord, SubmissionRecord
from tougao.archive.store import Store
from tougao.core.reads import network

PER_ADDRESS_A_DAY = 10  # forms that name one mail address, which gets a receipt for each
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Sender:
    """Of whoever sent a form: the hash of his network address (`visitor`), the mail address he named, the digest of what he sent,
    and whether his browser did the work it was asked for."""

    visitor: str
    address: str
    content: str
    has_proof: bool = False


def sent_before(serial: str, content: str, who: str, now: datetime) -> int | None:
    """The submission that this form has made already: the same words and files, by its token or from this visitor within a day."""
    same = FormRecord.objects.filter(content=content)
    found = same.filter(Q(token=serial) | Q(visitor=who, sent_at__gt=now - DAY))
    return found.order_by("sent_at").values_list("submission_id", flat=True).first()


def is_used(serial: str) -> bool:
    """Has a form with this token made a submission?"""
    return FormRecord.objects.filter(token=serial).exists()


def visitor(address: str, now: datetime) -> str:
    """A network address for a day, as nobody can read it: a keyed hash; of IPv6 the part that names a household (/64)."""
    return _hashed("visitor", network(address), now)


def _hashed(what: str, words: str, now: datetime) -> str:
    said = f"{what} {now.date().isoformat()} {words}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()[:32]


def may_name(address: str, now: datetime) -> bool:
    """Do few enough forms name this mail address today? It gets letters, and nobody has proven that it wants them."""
    if not address:
        return True
    named = FormRecord.objects.filter(address=_hashed("address", address.lower(), now), sent_at__gt=now - DAY)
    return named.count() < PER_ADDRESS_A_DAY


def keep(pieces: Iterable[bytes], serial: str, sender: Sender, now: datetime, mails: Store) -> tuple[int, bool]:
    """Make the mail of a form ours, durably: its submission, and whether it is new. A token that is used gives what it has made.

    Raises OSError when the disk refuses.
    """
    stored = mails.keep_pieces(pieces, MAIL_SUFFIX)
    address = _hashed("address", sender.address.lower(), now) if sender.address else ""
    try:
        with transaction.atomic():
            earlier = _made_by(serial)
            if earlier is None:
                (kept,) = intake.keep_written([Written(stored, now)], now, mails)
                FormRecord.objects.create(
                    submission_id=kept.submission_id,
                    token=serial,
                    visitor=sender.visitor,
                    address=address,
                    content=sender.content,
                    has_proof=sender.has_proof,
                    sent_at=now,
                )
                return kept.submission_id, True
    except IntegrityError:  # the same form, sent twice at once, where writers do not wait for each other
        earlier = _made_by(serial)
        if earlier is None:
            raise
    if not SubmissionRecord.objects.filter(digest=stored.digest).exists():
        mails.path(stored.digest, MAIL_SUFFIX).unlink(missing_ok=True)
    return earlier, False


def _made_by(serial: str) -> int | None:
    return FormRecord.objects.filter(token=serial).values_list("submission_id", flat=True).first()


def is_form(submission_id: int) -> bool:
    return FormRecord.objects.filter(submission=submission_id).exists()


def names_an_address(submission_id: int) -> bool:
    """Did its form name a mail address? For a day it is known."""
    return FormRecord.objects.filter(submission=submission_id).exclude(address="").exists()


def forget(now: datetime) -> int:
    """Empty the hashes of yesterday's forms; how many."""
    rows = FormRecord.objects.filter(sent_at__lt=now - DAY).exclude(visitor="", address="")
    return rows.update(visitor="", address="")
