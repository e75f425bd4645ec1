"""The printed site as the validators see it: every file by its kind."""

from dataclasses import dataclass
from pathlib import Path

from tests.proof.building import HUB, NOON, URL

__all__ = ["HUB", "NOON", "URL", "Built"]
TWINS = (".gz", ".br")


@dataclass(frozen=True)
class Built:
    """`folder` is the published folder; paths are told from there."""

    folder: Path

    def paths(self, *suffixes: str) -> list[Path]:
        """Every file with one of these endings, or all that is not a packed twin; in order."""
        found = (path for path in sorted(self.folder.rglob("*")) if path.is_file())
        return [path for path in found if (path.suffix in suffixes if suffixes else path.suffix not in TWINS)]

    @property
    def wap(self) -> list[Path]:
        return [path for path in self.paths(".html") if "wap" in path.relative_to(self.folder).parts]

    @property
    def mobile(self) -> list[Path]:
        return [path for path in self.paths(".html") if "wap" not in path.relative_to(self.folder).parts]

    def name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def address(self, path: Path) -> str:
        """Where a reader finds a file, from the root; a notice of absence stands in the place of what is gone."""
        return "/" + self.name(path).removeprefix("gone/").removesuffix("index.html")

    def file(self, address: str) -> Path:
        """The file behind an address from the root; it need not be there."""
        return self.folder / (address.lstrip("/") + ("index.html" if address.endswith("/") else ""))
