"""Every feed of the site: valid by its schema and by the rules that readers live by, the same in three forms, whole in its archives."""

import html
import json
import re
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser
import lxml.etree
import pytest
from dateutil.parser import isoparse
from PIL import Image

from tests.proof.building import ROOT
from tests.proof.feeds import ARCHIVE, ATOM, DELETED, LANGUAGE, complaints
from tests.proof.site import HUB, NOON, URL, Built

MEDIA = "{http://search.yahoo.com/mrss/}content"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
FORMS = {"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json"}


def feeds(built: Built, form: str) -> list[Path]:
    found = built.paths(f".{form}")
    return [path for path in found if path.name.startswith("feed")]


@pytest.mark.parametrize("form", FORMS)
def test_every_feed_is_valid(built: Built, form: str):
    found = feeds(built, form)
    assert len(found) >= 20
    wrong = {built.name(path): complaints(form, path.read_bytes(), URL + built.address(path)) for path in found}
    assert {name: words for name, words in wrong.items() if words} == {}


MUTATIONS = {
    "atom": [
        ("<id>tag:", "<id>#", "no tag: URI"),
        ("<updated>", "<updated>x", "Error validating datatype dateTime"),
        (r"(<published>[^<]*?)\+00:00", r"\1", "without zone"),
        (r"<published>2026", "<published>2027", "updated before it was published"),
        (r"<title>[^<]*</title>", "", "Expecting an element title"),
        ('type="html"', 'type="CDATA"', "Element entry failed to validate content"),
        (r"<content", '<link href="https://x.cn/a/"/><content', "2 alternates"),
        (r'href="https://news.example.cn/a/(\d+).html"', r'href="/a/\1.html"', "a relative link"),
        (r'rel="self"', 'rel="via"', "self is None"),
        (r"&lt;p&gt;", '&lt;p onclick="x()"&gt;&lt;a href="/x"&gt;', "attribute onclick"),
        (r"&lt;p&gt;", '&lt;img src="/x.gif"&gt;', "src is relative"),
        (r"</entry>", "<author><name>a@b.cn</name></author></entry>", "address of mail"),
        (r' xml:lang="zh-CN"', "", "no xml:lang"),
        (r"<(at:deleted-entry) ref", r"<\1 xref", "malformed tombstone"),
    ],
    "rss": [
        ("Fri, 20 Nov", "Mon, 20 Nov", "the wrong day of the week"),
        (r"<pubDate>[^<]*", "<pubDate>2026-11-20T07:00:00Z", "pubDate"),
        (r"<guid[^>]*>[^<]*</guid>", "", "guid"),
        (r"<description>[^<]*</description>", "", "description"),
        (r"<language>zh-CN", "<language>zh_CN", "language"),
        (r' xml:lang="zh-CN"', "", "xml:lang is None"),
        (r' xml:lang="zh-CN"', ' xml:lang="en"', "xml:lang is en"),
        (r'length="\d+"', 'length="0"', "enclosure"),
        (r"<link>https://news.example.cn/a/", "<link>/a/", "link"),
        (r'<atom:link [^>]*rel="self"[^>]*>', "", "self is None"),
        (r"<dc:creator[^>]*>[^<]*</dc:creator>", "", "creators"),
        (r"</item>", "<author>a@b.cn</author></item>", "address of mail"),
        (r"<description>", "<description>&lt;b&gt;", "markup in its description"),
    ],
    "json": [
        ('"https://jsonfeed.org/version/1.1"', '"1.1"', "version"),
        (r'"id":"tag:', '"id":"', "id"),
        (r'"url":"https:', '"url":"', "url"),
        (r'"date_published":"2026-11-20T', '"date_published":"2026-11-20 ', "date_published"),
        (r'"title":', '"headline":', "headline"),
        (r'"size_in_bytes":\d+', '"size_in_bytes":0', "size_in_bytes"),
        (r'"feed_url":"[^"]*"', '"feed_url":"https://x.cn/"', "feed_url is"),
        (r'"authors":\[[^]]*\]', '"authors":[]', "authors"),
        (r'"mime_type":"[^"]*",', "", "others: $.items[2].attachments"),
        (r'"url":"(https:[^"]*)","title"', r'"url":7,"title"', "others: $.items[0].url"),
        (r'"content_html":', '"content":', "others: $.items[0]"),
        (r'"hubs":\[{"type":"WebSub",', '"hubs":[{', "others: $.hubs[0]"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("form", "pattern", "change", "words"),
    [(form, *mutation) for form, mutations in MUTATIONS.items() for mutation in mutations],
)
def test_the_validators_are_awake(built: Built, form: str, pattern: str, change: str, words: str):
    """One defect in an otherwise good feed is found, in some feed that can have it."""
    for path in feeds(built, form):
        text = path.read_text()
        broken = re.sub(pattern, change, text)
        if broken != text:
            found = complaints(form, broken.encode(), URL + built.address(path))
            assert any(words in complaint for complaint in found), found
            return
    pytest.fail(f"no feed has {pattern}")


# -- the same in three forms


def told_by_feedparser(path: Path) -> list[tuple[Any, ...]]:
    parsed = feedparser.parse(path.read_bytes(), sanitize_html=False, resolve_relative_uris=False)
    assert not parsed.bozo, parsed.get("bozo_exception")
    return [
        (
            entry.id,
            entry.link,
            entry.title,
            time.strftime("%FT%TZ", entry.published_parsed),
            time.strftime("%FT%TZ", entry.updated_parsed),
            [tag.label or tag.term for tag in entry.get("tags", [])],
            [author.name for author in entry.authors],
            "".join(content.value for content in entry.content if content.type == "text/html"),
            entry.summary if path.suffix == ".atom" else html.unescape(entry.summary),  # of HTML in RSS
            [(each.href, each.type, int(each.length)) for each in entry.get("enclosures", [])],
        )
        for entry in parsed.entries
    ]


def told_by_json(path: Path) -> list[tuple[Any, ...]]:
    return [
        (
            item["id"],
            item["url"],
            item["title"],
            f"{isoparse(item['date_published']):%FT%TZ}",
            f"{isoparse(item['date_modified']):%FT%TZ}",
            item["tags"],
            [author["name"] for author in item["authors"]],
            item["content_html"],
            item["summary"],
            [(each["url"], each["mime_type"], each["size_in_bytes"]) for each in item.get("attachments", [])],
        )
        for item in json.loads(path.read_bytes())["items"]
    ]


def test_the_three_forms_of_every_feed_say_the_same(built: Built):
    compared = 0
    for atom in feeds(built, "atom"):
        told = told_by_feedparser(atom)
        rss = told_by_feedparser(atom.with_suffix(".rss"))
        # RSS has one enclosure at most.
        assert [(*entry[:9], entry[9][:1]) for entry in told] == rss, built.name(atom)
        if atom.with_suffix(".json").exists():
            json_told = told_by_json(atom.with_suffix(".json"))
            assert [entry[:9] for entry in json_told] == [entry[:9] for entry in told], built.name(atom)
            assert [entry[9][:1] for entry in json_told] == [entry[9][:1] for entry in told]
        compared += len(told)
    assert compared > 200


def test_no_file_holds_the_mark_of_a_character_that_was_lost(built: Built):
    for path in built.paths(".html", ".atom", ".rss", ".json", ".xml", ".opml"):
        assert "\ufffd" not in path.read_text("utf-8"), built.name(path)


def test_titles_and_summaries_are_plain_text_to_the_letter(built: Built):
    titles = {entry[2] for path in feeds(built, "json") for entry in told_by_json(path)}
    for path in feeds(built, "atom"):
        root = lxml.etree.fromstring(path.read_bytes())
        titles |= {entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")}
    assert "标题里有<b>标记</b>、&amp;和\"引号\"以及'单引号'与]]>" in titles
    assert any(title.startswith("𠀀𠮷野家：😀") for title in titles)


def test_every_picture_of_a_feed_is_as_long_and_as_wide_as_it_says(built: Built):
    measured = 0
    for path in feeds(built, "atom"):
        root = lxml.etree.fromstring(path.read_bytes())
        for link in root.iter(f"{ATOM}link"):
            if link.get("rel") == "enclosure":
                length, kind, _ = measures(built, link.get("href"))
                assert (link.get("length"), link.get("type")) == (str(length), kind)
                measured += 1
        for media in root.iter(MEDIA):
            length, kind, (width, height) = measures(built, media.get("url"))
            assert (media.get("fileSize"), media.get("type")) == (str(length), kind)
            assert (media.get("width"), media.get("height")) == (str(width), str(height))
    assert measured >= 10


def measures(built: Built, address: str) -> tuple[int, str, tuple[int, int]]:
    """Bytes, media type, width and height of a picture of the site."""
    file = built.file(urlsplit(address).path)
    with Image.open(file) as image:
        return file.stat().st_size, Image.MIME[image.format], image.size


@pytest.mark.parametrize(("form", "space", "name"), [("atom", ATOM, "entry"), ("rss", "", "item")])
def test_an_english_entry_says_so_and_the_others_inherit(built: Built, form: str, space: str, name: str):
    spoken = Counter()
    for path in feeds(built, form):
        for entry in lxml.etree.fromstring(path.read_bytes()).iter(f"{space}{name}"):
            spoken[entry.get(LANGUAGE)] += 1
            assert (entry.get(LANGUAGE) == "en") == entry.findtext(f"{space}title").isascii()
    assert spoken["en"] >= 2
    assert set(spoken) == {None, "en"}


# -- what goes with a list


def root_of(path: Path) -> lxml.etree._Element:
    return lxml.etree.fromstring(path.read_bytes())


def links_of(root: lxml.etree._Element) -> dict[str, str]:
    holder = root if root.tag == f"{ATOM}feed" else root.find("channel")
    return {link.get("rel"): link.get("href") for link in holder.findall(f"{ATOM}link")}


def ids_of(root: lxml.etree._Element) -> list[str]:
    if root.tag == f"{ATOM}feed":
        return [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
    return [item.findtext("guid") for item in root.iter("item")]


def test_the_feed_of_the_guestbook_and_its_archives_hold_every_message_that_is_shown(built: Built):
    told = {each for path in feeds(built, "atom") if path.parent.name == "guestbook" for each in ids_of(root_of(path))}
    shown = set(
        re.findall(r'id="m(\d+)"', "".join(path.read_text() for path in (built.folder / "guestbook").glob("*.html")))
    )
    assert len(shown) == 43
    assert {each.rpartition("/")[2] for each in told} == shown


def feeds_of_articles(built: Built, form: str) -> list[Path]:
    """Without those of readers' messages, which no hub and no file of outlines knows."""
    return [path for path in feeds(built, form) if "guestbook" not in path.parts and path.parent.parent.name != "a"]


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_walking_back_from_a_current_feed_meets_every_article_and_none_twice_in_the_archives(built: Built, form: str):
    walked = 0
    for current in (path for path in feeds_of_articles(built, form) if path.stem == "feed"):
        archived: list[str] = []
        place, later = URL + built.address(current), None
        while place:
            root = root_of(built.file(urlsplit(place).path))
            links = links_of(root)
            if later is not None:
                assert root.find(f".//{ARCHIVE}") is not None
                assert links["current"] == URL + built.address(current)
                assert links.get("next-archive") == (later if "feed-" in later else None)
                archived += ids_of(root)
                walked += 1
            place, later = links.get("prev-archive"), place
        assert len(archived) == len(set(archived))
        slug = current.parent.relative_to(built.folder).as_posix()
        wanted = articles_listed(built, "all" if slug == "." else slug)
        assert set(archived) | set(ids_of(root_of(current))) == wanted, slug
    assert walked >= 6


def articles_listed(built: Built, folder: str) -> set[str]:
    """The ids of the live articles that the pages of a list show."""
    numbers = set()
    for page in (built.folder / folder).glob("*.html"):
        (listed,) = re.findall(r"<main.*?</main>", page.read_text(), re.DOTALL)
        numbers |= set(re.findall(r'href="/a/(\d+)\.html"', listed))
    return {f"tag:news.example.cn,2026-01-01:{number}" for number in numbers}


def test_withdrawn_articles_are_in_no_feed_and_have_a_tombstone_in_the_current_ones(built: Built):
    gone = {f"tag:news.example.cn,2026-01-01:{path.stem}" for path in (built.folder / "gone" / "a").glob("*.html")}
    assert len(gone) >= 4
    for form in ("atom", "rss"):
        for path in feeds(built, form):
            assert not gone & set(ids_of(root_of(path)))
    for path in feeds(built, "json"):
        assert not gone & {item["id"] for item in json.loads(path.read_bytes())["items"]}
    assert {stone.get("ref") for stone in root_of(built.folder / "feed.atom").iter(DELETED)} == gone


def test_the_hub_stands_in_current_feeds_and_not_in_what_never_changes(built: Built):
    for form in ("atom", "rss"):
        for path in feeds_of_articles(built, form):
            assert (links_of(root_of(path)).get("hub") == HUB) == (path.stem == "feed")
    for path in feeds_of_articles(built, "json"):
        assert json.loads(path.read_bytes())["hubs"] == [{"type": "WebSub", "url": HUB}]


def test_current_feeds_begin_with_what_readers_were_told_of_last(built: Built):
    for path in feeds_of_articles(built, "atom"):
        told = [entry.findtext(f"{ATOM}updated") for entry in root_of(path).iter(f"{ATOM}entry")]
        if path.stem == "feed":
            assert told == sorted(told, reverse=True)


def test_the_moment_of_a_feed_is_that_of_something_that_was_told(built: Built):
    """Of the newest that stands in it, or of what left it and is told elsewhere; never that of a print run."""
    exact, later = 0, 0
    told: dict[Path, tuple[str, set[str]]] = {}
    for path in feeds_of_articles(built, "atom"):
        root = root_of(path)
        moments = {entry.findtext(f"{ATOM}updated") for entry in root.iter(f"{ATOM}entry")}
        told[path] = root.findtext(f"{ATOM}updated"), moments | {stone.get("when") for stone in root.iter(DELETED)}
    everywhere = {moment for _, moments in told.values() for moment in moments}
    for updated, moments in told.values():
        if moments and updated == max(moments):
            exact += 1
        elif moments:
            assert updated > max(moments)
            assert updated in everywhere
            later += 1
    assert exact >= 3 * later > 0


# -- how readers find them


def test_every_page_tells_readers_of_its_feeds_in_the_letters_they_look_for(built: Built):
    for path in built.mobile:
        text = path.read_text()
        head = text.partition("</head>")[0]
        found = re.findall(
            r'<link rel="alternate" type="(application/(?:atom|rss|feed)\+\w+)" href="([^"]+)" title="([^"]+)">', head
        )
        assert {kind for kind, _, _ in found} == set(FORMS.values()), built.name(path)
        assert len({href for _, href, _ in found}) == len(found)
        assert "&#43;" not in head


def test_one_file_of_outlines_lists_every_current_feed(built: Built):
    root = root_of(built.folder / "feeds.opml")
    listed = [outline.get("xmlUrl") for outline in root.iter("outline")]
    assert root.get("version") == "2.0"
    assert all(outline.get("type") == "rss" and outline.get("text") for outline in root.iter("outline"))
    assert len(listed) == len(set(listed))
    current = {URL + built.address(path) for path in feeds_of_articles(built, "rss") if path.stem == "feed"}
    current.add(f"{URL}/guestbook/feed.rss")
    assert set(listed) <= current
    assert {address for address in current if "/s/" not in address} <= set(listed)


def test_a_feed_opened_in_a_browser_has_a_style_sheet_and_no_program(built: Built):
    for path in [*feeds(built, "atom"), *feeds(built, "rss")]:
        second = path.read_bytes().split(b"\n")[1]
        assert second == b'<?xml-stylesheet type="text/css" href="/feed.css"?>'
        assert path.read_bytes().count(b"<?xml-stylesheet") == 1


def test_no_address_of_a_contributor_is_printed_anywhere(built: Built):
    senders = set()
    for mail in (ROOT / "demo" / "mails").glob("*.eml"):
        head = mail.read_bytes().partition(b"\n\n")[0].decode("utf-8", "replace")
        senders |= set(
            re.findall(r"[\w.+-]+@[\w-]+\.[\w.-]+", "".join(re.findall(r"(?im)^from:.*(?:\n[ \t].*)*", head)))
        )
    assert len(senders) >= 8
    for path in built.paths(".html", ".atom", ".rss", ".json", ".xml", ".opml"):
        text = path.read_text()
        assert not [sender for sender in senders if sender in text], built.name(path)


# -- site maps


def test_site_maps_hold_whole_addresses_once_with_the_time_of_the_last_change(built: Built):
    everything: list[str] = []
    for path in built.folder.glob("sitemap-*.xml"):
        root = root_of(path)
        assert root.tag == f"{SITEMAP}urlset"
        assert len(root) <= 50_000
        assert path.stat().st_size < 50_000_000
        for url in root:
            everything.append(url.findtext(f"{SITEMAP}loc"))
            assert everything[-1].startswith(f"{URL}/")
            if url.findtext(f"{SITEMAP}lastmod"):
                assert isoparse(url.findtext(f"{SITEMAP}lastmod")).tzinfo
    assert len(everything) == len(set(everything)) > 80
    assert root_of(built.folder / "sitemap.xml").tag == f"{SITEMAP}sitemapindex"


def test_the_news_map_holds_what_is_not_two_days_old_with_its_title(built: Built):
    root = root_of(built.folder / "news-sitemap.xml")
    assert 0 < len(root) <= 1000
    for url in root:
        (told,) = url.findall(f"{NEWS}news")
        assert told.findtext(f"{NEWS}publication/{NEWS}language") == "zh-cn"
        assert told.findtext(f"{NEWS}publication/{NEWS}name") == "华夏教育网"
        assert told.findtext(f"{NEWS}title").strip()
        assert NOON + timedelta(hours=8) - isoparse(told.findtext(f"{NEWS}publication_date")) < timedelta(days=2)


def test_robots_are_told_of_the_maps(built: Built):
    rows = (built.folder / "robots.txt").read_text().split("\n")
    assert {f"Sitemap: {URL}/sitemap.xml", "User-agent: *"} <= set(rows)
    named = [each.text for each in root_of(built.folder / "sitemap.xml").iter(f"{SITEMAP}loc")]
    assert f"{URL}/news-sitemap.xml" in named
    assert all(len(root_of(built.file(urlsplit(each).path))) for each in named)  # none may be empty
