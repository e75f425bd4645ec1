"""tougao poll: the mailroom alone."""

import argparse
import threading

from django.conf import settings

from tougao import jobs
from tougao.archive import intake
from tougao.archive.store import Store
from tougao.errors import ConfigError, MailboxError
from tougao.mailroom.imap import ImapMailbox
from tougao.mailroom.round import one_round


def poll(given: argparse.Namespace) -> int:
    if not settings.MAILBOXES:
        raise ConfigError(
            "No mailbox is configured. Add [[mailboxes]] to config/tougao.toml, or try `tougao run` with its demo mailbox."
        )
    if given.once:
        return once()
    standing = jobs.Standing(settings.MAILBOXES)
    standing.start()
    try:
        threading.Event().wait()
    finally:
        standing.stop()
    return 0


def once() -> int:
    """One round through each mailbox; a mailbox in trouble does not keep the others from theirs."""
    troubles = []
    for account in settings.MAILBOXES:
        try:
            mailbox = ImapMailbox(account)
            try:
                done = one_round(mailbox, account, Store(settings.MAIL_STORE), jobs.clock, lambda: None)
            finally:
                mailbox.close()
            intake.reached(account.name, jobs.clock())
            print(f"{account.name}: {done.kept} kept, {done.refused} refused, {done.filed} filed")
        except MailboxError as trouble:
            intake.not_reached(account.name, str(trouble), jobs.clock())
            troubles.append(str(trouble))
    print(f"{jobs.read_kept()} read")
    jobs.print_ordered()
    jobs.send_letters()
    if troubles:
        raise MailboxError("{troubles}", troubles="\n".join(troubles))
    return 0
