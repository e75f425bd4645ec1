"""The sandboxes of the desk: a few processes for all requests, each started when a file finds the others at work."""

import atexit
from collections.abc import Iterator
from functools import cache, lru_cache

from django.conf import settings
from django.http import Http404

from tougao import jobs
from tougao.archive import intake
from tougao.archive.models import SubmissionRecord
from tougao.archive.store import Store
from tougao.core import documents
from tougao.core.submission import Attachment
from tougao.sandbox import Pool

MOST_MAILS = 4  # that editors are at; the bytes of their files are held


def mail_of(submission: SubmissionRecord) -> bytes:
    """The raw mail; 404 where somebody has taken its file away."""
    try:
        return Store(settings.MAIL_STORE).read(submission.digest, intake.MAIL_SUFFIX)
    except FileNotFoundError as trouble:
        raise Http404 from trouble


@cache
def sandbox() -> Pool:
    pool = Pool()
    atexit.register(pool.close)
    return pool


@lru_cache(maxsize=MOST_MAILS)
def _files(submission_id: int, digest: str) -> tuple[Attachment, ...]:
    raw = mail_of(SubmissionRecord.objects.get(pk=submission_id))
    return sandbox().read(raw, jobs.site(), digest).attachments


def files(submission: SubmissionRecord) -> tuple[Attachment, ...]:
    """Every file of a mail, those in archives among them, in the order of their rows. Raises SubmissionError, BusyError, Http404."""
    return _files(submission.pk, submission.digest)


def given(submission: SubmissionRecord, sha256: str, name: str) -> bytes | None:
    """The bytes a mail gave for a picture that was published as `sha256`; None where the mail holds it no more.

    Raises as `files` does.
    """
    everything = sorted(files(submission), key=lambda file: file.name != name)
    for file in _pictures(everything, submission.digest):
        found = sandbox().opened(file, submission.digest).picture
        if found and found.sha256 == sha256:
            return file.data
    return None


def _pictures(everything: list[Attachment], whose: str) -> Iterator[Attachment]:
    """Pictures that came as files, then those inside manuscripts."""
    yield from (file for file in everything if file.media_type.startswith("image/"))
    for file in everything:
        if documents.is_manuscript(file):
            manuscript = sandbox().opened(file, whose).manuscript
            yield from manuscript.files if manuscript else ()
