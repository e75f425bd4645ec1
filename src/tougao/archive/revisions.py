"""The versions of a draft: every save is kept, and a decision can be asked which of them it took."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from tougao.archive.models import DecisionRecord, DraftRecord, EditorRecord, RevisionRecord

FIELDS = ("title", "byline", "source", "credit", "summary", "category", "html")
# Autosaves of one person within this time are one version.
ONE_SITTING = timedelta(minutes=5)


def fields_of(draft: DraftRecord) -> dict[str, str]:
    return {name: getattr(draft, name) for name in FIELDS}


def note(
    draft: DraftRecord,
    before: Mapping[str, str],
    before_at: datetime,
    editor: EditorRecord | None,
    now: datetime,
    is_autosave: bool = False,
    restored_from: int | None = None,
) -> None:
    """Keep the draft's present version; the first time also the one `before`, as the draft was made from its mail."""
    last = draft.revisions.first()
    if last is None:
        first = RevisionRecord(draft=draft, number=draft.version - 1, begun_at=before_at, saved_at=before_at)
        first.fields = dict(before)
        first.save()
    elif is_autosave and _grows(last, editor, now):
        last.number, last.saved_at, last.fields = draft.version, now, fields_of(draft)
        last.save()
        return
    RevisionRecord.objects.create(
        draft=draft,
        number=draft.version,
        editor=editor,
        begun_at=now,
        saved_at=now,
        is_autosave=is_autosave,
        restored_from=restored_from,
        fields=fields_of(draft),
    )


def settle(draft: DraftRecord, editor: EditorRecord | None) -> None:
    """Somebody saved on purpose what is saved already: their autosaves stop growing here."""
    last = draft.revisions.first()
    if last and last.is_autosave and last.editor == editor:
        last.is_autosave = False
        last.save(update_fields=["is_autosave"])


def _grows(last: RevisionRecord, editor: EditorRecord | None, now: datetime) -> bool:
    """A version that somebody has decided upon never changes again."""
    return (
        last.is_autosave
        and last.editor == editor
        and now - last.begun_at < ONE_SITTING
        and not DecisionRecord.objects.filter(draft_id=last.draft_id, decided_at__gte=last.saved_at).exists()
    )


def is_changed_since(draft: DraftRecord, moment: datetime) -> bool:
    return draft.revisions.filter(saved_at__gte=moment).exists()


def of(draft: DraftRecord) -> list[RevisionRecord]:
    """Newest first, their fields read when they are asked for. A draft that nobody has changed has none."""
    return list(draft.revisions.select_related("editor").defer("fields"))


def one(draft: DraftRecord, number: int) -> RevisionRecord | None:
    return draft.revisions.select_related("editor").filter(number=number).first()


def common(draft: DraftRecord, version: int) -> dict[str, str] | None:
    """The fields of the newest kept version that `version` grew from; None where none was kept yet."""
    found = draft.revisions.filter(number__lte=version).first() or draft.revisions.last()
    return dict(found.fields) if found else None


def first(draft: DraftRecord) -> dict[str, str] | None:
    """The fields as they were made from the mail; None where nobody has changed them."""
    found = draft.revisions.last()
    return dict(found.fields) if found else None


def last_editor(draft: DraftRecord, but: EditorRecord | None = None) -> EditorRecord | None:
    """Who saved it last, of all or of all `but` one."""
    rows = draft.revisions.select_related("editor").exclude(editor=None)
    last = (rows.exclude(editor=but) if but else rows).first()
    return last.editor if last else None


def taken(decisions: Iterable[DecisionRecord], revisions: Iterable[RevisionRecord]) -> dict[int, int]:
    """By the key of each decision the number of the version it was taken on; revisions newest first."""
    revisions = list(revisions)
    out = {}
    for decision in decisions:
        found = next((each for each in revisions if each.saved_at <= decision.decided_at), None)
        if found:
            out[decision.pk] = found.number
    return out
