"""RSS 2.0 and Atom 1.0 (RFC 4287) by feedgen.

Two subclasses step round what feedgen 1.0 gets wrong: entry links in Atom lose all but their address, RSS takes the last
link for the site's and drops every link but one. Extensions add what it does not know: dc:creator, media:content, RFC 5005,
RFC 6721. Each item is written once and set into every feed that holds it: its list's, its category's, its supplier's.
"""

from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import Any

import lxml.etree
from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator

from tougao.core.feeds.feed import ITEMS_AT_HAND, Channel, Entry
from tougao.core.markup import escaped

ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"
DELETED = "http://purl.org/atompub/tombstones/1.0"
DC = "http://purl.org/dc/elements/1.1/"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
MEDIA = "http://search.yahoo.com/mrss/"
NAMESPACES = {
    "atom": {"fh": HISTORY, "at": DELETED},
    "rss": {"fh": HISTORY, "at": DELETED, "atom": ATOM, "content": CONTENT},
}
ENDS = {"atom": b"</feed>", "rss": b"</channel></rss>"}  # after the last item
HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n<?xml-stylesheet type="text/css" href="/feed.css"?>\n'


class _Item(FeedEntry):  # type: ignore[misc]
    def atom_entry(self, extensions: bool = True) -> Any:
        entry = super().atom_entry(extensions)
        for written, wanted in zip(entry.findall("link"), self.link() or [], strict=True):
            for name, value in wanted.items():
                written.set(name, value)
        return entry


class _Feed(FeedGenerator):  # type: ignore[misc]
    def _create_rss(self, extensions: bool = True) -> tuple[Any, Any]:
        root, document = super()._create_rss(extensions)
        channel = root[0]
        links = self.link() or []
        for element in channel.findall(f"{{{ATOM}}}link"):
            channel.remove(element)
        site = channel.find("link")
        site.text = next(link["href"] for link in links if link.get("rel") == "alternate")
        place = list(channel).index(channel.find("description")) + 1
        for link in reversed([link for link in links if link.get("rel") != "alternate"]):
            element = lxml.etree.Element(f"{{{ATOM}}}link", nsmap={"atom": ATOM})
            for name in ("href", "rel", "type"):
                if name in link:
                    element.set(name, link[name])
            channel.insert(place, element)
        return root, document


class _History(BaseExtension):  # type: ignore[misc]
    """`told` is set by the channel below before the feed is written."""

    told: Channel | None = None

    def extend_ns(self) -> dict[str, str]:
        return {"fh": HISTORY, "at": DELETED}

    def extend_atom(self, feed: Any) -> Any:
        if self.told:
            if self.told.is_archive:
                lxml.etree.SubElement(feed, f"{{{HISTORY}}}archive")
            for stone in self.told.tombstones:
                deleted = lxml.etree.SubElement(feed, f"{{{DELETED}}}deleted-entry")
                deleted.set("ref", stone.entry_id)
                deleted.set("when", stone.withdrawn_at.isoformat())
        return feed

    def extend_rss(self, feed: Any) -> Any:
        if self.told:
            feed.set(
                LANGUAGE, self.told.site.language
            )  # <language> is for readers of feeds; this is for browsers (feed.css)
        if self.told and self.told.is_archive:
            lxml.etree.SubElement(feed[0], f"{{{HISTORY}}}archive")
        return feed


class _More(BaseEntryExtension):  # type: ignore[misc]
    """`told` is set by the item below before it is written."""

    told: Entry | None = None

    def extend_ns(self) -> dict[str, str]:
        return {"media": MEDIA}

    def extend_rss(self, item: Any) -> Any:
        if self.told and self.told.language:
            item.set(LANGUAGE, self.told.language)
        if self.told:  # by feedgen it would be written with the locale of the whole process changed for a moment
            lxml.etree.SubElement(item, "pubDate").text = format_datetime(_seconds(self.told.published_at))
        for creator in self.told.authors if self.told else ():
            lxml.etree.SubElement(item, f"{{{DC}}}creator", nsmap={"dc": DC}).text = creator
        if self.told:  # RSS itself has no word for the time of a correction
            lxml.etree.SubElement(item, f"{{{ATOM}}}updated").text = _seconds(self.told.updated_at).isoformat()
        return self._pictured(item)

    def extend_atom(self, entry: Any) -> Any:
        if self.told and self.told.language:
            entry.set(LANGUAGE, self.told.language)
        return self._pictured(entry)

    def _pictured(self, element: Any) -> Any:
        for picture in self.told.pictures if self.told else ():
            content = lxml.etree.SubElement(element, f"{{{MEDIA}}}content", nsmap={"media": MEDIA})
            size = {"fileSize": picture.size, "width": picture.width, "height": picture.height}
            for name, value in {"url": picture.url, "type": picture.media_type, "medium": "image", **size}.items():
                content.set(name, str(value))
            if picture.description:
                described = lxml.etree.SubElement(content, f"{{{MEDIA}}}description", type="plain")
                described.text = picture.description
        return element


