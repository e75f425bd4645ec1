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
FULL_HOURS = 4  # of a day, in which one address may send as much as it may in an hour


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


def spend(request: HttpRequest, action: str, now: datetime, per_hour: int = 0) -> bool:
    """Count one thing sent, or looked for; False when there were too many, of this address or of all.

    `per_hour` is how many an address may send where the settings say so; of a day that is four times as many.
    """
    visitor = visitor_of(str(request.META.get("REMOTE_ADDR", "")), now)
    return _count(action, visitor, per_hour, now) and _count(f"{action}-of-all", EVERYBODY, per_hour, now)


def _count(action: str, key: str, per_hour: int, now: datetime) -> bool:
    rates = settings.READER_LIMITS[action].format(per_hour=per_hour, per_day=per_hour * FULL_HOURS)
    for rate in ratelimit.parse_rates(rates):
        name = f"{APP}:{action}:{rate}:{key}"
        with ratelimit.cache_lock(name) as is_mine:
            is_allowed, history = ratelimit.apply_rate(cache.get(name, []), now.timestamp(), rate)
            if not (is_mine and is_allowed):
                return False
            cache.set(name, history, rate.duration)
    return True
