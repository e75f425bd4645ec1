"""JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

import json
from typing import Any

from tougao.core.feeds.feed import Channel, Entry


def json_feed(channel: Channel) -> bytes:
    """UTF-8, keys in the order of the specification, ending in a newline."""
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
        "items": [_item(entry) for entry in channel.entries],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode() + b"\n"


def _item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.entry_id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.html,
        "summary": entry.summary,
        "date_published": entry.published_at.replace(microsecond=0).isoformat(),
        "date_modified": entry.updated_at.replace(microsecond=0).isoformat(),
        "authors": [{"name": name} for name in entry.authors],
        "tags": [name for _, name in entry.categories],
    }
    if entry.language:
        item["language"] = entry.language
    if entry.picture:
        item["image"] = entry.picture.url
        item["attachments"] = [
            {"url": each.url, "mime_type": each.media_type, "size_in_bytes": each.size} for each in entry.pictures
        ]
    return item
