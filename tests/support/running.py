"""An installation of its own, with `tougao run` in a process of its own."""

import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.support.parts import free_port

PUBLISH = """
from datetime import UTC, datetime
from tougao.archive.models import ArticleRecord, DraftRecord, SubmissionRecord
now = datetime(2026, 11, 20, 4, tzinfo=UTC)
for n in range(1, 6):
    mail = SubmissionRecord.objects.create(digest=f"{n:064x}", size=1, received_at=now, kept_at=now, read_at=now, state="read", kind="submission", subject="x", message_id=f"<{n}@x>")
    draft = DraftRecord.objects.create(submission=mail, received_at=now, changed_at=now, title="x", source="x", html="<p>x</p>", category="campus", status="published")
    ArticleRecord.objects.create(draft=draft, number=n, entry_id=f"tag:x,2026:{n}", title=f"第{n}篇", html="<p>x</p>", category="campus", ordinal=n, published_at=now, updated_at=now)
"""


class Running:
    """`tougao run` of an installation of its own, in a process of its own."""

    def __init__(self, base: Path) -> None:
        self.port = free_port()
        self.base = base
        base.mkdir(parents=True, exist_ok=True)
        for folder in ("cur", "new", "tmp"):
            (base / "mail" / folder).mkdir(parents=True)
        (base / "tougao.toml").write_text(
            '[site]\nname = "x"\nurl = "https://news.example.cn"\n[[categories]]\nslug = "campus"\nname = "校园"\n'
            '[storage]\nvar = "var"\n[[maildirs]]\nname = "m"\npath = "mail"\n'
        )
        self.environment = {
            key: value for key, value in os.environ.items() if not key.startswith(("TOUGAO", "DJANGO", "PYTEST"))
        } | {"TOUGAO_CONFIG": str(base / "tougao.toml"), "TOUGAO_PORT": str(self.port)}

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "tougao", *words]

    def start(self, holding: socket.socket | None = None) -> None:
        """With a socket, it is handed over as systemd does: as descriptor 3, to the process that is named."""
        command, given = self.command("run"), {}
        if holding:
            handing = 'dup2(int(sys.argv[1]), 3); environ["LISTEN_PID"] = str(getpid()); environ["LISTEN_FDS"] = "1"'
            code = f"import sys; from os import *; {handing}; execv(sys.executable, [sys.executable, *sys.argv[2:]])"
            command = [sys.executable, "-c", code, str(holding.fileno()), *command[1:]]
            given = {"pass_fds": (holding.fileno(),)}
        self.process = subprocess.Popen(
            command, cwd=self.base, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **given
        )
        for _ in range(400):
            try:
                self.ask("GET", "/-/health")
                return
            except OSError:
                assert self.process.poll() is None, self.process.stdout.read().decode()
                time.sleep(0.05)
        raise AssertionError("it did not start")

    def ask(self, method: str, path: str, **fields: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, headers={name.replace("_", "-"): value for name, value in fields.items()})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def kill(self, number: int) -> None:
        self.process.send_signal(number)
        self.process.wait(30)
        self.process.stdout.close()

    def python(self, code: str) -> str:
        """What a piece of code says in an installation that stands still or runs."""
        done = subprocess.run(
            [sys.executable, "-c", f"from tougao.cli import setup; setup.django(verbose=False)\n{code}"],
            cwd=self.base, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()
