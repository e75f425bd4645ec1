"""The work of one print run: media, article pages, lists, feeds; withdrawals last."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count, islice, takewhile
from pathlib import Path
from typing import TypeVar

from tougao.archive import reading, reads
from tougao.archive.reading import Placed
from tougao.core import feeds, layout, sitemap
from tougao.core.article import Article
from tougao.core.layout import ALL, SUPPLIERS, Edition, ListPage, Touched
from tougao.core.pages import Pages, Printed
from tougao.core.reads import Span
from tougao.core.site import Site
from tougao.press import media, messages
from tougao.press.crew import Done, Part, Share
from tougao.press.feeds import FORMS, feed_files
from tougao.press.files import Files
from tougao.press.lists import Lists
from tougao.press.media import Media, Shown

HOME_ARTICLES = 10
SECTION_ARTICLES = 6
GROUP_FILES = 1000
GROUP_ARTICLES = 500
GROUP_PAGES, FEWEST_PAGES = 200, 50  # of lists, with their feeds: about 40 MB of articles
PARTS = 8  # of a small site, so that those who share them end at the same time
FURNITURE_FILES = (
    ("wap/wap.css", "wap/wap.css"),
    ("shared/feed.css", "feed.css"),
    ("shared/read.js", "read.js"),
    ("shared/logo.png", feeds.LOGO_PATH),
)
T = TypeVar("T")


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
        media: Media,
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
        self._waiting: list[Printed] | None = None
        self._going: list[str] = []
        self.run = Run()

    # -- the two kinds of run

    def print(self, touched: Touched, shown_before: Iterable[Shown]) -> Run:
        """What is touched; then pictures that were shown before and are shown no more go, too."""
        self.files.prepare()
        articles = reading.articles(touched.articles)
        live = [article for article in articles.values() if not article.withdrawn_at]
        withdrawn = [article for article in articles.values() if article.withdrawn_at]
        of_readers = {page for page in touched.pages if layout.holds_messages(page.slug)}
        with self._new_files_first():
            self._articles([(article, *reading.neighbours(article.number)) for article in live])
            self._pages(sorted(of_readers | set(messages.beside(self.site, live, self.lasts))))
            if touched.pages - of_readers:
                self._lists(touched.pages - of_readers, touched.articles)
        self._withdrawals(withdrawn)
        self._remove(self._no_longer_shown(shown_before))
        return self.run

    @contextmanager
    def _new_files_first(self) -> Iterator[None]:
        """What stands there already waits until all that it may lead to is in place; what goes, goes after that."""
        self._waiting = []
        yield
        files, self._waiting = self._waiting, None
        self._note(self.put(files))
        self._remove(self._going)

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
            for slug in self._slugs()
            for page in range(layout.full_pages(slug, self.lasts.get(slug, 0)) + 1)
        ]
        size = min(GROUP_PAGES, max(FEWEST_PAGES, len(pages) // PARTS))
        for done in share(Part(pages=tuple(group)) for group in _groups(sorted(pages, key=self._age), size)):
            self._take(done)
        self._note(self.put([*self._home(), *self._sitemaps(range(1, self.lasts.get(ALL, 0) + 1))]))
        for numbers in _groups(withdrawn, GROUP_ARTICLES):
            self._withdrawals(list(reading.articles(numbers).values()))
        self._remove(path for path in self.files.printed() if path not in self.planned)
        return self.run

    def _slugs(self) -> Iterator[str]:
        """Every list there is."""
        yield from (ALL, *(category.slug for category in self.site.every_category), SUPPLIERS)
        yield from (layout.supplier_slug(number) for number in range(1, self.lasts.get(SUPPLIERS, 0) + 1))
        yield from messages.slugs(self.site)

    def _age(self, page: ListPage) -> tuple[bool, float]:
        """Pages that hold about the same articles of different lists beside each other: each is told to feeds once, not thrice."""
        return page.page == 0, page.page / (layout.full_pages(page.slug, self.lasts.get(page.slug, 0)) + 1)

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

    def reads(self, counts: dict[int, int]) -> list[Printed]:
        """What shows reads: the pages of these articles, with these counts, and the most-read."""
        live = [article for article in reading.articles(counts).values() if not article.withdrawn_at]
        counted = (replace(article, reads=counts[article.number]) for article in live)
        pages = [page for each in counted for page in self._pages_of((each, *reading.neighbours(each.number)))]
        return [*pages, *self._home()]

    def _pages_of(self, placed: Placed) -> list[Printed]:
        article, older, newer = placed
        return [page for pages in self.editions for page in pages.article(article, older, newer)]

    def _lists(self, touched: Iterable[ListPage], numbers: Iterable[int]) -> None:
        pages = sorted(page for page in touched if self._is_printed(page))
        self._pages(pages)
        self._note(self.put([*self._home(), *self._sitemaps(numbers)]))
        if any(page.slug == SUPPLIERS for page in pages):
            self._note(self.put([self._opml()]))

    def _is_printed(self, page: ListPage) -> bool:
        return page.slug == ALL or page.slug.startswith(SUPPLIERS) or self.site.category(page.slug) is not None

    def _pages(self, pages: Iterable[ListPage]) -> None:
        """Pages of lists, then the feeds that hold the same articles."""
        wanted = list(pages)
        self._messages([page for page in wanted if layout.holds_messages(page.slug)])
        for group in _groups((page for page in wanted if not layout.holds_messages(page.slug)), GROUP_PAGES):
            lists = Lists(self.site, group, self.lasts, self.now, self._sizes)
            self._note(self.put(pages.listing(listing) for listing in lists.listings() for pages in self.editions))
            self._note(self.put(printed for channel in lists.channels() for printed in feed_files(channel)))

    def _messages(self, pages: Sequence[ListPage]) -> None:
        """What readers wrote; sheets of the wap edition that are no longer needed go."""
        for page in pages:
            files = list(messages.printed(self.site, self.editions, [page], self.lasts))
            self._note(self.put(files))
            kept = {file.path for file in files}
            self._remove(path for path in self._message_files(page) if path not in kept)
        for channel in messages.channels(self.site, pages, self.lasts, self.now):
            self._note(self.put(feed_files(channel)))

    def _message_files(self, page: ListPage) -> list[str]:
        """The files there may be of a page: in both editions, the last sheet first."""
        further = (layout.messages_path(page, Edition.WAP, sheet) for sheet in count(2))
        sheets = list(takewhile(self.files.exists, further))
        return [*reversed(sheets), *(layout.messages_path(page, edition) for edition in Edition)]

    def _home(self) -> list[Printed]:
        """What every change touches, and what reads touch: the home page, and the most-read."""
        pinned = reading.pinned()
        first = {article.number for article in pinned}
        newest = [article for article in reading.newest(ALL, HOME_ARTICLES + len(first)) if article.number not in first]
        top = [*pinned, *newest][: max(HOME_ARTICLES, len(pinned))]
        shown = {article.number for article in top}
        sections = [
            (
                category,
                [article for article in reading.newest(category.slug, SECTION_ARTICLES) if article.number not in shown],
            )
            for category in self.site.categories
        ]
        rankings = reads.ranked() if self.site.shows_hot else {}
        hot = rankings.get(Span.WEEK, [])
        return [
            *(pages.hot(rankings) for pages in self.editions if self.site.shows_hot),
            *(pages.home(top, sections, hot) for pages in self.editions),
        ]

    def _opml(self) -> Printed:
        return Printed("feeds.opml", feeds.opml(self.site, reading.suppliers()))

    def _sitemaps(self, numbers: Iterable[int]) -> list[Printed]:
        """Those that these articles stand in or that were never printed, and the two that every change touches."""
        last = self.lasts.get(ALL, 0)
        every = range(1, sitemap.sitemap_of(last) + 1) if last else range(0)
        # Imported articles keep their numbers, and between them whole files of numbers may have been left out.
        absent = {page for page in every if not self.files.exists(f"sitemap-{page}.xml")}
        wanted = sorted(absent | {sitemap.sitemap_of(number) for number in numbers})
        return [
            *(
                Printed(f"sitemap-{page}.xml", sitemap.page(self.site, reading.moments(sitemap.numbers_of(page))))
                for page in wanted
            ),
            Printed("sitemap.xml", sitemap.index(self.site, every)),
            Printed("news-sitemap.xml", sitemap.news(self.site, reading.published_since(self.now - sitemap.NEWS_AGE))),
        ]

    def _withdrawals(self, withdrawn: list[Article]) -> None:
        self._note(self.put(pages.gone(article) for article in withdrawn for pages in self.editions))
        for article in withdrawn:
            self._remove(layout.article_path(article.number, edition) for edition in Edition)
            self._remove(self.files.sheets(article.number))
            for page in messages.pages_of(layout.below_slug(article.number), self.lasts):
                self._remove(self._message_files(page))
                self._remove(layout.feed_path(page, form) for form in FORMS)

    def _furniture(self) -> Iterator[Printed]:
        """What no article touches: fixed pages, the site map, style sheets, notices of absence."""
        for pages in self.editions:
            yield from (printed for page in self.site.other_pages for printed in pages.fixed(page))
            yield from pages.guidelines()
            yield pages.site_map()
            yield pages.not_found()
        yield self.editions[0].feeds()
        yield self._opml()
        if self.site.indexnow_key:
            yield Printed(f"{self.site.indexnow_key}.txt", self.site.indexnow_key.encode())
        yield Printed("robots.txt", sitemap.robots(self.site))
        yield Printed("sitemap-0.xml", sitemap.fronts(self.site))
        for name, path in FURNITURE_FILES:
            source = next(folder / name for folder in self.templates if (folder / name).exists())
            yield Printed(path, source.read_bytes())

    # -- pictures

    def _media(self, articles: Iterable[Article]) -> Iterator[Printed]:
        shown = (each for article in articles for each in layout.shown_pictures(article.html))
        for file in (file for each in shown for file in media.files_of(each)):
            if self.files.exists(file[0]):
                self.planned.add(file[0])
            else:
                yield self.media.printed(*file)

    def _sizes(self, article: Article) -> dict[str, int]:
        return {
            f"media:{sha256}.{extension}": self.media.size(sha256, extension)
            for sha256, extension in layout.references(article.html)
        }

    def _no_longer_shown(self, pictures: Iterable[Shown]) -> Iterator[str]:
        for shown in dict.fromkeys(pictures):
            if not reading.shows_picture(shown[0]):
                yield from (file[0] for file in media.files_of(shown))

    # -- writing

    def put(self, files: Iterable[Printed]) -> tuple[str, ...]:
        out: list[str] = []
        for group in _groups(files, GROUP_FILES):
            self.planned.update(file.path for file in group)
            if self.rehearsal:
                out += [file.path for file in group if self.files.differs(file)]
                continue
            if self._waiting is not None:
                there = {file.path for file in group if self.files.exists(file.path)}
                self._waiting += [file for file in group if file.path in there]
                group = [file for file in group if file.path not in there]
            out += self.files.write(group)
        return tuple(out)

    def _note(self, changed: tuple[str, ...]) -> None:
        self.run.changed.extend(changed)

    def _remove(self, paths: Iterable[str]) -> None:
        wanted = [path for path in paths if self.files.exists(path)]
        if self._waiting is not None:
            self._going += wanted
            return
        self.run.gone.extend(wanted if self.rehearsal else self.files.remove(wanted))


def _groups(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while group := list(islice(rest, size)):
        yield group
