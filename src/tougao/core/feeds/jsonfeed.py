"""JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

import json
from functools import lru_cache
from typing import Any

from tougao.core.feeds.feed import ITEMS_AT_HAND, Channel, Entry


def json_feed(channel: Channel) -> bytes:
    """UTF-8, keys in the order of the specification, on one line: Python indents slowly, and who reads it has a program for it."""
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.home,
        "feed_url": channel.url("json"),
        "description": channel.description,
        "icon": channel.logo,
        "language": channel.site.language,
        "authors": [{"name": channel.site.name}],
        **({"hubs": [{"type": "WebSub", "url": channel.site.hub}]} if channel.site.hub else {}),
    }
    items = ",".join(map(item_text, channel.entries))
    return f'{_written(feed)[:-1]},"items":[{items}]}}\n'.encode()


def _written(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=ITEMS_AT_HAND)
def item_text(entry: Entry) -> str:
    """An item as it stands in a feed: the same in each that holds it."""
    more = {"url": entry.authors_url} if entry.authors_url else {}
    item: dict[str, Any] = {
        "id": entry.entry_id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.html,
        "summary": entry.summary,
        "date_published": entry.published_at.replace(microsecond=0).isoformat(),
        "date_modified": entry.updated_at.replace(microsecond=0).isoformat(),
        "authors": [{"name": name} | more for name in entry.authors],
        "tags": [name for _, name in entry.categories],
    }
    if entry.language:
        item["language"] = entry.language
    if entry.picture:
        item["image"] = entry.picture.url
        item["attachments"] = [
            {"url": each.url, "mime_type": each.media_type, "size_in_bytes": each.size} for each in entry.pictures
        ]
    return _written(item)
