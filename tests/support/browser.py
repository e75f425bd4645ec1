"""A real browser, and how somebody signs in with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.support.installation import EDITOR_PASSWORD, Installation
from tests.support.parts import need


@contextmanager
def chromium(*more: str) -> Iterator[Any]:
    """A headless Chromium that asks nobody but this machine."""
    from playwright.sync_api import sync_playwright

    program = need("chromium", "chromium", "chromium-browser", "google-chrome")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", *more]  # fmt: skip
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=quiet)
        yield browser
        browser.close()


def sign_in(page: Any, running: Installation, name: str, password: str = EDITOR_PASSWORD) -> None:
    page.goto(f"{running.address}/desk/sign-in")
    page.fill("[name=username]", name)
    page.fill("[name=password]", password)
    page.click("button.main >> nth=0")


def press(page: Any, *keys: str) -> None:
    """Each key once its page hears: a page's scripts have run by the time it is loaded."""
    for key in keys:
        page.wait_for_load_state()
        page.keyboard.press(key)
