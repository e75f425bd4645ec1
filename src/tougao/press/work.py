"""The work of one print run: media, article pages, lists, feeds; withdrawals last."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from itertools import chain, count, takewhile
from pathlib import Path

from tougao.archive import print_orders, reading, shown, since
from tougao.archive.print_orders import PrintOrder
from tougao.archive.reading import Placed
from tougao.core import layout, sitemap
from tougao.core.article import Article, Supplier
from tougao.core.horizon import Horizon
from tougao.core.layout import ALL, SUPPLIERS, Edition, ListPage, Touched
from tougao.core.pages import Pages, Printed
from tougao.core.site import Site
from tougao.press import home, media, messages
from tougao.press.crew import Done, Part, Share
from tougao.press.feeds import FORMS, feed_files
from tougao.press.files import Files
from tougao.press.furniture import all_feeds, furniture
from tougao.press.lists import Lists
from tougao.press.media import Media
from tougao.press.plan import GROUP_ARTICLES, GROUP_PAGES, Plan, article_files, files_of, groups, plan
from tougao.press.sitemaps import sitemaps

GROUP_FILES = 1000


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
    """One run: what it has read and what it has written. Nothing it writes leads beyond its horizon."""

    def __init__(
        self,
        site: Site,
        editions: Sequence[Pages],
        templates: Sequence[Path],
        media: Media,
        files: Files,
        horizon: Horizon,
        now: datetime,
        rehearsal: bool = False,
        watched: Callable[[int, int], None] = unwatched,
    ) -> None:
        self.watched = watched
        self.site, self.editions, self.templates, self.media = site, editions, templates, media
        self.files, self.horizon, self.now, self.rehearsal = files, horizon, now, rehearsal
        self.planned: set[str] = set()
        self._only_missing = False
        self._waiting: list[Printed] | None = None
        self._going: list[str] = []
        self.run = Run()

    # -- the two kinds of run

    def print(self, touched: Touched, orders: Collection[PrintOrder]) -> Run:
        """What is touched; then pictures that were shown before these orders and are shown no more go, too."""
        self.files.prepare()
        articles = reading.articles(touched.articles, self.horizon)
        live = [article for article in articles.values() if not article.withdrawn_at]
        withdrawn = [article for article in articles.values() if article.withdrawn_at]
        of_readers = {page for page in touched.pages if layout.holds_messages(page.slug)}
        with self._new_files_first():
            self._articles([(article, *reading.neighbours(article.number, self.horizon)) for article in live])
            self._pages(sorted(of_readers | set(messages.beside(self.site, live, self.horizon))))
            if touched.pages - of_readers:
                self._lists(touched.pages - of_readers, touched.articles)
            self._notices(withdrawn)
        self._take_away(since.off(self.horizon, [article.number for article in withdrawn]))
        self._remove(self._no_longer_shown(orders))
        return self.run

    @contextmanager
    def _new_files_first(self) -> Iterator[None]:
        """What stands there already waits until all that it may lead to is in place; what goes, goes after that."""
        self._waiting = []
        yield
        files, self._waiting = self._waiting, None
        self._note(self.put(files))
        self._remove(self._going)

    def everything(self, share: Share, is_seen: bool, former: Collection[str] = ()) -> Run:
        """The whole site; `share` does its parts, here or in other processes. On one that `is_seen` new files come first.

        `former` are files of an earlier run that are not of a kind we print: they go, too, where they are no longer wanted.
        """
        if not self.rehearsal:
            self.files.prepare()
        there = frozenset(self.files.printed())
        stands = there.union(self.files.on_top()) if there and is_seen and not self.rehearsal else frozenset()
        planned = self.plan(stands)
        total, done = planned.files, 0
        for parts, is_first in ((planned.first, True), (planned.rest, False)):
            for part, result in zip(parts, share(parts), strict=True):
                self._take(result)
                done += files_of(part)
                self.watched(done, total)
            if is_first and stands:
                frame = (*self._furniture(), *self._home(), *self._sitemaps(()))
                self._note(self.put(file for file in frame if file.path not in stands))
        self._note(self.put([*self._furniture(), *self._home(), *self._sitemaps(range(1, self.horizon.last + 1))]))
        for numbers in groups(sorted(self._off), GROUP_ARTICLES):
            withdrawn = reading.articles(numbers, self.horizon)
            self._notices(withdrawn.values())
            self._take_away(withdrawn)
            self._leave(number for number in numbers if number not in withdrawn)
        self._remove(sorted(path for path in there.union(former) if self.files.owner(path) not in self.planned))
        return self.run

    def plan(self, there: Collection[str]) -> Plan:
        """The parts of a full run."""
        live = [number for number in reading.every_number() if number <= self.horizon.last and number not in self._off]
        full = {slug: layout.full_pages(slug, last) for slug, last in self._every_list().items()}
        pages = [ListPage(slug, page) for slug, pages in full.items() for page in range(pages + 1)]

        def age(page: ListPage) -> tuple[bool, float]:
            """Pages that hold about the same articles of different lists beside each other: each is told to feeds once, not thrice."""
            return page.page == 0, page.page / (full[page.slug] + 1)

        return plan(live, sorted(pages, key=age), there)

    @cached_property
    def _off(self) -> frozenset[int]:
        """The articles that were off the site at the horizon."""
        return since.off(self.horizon)

    def _every_list(self) -> dict[str, int]:
        """The last ordinal of every list there is."""
        suppliers = (layout.supplier_slug(number) for number in range(1, self.horizon.last_of(SUPPLIERS) + 1))
        slugs = (ALL, *(category.slug for category in self.site.every_category), SUPPLIERS, *suppliers)
        return {slug: self.horizon.last_of(slug) for slug in slugs} | messages.every_list(self.site, self.horizon)

    def part(self, part: Part) -> Done:
        """Do one part of a full run; nothing outside it is touched."""
        self._only_missing = part.is_half
        if part.numbers:
            found = reading.articles(part.numbers, self.horizon).values()
            live = [article for article in found if not article.withdrawn_at]
            self._articles(list(reading.neighbours_in(live, self.horizon)))
            self._notices(article for article in found if article.withdrawn_at)
            self._leave(article.number for article in found if article.withdrawn_at)
        self._pages(part.pages)
        return Done(self.run.changed, self.run.gone, self.planned)

    def _take(self, done: Done) -> None:
        self.run.changed.extend(done.changed)
        self.run.gone.extend(done.gone)
        self.planned |= done.planned

    # -- what is printed, in its order

    def _articles(self, live: Sequence[Placed]) -> None:
        self._note(self.put(self._media([article for article, _, _ in live])))
        pages = [(placed[0], self._pages_of(placed)) for placed in live]
        # The last sheet first: a group may end between two of them.
        self._note(self.put(page for _, printed in pages for page in reversed(printed)))
        if self._only_missing:
            return
        for article, printed in pages:
            kept = {page.path for page in printed}
            self._remove(path for path in self.files.sheets(article.number) if path not in kept)
            self._remove(layout.gone_path(article.number, edition) for edition in Edition)

    def reads(self, counts: dict[int, int]) -> list[Printed]:
        """What shows reads: the pages of these articles, with these counts, and the most-read."""
        live = [article for article in reading.articles(counts, self.horizon).values() if not article.withdrawn_at]
        counted = (replace(article, reads=counts[article.number]) for article in live)
        pages = [
            page for each in counted for page in self._pages_of((each, *reading.neighbours(each.number, self.horizon)))
        ]
        return [*pages, *self._home()]

    def _pages_of(self, placed: Placed) -> list[Printed]:
        article, older, newer = placed
        return [page for pages in self.editions for page in pages.article(article, older, newer)]

    def _lists(self, touched: Iterable[ListPage], numbers: Iterable[int]) -> None:
        pages = sorted(page for page in touched if self._is_printed(page))
        self._pages(pages)
        self._note(self.put([*self._home(), *self._sitemaps(numbers)]))
        self._remove({sitemap.NEWS_PATH} - self.planned)
        if any(page.slug == SUPPLIERS for page in pages):
            self._note(self.put([all_feeds(self.site, self.suppliers)]))

    def _is_printed(self, page: ListPage) -> bool:
        return page.slug == ALL or page.slug.startswith(SUPPLIERS) or self.site.category(page.slug) is not None

    def _pages(self, pages: Iterable[ListPage]) -> None:
        """Pages of lists, then the feeds that hold the same articles."""
        wanted = list(pages)
        self._messages([page for page in wanted if layout.holds_messages(page.slug)])
        for group in groups((page for page in wanted if not layout.holds_messages(page.slug)), GROUP_PAGES):
            lists = Lists(self.site, group, self.horizon, self.now, self._sizes, lambda: self.suppliers)
            self._note(self.put(self._media(lists.shown)))  # one may show other pictures since its page was printed
            printed = (pages.listing(listing) for listing in lists.listings() for pages in self.editions)
            fed = (file for channel in lists.channels() for file in feed_files(channel))
            self._note(self.put(chain(printed, fed)))

    def _messages(self, pages: Sequence[ListPage]) -> None:
        """What readers wrote; sheets of the wap edition that are no longer needed go."""
        lasts = messages.lasts({page.slug for page in pages}, self.horizon)
        for page in pages:
            files = list(messages.printed(self.site, self.editions, page, lasts[page.slug], self.horizon))
            if not files and messages.is_left(self.site, page.slug, self.horizon):
                self.planned.update(self._files_of_messages(page))
                continue
            if files:  # now they lead to its feeds, should it be withdrawn before these are printed
                self.planned.update(_message_feeds(page))
            self._note(self.put(files))
            kept = {file.path for file in files}
            self._remove(path for path in self._message_files(page) if path not in kept)
        channels = (messages.channel(self.site, page, lasts[page.slug], self.horizon, self.now) for page in pages)
        for channel in filter(None, channels):
            self._note(self.put(feed_files(channel)))

    def _message_files(self, page: ListPage) -> list[str]:
        """The files there may be of a page: in both editions, the last sheet first."""
        further = (layout.messages_path(page, Edition.WAP, sheet) for sheet in count(2))
        sheets = list(takewhile(self.files.exists, further))
        return [*reversed(sheets), *(layout.messages_path(page, edition) for edition in Edition)]

    def _files_of_messages(self, page: ListPage) -> list[str]:
        """And its feeds."""
        return [*self._message_files(page), *_message_feeds(page)]

    def _home(self) -> list[Printed]:
        """The home page and the most-read, which reads touch, too."""
        shown = home.read(self.site, self.horizon)
        self._note(self.put(self._media(shown.articles)))
        return home.printed(self.site, self.editions, shown, self.horizon)

    @cached_property
    def suppliers(self) -> list[Supplier]:
        """All who have live articles, the newest first."""
        return reading.suppliers(self.horizon)

    def _sitemaps(self, numbers: Iterable[int]) -> list[Printed]:
        return sitemaps(self.site, numbers, self.horizon, self.now, self.files.exists)

    def _notices(self, withdrawn: Iterable[Article]) -> None:
        self._note(self.put(pages.gone(article) for article in withdrawn for pages in self.editions))

    def _leave(self, numbers: Iterable[int]) -> None:
        """What was withdrawn, or came back, since the run began: all that its page leads to stays until its order is printed."""
        bodies = reading.bodies(numbers)
        below = messages.pages_below(bodies, self.horizon)
        for number, html in bodies.items():
            self.planned.update(article_files(number))
            self.planned.update(layout.gone_path(number, edition) for edition in Edition)
            self.planned.update(self.files.sheets(number))
            self.planned.update(file[0] for each in layout.shown_pictures(html) for file in media.files_of(each))
            self.planned.update(path for page in below[number] for path in self._files_of_messages(page))

    def _take_away(self, withdrawn: Collection[int]) -> None:
        for number, pages in messages.pages_below(withdrawn, self.horizon).items():
            self._remove(layout.article_path(number, edition) for edition in Edition)
            self._remove(self.files.sheets(number))
            for page in pages:
                self._remove(self._files_of_messages(page))

    def _furniture(self) -> Iterator[Printed]:
        """What no article touches."""
        return furniture(self.site, self.editions, self.templates, self.suppliers)

    # -- pictures

    def _media(self, articles: Iterable[Article]) -> Iterator[Printed]:
        pictures = (each for article in articles for each in layout.shown_pictures(article.html))
        for file in (file for each in pictures for file in media.files_of(each)):
            if file[0] in self.planned:
                continue
            if self.files.exists(file[0]):
                self.planned.add(file[0])
            else:
                yield self.media.printed(*file)

    def _sizes(self, article: Article) -> dict[str, int]:
        """Bytes of its pictures by the path of the file that feeds name."""
        named = (
            (layout.media_path(sha256, width, extension), sha256, extension)
            for sha256, extension, width in layout.shown_pictures(article.html)
        )
        return {
            path: self.files.size(path) or self.media.size(path, sha256, extension) for path, sha256, extension in named
        }

    def _no_longer_shown(self, orders: Collection[PrintOrder]) -> Iterator[str]:
        before = dict.fromkeys(each for order in orders for each in order.pictures)
        if not before:
            return
        still = shown.among({sha256 for sha256, _, _ in before})
        still |= print_orders.pictures_beyond({order.order_id for order in orders})
        for each in before:
            if each[0] not in still:
                yield from (file[0] for file in media.files_of(each))

    # -- writing

    def put(self, files: Iterable[Printed]) -> tuple[str, ...]:
        out: list[str] = []
        for group in groups(files, GROUP_FILES):
            self.planned.update(file.path for file in group)
            if self.rehearsal:
                out += [file.path for file in group if self.files.differs(file)]
                continue
            if self._only_missing:
                group = [file for file in group if not self.files.exists(file.path)]
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


def _message_feeds(page: ListPage) -> list[str]:
    return [layout.feed_path(page, form) for form in FORMS]
