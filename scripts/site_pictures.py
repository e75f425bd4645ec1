"""Pictures of the readers' pages for docs/pages.md: the demo mails, approved, printed and looked at in Chromium.

    .venv/bin/python scripts/site_pictures.py

Writes docs/images/site-{width}-{light,dark}.png: the home page, an article and the page of a supplier side by side.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
SIZES = ((360, 740), (1280, 900))
PAGES = ("/", "/a/11.html", "/a/1.html", "/s/")
GAP = 24


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextlib.contextmanager
def demo_site() -> Iterator[str]:
    """The address of the demo site, every draft of it published."""
    folder = Path(tempfile.mkdtemp(prefix="tougao-pictures-"))
    (folder / "config").mkdir()
    shutil.copy(ROOT / "config" / "tougao.toml", folder / "config")
    (folder / "config" / "pages").symlink_to(ROOT / "config" / "pages")
    environment = {**os.environ, "TOUGAO_CONFIG": str(folder / "config" / "tougao.toml")}
    tougao = partial(subprocess.run, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    command = [sys.executable, "-m", "tougao"]
    mails = sorted(map(str, (ROOT / "demo" / "mails").glob("*.eml")))
    tougao([*command, "ingest", *mails])
    tougao([*command, "approve", *(str(number) for number in range(1, 13))])
    tougao([*command, "correct", "1", "--note", "第二段“4万人次”此前误作“3万人次”。"])
    tougao([*command, "pin", "3"])
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder / "var" / "site")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    shutil.rmtree(folder)


def side_by_side(shots: list[bytes]) -> Image.Image:
    pictures = [Image.open(BytesIO(shot)).convert("RGB") for shot in shots]
    width = sum(picture.width for picture in pictures) + GAP * (len(pictures) - 1)
    sheet = Image.new("RGB", (width, max(picture.height for picture in pictures)), "#8a8580")
    left = 0
    for picture in pictures:
        sheet.paste(picture, (left, 0))
        left += picture.width + GAP
    return sheet


def main() -> None:
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    arguments = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with demo_site() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        for width, height in SIZES:
            for scheme in ("light", "dark"):
                page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
                shots = []
                for path in PAGES if width < 800 else PAGES[:3:2]:
                    page.goto(address + path, wait_until="networkidle")
                    shots.append(page.screenshot())
                sheet = side_by_side(shots).quantize(128, dither=Image.Dither.NONE)
                sheet.save(ROOT / "docs" / "images" / f"site-{width}-{scheme}.png", optimize=True)
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
