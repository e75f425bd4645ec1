"""What every change touches, and what reads touch: the home page and the most-read."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tougao.archive import reading, reads
from tougao.core.article import Article
from tougao.core.horizon import Horizon
from tougao.core.layout import ALL
from tougao.core.pages import Pages, Printed
from tougao.core.reads import Ranked, Span
from tougao.core.site import Category, Site

TOP_ARTICLES = 10
SECTION_ARTICLES = 6


@dataclass(frozen=True)
class Home:
    """What stands on the home page: the pinned and the newest, then the newest of each category that are not among them."""

    top: Sequence[Article]
    sections: Sequence[tuple[Category, Sequence[Article]]]

    @property
    def articles(self) -> Iterator[Article]:
        yield from self.top
        for _, articles in self.sections:
            yield from articles


def read(site: Site, horizon: Horizon) -> Home:
    """What the archive holds for it, as far as a run looks."""
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
    return Home(top, sections)


def printed(site: Site, editions: Sequence[Pages], shown: Home, horizon: Horizon) -> list[Printed]:
    """The most-read, and the home pages that name some of them."""
    rankings: Mapping[Span, Sequence[Ranked]] = reads.ranked(horizon) if site.shows_hot else {}
    return [
        *(pages.hot(rankings) for pages in editions if site.shows_hot),
        *(pages.home(shown.top, shown.sections, rankings.get(Span.WEEK, ())) for pages in editions),
    ]
