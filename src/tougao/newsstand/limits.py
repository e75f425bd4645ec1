"""How much one address may send in and search for. It is known by a hash alone, of a salt that is thrown away when its day is over.

The counters are allauth's, as on the desk: in memory, for one process serves (docs/design.md). Nothing of them is kept.
"""

import hashlib
import secrets
import threading
from datetime import date, datetime

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest

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
    return hashlib.sha256(SALT.of(now.date()) + ratelimit.truncate_ip(address).encode()).hexdigest()


def spend(request: HttpRequest, action: str, now: datetime) -> bool:
    """Count one thing sent, or looked for; False when there were too many, of this address or of all."""
    visitor = visitor_of(str(request.META.get("REMOTE_ADDR", "")), now)
    return _consume(request, action, visitor) and _consume(request, f"{action}-of-all", EVERYBODY)


def _consume(request: HttpRequest, action: str, key: str) -> bool:
    usage = ratelimit.consume(request, app=APP, action=action, config=settings.READER_LIMITS, key=key, limit_get=True)
    return usage is not None
