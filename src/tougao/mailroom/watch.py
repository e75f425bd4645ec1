"""Keep watch on a mailbox: a round, then IDLE or a pause; after trouble, back off and connect anew."""

import logging
import random
import threading
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError, close_old_connections

from tougao.archive import intake
from tougao.archive.store import Store
from tougao.errors import ConfigError, MailboxError
from tougao.mailroom.accounts import ImapAccount
from tougao.mailroom.imap import ImapMailbox
from tougao.mailroom.round import one_round

log = logging.getLogger("tougao.mailroom")

FIRST_PAUSE_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 300.0


def watch(
    account: ImapAccount,
    mails: Store,
    stop: threading.Event,
    kept: Callable[[], None],
    clock: Callable[[], datetime],
    chance: random.Random,
) -> None:
    """Until `stop` is set. No trouble ends it; what went wrong stands on the desk until a round succeeds."""
    failures = 0
    while not stop.is_set():
        mailbox: ImapMailbox | None = None
        try:
            close_old_connections()
            mailbox = ImapMailbox(account)
            while not stop.is_set():
                one_round(mailbox, account, mails, clock, kept)
                intake.reached(account.name, clock())
                failures = 0
                mailbox.wait(account.poll_seconds, stop)
        except (MailboxError, ConfigError, OSError, DatabaseError) as trouble:
            failures += 1
            log.warning(
                "mailbox trouble", extra={"mailbox": account.name, "trouble": str(trouble), "failures": failures}
            )
            intake.not_reached(account.name, str(trouble), clock())
        except Exception:
            failures += 1
            log.exception("mailbox watch broke", extra={"mailbox": account.name})
        finally:
            if mailbox:
                mailbox.close()
        if failures:
            stop.wait(pause_seconds(failures, chance))


def pause_seconds(failures: int, chance: random.Random) -> float:
    """Twice as long after each failure, up to five minutes, half of it by chance so that nobody knocks in step."""
    longest = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2.0 ** (min(failures, 20) - 1))
    return longest / 2 + chance.random() * longest / 2
