"""Which file of the site shows which article: the plan of the site, and what one change touches.

Lists and feed archives are paged from the OLDEST end: permanent page 7 holds ordinals 121–140 for ever and is printed
once it is full. Only fronts move, so the files one change touches do not
grow in number with the archive.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tougao.core.article import Place

PER_PAGE = 20
NAMES_PER_PAGE = 40
FEED_ENTRIES = 20
PICTURE_WIDTHS = (240, 720)
MEDIA = re.compile(r"media:([0-9a-f]{64})\.(jpg|png)")
IN_BOTH = re.compile(r"^/(?=(?:[acps]/|all/|hot/|guestbook/|$))")  # addresses that both editions have
# The forms a picture is printed in beside its own, the smallest first, for the widths a page shows it in.
MODERN_FORMS = {"jpg": ("avif", "webp"), "png": ("webp",)}
LEAST_MODERN_WIDTH = 720

HOT_FOLDER = "hot/"

# A list is named by its slug: a category's, or one with a slash, which no category can have.
ALL = ""  # all articles; its ordinals are publication numbers
SUPPLIERS = "s/"  # those who supply articles; their ordinals are their numbers
GUESTBOOK = "guestbook/"  # messages of readers; those below article 1796 are the list "a/1796/"
BELOW = re.compile(r"a/(\d+)/")


def supplier_slug(number: int) -> str:
    """The list of what one supplier gave.

    >>> supplier_slug(12), supplier_of("s/12"), supplier_of("news"), supplier_of(SUPPLIERS)
    ('s/12', 12, None, None)
    """
    return f"{SUPPLIERS}{number}"


def supplier_of(slug: str) -> int | None:
    number = slug.removeprefix(SUPPLIERS)
    return int(number) if slug.startswith(SUPPLIERS) and number else None


def below_slug(number: int) -> str:
    """The list of readers' messages below an article.

    >>> below_slug(1796), below_of("a/1796/"), below_of(GUESTBOOK), holds_messages("news")
    ('a/1796/', 1796, None, False)
    """
    return f"a/{number}/"


def below_of(slug: str) -> int | None:
    found = BELOW.fullmatch(slug)
    return int(found[1]) if found else None


def holds_messages(slug: str) -> bool:
    return slug == GUESTBOOK or below_of(slug) is not None


def per_page(slug: str) -> int:
    return NAMES_PER_PAGE if slug == SUPPLIERS else PER_PAGE


class Edition(StrEnum):
    MOBILE = "mobile"
    WAP = "wap"

    @property
    def prefix(self) -> str:
        """Before every path of this edition, without a slash at its front."""
        return "wap/" if self is Edition.WAP else ""


@dataclass(frozen=True, order=True)
class ListPage:
    """A page of a list. `page` is 0 for the front and counts permanent pages from 1."""

    slug: str
    page: int = 0


@dataclass(frozen=True)
class Touched:
    """What one print run must print beside the home page and the sitemaps: articles by number, and pages of lists."""

    articles: frozenset[int]
    pages: frozenset[ListPage]


def article_path(number: int, edition: Edition = Edition.MOBILE, sheet: int = 1) -> str:
    """
    >>> article_path(1796), article_path(1796, Edition.WAP, 2)
    ('a/1796.html', 'wap/a/1796-2.html')
    """
    return f"{edition.prefix}a/{number}{f'-{sheet}' if sheet > 1 else ''}.html"


def list_path(page: ListPage, edition: Edition = Edition.MOBILE) -> str:
    """
    >>> list_path(ListPage("news")), list_path(ListPage("", 7), Edition.WAP), list_path(ListPage("s/12"))
    ('c/news/index.html', 'wap/all/7.html', 's/12/index.html')
    """
    return f"{edition.prefix}{_folder(page.slug) or 'all/'}{page.page or 'index'}.html"


def messages_path(page: ListPage, edition: Edition = Edition.MOBILE, sheet: int = 1) -> str:
    """
    >>> messages_path(ListPage(GUESTBOOK)), messages_path(ListPage("a/7/", 3), Edition.WAP, 2)
    ('guestbook/index.html', 'wap/a/7/3-2.html')
    """
    path = list_path(page, edition)
    return path.replace(".html", f"-{sheet}.html") if sheet > 1 else path


def _folder(slug: str) -> str:
    if slug.startswith(SUPPLIERS) or holds_messages(slug):
        return f"{slug.removesuffix('/')}/"
    return f"c/{slug}/" if slug else ""


def home_path(edition: Edition = Edition.MOBILE) -> str:
    return f"{edition.prefix}index.html"


def hot_path(edition: Edition = Edition.MOBILE) -> str:
    """The rankings of the most-read."""
    return f"{edition.prefix}{HOT_FOLDER}index.html"


def fixed_path(name: str, edition: Edition = Edition.MOBILE, sheet: int = 1) -> str:
    """A name has no dot, so no page can be taken for the sheet of another.

    >>> fixed_path("about"), fixed_path("about", Edition.WAP, 2)
    ('p/about.html', 'wap/p/about.2.html')
    """
    return f"{edition.prefix}p/{name}{f'.{sheet}' if sheet > 1 else ''}.html"


def feed_path(page: ListPage, form: str) -> str:
    """
    >>> feed_path(ListPage("", 7), "atom"), feed_path(ListPage("news"), "json")
    ('feed-7.atom', 'c/news/feed.json')
    """
    return f"{_folder(page.slug)}feed{f'-{page.page}' if page.page else ''}.{form}"


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


def in_wap(url: str) -> str:
    """The same page of the wap edition, where it has one; forms have both.

    >>> in_wap("/p/about.html"), in_wap("/"), in_wap("/-/submit/"), in_wap("/feed.atom"), in_wap("https://x.example/a/")
    ('/wap/p/about.html', '/wap/', '/-/wap/submit/', '/feed.atom', 'https://x.example/a/')
    """
    return IN_BOTH.sub("/wap/", url) if not url.startswith("/-/") else f"/-/wap{url.removeprefix('/-')}"


def widths(own: int) -> tuple[int, ...]:
    """The widths a picture is printed in: the narrow ones that are narrower, and its own."""
    return (*(width for width in PICTURE_WIDTHS if width < own), own)


def modern_widths(own: int) -> tuple[int, ...]:
    """The widths it is printed in as AVIF and WebP: those that article pages show."""
    return tuple(width for width in widths(own) if width >= LEAST_MODERN_WIDTH or width == own)


def renditions(extension: str, own: int) -> tuple[tuple[int, str], ...]:
    """(width, extension) of every file a picture is printed in.

    >>> renditions("png", 900)
    ((240, 'png'), (720, 'png'), (900, 'png'), (720, 'webp'), (900, 'webp'))
    """
    own_form = tuple((width, extension) for width in widths(own))
    return (*own_form, *((width, form) for form in MODERN_FORMS[extension] for width in modern_widths(own)))


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


def page_of(slug: str, ordinal: int) -> int:
    """The permanent page an ordinal belongs to.

    >>> page_of("news", 20), page_of("news", 21), page_of(SUPPLIERS, 21)
    (1, 2, 1)
    """
    return (ordinal - 1) // per_page(slug) + 1


def ordinals_of(page: ListPage) -> range:
    """The ordinals a permanent page holds."""
    size = per_page(page.slug)
    return range((page.page - 1) * size + 1, page.page * size + 1)


def ordinals_of_front(slug: str, last: int) -> range:
    """The ordinals a front holds: those beyond the last full page, and the page before that."""
    size = per_page(slug)
    return range(max(1, (last // size - 1) * size + 1), last + 1)


def full_pages(slug: str, last: int) -> int:
    """How many permanent pages are full when `last` ordinals have been given out."""
    return last // per_page(slug)


def touched(number: int, beside: Iterable[int], places: Iterable[Place], lasts: Mapping[str, int]) -> Touched:
    """What changes when an article comes, changes, moves or goes.

    `places` are those it held before and holds now; `beside` the articles whose pages name it, as 上一篇, 下一篇 or
    related; `lasts` the last ordinal of each list.
    """
    suppliers = (supplier_of(place.slug) for place in places)
    pages = set()
    for place in {*places, Place(ALL, number), *(Place(SUPPLIERS, each) for each in suppliers if each)}:
        pages |= _pages_of(place, lasts.get(place.slug, 0))
    return Touched(frozenset({number, *beside}), frozenset(pages))


# The ordinal of no article and no message: a place by which the front of a list is meant, and its current feed.
FRONT = 0


def touched_in_lists(places: Iterable[Place], lasts: Mapping[str, int]) -> Touched:
    """What changes when messages come, change or go: pages of their lists, and the articles they stand below; or when
    something in the current feeds of lists is too old to be told, which their FRONT says.

    >>> touched_in_lists([Place("news", FRONT)], {"news": 70}).pages
    frozenset({ListPage(slug='news', page=0)})
    """
    articles, pages = set(), set()
    for place in places:
        pages |= _pages_of(place, lasts.get(place.slug, 0))
        articles |= {number for number in [below_of(place.slug)] if number}
    return Touched(frozenset(articles), frozenset(pages))


def _pages_of(place: Place, last: int) -> set[ListPage]:
    """The pages that show a place. The ordinal that fills one also changes the page before: it gains its link onwards."""
    pages = {ListPage(place.slug)}
    page = page_of(place.slug, place.ordinal)
    if page <= full_pages(place.slug, last):
        pages.add(ListPage(place.slug, page))
        if place.ordinal % per_page(place.slug) == 0 and page > 1:
            pages.add(ListPage(place.slug, page - 1))
    return pages


def merged(changes: Iterable[Touched]) -> Touched:
    articles: set[int] = set()
    pages: set[ListPage] = set()
    for change in changes:
        articles |= change.articles
        pages |= change.pages
    return Touched(frozenset(articles), frozenset(pages))
