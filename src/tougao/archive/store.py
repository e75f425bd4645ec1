"""Bytes on disk under the name of their digest: raw mails and pictures. Written whole or not at all."""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tougao.archive.processes import is_alive

TEMPORARY = ".keeping-"


@dataclass(frozen=True)
class Stored:
    """`digest` is the SHA-256 of the bytes, `size` their number."""

    digest: str
    size: int


class Store:
    """A folder of content-addressed files: {root}/{first two digits}/{sha256}{suffix}."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, digest: str, suffix: str) -> Path:
        return self.root / digest[:2] / f"{digest}{suffix}"

    def keep(self, data: bytes, suffix: str) -> str:
        """Write `data` durably and return its SHA-256; keeping the same bytes again changes nothing."""
        return self.keep_pieces((data,), suffix).digest

    def keep_pieces(self, pieces: Iterable[bytes], suffix: str, settle: bool = True) -> Stored:
        """The same for bytes that come in pieces, none of which is held longer than it takes to write it.

        The file is complete and fsynced before this returns, and so is its folder, unless the caller promises to `settle`
        a group of files together. Raises OSError when the disk refuses, and whatever `pieces` raises; nothing
        half-written is left.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f"{TEMPORARY}{os.getpid()}-", dir=self.root)
        digest, size = hashlib.sha256(), 0
        try:
            with os.fdopen(handle, "wb") as file:
                for piece in pieces:
                    digest.update(piece)
                    size += len(piece)
                    file.write(piece)
                file.flush()
                os.fdatasync(file.fileno()) if hasattr(os, "fdatasync") else os.fsync(file.fileno())
            path = self.path(digest.hexdigest(), suffix)
            if path.exists() and path.stat().st_size == size:
                Path(temporary).unlink()
            else:
                path.parent.mkdir(exist_ok=True)
                Path(temporary).replace(path)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                Path(temporary).unlink()
            raise
        stored = Stored(digest.hexdigest(), size)
        if settle:
            self.settle((stored,), suffix)
        return stored

    def settle(self, group: Iterable[Stored], suffix: str) -> None:
        """Make the names of a group of files durable, each folder once."""
        for folder in {self.path(stored.digest, suffix).parent for stored in group}:
            fsync_folder(folder)
        fsync_folder(self.root)

    def sweep(self) -> int:
        """Remove what processes that are gone have left half-written; how many files."""
        count = 0
        for path in self.root.glob(f"{TEMPORARY}*"):
            pid = path.name.removeprefix(TEMPORARY).partition("-")[0]
            if not (pid.isdecimal() and is_alive(int(pid))):
                path.unlink(missing_ok=True)
                count += 1
        return count

    def read(self, digest: str, suffix: str) -> bytes:
        return self.path(digest, suffix).read_bytes()


def fsync_folder(folder: Path) -> None:
    """Make a rename in `folder` durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
