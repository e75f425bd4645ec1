"""Old addresses of imported articles, answered with 301. The map is a file that the press writes; nginx reads the same one."""

import re
from pathlib import Path

ROW = re.compile(r'"(?P<old>[^"]+)" (?P<new>/\S+);')


class Moves:
    """The map as it stands on disk; it is read again when it was changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stamp: tuple[int, int] = (0, 0)
        self._moves: dict[str, str] = {}

    def of(self, path: str, query: str) -> str:
        """Where an old address leads now, or nothing."""
        try:
            told = self.path.stat()
        except OSError:
            return ""
        stamp = (told.st_mtime_ns, told.st_size)
        if stamp != self._stamp:
            self._moves = {row["old"]: row["new"] for row in ROW.finditer(self.path.read_text("utf-8"))}
            self._stamp = stamp
        return self._moves.get(f"{path}?{query}" if query else path, "")
