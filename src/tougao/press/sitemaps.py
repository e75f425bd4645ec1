"""The sitemaps, as files."""

from collections.abc import Callable, Iterable
from datetime import datetime

from tougao.archive import reading
from tougao.core import sitemap
from tougao.core.horizon import Horizon
from tougao.core.pages import Printed
from tougao.core.site import Site


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
