"""A Tougao of its own in a folder: configured, started, killed and started again, as a process of its own."""

import http.client
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from pathlib import Path

from tests.support.parts import free_port, plain_environment
from tests.support.waiting import until_it_answers

ROOT = Path(__file__).parents[2]
EDITOR_PASSWORD = "春江潮水连海平海上明月"
SMALL = (
    '[site]\nname = "x"\nurl = "https://news.example.cn"\n[[categories]]\nslug = "campus"\nname = "校园"\n'
    '[storage]\nvar = "../var"\n'
)
MAILDIR = '\n[[maildirs]]\nname = "main"\npath = "../Maildir"\npoll_seconds = 1\n'
SMTP = '\n[smtp]\nsender = "418526785@qq.com"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'

# Five articles, without mails and editors.
PUBLISH = """
from datetime import UTC, datetime
from tougao.archive.models import ArticleRecord, DraftRecord, SubmissionRecord
now = datetime(2026, 11, 20, 4, tzinfo=UTC)
for n in range(1, 6):
    mail = SubmissionRecord.objects.create(digest=f"{n:064x}", size=1, received_at=now, kept_at=now, read_at=now, state="read", kind="submission", subject="x", message_id=f"<{n}@x>")
    draft = DraftRecord.objects.create(submission=mail, received_at=now, changed_at=now, title="x", source="x", html="<p>x</p>", category="campus", status="published")
    ArticleRecord.objects.create(draft=draft, number=n, entry_id=f"tag:x,2026:{n}", title=f"第{n}篇", html="<p>x</p>", category="campus", ordinal=n, published_at=now, updated_at=now)
"""


class Installation:
    """It has the shipped configuration, or `config` in its place, and `more` of it; mails come from a Maildir unless `mailbox` is
    the text of another mailbox. `smtp_port` is a server for its letters, `secrets` stand in its environment. Passkeys want the
    `host` localhost."""

    def __init__(
        self,
        folder: Path,
        more: str = "",
        *,
        config: str = "",
        mailbox: str = MAILDIR,
        smtp_port: int = 0,
        host: str = "127.0.0.1",
        **secrets: str,
    ) -> None:
        self.folder, self.port, self.log = folder, free_port(), folder / "log"
        self.address = f"http://{host}:{self.port}"
        self.config = folder / "config" / "tougao.toml"
        self.config.parent.mkdir(parents=True)
        (folder / "config" / "pages").symlink_to(ROOT / "config" / "pages")
        for name in ("new", "cur", "tmp"):
            (folder / "Maildir" / name).mkdir(parents=True)
        text = config or (ROOT / "config" / "tougao.toml").read_text("utf-8")
        text = text.replace("http://127.0.0.1:8000", self.address)
        self.config.write_text(text + mailbox + more + (SMTP.format(port=smtp_port) if smtp_port else ""), "utf-8")
        ours = {"TOUGAO_CONFIG": str(self.config), "TOUGAO_PORT": str(self.port)}
        self.environment = plain_environment() | secrets | ours
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def var(self) -> Path:
        return self.folder / "var"

    @property
    def site(self) -> Path:
        return self.var / "site"

    @property
    def database(self) -> Path:
        return self.var / "tougao.sqlite3"

    def configure(self, ours: str, theirs: str) -> None:
        """Change a line of the configuration, before it starts."""
        text = self.config.read_text("utf-8")
        assert text.count(ours) == 1, ours
        self.config.write_text(text.replace(ours, theirs), "utf-8")

    def command(self, *words: str, given: str = "") -> str:
        """What a command of ours printed."""
        done = subprocess.run(
            [sys.executable, "-m", "tougao", *words],
            env=self.environment, cwd=self.folder, input=given.encode() + b"\n", capture_output=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
        return done.stdout.decode()

    def python(self, code: str) -> str:
        """What a piece of code says in it, whether it runs or stands still."""
        done = subprocess.run(
            [sys.executable, "-c", f"from tougao.cli import setup; setup.django(verbose=False)\n{code}"],
            cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def rows(self, sql: str) -> list[tuple]:
        connection = sqlite3.connect(self.database, timeout=20)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def add_editor(self, name: str, role: str) -> None:
        self.command("editor", "add", name, "--role", role, "--password-stdin", given=EDITOR_PASSWORD)

    def deliver(self, raw: bytes) -> None:
        name = f"{time.time_ns()}.{uuid.uuid4().hex}"  # in the order they came
        (self.folder / "Maildir" / "tmp" / name).write_bytes(raw)
        (self.folder / "Maildir" / "tmp" / name).rename(self.folder / "Maildir" / "new" / name)

    def start(self, holding: socket.socket | None = None) -> None:
        """With a socket, it is handed over as systemd does: as descriptor 3, to the process that is named."""
        words = ["-m", "tougao", "run", "--verbose"]
        if holding:
            handing = 'dup2(int(sys.argv[1]), 3); environ["LISTEN_PID"] = str(getpid()); environ["LISTEN_FDS"] = "1"'
            code = f"import sys; from os import *; {handing}; execv(sys.executable, [sys.executable, *sys.argv[2:]])"
            words = ["-c", code, str(holding.fileno()), *words]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *words], env=self.environment, cwd=self.folder, stdout=log, stderr=log,
                pass_fds=(holding.fileno(),) if holding else (),
            )  # fmt: skip
        until_it_answers(f"http://127.0.0.1:{self.port}/-/health", self.process, self.log.read_text)

    def ask(self, method: str, path: str, **fields: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, headers={name.replace("_", "-"): value for name, value in fields.items()})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def kill(self, how: int = signal.SIGKILL) -> int:
        """At once, as a power cut would; or as somebody who asks it to end. What it ended with."""
        assert self.process
        self.process.send_signal(how)
        return self.process.wait(30)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.kill(signal.SIGINT)
