"""What a feed holds, before it is any format: the same channel is written as RSS, Atom and JSON."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import lxml.html

from tougao.core import layout
from tougao.core.article import Article, credit_line, people
from tougao.core.characters import line, printable
from tougao.core.layout import ListPage
from tougao.core.markup import escaped
from tougao.core.site import Site

IMAGE_TYPES = {"jpg": "image/jpeg", "png": "image/png"}
FEED_PICTURE_WIDTH = 720
ITEMS_AT_HAND = (
    3000  # of RSS and Atom together, and as many of JSON; a full run prints lists of the same articles together
)
LOGO_PATH = "logo.png"
BETWEEN_BLOCKS = re.compile(r">(?<!<blockquote>)\s*(?=<(?:p|h2|h3|ul|ol|table|blockquote)[ >])")


@dataclass(frozen=True)
class Enclosure:
    """A picture: its address, bytes, width and height in pixels, and what it shows."""

    url: str
    media_type: str
    size: int
    width: int
    height: int
    description: str = ""


@dataclass(frozen=True)
class Entry:
    """All addresses are absolute; `html` is the whole text; texts are plain and hold no character XML forbids."""

    entry_id: str
    url: str
    title: str
    summary: str
    html: str
    authors: tuple[str, ...]
    categories: tuple[tuple[str, str], ...]  # (slug, name)
    published_at: datetime
    updated_at: datetime
    pictures: tuple[Enclosure, ...] = ()
    language: str = ""  # where it is not the site's
    authors_url: str = ""  # the page of whoever supplied it

    @property
    def picture(self) -> Enclosure | None:
        """The first one: readers of RSS take no more."""
        return next(iter(self.pictures), None)


@dataclass(frozen=True)
class Tombstone:
    """RFC 6721: an entry that readers should forget."""

    entry_id: str
    withdrawn_at: datetime


@dataclass(frozen=True)
class Channel:
    """`page` 0 is the current feed, others are archive documents (RFC 5005 section 4)."""

    site: Site
    page: ListPage
    title: str
    description: str
    updated_at: datetime
    entries: tuple[Entry, ...]
    tombstones: tuple[Tombstone, ...] = ()
    previous_page: int = 0
    next_page: int = 0

    def url(self, form: str, page: int | None = None) -> str:
        of = self.page if page is None else ListPage(self.page.slug, page)
        return f"{self.site.url}/{layout.feed_path(of, form)}"

    @property
    def logo(self) -> str:
        return f"{self.site.url}/{LOGO_PATH}"

    @property
    def home(self) -> str:
        path = layout.list_path(ListPage(self.page.slug)) if self.page.slug else layout.home_path()
        return self.site.url + layout.address(path)

    @property
    def feed_id(self) -> str:
        """The same for every format and every archive document of one list."""
        return f"tag:{self.site.domain},{self.site.minted}:feed{f'/{self.page.slug}' if self.page.slug else ''}"

    @property
    def is_archive(self) -> bool:
        return self.page.page > 0


def channel(
    site: Site,
    page: ListPage,
    name: str,
    entries: Sequence[Entry],
    withdrawn: Iterable[Article] = (),
    last: int = 0,
    told_at: datetime | None = None,
) -> Channel:
    """The feed of a list. `name` is the list's, empty for the whole site; `last` its last ordinal; `told_at` is when it last
    told of something, should that stand in it no more."""
    category = site.category(page.slug)
    full = layout.full_pages(page.slug, last)
    # An id that no XML can hold stood in no feed.
    gone = (a for a in withdrawn if printable(a.entry_id) == a.entry_id)
    tombstones = tuple(Tombstone(a.entry_id, a.withdrawn_at) for a in gone if a.withdrawn_at)
    moments = [*(entry.updated_at for entry in entries), *(stone.withdrawn_at for stone in tombstones)]
    moments += [told_at] if told_at else []
    return Channel(
        site=site,
        page=page,
        title=printable(f"{site.name} · {name}" if name else site.name),
        description=printable((category.description if category else "") or site.description or site.name),
        updated_at=max(moments, default=datetime.fromisoformat(f"{site.minted}T00:00:00+00:00")),
        entries=tuple(entries),
        tombstones=tombstones,
        previous_page=(page.page - 1 if page.page else full),
        next_page=(page.page + 1 if page.page and page.page < full else 0),
    )


def entry(site: Site, article: Article, sizes: dict[str, int]) -> Entry:
    """An article as feeds tell it. `sizes` gives the bytes of each picture by its path in the site."""
    category, supplied = site.category(article.place.slug), article.supplied
    url = site.url + layout.address(layout.article_path(article.number))
    title = printable(article.title).strip() or url
    language = article.language_in(site.language)
    return Entry(
        entry_id=article.entry_id,
        url=url,
        title=title,
        summary=printable(article.summary).strip() or title,
        html=printable(absolute(article, site)),
        authors=tuple(filter(None, map(line, people(article.byline)))) or (line(article.source) or line(site.name),),
        categories=((category.slug, printable(category.name)),) if category else (),
        published_at=article.published_at,
        updated_at=article.told_at,
        pictures=tuple(_enclosures(site, article, sizes)),
        language=language if language != site.language else "",
        authors_url=site.url + layout.address(layout.list_path(ListPage(supplied.slug))) if supplied else "",
    )


def absolute(article: Article, site: Site) -> str:
    """The body with pictures at absolute addresses, and the credit line that the page prints below it."""
    if "<img" not in article.html:
        bare = BETWEEN_BLOCKS.sub(">\n", article.html.strip())
        credit = f"\n<p>{escaped(credit_line(article.credit))}</p>" if article.credit else ""
        return (bare + credit).strip()
    out = []
    for fragment in lxml.html.fragments_fromstring(article.html):
        if isinstance(fragment, str):
            out.append(escaped(fragment))
            continue
        for image in fragment.iter("img"):
            match = layout.MEDIA.fullmatch(image.get("src", ""))
            if match:
                own = int(image.get("width") or FEED_PICTURE_WIDTH)
                width = min(own, FEED_PICTURE_WIDTH)
                height = round(int(image.get("height") or width) * width / own)
                image.set("src", f"{site.url}/{layout.media_path(match[1], width, match[2])}")
                image.set("width", str(width))
                image.set("height", str(height))
        fragment.tail = None
        out.append(lxml.html.tostring(fragment, encoding="unicode"))
    if article.credit:
        out.append(f"<p>{escaped(credit_line(article.credit))}</p>")
    return "\n".join(out)


def _enclosures(site: Site, article: Article, sizes: dict[str, int]) -> Iterator[Enclosure]:
    """The pictures of a text, each once, in their own size."""
    if "<img" not in article.html:
        return
    seen = set()
    for image in lxml.html.fromstring(f"<div>{article.html}</div>").iter("img"):
        match = layout.MEDIA.fullmatch(image.get("src", ""))
        width, height = int(image.get("width") or 0), int(image.get("height") or 0)
        path = layout.media_path(match[1], width, match[2]) if match else ""
        if match and path in sizes and match[0] not in seen:
            seen.add(match[0])
            words = line(image.get("alt", ""))
            yield Enclosure(f"{site.url}/{path}", IMAGE_TYPES[match[2]], sizes[path], width, height, words)
