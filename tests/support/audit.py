"""The audit log outlives the emptying of tables after a test with real transactions; the next test wants an empty one."""

from django.db import connection

ZERO = "0" * 64


def empty() -> None:
    """Take the guards away, empty it, and put them back as they were."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in ("audit", "audit_head"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            _clear(cursor)
            for table in ("audit", "audit_head"):
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit%'")
        guards = cursor.fetchall()
        for name, _sql in guards:
            cursor.execute(f"DROP TRIGGER {name}")
        _clear(cursor)
        for _name, sql in guards:
            cursor.execute(sql)


def _clear(cursor: object) -> None:
    cursor.execute("DELETE FROM audit")  # type: ignore[attr-defined]
    cursor.execute("UPDATE audit_head SET number = 0, digest = %s", [ZERO])  # type: ignore[attr-defined]
