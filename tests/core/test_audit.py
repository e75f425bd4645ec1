"""The chain of the audit log: what a digest is made of, and every way to tamper shows."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import cycle, islice

import pytest

from tougao.core import audit
from tougao.core.audit import FIRST, Entry, Event

NOON = datetime(2026, 11, 20, 4, 0, 0, 123456, UTC)


def chain(count: int) -> list[Entry]:
    out, previous = [], FIRST
    for number in range(1, count + 1):
        details = {"action": "approve", "number": number}
        entry = Entry(number, NOON, Event.DECIDED, "林晓", 7, "203.0.113.9", f"draft {number}", details, previous)
        previous = audit.digest(entry)
        out.append(replace(entry, digest=previous))
    return out


def test_the_bytes_of_an_entry_are_always_the_same():
    (entry,) = chain(1)
    assert audit.canonical(entry).decode() == (
        '{"address":"203.0.113.9","at":"2026-11-20T04:00:00.123456Z","details":{"action":"approve","number":1},'
        '"event":"decided","number":1,"previous":"' + FIRST + '","subject":"draft 1","who":"林晓","who_id":7}'
    )
    elsewhere = replace(
        entry, at=NOON.astimezone(timezone(timedelta(hours=8))), details=dict(reversed(entry.details.items()))
    )
    assert audit.digest(elsewhere) == entry.digest


def test_a_whole_chain_holds():
    assert list(audit.breaks(chain(5))) == []
    assert list(audit.breaks([])) == []


@pytest.mark.parametrize("field", ["at", "event", "who", "who_id", "address", "subject", "details"])
def test_whatever_is_changed_shows(field):
    rows = chain(4)
    other = {"at": NOON + timedelta(microseconds=1), "who_id": 8, "details": {"action": "spike"}}.get(field, "other")
    rows[1] = replace(rows[1], **{field: other})
    assert [found.number for found in audit.breaks(rows)] == [2]


def test_an_entry_with_a_digest_of_its_own_making_breaks_the_chain_behind_it():
    rows = chain(4)
    forged = replace(rows[1], who="somebody else")
    rows[1] = replace(forged, digest=audit.digest(forged))
    (found,) = audit.breaks(rows)
    assert (found.number, found.why) == (3, "it is not chained to the entry before it")


def test_a_missing_entry_is_named():
    rows = chain(5)
    del rows[1:3]
    (found,) = audit.breaks(rows)
    assert (found.number, found.why) == (4, "entries 2 to 3 are missing")


def test_json_lines_can_be_checked_by_anybody():
    import hashlib

    for line in audit.as_json_lines(chain(3)):
        row = json.loads(line)
        digest = row.pop("digest")
        again = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        assert hashlib.sha256(again).hexdigest() == digest


@pytest.mark.parametrize("written", [audit.as_csv, audit.as_json_lines])
def test_a_log_of_any_length_is_written_line_by_line(written):
    endless = written(cycle(chain(3)))
    assert sum(line.count("\n") for line in islice(endless, 1000)) == 1000


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", "\r=1"])
def test_no_cell_of_the_spreadsheet_is_a_formula(name):
    text = "".join(audit.as_csv([replace(chain(1)[0], who=name, subject=name)]))
    assert text.startswith("\ufeff")
    row = next(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert row["who"] == f"'{name}"
    assert row["subject"] == f"'{name}"
    assert row["details"] == "action=approve number=1"
