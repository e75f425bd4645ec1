"""Our frozen dataclasses as bytes between two processes: a JSON head, then the contents one after another.

No pickle: what comes back from a process that read a stranger's file is data, and can be nothing else. A value of a class
that is not in the table is an error on either side.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, BinaryIO

from tougao.core import workflow
from tougao.core.article import Certainty, Draft, Origin, Picture
from tougao.core.contact import Shown
from tougao.core.documents import Manuscript
from tougao.core.drafting import Reading
from tougao.core.notice import Notice
from tougao.core.opening import Opened
from tougao.core.pictures import Rectangle
from tougao.core.site import Category, FixedPage, Guestbook, Link, ReturnTemplate, Rights, Site, Upload
from tougao.core.submission import Address, Attachment, Kind, Role, Submission
from tougao.core.workflow import Reviews

FOUND, CRASHED, TOO_SLOW = b"F", b"C", b"S"
LENGTH_BYTES = 8
MAX_FRAME_BYTES = 512 * 1024 * 1024

CLASSES: dict[str, Any] = {
    each.__name__: each
    for each in (
        Address, Attachment, Category, Draft, FixedPage, Guestbook, Link, Manuscript, Notice, Opened, Origin, Picture, Reading, Reviews,
        Rectangle, ReturnTemplate, Rights, Site, Submission, Upload,
    )
}  # fmt: skip
# By their rooms, too: a part of a mail and an editor both have a Role.
ENUMS: dict[str, type[StrEnum]] = {
    f"{each.__module__}.{each.__name__}": each for each in (Certainty, Kind, Role, Shown, workflow.Role)
}


def frame(payload: bytes) -> bytes:
    return len(payload).to_bytes(LENGTH_BYTES, "big") + payload


def read_frame(stream: BinaryIO) -> bytes:
    """The next payload. Raises EOFError when the other side is gone or talks nonsense."""
    size = int.from_bytes(_exactly(stream, LENGTH_BYTES), "big")
    if size > MAX_FRAME_BYTES:
        raise EOFError
    return _exactly(stream, size)


def _exactly(stream: BinaryIO, size: int) -> bytes:
    pieces = []
    while size:
        piece = stream.read(size)
        if not piece:
            raise EOFError
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def packed(value: object) -> bytes:
    """Raises TypeError for a value that is none of ours."""
    contents: dict[bytes, int] = {}
    head = json.dumps(_head(value, contents)).encode()
    sizes = json.dumps([len(content) for content in contents]).encode()
    lengths = (len(part).to_bytes(LENGTH_BYTES, "big") for part in (sizes, head))
    return b"".join((*lengths, sizes, head, *contents))


def unpacked(payload: bytes) -> Any:
    """Raises ValueError, KeyError, IndexError or TypeError when the bytes are not of this shape."""
    start = 2 * LENGTH_BYTES
    ends = [start + int.from_bytes(payload[:LENGTH_BYTES], "big")]
    ends.append(ends[0] + int.from_bytes(payload[LENGTH_BYTES:start], "big"))
    sizes, head = json.loads(payload[start : ends[0]]), json.loads(payload[ends[0] : ends[1]])
    contents, at = [], ends[1]
    for size in sizes:
        contents.append(payload[at : at + size])
        at += size
    return _value(head, contents)


def _head(value: object, contents: dict[bytes, int]) -> Any:
    """What JSON can say as it is; anything else as a list of a letter and what makes it."""
    if isinstance(value, StrEnum):
        return ["e", f"{type(value).__module__}.{type(value).__name__}", value.value]
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, bytes):
        return ["b", contents.setdefault(value, len(contents))]
    if isinstance(value, tuple):
        return ["t", [_head(each, contents) for each in value]]
    if isinstance(value, datetime):
        return ["d", value.isoformat()]
    if isinstance(value, Mapping):
        return ["m", [[key, _head(each, contents)] for key, each in value.items()]]
    if is_dataclass(value) and type(value).__name__ in CLASSES:
        told = {each.name: _head(getattr(value, each.name), contents) for each in fields(value)}
        return ["c", type(value).__name__, told]
    raise TypeError(type(value).__name__)


def _value(head: Any, contents: list[bytes]) -> Any:
    if not isinstance(head, list):
        return head
    match head:
        case ["e", str(name), str(told)]:
            return ENUMS[name](told)
        case ["b", int(place)]:
            return contents[place]
        case ["t", list(rows)]:
            return tuple(_value(row, contents) for row in rows)
        case ["d", str(told)]:
            return datetime.fromisoformat(told)
        case ["m", list(rows)]:
            return MappingProxyType({str(key): _value(row, contents) for key, row in rows})
        case ["c", str(name), dict(told)]:
            return CLASSES[name](**{key: _value(row, contents) for key, row in told.items()})
    raise ValueError(head[:1])
