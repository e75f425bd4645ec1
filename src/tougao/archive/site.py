"""The present site: configuration, and over it what was edited on the desk, version by version."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import zip_longest

from django.db import transaction

from tougao.archive import audit, print_orders
from tougao.archive.models import ArticleRecord, DraftRecord, EditorRecord, ListRecord, SettingRecord
from tougao.core import setting
from tougao.core.audit import Event
from tougao.core.cleaned import cleaned
from tougao.core.notice import gettext_noop
from tougao.core.setting import PARTS, Part, Used, Value
from tougao.core.site import Site
from tougao.core.workflow import REFUSALS, Role
from tougao.errors import DecisionError

STALE = gettext_noop("Somebody else changed this after you opened it. Look at the present state, then change it again.")
NO_VERSION = gettext_noop("There is no version {number}.")
KEPT = 8  # sites in memory; one is in use, and the one before it for a moment


def present(base: Site) -> Site:
    """The site as it stands now; `base` is that of the configuration. One short query; the rest is remembered."""
    newest = SettingRecord.objects.order_by("-pk").values_list("digest", flat=True).first()
    return _edited(base, newest) if newest else base


@lru_cache(maxsize=KEPT)
def _edited(base: Site, newest: str) -> Site:
    """`newest` names the state: no two states have the same, in a transaction that is rolled back neither."""
    site = base
    for part in Part:
        value = _newest(part)
        if value is not None and value.value is not None:
            site = setting.put(site, part, value.value)
    return cleaned(site)


def _newest(part: Part) -> SettingRecord | None:
    return SettingRecord.objects.filter(part=part).order_by("-number").first()


def number_of(part: Part) -> int:
    """The number of the newest version; 0 while the configuration file holds."""
    newest = _newest(part)
    return newest.number if newest else 0


def used_slugs() -> Used:
    """The addresses of categories that hold articles or drafts, or ever held an article."""
    return frozenset(
        slug
        for rows in (
            ListRecord.objects.values_list("slug", flat=True),
            DraftRecord.objects.values_list("category", flat=True).distinct().order_by(),
            ArticleRecord.objects.values_list("category", flat=True).distinct().order_by(),
        )
        for slug in rows
        if slug
    )


def edit(
    part: Part, value: Value, seen: int, editor: EditorRecord | None, base: Site, now: datetime
) -> SettingRecord | None:
    """Make `value` the next version of a part; None when it says what already holds.

    `seen` is the number of the version the editor had before him. What readers see is ordered to be printed anew in the
    same transaction. Raises DecisionError for a role that may not, a version that is not the newest, or a value with problems.
    """
    with transaction.atomic():
        audit.hold()  # one edit after the other, so the newest row was written knowing all the others
        _check(part, seen, editor)
        value = setting.tidy(value)
        wrong = setting.problems(part, value, _must_stay(part, base))
        if wrong:
            raise DecisionError(wrong[0].message, **dict(wrong[0].values))
        if value == setting.taken(present(base), part):
            return None
        return _write(part, value, editor, now)


def restore(
    part: Part, number: int, seen: int, editor: EditorRecord | None, base: Site, now: datetime
) -> SettingRecord:
    """Bring a version back as the newest one; 0 is the configuration file. Raises DecisionError as `edit` does."""
    with transaction.atomic():
        audit.hold()  # one edit after the other, so the newest row was written knowing all the others
        _check(part, seen, editor)
        value = None
        if number:
            row = SettingRecord.objects.filter(part=part, number=number).first()
            if row is None:
                raise DecisionError(NO_VERSION, number=number)
            value = row.value
        shown = setting.taken(base, part) if value is None else value
        wrong = setting.problems(part, shown, _must_stay(part, base))
        if wrong:
            raise DecisionError(wrong[0].message, **dict(wrong[0].values))
        return _write(part, value, editor, now, restores=number)


def _must_stay(part: Part, base: Site) -> Used:
    """Used addresses of the categories there are; one that the file lost long ago cannot be asked for."""
    if part is not Part.CATEGORIES:
        return frozenset()
    return used_slugs() & {category.slug for category in present(base).every_category}


def _check(part: Part, seen: int, editor: EditorRecord | None) -> None:
    needed = PARTS[part].needs
    if editor is not None and not Role(editor.role).covers(needed):
        raise DecisionError(REFUSALS["role"], action=part, role=needed)
    if number_of(part) != seen:
        raise DecisionError(STALE)


def _write(
    part: Part, value: Value | None, editor: EditorRecord | None, now: datetime, restores: int | None = None
) -> SettingRecord:
    before = SettingRecord.objects.order_by("-pk").values_list("digest", flat=True).first() or ""
    number = number_of(part) + 1
    said = json.dumps([before, part, number, value, now.isoformat()], sort_keys=True)
    row = SettingRecord.objects.create(
        part=part,
        number=number,
        value=value,
        edited_at=now,
        edited_by=editor,
        restores=restores,
        digest=hashlib.sha256(said.encode()).hexdigest(),
    )
    audit.record(Event.SETTINGS_CHANGED, editor, now, f"setting {part}", {"version": number})
    if PARTS[part].is_printed:
        print_orders.order_everything(now)
    return row


@dataclass(frozen=True)
class Version:
    """A version and what it changed in the one before it."""

    row: SettingRecord
    differences: list[setting.Difference]


def history(part: Part, base: Site) -> Iterator[Version]:
    """Every version of a part, newest first."""
    rows = list(SettingRecord.objects.select_related("edited_by").filter(part=part).order_by("-number"))
    file = setting.taken(base, part)
    for row, older in zip_longest(rows, rows[1:]):
        before = file if older is None or older.value is None else older.value
        yield Version(row, setting.differences(part, before, file if row.value is None else row.value))


def edited_parts() -> dict[Part, SettingRecord]:
    """The parts that stand otherwise than in the configuration file, each with its newest version."""
    found = ((part, _newest(part)) for part in Part)
    return {part: row for part, row in found if row is not None and row.value is not None}


def newest_versions() -> dict[Part, SettingRecord | None]:
    return {part: _newest(part) for part in Part}
