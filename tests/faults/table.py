"""How many faults, by which seed, and what became of the mails: printed at the end."""

import os
from collections import Counter

FULL = os.environ.get("TOUGAO_FAULTS") == "full"
SEED = int(os.environ.get("TOUGAO_FAULTS_SEED", "20261123"))
TABLE: dict[str, Counter[str]] = {}


def many(short: int, full: int) -> int:
    return full if FULL else short


def tell(kind: str, **counts: int) -> None:
    """Add to the table that stands at the end."""
    TABLE.setdefault(kind, Counter()).update(counts)


COLUMNS = ("faults", "mails", "submissions", "lost", "doubled", "letters", "letters doubled")
