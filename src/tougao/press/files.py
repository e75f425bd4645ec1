"""Where printed files go: a folder that any web server can serve while it is being written."""

import contextlib
import ctypes
import fcntl
import gzip
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatch
from itertools import count, takewhile
from pathlib import Path
from urllib.parse import quote, unquote

import brotli

from tougao.core import layout
from tougao.core.notice import gettext_noop
from tougao.core.pages import Printed
from tougao.errors import PressError

NOT_WRITTEN = gettext_noop(
    "The site could not be written to {folder}: {trouble}. Free some space or mend the rights; nothing was lost."
)
# A folder in the site, and in it one for each process, where files are written before they are renamed into place: two that
# made theirs in one folder would wait for each other.
TEMPORARY = ".printing"
READABLE_MODE = 0o644
TWINS = (".gz", ".br")
COMPRESSED = (".html", ".xml", ".rss", ".atom", ".json", ".css", ".js", ".opml", ".txt")
GZIP_LEVEL, BROTLI_QUALITY = 6, 5  # beyond these a page gains a percent and takes three times as long
FOLDERS = ("a", "c", "s", "all", "hot", "guestbook", "p", "wap", "gone", "media")
ON_TOP = ("feed*.rss", "feed*.atom", "*sitemap*.xml", *(f"*{kind}{twin}" for kind in COMPRESSED for twin in TWINS))
PACKERS = 2
FEW_FILES = 40
SERIAL = count()
SECOND = 1_000_000_000  # nanoseconds


