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
class Change:
    """An article that was printed or taken away (`is_gone`), and the lists it stands or stood in."""

    number: int
    slugs: tuple[str, ...]
    is_gone: bool = False


@dataclass(frozen=True)
class Request:
    """An HTTP POST."""

    url: str
    media_type: str
    body: bytes


def requests(target: str, push: Push, site: Site, changes: Iterable[Change]) -> Iterator[Request]:
    """What to send to a target for these changes, each address once."""
    changed = list(changes)
    if target == "websub":
        for topic in topics(site, changed):
            form = {"hub.mode": "publish", "hub.url": topic, "hub.topic": topic}
            yield Request(push.hub, "application/x-www-form-urlencoded", urlencode(form).encode())
        return
    urls = list(dict.fromkeys(address for change in changed for address in _pages(site, change)))
    if target == "indexnow":
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
        gone = [_page(site, change) for change in changed if change.is_gone]
        there = [url for url in urls if url not in set(gone)]
        # Beside /urls, for pages that are there, Baidu has /del for those that are not.
        for address, told_of in ((push.baidu_url, there), (re.sub(r"/urls$", "/del", push.baidu_url), gone)):
            for start in range(0, len(told_of), BAIDU_MOST):
                body = "\n".join(told_of[start : start + BAIDU_MOST]).encode()
                yield Request(f"{address}?{query}", "text/plain", body)


def topics(site: Site, changes: Iterable[Change]) -> tuple[str, ...]:
    """The current feeds that changed: those of the site, of categories and of suppliers, in each form."""
    slugs = dict.fromkeys((ALL, *(slug for change in changes for slug in _printed(site, change))))
    return tuple(f"{site.url}/{layout.feed_path(ListPage(slug), form)}" for slug in slugs for form in FORMS)


def _pages(site: Site, change: Change) -> Iterator[str]:
    yield _page(site, change)
    yield from (site.url + layout.address(layout.list_path(ListPage(slug))) for slug in _printed(site, change))
    yield site.url + "/"


def _page(site: Site, change: Change) -> str:
    return site.url + layout.address(layout.article_path(change.number))


def _printed(site: Site, change: Change) -> Iterator[str]:
    """Its lists that are on the site still."""
    return (slug for slug in change.slugs if site.category(slug) or layout.supplier_of(slug))
