"""Which file of the site shows which article: the plan of the site, and what one change touches.

Lists and feed archives are paged from the OLDEST end: permanent page 7 holds ordinals 121–140 for ever and is printed
once it is full. Only fronts move, so the files one change touches do not
grow in number with the archive.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tougao.core.article import Place

PER_PAGE = 20
FEED_ENTRIES = 20
PICTURE_WIDTHS = (240, 720)
MEDIA = re.compile(r"media:([0-9a-f]{64})\.(jpg|png)")

ALL = ""  # the list of all articles; its ordinals are publication numbers


class Edition(StrEnum):
    MOBILE = "mobile"
    WAP = "wap"

    @property
    def prefix(self) -> str:
        """Before every path of this edition, without a slash at its front."""
        return "wap/" if self is Edition.WAP else ""


@dataclass(frozen=True, order=True)
class ListPage:
    """A page of a list. `page` is 0 for the front and counts permanent pages from 1; `slug` is ALL for the whole site."""

    slug: str
    page: int = 0


@dataclass(frozen=True)
class Touched:
    """What one print run must print: articles by number, pages of lists, and whether the home page moves."""

    articles: frozenset[int]
    pages: frozenset[ListPage]

    @property
    def slugs(self) -> frozenset[str]:
        return frozenset(page.slug for page in self.pages)


def article_path(number: int, edition: Edition = Edition.MOBILE, sheet: int = 1) -> str:
    """
    >>> article_path(1796), article_path(1796, Edition.WAP, 2)
    ('a/1796.html', 'wap/a/1796-2.html')
    """
    return f"{edition.prefix}a/{number}{f'-{sheet}' if sheet > 1 else ''}.html"


def list_path(page: ListPage, edition: Edition = Edition.MOBILE) -> str:
    """
    >>> list_path(ListPage("news")), list_path(ListPage("", 7), Edition.WAP)
    ('c/news/index.html', 'wap/all/7.html')
    """
    folder = f"c/{page.slug}/" if page.slug else "all/"
    return f"{edition.prefix}{folder}{page.page or 'index'}.html"


def home_path(edition: Edition = Edition.MOBILE) -> str:
    return f"{edition.prefix}index.html"


def fixed_path(name: str, edition: Edition = Edition.MOBILE) -> str:
    return f"{edition.prefix}p/{name}.html"


def feed_path(page: ListPage, form: str) -> str:
    """
    >>> feed_path(ListPage("", 7), "atom"), feed_path(ListPage("news"), "json")
    ('feed-7.atom', 'c/news/feed.json')
    """
    folder = f"c/{page.slug}/" if page.slug else ""
    return f"{folder}feed{f'-{page.page}' if page.page else ''}.{form}"


def gone_path(number: int, edition: Edition = Edition.MOBILE) -> str:
    """The notice that stands in a withdrawn article's place; a web server answers it with status 410."""
    return f"gone/{article_path(number, edition)}"


def media_path(sha256: str, width: int, extension: str) -> str:
    return f"media/{sha256[:2]}/{sha256}-{width}.{extension}"


def address(path: str) -> str:
    """The address a reader uses for a file of the site, from the root.

    >>> address("c/news/index.html"), address("a/7.html")
    ('/c/news/', '/a/7.html')
    """
    return "/" + path.removesuffix("index.html") if path.endswith("/index.html") or path == "index.html" else "/" + path


def widths(own: int) -> tuple[int, ...]:
    """The widths a picture is printed in: the narrow ones that are narrower, and its own."""
    return (*(width for width in PICTURE_WIDTHS if width < own), own)


def shown_pictures(html: str) -> tuple[tuple[str, str, int], ...]:
    """(sha256, extension, own width) of every picture a body shows, each once."""
    out = []
    for image in re.findall(r"<img\b[^>]*>", html):
        reference, width = MEDIA.search(image), re.search(r'\bwidth="(\d+)"', image)
        if reference and width:
            out.append((reference[1], reference[2], int(width[1])))
    return tuple(dict.fromkeys(out))


def references(html: str) -> tuple[tuple[str, str], ...]:
    """The (sha256, extension) of every picture a body shows, each once."""
    return tuple(dict.fromkeys(MEDIA.findall(html)))


def page_of(ordinal: int) -> int:
    """The permanent page an ordinal belongs to.

    >>> page_of(1), page_of(20), page_of(21)
    (1, 1, 2)
    """
    return (ordinal - 1) // PER_PAGE + 1


def ordinals_of(page: int) -> range:
    return range((page - 1) * PER_PAGE + 1, page * PER_PAGE + 1)


def full_pages(last: int) -> int:
    """How many permanent pages are full when `last` ordinals have been given out."""
    return last // PER_PAGE


def touched(number: int, neighbours: Iterable[int], places: Iterable[Place], lasts: dict[str, int]) -> Touched:
    """What changes when an article comes, changes, moves or goes.

    `places` are those it held before and holds now; `neighbours` the articles whose 上一篇/下一篇 name it; `lasts` the
    last ordinal of each list. The ordinal that fills a page also changes the page before: it gains its link onwards.
    """
    pages = set()
    for place in {*places, Place(ALL, number)}:
        pages.add(ListPage(place.category))
        last = lasts.get(place.category, 0)
        page = page_of(place.ordinal)
        if page <= full_pages(last):
            pages.add(ListPage(place.category, page))
            if place.ordinal % PER_PAGE == 0 and page > 1:
                pages.add(ListPage(place.category, page - 1))
    return Touched(frozenset({number, *neighbours}), frozenset(pages))


def merged(changes: Iterable[Touched]) -> Touched:
    articles: set[int] = set()
    pages: set[ListPage] = set()
    for change in changes:
        articles |= change.articles
        pages |= change.pages
    return Touched(frozenset(articles), frozenset(pages))
