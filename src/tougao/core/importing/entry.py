"""An article as another site has it."""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from urllib.parse import quote, unquote_to_bytes, urlsplit

from dateutil import parser as date_parser

from tougao.core.article import Correction

WRITTEN = "/:@!$&'()*+,;=~-._"  # what stands in a path as it is (RFC 3986 3.3)
EARLIEST, LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
CHINESE_DAY = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?")
# Pages of ours: an old address of such a shape is left to them.
OURS = re.compile(
    r"/(?:(?:a|c|p|s|all|wap|media|desk|-|gone)(?:/.*)?|feed.*|sitemap.*|news-sitemap\.xml|robots\.txt|[^/]*\.css)?"
)


@dataclass(frozen=True)
class Entry:
    """`guid` names it for ever where its site does; `urls` are the addresses under which it was read there, the best first.

    `html` is as it came; `lead` is the address of a picture that belongs above it. `categories` and `tags` are words of that
    site. Times are aware UTC. An export of ours also tells the publication `number`, how often it was read, and whether it is pinned.
    """

    guid: str = ""
    urls: tuple[str, ...] = ()
    title: str = ""
    byline: str = ""
    source: str = ""
    credit: str = ""
    summary: str = ""
    html: str = ""
    lead: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    published_at: datetime | None = None
    updated_at: datetime | None = None
    corrections: tuple[Correction, ...] = ()
    number: int = 0
    reads: int = 0
    pinned_at: datetime | None = None

    @property
    def key(self) -> str:
        """By which it is known when it comes again: SHA-256 of its guid, else of its address, else of its title and day."""
        told = self.guid or next(iter(self.urls), "") or f"{self.title}\n{self.published_at}"
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def base(self) -> str:
        """What addresses in its body are relative to."""
        return next((url for url in self.urls if url.startswith(("http://", "https://"))), "")


def moved_from(urls: tuple[str, ...]) -> tuple[str, ...]:
    """The paths, with their queries, that lead readers astray once the old site is gone.

    >>> moved_from(("https://old.example/2020/01/x/", "https://old.example/?p=12", "https://old.example/", "tag:x", "http://o/a/7.html"))
    ('/2020/01/x/', '/?p=12')
    """
    out = []
    for url in urls:
        parts = urlsplit(url) if url.startswith(("http://", "https://", "/")) else None
        if parts is None:
            continue
        path = quote(unquote_to_bytes(parts.path), safe=WRITTEN) or "/"  # as servers get it, whatever was written
        path += f"?{parts.query}" if parts.query else ""
        if parts.query or not OURS.fullmatch(parts.path or "/"):
            out.append(path)
    return tuple(dict.fromkeys(path for path in out if re.fullmatch(r"[!-~]{1,500}", path)))


def moment(words: str, zone: tzinfo) -> datetime | None:
    """An aware UTC time; one without a zone is the site's. None for what is no time, or an absurd one."""
    words = CHINESE_DAY.sub(r"\1-\2-\3", words.strip())
    if not words:
        return None
    try:
        found = date_parser.parse(words)
        found = (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError, TypeError):
        return None
    return found if EARLIEST < found < LATEST else None
