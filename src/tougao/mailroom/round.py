"""One round through a mailbox: fetch → keep → only then file. docs/design.md, decision 1, has the table of its steps."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from tougao.archive import intake
from tougao.archive.intake import Delivery
from tougao.archive.store import Store
from tougao.core.notice import gettext_noop, notice
from tougao.mailroom.accounts import Account
from tougao.mailroom.imap import Listed, Mailbox

log = logging.getLogger("tougao.mailroom")

TOO_LARGE = gettext_noop(
    "The mail has {size} MB, more than the {limit} MB this mailbox takes; only its header was kept."
)
FILE_AT_ONCE = 20
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Round:
    """How many mails were kept, refused for their size, and filed."""

    kept: int = 0
    refused: int = 0
    filed: int = 0


def one_round(
    mailbox: Mailbox, account: Account, mails: Store, clock: Callable[[], datetime], kept: Callable[[], None]
) -> Round:
    """Bring home what is new, then file what is ours. `kept` is called after each mail that was kept.

    May be killed anywhere, and run again at any time. Raises MailboxError, or OSError when the disk refuses.
    """
    uidvalidity = mailbox.select()
    present = mailbox.uids()
    known = intake.known(account.name, account.folder, uidvalidity)
    unfiled = [uid for uid, is_filed in known.items() if not is_filed]
    gone = sorted(set(unfiled) - set(present))
    intake.filed(account.name, account.folder, uidvalidity, gone, clock())
    to_file = [uid for uid in unfiled if uid not in gone]
    to_refuse: list[int] = []
    count = refused = filed = 0

    def file(uids: list[int], folder: str) -> int:
        if uids:
            mailbox.file(uids, folder)
            intake.filed(account.name, account.folder, uidvalidity, uids, clock())
        return len(uids)

    for mail in mailbox.listed([uid for uid in present if uid not in known]):
        delivery = Delivery(account.name, account.folder, uidvalidity, mail.uid)
        if mail.size > account.max_mail_bytes:
            if _refuse(mailbox, mail, delivery, account, mails, clock()):
                to_refuse.append(mail.uid)
                refused += 1
            continue
        pieces = limited(mailbox.fetch(mail.uid, mail.size), account.max_mail_bytes)
        try:
            first = next(pieces, b"")
            if not first:
                continue  # gone meanwhile, or announced before its bytes were there: the next round asks again
            now = clock()
            intake.keep_pieces(chain((first,), pieces), mail.received_at or now, now, mails, delivery)
        except LargerThanSaidError:
            if _refuse(mailbox, replace(mail, size=account.max_mail_bytes + 1), delivery, account, mails, clock()):
                to_refuse.append(mail.uid)
                refused += 1
            continue
        count += 1
        kept()
        to_file.append(mail.uid)
        if len(to_file) >= FILE_AT_ONCE:
            filed += file(to_file, account.filed_folder)
            to_file = []
    filed += file(to_file, account.filed_folder)
    filed += file(to_refuse, account.refused_folder)
    if count or refused or filed:
        log.info("round", extra={"mailbox": account.name, "kept": count, "refused": refused, "filed": filed})
    return Round(count, refused, filed)


class LargerThanSaidError(Exception):
    """A server's RFC822.SIZE was smaller than the mail; it is refused like any other that is too large."""


def limited(pieces: Iterator[bytes], most: int) -> Iterator[bytes]:
    """The pieces, as long as their sum is at most `most` bytes; then LargerThanSaidError."""
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > most:
            raise LargerThanSaidError
        yield piece


def _refuse(mailbox: Mailbox, mail: Listed, delivery: Delivery, account: Account, mails: Store, now: datetime) -> bool:
    header = mailbox.header(mail.uid)
    if header is None:
        return False
    told = notice(TOO_LARGE, size=mail.size // MEGABYTE, limit=account.max_mail_bytes // MEGABYTE)
    intake.refuse(header, mail.size, told, mail.received_at or now, now, mails, delivery)
    return True
