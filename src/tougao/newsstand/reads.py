"""The read counter: a page tells that somebody reads it, by a line of script, or by a picture of one dot where none runs.

POST /-/read/7 answers with the present number of reads, or with nothing while it is not known; GET /-/read/7.gif with
the dot. Neither asks the database: a hit goes into the journal, and a thread takes the journal into the sums once a second.
"""

import logging
import re
import threading
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from tougao import jobs
from tougao.archive.journal import Journal, forget_salts
from tougao.archive.reads import Teller
from tougao.core import reads
from tougao.core.reads import Hit
from tougao.newsstand.serving import Environ, StartResponse

log = logging.getLogger("tougao.newsstand")

ADDRESS = re.compile(r"/-/read/([1-9][0-9]{0,8})(\.gif)?")
DOT = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")
MOST_FIGURES = 50_000
ANSWER = (("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"))
FIELDS = {name: "HTTP_" + name.upper().replace("-", "_") for name in reads.ASKED}


class Counter:
    """A WSGI application for /-/read/. Each process has one; any number of them share a journal's folder."""

    def __init__(self, journal: Journal, zone: ZoneInfo) -> None:
        self.journal, self.zone = journal, zone
        self.teller = Teller(journal.folder)
        self._figures: dict[int, int] = {}  # the present reads of articles that were asked for lately
        self._telling = threading.Lock()
        self._is_refused = False

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        found = ADDRESS.fullmatch(environ.get("PATH_INFO", ""))
        if not found:
            return _answer(start, "404 Not Found")
        number, is_dot = int(found[1]), bool(found[2])
        method = environ.get("REQUEST_METHOD", "GET")
        if method not in (("GET", "HEAD") if is_dot else ("POST",)):
            return _answer(start, "405 Method Not Allowed", extra=(("Allow", "GET, HEAD" if is_dot else "POST"),))
        if method != "HEAD":
            self.count(number, environ, jobs.clock())
        if is_dot:
            return _answer(start, "200 OK", DOT, "image/gif", is_head=method == "HEAD")
        figure = self._figures.get(number)
        return _answer(
            start, "200 OK", b"" if figure is None else b"%d" % figure
        )  # waitress would end the line after a 204

    def count(self, number: int, environ: Environ, now: datetime) -> None:
        """Note the hit of a reader. Nothing else of the request is kept."""
        agent = environ.get("HTTP_USER_AGENT", "")
        if not reads.is_reader(agent, {name: environ.get(variable, "") for name, variable in FIELDS.items()}):
            return
        try:
            salt = self.journal.salt(now.astimezone(self.zone).date())
            self.journal.append(Hit(number, reads.digest(salt, environ.get("REMOTE_ADDR", ""), agent, number)), now)
        except OSError as trouble:
            if not self._is_refused:
                log.error("reads are not counted", extra={"folder": str(self.journal.folder), "trouble": str(trouble)})
            self._is_refused = True
        else:
            self._is_refused = False

    def tell(self, now: datetime) -> None:
        """Take what has come into the sums, and know the present figures. Raises DatabaseError, OSError."""
        with self._telling:
            figures = self.teller.take(now)
            if figures and len(self._figures) + len(figures) > MOST_FIGURES:
                self._figures = {}
            self._figures.update(figures)
            forget_salts(self.journal.folder, now.astimezone(self.zone).date())


def _answer(
    start: StartResponse,
    status: str,
    data: bytes = b"",
    kind: str = "text/plain; charset=utf-8",
    extra: tuple[tuple[str, str], ...] = (),
    is_head: bool = False,
) -> Iterable[bytes]:
    start(status, [("Content-Type", kind), ("Content-Length", str(len(data))), *ANSWER, *extra])
    return [] if is_head or not data else [data]
