"""What happened to a draft: decisions, letters to its contributor and his replies, newest first."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from tougao.archive import queue, replies
from tougao.archive.models import DecisionRecord, DraftRecord, LetterRecord, ReplyRecord


@dataclass(frozen=True)
class Event:
    """One of the three, with its hour. `is_foreign`: the reply came from another address than the draft did."""

    at: datetime
    decision: DecisionRecord | None = None
    letter: LetterRecord | None = None
    reply: ReplyRecord | None = None
    is_foreign: bool = False


def of(draft: DraftRecord) -> list[Event]:
    """Three statements, however long it is."""
    decisions = queue.decisions().filter(draft=draft)
    letters = LetterRecord.objects.filter(
        Q(decision__draft=draft) | Q(submission=draft.submission_id, decision=None)
    ).defer("body", "html")
    writer = draft.submission.sender_address.lower()
    events = [
        *(Event(each.decided_at, decision=each) for each in decisions),
        *(Event(each.written_at, letter=each) for each in letters),
        *(
            Event(each.received_at, reply=each, is_foreign=each.submission.sender_address.lower() != writer)
            for each in replies.of(draft)
        ),
    ]
    # A letter is written with its decision, and stands after it.
    return sorted(events, key=lambda event: (event.at, event.letter is not None), reverse=True)
