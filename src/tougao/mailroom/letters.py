"""Send what stands in the outbox: by SMTP (RFC 5321), or into a folder where no server is configured."""

import contextlib
import logging
import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from tougao.archive import outbox
from tougao.archive.models import LetterRecord
from tougao.core.characters import line
from tougao.core.notice import gettext_noop
from tougao.errors import MailboxError
from tougao.mailroom.accounts import SmtpAccount
from tougao.mailroom.advice import advice

log = logging.getLogger("tougao.mailroom")

TROUBLE = gettext_noop("Letters cannot leave ({user} at {host}): {trouble} {advice}")


LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)  # RFC 5321 4.5.2, transparency


class DoubtfulError(Exception):
    """The line dropped between the letter and the server's answer: it may have left."""


@dataclass(frozen=True)
class Post:
    """What became of the waiting letters. A doubtful one may have left; it is not sent again by itself."""

    sent: int = 0
    failed: int = 0
    doubtful: int = 0


def message(letter: LetterRecord, account: SmtpAccount, now: datetime) -> EmailMessage:
    """The mail of a letter; no line break of anybody's can enter a header. Marked as automatic (RFC 3834 5)."""
    out = EmailMessage(policy=SMTP)
    out["From"] = Address(display_name=line(account.sender_name), addr_spec=account.sender)
    out["To"] = Address(addr_spec=letter.recipient)
    out["Subject"] = line(letter.subject)
    out["Date"] = format_datetime(now)
    out["Message-ID"] = letter.message_id
    if letter.in_reply_to.startswith("<"):
        out["In-Reply-To"] = letter.in_reply_to
        out["References"] = letter.in_reply_to
    out["Auto-Submitted"] = "auto-replied" if letter.in_reply_to else "auto-generated"
    out["X-Auto-Response-Suppress"] = "All"
    out.set_content(letter.body, charset="utf-8", cte="base64")
    if letter.html:
        out.add_alternative(letter.html, subtype="html", charset="utf-8", cte="base64")
    return out


def send_waiting(account: SmtpAccount, now: datetime) -> Post:
    """Send the letters whose hour has come, over one connection. Raises MailboxError when none can leave."""
    sent = failed = doubtful = 0
    if not outbox.is_waiting(now):
        return Post()
    with contextlib.closing(_Way(account)) as way:
        way.open()
        for letter in outbox.claimed(now):
            try:
                refusal = way.send(message(letter, account, now))
            except DoubtfulError as trouble:
                doubtful += 1
                log.error("letter doubtful", extra={"letter": letter.pk, "trouble": str(trouble)})
                way.open()
                continue
            except MailboxError:
                outbox.not_left(letter)
                raise
            if refusal is None:
                outbox.sent(letter, now)
                sent += 1
                log.info("letter sent", extra={"letter": letter.pk})
            else:
                outbox.failed(letter, refusal.words, now, refusal.for_good)
                failed += 1
                log.warning("letter refused", extra={"letter": letter.pk, "trouble": refusal.words})
    return Post(sent, failed, doubtful)


@dataclass(frozen=True)
class _Refusal:
    words: str
    for_good: bool


class _Way:
    """The way out: a connection to the server, or a folder."""

    def __init__(self, account: SmtpAccount) -> None:
        self.account = account
        self.server: smtplib.SMTP | None = None

    def open(self) -> None:
        """Raises MailboxError."""
        account = self.account
        if account.folder:
            account.folder.mkdir(parents=True, exist_ok=True)
            return
        try:
            context = ssl.create_default_context()
            if account.security == "tls":
                self.server = smtplib.SMTP_SSL(
                    account.host, account.port, timeout=account.timeout_seconds, context=context
                )
            else:
                self.server = smtplib.SMTP(account.host, account.port, timeout=account.timeout_seconds)
                if account.security == "starttls":
                    self.server.starttls(context=context)
            self.server.ehlo_or_helo_if_needed()
            if account.user:
                self.server.login(account.user, account.password)
        except (smtplib.SMTPException, OSError, ssl.SSLError) as trouble:
            raise self._trouble(trouble) from trouble

    def send(self, mail: EmailMessage) -> _Refusal | None:
        if self.server is None:
            folder = self.account.folder
            assert folder
            name = mail["Message-ID"].strip("<>").replace("/", "_")
            (folder / f"{name}.eml").write_bytes(mail.as_bytes())
            return None
        try:
            refusal = self._envelope(self.server, mail)
        except (smtplib.SMTPException, OSError) as trouble:
            raise self._trouble(trouble) from trouble  # before the letter itself was sent, so it cannot have left
        return refusal or self._content(self.server, mail)

    def _envelope(self, server: smtplib.SMTP, mail: EmailMessage) -> _Refusal | None:
        """RFC 5321 3.3 up to the 354: MAIL, RCPT, DATA."""
        steps: tuple[Callable[[], tuple[int, bytes]], ...] = (
            lambda: server.mail(self.account.sender),
            lambda: server.rcpt(mail["To"].addresses[0].addr_spec),
            lambda: server.docmd("DATA"),
        )
        for step in steps:
            code, words = step()
            if code >= 400:
                server.rset()
                return _Refusal(_said(code, words), for_good=code >= 500)
        return None

    def _content(self, server: smtplib.SMTP, mail: EmailMessage) -> _Refusal | None:
        """The letter and the dot. From here on a line that drops leaves its fate unknown."""
        data = LEADING_DOT.sub(b"..", mail.as_bytes())
        try:
            server.send(data + (b"" if data.endswith(b"\r\n") else b"\r\n") + b".\r\n")
            code, words = server.getreply()
        except (smtplib.SMTPException, OSError) as trouble:
            raise DoubtfulError(str(trouble)) from trouble
        return None if code == 250 else _Refusal(_said(code, words), for_good=code >= 500)

    def _trouble(self, trouble: Exception) -> MailboxError:
        account = self.account
        words = str(trouble).replace(account.password, "…") if account.password else str(trouble)
        return MailboxError(
            TROUBLE, user=account.user or account.sender, host=account.host, trouble=words, advice=advice(words)
        )

    def close(self) -> None:
        if self.server:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self.server.quit()


def try_connection(account: SmtpAccount) -> None:
    """Open and close a connection, with sign-in. Raises MailboxError with advice."""
    with contextlib.closing(_Way(account)) as way:
        way.open()


def _said(code: int, words: bytes | str) -> str:
    return f"{code} {words.decode('utf-8', 'replace') if isinstance(words, bytes) else words}"
