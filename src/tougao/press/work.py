"""The work of one print run: media, article pages, lists, feeds; withdrawals last."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TypeVar

from tougao.archive import reading
from tougao.archive.store import Store
from tougao.core import feeds, layout, pictures, sitemap
from tougao.core.article import Article
from tougao.core.layout import ALL, Edition, ListPage, Touched
from tougao.core.pages import Listing, Pages, Printed
from tougao.core.site import Site
from tougao.press.crew import Done, Part, Share
from tougao.press.files import Files
from tougao.press.words import translations

TOMBSTONE_AGE = timedelta(days=30)
HOME_ARTICLES = 10
SECTION_ARTICLES = 6
GROUP_FILES = 1000
GROUP_ARTICLES = 500
GROUP_PAGES = 50  # of lists, with their feeds
FORMS: dict[str, Callable[[feeds.Channel], bytes]] = {"rss": feeds.rss, "atom": feeds.atom, "json": feeds.json_feed}
ARCHIVED_FORMS = ("rss", "atom")
T = TypeVar("T")

Placed = tuple[Article, Article | None, Article | None]  # an article, the one before it, the one after it


def unwatched(done: int, total: int) -> None:
    """Nobody looks on."""


@dataclass
class Run:
    """What a run did: paths whose bytes changed, and paths that are gone."""

    changed: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    @property
    def written(self) -> int:
        return len(self.changed)

    @property
    def removed(self) -> int:
        return len(self.gone)


class Work:
    """One run: what it has read and what it has written."""

    def __init__(
        self,
        site: Site,
        editions: Sequence[Pages],
        templates: Sequence[Path],
        media: Store,
        files: Files,
        now: datetime,
        rehearsal: bool = False,
        watched: Callable[[int, int], None] = unwatched,
    ) -> None:
        self.watched = watched
        self.site, self.editions, self.templates, self.media = site, editions, templates, media
        self.files, self.now, self.rehearsal = files, now, rehearsal
        self.lasts = reading.last_ordinals()
        self.planned: set[str] = set()
        self._articles_done = 0
        self.run = Run()

    # -- the two kinds of run

    def print(self, touched: Touched) -> Run:
        articles = reading.articles(touched.articles)
        live = [article for article in articles.values() if not article.withdrawn_at]
        withdrawn = [article for article in articles.values() if article.withdrawn_at]
        self._articles([(article, *reading.neighbours(article.number)) for article in live])
        self._lists(touched.pages)
        self._withdrawals(withdrawn)
        return self.run

    def everything(self, share: Share) -> Run:
        """The whole site; `share` does its parts, here or in other processes."""
        if not self.rehearsal:
            self.files.prepare()
        self._note(self.put(self._furniture()))
        every = reading.every_number()
        withdrawn: list[int] = []
        for done in share(Part(numbers=tuple(group)) for group in _groups(every, GROUP_ARTICLES)):
            self._take(done)
            withdrawn += done.withdrawn
            self.watched(min(len(every), self._articles_done), len(every))
        pages = [
            ListPage(slug, page)
            for slug in (ALL, *(category.slug for category in self.site.every_category))
            for page in range(layout.full_pages(self.lasts.get(slug, 0)) + 1)
        ]
        for done in share(Part(pages=tuple(group)) for group in _groups(pages, GROUP_PAGES)):
            self._take(done)
        self._note(self.put([*self._home(), *self._sitemaps(pages)]))
        for numbers in _groups(withdrawn, GROUP_ARTICLES):
            self._withdrawals(list(reading.articles(numbers).values()))
        self._remove(path for path in self.files.printed() if path not in self.planned)
        return self.run

    def part(self, part: Part) -> Done:
        """Do one part of a full run; nothing outside it is touched."""
        found = list(reading.articles(part.numbers).values())
        if part.numbers:
            self._articles(list(reading.neighbours_in([article for article in found if not article.withdrawn_at])))
        self._pages(part.pages)
        withdrawn = [article.number for article in found if article.withdrawn_at]
        return Done(self.run.changed, self.run.gone, self.planned, withdrawn)

    def _take(self, done: Done) -> None:
        self.run.changed.extend(done.changed)
        self.run.gone.extend(done.gone)
        self.planned |= done.planned
        self._articles_done += GROUP_ARTICLES

    # -- what is printed, in its order

    def _articles(self, live: Sequence[Placed]) -> None:
        self._note(self.put(self._media([article for article, _, _ in live])))
        pages = [(placed[0], self._pages_of(placed)) for placed in live]
        self._note(self.put(page for _, printed in pages for page in printed))
        for article, printed in pages:
            kept = {page.path for page in printed}
            self._remove(path for path in self.files.sheets(article.number) if path not in kept)
            self._remove(layout.gone_path(article.number, edition) for edition in Edition)

    def article_pages(self, article: Article) -> list[Printed]:
        return self._pages_of((article, *reading.neighbours(article.number)))

    def _pages_of(self, placed: Placed) -> list[Printed]:
        article, older, newer = placed
        return [page for pages in self.editions for page in pages.article(article, older, newer)]

    def _lists(self, touched: Iterable[ListPage]) -> None:
        pages = sorted(page for page in touched if page.slug == ALL or self.site.category(page.slug))
        self._pages(pages)
        self._note(self.put([*self._home(), *self._sitemaps(pages)]))

    def _pages(self, pages: Iterable[ListPage]) -> None:
        """Pages of lists, then the feeds that hold the same articles."""
        for group in _groups(pages, GROUP_PAGES):
            shown = {page: reading.permanent(page.slug, page.page) for page in group if page.page}
            self._note(self.put(printed for page in group for printed in self._listing(page, shown.get(page, []))))
            channels = (self._channel(page, shown.get(page, [])) for page in group)
            self._note(self.put(printed for channel in channels for printed in _feeds(channel)))

    def _listing(self, page: ListPage, shown: Sequence[Article]) -> Iterator[Printed]:
        """A page of a list; `shown` are the articles of a permanent one."""
        last = self.lasts.get(page.slug, 0)
        full = layout.full_pages(last)
        category = self.site.category(page.slug)
        title = category.name if category else self._words("All articles")
        if page.page:
            listing = Listing(
                page=page,
                title=title,
                articles=tuple(shown),
                older=page.page - 1 or None,
                newer=page.page + 1 if page.page < full else 0,
            )
        else:
            listing = Listing(
                page=page,
                title=title,
                articles=tuple(reading.front(page.slug, last)),
                older=full - 1 if full > 1 else None,
                description=category.description if category else "",
            )
        for pages in self.editions:
            yield pages.listing(listing)

    def _home(self) -> list[Printed]:
        newest = reading.newest(ALL, HOME_ARTICLES)
        shown = {article.number for article in newest}
        sections = [
            (
                category,
                [article for article in reading.newest(category.slug, SECTION_ARTICLES) if article.number not in shown],
            )
            for category in self.site.categories
        ]
        return [pages.home(newest, sections) for pages in self.editions]

    def _channel(self, page: ListPage, shown: Sequence[Article]) -> feeds.Channel:
        withdrawn: list[Article] = []
        if not page.page:
            shown = reading.newest(page.slug, layout.FEED_ENTRIES)
            withdrawn = reading.withdrawn_since(page.slug, self.now - TOMBSTONE_AGE)
        last = self.lasts.get(page.slug, 0)
        return feeds.channel(self.site, page, shown, self._sizes(shown), withdrawn, last)

    def _sitemaps(self, pages: Iterable[ListPage]) -> list[Printed]:
        numbers = {number for page in pages if page.slug == ALL for number in self._numbers_of(page)}
        wanted = sorted({sitemap.sitemap_of(number) for number in numbers})
        last = self.lasts.get(ALL, 0)
        every = range(1, sitemap.sitemap_of(last) + 1) if last else range(0)
        return [
            *(Printed(f"sitemap-{page}.xml", sitemap.page(self.site, reading.sitemap_page(page))) for page in wanted),
            Printed("sitemap.xml", sitemap.index(self.site, every)),
            Printed("news-sitemap.xml", sitemap.news(self.site, reading.published_since(self.now - sitemap.NEWS_AGE))),
        ]

    def _numbers_of(self, page: ListPage) -> Iterable[int]:
        last = self.lasts.get(ALL, 0)
        if page.page:
            return layout.ordinals_of(page.page)
        return range(max(1, layout.full_pages(last) * layout.PER_PAGE), last + 1)

    def _withdrawals(self, withdrawn: list[Article]) -> None:
        self._note(self.put(pages.gone(article) for article in withdrawn for pages in self.editions))
        for article in withdrawn:
            self._remove(layout.article_path(article.number, edition) for edition in Edition)
            self._remove(self.files.sheets(article.number))
        self._remove(self._orphaned_media(withdrawn))

    def _furniture(self) -> Iterator[Printed]:
        """What no article touches: fixed pages, the site map, style sheets, notices of absence."""
        for pages in self.editions:
            yield from (pages.fixed(page) for page in self.site.pages)
            yield pages.site_map()
            yield pages.not_found()
        yield self.editions[0].feeds()
        yield Printed("feeds.opml", feeds.opml(self.site))
        if self.site.indexnow_key:
            yield Printed(f"{self.site.indexnow_key}.txt", self.site.indexnow_key.encode())
        yield Printed("robots.txt", sitemap.robots(self.site))
        yield Printed("sitemap-0.xml", sitemap.fronts(self.site))
        for name, path in (("wap/wap.css", "wap/wap.css"), ("shared/feed.css", "feed.css")):
            source = next(folder / name for folder in self.templates if (folder / name).exists())
            yield Printed(path, source.read_bytes())

    # -- pictures

    def _media(self, articles: Iterable[Article]) -> Iterator[Printed]:
        for article in articles:
            for path, sha256, extension, width in _renditions(article):
                if self.files.exists(path):
                    self.planned.add(path)
                else:
                    yield Printed(path, pictures.rendition(self.media.read(sha256, f".{extension}"), width))

    def _sizes(self, articles: Iterable[Article]) -> dict[str, int]:
        return {
            f"media:{sha256}.{extension}": self.media.path(sha256, f".{extension}").stat().st_size
            for article in articles
            for sha256, extension in layout.references(article.html)
        }

    def _orphaned_media(self, withdrawn: Iterable[Article]) -> Iterator[str]:
        for article in withdrawn:
            for path, sha256, _, _ in _renditions(article):
                if not reading.shows_picture(sha256):
                    yield path

    # -- writing

    def put(self, files: Iterable[Printed]) -> tuple[str, ...]:
        out: list[str] = []
        for group in _groups(files, GROUP_FILES):
            self.planned.update(file.path for file in group)
            if self.rehearsal:
                out += [file.path for file in group if self.files.differs(file)]
            else:
                out += self.files.write(group)
        return tuple(out)

    def _note(self, changed: tuple[str, ...]) -> None:
        self.run.changed.extend(changed)

    def _remove(self, paths: Iterable[str]) -> None:
        wanted = [path for path in paths if self.files.exists(path)]
        self.run.gone.extend(wanted if self.rehearsal else self.files.remove(wanted))

    def _words(self, message: str) -> str:
        return translations(self.site.language).gettext(message)


def _renditions(article: Article) -> Iterator[tuple[str, str, str, int]]:
    """(path, sha256, extension, width) of every file that the pictures of an article are printed in."""
    for sha256, extension, own in layout.shown_pictures(article.html):
        for width in layout.widths(own):
            yield layout.media_path(sha256, width, extension), sha256, extension, width


def _feeds(channel: feeds.Channel) -> Iterator[Printed]:
    for form, written in FORMS.items():
        if not channel.is_archive or form in ARCHIVED_FORMS:
            yield Printed(layout.feed_path(channel.page, form), written(channel))


def _groups(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while group := list(islice(rest, size)):
        yield group
