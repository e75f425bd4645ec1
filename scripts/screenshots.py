"""The pictures of docs/desk.md: the demo, started anew in a folder of its own, used by a real browser.

    .venv/bin/python scripts/screenshots.py [--folder docs/images] [--only queue readings] [--dark] [--width 1280] [--english]

It needs Chromium (scripts/test_parts.sh installs it) and some fonts with Chinese characters. Everything it starts it ends.
"""

import argparse
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 60
COLOURS = 200  # a screen of ours needs no more, and the files are a third of the size
LETTERS: list[Path] = []  # the folder that the demo's letters are written to


@contextmanager
def demo(folder: Path) -> Iterator[tuple[str, str, str]]:
    """The address of a running demo, and name and password of its editor."""
    shutil.copytree(ROOT / "config", folder / "config")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    path = folder / "config" / "tougao.toml"
    path.write_text(path.read_text("utf-8").replace("127.0.0.1:8000", f"127.0.0.1:{port}"), "utf-8")
    command = [sys.executable, "-m", "tougao", "--config", str(path), "run", "--port", str(port), "--verbose"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)  # noqa: S603 - our own words
    try:
        words = _awaited(folder / "log", r"Sign in as (\S+) with the password (\S+)", process)
        _awaited(folder / "log", r"(?s)(mail read.*){13}", process)
        yield f"http://127.0.0.1:{port}", words[1], words[2]
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def _awaited(log: Path, wanted: str, process: subprocess.Popen[bytes]) -> re.Match[str]:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        found = re.search(wanted, log.read_text("utf-8", "replace"))
        if found:
            return found
        time.sleep(0.1)
    raise SystemExit(f"the demo did not start:\n{log.read_text('utf-8', 'replace')[-2000:]}")


def sign_in(page: Page, address: str, name: str, password: str, is_english: bool) -> None:
    page.goto(f"{address}/desk/")
    if is_english:
        page.click("button.quiet")
    page.fill("[name=username]", name)
    page.fill("[name=password]", password)
    page.click("button.main")
    page.wait_for_url("**/desk/")
    if is_english and page.get_attribute("html", "lang") != "en":
        page.click(".who summary")
        page.click(".who button >> nth=0")
        page.wait_for_url("**/desk/")


def prepare(page: Page, address: str) -> None:
    """A morning's work, so that every page has something to show."""
    for _ in range(4):
        _approve(page, address)
    draft(page, address)
    page.keyboard.press("r")
    page.select_option(".reason.open select", index=2)
    page.click(".reason.open button.danger")
    page.wait_for_selector(".undo")
    page.goto(f"{address}/desk/settings/texts/")
    page.fill("[name=copyright]", "© 2026 华夏教育网")
    page.click(".deeds .main")
    page.wait_for_selector(".note.success")
    for path in ("/a/1.html", "/a/2.html"):
        page.request.get(f"{address}/-/read/{path[3:-5]}.gif", headers={"User-Agent": "Mozilla/5.0"})


def _approve(page: Page, address: str) -> None:
    """The newest draft that can be published as it came."""
    page.goto(f"{address}/desk/?status=new")
    links = page.eval_on_selector_all(".queue a", "rows => rows.map(row => row.getAttribute('href'))")
    for link in links:
        page.goto(f"{address}{link}")
        page.wait_for_load_state("networkidle")
        if len(page.input_value("#html")) > 400:
            page.keyboard.press("a")
            page.wait_for_selector(".undo")
            return


def queue(page: Page, address: str) -> None:
    page.goto(f"{address}/desk/?status=new")


def draft(page: Page, address: str) -> None:
    page.goto(f"{address}/desk/?status=new")
    page.click(".queue a >> nth=0")
    page.wait_for_selector("#draft")
    page.wait_for_load_state("networkidle")


def phone(page: Page, address: str) -> None:
    """The original of a draft as a thumb finds it; last, for the window stays small."""
    page.set_viewport_size({"width": 360, "height": 740})
    draft(page, address)
    page.wait_for_selector("html[data-draft=ready]")
    page.click(".places [data-place=original]")
    page.wait_for_timeout(500)


