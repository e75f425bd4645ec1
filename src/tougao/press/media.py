"""Pictures of articles, in every form and width that pages show them in.

A rendition takes up to two seconds to make, so it is made while its draft waits on the desk, and kept: a print run copies.
"""

from collections.abc import Iterator
from pathlib import Path

from tougao.archive.store import Store
from tougao.core import layout, pictures
from tougao.core.pages import Printed
from tougao.press.files import Files

Shown = tuple[str, str, int]  # sha256, extension, width of a picture that a body shows


class Media:
    """`originals` holds pictures as they are published, `renditions` is a folder of ours for their copies."""

    def __init__(self, originals: Store, renditions: Path) -> None:
        self.originals, self.renditions = originals, Files(renditions)

    def prepare(self, sha256: str, extension: str, own: int) -> int:
        """Make the renditions that are not there yet; how many were made."""
        missing = (
            (path, width, form)
            for path, width, form in _renditions(sha256, extension, own)
            if not self.renditions.exists(path) and (width, form) != (own, extension)
        )
        made = [Printed(path, self._made(sha256, extension, width, form)) for path, width, form in missing]
        self.renditions.write(made)
        return len(made)

    def printed(self, path: str, sha256: str, extension: str, width: int, form: str) -> Printed:
        kept = self.renditions.folder / path
        try:
            return Printed(path, kept.read_bytes())
        except FileNotFoundError:
            return Printed(path, self._made(sha256, extension, width, form))

    def size(self, path: str, sha256: str, extension: str) -> int:
        """Bytes of a picture that is to be printed at this path."""
        return self.renditions.size(path) or self.originals.path(sha256, f".{extension}").stat().st_size

    def _made(self, sha256: str, extension: str, width: int, form: str) -> bytes:
        return pictures.rendition(self.originals.read(sha256, f".{extension}"), width, form)


def files_of(shown: Shown) -> Iterator[tuple[str, str, str, int, str]]:
    """(path, sha256, own extension, width, extension) of every file that a picture is printed in."""
    sha256, extension, own = shown
    for path, width, form in _renditions(sha256, extension, own):
        yield path, sha256, extension, width, form


def _renditions(sha256: str, extension: str, own: int) -> Iterator[tuple[str, int, str]]:
    for width, form in layout.renditions(extension, own):
        yield layout.media_path(sha256, width, form), width, form