def rss(channel: Channel) -> bytes:
    """RSS 2.0, UTF-8, ending in a newline."""
    return _written(channel, "rss", generator(channel, "rss").rss_str())


def atom(channel: Channel) -> bytes:
    return _written(channel, "atom", generator(channel, "atom").atom_str())


def _written(channel: Channel, form: str, bare: bytes) -> bytes:
    """The feed that has no items yet, with them."""
    _, _, bare = bare.partition(b"?>\n")
    items = b"".join(item_bytes(each, form) for each in channel.entries)
    return HEAD + bare.removesuffix(ENDS[form]) + items + ENDS[form] + b"\n"


@lru_cache(maxsize=ITEMS_AT_HAND)
def item_bytes(entry: Entry, form: str) -> bytes:
    """As it stands in a feed: what the feed's own element declares is not declared again."""
    made = item(entry, form)
    around = lxml.etree.Element("items", nsmap=NAMESPACES[form])
    around.append(made.atom_entry() if form == "atom" else made.rss_entry())
    text = lxml.etree.tostring(around, encoding="UTF-8", xml_declaration=False)
    return bytes(text[text.index(b">") + 1 : text.rindex(b"<")])


def generator(channel: Channel, form: str) -> _Feed:
    """The feed of feedgen's, without items."""
    feed = _Feed()
    feed.register_extension("history", _History, atom=True, rss=True)
    feed.history.told = channel
    feed.id(channel.feed_id)
    feed.title(channel.title)
    feed.description(channel.description)
    if channel.site.copyright:
        feed.rights(channel.site.shielded(channel.site.copyright))
    if form == "atom":
        feed.subtitle(channel.description)
        feed.icon(channel.logo)
        feed.logo(channel.logo)
    else:
        feed.image(channel.logo, channel.title, channel.home)
    feed.language(channel.site.language)
    feed.generator("Tougao")
    feed.author({"name": channel.site.name})
    feed.updated(channel.updated_at)
    feed.lastBuildDate(channel.updated_at)
    feed.docs("https://www.rssboard.org/rss-specification")
    feed.ttl(30)
    for rel, href in _links(channel, form):
        kind = {"alternate": {"type": "text/html"}, "hub": {}}.get(rel, {"type": f"application/{form}+xml"})
        feed.link(href=href, rel=rel, **kind)
    return feed


def _links(channel: Channel, form: str) -> list[tuple[str, str]]:
    links = [("alternate", channel.home), ("self", channel.url(form))]
    if channel.site.hub and not channel.is_archive:
        links.append(("hub", channel.site.hub))
    if channel.is_archive:
        links.append(("current", channel.url(form, 0)))
    if channel.previous_page:
        links.append(("prev-archive", channel.url(form, channel.previous_page)))
    if channel.next_page:
        links.append(("next-archive", channel.url(form, channel.next_page)))
    return links


def item(entry: Entry, form: str) -> _Item:
    """The entry or item of one form of feed."""
    item = _Item()
    item.register_extension("more", _More, atom=True, rss=True)
    item.more.told = entry
    item.id(entry.entry_id)
    item.title(entry.title)
    item.link(href=entry.url, rel="alternate", type="text/html")
    item.summary(
        entry.summary if form == "atom" else escaped(entry.summary)
    )  # readers take an RSS description for HTML
    item.content(entry.html, type="html")
    item.updated(_seconds(entry.updated_at))
    for slug, name in entry.categories:
        item.category(term=slug if form == "atom" else name, label=name)
    if form == "atom":
        item.published(_seconds(entry.published_at))
        for author in entry.authors:
            item.author({"name": author} | ({"uri": entry.authors_url} if entry.authors_url else {}))
    else:
        item.guid(entry.entry_id, permalink=False)
    if entry.picture:
        if form == "atom":
            item.link(
                href=entry.picture.url, rel="enclosure", type=entry.picture.media_type, length=str(entry.picture.size)
            )
        else:
            item.enclosure(entry.picture.url, str(entry.picture.size), entry.picture.media_type)
    return item


def _seconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
