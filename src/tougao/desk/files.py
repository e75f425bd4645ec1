"""The desk's own scripts and styles: where they stand, and a name for their present state, which stands in their address.

So a browser may keep them for ever, and never mixes those of two versions.
"""

import hashlib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "static"


@cache
def state() -> str:
    """Twelve digits that change with any byte of any file."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(FOLDER).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def address(name: str) -> str:
    """Where a browser finds one of them, as it is now."""
    return f"/desk/static/{state()}/{name}"
