"""How often the draft is right, and how fast: field by field over a folder of mails with expectations beside them.

    .venv/bin/python benchmarks/copy.py [--folder tests/mails] [--wrong] [--json]

An expectation is NAME.json beside NAME.eml: any part of what `tougao inspect` prints. Speed is told in mails a second
beside the standard library parsing the same bytes (message_from_bytes and a walk over its parts) in the same run.
"""

import sys

sys.path[0] = sys.path[0].removesuffix("/benchmarks")  # this file has the name of a module that others import

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

from rich.console import Console
from rich.table import Table
from tests.mails.scoring import Finding, findings

from tougao import config
from tougao.core.drafting import read
from tougao.core.inspection import as_json
from tougao.sandbox import Sandbox

HERE = Path(__file__).parent

# What an editor would otherwise have typed. The other findings are told as well, and not counted among these.
FIELDS = (
    "kind", "title", "byline", "source", "credit", "first paragraph", "last paragraph", "paragraphs", "headings",
    "pictures", "captions",
)  # fmt: skip


def accuracy(folder: Path, told: Console, show_wrong: bool) -> dict[str, list[int]]:
    """Right and all, a field."""
    site = config.load(None).site
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    with Sandbox() as sandbox:
        for path in sorted(folder.rglob("*.eml")):
            expectation = path.with_suffix(".json")
            if not expectation.exists():
                continue
            got = as_json(sandbox.read(path.read_bytes(), site))
            for finding in findings(json.loads(expectation.read_text("utf-8")), got):
                counts[finding.field][0] += finding.is_right
                counts[finding.field][1] += 1
                if show_wrong and not finding.is_right:
                    told.print(_wrong(path.stem, finding), highlight=False, markup=False)
    return counts


def _wrong(name: str, finding: Finding) -> str:
    return f"{name} · {finding.field}\n   wanted {finding.wanted!r}\n   got    {finding.got!r}"


def per_second(mails: list[bytes], do: Callable[[bytes], object]) -> float:
    """Mails a second, the best of three rounds: what else the machine does only ever slows one down."""
    best = 0.0
    for _ in range(3):
        started = time.perf_counter()
        for mail in mails:
            do(mail)
        best = max(best, len(mails) / (time.perf_counter() - started))
    return best


def stdlib(mail: bytes) -> None:
    for part in message_from_bytes(mail, policy=policy.default).walk():
        if not part.is_multipart():
            try:
                part.get_payload(decode=True)
            except Exception:
                continue


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--folder", type=Path, default=HERE.parent / "tests" / "mails")
    parser.add_argument("--wrong", action="store_true", help="print every field that is wrong")
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    given = parser.parse_args()
    told = Console(width=110)
    counts = accuracy(given.folder, told, given.wrong)
    table = Table("field", "right", "of", "share")
    for field in [*FIELDS, *sorted(set(counts) - set(FIELDS))]:
        right, of = counts[field]
        if of:
            table.add_row(field, str(right), str(of), f"{right / of:.1%}")
    right, of = (sum(counts[field][place] for field in FIELDS) for place in (0, 1))
    table.add_row("all fields an editor would type", str(right), str(of), f"{right / max(of, 1):.1%}", style="bold")
    told.print(table)

    mails = [path.read_bytes() for path in sorted(given.folder.rglob("*.eml"))]
    site = config.load(None).site
    with Sandbox() as sandbox:
        sandboxed = per_second(mails, lambda mail: sandbox.read(mail, site))
    alone, bare = per_second(mails, lambda mail: read(mail, site)), per_second(mails, stdlib)
    told.print(
        f"{len(mails)} mails: {sandboxed:.0f} a second with each mail and each file read in a process of its own, {alone:.0f} in one "
        f"process; the standard library takes {bare:.0f} apart, without opening a file ({bare / sandboxed:.1f} times)."
    )
    if given.json:
        print(json.dumps({
            "accuracy": round(right / max(of, 1), 4),
            "fields": {field: counts[field] for field in sorted(counts)},
            "mails_per_second": round(sandboxed, 1),
            "stdlib_ratio": round(bare / sandboxed, 2),
        }))  # fmt: skip


if __name__ == "__main__":
    main()
