"""Keep watch on a mailbox: take its lease, a round, then IDLE or a pause; after trouble, back off and connect anew."""

import logging
import os
import random
import socket
import threading
import time
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError, close_old_connections

from tougao.archive import leases, mailboxes
from tougao.archive.processes import is_alive
from tougao.archive.store import Store
from tougao.core.notice import gettext_noop
from tougao.errors import ConfigError, MailboxError
from tougao.mailroom.accounts import Account
from tougao.mailroom.imap import Mailbox
from tougao.mailroom.mailboxes import opened
from tougao.mailroom.round import one_round

log = logging.getLogger("tougao.mailroom")

FIRST_PAUSE_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 300.0
RENEW_SECONDS = 10.0
TAKEN_PAUSE_SECONDS = 5.0
LOST = gettext_noop("Another process has taken over mailbox {name}.")


class Lease:
    """This thread's right to work a mailbox, renewed now and then while it does."""

    def __init__(self, mailbox: str, clock: Callable[[], datetime]) -> None:
        self.mailbox, self.clock = mailbox, clock
        self.owner = f"{socket.gethostname()[:32]}/{os.getpid()}/{threading.get_ident()}"[:64]
        self.renewed = 0.0

    def take(self) -> bool:
        """A lease whose process is no more on this machine need not be waited out."""
        self.renewed = time.monotonic()
        if leases.take(self.mailbox, self.owner, self.clock()):
            return True
        holder = leases.holder(self.mailbox)
        if not is_dead(holder):
            return False
        leases.give_up(self.mailbox, holder)
        return leases.take(self.mailbox, self.owner, self.clock())

    def renew(self) -> None:
        """Raises MailboxError when another has it: this one was away for too long."""
        if time.monotonic() - self.renewed > RENEW_SECONDS and not self.take():
            raise MailboxError(LOST, name=self.mailbox)

    def give_up(self) -> None:
        leases.give_up(self.mailbox, self.owner)


def is_dead(owner: str) -> bool:
    """Was this lease held by a process of this machine that is gone? Of other machines nothing is known."""
    host, _, rest = owner.partition("/")
    pid = rest.partition("/")[0]
    if host != socket.gethostname()[:32] or not pid.isdecimal():
        return False
    return not is_alive(int(pid))


def watch(
    account: Account,
    mails: Store,
    stop: threading.Event,
    kept: Callable[[], None],
    clock: Callable[[], datetime],
    chance: random.Random,
) -> None:
    """Until `stop` is set. No trouble ends it; what went wrong stands on the desk until a round succeeds."""
    failures = 0
    lease = Lease(account.name, clock)
    while not stop.is_set():
        mailbox: Mailbox | None = None
        try:
            close_old_connections()
            if not lease.take():
                stop.wait(TAKEN_PAUSE_SECONDS)
                continue
            mails.sweep()
            mailbox = opened(account)
            while not stop.is_set():
                one_round(mailbox, account, mails, clock, _both(kept, lease.renew))
                mailboxes.reached(account.name, clock())
                failures = 0
                mailbox.wait(account.poll_seconds, stop, lease.renew)
        except (MailboxError, ConfigError, OSError, DatabaseError) as trouble:
            failures += 1
            log.warning(
                "mailbox trouble", extra={"mailbox": account.name, "trouble": str(trouble), "failures": failures}
            )
            _tell(account.name, str(trouble), clock())
        except Exception:
            failures += 1
            log.exception("mailbox watch broke", extra={"mailbox": account.name})
        finally:
            if mailbox:
                mailbox.close()
        if failures:
            stop.wait(pause_seconds(failures, chance))
    _leave(lease)


def _both(first: Callable[[], None], second: Callable[[], None]) -> Callable[[], None]:
    def both() -> None:
        first()
        second()

    return both


def _tell(mailbox: str, trouble: str, now: datetime) -> None:
    try:
        mailboxes.not_reached(mailbox, trouble, now)
    except DatabaseError:
        log.exception("trouble could not be noted", extra={"mailbox": mailbox})


def _leave(lease: Lease) -> None:
    try:
        lease.give_up()
    except DatabaseError:
        log.warning("lease could not be given up", extra={"mailbox": lease.mailbox})


def pause_seconds(failures: int, chance: random.Random) -> float:
    """Twice as long after each failure, up to five minutes, half of it by chance so that nobody knocks in step."""
    longest = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2.0 ** (min(failures, 20) - 1))
    return longest / 2 + chance.random() * longest / 2
