"""The desk served by waitress in this process, on the test's own database, and editors sitting at it."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.browser import chromium, press

PASSWORD = "春江潮水连海平"  # of everybody whom new_editor makes
MOST_BYTES = 44 * 1024 * 1024
ARTEFACTS = Path(__file__).parents[2] / "test-artefacts"


@contextmanager
def served(site_folder: Path) -> Iterator[str]:
    """Its address. Eight threads, as `tougao run` has."""
    from django.core.wsgi import get_wsgi_application

    from tougao.desk import files
    from tougao.newsstand import serving
    from tougao.newsstand.listening import Server

    application = serving.application(get_wsgi_application(), site_folder, files.FOLDER, files.state())
    server = Server(application, "127.0.0.1", 0, MOST_BYTES)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.stop()
    thread.join(20)
    server.close()


@contextmanager
def browser() -> Iterator[Any]:
    """Chromium beside the database: Playwright keeps a loop in this thread, though nothing here is asynchronous."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with chromium() as found:
            yield found
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def artefact(name: str) -> Path:
    """Where a picture of a page is kept to be looked at."""
    ARTEFACTS.mkdir(exist_ok=True)
    return ARTEFACTS / f"{name}.png"


class Seat:
    """An editor at a browser of his own. `troubles` lists what his console complained of, and a test may clear away what it
    brought about itself; `errors` are those of the pages' scripts, in every window of his, and nobody clears them."""

    def __init__(self, browser: Any, address: str, name: str, **options: Any) -> None:
        self.context = browser.new_context(
            **({"viewport": {"width": 1280, "height": 860}, "locale": "zh-CN"} | options)
        )
        self.address, self.troubles, self.errors = address, [], []
        self.context.on("weberror", lambda trouble: self.errors.append(str(trouble.error)))
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self.troubles.append(message.text) if message.type == "error" else None)
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.goto(f"{address}/desk/sign-in")
        self.page.fill("[name=username]", name)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("button.main >> nth=0")
        self.page.wait_for_selector("header.bar")
        self.page.wait_for_load_state()

    def open(self, path: str = "") -> Any:
        self.page.goto(f"{self.address}/desk/{path}")
        return self.page

    def press(self, *keys: str) -> None:
        press(self.page, *keys)

    def shoot(self, name: str) -> None:
        self.page.screenshot(path=artefact(name))
