"""tougao poll: the mailroom alone."""

import argparse
import threading

from django.conf import settings

from tougao import jobs, rota
from tougao.archive import mailboxes
from tougao.archive.store import Store
from tougao.errors import ConfigError, MailboxError
from tougao.mailroom.accounts import Account
from tougao.mailroom.mailboxes import opened
from tougao.mailroom.round import Round, one_round
from tougao.mailroom.watch import Lease

TAKEN = "Mailbox {name} is being worked by another process; it holds the lease."


def poll(given: argparse.Namespace) -> int:
    if not settings.MAILBOXES:
        raise ConfigError(
            "No mailbox is configured. Add [[mailboxes]] to config/tougao.toml, or try `tougao run` with its demo mailbox."
        )
    if given.once:
        return once()
    standing = rota.Standing(settings.MAILBOXES)
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
            lease = Lease(account.name, jobs.clock)
            if not lease.take():
                raise MailboxError(TAKEN, name=account.name)
            try:
                done = _round(account, lease)
            finally:
                lease.give_up()
            mailboxes.reached(account.name, jobs.clock())
            print(f"{account.name}: {done.kept} kept, {done.refused} refused, {done.filed} filed")
        except MailboxError as trouble:
            mailboxes.not_reached(account.name, str(trouble), jobs.clock())
            troubles.append(str(trouble))
    print(f"{jobs.read_kept()} read")
    jobs.print_ordered()
    jobs.send_letters()
    if troubles:
        raise MailboxError("{troubles}", troubles="\n".join(troubles))
    return 0


def _round(account: Account, lease: Lease) -> Round:
    mails = Store(settings.MAIL_STORE)
    mails.sweep()
    mailbox = opened(account)
    try:
        return one_round(mailbox, account, mails, jobs.clock, lease.renew)
    finally:
        mailbox.close()
