"""The journal of hits: files that are appended to at every hit and taken into the database once a second.

Each process has a file an hour, 20261124T10-{token}.hits. What is in a file outlives the process; a file goes when its hour
and the next are over and all of it is taken. Beside them lies the day's salt, which goes with the day.
"""

import contextlib
import os
import secrets
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from tougao.core.reads import HOUR, SALT_BYTES, Hit, line, whole

HOUR_NAME = "%Y%m%dT%H"
MODE = 0o600
MOST_BYTES = 4 * 1024 * 1024  # taken in one go, some 180,000 hits: what is left waits for the next second


def hour_of(moment: datetime) -> datetime:
    """The beginning of its hour."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


class Journal:
    """The files of this process. May be used by many threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._token = secrets.token_hex(8)
        self._lock = threading.Lock()
        self._hour: datetime | None = None
        self._descriptor = -1
        self._salt: tuple[date, bytes] | None = None

    def append(self, hit: Hit, now: datetime) -> None:
        """One write(2) a hit: from then on it outlives this process. Raises OSError when the disk refuses."""
        hour = hour_of(now)
        with self._lock:
            if hour != self._hour:
                self._open(hour)
            os.write(self._descriptor, line(hit))

    def salt(self, day: date) -> bytes:
        """The salt of a day, the same for all processes; drawn when the day first asks. Those of other days are removed."""
        with self._lock:
            if self._salt is None or self._salt[0] != day:
                self._salt = day, _drawn(self.folder, day)
            return self._salt[1]

    def close(self) -> None:
        with self._lock:
            if self._descriptor >= 0:
                os.close(self._descriptor)
            self._descriptor, self._hour = -1, None

    def _open(self, hour: datetime) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{hour.strftime(HOUR_NAME)}-{self._token}.hits"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, MODE)
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor, self._hour = descriptor, hour


def _drawn(folder: Path, day: date) -> bytes:
    """Linked into place, so that it is whole for whoever finds it, and the first to draw it wins."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{day.isoformat()}.salt"
    partial = folder / f"{day.isoformat()}.{secrets.token_hex(8)}.partial"
    if not path.exists():
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE), "wb") as file:
            file.write(secrets.token_bytes(SALT_BYTES))
        with contextlib.suppress(FileExistsError):
            os.link(partial, path)
        partial.unlink()
    salt = path.read_bytes()
    forget_salts(folder, day)
    return salt


def forget_salts(folder: Path, day: date) -> None:
    """Remove the salts of earlier days, also where nobody has read anything today."""
    for path in (*folder.glob("*.salt"), *folder.glob("*.partial")):
        if path.name[:10] < day.isoformat():
            path.unlink(missing_ok=True)


@dataclass(frozen=True)
class File:
    """A journal file of any process: its name, the beginning of its hour, its size in bytes."""

    name: str
    hour: datetime
    size: int


def files(folder: Path) -> list[File]:
    """Those there are, the oldest hour first. What is named otherwise is not ours."""
    found = []
    with contextlib.suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            with contextlib.suppress(ValueError, FileNotFoundError):
                if entry.name.endswith(".hits"):
                    hour = datetime.strptime(entry.name.partition("-")[0], HOUR_NAME).replace(tzinfo=UTC)
                    found.append(File(entry.name, hour, entry.stat().st_size))
    return sorted(found, key=lambda file: (file.hour, file.name))


def lines(folder: Path, file: File, start: int, most: int) -> bytes:
    """The whole lines of a file from a place on, of at most so many bytes; empty when it is gone."""
    try:
        with open(folder / file.name, "rb") as source:
            source.seek(start)
            data = source.read(most)
    except FileNotFoundError:
        return b""
    return data[: whole(data)]


def over(found: list[File], now: datetime) -> Iterator[File]:
    """The files whose readers are asked for no more: neither their hour nor the next goes on."""
    yield from (file for file in found if file.hour + 2 * HOUR <= hour_of(now))


def remove(folder: Path, file: File) -> None:
    (folder / file.name).unlink(missing_ok=True)
