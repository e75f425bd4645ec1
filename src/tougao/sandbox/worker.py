"""The other process: for each mail or file that is asked for a fork with bounds, which reads it and is gone.

`python -m tougao.sandbox.worker MEMORY_BYTES CPU_SECONDS SECONDS` reads frames from standard input, each a packed
(raw mail, site), (file,) or (picture, rectangle), and answers each with one frame: a byte that says how it went
(wire.FOUND …), and what was found. The libraries are loaded once, so a fork costs milliseconds. A mail's fork opens its
files in forks of its own, so that one file's crash costs one file.
"""

import contextlib
import gc
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Callable
from typing import Any, BinaryIO

from tougao.core.drafting import read
from tougao.core.opening import Opened, broken, cut, opened, too_slow
from tougao.core.pictures import Rectangle
from tougao.core.submission import Attachment
from tougao.sandbox import wire
from tougao.sandbox.bounds import Bounds

PIECE_BYTES = 1024 * 1024
OPEN_FILES = 64
MAIL_TIMES = 3  # a mail may take this many times as long as one of its files


def serve(requests: BinaryIO, answers: BinaryIO, bounds: Bounds) -> None:
    gc.collect()
    gc.freeze()  # what is loaded stays as it is, so a fork need not copy it
    while True:
        try:
            request = wire.unpacked(wire.read_frame(requests))
        except EOFError:
            return
        answers.write(wire.frame(_answer(request, bounds)))
        answers.flush()


def _answer(request: tuple[Any, ...], bounds: Bounds) -> bytes:
    if len(request) == 1:
        return forked(lambda: opened(request[0]), bounds)
    if isinstance(request[1], Rectangle):
        return forked(lambda: cut(*request), bounds)
    raw, site = request
    whole = Bounds(bounds.memory_bytes, bounds.cpu_seconds * MAIL_TIMES, bounds.seconds * MAIL_TIMES)
    return forked(lambda: read(raw, site, lambda file: _opened_apart(file, bounds)), whole)


def _opened_apart(file: Attachment, bounds: Bounds) -> Opened:
    answer = forked(lambda: opened(file), bounds)
    if answer[:1] == wire.FOUND:
        inside: Opened = wire.unpacked(answer[1:])
        return inside
    return too_slow(file, bounds.seconds) if answer == wire.TOO_SLOW else broken(file)


def forked(do: Callable[[], object], bounds: Bounds) -> bytes:
    """What `do` gives, packed, behind wire.FOUND; or wire.CRASHED, or wire.TOO_SLOW."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _do(do, writing, bounds)
    os.close(writing)
    payload = _collected(reading, time.monotonic() + bounds.seconds)
    os.close(reading)
    if payload is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if payload is None or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU):
        return wire.TOO_SLOW
    return wire.FOUND + payload if status == 0 and payload else wire.CRASHED


def _collected(reading: int, deadline: float) -> bytes | None:
    """All that the child writes; None when it is not done in time, or writes without end."""
    pieces: list[bytes] = []
    size = 0
    while (left := deadline - time.monotonic()) > 0 and size <= wire.MAX_FRAME_BYTES:
        if select.select([reading], [], [], left)[0]:
            piece = os.read(reading, PIECE_BYTES)
            if not piece:
                return b"".join(pieces)
            pieces.append(piece)
            size += len(piece)
    return None


def _do(do: Callable[[], object], writing: int, bounds: Bounds) -> None:
    """In the child. Never returns: it leaves without running anything of its parent's."""
    status = 1
    with contextlib.suppress(BaseException):
        os.setpgid(0, 0)  # so that its own forks are ended with it
        _bound(bounds)
        with os.fdopen(writing, "wb") as answer:
            answer.write(wire.packed(do()))
        status = 0
    os._exit(status)


def _bound(bounds: Bounds) -> None:
    """Limits no code in this process can lift: memory, time, and no file written at all (setrlimit(2))."""
    silent = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(silent, descriptor)
    for kind, most in (
        (resource.RLIMIT_AS, bounds.memory_bytes),
        (resource.RLIMIT_CPU, bounds.cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # macOS refuses bounds of address space; the others hold there.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (bound, hard if kind == resource.RLIMIT_CPU else bound))


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer, Bounds(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
