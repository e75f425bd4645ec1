"""The read counter: a reader's browser asks for a picture of one dot; counts are gathered and written now and then."""

import threading
from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tougao.archive import reading

DOT = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")
MOST_WAITING = 1000


class Tally:
    """Counts of this process that are not in the database yet. What is lost in a crash is a minute of counting."""

    def __init__(self) -> None:
        self.counts: Counter[int] = Counter()
        self.lock = threading.Lock()

    def add(self, number: int) -> None:
        with self.lock:
            if number in self.counts or len(self.counts) < MOST_WAITING:
                self.counts[number] += 1

    def write(self) -> int:
        with self.lock:
            waiting, self.counts = self.counts, Counter()
        reading.add_reads(dict(waiting))
        return sum(waiting.values())


TALLY = Tally()


@require_safe
def count(request: HttpRequest, number: int) -> HttpResponse:
    """No cookie, no address, nothing of the reader is kept; robots that say so are not counted."""
    agent = request.headers.get("User-Agent", "").lower()
    if request.method == "GET" and not any(word in agent for word in ("bot", "spider", "crawl", "preview")):
        TALLY.add(number)
    response = HttpResponse(DOT, content_type="image/gif")
    response.headers["Cache-Control"] = "no-store"
    return response
