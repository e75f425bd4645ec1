"""Counting readers: who is one, what is noted of him, and which notes count.

A hit is noted as a line of a journal, "1796 3f5a0c…\\n": the article's number and a digest that stands for one reader of
that article on that day. The digest is keyed with the day's salt, so without the salt it leads back to nobody.
"""

import ipaddress
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b

from crawleruseragents import is_crawler

SALT_BYTES = 32
DIGEST_BYTES = 8
LINE = re.compile(rb"([1-9][0-9]{0,8}) ([0-9a-f]{16})")
HOUR = timedelta(hours=1)
LEAST_SHOWN = 10  # fewer are not told: a new article has none
MOST_READERS = 2_000_000  # of one hour in memory, about 200 MB
# What names itself as no person, beyond the list of known crawlers: its authors spell themselves in many ways.
ROBOTS = re.compile(
    r"bot\b|spider|crawl|slurp|fetch|preview|monitor|headless|python|java/|curl|wget|http-?client", re.IGNORECASE
)
# A browser that fetches ahead says so; whether somebody will look is not known yet.
# Sec-Purpose: Fetch standard, "prefetch" or "prefetch;prerender". The others are what older browsers send.
AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
ASKED = (*AHEAD, "Sec-Fetch-Site", "Referer")
ON_DESK = re.compile(r"https?://[^/]+/desk/")  # an editor who looks at a preview is no reader


class Span(StrEnum):
    """How far back a ranking of the most-read looks, up to the hour at hand."""

    DAY = "day"
    WEEK = "week"

    @property
    def length(self) -> timedelta:
        return timedelta(days=1 if self is Span.DAY else 7)


@dataclass(frozen=True)
class Ranked:
    """An article in a ranking, with its reads in that span."""

    number: int
    title: str
    reads: int


@dataclass(frozen=True)
class Hit:
    """An article was asked to be counted; `reader` is the digest in hexadecimal."""

    number: int
    reader: str


def is_reader(agent: str, fields: Mapping[str, str]) -> bool:
    """Is it a person who asks now? `fields` are the request's header fields, by the names of ASKED.

    >>> is_reader("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)", {}), is_reader("Baiduspider/2.0", {})
    (True, False)
    >>> is_reader("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)", {"Sec-Purpose": "prefetch;prerender"})
    False
    """
    if any(fields.get(name) for name in AHEAD) or fields.get("Sec-Fetch-Site") == "cross-site":
        return False
    if ON_DESK.match(fields.get("Referer", "")):
        return False
    return bool(agent.strip()) and not _is_robot(agent)


@lru_cache(maxsize=4096)
def _is_robot(agent: str) -> bool:
    return bool(ROBOTS.search(agent)) or is_crawler(agent)


def digest(salt: bytes, address: str, agent: str, number: int) -> str:
    """What stands for one reader of one article on one day (RFC 7693, keyed)."""
    told = f"{network(address)}\n{number}\n{agent}".encode("utf-8", "surrogateescape")
    return blake2b(told, digest_size=DIGEST_BYTES, key=salt).hexdigest()


def network(address: str) -> str:
    """An IPv6 device takes a new address of its network every few hours (RFC 8981); the network stays.

    >>> network("2001:db8:1:2:3:4:5:6"), network("192.0.2.7"), network("?")
    ('2001:db8:1:2::', '192.0.2.7', '?')
    """
    if ":" not in address:
        return address
    try:
        found = ipaddress.IPv6Address(address)
    except ValueError:
        return address
    return str(found.ipv4_mapped or ipaddress.IPv6Address(int(found) >> 64 << 64))


def line(hit: Hit) -> bytes:
    return b"%d %s\n" % (hit.number, hit.reader.encode())


def whole(data: bytes) -> int:
    """How many bytes of a piece of a journal are whole lines; what follows is still being written."""
    return data.rfind(b"\n") + 1


def hits(data: bytes) -> Iterator[Hit]:
    """The hits of whole lines. A line that was torn by a full disk, and what ran into it, is passed over."""
    for row in data.split(b"\n"):
        found = LINE.fullmatch(row)
        if found:
            yield Hit(int(found[1]), found[2].decode())


class Window:
    """The readers of the hour at hand and of those beside it: a reload within them does not count.

    So a reader counts once an hour or two for an article. More than MOST_READERS in an hour are forgotten in between,
    so that memory is bounded; then a reload may count.
    """

    def __init__(self) -> None:
        self._readers: dict[datetime, set[int]] = {}

    def take(self, hour: datetime, noted: Iterable[Hit]) -> Counter[int]:
        """Note these hits of an hour; those that count, by article."""
        mine = self._readers.setdefault(hour, set())
        beside = [self._readers[each] for each in (hour - HOUR, hour + HOUR) if each in self._readers]
        counts: Counter[int] = Counter()
        for hit in noted:
            reader = int(hit.reader, 16)
            if reader in mine:
                continue
            if len(mine) >= MOST_READERS:
                mine.clear()
            mine.add(reader)
            if not any(reader in each for each in beside):
                counts[hit.number] += 1
        return counts

    def forget(self, before: datetime) -> None:
        """Forget the readers of hours that began earlier."""
        self._readers = {hour: readers for hour, readers in self._readers.items() if hour >= before}

    def __len__(self) -> int:
        return sum(map(len, self._readers.values()))
