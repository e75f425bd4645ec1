"""The other process: for each file that is asked for, a fork with bounds, which opens it and is gone.

`python -m tougao.sandbox.worker MEMORY_BYTES CPU_SECONDS SECONDS` reads frames from standard input and answers each
with one frame: a byte that says how it went (wire.FOUND …), and what was found. The libraries are loaded once, so a
fork costs milliseconds.
"""

import contextlib
import os
import resource
import select
import signal
import sys
import time
from typing import BinaryIO

from tougao.core.opening import opened
from tougao.sandbox import wire

PIECE_BYTES = 1024 * 1024
OPEN_FILES = 64


def serve(requests: BinaryIO, answers: BinaryIO, memory_bytes: int, cpu_seconds: int, seconds: float) -> None:
    while True:
        try:
            request = wire.read_frame(requests)
        except EOFError:
            return
        answers.write(wire.frame(_answer(request, memory_bytes, cpu_seconds, seconds)))
        answers.flush()


def _answer(request: bytes, memory_bytes: int, cpu_seconds: int, seconds: float) -> bytes:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _open(request, writing, memory_bytes, cpu_seconds)
    os.close(writing)
    payload = _collected(reading, time.monotonic() + seconds)
    os.close(reading)
    if payload is None:
        os.kill(child, signal.SIGKILL)
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


def _open(request: bytes, writing: int, memory_bytes: int, cpu_seconds: int) -> None:
    """In the child. Never returns: it leaves without running anything of its parent's."""
    status = 1
    with contextlib.suppress(BaseException):
        _bound(memory_bytes, cpu_seconds)
        with os.fdopen(writing, "wb") as answer:
            answer.write(wire.packed_opened(opened(wire.unpacked_file(request))))
        status = 0
    os._exit(status)


def _bound(memory_bytes: int, cpu_seconds: int) -> None:
    """Limits no code in this process can lift: memory, time, and no file written at all (setrlimit(2))."""
    silent = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(silent, descriptor)
    for kind, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, cpu_seconds),
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
    serve(sys.stdin.buffer, sys.stdout.buffer, int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
