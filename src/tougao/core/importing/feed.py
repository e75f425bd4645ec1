"""RSS 2.0 (with content:encoded) and Atom (RFC 4287) → entries, through feedparser, which forgives what feeds do."""

import io
import warnings
from datetime import UTC, datetime
from time import struct_time
from typing import Any

import feedparser

from tougao.core.characters import line
from tougao.core.importing.entry import EARLIEST, LATEST, Entry
from tougao.core.markup import text_of
from tougao.core.notice import gettext_noop
from tougao.errors import SubmissionError

NO_ENTRIES = gettext_noop("{name} is a feed without entries, or no feed: {trouble}")


def entries(data: bytes, name: str) -> tuple[Entry, ...]:
    """Raises SubmissionError for what is no feed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = feedparser.parse(io.BytesIO(data), sanitize_html=False)
    if not found.entries:
        raise SubmissionError(NO_ENTRIES, name=name, trouble=line(str(found.get("bozo_exception", "")))[:200])
    return tuple(_entry(each) for each in found.entries)


def _entry(each: Any) -> Entry:
    content = [part.get("value", "") for part in each.get("content", []) if "html" in part.get("type", "html")]
    summary = each.get("summary", "")
    html = max(content, key=len, default="") or summary
    pictures = [
        link.get("href", "") for link in each.get("enclosures", []) if link.get("type", "").startswith("image/")
    ]
    people = [person.get("name", "") for person in each.get("authors", []) if person.get("name")]
    source = each.get("source", {})
    updated = each.get("updated_parsed") if "updated_parsed" in each else None  # else it would take `published` for it
    return Entry(
        guid=each.get("id", ""),
        urls=tuple(dict.fromkeys(filter(None, (each.get("link", ""), each.get("id", ""))))),
        title=line(text_of(each.get("title", ""))),
        byline=line(" ".join(dict.fromkeys(people or [each.get("author", "")]))),
        source=line(source.get("title", "")) if source else "",
        summary=line(text_of(summary)) if html is not summary else "",
        html=html,
        lead=next((url for url in pictures if url and url not in html), ""),
        categories=tuple(line(tag.get("term") or "") for tag in each.get("tags", []) if tag.get("term")),
        published_at=_moment(each.get("published_parsed") or updated),
        updated_at=_moment(updated),
    )


def _moment(told: struct_time | None) -> datetime | None:
    """feedparser gives UTC."""
    if told is None:
        return None
    try:
        found = datetime(*told[:6], tzinfo=UTC)
    except (ValueError, TypeError):
        return None
    return found if EARLIEST < found < LATEST else None
