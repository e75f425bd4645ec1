"""A `tougao run` in a process of its own, with editors and mails at hand, for tests that use the desk in a browser."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from tests.support.parts import free_port

ROOT = Path(__file__).parents[2]
PASSWORD = "春江潮水连海平海上明月"


class Desk:
    """Mails come from a Maildir; `deliver` puts one into it."""

    def __init__(self, folder: Path, *editors: tuple[str, str]) -> None:
        self.folder, self.port = folder, free_port()
        self.log = folder / "log"
        (folder / "config").mkdir(parents=True)
        (folder / "config" / "pages").symlink_to(ROOT / "config" / "pages")
        for name in ("cur", "new", "tmp"):
            (folder / "Maildir" / name).mkdir(parents=True)
        text = (ROOT / "config" / "tougao.toml").read_text()
        text = text.replace("http://127.0.0.1:8000", self.address).replace("port = 8000", f"port = {self.port}")
        text += f'\n[[maildirs]]\nname = "main"\npath = "{folder / "Maildir"}"\n'
        (folder / "config" / "tougao.toml").write_text(text)
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("TOUGAO", "DJANGO", "PYTEST"))}
        self.environment = kept | {"TOUGAO_CONFIG": str(folder / "config" / "tougao.toml")}
        for name, role in editors:
            self.command("editor", "add", name, "--role", role, "--password-stdin", given=PASSWORD)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self, *arguments: str, given: str = "") -> str:
        done = subprocess.run(
            [sys.executable, "-m", "tougao", *arguments],
            env=self.environment,
            cwd=self.folder,
            input=given.encode() + b"\n",
            capture_output=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    @property
    def database(self) -> Path:
        return self.folder / "var" / "tougao.sqlite3"

    def deliver(self, name: str, raw: bytes) -> None:
        written = self.folder / "Maildir" / "tmp" / name
        written.write_bytes(raw)
        written.rename(self.folder / "Maildir" / "new" / name)

    def count(self, table: str) -> int:
        with contextlib.closing(sqlite3.connect(self.database)) as database:
            return int(database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])

    def wait_for(self, holds: Callable[[], bool], seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.1)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tougao", "run"], env=self.environment, cwd=self.folder, stdout=log, stderr=log
            )
        self.wait_for(self._answers)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/-/health") as answer:
                return answer.status == 200
        except (urllib.error.URLError, ConnectionError):
            return False

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)
