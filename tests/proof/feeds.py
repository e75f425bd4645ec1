"""What is wrong with a feed: schemas, and rules that no schema can say. Each function gives complaints; none is right.

Atom: RFC 4287 with RFC 5005 (archives) and RFC 6721 (tombstones). RSS 2.0 with RFC 822 dates. JSON Feed 1.1.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import lxml.etree
import lxml.html
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

SCHEMAS = Path(__file__).with_name("schemas")
ATOM = "{http://www.w3.org/2005/Atom}"
DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
ARCHIVE = "{http://purl.org/syndication/history/1.0}archive"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ABSOLUTE = re.compile(r"https?://[^\s/]+/\S*")
TAG_URI = re.compile(r"tag:[a-z0-9.-]+,\d{4}-\d{2}-\d{2}:\S+")
WITH_ZONE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")
MOST_ENTRIES, MOST_BYTES = 50, 500_000
ADDRESSES = ("href", "src", "poster", "action")
FORBIDDEN = ("script", "style", "iframe", "object", "embed", "form", "link", "meta", "base")


@cache
def _schema(name: str) -> Any:
    path = SCHEMAS / name
    if path.suffix == ".rng":
        return lxml.etree.RelaxNG(lxml.etree.parse(str(path)))
    schema = json.loads(path.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@cache
def _schema_of_others() -> jsonschema.Draft4Validator:
    """JSON Feed 1.1 as SchemaStore has it; it refers to the schema of version 1.0 for what stayed the same."""
    whole, older = (
        json.loads((SCHEMAS / "others" / f"jsonfeed-{version}.json").read_text()) for version in ("1.1", "1.0")
    )
    known = Resource.from_contents(older, default_specification=DRAFT4)
    return jsonschema.Draft4Validator(
        whole, registry=Registry().with_resource("https://json.schemastore.org/feed-1", known)
    )


def complaints(form: str, data: bytes, url: str) -> list[str]:
    """What is wrong with a feed of this form (atom, rss, json) that readers find at `url`."""
    return list({"atom": _atom, "rss": _rss, "json": _json}[form](data, url))


def _general(data: bytes, entries: int) -> Iterator[str]:
    if entries > MOST_ENTRIES or len(data) > MOST_BYTES:
        yield f"too large: {entries} entries, {len(data)} bytes"


def _valid(schema: str, root: lxml.etree._Element) -> Iterator[str]:
    checked = _schema(schema)
    if not checked.validate(root):
        yield from (str(error) for error in checked.error_log)


def _repeated(what: str, values: list[str]) -> Iterator[str]:
    yield from (f"{what} stands twice: {value}" for value, times in Counter(values).items() if times > 1)


def _html(html: str, where: str) -> Iterator[str]:
    """What a feed may carry: whole addresses, and nothing that runs or looks otherwise."""
    for element in lxml.html.fromstring(f"<div>{html}</div>").iter():
        if element.tag in FORBIDDEN:
            yield f"{where}: <{element.tag}>"
        for name, value in element.attrib.items():
            if name.startswith("on") or name == "style":
                yield f"{where}: attribute {name}"
            if name in ADDRESSES and not re.match(r"https?://|mailto:", value):
                yield f"{where}: {name} is relative: {value}"
            if name == "srcset" and not all(re.match(r"\s*https?://", choice) for choice in value.split(",")):
                yield f"{where}: srcset is relative"
        if element.tag == "img" and not (element.get("width") and element.get("height") and "alt" in element.attrib):
            yield f"{where}: a picture without size or alt"


def _plain(words: str, where: str) -> Iterator[str]:
    if not words.strip():
        yield f"{where} is empty"


def _atom(data: bytes, url: str) -> Iterator[str]:
    root = lxml.etree.fromstring(data)
    yield from _valid("atom.rng", root)
    entries = root.findall(f"{ATOM}entry")
    yield from _general(data, len(entries))
    links = {link.get("rel", "alternate"): link.get("href", "") for link in root.findall(f"{ATOM}link")}
    if links.get("self") != url:
        yield f"self is {links.get('self')}, not {url}"
    if "alternate" not in links:
        yield "no alternate"
    if not root.get(LANGUAGE):
        yield "no xml:lang"
    if root.find(ARCHIVE) is not None and "current" not in links:
        yield "an archive without its current feed"
    yield from (f"{rel} is relative: {href}" for rel, href in links.items() if not ABSOLUTE.fullmatch(href))
    yield from _repeated("a link's rel", [link.get("rel", "alternate") for link in root.findall(f"{ATOM}link")])
    yield from _repeated("an id", [entry.findtext(f"{ATOM}id", "") for entry in entries])
    stones = root.findall(DELETED)
    for stone in stones:
        if not TAG_URI.fullmatch(stone.get("ref", "")) or not WITH_ZONE.fullmatch(stone.get("when", "")):
            yield f"a malformed tombstone: {dict(stone.attrib)}"
        if stone.get("ref") in {entry.findtext(f"{ATOM}id") for entry in entries}:
            yield f"dead and alive: {stone.get('ref')}"
    for entry in entries:
        yield from _atom_entry(entry, root.find(f"{ATOM}author") is not None)
    told = root.findtext(f"{ATOM}updated", "")
    moments = [entry.findtext(f"{ATOM}updated", "") for entry in entries] + [stone.get("when", "") for stone in stones]
    if not WITH_ZONE.fullmatch(told):
        yield f"updated has no zone: {told}"
    elif moments and all(map(WITH_ZONE.fullmatch, moments)):
        newest = max(map(datetime.fromisoformat, moments))
        if datetime.fromisoformat(told).replace(microsecond=0) < newest.replace(microsecond=0):
            yield f"updated is {told}, but the newest change is of {newest}"


def _atom_entry(entry: lxml.etree._Element, has_author: bool) -> Iterator[str]:
    where = entry.findtext(f"{ATOM}id", "an entry without id")
    if not TAG_URI.fullmatch(where):
        yield f"no tag: URI: {where}"
    links = entry.findall(f"{ATOM}link")
    alternates = [link for link in links if link.get("rel", "alternate") == "alternate"]
    if len(alternates) != 1:
        yield f"{where}: {len(alternates)} alternates"
    yield from _repeated(
        f"{where}: enclosure", [link.get("href", "") for link in links if link.get("rel") == "enclosure"]
    )
    for link in links:
        if not ABSOLUTE.fullmatch(link.get("href", "")):
            yield f"{where}: a relative link {link.get('href')}"
        if link.get("rel") == "enclosure" and not (
            link.get("type") and (link.get("length") or "0").isdecimal() and link.get("length") != "0"
        ):
            yield f"{where}: an enclosure without type or length"
    if entry.find(f"{ATOM}author") is None and not has_author:
        yield f"{where}: no author"
    for author in entry.findall(f"{ATOM}author"):
        yield from _plain(author.findtext(f"{ATOM}name", ""), f"{where}: the name of an author")
        if author.find(f"{ATOM}email") is not None or "@" in author.findtext(f"{ATOM}name", ""):
            yield f"{where}: an author's address of mail"
    for name in ("title", "summary"):
        element = entry.find(f"{ATOM}{name}")
        yield from _plain("" if element is None else element.text or "", f"{where}: {name}")
        if element is not None and element.get("type", "text") != "text":
            yield f"{where}: {name} is {element.get('type')}"
    content = entry.find(f"{ATOM}content")
    if content is None or content.get("type") != "html":
        yield f"{where}: no content of HTML"
    else:
        yield from _html(content.text or "", where)
    published, updated = (entry.findtext(f"{ATOM}{name}", "") for name in ("published", "updated"))
    if not all(map(WITH_ZONE.fullmatch, (published, updated))):
        yield f"{where}: a date without zone"
    elif datetime.fromisoformat(published) > datetime.fromisoformat(updated):
        yield f"{where}: updated before it was published"


def _rss(data: bytes, url: str) -> Iterator[str]:
    root = lxml.etree.fromstring(data)
    yield from _valid("rss.rng", root)
    channel = root.find("channel")
    if channel is None:
        return
    if root.get(LANGUAGE) != channel.findtext("language"):
        yield f"xml:lang is {root.get(LANGUAGE)}, not that of the channel"
    items = channel.findall("item")
    yield from _general(data, len(items))
    links = {link.get("rel", ""): link.get("href", "") for link in channel.findall(f"{ATOM}link")}
    yield from _repeated("a link's rel", [link.get("rel", "") for link in channel.findall(f"{ATOM}link")])
    if links.get("self") != url:
        yield f"self is {links.get('self')}, not {url}"
    if "alternate" in links:
        yield "the alternate stands as atom:link beside <link>"
    if channel.find(ARCHIVE) is not None and "current" not in links:
        yield "an archive without its current feed"
    yield from _repeated("a guid", [item.findtext("guid", "") for item in items])
    for item in items:
        where = item.findtext("guid", "an item without guid")
        yield from _html(item.findtext(CONTENT) or "", where)
        yield from _plain(item.findtext(CONTENT) or "", f"{where}: content:encoded")
        if re.search(r"<[a-zA-Z]", item.findtext("description") or ""):
            yield f"{where}: markup in its description"
        creators = [creator.text or "" for creator in item.findall(CREATOR)]
        if not creators or not all(name.strip() and "@" not in name for name in creators):
            yield f"{where}: creators {creators}"
        if item.find("author") is not None:
            yield f"{where}: an author's address of mail"
    for element in channel.iter("pubDate", "lastBuildDate"):
        text = element.text or ""
        try:
            if f"{parsedate_to_datetime(text):%a}" != text[:3]:
                yield f"the wrong day of the week: {text}"
        except ValueError:
            yield f"no date: {text}"


def _json(data: bytes, url: str) -> Iterator[str]:
    feed = json.loads(data)
    yield from (f"{error.json_path}: {error.message}" for error in _schema("jsonfeed.schema.json").iter_errors(feed))
    yield from (f"others: {error.json_path}: {error.message}" for error in _schema_of_others().iter_errors(feed))
    items = feed.get("items", [])
    yield from _general(data, len(items))
    if feed.get("feed_url") != url:
        yield f"feed_url is {feed.get('feed_url')}, not {url}"
    yield from _repeated("an id", [item.get("id", "") for item in items])
    for item in items:
        where = str(item.get("id"))
        yield from _html(item.get("content_html") or "", where)
        for name in ("title", "summary"):
            yield from _plain(item.get(name) or "", f"{where}: {name}")
        if item.get("date_published", "") > item.get("date_modified", ""):
            yield f"{where}: updated before it was published"
        if any("@" in author.get("name", "") for author in item.get("authors", [])):
            yield f"{where}: an author's address of mail"
