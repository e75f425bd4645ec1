"""A real `tougao run` in a process of its own, on a Maildir, for tests that look at it with a browser."""

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.parts import free_port, need

ROOT = Path(__file__).parents[2]
EDITOR_PASSWORD = "春江潮水连海平海上明月"


class Desk:
    """`more` is added to the configuration. It is reached as localhost, where browsers allow passkeys."""

    def __init__(self, folder: Path, more: str = "", **secrets: str) -> None:
        self.folder, self.port = folder, free_port()
        self.log = folder / "log"
        (folder / "config").mkdir()
        (folder / "config" / "pages").symlink_to(ROOT / "config" / "pages")
        for name in ("new", "cur", "tmp"):
            (folder / "mail" / name).mkdir(parents=True)
        text = (ROOT / "config" / "tougao.toml").read_text("utf-8")
        text = text.replace("http://127.0.0.1:8000", self.address).replace("port = 8000", f"port = {self.port}")
        text = text.replace("check_dkim = true", "check_dkim = false")
        text += f'\n[[maildirs]]\nname = "local"\npath = "{folder}/mail"\npoll_seconds = 1\n{more}'
        (folder / "config" / "tougao.toml").write_text(text, "utf-8")
        ours = {k: v for k, v in os.environ.items() if not k.startswith(("TOUGAO", "DJANGO", "PYTEST"))}
        self.environment = {**ours, **secrets, "TOUGAO_CONFIG": str(folder / "config" / "tougao.toml")}
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def command(self, *arguments: str, given: str = "") -> str:
        done = subprocess.run(
            [sys.executable, "-m", "tougao", *arguments], env=self.environment, cwd=self.folder, input=given.encode() + b"\n",
            stdout=subprocess.PIPE, check=True, timeout=120,
        )  # fmt: skip
        return done.stdout.decode()

    def add_editor(self, name: str, role: str) -> None:
        self.command("editor", "add", name, "--role", role, "--password-stdin", given=EDITOR_PASSWORD)

    def deliver(self, raw: bytes) -> None:
        name = f"{uuid.uuid4().hex}.test"
        (self.folder / "mail" / "tmp" / name).write_bytes(raw)
        (self.folder / "mail" / "tmp" / name).rename(self.folder / "mail" / "new" / name)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tougao", "run", "--verbose"], env=self.environment, cwd=self.folder, stdout=log, stderr=log
            )  # fmt: skip
        eventually(lambda: "Tougao is running" in self.log.read_text(), 60)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)


def eventually(holds: Callable[[], object], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it never came true"
        time.sleep(0.05)


@contextmanager
def chromium(*more: str) -> Iterator[object]:
    """A headless Chromium that asks nobody but this machine."""
    from playwright.sync_api import sync_playwright

    program = need("chromium", "chromium", "chromium-browser", "google-chrome")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", *more]  # fmt: skip
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=quiet)
        yield browser
        browser.close()


def sign_in(page: object, desk: Desk, name: str, password: str = EDITOR_PASSWORD) -> None:
    page.goto(f"{desk.address}/desk/sign-in")  # type: ignore[attr-defined]
    page.fill("[name=username]", name)  # type: ignore[attr-defined]
    page.fill("[name=password]", password)  # type: ignore[attr-defined]
    page.click("button.main >> nth=0")  # type: ignore[attr-defined]
