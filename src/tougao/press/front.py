"""What every change touches: the home page, the most-read, the sitemaps."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tougao.archive import reading, reads
from tougao.core import sitemap
from tougao.core.article import Article
from tougao.core.horizon import Horizon
from tougao.core.layout import ALL
from tougao.core.pages import Pages, Printed
from tougao.core.reads import Ranked, Span
from tougao.core.site import Category, Site

TOP_ARTICLES = 10
SECTION_ARTICLES = 6


@dataclass(frozen=True)
class Front:
    """What stands on the home page: the pinned and the newest, then the newest of each category that are not among them."""

    top: Sequence[Article]
    sections: Sequence[tuple[Category, Sequence[Article]]]

    @property
    def articles(self) -> Iterator[Article]:
        yield from self.top
        for _, articles in self.sections:
            yield from articles


def front(site: Site, horizon: Horizon) -> Front:
    """Read from the archive."""
    pinned = reading.pinned(horizon)
    first = {article.number for article in pinned}
    found = reading.newest(ALL, TOP_ARTICLES + len(first), horizon)
    newest = [article for article in found if article.number not in first]
    top = [*pinned, *newest][: max(TOP_ARTICLES, len(pinned))]
    ahead = {article.number for article in top}
    of_category = Counter(article.place.slug for article in top)
    sections = []
    for category in site.categories:
        found = reading.newest(category.slug, SECTION_ARTICLES + of_category[category.slug], horizon)
        further = [article for article in found if article.number not in ahead]
        sections.append((category, further[:SECTION_ARTICLES]))
    return Front(top, sections)


def printed(site: Site, editions: Sequence[Pages], shown: Front, horizon: Horizon) -> list[Printed]:
    """The most-read, and the home pages that name some of them."""
    rankings: Mapping[Span, Sequence[Ranked]] = reads.ranked(horizon) if site.shows_hot else {}
    return [
        *(pages.hot(rankings) for pages in editions if site.shows_hot),
        *(pages.home(shown.top, shown.sections, rankings.get(Span.WEEK, ())) for pages in editions),
    ]


def sitemaps(
    site: Site, numbers: Iterable[int], horizon: Horizon, now: datetime, exists: Callable[[str], bool]
) -> list[Printed]:
    """Those that these articles stand in or that do not exist, and the two that every change touches.

    That of the news is not among them when there are none.
    """
    last = horizon.last
    every = range(1, sitemap.sitemap_of(last) + 1) if last else range(0)
    # Imported articles keep their numbers, and between them whole files of numbers may have been left out.
    absent = {page for page in every if not exists(sitemap.path_of(page))}
    news = reading.published_since(now - sitemap.NEWS_AGE, horizon)
    wanted = sorted(absent | {sitemap.sitemap_of(number) for number in numbers})
    return [
        *(
            Printed(sitemap.path_of(page), sitemap.page(site, reading.moments(sitemap.numbers_of(page), horizon)))
            for page in wanted
        ),
        *([Printed(sitemap.NEWS_PATH, sitemap.news(site, news))] if news else []),
        Printed(sitemap.INDEX_PATH, sitemap.index(site, every, bool(news))),
    ]
