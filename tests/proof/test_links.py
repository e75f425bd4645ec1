"""Every address in every file of the site leads somewhere: pages, both editions, feeds, site maps, style sheets."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import lxml.etree
import lxml.html
import pytest

from tests.proof.site import URL, Built

ATTRIBUTES = ("href", "src", "poster", "action", "data", "xmlUrl", "htmlUrl", "url")
SETS = ("srcset", "imagesrcset")
ELSEWHERE = ("/desk/", "/-/", "/search", "/wap/search")  # answered by Tougao itself
XML = (".rss", ".atom", ".xml", ".opml")
STYLED = re.compile(r'<\?xml-stylesheet[^>]*href="([^"]+)"')


def parsed(data: bytes) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(data.replace(b"<wbr>", b""))  # libxml2 takes it for an element that closes


def of_markup(root: lxml.etree._Element) -> Iterator[str]:
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for name, value in element.attrib.items():
            if name in ATTRIBUTES:
                yield value
            elif name in SETS:
                yield from (choice.split()[0] for choice in value.split(",") if choice.strip())
        if element.tag == "meta" and element.get("property") in ("og:image", "og:url"):
            yield element.get("content", "")
        if element.tag == "script":
            yield from of_json(json.loads(element.text or "{}"))


def of_json(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, str) and name == "content_html":
                yield from of_markup(lxml.html.fromstring(f"<div>{inner}</div>"))
            elif name not in ("@context", "version", "id"):
                yield from of_json(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from of_json(inner)
    elif isinstance(value, str) and re.match(r"https?://\S+$", value):
        yield value


def of_xml(root: lxml.etree._Element) -> Iterator[str]:
    """Addresses in attributes, in elements that hold nothing else, and in the HTML that a feed carries."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        yield from (value for name, value in element.attrib.items() if name in ATTRIBUTES)
        text = (element.text or "").strip()
        name = lxml.etree.QName(element).localname
        if re.match(r"https?://\S+$", text):
            yield text
        elif name in ("encoded", "content") and text:
            yield from of_markup(lxml.html.fromstring(f"<div>{text}</div>"))


def addresses(path: Path) -> list[str]:
    data = path.read_bytes()
    if path.suffix == ".html":
        return list(of_markup(parsed(data)))
    if path.suffix == ".json":
        return list(of_json(json.loads(data)))
    if path.suffix in XML:
        return [*STYLED.findall(data.decode()), *of_xml(lxml.etree.fromstring(data))]
    if path.suffix == ".css":
        return re.findall(r"url\(['\"]?([^)'\"]+)", data.decode())
    return []


def test_every_address_in_every_file_leads_to_a_file(built: Built):
    dead, followed = set(), 0
    for path in built.paths(".html", ".json", ".css", *XML):
        here = URL + built.address(path)
        for address in addresses(path):
            parts = urlsplit(urljoin(here, address))
            is_ours = f"{parts.scheme}://{parts.netloc}" == URL and not parts.path.startswith(ELSEWHERE)
            if not is_ours or address.startswith("#"):  # the next test follows those
                continue
            followed += 1
            if not built.file(unquote(parts.path)).is_file():
                dead.add((built.name(path), address))
    assert dead == set()
    assert followed > 5000


def test_every_fragment_names_something_on_its_page(built: Built):
    known: dict[Path, set[str]] = {}
    followed = 0
    for path in built.paths(".html"):
        here = URL + built.address(path)
        for address in addresses(path):
            parts = urlsplit(urljoin(here, address))
            if not parts.fragment or f"{parts.scheme}://{parts.netloc}" != URL:
                continue
            target = built.file(parts.path)
            if "gone" in path.parts and address.startswith("#"):
                target = path
            if target not in known:
                known[target] = {element.get("id", "") for element in parsed(target.read_bytes()).iter()}
            assert unquote(parts.fragment) in known[target], f"{built.name(path)}: {address}"
            followed += 1
    assert followed > 100


