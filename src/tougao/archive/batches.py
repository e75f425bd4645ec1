"""One deed done to several drafts at a stroke: each judged by itself, told row by row, undone together."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Any

from django.db import transaction

from tougao.archive import contributors, decisions, queue, undoing
from tougao.archive.decisions import DraftFields
from tougao.archive.models import DraftRecord, EditorRecord
from tougao.archive.notices import as_row
from tougao.archive.queue import DraftRow
from tougao.archive.rows.queue import BatchRecord
from tougao.core import markup, returns, workflow
from tougao.core.article import Certainty
from tougao.core.authentication import Verdict
from tougao.core.notice import Notice, gettext_noop, told_by
from tougao.core.readiness import Candidate, hindrances
from tougao.core.site import Site
from tougao.core.workflow import UNDO_WINDOW, Action, Reviews, Status
from tougao.errors import DecisionError

MOST_ROWS = 100

NO_SUCH_CATEGORY = gettext_noop("There is no category “{name}”.")
PUBLISHED = gettext_noop("It is published. Open it, choose the category and publish the correction.")
SAME_CATEGORY = gettext_noop("It stands in this category already.")
CHANGED_SINCE_DRAWN = gettext_noop("It was changed after this list was drawn.")
CHANGED_SINCE = gettext_noop("It was changed since, so its category stays.")


class Deed(StrEnum):
    """What can be done to several drafts at once."""

    PASS = "pass"  # noqa: S105 - a judgement, no secret
    APPROVE = "approve"
    RETURN = "return"
    SPIKE = "spike"
    CATEGORY = "category"


@dataclass(frozen=True)
class Tick:
    """A draft, and the version of it that the editor saw when he ticked it."""

    draft_id: int
    version: int


@dataclass(frozen=True)
class Order:
    """What to do. `template` is the title of a return template, `own` a line below it; `category` is a slug."""

    deed: Deed
    template: str = ""
    own: str = ""
    category: str = ""


def carry_out(ticks: Iterable[Tick], order: Order, editor: EditorRecord, now: datetime, site: Site) -> BatchRecord:
    """Do it to each draft for which it can be done, and say of each what became of it. One transaction, whatever comes.

    A draft that is not the one that was seen any more is left as it is.
    """
    seen = {tick.draft_id: tick.version for tick in islice(ticks, MOST_ROWS)}
    with transaction.atomic():
        decisions.hold(seen)  # judged and decided is the same text
        found = queue.draft_rows(list(seen), now)
        rows = [_row(row, seen[row.draft.pk], order, editor, now, site) for row in found]
        return BatchRecord.objects.create(editor=editor, deed=order.deed, done_at=now, rows=rows)


def _row(row: DraftRow, seen: int, order: Order, editor: EditorRecord, now: datetime, site: Site) -> dict[str, Any]:
    told: dict[str, Any] = {"draft": row.draft.pk, "title": row.draft.title, "done": True}
    try:
        if row.draft.version != seen:
            raise DecisionError(CHANGED_SINCE_DRAWN)
        with transaction.atomic():
            return told | DEEDS[order.deed](row, order, editor, now, site)
    except Incomplete as trouble:
        return told | {"done": False, "troubles": [as_row(each) for each in trouble.why]}
    except DecisionError as trouble:
        return told | {"done": False, "troubles": [as_row(told_by(trouble))]}


def _approve(row: DraftRow, order: Order, editor: EditorRecord, now: datetime, site: Site) -> dict[str, Any]:
    if found := hindrances(_candidate(row, editor), site):
        raise Incomplete(found)
    return {"decision": decisions.decide(row.draft.pk, Action(order.deed), editor, now, site).pk}


class Incomplete(DecisionError):
    """A draft that must be opened before it is approved; `why` holds each hindrance."""

    def __init__(self, why: tuple[Notice, ...]) -> None:
        super().__init__("{why}", why="; ".join(map(str, why)))
        self.why = why


def _candidate(row: DraftRow, editor: EditorRecord) -> Candidate:
    draft = row.draft
    return Candidate(
        draft.title,
        draft.html,
        draft.category,
        draft.byline + draft.source + draft.credit,
        tuple(row.unsure),
        row.notices,
        row.is_seen_before,
        Verdict(draft.submission.verdict),
        row.refused,
        tuple(each.name for each in row.there if each.editor_id != editor.pk),
    )


def _return(row: DraftRow, order: Order, editor: EditorRecord, now: datetime, site: Site) -> dict[str, Any]:
    draft = row.draft
    language = contributors.language(draft.submission, draft.title + markup.text(draft.html))
    words = returns.worded(site.returns, order.template, order.own, language)
    return {"decision": decisions.decide(draft.pk, Action.RETURN, editor, now, site, words).pk}


def _spike(row: DraftRow, _order: Order, editor: EditorRecord, now: datetime, site: Site) -> dict[str, Any]:
    return {"decision": decisions.decide(row.draft.pk, Action.SPIKE, editor, now, site).pk}


def _categorise(row: DraftRow, order: Order, editor: EditorRecord, now: datetime, site: Site) -> dict[str, Any]:
    """An editor said so, so it is no guess any more."""
    draft = row.draft
    if site.category(order.category) is None:
        raise DecisionError(NO_SUCH_CATEGORY, name=order.category)
    if draft.status == Status.PUBLISHED:
        raise DecisionError(PUBLISHED)
    if draft.category == order.category:
        raise DecisionError(SAME_CATEGORY)
    before, origins = draft.category, draft.origins
    saved = _with_category(draft, order.category, editor, now)
    saved.origins = [each for each in origins if each["field"] != "category" or each["certainty"] == Certainty.SURE]
    saved.save(update_fields=["origins"])
    return {"before": before, "version": saved.version, "origins": origins}


def _with_category(draft: DraftRecord, category: str, editor: EditorRecord, now: datetime) -> DraftRecord:
    values = {name: getattr(draft, name) for name in DraftFields.__dataclass_fields__}
    return decisions.save(draft.pk, draft.version, editor, now, replace(DraftFields(**values), category=category))


DEEDS = {
    Deed.PASS: _approve,
    Deed.APPROVE: _approve,
    Deed.RETURN: _return,
    Deed.SPIKE: _spike,
    Deed.CATEGORY: _categorise,
}


def possible(statuses: Collection[Status], reviews: Reviews) -> list[Deed]:
    """What may be done to drafts in these statuses, by the table of core.workflow."""
    table = workflow.transitions(reviews)
    moved = workflow.EDITABLE - {Status.PUBLISHED}
    return [
        deed
        for deed in Deed
        if any(status in moved if deed is Deed.CATEGORY else (status, Action(deed)) in table for status in statuses)
    ]


def last_of(editor: EditorRecord) -> BatchRecord | None:
    return BatchRecord.objects.filter(editor=editor).order_by("-pk").first()


def is_undoable(batch: BatchRecord, editor: EditorRecord, now: datetime) -> bool:
    is_his = batch.editor_id == editor.pk and batch.undone_at is None
    return is_his and now - batch.done_at <= UNDO_WINDOW and any(row["done"] for row in batch.rows)


def undo(batch_id: int, editor: EditorRecord, now: datetime) -> BatchRecord:
    """Take back all that was done, within core.workflow.UNDO_WINDOW; a row that has moved on since is told and left.

    Raises DecisionError when the whole is too late, somebody else's, or undone already.
    """
    with transaction.atomic():
        batch = BatchRecord.objects.select_for_update().filter(pk=batch_id).first()
        if batch is None or batch.editor_id != editor.pk:
            raise DecisionError(undoing.NOT_YOURS)
        undoing.check(batch.done_at, batch.undone_at, True, now)
        decisions.hold([row["draft"] for row in batch.rows if row["done"]])
        batch.rows = [_undone(row, editor, now) if row["done"] else row for row in batch.rows]
        batch.undone_at = now
        batch.save(update_fields=["rows", "undone_at"])
        return batch


def _undone(row: dict[str, Any], editor: EditorRecord, now: datetime) -> dict[str, Any]:
    try:
        with transaction.atomic():
            if "decision" in row:
                decisions.undo(row["decision"], editor, now)
            else:
                _restore_category(row, editor, now)
    except DecisionError as trouble:
        return row | {"troubles": [as_row(told_by(trouble))]}
    return row | {"done": False, "undone": True}


def _restore_category(row: dict[str, Any], editor: EditorRecord, now: datetime) -> None:
    draft = DraftRecord.objects.get(pk=row["draft"])
    if draft.version != row["version"]:
        raise DecisionError(CHANGED_SINCE)
    saved = _with_category(draft, row["before"], editor, now)
    saved.origins = row["origins"]
    saved.save(update_fields=["origins"])
