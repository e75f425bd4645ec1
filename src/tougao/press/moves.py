"""The map of old addresses, for web servers: each row is one of nginx's map module, and of `tougao run`."""

import os
from collections.abc import Mapping
from pathlib import Path

HEAD = "# Old addresses of imported articles, written by Tougao. In nginx: map $request_uri $moved { include this file; }\n"


def written(moves: Mapping[str, str]) -> bytes:
    """Same moves, same bytes. Of addresses that differ in case alone the first stands."""
    sound = {old: new for old, new in sorted(moves.items()) if '"' not in old and "\\" not in old}
    one_case = {old.lower(): (old, new) for old, new in reversed(sound.items())}  # nginx knows no case here
    rows = (f'"{old}" {new};\n' for old, new in sorted(one_case.values()))
    return (HEAD + "".join(rows)).encode()


def write(path: Path, moves: Mapping[str, str]) -> int:
    """Put the map in its place, whole or not at all; 1 when it changed. Without moves no file is made."""
    data = written(moves)
    before = path.read_bytes() if path.exists() else b""
    if data == before or (not moves and not before):
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}-{os.getpid()}")
    with partial.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    return 1