def test_no_id_stands_twice_on_a_page(built: Built):
    for path in built.paths(".html"):
        ids = [element.get("id") for element in parsed(path.read_bytes()).iter() if element.get("id")]
        assert len(ids) == len(set(ids)), built.name(path)


@pytest.mark.parametrize(
    ("folder", "older", "newer"),
    [
        ("a", r'<a rel="prev" href="([^"]+)"', r'<a rel="next" href="([^"]+)"'),
        ("wap/a", r'<a href="([^"]+)" accesskey="7"', r'<a href="([^"]+)" accesskey="9"'),
    ],
)
def test_the_article_before_and_the_one_after_name_each_other(built: Built, folder: str, older: str, newer: str):
    pages = {}
    for path in (built.folder / folder).glob("*.html"):
        text = path.read_text()
        pages[built.address(path)] = [(re.search(pattern, text) or [None, None])[1] for pattern in (older, newer)]
    linked = {address: links for address, links in pages.items() if any(links)}
    for address, (before, after) in linked.items():
        # On the wap edition the link leads to the first sheet of an article and stands on the last.
        if before:
            assert built.address(last_sheet(built, before)) in pages
            assert first_sheet(pages[built.address(last_sheet(built, before))][1]) == first_sheet(address)
        if after:
            assert first_sheet(pages[built.address(last_sheet(built, after))][0]) == first_sheet(address)
    ends = [[address for address, links in linked.items() if links[side] is None] for side in (0, 1)]
    assert [len(end) for end in ends] == [1, 1]
    # From one end every article is met once.
    met, current = [], ends[0][0]
    while current:
        met.append(first_sheet(current))
        current = pages[current][1] and built.address(last_sheet(built, pages[current][1]))
    assert len(met) == len(set(met)) == len({first_sheet(address) for address in pages})


def first_sheet(address: str | None) -> str:
    return re.sub(r"-\d+\.html$", ".html", address or "")


def last_sheet(built: Built, address: str) -> Path:
    first = built.file(address)
    sheets = sorted(first.parent.glob(f"{first.stem}-*.html"), key=lambda path: int(path.stem.split("-")[1]))
    return sheets[-1] if "wap" in first.parts and sheets else first


def test_every_page_is_reached_from_the_home_page(built: Built):
    """But for the notices of what is absent or gone, to which no page leads."""
    for home in ("/", "/wap/"):
        waiting, reached = [home], {home}
        while waiting:
            path = built.file(waiting.pop())
            for address in addresses(path):
                parts = urlsplit(urljoin(URL + built.address(path), address))
                if f"{parts.scheme}://{parts.netloc}" == URL and parts.path not in reached:
                    reached.add(parts.path)
                    if built.file(parts.path).suffix == ".html" and built.file(parts.path).is_file():
                        waiting.append(parts.path)
        edition = built.wap if home == "/wap/" else built.mobile
        wanted = {built.address(path) for path in edition if "gone" not in path.parts and path.name != "404.html"}
        assert wanted - reached == set()


def test_every_picture_of_the_site_is_shown_somewhere_and_every_withdrawn_one_is_not(built: Built):
    shown = {urlsplit(address).path for path in built.paths(".html", ".json", *XML) for address in addresses(path)}
    printed = {built.address(path) for path in built.paths() if path.parts[len(built.folder.parts)] == "media"}
    assert printed - shown == set()
    assert len(printed) > 20


def test_site_maps_name_every_live_page_and_no_other(built: Built):
    named = {
        urlsplit(address).path
        for path in sorted(built.folder.glob("sitemap-*.xml"))
        for address in addresses(path)
        if address.startswith(URL)
    }
    articles = {built.address(path) for path in built.mobile if path.parent == built.folder / "a"}
    assert {address for address in named if address.startswith("/a/")} == articles
    indexed = {
        urlsplit(address).path.lstrip("/")
        for address in addresses(built.folder / "sitemap.xml")
        if address.startswith(URL)
    }
    assert indexed == {path.name for path in built.folder.glob("*sitemap*.xml")} - {"sitemap.xml"}
