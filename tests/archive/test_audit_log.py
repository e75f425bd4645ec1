"""The audit log: it stands or falls with its cause, the database lets it only grow, and tampering shows."""

import threading

import pytest
from django.db import DatabaseError, connection, connections, transaction

from tougao.archive import audit, contributors, decisions
from tougao.archive.audit import Wanted
from tougao.archive.models import AuditHeadRecord, AuditRecord
from tougao.core.audit import Event
from tougao.core.workflow import Action, Role
from tougao.errors import DecisionError

pytestmark = pytest.mark.django_db


def record(now, subject="draft 1", who=None, **details):
    return audit.record(Event.DECIDED, who, now, subject, details)


def test_a_decision_and_its_undoing_are_recorded_without_a_word_of_the_text(new_draft, new_editor, noon, site):
    draft, lin = new_draft(), new_editor("lin")
    with audit.asked_from("203.0.113.9"):
        decision = decisions.decide(draft.pk, Action.RETURN, lin, noon, site, "“运动会”一段引自他处")
        decisions.undo(decision.pk, lin, noon)
    first, second = AuditRecord.objects.order_by("number")
    assert (first.event, first.who, first.address, first.subject) == (
        "decided",
        "lin",
        "203.0.113.9",
        f"draft {draft.pk}",
    )
    assert first.details == {"action": "return", "from": "new", "to": "returned"}
    assert (second.event, second.details) == ("undone", {"action": "return"})
    assert second.previous == first.digest
    assert "运动会" not in str(list(AuditRecord.objects.values()))
    assert audit.breaks() == []


def test_what_is_not_done_is_not_recorded(new_draft, new_editor, noon, site):
    draft, lin = new_draft(), new_editor("lin")
    before = audit.head()
    with pytest.raises(DecisionError):
        decisions.decide(draft.pk, Action.WITHDRAW, lin, noon, site, "为何")
    with transaction.atomic():
        decisions.decide(draft.pk, Action.SPIKE, lin, noon, site)
        transaction.set_rollback(True)
    assert audit.head() == before


def test_a_standing_is_a_permission_and_recorded(new_editor, noon):
    contributors.decide("A@b.cn", "blocked", "", new_editor("lin", Role.CHIEF), noon)
    row = AuditRecord.objects.get()
    assert (row.event, row.subject, row.details) == ("standing changed", "contributor a@b.cn", {"to": "blocked"})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET who = 'nobody'",
        "DELETE FROM audit WHERE number = 1",
        "DELETE FROM audit",
        "DELETE FROM audit_head",
        "UPDATE audit_head SET number = 0",
        "UPDATE audit_head SET number = number + 2",
        "INSERT INTO audit_head (id, number, digest) VALUES (2, 0, 'x')",
        "INSERT INTO audit (number, at, event, who, address, subject, details, previous, digest) "
        "VALUES (1, '2026-01-01', 'decided', '', '', '', '{}', 'x', 'y')",
        "INSERT INTO audit (number, at, event, who, address, subject, details, previous, digest) "
        "VALUES (9, '2026-01-01', 'decided', '', '', '', '{}', 'x', 'y')",
        {
            "sqlite": "INSERT OR REPLACE INTO audit (number, at, event, who, address, subject, details, previous, digest) "
            "VALUES (1, '2026-01-01', 'decided', '', '', '', '{}', 'x', 'y')",
            "postgresql": "TRUNCATE audit",
        },
        {
            "sqlite": "REPLACE INTO audit_head (id, number, digest) VALUES (1, 0, 'x')",
            "postgresql": "TRUNCATE audit_head",
        },
    ],
)
def test_the_database_itself_refuses_to_change_it(noon, statement):
    if isinstance(statement, dict):
        statement = statement[connection.vendor]
    record(noon)
    record(noon)
    before = audit.head(), list(AuditRecord.objects.values())
    with pytest.raises(DatabaseError, match=r"only grows|UNIQUE|unique|duplicate"), transaction.atomic():
        connection.cursor().execute(statement)
    assert (audit.head(), list(AuditRecord.objects.values())) == before
    assert audit.breaks() == []


