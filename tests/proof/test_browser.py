"""Pages in a real Chromium: axe-core finds nothing, nothing scrolls sideways, every target can be hit, nobody else is asked."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.proof.site import Built
from tests.support.parts import need_package

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALLEST_TARGET = 24  # CSS pixels; WCAG 2.2, 2.5.8
ASIDE = re.compile(r"/-/read/\d+|/read\.js|/icon\.svg|/favicon\.ico")  # the counter, and what a tab shows
TOO_SMALL = """least => [...document.querySelectorAll('a[href], button, input, summary')]
  .filter(target => getComputedStyle(target).display !== 'inline' || !target.closest('p, td, figcaption, blockquote, .text li'))
  .map(target => [target, target.getBoundingClientRect()])
  .filter(([target, box]) => box.bottom > 0 && box.right > 0 && (box.width < least || box.height < least))
  .map(([target, box]) => `${target.outerHTML.slice(0, 90)} ${box.width}×${box.height}`)"""
SPACED = "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}"


def kinds(built: Built) -> dict[str, str]:
    """An address for every kind of page, the fullest of its kind: whatever templates there are, one page of each shape."""
    wanted = {
        "home": "/",
        "list": "/all/",
        "permanent list": "/all/1.html",
        "category": "/c/campus/",
        "fixed page": "/p/about.html",
        "site map": "/p/sitemap.html",
        "feeds": "/p/feeds.html",
        "absent": "/404.html",
    }
    for kind, mark in {
        "picture": "<figure>",
        "several pictures": 'loading="lazy"',
        "table": "<table>",
        "contents": 'class="toc"',
        "quotes": "<blockquote>",
        "links": "example.cn/%25zz",
        "english": 'lang="en"',
        "right to left": "الجامعة",
        "long title": "超长标题",
        "shortest": "一句话新闻",
        "odd characters": "𠮷野家，",
    }.items():
        wanted[kind] = next(built.address(path) for path in article_pages(built) if mark in path.read_text())
    wanted["withdrawn"] = next(built.address(path) for path in built.mobile if "gone" in path.parts)
    for folder in sorted(path for path in built.folder.iterdir() if path.is_dir()):
        if folder.name not in ("a", "all", "c", "gone", "media", "p", "wap"):  # whatever kinds are added later
            for path in sorted(folder.rglob("*.html"))[:3]:
                wanted[built.name(path)] = built.address(path)
    return wanted


def article_pages(built: Built) -> list[Any]:
    return [path for path in built.mobile if path.parent == built.folder / "a"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_any_kind_of_page(built: Built, opened: Any, width: int, scheme: str):
    axe = (need_package("axe-core") / "axe.min.js").read_text()
    page = opened(width, scheme)
    for kind, address in kinds(built).items():
        page.goto(address)
        page.evaluate(axe)
        found = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES)
        assert found["testEngine"]["name"] == "axe-core"
        assert len(found["passes"]) > 10
        wrong = [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found["violations"]]
        assert wrong == [], f"{kind}, {address}"


def test_axe_is_awake(opened: Any):
    page = opened(360)
    page.goto("/")
    page.evaluate((need_package("axe-core") / "axe.min.js").read_text())
    page.evaluate("document.querySelector('main a').innerHTML = ''; document.documentElement.lang = ''")
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert {"link-name", "html-has-lang"} <= {each["id"] for each in found["violations"]}


@pytest.mark.parametrize(
    ("width", "style"), [(320, ""), (360, "html{font-size:200%}"), (360, SPACED)], ids=["320", "200 %", "spaced"]
)
def test_nothing_scrolls_sideways(built: Built, opened: Any, width: int, style: str):
    page = opened(width, height=256)
    wide = {}
    for address in [*kinds(built).values(), *map(built.address, article_pages(built)[:40])]:
        page.goto(address)
        if style:
            page.evaluate(
                "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s] }", style
            )
        needed = page.evaluate("document.scrollingElement.scrollWidth")
        if needed > width:
            wide[address] = needed
    assert wide == {}


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_every_target_can_be_hit_with_a_thumb(built: Built, opened: Any, width: int):
    page = opened(width)
    small = {}
    for address in kinds(built).values():
        page.goto(address)
        if found := page.evaluate(TOO_SMALL, SMALLEST_TARGET):
            small[address] = found
    assert small == {}


def test_no_page_speaks_to_the_console_or_asks_anybody_else(built: Built, opened: Any, served: str):
    page = opened(360)
    for address in [*kinds(built).values(), *map(built.address, article_pages(built)[:40])]:
        page.asked.clear()
        page.said.clear()
        page.goto(address)
        # Chromium itself tells the console of an answer that is 404 or 410.
        assert [words for words in page.said if "status of 410" not in words] == [], address
        assert {urlsplit(url).netloc for url in page.asked if not url.startswith("data:")} == {urlsplit(served).netloc}
        assert not page.context.cookies()


def test_an_article_of_text_is_one_request_beside_the_counter_and_the_icon(built: Built, opened: Any):
    page = opened(360)
    texts = [path for path in article_pages(built) if "<figure>" not in path.read_text()][:12]
    for path in texts:
        page.asked.clear()
        page.goto(built.address(path))
        asked = [urlsplit(url).path for url in page.asked if not url.startswith("data:")]
        assert [address for address in asked if not ASIDE.fullmatch(address)] == [built.address(path)]


def test_where_sentences_are_not_the_targets_are_a_finger_wide_in_the_masthead_and_the_footer(
    built: Built, opened: Any
):
    page = opened(360)
    page.goto("/")
    heights = page.evaluate(
        "[...document.querySelectorAll('.brand, footer nav a')].map(a => a.getBoundingClientRect().height)"
    )
    assert len(heights) >= 6
    assert min(heights) >= 44


PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("edition", ["", "/wap"])
def test_a_reader_is_counted_once_with_scripts_and_without(browser: Any, served: str, edition: str, scripts: bool):
    """One request of one kind for each page that is opened: the script's, or the picture's where no script runs."""
    context = browser.new_context(base_url=served, user_agent=PHONE, java_script_enabled=scripts)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {urlsplit(request.url).path}"))
    page.goto(f"{edition}/a/2.html", wait_until="networkidle")
    is_told = scripts and not edition
    assert [each for each in asked if "/-/" in each] == ["POST /-/read/2" if is_told else "GET /-/read/2.gif"]
    context.close()


def test_the_present_number_takes_the_place_of_the_printed_one_and_never_a_smaller(browser: Any, served: str):
    context = browser.new_context(base_url=served, user_agent=PHONE)
    for answer, shown in (("796", "796"), ("", "0"), ("<b>9</b>", "0"), ("-5", "0")):
        page = context.new_page()
        page.route("**/-/read/*", lambda route, _, answer=answer: route.fulfill(status=200, body=answer))
        with page.expect_response("**/-/read/2"):
            page.goto("/a/2.html")
        page.wait_for_timeout(50)
        assert page.inner_text("#reads") == shown
        page.close()
    context.close()


def test_a_page_that_nobody_sees_waits_to_be_counted(browser: Any, served: str):
    context = browser.new_context(base_url=served, user_agent=PHONE)
    context.add_init_script(
        "self.hid = true; Object.defineProperty(document, 'visibilityState', {get: () => self.hid ? 'hidden' : 'visible'})"
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto("/a/2.html", wait_until="networkidle")
    assert "/-/read/2" not in asked
    for _ in range(2):
        page.evaluate("self.hid = false; document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_load_state("networkidle")
    assert asked.count("/-/read/2") == 1
    context.close()
