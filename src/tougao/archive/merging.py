"""Saving a draft that somebody else may have saved meanwhile: core.merging decides what becomes of both."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from types import MappingProxyType

from django.db import transaction

from tougao.archive import decisions, revisions
from tougao.archive.decisions import DraftFields
from tougao.archive.models import DraftRecord, EditorRecord
from tougao.core.merging import Choice, Clash, Merge, merge
from tougao.core.notice import gettext_noop
from tougao.errors import DecisionError

CLASH = gettext_noop("Somebody else changed the same paragraphs after you opened this draft. Choose what shall stand.")

NO_CHOICES: Mapping[str, Choice] = MappingProxyType({})


@dataclass(frozen=True)
class Saved:
    """`is_stale`: the draft had moved on since it was opened; `is_merged`: and its text with it, so both were put together."""

    draft: DraftRecord
    is_stale: bool = False
    is_merged: bool = False


class Clashing(DecisionError):
    """Nothing was saved. `version` is the draft's present one, `base` and `mine` are what was merged with it."""

    def __init__(self, draft: DraftRecord, base: DraftFields, mine: DraftFields, clashes: tuple[Clash, ...]) -> None:
        super().__init__(CLASH)
        self.draft, self.base, self.mine, self.clashes = draft, base, mine, clashes

    @property
    def version(self) -> int:
        return self.draft.version


def save(
    draft_id: int,
    version: int,
    editor: EditorRecord | None,
    now: datetime,
    fields: DraftFields,
    base: DraftFields | None = None,
    choices: Mapping[str, Choice] = NO_CHOICES,
    chosen_at: int | None = None,
    is_autosave: bool = False,
) -> Saved:
    """decisions.save, but what was saved since `version` is merged in. `base` is what the editor began with.

    `choices` settle clashes; they were made while the draft's version was `chosen_at` and count for no other.
    Raises Clashing when a person must choose, and DecisionError as decisions.save does.
    """
    with transaction.atomic():
        draft = DraftRecord.objects.select_for_update().filter(pk=draft_id).first()
        if draft is None or draft.version == version:
            return Saved(decisions.save(draft_id, version, editor, now, fields, is_autosave=is_autosave))
        theirs = revisions.fields_of(draft)
        mine = decisions.normal(fields)
        begun = decisions.normal(base) if base else _common(draft, version, mine)
        found = merge(asdict(begun), asdict(mine), theirs)
        if found.unsettled(choices if chosen_at == draft.version else NO_CHOICES):
            raise Clashing(draft, begun, mine, found.clashes)
        together = DraftFields(**found.fields(choices))
        saved = decisions.save(draft_id, draft.version, editor, now, together, is_autosave=is_autosave)
        return Saved(saved, is_stale=True, is_merged=_moved(begun, theirs, found))


def _common(draft: DraftRecord, version: int, mine: DraftFields) -> DraftFields:
    """What both grew from; where no version was kept, nothing is common but what is the same."""
    found = revisions.common(draft, version)
    if found:
        return DraftFields(**found)
    theirs = revisions.fields_of(draft)
    return replace(mine, **{name: "" for name, value in asdict(mine).items() if value != theirs[name]})


def _moved(base: DraftFields, theirs: Mapping[str, str], found: Merge) -> bool:
    return bool(found.clashes) or asdict(base) != dict(theirs)
