"""What every undo asks, whatever is to be undone: once, by whoever did it, within the seconds there are."""

from datetime import datetime

from tougao.core.notice import gettext_noop
from tougao.core.workflow import UNDO_WINDOW
from tougao.errors import DecisionError

UNDONE = gettext_noop("This decision has already been undone.")
TOO_LATE = gettext_noop("It is too late to undo this: ten seconds have passed.")
NOT_YOURS = gettext_noop("Only the editor who decided can undo it.")
LETTER_GONE = gettext_noop("The letter has already left; this can no longer be undone.")


def check(done_at: datetime, undone_at: datetime | None, is_theirs: bool, now: datetime) -> None:
    """Raises DecisionError with the first thing that speaks against it; `is_theirs` is whether they did it who undo it."""
    if undone_at:
        raise DecisionError(UNDONE)
    if not is_theirs:
        raise DecisionError(NOT_YOURS)
    if now - done_at > UNDO_WINDOW:
        raise DecisionError(TOO_LATE)
