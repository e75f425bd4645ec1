"""Sessions of the desk: Django's session engine with a table of our own, so that each can be told and ended.

An idle limit is counted from the last use, which is noted once a minute, and ends the row, too (settings.SESSION_COOKIE_AGE);
an absolute limit is counted from the sign-in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.dateparse import parse_datetime

from tougao.archive import audit
from tougao.archive.models import EditorRecord, SessionRecord
from tougao.core.audit import Event

BEGAN, SEEN, ADDRESS, AGENT = "began_at", "seen_at", "address", "agent"
SEEN_EVERY = timedelta(minutes=1)


class SessionStore(DatabaseStore):
    """What a session says of itself stands in columns, too."""

    @classmethod
    def get_model_class(cls) -> type[SessionRecord]:
        return SessionRecord

    def create_model_instance(self, data: dict[str, Any]) -> SessionRecord:
        made = super().create_model_instance(data)
        if not isinstance(made, SessionRecord):
            raise TypeError(made)
        whose = str(data.get(SESSION_KEY, ""))
        made.editor_id = int(whose) if whose.isdecimal() else None
        made.began_at = _moment(data, BEGAN)
        made.seen_at = _moment(data, SEEN)
        made.address = str(data.get(ADDRESS, ""))[:45]
        made.agent = str(data.get(AGENT, ""))[:200]
        return made


def _moment(data: Mapping[str, Any] | SessionBase, name: str) -> datetime | None:
    said = data.get(name)
    return parse_datetime(str(said)) if said else None


def begin(session: SessionBase, address: str, agent: str, now: datetime) -> None:
    """Somebody has just signed in here."""
    session.update({BEGAN: now.isoformat(), SEEN: now.isoformat(), ADDRESS: address, AGENT: agent})


def seen(session: SessionBase, address: str, agent: str, now: datetime) -> None:
    """Note that it is in use, once a minute."""
    if BEGAN not in session:
        begin(session, address, agent, now)
    last = _moment(session, SEEN)
    if last is None or now - last >= SEEN_EVERY:
        session.update({SEEN: now.isoformat(), ADDRESS: address, AGENT: agent})


def is_over(session: SessionBase, now: datetime, longest: timedelta, idle: timedelta) -> bool:
    """Has it lasted longer than a session may, however busy it is, or has nobody used it for too long?"""
    began, last = _moment(session, BEGAN), _moment(session, SEEN)
    return (began is not None and now - began > longest) or (last is not None and now - last > idle)


@dataclass(frozen=True)
class Listed:
    """A session as its owner sees it. `key` is a name for it that signs nobody in."""

    key: str
    address: str
    agent: str
    began_at: datetime | None
    seen_at: datetime | None
    is_this_one: bool


def of(who: EditorRecord, now: datetime, this_one: str | None = None) -> list[Listed]:
    """The last used first. `this_one` is the session key of the browser that asks."""
    rows = SessionRecord.objects.filter(editor=who, expire_date__gt=now).order_by("-seen_at", "session_key")
    return [
        Listed(name_of(row.session_key), row.address, row.agent, row.began_at, row.seen_at, row.session_key == this_one)
        for row in rows
    ]


def name_of(session_key: str) -> str:
    """What a session is called on pages: from its key, but not its key."""
    return salted_hmac("tougao.session", session_key, algorithm="sha256").hexdigest()[:16]


def end(who: EditorRecord, by: EditorRecord | None, now: datetime, name: str = "", but: str | None = None) -> int:
    """End one session of an editor by its name, or all of them but the one with the key `but`; how many."""
    with transaction.atomic():
        rows = [
            row
            for row in SessionRecord.objects.filter(editor=who)
            if row.session_key != but and (not name or name_of(row.session_key) == name)
        ]
        for row in rows:
            row.delete()
        if rows:
            audit.record(Event.SESSION_ENDED, by, now, f"editor {who.username}", {"sessions": len(rows)})
        return len(rows)


def sweep(now: datetime) -> int:
    """Remove what has run out; how many."""
    count, _ = SessionRecord.objects.filter(expire_date__lt=now).delete()
    return count
