"""Files and what was found in them as bytes between two processes: a JSON head, then the contents one after another.

No pickle: what comes back from a process that read a stranger's file is data, and can be nothing else.
"""

import json
from dataclasses import asdict
from typing import Any, BinaryIO

from tougao.core.article import Picture
from tougao.core.documents import Manuscript
from tougao.core.notice import Notice
from tougao.core.opening import Opened
from tougao.core.submission import Attachment

FOUND, CRASHED, TOO_SLOW = b"F", b"C", b"S"
LENGTH_BYTES = 8
MAX_FRAME_BYTES = 512 * 1024 * 1024


def frame(payload: bytes) -> bytes:
    return len(payload).to_bytes(LENGTH_BYTES, "big") + payload


def read_frame(stream: BinaryIO) -> bytes:
    """The next payload. Raises EOFError when the other side is gone or talks nonsense."""
    head = _exactly(stream, LENGTH_BYTES)
    size = int.from_bytes(head, "big")
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


def packed_file(file: Attachment) -> bytes:
    return _packed(_file_head(file), [file.data])


def unpacked_file(payload: bytes) -> Attachment:
    head, contents = _unpacked(payload)
    return _file(head, contents.pop(0))


def packed_opened(inside: Opened) -> bytes:
    head: dict[str, Any] = {"is_ornament": inside.is_ornament}
    contents: list[bytes] = []
    if inside.trouble:
        head["trouble"] = _notice_head(inside.trouble)
    if inside.picture:
        head["picture"] = asdict(inside.picture)
        contents.append(inside.printed)
    if inside.manuscript:
        made = inside.manuscript
        head["manuscript"] = {
            "html": made.html,
            "title": made.title,
            "author": made.author,
            "notices": [_notice_head(told) for told in made.notices],
            "files": [_file_head(file) for file in made.files],
        }
        contents += [file.data for file in made.files]
    head["members"] = [_file_head(file) for file in inside.members]
    contents += [file.data for file in inside.members]
    return _packed(head, contents)


def unpacked_opened(payload: bytes) -> Opened:
    """Raises ValueError, KeyError or TypeError when the bytes are not of this shape."""
    head, contents = _unpacked(payload)
    printed = contents.pop(0) if "picture" in head else b""
    made = head.get("manuscript")
    return Opened(
        manuscript=Manuscript(
            made["html"],
            tuple(_file(file, contents.pop(0)) for file in made["files"]),
            made["title"],
            made["author"],
            tuple(map(_notice, made["notices"])),
        )
        if made
        else None,
        picture=Picture(**head["picture"]) if "picture" in head else None,
        printed=printed,
        members=tuple(_file(file, contents.pop(0)) for file in head["members"]),
        trouble=_notice(head["trouble"]) if "trouble" in head else None,
        is_ornament=head["is_ornament"],
    )


def _packed(head: dict[str, Any], contents: list[bytes]) -> bytes:
    told = json.dumps({"head": head, "sizes": [len(content) for content in contents]}).encode()
    return b"".join((len(told).to_bytes(LENGTH_BYTES, "big"), told, *contents))


def _unpacked(payload: bytes) -> tuple[dict[str, Any], list[bytes]]:
    start = LENGTH_BYTES + int.from_bytes(payload[:LENGTH_BYTES], "big")
    told = json.loads(payload[LENGTH_BYTES:start])
    contents = []
    for size in told["sizes"]:
        contents.append(payload[start : start + size])
        start += size
    return told["head"], contents


def _file_head(file: Attachment) -> dict[str, Any]:
    return {
        "name": file.name,
        "media_type": file.media_type,
        "content_id": file.content_id,
        "inline": file.inline,
        "folder": file.folder,
    }


def _file(head: dict[str, Any], data: bytes) -> Attachment:
    return Attachment(data=data, **head)


def _notice_head(told: Notice) -> dict[str, Any]:
    return {"message": told.message, "values": told.values}


def _notice(head: dict[str, Any]) -> Notice:
    return Notice(head["message"], tuple((name, value) for name, value in head["values"]))
