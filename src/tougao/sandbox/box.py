"""Our side of the sandbox: core.drafting.read, core.opening.opened and cut, done by another process."""

import logging
import os
import subprocess
import sys
import threading
from typing import Self

from tougao.core.drafting import Reading
from tougao.core.notice import gettext_noop
from tougao.core.opening import Opened, broken, too_slow
from tougao.core.pictures import Rectangle
from tougao.core.site import Site
from tougao.core.submission import Attachment
from tougao.errors import SubmissionError
from tougao.sandbox import wire
from tougao.sandbox.bounds import Bounds

OUTCOMES = {wire.CRASHED: "crashed", wire.TOO_SLOW: "too slow"}

log = logging.getLogger("tougao.sandbox")

BROKEN = gettext_noop("The mail broke the program that read it.")
TOO_SLOW = gettext_noop("The mail took too long to read.")
KEPT_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class Sandbox:
    """Use it as a context. The process starts with the first mail or file, and is started again should it ever be gone."""

    def __init__(self, bounds: Bounds | None = None) -> None:
        self.bounds = bounds or Bounds()
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *trouble: object) -> None:
        self.close()

    def read(self, raw: bytes, site: Site) -> Reading:
        """core.drafting.read, there. Raises SubmissionError when the mail takes its process down, or too long."""
        outcome, found = self._answer((raw, site))
        if isinstance(found, Reading):
            return found
        raise SubmissionError(TOO_SLOW if outcome == wire.TOO_SLOW else BROKEN)

    def opened(self, file: Attachment) -> Opened:
        """core.opening.opened, there; never raises."""
        return self._of_file(file, (file,))

    def cut(self, file: Attachment, part: Rectangle) -> Opened:
        """core.opening.cut, there; never raises."""
        return self._of_file(file, (file, part))

    def _of_file(self, file: Attachment, request: tuple[object, ...]) -> Opened:
        outcome, found = self._answer(request)
        if isinstance(found, Opened):
            return found
        return too_slow(file, self.bounds.seconds) if outcome == wire.TOO_SLOW else broken(file)

    def close(self) -> None:
        with self._turn:
            self._end()

    def _answer(self, request: tuple[object, ...]) -> tuple[bytes, object]:
        """How it went, and what was found where it went well."""
        outcome = wire.CRASHED
        with self._turn:
            try:
                answer = self._ask(wire.packed(request))
                outcome = answer[:1]
                if outcome == wire.FOUND:
                    return outcome, wire.unpacked(answer[1:])
            except (OSError, EOFError, ValueError, KeyError, IndexError, TypeError):
                self._end()
                outcome = wire.CRASHED
        log.warning("not read", extra={"outcome": OUTCOMES.get(outcome, "crashed")})
        return outcome, None

    def _ask(self, request: bytes) -> bytes:
        process = self._process
        if process is None or process.poll() is not None:
            self._end()
            process = self._process = self._started()
        if process.stdin is None or process.stdout is None:
            raise EOFError
        process.stdin.write(wire.frame(request))
        process.stdin.flush()
        return wire.read_frame(process.stdout)  # type: ignore[arg-type]

    def _started(self) -> subprocess.Popen[bytes]:
        bounds = [str(self.bounds.memory_bytes), str(self.bounds.cpu_seconds), str(self.bounds.seconds)]
        command = [sys.executable, "-m", "tougao.sandbox.worker", *bounds]
        environment = {name: value for name, value in os.environ.items() if name in KEPT_ENVIRONMENT}  # no secrets
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)  # noqa: S603

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()