class Files:
    """The published folder. A file is complete under its name or not there; equal bytes are not rewritten.

    Where it `compresses`, a text has twins beside it, a.html.gz and a.html.br, for web servers that send those: written
    before it and removed with it, so that none is older than its file.
    """

    def __init__(self, folder: Path, compresses: bool = False) -> None:
        self.folder, self.compresses = folder, compresses

    def differs(self, file: Printed) -> bool:
        path = f"{self.folder}/{file.path}"
        try:
            if os.stat(path).st_size != len(file.data):
                return True
            with open(path, "rb") as found:
                return found.read() != file.data
        except FileNotFoundError:
            return True

    def exists(self, path: str) -> bool:
        return os.path.exists(f"{self.folder}/{path}")

    def size(self, path: str) -> int:
        """Bytes of a file; 0 where it is not there."""
        try:
            return os.stat(f"{self.folder}/{path}").st_size
        except FileNotFoundError:
            return 0

    def write(self, group: Iterable[Printed]) -> tuple[str, ...]:
        """Write a group; the paths whose bytes changed. All are on disk before the first is renamed into place, and what
        was not there before comes first.

        Raises PressError when the disk refuses; then none of the group has changed.
        """
        pending: list[tuple[str, str]] = []  # plain text: a full run makes a hundred thousand of these
        replacing: set[str] = set()
        folders: set[str] = set()
        try:
            beside = f"{self.folder}/{TEMPORARY}/{os.getpid()}"
            os.makedirs(beside, exist_ok=True)
            for files in self._packed(list(group)):
                stood = False
                for file in files:
                    path = f"{self.folder}/{file.path}"
                    folder = path.rpartition("/")[0]
                    if folder not in folders:
                        os.makedirs(folder, exist_ok=True)
                        folders.add(folder)
                    temporary = f"{beside}/{next(SERIAL)}-{quote(file.path, safe='')}"
                    pending.append((temporary, file.path))
                    _write(temporary, file.data)
                    stood = _date_later(temporary, path)  # said of a text after its twins
                if stood:
                    replacing.update(file.path for file in files)
            _settle([temporary for temporary, _ in pending], self.folder)
            for temporary, path in sorted(pending, key=lambda each: each[1] in replacing):
                os.replace(temporary, f"{self.folder}/{path}")
            _fsync_folders(folders)
        except OSError as trouble:
            for temporary, _ in pending:
                with contextlib.suppress(OSError):
                    os.unlink(temporary)
            raise PressError(NOT_WRITTEN, folder=self.folder, trouble=trouble) from trouble
        return tuple(path for _, path in pending if not path.endswith(TWINS))

    def _packed(self, group: list[Printed]) -> Iterator[tuple[Printed, ...]]:
        """What is to be written for each file. Packing goes on beside Python, so two threads take half the time."""
        if not self.compresses or len(group) < 2:
            yield from map(self._with_twins, group)
            return
        with ThreadPoolExecutor(PACKERS) as pool:
            yield from pool.map(self._with_twins, group)

    def _with_twins(self, file: Printed) -> tuple[Printed, ...]:
        """What is to be written for a file: nothing when it stands there already; the file itself comes last."""
        wanted = self.compresses and file.path.endswith(COMPRESSED)
        if not self.differs(file) and not (wanted and not all(self.exists(file.path + twin) for twin in TWINS)):
            return ()
        if not wanted:
            return (file,)
        packed = (gzip.compress(file.data, GZIP_LEVEL, mtime=0), brotli.compress(file.data, quality=BROTLI_QUALITY))
        return (*(Printed(file.path + twin, data) for twin, data in zip(TWINS, packed, strict=True)), file)

    def remove(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Remove files; the paths that were there."""
        gone = []
        try:
            for path in paths:
                for twin in TWINS:  # first: one without its file would still be sent, and nobody would look for it
                    with contextlib.suppress(FileNotFoundError):
                        os.unlink(f"{self.folder}/{path}{twin}")
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(f"{self.folder}/{path}")
                    gone.append(path)
            _fsync_folders({(self.folder / path).parent for path in gone})
        except OSError as trouble:
            raise PressError(NOT_WRITTEN, folder=self.folder, trouble=trouble) from trouble
        return tuple(gone)

    def sheets(self, number: int) -> tuple[str, ...]:
        """The further wap sheets of an article that stand in the folder, the last first, so that none is left alone."""
        found = takewhile(self.exists, (layout.article_path(number, layout.Edition.WAP, sheet) for sheet in count(2)))
        return tuple(reversed(tuple(found)))

    def printed(self) -> Iterator[str]:
        """Every file of a kind we print; what somebody else put into the folder is not ours to touch."""
        for part in FOLDERS:
            for folder, folders, names in os.walk(self.folder / part):
                folders.sort()
                below = os.path.relpath(folder, self.folder)
                yield from (f"{below}/{name}" for name in self._without_twins(names))
        yield from (name for name in self._without_twins(self.on_top()) if any(fnmatch(name, kind) for kind in ON_TOP))

    def on_top(self) -> list[str]:
        """Every file that stands in no folder, whoever put it there: it is not missing, and no reason to clear it away."""
        _, _, names = next(os.walk(self.folder), ("", [], []))
        return names

    def _without_twins(self, names: Iterable[str]) -> list[str]:
        """A twin whose file is not there, or one that is no longer wanted, is a file to be cleared away."""
        there = set(names)
        twins = {name for name in there if self.compresses and name.endswith(TWINS) and name[:-3] in there}
        return sorted(there - twins)

    def owner(self, path: str) -> str:
        """The file that a wanted twin goes with, else the file itself."""
        return path[:-3] if self.compresses and path.endswith(TWINS) else path

    def prepare(self) -> None:
        """Make the folder, and clear away what a run that was killed left half-done. Raises PressError.

        A twin may be in place and its file not, so it goes, too, and is made again.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for temporary in (self.folder / TEMPORARY).glob("*/*"):
                path = f"{self.folder}/{unquote(temporary.name.partition('-')[2])}"
                for twin in TWINS:
                    with contextlib.suppress(FileNotFoundError):
                        os.unlink(path.removesuffix(".gz").removesuffix(".br") + twin)
                temporary.unlink(missing_ok=True)
            for left in (self.folder / TEMPORARY).glob("*/"):
                with contextlib.suppress(OSError):  # a hand whose foreman was killed may be at its last file
                    left.rmdir()
        except OSError as trouble:
            raise PressError(NOT_WRITTEN, folder=self.folder, trouble=trouble) from trouble


def _write(path: str, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, READABLE_MODE)
    try:
        os.fchmod(descriptor, READABLE_MODE)  # whatever the umask says
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
    finally:
        os.close(descriptor)


def _date_later(temporary: str, path: str) -> bool:
    """Another second than the file it is to replace: web servers tell readers by second and size whether it changed.

    Is there one?
    """
    try:
        before = os.stat(path).st_mtime_ns // SECOND
    except FileNotFoundError:
        return False
    if os.stat(temporary).st_mtime_ns // SECOND <= before:
        os.utime(temporary, ns=((before + 1) * SECOND, (before + 1) * SECOND))
    return True


def _settle(files: list[str], folder: Path) -> None:
    """On disk before they are renamed: one by one while they are few, else the whole file system at once."""
    if len(files) > FEW_FILES:
        _sync_file_system(folder)
        return
    for path in files:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sync_file_system(folder: Path) -> None:
    """syncfs(2) where there is one; sync(2) else, which waits for other file systems too."""
    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if syncfs is None:
        os.sync()
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if syncfs(descriptor) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    finally:
        os.close(descriptor)


def _fsync_folders(folders: Iterable[str | Path]) -> None:
    for folder in folders:
        fsync_folder(folder)


def fsync_folder(folder: str | Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """One print run at a time, among all processes of this machine; the lock goes with the process that holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
