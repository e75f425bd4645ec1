"""What a browser sends with a form, as it streams in: fields in memory, files in a folder of this request, bounds on all of it.

Old telephones send any charset, in names of files too, so every byte is decoded by core.charsets.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import parse_qsl

from django.http import HttpRequest
from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header

from tougao.archive.processes import is_alive
from tougao.core import charsets
from tougao.core.notice import gettext_noop
from tougao.errors import SubmissionError

PIECE_BYTES = 64 * 1024
MOST_FIELD_BYTES = 1024 * 1024  # of all fields together
MOST_PARTS = 100
MOST_HEADER_BYTES = 4096
ROOM_BYTES = MOST_FIELD_BYTES + 64 * 1024  # beside the files: fields, headers, boundaries
CHARSET = "_charset_"  # the charset a browser used (HTML, 4.10.21.4)

TOO_LARGE = gettext_noop(
    "The files have more than {limit} MB together. Send fewer or smaller ones, or in several forms."
)
TOO_MANY = gettext_noop("These are more than {limit} files. Put them into a ZIP archive, or send several forms.")
CUT_OFF = gettext_noop("The form did not arrive whole. Please send it once more.")


@dataclass(frozen=True)
class Uploaded:
    """A file in the folder of its request, with the name its sender gave it."""

    name: str
    path: Path
    size: int

    def pieces(self) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            while piece := file.read(PIECE_BYTES):
                yield piece


@dataclass
class Received:
    """A form as it arrived. `trouble` says why the rest of it was not taken; what came before is there."""

    fields: dict[str, str] = field(default_factory=dict)
    files: list[Uploaded] = field(default_factory=list)
    trouble: SubmissionError | None = None


@contextmanager
def folder_in(root: Path) -> Iterator[Path]:
    """A folder for the files of one request, gone when it is over."""
    root.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=root))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(root: Path) -> int:
    """Remove what requests of processes that are gone have left; how many folders."""
    found = [each for each in root.glob("*-*") if not _is_in_use(each.name)]
    for folder in found:
        shutil.rmtree(folder, ignore_errors=True)
    return len(found)


def _is_in_use(name: str) -> bool:
    pid = name.partition("-")[0]
    return pid.isdecimal() and is_alive(int(pid))


def received(request: HttpRequest, folder: Path, most_files: int, most_bytes: int) -> Received:
    """Read the body of a request, and no more of it than may be. Never raises for what it holds."""
    kind, options = parse_options_header(request.headers.get("Content-Type", ""))
    gathering = _Gathering(folder, most_files, most_bytes)
    try:
        if int(request.headers.get("Content-Length") or 0) > most_bytes + ROOM_BYTES:
            raise SubmissionError(TOO_LARGE, limit=most_bytes // 1024 // 1024)
        if kind == "multipart/form-data":
            gathering.take_parts(request, options.get("boundary", ""))
        else:
            gathering.take_pairs(request.read(MOST_FIELD_BYTES))
        if not gathering.fields:
            raise SubmissionError(CUT_OFF)
    except SubmissionError as trouble:
        gathering.trouble = trouble
    except (MultipartError, OSError, ValueError):
        gathering.trouble = SubmissionError(CUT_OFF)
    finally:
        gathering.close()
    return gathering.received()


class _Gathering:
    """The parts of one form, as they come."""

    def __init__(self, folder: Path, most_files: int, most_bytes: int) -> None:
        self.folder, self.most_files, self.most_bytes = folder, most_files, most_bytes
        self.fields: dict[str, bytes] = {}
        self.files: list[tuple[bytes, Path, int]] = []
        self.total = self.field_bytes = 0
        self.file: IO[bytes] | None = None
        self.trouble: SubmissionError | None = None

    def take_pairs(self, body: bytes) -> None:
        """application/x-www-form-urlencoded: a telephone that can send no files."""
        pairs = parse_qsl(body.decode("latin-1"), encoding="latin-1", max_num_fields=MOST_PARTS)
        self.fields = {name: value.encode("latin-1") for name, value in pairs}

    def take_parts(self, request: HttpRequest, boundary: str) -> None:
        parser = PushMultipartParser(
            boundary, max_header_size=MOST_HEADER_BYTES, max_segment_count=MOST_PARTS, header_charset="latin-1"
        )
        part: MultipartSegment | None = None
        data = bytearray()
        with parser:
            while not parser.closed:
                piece = request.read(PIECE_BYTES)
                for event in parser.parse(piece):
                    if isinstance(event, MultipartSegment):
                        part, data = event, bytearray()
                        if part.filename:
                            self._open(part.filename)
                    elif event is None:
                        self._finish(part, bytes(data))
                    elif self.file is not None:
                        self._write(event)
                    else:
                        self._count_field(len(event))
                        data += event
                if not piece:
                    break

    def _open(self, name: str) -> None:
        if len(self.files) >= self.most_files:
            raise SubmissionError(TOO_MANY, limit=self.most_files)
        path = self.folder / str(len(self.files))
        self.file = path.open("wb")
        self.files.append((name.encode("latin-1", "replace"), path, 0))

    def _write(self, piece: bytes | bytearray) -> None:
        self.total += len(piece)
        if self.total > self.most_bytes:
            raise SubmissionError(TOO_LARGE, limit=self.most_bytes // 1024 // 1024)
        assert self.file is not None
        self.file.write(piece)
        name, path, size = self.files[-1]
        self.files[-1] = (name, path, size + len(piece))

    def _count_field(self, size: int) -> None:
        self.field_bytes += size
        if self.field_bytes > MOST_FIELD_BYTES:
            raise SubmissionError(CUT_OFF)

    def _finish(self, part: MultipartSegment | None, data: bytes) -> None:
        if self.file is not None:
            self.close()
        elif part is not None and part.name and part.filename is None:
            self.fields.setdefault(part.name, data)

    def close(self) -> None:
        if self.file is not None:
            self.file.close()
            self.file = None

    def received(self) -> Received:
        """All of it in characters: the charset is the one the browser names, unless its bytes say otherwise."""
        declared = self.fields.get(CHARSET, b"").decode("ascii", "replace")
        fields = {name: charsets.decode(value, declared).text for name, value in self.fields.items()}
        files = [Uploaded(charsets.decode(name, declared).text, path, size) for name, path, size in self.files if size]
        return Received(fields, files, self.trouble)
