"""Several sandboxes behind one door: a slow file holds one of them, and whoever would wait too long is told so."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from tougao.core.drafting import Reading
from tougao.core.notice import gettext_noop
from tougao.core.opening import Opened
from tougao.core.pictures import Rectangle
from tougao.core.site import Site
from tougao.core.submission import Attachment
from tougao.errors import BusyError
from tougao.sandbox.bounds import Bounds
from tougao.sandbox.box import Sandbox

MOST_BOXES = 3
# With those at work five of the server's eight threads (newsstand.listening.THREADS): the others stay with the desk.
MOST_WAITING = 2
WAIT_SECONDS = 10.0

BUSY = gettext_noop("Other large files are being opened just now. Nothing is wrong: wait a moment, then try again.")


class Pool:
    """A sandbox for each who asks at the same time, at most `most`; each is started when it is first needed, and stays.

    `whose` names the mail that a file came with. One mail has one sandbox at a time, however often it is asked for, so its
    slow files cannot take all of them. Each file has the same `bounds` as in a sandbox of its own.
    """

    def __init__(
        self,
        bounds: Bounds | None = None,
        most: int = MOST_BOXES,
        wait_seconds: float = WAIT_SECONDS,
        most_waiting: int = MOST_WAITING,
    ) -> None:
        self.bounds = bounds or Bounds()
        self.most, self.wait_seconds, self.most_waiting = most, wait_seconds, most_waiting
        self._door = threading.Condition()
        self._idle: list[Sandbox] = []
        self._served: set[str] = set()
        self._waiting = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *trouble: object) -> None:
        self.close()

    def read(self, raw: bytes, site: Site, whose: str) -> Reading:
        """Sandbox.read. Raises SubmissionError as that does, and BusyError."""
        with self._box(whose) as box:
            return box.read(raw, site)

    def opened(self, file: Attachment, whose: str) -> Opened:
        """Sandbox.opened. Raises BusyError."""
        with self._box(whose) as box:
            return box.opened(file)

    def cut(self, file: Attachment, part: Rectangle, whose: str) -> Opened:
        """Sandbox.cut. Raises BusyError."""
        with self._box(whose) as box:
            return box.cut(file, part)

    def close(self) -> None:
        """End those that are idle; one at work ends by itself with its file, within its bounds."""
        with self._door:
            while self._idle:
                self._idle.pop().close()

    @contextmanager
    def _box(self, whose: str) -> Iterator[Sandbox]:
        with self._door:
            self._wait_for(whose)
            self._served.add(whose)
            box = self._idle.pop() if self._idle else Sandbox(self.bounds)
        try:
            yield box
        finally:
            with self._door:
                self._served.discard(whose)
                self._idle.append(box)
                self._door.notify_all()

    def _wait_for(self, whose: str) -> None:
        """Until there is room for that mail. Raises BusyError after `wait_seconds`, or at once where enough others wait."""
        if self._has_room(whose):
            return
        if self._waiting >= self.most_waiting:
            raise BusyError(BUSY)
        self._waiting += 1
        try:
            if not self._door.wait_for(lambda: self._has_room(whose), self.wait_seconds):
                raise BusyError(BUSY)
        finally:
            self._waiting -= 1

    def _has_room(self, whose: str) -> bool:
        return whose not in self._served and len(self._served) < self.most
