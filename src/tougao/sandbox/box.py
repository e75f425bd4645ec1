"""Our side of the sandbox: an `Opener` (core.opening) that lets another process do it."""

import logging
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import Self

from tougao.core.notice import gettext_noop, notice
from tougao.core.opening import Opened
from tougao.core.submission import Attachment
from tougao.sandbox import wire

log = logging.getLogger("tougao.sandbox")

CRASHED = gettext_noop("{name} broke the program that opened it; it is kept with the mail. Ask for another format.")
TOO_SLOW = gettext_noop("{name} took longer than {seconds} seconds to open; it is kept with the mail.")

OUTCOMES = {wire.CRASHED: CRASHED, wire.TOO_SLOW: TOO_SLOW}
KEPT_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


@dataclass(frozen=True)
class Bounds:
    """Of one file: address space in bytes, processor time and time on the clock in seconds."""

    memory_bytes: int = 1024 * 1024 * 1024
    cpu_seconds: int = 45
    seconds: float = 60


class Sandbox:
    """Use it as a context. The process starts with the first file, and is started again should it ever be gone."""

    def __init__(self, bounds: Bounds | None = None) -> None:
        self.bounds = bounds or Bounds()
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *trouble: object) -> None:
        self.close()

    def opened(self, file: Attachment) -> Opened:
        """What is inside a file; never raises. One file at a time."""
        with self._turn:
            try:
                answer = self._ask(wire.packed_file(file))
                if answer[:1] == wire.FOUND:
                    return wire.unpacked_opened(answer[1:])
            except (OSError, EOFError, ValueError, KeyError, TypeError, IndexError):
                self._end()
                answer = wire.CRASHED
        log.warning("file not opened", extra={"outcome": answer[:1].decode(), "media_type": file.media_type})
        message = OUTCOMES.get(answer[:1], CRASHED)
        return Opened(trouble=notice(message, name=file.name, seconds=f"{self.bounds.seconds:g}"))

    def close(self) -> None:
        with self._turn:
            self._end()

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
