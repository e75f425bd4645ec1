"""A decision that is sent twice: a key or a button was pressed twice before the next page came."""

from dataclasses import asdict, dataclass
from datetime import datetime

from tougao.archive import decisions, revisions
from tougao.archive.decisions import DraftFields
from tougao.archive.models import DecisionRecord, DraftRecord, EditorRecord
from tougao.core import workflow
from tougao.core.workflow import Status


@dataclass(frozen=True)
class Asked:
    """A decision as it is asked for: on which version of the draft, and with which fields, where they can be read."""

    action: str
    reason: str
    publish_at: datetime | None
    version: int | None
    fields: DraftFields | None


def just_done(draft: DraftRecord, asked: Asked, editor: EditorRecord, now: datetime) -> DecisionRecord | None:
    """The decision, where the same editor has taken the very same one a moment ago and had not seen what it did."""
    last = DecisionRecord.objects.filter(draft=draft).order_by("-pk").first()
    if last is None or not decisions.undoable(last, editor, now) or asked.version == draft.version:
        return None
    if (asked.action, asked.reason.strip()) != (last.action, last.reason):
        return None
    if last.publish_at and asked.publish_at != last.publish_at:
        return None
    return last if Status(last.from_status) not in workflow.EDITABLE or _is_text(draft, asked.fields) else None


def _is_text(draft: DraftRecord, fields: DraftFields | None) -> bool:
    return fields is not None and asdict(decisions.normal(fields)) == revisions.fields_of(draft)
