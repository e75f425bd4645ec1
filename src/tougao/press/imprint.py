"""What shaped the site that stands, kept in a file beside it; and whether the last run came to its end."""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

State = frozenset[tuple[str, int]]


@dataclass(frozen=True)
class Imprint:
    """`whole` is the fingerprint of all that shapes pages beside the articles, `theme` that of the site's own templates alone.

    `indexnow_key` names the one file of the site that nothing else would tell from other people's.
    """

    whole: str = ""
    theme: str = ""
    indexnow_key: str = ""

    @property
    def files(self) -> frozenset[str]:
        """Files of the site that are not of a kind we print."""
        return frozenset({f"{self.indexnow_key}.txt"} if self.indexnow_key else ())


def read(path: Path) -> Imprint:
    """An empty one where no site was printed yet, or by a version that noted less."""
    try:
        found = json.loads(path.read_text())
        return Imprint(str(found["whole"]), str(found["theme"]), str(found["indexnow_key"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return Imprint()


def write(path: Path, imprint: Imprint) -> None:
    """Whole or not at all: on a full disk the one before stays."""
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(json.dumps(asdict(imprint)))
    beside.replace(path)


def digest_of(folders: tuple[Path, ...]) -> str:
    """Of all files in these folders but sources of translations; read anew when one was changed."""
    while True:
        with contextlib.suppress(FileNotFoundError):  # an editor that saves takes a file away for a moment
            return _digest_of(folders, state_of(folders))


def state_of(templates: tuple[Path, ...]) -> State:
    """Which templates there are, and when each was last changed."""
    return frozenset((path, changed) for folder in templates for path, changed in _files(folder))


def _files(folder: str | Path, above: frozenset[tuple[int, int]] = frozenset()) -> Iterator[tuple[str, int]]:
    """Each file and when it was last changed, also through links; not what begins with a dot, as an editor's locks do.

    Looked at before every run, so not by pathlib, which takes four times as long. `above` are the folders it stands in:
    a link to one of them is not gone through. What is taken away meanwhile, and a link to nothing, is not there.
    """
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        itself = os.stat(folder)
        within = above | {(itself.st_dev, itself.st_ino)}
        if len(within) == len(above):
            return
        with os.scandir(folder) as found:
            for entry in found:
                if entry.name.startswith("."):
                    continue
                with contextlib.suppress(FileNotFoundError):
                    if entry.is_dir():
                        yield from _files(entry.path, within)
                    elif entry.is_file():
                        yield entry.path, entry.stat().st_mtime_ns


@lru_cache(maxsize=8)
def _digest_of(folders: tuple[Path, ...], state: State) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(Path(path) for path, _ in _files(folder)):
            if path.suffix != ".po":
                digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
