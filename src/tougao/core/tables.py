"""Tables of figures, and their form for spreadsheets: CSV (RFC 4180) in UTF-8 with a mark of its order, as Excel wants it."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

Cell = str | int | float | None

# What a spreadsheet takes for the beginning of a formula, their full-width forms too (OWASP, CSV injection).
FORMULA = frozenset("=+-@＝＋－＠\t\r\n")


@dataclass(frozen=True)
class Table:
    """`name` stands in addresses and file names; columns and rows are what readers see."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def as_csv(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Numbers stay numbers; a text that could be taken for a formula begins with an apostrophe.

    >>> as_csv(["谁"], [["=1+1"], [3]]).decode("utf-8-sig")
    "谁\\r\\n'=1+1\\r\\n3\\r\\n"
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_harmless(column) for column in columns])
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> Cell:
    if isinstance(cell, str) and (cell[:1] in FORMULA or cell.lstrip()[:1] in FORMULA):
        return f"'{cell}"
    return cell
