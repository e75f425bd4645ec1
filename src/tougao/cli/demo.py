"""A mailbox to try Tougao with: pymap on loopback, holding the mails of demo/mails. For the demo only."""

import contextlib
import hashlib
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import transaction
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from tougao import jobs
from tougao.archive import audit
from tougao.archive.models import EditorRecord, SubmissionRecord
from tougao.core.audit import Event
from tougao.core.message import submission
from tougao.core.workflow import Role
from tougao.errors import ConfigError, MailboxError
from tougao.mailroom.accounts import ImapAccount, SmtpAccount

MAILS = Path(__file__).resolve().parents[3] / "demo" / "mails"
USER = "tougao"
EDITOR = "bianji"
START_SECONDS = 20
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class DemoMailbox:
    """An IMAP server of our own in a process of its own. Its mails are in memory; what was kept of them is not."""

    def __init__(self, log: Path) -> None:
        self.port = free_port()
        self.password = secrets.token_urlsafe(16)
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def account(self) -> ImapAccount:
        return ImapAccount(
            name="demo",
            host="127.0.0.1",
            port=self.port,
            security="none",
            user=USER,
            password=self.password,
            poll_seconds=20,
        )

    def start(self) -> None:
        """Raises ConfigError when pymap is not installed, MailboxError when it does not come up."""
        try:
            import pymap  # noqa: F401
        except ImportError as trouble:
            raise ConfigError(
                "No mailbox is configured, and the demo mailbox needs the package pymap: "
                "pip install tougao[demo], or configure [[mailboxes]]."
            ) from trouble
        self.log.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-c", "from pymap.main import main; main()", "--host", "127.0.0.1", "--port", str(self.port), "--no-tls",
                   "dict", "--demo-user", USER, "--demo-password", self.password]  # fmt: skip
        with self.log.open("wb") as log:
            # In a group of its own, so that Ctrl-C reaches us and we end it.
            self.process = subprocess.Popen(  # noqa: S603 - our own words
                command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
            )
        with self._client() as client:
            for raw in _not_yet_kept():
                client.append("INBOX", raw, msg_time=_arrival(raw))

    @contextlib.contextmanager
    def _client(self) -> Iterator[IMAPClient]:
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                client = IMAPClient("127.0.0.1", self.port, ssl=False, timeout=START_SECONDS)
                client.login(USER, self.password)
                break
            except (OSError, IMAPClientError) as trouble:
                if time.monotonic() > until or (self.process and self.process.poll() is not None):
                    raise MailboxError("The demo mailbox did not start; see {log}.", log=self.log) from trouble
                time.sleep(0.1)
        try:
            yield client
        finally:
            client.logout()

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()


def letters(folder: Path) -> SmtpAccount:
    return SmtpAccount(sender="tougao@huaxia-demo.example", sender_name="华夏教育网编辑部", folder=folder)


def editor() -> tuple[str, str]:
    """The demo editor, an administrator, with a password that is good until the next start."""
    password = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
    account, _ = EditorRecord.objects.get_or_create(username=EDITOR, defaults={"role": Role.ADMINISTRATOR})
    account.set_password(password)
    with transaction.atomic():
        account.save()
        audit.record(Event.PASSWORD_SET, None, jobs.clock(), f"editor {EDITOR}", {"for": "the demo"})
    return EDITOR, password


def _not_yet_kept() -> list[bytes]:
    raws = [path.read_bytes() for path in sorted(MAILS.glob("*.eml"))]
    digests = set(SubmissionRecord.objects.values_list("digest", flat=True))
    return [raw for raw in raws if hashlib.sha256(raw).hexdigest() not in digests]


def _arrival(raw: bytes) -> datetime:
    """A few seconds after it was sent."""
    return (submission(raw).sent_at or datetime(2026, 11, 20, tzinfo=UTC)) + timedelta(seconds=4)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
