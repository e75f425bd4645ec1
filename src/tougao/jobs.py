"""The standing jobs: what is still to do, derived from the database, as plain functions that may be repeated."""

import logging
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction

from tougao.archive import (
    cases,
    decisions,
    digests,
    forms,
    imports,
    intake,
    messages,
    outbox,
    print_orders,
    reading,
    search,
    sessions,
    standing,
    telling,
)
from tougao.archive import site as sites
from tougao.archive.store import Store
from tougao.core import letters as core_letters
from tougao.core.authentication import Verdict, verdict
from tougao.core.feeds.current import TOMBSTONE_AGE
from tougao.core.site import Site
from tougao.core.sitemap import NEWS_AGE
from tougao.core.submission import Submission
from tougao.mailroom import letters, signatures
from tougao.press import moves, push
from tougao.press.run import Press
from tougao.sandbox import Sandbox

log = logging.getLogger("tougao.jobs")

LARGE_MAIL_BYTES = 8 * 1024 * 1024
LARGE_MAIL_SECONDS = 180.0
MOST_PROCESSES = 4  # that print together
REST_SECONDS = 0.05  # between two batches, for whoever waits to write
READS_TRIES = 3


def clock() -> datetime:
    """The one clock; everything below takes the time as a value."""
    return datetime.now(UTC)


def site() -> Site:
    """The one site: configuration, and what was edited on the desk over it. Ask each time; it may have been edited since."""
    return sites.present(base())


def base() -> Site:
    """The site as the configuration file has it."""
    configured: Site = settings.SITE
    return configured


def read_kept() -> int:
    """Read every kept mail that was not read yet; how many. A mail that breaks the reader is quarantined."""
    waiting = intake.waiting()
    with Sandbox() as sandbox:
        for submission_id, size in waiting:
            if size > LARGE_MAIL_BYTES:
                read_apart(submission_id)
            else:
                _read(submission_id, sandbox)
    return len(waiting)


def read(submission_id: int) -> None:
    """Read one kept mail; its bytes are taken apart in another process."""
    with Sandbox() as sandbox:
        _read(submission_id, sandbox)


def _read(submission_id: int, sandbox: Sandbox) -> None:
    intake.read(
        submission_id,
        site(),
        Store(settings.MAIL_STORE),
        Store(settings.MEDIA_STORE),
        clock(),
        receipts=settings.RECEIPTS,
        judge=judge,
        reader=sandbox.read,
    )


def read_apart(submission_id: int, seconds: float = LARGE_MAIL_SECONDS) -> None:
    """Read a large mail in a process of its own, so that its memory is not ours; one that fails there is quarantined."""
    command = [sys.executable, "-m", "tougao", "read", str(submission_id)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)  # noqa: S603 - our own words
        trouble = done.stderr.decode("utf-8", "replace").strip()[-300:] if done.returncode else ""
    except subprocess.TimeoutExpired:
        trouble = f"it took longer than {seconds:g} seconds"
    if trouble or submission_id in dict(intake.waiting()):
        intake.quarantine(submission_id, trouble or "it could not be read", clock())


def judge(raw: bytes, mail: Submission) -> Verdict:
    """How far to believe a sender: what our mail server says, and the signatures we check ourselves."""
    signers = signatures.signed_by(raw) if settings.CHECK_DKIM else ()
    return verdict(mail, settings.AUTHSERV_IDS, signers)


def sound_alarm() -> int:
    """Write to the administrator about mailboxes that have been in trouble for long; how many letters."""
    if not settings.ADMINISTRATOR:
        return 0
    now, present = clock(), site()
    found = standing.to_alarm(now, timedelta(minutes=settings.ALARM_MINUTES))
    for mailbox in found:
        with transaction.atomic():
            subject, body = core_letters.alarm(present, mailbox.name, mailbox.trouble)
            outbox.write_letter(
                submission=None,
                recipient=settings.ADMINISTRATOR,
                subject=subject,
                body=body,
                message_id=f"<alarm-{mailbox.pk}-{mailbox.trouble_since:%Y%m%d%H%M%S}@{present.domain}>",
                in_reply_to="",
                now=now,
                not_before=now,
            )
            standing.alarmed(mailbox, now)
    return len(found)


