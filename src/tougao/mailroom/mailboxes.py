"""Open a mailbox of any kind."""

from tougao.mailroom.accounts import Account, ImapAccount
from tougao.mailroom.imap import ImapMailbox, Mailbox
from tougao.mailroom.maildir import MaildirMailbox


def opened(account: Account) -> Mailbox:
    """Raises MailboxError or ConfigError."""
    return ImapMailbox(account) if isinstance(account, ImapAccount) else MaildirMailbox(account)
