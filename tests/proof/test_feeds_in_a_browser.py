"""A feed that somebody opens in a real Chromium says what it is and can be read, from `tougao run` and from nginx."""

import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from tests.proof.site import Built
from tests.support.nginx import Nginx

pytestmark = [pytest.mark.browser, pytest.mark.nginx]
# What is seen: the words of each element that takes room, in its colours. A raw source view has no such elements at all.
LOOK = """() => {
  const root = document.documentElement, shown = {}, style = getComputedStyle(root), banner = getComputedStyle(root, '::before')
  for (const element of root.querySelectorAll('*')) {
    if (!element.getClientRects().length || element.childElementCount) continue
    (shown[element.localName] ??= []).push(element.textContent)
  }
  return {root: root.localName, shown, banner: banner.content, display: banner.display, wide: document.scrollingElement?.scrollWidth ?? root.scrollWidth,
    inks: [[style.color, style.backgroundColor], [banner.color, banner.backgroundColor]], size: parseFloat(banner.fontSize),
    bold: getComputedStyle(root.querySelector('item > title, entry > title')).fontWeight}
}"""


@pytest.fixture(scope="module", params=["tougao run", "nginx"])
def address(request: Any, built: Built, served: str, tmp_path_factory: Any) -> Iterator[str]:
    if request.param == "tougao run":
        yield served
        return
    front = Nginx(tmp_path_factory.mktemp("nginx"), built.folder)
    yield front.address
    front.stop()


def contrast(ink: str, paper: str) -> float:
    """WCAG 2.2's ratio of two colours as a browser tells them."""

    def light(colour: str) -> float:
        parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, bright = sorted((light(ink), light(paper)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/feed.rss", "/feed.atom", "/c/news/feed.rss", "/c/news/feed-1.atom"])
def test_a_feed_opened_in_a_browser_can_be_read(browser: Any, address: str, path: str, scheme: str):
    asked: list[str] = []
    with closing(
        browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme, locale="zh-CN")
    ) as context:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        with page.expect_response("**/feed.css"):
            page.goto(address + path)
        page.wait_for_load_state()
        assert [url.removeprefix(address) for url in asked] == [path, "/feed.css"], "shown as raw source"
        seen = page.evaluate(LOOK)
    assert seen["root"] == ("rss" if path.endswith("rss") else "feed")
    assert seen["display"] == "block"
    assert "这是一份订阅源" in seen["banner"]
    assert "阅读器" in seen["banner"]
    assert "This is a feed" not in seen["banner"], "its language is known"
    assert len(seen["shown"]["title"]) > 3
    assert "华夏教育网" in "".join(seen["shown"]["title"])
    assert seen["bold"] == "700"
    assert not {"encoded", "content", "id", "guid", "pubDate", "link", "updated"} & seen["shown"].keys()
    assert seen["wide"] <= 360
    assert seen["size"] >= 16
    assert all(contrast(*pair) >= 7 for pair in seen["inks"]), seen["inks"]
    papers = [paper for _, paper in seen["inks"]]
    assert all((contrast("rgb(0, 0, 0)", paper) > 10) == (scheme == "light") for paper in papers), papers
