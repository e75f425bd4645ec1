"""How much one address may send in and search for. It is known by a hash alone, of a salt that is thrown away when its day is over.

They are counted by allauth's rules, as on the desk, but by our one clock: in memory, for one process serves (docs/design.md).
Nothing of them is kept.
"""

import hashlib
import secrets
import threading
from datetime import date, datetime

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from tougao.core.reads import network

APP = "tougao.newsstand"
EVERYBODY = "everybody"


class Salt:
    """A secret of the day. It never leaves this process's memory, so yesterday's hashes say nothing to anybody."""

    def __init__(self) -> None:
        self.day: date | None = None
        self.value = b""
        self.lock = threading.Lock()

    def of(self, day: date) -> bytes:
        with self.lock:
            if day != self.day:
                self.day, self.value = day, secrets.token_bytes(32)
            return self.value


SALT = Salt()


def visitor_of(address: str, now: datetime) -> str:
    """The same for one address on one day (of IPv6, for one network of 64 bits)."""
    return hashlib.sha256(SALT.of(now.date()) + network(address).encode()).hexdigest()


def spend(request: HttpRequest, action: str, now: datetime, rates: str = "") -> bool:
    """Count one thing sent, or looked for; False when there were too many, of this address or of all.

    `rates` ("20/h/key") hold for one address; without them, those of settings.READER_LIMITS do.
    """
    limits = settings.READER_LIMITS
    visitor = visitor_of(str(request.META.get("REMOTE_ADDR", "")), now)
    of_all = f"{action}-of-all"
    return _count(action, visitor, rates or limits.get(action, ""), now) and _count(
        of_all, EVERYBODY, limits.get(of_all, ""), now
    )


def _count(action: str, key: str, rates: str, now: datetime) -> bool:
    for rate in ratelimit.parse_rates(rates):
        name = f"{APP}:{action}:{rate}:{key}"
        with ratelimit.cache_lock(name) as is_mine:
            is_allowed, history = ratelimit.apply_rate(cache.get(name, []), now.timestamp(), rate)
            if not (is_mine and is_allowed):
                return False
            cache.set(name, history, rate.duration)
    return True
