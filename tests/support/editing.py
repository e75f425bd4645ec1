"""A `tougao run` in a process of its own, with editors and mails at hand, for tests that use the desk in a browser."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.support.parts import free_port

ROOT = Path(__file__).parents[2]
PASSWORD = "春江潮水连海平海上明月"


class Desk:
    """Mails come from a Maildir that nobody delivers into; `ingest` puts mails in by hand."""

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

    def python(self, code: str) -> str:
        """Run a line against the installation's own database."""
        start = "import django; django.setup()\n"
        environment = self.environment | {"DJANGO_SETTINGS_MODULE": "tougao.settings"}
        done = subprocess.run(
            [sys.executable, "-c", start + code], env=environment, cwd=self.folder, capture_output=True, timeout=60
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    def ingest(self, *paths: Path) -> None:
        self.command("ingest", *map(str, paths))

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tougao", "run"], env=self.environment, cwd=self.folder, stdout=log, stderr=log
            )
        deadline = time.monotonic() + 60
        while not self._answers():
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.1)

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
