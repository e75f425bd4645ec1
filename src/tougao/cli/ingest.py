"""tougao ingest: mails from files. The same protocol as from a mailbox: kept first, read afterwards."""

import argparse
import mailbox
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from tougao import jobs
from tougao.archive import intake
from tougao.archive.models import SubmissionRecord
from tougao.archive.store import Store
from tougao.cli.output import json_line, progress
from tougao.core.message import submission

STANDARD_INPUT = "-"


def mails_in(name: str) -> Iterator[bytes]:
    """The raw mails of an .eml, an mbox (RFC 4155), a Maildir, a folder of .eml files, or standard input."""
    if name == STANDARD_INPUT:
        yield sys.stdin.buffer.read()
        return
    path = Path(name)
    if path.is_dir() and (path / "cur").is_dir():
        box: mailbox.Mailbox[mailbox.Message] = mailbox.Maildir(path, create=False)
        yield from (box.get_bytes(key) for key in sorted(box.keys()))
    elif path.is_dir():
        yield from (each.read_bytes() for each in sorted(path.glob("*.eml")))
    else:
        with path.open("rb") as file:
            is_mbox = file.read(5) == b"From "
        if is_mbox:
            box = mailbox.mbox(path, create=False)
            yield from (box.get_bytes(key) for key in box.keys())  # noqa: SIM118 - a mailbox is no dict
        else:
            yield path.read_bytes()


def ingest(given: argparse.Namespace) -> int:
    store, now = Store(settings.MAIL_STORE), jobs.clock()
    raws = [raw for name in given.files for raw in mails_in(name)]
    new = known = 0
    for raw in progress(raws, "Keeping mails"):
        if not raw.strip():
            continue
        sent_at = submission(raw).sent_at
        kept = intake.keep(raw, sent_at if sent_at and sent_at < now else now, now, store)
        new, known = new + kept.is_new, known + (not kept.is_new)
        jobs.read_kept()
        if given.json:
            record = SubmissionRecord.objects.get(pk=kept.submission_id)
            json_line(
                {
                    "submission": record.pk,
                    "new": kept.is_new,
                    "kind": record.kind,
                    "state": record.state,
                    "subject": record.subject,
                    "drafts": list(record.drafts.values_list("pk", flat=True)),
                }
            )
    if not given.json:
        print(f"{new} kept, {known} known already")
    return 0
