"""Two people changed one draft: what both did, put together paragraph by paragraph; where they clash, both are shown.

`base` is the version both began with. Nothing is ever dropped in silence: a stretch that only one of them changed is
taken over, one that both changed in different ways is a clash, which a person settles.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from tougao.core.likeness import SEEN_BEFORE, likeness
from tougao.core.paragraphs import parted

BODY = "html"


class Choice(StrEnum):
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"  # theirs, then mine; only of paragraphs


@dataclass(frozen=True)
class Stretch:
    """The same stretch in three versions: pieces of a body, or one value of a field."""

    base: tuple[str, ...]
    mine: tuple[str, ...]
    theirs: tuple[str, ...]

    @property
    def settled(self) -> tuple[str, ...] | None:
        """What stands there now, or None when both changed it in different ways."""
        base, mine, theirs = (_bare(pieces) for pieces in (self.base, self.mine, self.theirs))
        if mine in (base, theirs):
            return self.theirs
        return self.mine if theirs == base else None

    def chosen(self, choice: Choice) -> tuple[str, ...]:
        return {Choice.MINE: self.mine, Choice.THEIRS: self.theirs, Choice.BOTH: (*self.theirs, *self.mine)}[choice]


@dataclass(frozen=True)
class Clash:
    """A stretch to settle. `key` is the field's name, for the body with the number of the stretch: `html-3`."""

    key: str
    stretch: Stretch

    @property
    def field(self) -> str:
        return self.key.partition("-")[0]

    @property
    def choices(self) -> tuple[Choice, ...]:
        return tuple(Choice) if self.field == BODY else (Choice.MINE, Choice.THEIRS)


@dataclass(frozen=True)
class Merge:
    """`stretches` by key, in the order of the fields and of the body."""

    stretches: tuple[tuple[str, Stretch], ...]

    @property
    def clashes(self) -> tuple[Clash, ...]:
        return tuple(Clash(key, stretch) for key, stretch in self.stretches if stretch.settled is None)

    def unsettled(self, choices: Mapping[str, Choice]) -> tuple[Clash, ...]:
        """The clashes that `choices` leaves open."""
        return tuple(clash for clash in self.clashes if choices.get(clash.key) not in clash.choices)

    def fields(self, choices: Mapping[str, Choice]) -> dict[str, str]:
        """Every field with the clashes settled as chosen. Raises KeyError for one that is not."""
        out: dict[str, str] = {}
        for key, stretch in self.stretches:
            pieces = stretch.settled if stretch.settled is not None else stretch.chosen(choices[key])
            name = key.partition("-")[0]
            out[name] = out.get(name, "") + "".join(pieces)
        return {name: value.strip() if name == BODY else value for name, value in out.items()}


def merge(base: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]) -> Merge:
    """The three versions must have the same fields; BODY among them is small HTML, the others are plain values."""
    stretches: list[tuple[str, Stretch]] = []
    for name in theirs:
        if name == BODY:
            rows = body(parted(base[name]), parted(mine[name]), parted(theirs[name]))
            stretches += [(f"{BODY}-{number}", stretch) for number, stretch in enumerate(rows)]
            stretches += [(BODY, Stretch((), (), ()))] if not rows else []
        else:
            stretches.append((name, Stretch((base[name],), (mine[name],), (theirs[name],))))
    return Merge(tuple(stretches))


def body(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> tuple[Stretch, ...]:
    """The whole body as stretches, in order; their `base` pieces joined are the base, and so are the others."""
    out: list[Stretch] = []
    at = at_mine = at_theirs = 0
    for low, high, in_mine, in_theirs in _touched(_edits(base, mine), _edits(base, theirs)):
        same = low - at
        if same:
            out.append(
                Stretch(
                    tuple(base[at:low]),
                    tuple(mine[at_mine : at_mine + same]),
                    tuple(theirs[at_theirs : at_theirs + same]),
                )
            )
        at_mine, at_theirs = at_mine + same, at_theirs + same
        end_mine = at_mine + (high - low) + _growth(in_mine)
        end_theirs = at_theirs + (high - low) + _growth(in_theirs)
        out.append(Stretch(tuple(base[low:high]), tuple(mine[at_mine:end_mine]), tuple(theirs[at_theirs:end_theirs])))
        at, at_mine, at_theirs = high, end_mine, end_theirs
    if at < len(base):
        out.append(Stretch(tuple(base[at:]), tuple(mine[at_mine:]), tuple(theirs[at_theirs:])))
    return tuple(out)


@dataclass(frozen=True)
class _Edit:
    """Pieces `start` to `end` of the base made way for `count` others; start is end where something was put in."""

    start: int
    end: int
    count: int

    def meets(self, other: "_Edit") -> bool:
        """Do they touch the same pieces, or put something in at the same place? What merely stands beside does not."""
        if self.start == self.end or other.start == other.end:
            if self.start == self.end and other.start == other.end:
                return self.start == other.start
            inside, around = (self, other) if self.start == self.end else (other, self)
            return around.start < inside.start < around.end
        return self.start < other.end and other.start < self.end


def _growth(edits: Sequence[_Edit]) -> int:
    return sum(edit.count - (edit.end - edit.start) for edit in edits)


def _bare(pieces: Sequence[str]) -> tuple[str, ...]:
    """Without the white space after each: it means nothing."""
    return tuple(piece.strip() for piece in pieces)


def _edits(base: Sequence[str], other: Sequence[str]) -> list[_Edit]:
    matcher = SequenceMatcher(None, _bare(base), _bare(other), autojunk=False)
    edits: list[_Edit] = []
    for deed, start, end, low, high in matcher.get_opcodes():
        if deed == "equal":
            continue
        pairs = list(zip(base[start:end], other[low:high], strict=False))
        if end - start == high - low and all(likeness(one, two) >= SEEN_BEFORE for one, two in pairs):
            edits += [_Edit(place, place + 1, 1) for place in range(start, end)]  # each by itself: fewer clashes
        else:
            edits.append(_Edit(start, end, high - low))
    return edits


def _touched(
    mine: Sequence[_Edit], theirs: Sequence[_Edit]
) -> Iterator[tuple[int, int, tuple[_Edit, ...], tuple[_Edit, ...]]]:
    """Edits that meet, grouped: the pieces of the base they cover, and whose edits they are, in order."""
    waiting = sorted(
        [(edit, True) for edit in mine] + [(edit, False) for edit in theirs],
        key=lambda each: (each[0].start, each[0].end, each[1]),
    )
    group: list[tuple[_Edit, bool]] = []
    for each in waiting:
        if group and not any(each[0].meets(edit) for edit, _is_mine in group):
            yield _grouped(group)
            group = []
        group.append(each)
    if group:
        yield _grouped(group)


def _grouped(group: Sequence[tuple[_Edit, bool]]) -> tuple[int, int, tuple[_Edit, ...], tuple[_Edit, ...]]:
    return (
        min(edit.start for edit, _is_mine in group),
        max(edit.end for edit, _is_mine in group),
        tuple(edit for edit, is_mine in group if is_mine),
        tuple(edit for edit, is_mine in group if not is_mine),
    )
