"""Pages of lists, and the feeds that hold the same articles: each article is read, and told to feeds, once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property

from tougao.archive import reading, telling
from tougao.core import feeds, layout
from tougao.core.article import Article, Supplier
from tougao.core.feeds.current import MOST_TOMBSTONES, TOMBSTONE_AGE
from tougao.core.horizon import Horizon
from tougao.core.layout import ALL, SUPPLIERS, ListPage
from tougao.core.notice import gettext_noop
from tougao.core.pages import Listing
from tougao.core.site import Site
from tougao.press.words import translations

READ_ON = gettext_noop("Read the whole text on the site")


class Lists:
    """Some pages of lists of one run. `sizes` are the bytes of an article's pictures by path,
    `suppliers` those who have live articles, the newest first: asked for where a page names them."""

    def __init__(
        self,
        site: Site,
        pages: Sequence[ListPage],
        horizon: Horizon,
        now: datetime,
        sizes: Callable[[Article], dict[str, int]],
        suppliers: Callable[[], Iterable[Supplier]],
    ) -> None:
        self.site, self.pages, self.horizon, self.now = site, pages, horizon, now
        self.sizes, self.suppliers = sizes, suppliers
        self._names = reading.supplier_names(filter(None, (layout.supplier_of(page.slug) for page in pages)))
        numbers = {
            page: reading.within(page.slug, self._ordinals(page), horizon) for page in pages if page.slug != SUPPLIERS
        }
        found = reading.bare({number for each in numbers.values() for number in each}, horizon)
        # One that was withdrawn between the two readings is missing here; its own order stays open.
        self._shown = {page: [found[number] for number in each if number in found] for page, each in numbers.items()}
        self._told_at = telling.told_at(self._shown)
        self._fed = {page: self._told(page) for page in self._shown}
        self._entries: dict[int, feeds.Entry] = {}

    def listings(self) -> Iterator[Listing]:
        """What the pages show, older and newer pages among it."""
        return map(self._listing, self.pages)

    def channels(self) -> Iterator[feeds.Channel]:
        """The feeds of those that list articles."""
        return map(self._channel, self._shown)

    @property
    def shown(self) -> list[Article]:
        """What the pages and their feeds show, each article once."""
        found = (article for articles in (*self._shown.values(), *self._fed.values()) for article in articles)
        return list({article.number: article for article in found}.values())

    def _listing(self, page: ListPage) -> Listing:
        full = layout.full_pages(page.slug, self.horizon.last_of(page.slug))
        category = self.site.category(page.slug)
        of_suppliers = page.slug == SUPPLIERS
        return Listing(
            page=page,
            title=self._name(page.slug) or self._words("Sources" if of_suppliers else "All articles"),
            articles=tuple(self._shown.get(page, ())),
            suppliers=tuple(self._suppliers_on(page)) if of_suppliers else (),
            older=(page.page - 1 or None) if page.page else (full - 1 if full > 1 else None),
            newer=None if not page.page else page.page + 1 if page.page < full else 0,
            description=category.description if category and not page.page else "",
        )

    def _suppliers_on(self, page: ListPage) -> Iterator[Supplier]:
        numbers = self._ordinals(page)
        return (each for each in self.suppliers() if each.number in numbers)

    def _channel(self, page: ListPage) -> feeds.Channel:
        last = self.horizon.last_of(page.slug)
        shown = self._fed[page]
        withdrawn: list[Article] = []
        entries: Sequence[feeds.Entry] = [self._entry(article) for article in shown]
        if not page.page:
            withdrawn = self._withdrawn.get(page.slug, [])[:MOST_TOMBSTONES]
            archived = {article.entry_id for article in shown if feeds.is_archived(page, last, article)}
            entries = feeds.fitting(entries, archived, self._words(READ_ON))
        return feeds.channel(self.site, page, self._name(page.slug), entries, withdrawn, last, self._told_at.get(page))

    def _told(self, page: ListPage) -> list[Article]:
        """The articles of a feed: of a front, which shows the newest if not too many are withdrawn, what is told now."""
        shown = self._shown[page]
        if page.page:
            return shown
        last, most = self.horizon.last_of(page.slug), layout.FEED_ENTRIES
        newest = shown[:most] if len(shown) >= most else reading.newest(page.slug, most, self.horizon)
        return feeds.current(page, last, newest, reading.told_again(page.slug, most, self.horizon))

    @cached_property
    def _withdrawn(self) -> dict[str, list[Article]]:
        """By the lists they stood in."""
        out: dict[str, list[Article]] = {}
        for article in reading.withdrawn_since(self.now - TOMBSTONE_AGE):
            for slug in (ALL, article.place.slug, *([article.supplied.slug] if article.supplied else ())):
                out.setdefault(slug, []).append(article)
        return out

    def _entry(self, article: Article) -> feeds.Entry:
        if article.number not in self._entries:
            self._entries[article.number] = feeds.entry(self.site, article, self.sizes(article))
        return self._entries[article.number]

    def _name(self, slug: str) -> str:
        """A list's name, empty for the whole site."""
        category = self.site.category(slug)
        return category.name if category else self._names.get(layout.supplier_of(slug) or 0, "")

    def _ordinals(self, page: ListPage) -> range:
        last = self.horizon.last_of(page.slug)
        return layout.ordinals_of(page) if page.page else layout.ordinals_of_front(page.slug, last)

    def _words(self, message: str) -> str:
        return translations(self.site.language).gettext(message)
