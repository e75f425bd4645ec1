"""The audit log as values: what is recorded, and the digest that chains each entry to the one before it.

An entry holds names, numbers and short codes, never a secret and never a word of a manuscript.
"""

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

FIRST = "0" * 64  # what the first entry is chained to


class Event(StrEnum):
    """What happened. The words people read for each stand in desk.words."""

    DECIDED = "decided"
    UNDONE = "undone"
    STANDING_CHANGED = "standing changed"
    SIGNED_IN = "signed in"
    SIGN_IN_FAILED = "sign-in failed"
    SIGN_IN_LOCKED = "sign-in locked"
    SIGNED_OUT = "signed out"
    CONFIRMED = "identity confirmed"
    SESSION_ENDED = "session ended"
    ACCOUNT_MADE = "account made"
    ACCOUNT_CLOSED = "account closed"
    ACCOUNT_OPENED = "account opened"
    ROLE_CHANGED = "role changed"
    ADDRESS_CHANGED = "address changed"
    INVITED = "invited"
    INVITATION_ACCEPTED = "invitation accepted"
    INVITATION_WITHDRAWN = "invitation withdrawn"
    PASSWORD_SET = "password set"  # noqa: S105 - the name of an event
    FACTOR_ADDED = "second factor added"
    FACTOR_REMOVED = "second factor removed"
    CODES_SHOWN = "recovery codes shown"
    CODES_MADE = "recovery codes made"
    LINKED = "outside account linked"
    UNLINKED = "outside account unlinked"
    EMBARGOED = "embargo set"
    EXPORTED = "exported"
    SETTINGS_CHANGED = "settings changed"
    MESSAGE_DECIDED = "message decided"
    CASE_CHANGED = "case changed"
    REFUSED = "request refused"


@dataclass(frozen=True)
class Entry:
    """One line of the log. `number` counts from 1 without a gap; `who` is empty for the command line and for strangers.

    `address` is the network address it was asked from, empty for the command line. `subject` names what it is about, such
    as "draft 12" or "editor lin".
    """

    number: int
    at: datetime
    event: str
    who: str
    who_id: int | None
    address: str
    subject: str
    details: Mapping[str, str | int]
    previous: str  # digest of the entry before
    digest: str = ""


def canonical(entry: Entry) -> bytes:
    """The bytes a digest is made of: JSON with sorted keys, no spaces, UTF-8, the time in UTC to the microsecond."""
    values = {
        "number": entry.number,
        "at": entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "event": str(entry.event),
        "who": entry.who,
        "who_id": entry.who_id,
        "address": entry.address,
        "subject": entry.subject,
        "details": dict(entry.details),
        "previous": entry.previous,
    }
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def digest(entry: Entry) -> str:
    """SHA-256 of the canonical bytes, which hold the digest of the entry before."""
    return hashlib.sha256(canonical(entry)).hexdigest()


COLUMNS = ("number", "at", "event", "who", "who_id", "address", "subject", "details", "previous", "digest")
# A spreadsheet takes a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_json_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """One JSON object a line: the canonical bytes with the digest added, so that anybody can check the chain."""
    for entry in entries:
        yield f'{canonical(entry).decode("utf-8", "replace")[:-1]},"digest":"{entry.digest}"}}\n'


class _Told:
    """Where csv writes to: `writerow` answers what `write` does."""

    def write(self, text: str) -> str:
        return text


def as_csv(entries: Iterable[Entry]) -> Iterator[str]:
    """Line by line, for spreadsheets, with a byte order mark, which they want for Chinese; no cell is a formula."""
    table = csv.writer(_Told())
    yield f"\ufeff{table.writerow(COLUMNS)}"
    for entry in entries:
        values = json.loads(canonical(entry)) | {"digest": entry.digest}
        values["details"] = " ".join(f"{key}={value}" for key, value in entry.details.items())
        yield str(table.writerow(_inert(str("" if values[name] is None else values[name])) for name in COLUMNS))


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold: the entry's number, and in a sentence why."""

    number: int
    why: str


def breaks(entries: Iterable[Entry]) -> Iterator[Break]:
    """Every place where entries are missing, changed, or chained to something else."""
    number, previous = 0, FIRST
    for entry in entries:
        if entry.number != number + 1:
            yield Break(entry.number, f"entries {number + 1} to {entry.number - 1} are missing")
        elif entry.previous != previous:
            yield Break(entry.number, "it is not chained to the entry before it")
        if digest(entry) != entry.digest:
            yield Break(entry.number, "its digest is not that of its contents")
        number, previous = entry.number, entry.digest
