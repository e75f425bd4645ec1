"""Bytes on disk under the name of their digest: raw mails and pictures. Written whole or not at all."""

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path


class Store:
    """A folder of content-addressed files: {root}/{first two digits}/{sha256}{suffix}."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, digest: str, suffix: str) -> Path:
        return self.root / digest[:2] / f"{digest}{suffix}"

    def keep(self, data: bytes, suffix: str) -> str:
        """Write `data` durably and return its SHA-256; keeping the same bytes again changes nothing.

        The file is complete and fsynced, and so is its folder, before this returns. Raises OSError when the
        disk refuses; nothing half-written is left under the final name.
        """
        digest = hashlib.sha256(data).hexdigest()
        path = self.path(digest, suffix)
        if path.exists() and path.stat().st_size == len(data):
            return digest
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".keeping-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                Path(temporary).unlink()
            raise
        fsync_folder(path.parent)
        fsync_folder(path.parent.parent)
        return digest

    def read(self, digest: str, suffix: str) -> bytes:
        return self.path(digest, suffix).read_bytes()


def fsync_folder(folder: Path) -> None:
    """Make a rename in `folder` durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