def test_the_models_cannot_change_it_either(noon):
    row = record(noon)
    for deed in (row.delete, lambda: AuditRecord.objects.all().delete(), lambda: AuditRecord.objects.update(who="x")):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()


def without_guards(*statements: str) -> None:
    """Somebody who owns the database can take its triggers away; the chain is what finds him out."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit DISABLE TRIGGER USER; ALTER TABLE audit_head DISABLE TRIGGER USER")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            cursor.execute(statement)


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        ("UPDATE audit SET who = 'wang' WHERE number = 2", 2),
        ("UPDATE audit SET details = '{}' WHERE number = 3", 3),
        ("DELETE FROM audit WHERE number = 2", 3),
        ("DELETE FROM audit WHERE number = 4", 4),
        ("DELETE FROM audit", 4),
        ("INSERT INTO audit (number, at, event, who, address, subject, details, previous, digest) "
         "VALUES (-1, '2026-01-01', 'decided', '', '', '', '{}', 'x', 'y')", 0),
    ],
)  # fmt: skip
def test_whoever_takes_the_guards_away_is_found_out(noon, statement, number):
    for place in range(4):
        record(noon, f"draft {place}", action="approve")
    without_guards(statement)
    assert next(each.number for each in audit.breaks()) == number


def test_a_head_that_was_noted_elsewhere_finds_out_even_a_log_written_anew(noon):
    for place in range(3):
        record(noon, f"draft {place}")
    noted = audit.head()
    without_guards("DELETE FROM audit", f"UPDATE audit_head SET number = 0, digest = '{'0' * 64}'")
    for place in range(3):
        record(noon, f"another draft {place}")
    assert audit.breaks() == []
    assert [each.why for each in audit.breaks(noted)] == ["it is not the entry that was noted"]


def test_it_is_found_by_what_who_when_and_words(new_editor, noon):
    from datetime import timedelta

    lin, wang = new_editor("lin"), new_editor("wang")
    record(noon, "draft 1", lin, action="approve")
    record(noon + timedelta(days=1), "draft 2", wang, action="spike")
    audit.record(Event.SIGNED_IN, wang, noon + timedelta(days=2), "editor wang")
    for wanted, subjects in (
        (Wanted(event=Event.DECIDED), ["draft 2", "draft 1"]),
        (Wanted(who="wang"), ["editor wang", "draft 2"]),
        (Wanted(words="draft spike"), ["draft 2"]),
        (Wanted(since=noon + timedelta(days=1)), ["editor wang", "draft 2"]),
        (Wanted(before=noon + timedelta(days=1)), ["draft 1"]),
        (Wanted(words="100% _"), []),
    ):
        assert [row.subject for row in audit.found(wanted)] == subjects
    assert [entry.subject for entry in audit.exported(Wanted())] == ["draft 1", "draft 2", "editor wang"]
    assert audit.names() == ["lin", "wang"]


def test_it_is_taken_away_piece_by_piece_as_it_stood_when_it_was_asked_for(noon, monkeypatch):
    monkeypatch.setattr(audit, "PIECE", 2)
    assert list(audit.exported(Wanted())) == []
    for place in range(5):
        record(noon, f"draft {place}")
    taken = audit.exported(Wanted(words="draft"))
    first = next(taken)
    record(noon, "draft 5")
    assert [entry.subject for entry in (first, *taken)] == [f"draft {place}" for place in range(5)]


def test_other_settings_are_recorded_once(noon):
    assert audit.configured("a" * 64, noon)
    assert not audit.configured("a" * 64, noon)
    assert audit.configured("b" * 64, noon)
    assert AuditRecord.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_one_chain(noon):
    before = audit.head()[0]
    trouble = []

    def write(name: str) -> None:
        try:
            for number in range(10):
                record(noon, f"draft {name}{number}")
        except Exception as caught:
            trouble.append(caught)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert trouble == []
    assert audit.head()[0] == before + 40
    assert audit.breaks() == []
    assert AuditHeadRecord.objects.count() == 1