def write_digests() -> int:
    """Write the digests whose hour has come; how many letters."""
    return digests.write_due(site(), settings.DIGEST_HOURS, clock()) if settings.SMTP else 0


def print_ordered() -> int:
    """Print what decisions have ordered, and the whole site when its own templates have changed; how many files changed.

    Configuration is looked at when a process starts.
    """
    if not print_orders.any_waiting():
        if not settings.TEMPLATE_FOLDERS[:-1] or not press().is_theme_changed():
            return 0
        print_orders.order_everything(clock())  # so that what is wrong with them is kept, too
    run = press().print_ordered(clock())
    return run.written + run.removed


def order_expired() -> int:
    """Order printed what has become too old for the map of news, and too old to be told as withdrawn; 1 when there was any."""
    return int(telling.order_expired(clock(), NEWS_AGE, TOMBSTONE_AGE))


def publish_due() -> int:
    """Publish what was scheduled for now; how many drafts."""
    return decisions.publish_due(clock(), site())


def prepare_pictures() -> int:
    """Make the copies of pictures that the site will show, while their drafts wait; how many pictures."""
    waiting = reading.unprepared_pictures()
    for row, sha256, extension, width in waiting:
        try:
            press().prepare(sha256, extension, width)
        except (FileNotFoundError, SyntaxError) as trouble:
            log.error("no copies of a picture", extra={"sha256": sha256, "trouble": str(trouble)})
        reading.picture_prepared(row, clock())
    return len(waiting)


def print_reads() -> int:
    """Print the reads that have moved since they were last printed; how many files changed."""
    for _ in range(READS_TRIES):
        print_ordered()
        run = press().print_reads(settings.READS_PAGES, clock())
        if run is not None:
            return run.written
    return 0


def push_printed() -> int:
    """Tell hubs and search engines of what was printed; how many requests left."""
    return push.push_printed(settings.PUSH, site(), clock()) if settings.PUSH.targets else 0


def send_letters() -> int:
    """Send the letters whose hour has come; how many left."""
    if settings.SMTP is None:
        return 0
    return letters.send_waiting(settings.SMTP, clock()).sent


def sweep_sessions() -> int:
    """Remove sessions that have run out; how many."""
    return sessions.sweep(clock())


def index_texts() -> int:
    """Let be found what is not indexed yet: an archive from before there was an index. How many texts."""
    count = 0
    for batch in search.fill(Store(settings.MAIL_STORE)):
        count += batch
        time.sleep(REST_SECONDS)
    return count


def print_moves() -> int:
    """Write the map of old addresses where articles that were imported have come to be read; 1 when it changed."""
    return moves.write(settings.MOVES_FILE, imports.moves())


def forget_visitors() -> int:
    """Empty what limits kept of those who sent a form more than a day ago; of how many."""
    return forms.forget(clock())


def sweep_messages() -> int:
    """Forget messages of readers that were refused long ago; how many."""
    return messages.sweep(clock())


def remind_of_cases() -> int:
    """Write to the editors about complaints whose day is near; how many letters."""
    if not settings.SMTP:
        return 0
    present = site()
    return cases.remind(present, present.rights.reminders, settings.CASE_EDITORS, settings.ADMINISTRATOR, clock())


def forget_cases() -> int:
    """Forget who complained, years after; how many cases."""
    return cases.forget(clock(), timedelta(days=site().rights.keep_days))


def press() -> Press:
    return Press(
        site=site(),
        templates=settings.TEMPLATE_FOLDERS,
        folder=settings.SITE_FOLDER,
        media=Store(settings.MEDIA_STORE),
        compresses=settings.COMPRESSES,
        processes=min(MOST_PROCESSES, os.cpu_count() or 1),
        newest=_newest,
    )


def _newest(_site: Site) -> Site:
    return site()
