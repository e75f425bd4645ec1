"""One round through a mailbox: fetch → keep → only then file. docs/design.md, decision 1, has the table of its steps."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from tougao.archive import intake
from tougao.archive.intake import Delivery, Written
from tougao.archive.store import Store
from tougao.core.notice import gettext_noop, notice
from tougao.mailroom.accounts import Account
from tougao.mailroom.imap import Listed, Mailbox

log = logging.getLogger("tougao.mailroom")

TOO_LARGE = gettext_noop(
    "The mail has {size} MB, more than the {limit} MB this mailbox takes; only its header was kept."
)
KEEP_AT_ONCE = 25  # one transaction; a mail that comes alone is kept alone
KEEP_AT_ONCE_BYTES = 4 * 1024 * 1024
FILE_AT_ONCE = 50
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
    """Bring home what is new, then file what is ours. `kept` is called after each group of mails that was kept.

    May be killed anywhere, and run again at any time. Raises MailboxError, or OSError when the disk refuses.
    """
    work = _Work(mailbox, account, mails, clock, kept, mailbox.select())
    known = intake.known(account.name, account.folder, work.uidvalidity)
    present = mailbox.uids()
    unfiled = [uid for uid, is_filed in known.items() if not is_filed]
    gone = sorted(set(unfiled) - set(present))
    intake.filed(account.name, account.folder, work.uidvalidity, gone, clock())
    work.to_file = [uid for uid in unfiled if uid not in gone]
    listed = mailbox.listed([uid for uid in present if uid not in known])
    for mail in listed:
        if mail.size > account.max_mail_bytes:
            work.refuse(mail)
    for mail, pieces in mailbox.fetch([mail for mail in listed if mail.size <= account.max_mail_bytes]):
        work.take(mail, pieces)
    work.keep()
    work.file()
    done = Round(work.kept_count, work.refused_count, work.filed_count)
    if done != Round():
        log.info(
            "round", extra={"mailbox": account.name, "kept": done.kept, "refused": done.refused, "filed": done.filed}
        )
    return done


class _Work:
    """What one round has in hand: mails written and not yet kept, mails kept and not yet filed."""

    def __init__(
        self,
        mailbox: Mailbox,
        account: Account,
        mails: Store,
        clock: Callable[[], datetime],
        kept: Callable[[], None],
        uidvalidity: int,
    ) -> None:
        self.mailbox, self.account, self.mails, self.clock, self.kept = mailbox, account, mails, clock, kept
        self.uidvalidity = uidvalidity
        self.written: list[Written] = []
        self.to_file: list[int] = []
        self.to_refuse: list[int] = []
        self.kept_count = self.refused_count = self.filed_count = 0

    def take(self, mail: Listed, fetched: Iterator[bytes]) -> None:
        """Write one mail; keep the group when it is large enough."""
        pieces = limited(fetched, self.account.max_mail_bytes)
        try:
            first = next(pieces, b"")
            if not first:
                return  # gone meanwhile, or announced before its bytes were there: the next round asks again
            stored = self.mails.keep_pieces(chain((first,), pieces), intake.MAIL_SUFFIX, settle=False)
        except LargerThanSaidError:
            self.refuse(replace(mail, size=self.account.max_mail_bytes + 1))
            return
        self.written.append(Written(stored, mail.received_at or self.clock(), self._delivery(mail)))
        if len(self.written) >= KEEP_AT_ONCE or sum(each.stored.size for each in self.written) >= KEEP_AT_ONCE_BYTES:
            self.keep()
        if len(self.to_file) >= FILE_AT_ONCE:
            self.file()

    def keep(self) -> None:
        if self.written:
            intake.keep_written(self.written, self.clock(), self.mails)
            self.to_file += [written.delivery.uid for written in self.written if written.delivery]
            self.kept_count += len(self.written)
            self.written = []
            self.kept()

    def file(self) -> None:
        for uids, folder in ((self.to_file, self.account.filed_folder), (self.to_refuse, self.account.refused_folder)):
            if uids:
                self.mailbox.file(uids, folder)
                intake.filed(self.account.name, self.account.folder, self.uidvalidity, uids, self.clock())
                self.filed_count += len(uids)
        self.to_file, self.to_refuse = [], []

    def _delivery(self, mail: Listed) -> Delivery:
        return Delivery(self.account.name, self.account.folder, self.uidvalidity, mail.uid)

    def refuse(self, mail: Listed) -> None:
        """Keep the header of a mail that is too large, and say so on the desk."""
        header = self.mailbox.header(mail.uid)
        if header is None:
            return
        now = self.clock()
        told = notice(TOO_LARGE, size=mail.size // MEGABYTE, limit=self.account.max_mail_bytes // MEGABYTE)
        intake.refuse(header, mail.size, told, mail.received_at or now, now, self.mails, self._delivery(mail))
        self.to_refuse.append(mail.uid)
        self.refused_count += 1


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
