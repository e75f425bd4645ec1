"""A Tougao of its own in a folder: configured, started, killed and started again, with an administrator."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from tests.support.parts import free_port

ROOT = Path(__file__).parents[2]
PASSWORD = "春江潮水连海平海上明月"


def eventually(holds, seconds=20):
    """Wait until it holds; what it gave."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = holds()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} seconds")


class Installation:
    """`more` is text for the configuration file, `smtp_port` a server for its letters."""

    def __init__(self, folder: Path, more: str = "", smtp_port: int = 0) -> None:
        self.folder, self.port, self.log = folder, free_port(), folder / "log"
        (folder / "config").mkdir(parents=True)
        (folder / "config" / "pages").symlink_to(ROOT / "config" / "pages")
        for name in ("new", "cur", "tmp"):
            (folder / "Maildir" / name).mkdir(parents=True)
        text = (ROOT / "config" / "tougao.toml").read_text("utf-8").replace("127.0.0.1:8000", f"127.0.0.1:{self.port}")
        text = text.replace("port = 8000", f"port = {self.port}")
        text += '\n[[maildirs]]\nname = "main"\npath = "../Maildir"\npoll_seconds = 1\n' + more
        if smtp_port:
            text += f'[smtp]\nsender = "418526785@qq.com"\nhost = "127.0.0.1"\nport = {smtp_port}\nsecurity = "none"\n'
        (folder / "config" / "tougao.toml").write_text(text, "utf-8")
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("TOUGAO", "DJANGO", "PYTEST"))}
        self.environment = kept | {"TOUGAO_CONFIG": str(folder / "config" / "tougao.toml")}
        self.process: subprocess.Popen[bytes] | None = None
        self.command("editor", "add", "lin", "--role", "administrator", "--password-stdin", given=PASSWORD)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def site(self) -> Path:
        return self.folder / "var" / "site"

    def command(self, *words: str, given: str = "", is_right: bool = True) -> str:
        """What a command of ours printed."""
        done = subprocess.run(
            [sys.executable, "-m", "tougao", *words],
            env=self.environment, cwd=self.folder, input=given.encode() + b"\n", capture_output=True, timeout=120,
        )  # fmt: skip
        assert (done.returncode == 0) == is_right, done.stdout.decode() + done.stderr.decode()
        return done.stdout.decode() + ("" if is_right else done.stderr.decode())

    def rows(self, sql: str) -> list[tuple]:
        connection = sqlite3.connect(self.folder / "var" / "tougao.sqlite3", timeout=20)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def deliver(self, name: str, raw: bytes) -> None:
        (self.folder / "Maildir" / "tmp" / name).write_bytes(raw)
        (self.folder / "Maildir" / "tmp" / name).rename(self.folder / "Maildir" / "new" / name)

    def start(self) -> None:
        before = self.log.read_text().count("Tougao is running") if self.log.exists() else 0
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tougao", "run", "--verbose"],
                env=self.environment, cwd=self.folder, stdout=log, stderr=log,
            )  # fmt: skip
        eventually(lambda: self.log.read_text().count("Tougao is running") > before, 40)

    def kill(self) -> None:
        """At once, as a power cut would."""
        self.process.kill()
        self.process.wait(20)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)
