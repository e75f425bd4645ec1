"""A real Chromium with the desk's scripts at hand; nothing is behind them but what a test puts there."""

import mimetypes
from pathlib import Path

import pytest

import tougao.desk
from tests.support import browser

STATIC = Path(tougao.desk.__file__).parent / "static"
PAPER = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/desk/static/desk.css">
<link rel="stylesheet" href="/desk/static/draft.css"><div class="paper-box"><div class="paper"></div></div>"""


@pytest.fixture(autouse=True)
def own_site():
    """The desk's other tests want Django; these must not touch it while Playwright runs."""


@pytest.fixture(scope="module")
def chromium():
    """Gone with its module: while it is there, Django thinks that it runs among coroutines."""
    with browser.chromium() as found:
        yield found


@pytest.fixture
def bench(chromium):
    """A page with an empty paper, and `page.troubles` that must stay empty."""
    context = chromium.new_context(viewport={"width": 900, "height": 800})
    page = context.new_page()
    page.troubles = []
    page.on("console", lambda message: page.troubles.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda trouble: page.troubles.append(str(trouble)))

    def answer(route):
        path = route.request.url.removeprefix("http://desk.invalid").partition("?")[0]
        if path == "/":
            return route.fulfill(content_type="text/html", body=PAPER)
        file = STATIC / path.removeprefix("/desk/static/")
        if path.startswith("/desk/static/") and file.is_file():
            return route.fulfill(content_type=mimetypes.guess_type(file.name)[0], body=file.read_bytes())
        if path.startswith("/desk/media/"):
            return route.fulfill(
                content_type="image/svg+xml", body='<svg xmlns="http://www.w3.org/2000/svg" width="9" height="6"/>'
            )
        return route.fulfill(status=404, body="")

    page.route("**/*", answer)
    page.goto("http://desk.invalid/")
    yield page
    assert page.troubles == []
    context.close()


@pytest.fixture
def paper(bench):
    """`paper(html)` opens a body on the paper; `bench.evaluate("paper.html")` is what would be saved."""

    def opened(html: str):
        bench.evaluate(
            """async (html) => {
                const { Paper } = await import("/desk/static/draft/paper.js");
                const { Islands } = await import("/desk/static/draft/islands.js");
                const { Tables } = await import("/desk/static/draft/tables.js");
                const box = document.querySelector(".paper-box");
                box.innerHTML = '<div class="paper"></div>';
                window.paper = new Paper(box.firstChild, html);
                window.islands = new Islands(window.paper, box);
                window.tables = new Tables(window.paper, window.islands, document.createElement("div"));
            }""",
            html,
        )
        return bench

    return opened
