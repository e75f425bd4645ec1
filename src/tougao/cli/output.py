"""What commands print: JSON lines for scripts, tables and progress for people."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import track
from rich.table import Table

T = TypeVar("T")


def json_line(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table on a terminal; elsewhere plain lines with tabs."""
    if not sys.stdout.isatty():
        for row in rows:
            print("\t".join(str(cell) for cell in row))
        return
    shown = Table(*columns, box=None, header_style="dim")
    for row in rows:
        shown.add_row(*(str(cell) for cell in row))
    Console().print(shown)


def progress(items: Sequence[T], doing: str) -> Iterable[T]:
    """A bar on a terminal for more than a handful; elsewhere nothing."""
    if len(items) < 10 or not sys.stderr.isatty():
        return items
    return track(items, doing, console=Console(stderr=True), transient=True)
