"""A site built once for all validators, and the server of `tougao run` in front of it."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.proof.building import ROOT
from tests.proof.site import Built
from tests.support.browser import chromium
from tougao.newsstand.discovery import Hub

HUB = Hub("https://hub.example.com/", "https://news.example.cn")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    var = tmp_path_factory.mktemp("built")
    done = subprocess.run(
        [sys.executable, "-m", "tests.proof.building", str(var)],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    site = Built(var / "site")
    assert len(site.mobile) > 90
    assert len(site.wap) > 100
    return site


@pytest.fixture(scope="session")
def served(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site behind the application of `tougao run`, reads counted as in life."""
    import waitress
    from django.core.wsgi import get_wsgi_application

    from tougao.archive.journal import Journal
    from tougao.newsstand.reads import Counter
    from tougao.newsstand.serving import application

    desk_files = Path(__file__).parents[2] / "src" / "tougao" / "desk" / "static"
    counter = Counter(Journal(tmp_path_factory.mktemp("reads")), ZoneInfo("Asia/Shanghai"))
    server = waitress.create_server(
        application(get_wsgi_application(), built.folder, desk_files, counter=counter, hub=HUB),
        host="127.0.0.1", port=0, threads=4,
    )  # fmt: skip
    thread = threading.Thread(target=server.run)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture
def opened(browser: Any, served: str) -> Iterator[Any]:
    """`opened(width, scheme)` gives a page; what it asks for and what it says to the console are remembered."""
    contexts = []

    def make(width: int, scheme: str = "light", height: int = 740) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, base_url=served, locale="zh-CN"
        )
        contexts.append(context)
        page = context.new_page()
        page.asked, page.said = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda trouble: page.said.append(str(trouble)))
        return page

    yield make
    for context in contexts:
        context.close()
