"""Telling the world that pages changed: what is asked of hubs (WebSub) and search engines (IndexNow, Baidu)."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from tougao.core import layout
from tougao.core.layout import ALL, ListPage
from tougao.core.site import Site

INDEXNOW_MOST, BAIDU_MOST = 10_000, 2_000
FORMS = ("atom", "rss", "json")


@dataclass(frozen=True)
class Push:
    """Where a site pushes to; an empty value pushes nothing there. `baidu_token` is a secret."""

    hub: str = ""
    indexnow_key: str = ""
    indexnow_url: str = "https://api.indexnow.org/indexnow"
    baidu_token: str = field(default="", repr=False)
    baidu_url: str = "http://data.zz.baidu.com/urls"

    @property
    def targets(self) -> tuple[str, ...]:
        chosen = (("websub", self.hub), ("indexnow", self.indexnow_key), ("baidu", self.baidu_token))
        return tuple(name for name, value in chosen if value)


@dataclass(frozen=True)
class News:
    """What print runs changed: files whose bytes are others than before, and files that are gone."""

    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changed or self.gone)


@dataclass(frozen=True)
class Request:
    """An HTTP POST."""

    url: str
    media_type: str
    body: bytes


def told_of(orders: Iterable[tuple[int | None, Iterable[str]]]) -> tuple[str, ...]:
    """The files of which others are told when they change, for (number, slugs of its lists) of articles that came, changed
    or went: their pages, the fronts and current feeds of their lists, the home page and the feeds of the site.

    >>> told_of([(7, ["news"])])[:3], told_of([(None, ["news"])])
    (('a/7.html', 'c/news/index.html', 'c/news/feed.atom'), ())
    """
    paths: dict[str, None] = {}
    for number, slugs in orders:
        if number is None:
            continue
        paths[layout.article_path(number)] = None
        for slug in slugs:
            paths |= dict.fromkeys((layout.list_path(ListPage(slug)), *_feeds(slug)))
    return (*paths, layout.home_path(), *_feeds(ALL)) if paths else ()


def requests(target: str, push: Push, site: Site, news: News) -> Iterator[Request]:
    """What to send to a target for these changes."""
    if target == "websub":
        for path in filter(_is_feed, news.changed):
            topic = f"{site.url}/{path}"
            form = {"hub.mode": "publish", "hub.url": topic, "hub.topic": topic}
            yield Request(push.hub, "application/x-www-form-urlencoded", urlencode(form).encode())
        return
    there, gone = (
        [site.url + layout.address(path) for path in paths if not _is_feed(path)] for paths in (news.changed, news.gone)
    )
    if target == "indexnow":
        urls = [*there, *gone]
        for start in range(0, len(urls), INDEXNOW_MOST):
            told = {
                "host": urlsplit(site.url).hostname,
                "key": push.indexnow_key,
                "keyLocation": f"{site.url}/{push.indexnow_key}.txt",
                "urlList": urls[start : start + INDEXNOW_MOST],
            }
            yield Request(push.indexnow_url, "application/json; charset=utf-8", json.dumps(told).encode())
    elif target == "baidu":
        query = urlencode({"site": site.url, "token": push.baidu_token})
        # Beside /urls, for pages that are there, Baidu has /del for those that are not.
        for address, told_of_them in ((push.baidu_url, there), (re.sub(r"/urls$", "/del", push.baidu_url), gone)):
            for start in range(0, len(told_of_them), BAIDU_MOST):
                body = "\n".join(told_of_them[start : start + BAIDU_MOST]).encode()
                yield Request(f"{address}?{query}", "text/plain", body)


def _feeds(slug: str) -> tuple[str, ...]:
    return tuple(layout.feed_path(ListPage(slug), form) for form in FORMS)


def _is_feed(path: str) -> bool:
    return path.endswith(tuple(f".{form}" for form in FORMS))
