"""Parts of a file: the Range and If-Range fields (RFC 9110, 13.1.5 and 14)."""

import re
from io import BufferedIOBase
from typing import Any

ONE_RANGE = re.compile(r"bytes=\s*(\d*)-(\d*)\s*", re.IGNORECASE)


class UnsatisfiableError(Exception):
    """What is asked for lies beyond the end (416)."""


def wanted(field: str, size: int) -> tuple[int, int] | None:
    """The first and the last byte that are asked for of `size`; None when the field is to be passed over: no range of bytes,
    several of them (a server may give the whole instead), or one that ends before it begins.

    >>> wanted("bytes=0-0", 10), wanted("bytes=7-99", 10), wanted("bytes=-3", 10), wanted("bytes=5-3", 10)
    ((0, 0), (7, 9), (7, 9), None)

    Raises UnsatisfiableError.
    """
    found = ONE_RANGE.fullmatch(field.strip())
    if not found or found[1] + found[2] == "":
        return None
    if not found[1]:
        last = int(found[2])
        if not last or not size:
            raise UnsatisfiableError
        return max(0, size - last), size - 1
    first = int(found[1])
    if found[2] and int(found[2]) < first:
        return None
    if first >= size:
        raise UnsatisfiableError
    return first, min(int(found[2]), size - 1) if found[2] else size - 1


def still_holds(field: str | None, tag: str, last_modified: str) -> bool:
    """Does the part belong to what the reader has the beginning of? Tags are compared strongly, dates exactly: the press
    gives no two editions of a file the same second."""
    return field is None or field.strip() in (tag, last_modified)


class Part(BufferedIOBase):
    """A file from `first` to `last`, both among it."""

    def __init__(self, file: Any, first: int, last: int) -> None:
        file.seek(first)
        self.file, self.left = file, last - first + 1

    def read(self, size: int | None = -1) -> bytes:
        asked = self.left if size is None or size < 0 else min(size, self.left)
        data: bytes = self.file.read(asked) if asked else b""
        self.left -= len(data)
        return data

    def close(self) -> None:
        super().close()
        self.file.close()
