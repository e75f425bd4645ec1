"""How alike two texts are: the share of short runs of characters they have in common, and fingerprints to find them by.

A text is cut into shingles (runs of SHINGLE characters, white space and punctuation left out), as Broder 1997 does;
MinHash (by rensa) keeps BANDS × ROWS least hashes of them. Texts that share a band are looked at more closely.
"""

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import blake2b
from itertools import groupby

SHINGLE = 5
BANDS, ROWS = (
    20,
    4,
)  # two texts with half of their shingles in common meet in a band in 7 of 10 cases, with 0.7 in 99 of 100
SEED = 20260101  # fingerprints are stored: a new seed makes all of them worthless
SHORTEST_CHARACTERS = 40
MAX_CHARACTERS = 50_000
SEEN_BEFORE = 0.4  # of the shorter text's shingles; below this two pieces on one event are only that

NOT_TOLD = re.compile(r"[\W_]+")


def shingles(text: str) -> frozenset[str]:
    bare = NOT_TOLD.sub("", text[:MAX_CHARACTERS]).lower()
    return frozenset(bare[start : start + SHINGLE] for start in range(max(1, len(bare) - SHINGLE + 1)) if bare)


def likeness(one: str, other: str) -> float:
    """0 to 1: the part of the shorter text's shingles that stand in the other as well.

    >>> likeness("青禾师范学院春季运动会昨日开幕", "青禾师范学院春季运动会昨日开幕，校长致辞")
    1.0
    """
    first, second = shingles(one), shingles(other)
    shorter = min(len(first), len(second))
    return len(first & second) / shorter if shorter else 0.0


def fingerprint(text: str) -> tuple[int, ...]:
    """BANDS numbers below 2**63; texts that are alike share some of them. Empty for a text too short to be told by."""
    from rensa import RMinHash  # it reserves a gigabyte of addresses, which the sandbox has not

    found = shingles(text)
    if len(found) < SHORTEST_CHARACTERS:
        return ()
    minhash = RMinHash(num_perm=BANDS * ROWS, seed=SEED)
    minhash.update(sorted(found))
    digest = minhash.digest()
    return tuple(_key(band, digest[band * ROWS : (band + 1) * ROWS]) for band in range(BANDS))


def _key(band: int, values: Sequence[int]) -> int:
    packed = struct.pack(f">B{len(values)}I", band, *values)
    return int.from_bytes(blake2b(packed, digest_size=8).digest(), "big") >> 1


@dataclass(frozen=True)
class Piece:
    """A stretch of a comparison: what stood there and what stands there now; equal when nothing was changed."""

    before: str
    after: str

    @property
    def is_same(self) -> bool:
        return self.before == self.after


def differences(before: Sequence[str], after: Sequence[str]) -> tuple[tuple[Piece, ...], ...]:
    """Two texts side by side, a row a paragraph: paragraphs are matched first, then the characters inside them."""
    rows: list[tuple[Piece, ...]] = []
    for deed, start, end, from_row, to_row in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = list(before[start:end]), list(after[from_row:to_row])
        if deed == "equal":
            rows += [(Piece(row, row),) for row in old]
            continue
        pairs = _paired(old, new)
        rows += [within(one, other) for one, other in pairs]
    return tuple(rows)


@dataclass(frozen=True)
class Run:
    """Neighbouring rows of a comparison that are all the same, or all changed; `first` counts the changed rows up to it."""

    rows: tuple[tuple[Piece, ...], ...]
    is_same: bool
    first: int


def runs(rows: Sequence[tuple[Piece, ...]]) -> list[Run]:
    out: list[Run] = []
    changes = 0
    for is_same, each in groupby(rows, key=is_unchanged):
        found = tuple(each)
        out.append(Run(found, is_same, changes + 1))
        changes += 0 if is_same else len(found)
    return out


def is_unchanged(row: tuple[Piece, ...]) -> bool:
    return all(piece.is_same for piece in row)


def _paired(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    """Changed paragraphs beside each other: each new one with the first old one it is like, in order."""
    pairs: list[tuple[str, str]] = []
    for row in new:
        place = next((at for at, earlier in enumerate(old) if likeness(earlier, row) >= SEEN_BEFORE), None)
        if place is None:
            pairs.append(("", row))
        else:
            pairs += [(gone, "") for gone in old[:place]]
            pairs.append((old[place], row))
            del old[: place + 1]
    return pairs + [(gone, "") for gone in old]


def within(before: str, after: str) -> tuple[Piece, ...]:
    """One line in two versions, character by character."""
    if not before or not after:
        return (Piece(before, after),)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return tuple(Piece(before[start:end], after[from_:to]) for _deed, start, end, from_, to in matcher.get_opcodes())
