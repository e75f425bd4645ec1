"""Who is at which draft now, and whose it was: nobody is ever locked out, everybody is told.

Of those who have a draft open, the one who took it over last has it, else the one who came first.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from tougao.archive.models import DraftRecord, EditorRecord
from tougao.archive.rows.queue import PresenceRecord

PRESENT = timedelta(seconds=60)  # after his browser was last heard of, somebody is taken to have gone


@dataclass(frozen=True)
class There:
    """Somebody at a draft, since when, and when he took it over, if he did."""

    editor_id: int
    name: str
    seen_at: datetime
    since: datetime
    taken_at: datetime | None

    @property
    def rank(self) -> tuple[float, datetime, int]:
        """Least for the one who has the draft."""
        return -self.taken_at.timestamp() if self.taken_at else 0.0, self.since, self.editor_id


def come(draft_id: int, editor: EditorRecord, now: datetime) -> None:
    """He has the draft open, still or again."""
    _note(draft_id, editor, now, takes=False)


def take_over(draft_id: int, editor: EditorRecord, now: datetime) -> None:
    """He says that it is his now; the others are told."""
    _note(draft_id, editor, now, takes=True)


def leave(draft_id: int, editor: EditorRecord) -> None:
    PresenceRecord.objects.filter(draft=draft_id, editor=editor).update(since=None, taken_at=None)


def touch(draft: DraftRecord, editor: EditorRecord | None, now: datetime) -> None:
    """He changed the draft or decided on it: from now on it is among his. Nobody is an editor at the command line."""
    if editor is not None:
        PresenceRecord.objects.bulk_create(
            [PresenceRecord(draft=draft, editor=editor, touched_at=now)],
            update_conflicts=True,
            unique_fields=["draft", "editor"],
            update_fields=["touched_at"],
        )


def _note(draft_id: int, editor: EditorRecord, now: datetime, takes: bool) -> None:
    with transaction.atomic():
        if not DraftRecord.objects.filter(pk=draft_id).exists():
            return
        rows = PresenceRecord.objects.select_for_update().filter(draft=draft_id, editor=editor)
        row = rows.first()
        if row is None:  # another tab of his may make it at this moment
            PresenceRecord.objects.bulk_create(
                [PresenceRecord(draft_id=draft_id, editor=editor)], ignore_conflicts=True
            )
            row = rows.get()
        if not _is_there(row, now):
            row.since, row.taken_at = now, None
        row.seen_at = now
        if takes:
            row.taken_at = now
        row.save()


def _is_there(row: PresenceRecord, now: datetime) -> bool:
    return row.since is not None and row.seen_at is not None and now - row.seen_at <= PRESENT


def there(draft_ids: Iterable[int], now: datetime) -> dict[int, list[There]]:
    """Who is at each of these drafts; who has it comes first."""
    rows = PresenceRecord.objects.filter(
        draft__in=list(draft_ids), since__isnull=False, seen_at__gte=now - PRESENT
    ).values_list("draft", "editor", "editor__username", "seen_at", "since", "taken_at")
    found: dict[int, list[There]] = defaultdict(list)
    for draft_id, editor_id, name, seen_at, came_at, taken_at in rows:
        if seen_at and came_at:
            found[draft_id].append(There(editor_id, name, seen_at, came_at, taken_at))
    return {draft_id: sorted(present, key=lambda each: each.rank) for draft_id, present in found.items()}


def everywhere(now: datetime) -> list[tuple[int, int, str]]:
    """Everybody at any draft now, as (draft, editor, when he took it over); in a fixed order."""
    rows = PresenceRecord.objects.filter(since__isnull=False, seen_at__gte=now - PRESENT)
    found = rows.order_by().values_list("draft", "editor", "taken_at")
    return sorted(
        (draft_id, editor_id, taken_at.isoformat() if taken_at else "") for draft_id, editor_id, taken_at in found
    )


def last_touch(draft_id: int) -> str:
    """Who changed the draft last; empty when no editor did."""
    rows = PresenceRecord.objects.filter(draft=draft_id, touched_at__isnull=False).order_by("-touched_at", "-pk")
    return rows.values_list("editor__username", flat=True).first() or ""