def returning(page: Page, address: str) -> None:
    draft(page, address)
    page.keyboard.press("r")
    page.select_option(".reason.open select", index=2)
    page.locator(".reason.open").scroll_into_view_if_needed()


def history(page: Page, address: str) -> None:
    page.goto(f"{address}/desk/?status=returned")
    page.click(".queue a >> nth=0")
    page.wait_for_selector("#history")
    page.locator("#history").scroll_into_view_if_needed()


def contributors(page: Page, address: str) -> None:
    page.goto(f"{address}/desk/contributors")


def contributor(page: Page, address: str) -> None:
    page.goto(f"{address}/desk/contributors?sort=published")
    page.click(".people tbody a >> nth=0")


def readings(page: Page, address: str) -> None:
    page.goto(f"{address}/desk/readings")


def settings(page: Page, address: str) -> None:
    page.goto(f"{address}/desk/settings/")


def categories(page: Page, address: str) -> None:
    page.goto(f"{address}/desk/settings/categories/")


def pages(page: Page, address: str) -> None:
    page.goto(f"{address}/desk/settings/pages/")
    page.click("details[open] button[name=show]")
    page.wait_for_timeout(500)


def setting_history(page: Page, address: str) -> None:
    page.goto(f"{address}/desk/settings/texts/history")


def digest(page: Page, address: str) -> None:
    page.goto(f"{address}/desk/digest")


def status(page: Page, address: str) -> None:
    """The page that a returned contributor sees, by the link of the demo's last return."""
    for letter in sorted(LETTERS[0].glob("decision-*.eml"), reverse=True):
        words = message_from_bytes(letter.read_bytes(), policy=policy.default).get_content()
        found = re.search(r"http\S+/-/status/\S+", words)
        if found:
            page.goto(found[0])
            return
    raise SystemExit("no letter with a status link has left yet")


PICTURES: dict[str, Callable[[Page, str], None]] = {
    "queue": queue,
    "draft": draft,
    "return": returning,
    "history": history,
    "contributors": contributors,
    "contributor": contributor,
    "readings": readings,
    "settings": settings,
    "categories": categories,
    "pages": pages,
    "setting-history": setting_history,
    "digest": digest,
    "status": status,
    "phone": phone,
}


SHOWN = [
    "queue",
    "draft",
    "return",
    "history",
    "contributor",
    "readings",
    "categories",
    "setting-history",
    "status",
    "phone",
]  # in docs/desk.md


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=ROOT / "docs" / "images")
    parser.add_argument("--only", nargs="*", choices=list(PICTURES), default=SHOWN)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--english", action="store_true")
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--whole", action="store_true", help="the whole page, not what a window shows")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        raise SystemExit("Chromium is not installed; scripts/test_parts.sh installs it.")
    with (
        tempfile.TemporaryDirectory(prefix="tougao-pictures-") as place,
        demo(Path(place)) as (address, name, password),
        sync_playwright() as playwright,
    ):
        LETTERS.append(Path(place) / "var" / "demo" / "letters")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(
            viewport={"width": given.width, "height": 800 if given.width > 500 else 740},
            color_scheme="dark" if given.dark else "light",
            locale="en-GB" if given.english else "zh-CN",
            reduced_motion="reduce",
        )
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        sign_in(page, address, name, password, given.english)
        prepare(page, address)
        if "status" in given.only:
            page.wait_for_timeout(17_000)  # the letters wait the ten seconds of undo, then for the next round
        for wanted in given.only:
            PICTURES[wanted](page, address)
            path = given.folder / f"desk-{wanted}.png"
            page.screenshot(path=path, full_page=given.whole)
            Image.open(path).convert("RGB").quantize(COLOURS).save(path, optimize=True)
            print(path)
        browser.close()


if __name__ == "__main__":
    main()
