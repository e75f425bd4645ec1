"""Pages of lists, and the feeds that hold the same articles: each article is read, and told to feeds, once."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from tougao.archive import reading
from tougao.core import feeds, layout
from tougao.core.article import Article
from tougao.core.layout import SUPPLIERS, ListPage
from tougao.core.pages import Listing
from tougao.core.site import Site
from tougao.press.words import translations

TOMBSTONE_AGE = timedelta(days=30)


class Lists:
    """Some pages of lists of one run. `lasts` are the last ordinals, `sizes` the bytes of an article's pictures by reference."""

    def __init__(
        self,
        site: Site,
        pages: Sequence[ListPage],
        lasts: dict[str, int],
        now: datetime,
        sizes: Callable[[Article], dict[str, int]],
    ) -> None:
        self.site, self.pages, self.lasts, self.now, self.sizes = site, pages, lasts, now, sizes
        self._names = reading.supplier_names(filter(None, (layout.supplier_of(page.slug) for page in pages)))
        numbers = {page: reading.within(page.slug, self._ordinals(page)) for page in pages if page.slug != SUPPLIERS}
        found = reading.bare({number for each in numbers.values() for number in each})
        # One that was withdrawn between the two readings is missing here; its own order stays open.
        self._shown = {page: [found[number] for number in each if number in found] for page, each in numbers.items()}
        self._entries: dict[int, feeds.Entry] = {}

    def listings(self) -> Iterator[Listing]:
        """What the pages show, older and newer pages among it."""
        return map(self._listing, self.pages)

    def channels(self) -> Iterator[feeds.Channel]:
        """The feeds of those that list articles."""
        return map(self._channel, self._shown)

    def _listing(self, page: ListPage) -> Listing:
        full = layout.full_pages(page.slug, self.lasts.get(page.slug, 0))
        category = self.site.category(page.slug)
        of_suppliers = page.slug == SUPPLIERS
        return Listing(
            page=page,
            title=self._name(page.slug) or self._words("Sources" if of_suppliers else "All articles"),
            articles=tuple(self._shown.get(page, ())),
            suppliers=tuple(reading.suppliers(self._ordinals(page)) if of_suppliers else ()),
            older=(page.page - 1 or None) if page.page else (full - 1 if full > 1 else None),
            newer=None if not page.page else page.page + 1 if page.page < full else 0,
            description=category.description if category and not page.page else "",
        )

    def _channel(self, page: ListPage) -> feeds.Channel:
        shown = self._shown[page]
        withdrawn: list[Article] = []
        if not page.page:
            has_all = len(shown) >= layout.FEED_ENTRIES  # a front shows the newest, if not too many are withdrawn
            shown = shown[: layout.FEED_ENTRIES] if has_all else reading.newest(page.slug, layout.FEED_ENTRIES)
            withdrawn = reading.withdrawn_since(page.slug, self.now - TOMBSTONE_AGE)
        last = self.lasts.get(page.slug, 0)
        entries = [self._entry(article) for article in shown]
        return feeds.channel(self.site, page, self._name(page.slug), entries, withdrawn, last)

    def _entry(self, article: Article) -> feeds.Entry:
        if article.number not in self._entries:
            self._entries[article.number] = feeds.entry(self.site, article, self.sizes(article))
        return self._entries[article.number]

    def _name(self, slug: str) -> str:
        """A list's name, empty for the whole site."""
        category = self.site.category(slug)
        return category.name if category else self._names.get(layout.supplier_of(slug) or 0, "")

    def _ordinals(self, page: ListPage) -> range:
        last = self.lasts.get(page.slug, 0)
        return layout.ordinals_of(page) if page.page else layout.ordinals_of_front(page.slug, last)

    def _words(self, message: str) -> str:
        return translations(self.site.language).gettext(message)
