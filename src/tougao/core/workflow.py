"""Who may do what to a draft, and what becomes of it. Nothing about the workflow stands anywhere else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tougao.core.notice import gettext_noop
from tougao.errors import DecisionError

UNDO_SECONDS = 10
UNDO_WINDOW = timedelta(seconds=UNDO_SECONDS)


class Status(StrEnum):
    NEW = "new"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    RETURNED = "returned"
    SPIKED = "spiked"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    APPROVE = "approve"
    SCHEDULE = "schedule"
    RETURN = "return"
    SPIKE = "spike"
    CORRECT = "correct"
    AMEND = "amend"
    PIN = "pin"
    UNPIN = "unpin"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"


class Role(StrEnum):
    """Each role may do all that the one before it may."""

    EDITOR = "editor"
    CHIEF = "chief"
    ADMINISTRATOR = "administrator"

    @property
    def rank(self) -> int:
        return list(Role).index(self)

    def covers(self, needed: "Role") -> bool:
        return self.rank >= needed.rank


class Effect(StrEnum):
    """What a transition does to the site."""

    NONE = "none"
    PUBLISH = "publish"
    CORRECT = "correct"  # readers and feeds are told of a change
    AMEND = "amend"  # a slip is mended and nobody is told
    PIN = "pin"
    UNPIN = "unpin"
    REMOVE = "remove"


@dataclass(frozen=True)
class Transition:
    to: Status
    needs: Role
    effect: Effect = Effect.NONE
    reason: bool = False  # must a reason be given?
    note: bool = False  # may one be given that readers see?
    hour: bool = False  # must the hour of publication be given?
    letter: bool = False  # does the contributor hear of it?

    @property
    def asks(self) -> bool:
        """Is there something to be said with it?"""
        return self.reason or self.note or self.hour


TRANSITIONS: dict[tuple[Status, Action], Transition] = {
    (Status.NEW, Action.APPROVE): Transition(Status.PUBLISHED, Role.EDITOR, Effect.PUBLISH),
    (Status.NEW, Action.SCHEDULE): Transition(Status.SCHEDULED, Role.EDITOR, hour=True),
    (Status.NEW, Action.RETURN): Transition(Status.RETURNED, Role.EDITOR, reason=True, letter=True),
    (Status.NEW, Action.SPIKE): Transition(Status.SPIKED, Role.EDITOR),
    (Status.SCHEDULED, Action.APPROVE): Transition(Status.PUBLISHED, Role.EDITOR, Effect.PUBLISH),
    (Status.SCHEDULED, Action.SCHEDULE): Transition(Status.SCHEDULED, Role.EDITOR, hour=True),
    (Status.SCHEDULED, Action.REOPEN): Transition(Status.NEW, Role.EDITOR),
    (Status.RETURNED, Action.REOPEN): Transition(Status.NEW, Role.EDITOR),
    (Status.RETURNED, Action.SPIKE): Transition(Status.SPIKED, Role.EDITOR),
    (Status.SPIKED, Action.REOPEN): Transition(Status.NEW, Role.EDITOR),
    (Status.PUBLISHED, Action.CORRECT): Transition(Status.PUBLISHED, Role.EDITOR, Effect.CORRECT, note=True),
    (Status.PUBLISHED, Action.AMEND): Transition(Status.PUBLISHED, Role.EDITOR, Effect.AMEND),
    (Status.PUBLISHED, Action.PIN): Transition(Status.PUBLISHED, Role.EDITOR, Effect.PIN),
    (Status.PUBLISHED, Action.UNPIN): Transition(Status.PUBLISHED, Role.EDITOR, Effect.UNPIN),
    (Status.PUBLISHED, Action.WITHDRAW): Transition(Status.WITHDRAWN, Role.CHIEF, Effect.REMOVE, reason=True),
    (Status.WITHDRAWN, Action.REOPEN): Transition(Status.NEW, Role.CHIEF),
}

# What is scheduled stays as it was approved, until it is taken back.
EDITABLE = frozenset({Status.NEW, Status.RETURNED, Status.PUBLISHED})

REFUSALS = {
    "status": gettext_noop("A draft that is {status} cannot be given “{action}”."),
    "role": gettext_noop("“{action}” needs the role {role}."),
    "reason": gettext_noop("“{action}” needs a reason."),
    "hour": gettext_noop("“{action}” needs an hour that is still to come."),
    "embargo": gettext_noop("This draft is under embargo until {hour}. Schedule it for then or later."),
}


def transition(status: Status, action: Action, role: Role, reason: str = "") -> Transition:
    """The transition that `action` makes, or DecisionError: not from here, not by you, or not without a reason."""
    found = TRANSITIONS.get((status, action))
    if found is None:
        raise DecisionError(REFUSALS["status"], status=status, action=action)
    if not role.covers(found.needs):
        raise DecisionError(REFUSALS["role"], action=action, role=found.needs)
    if found.reason and not reason.strip():
        raise DecisionError(REFUSALS["reason"], action=action)
    return found


def check_hour(
    step: Transition, action: Action, hour: datetime | None, embargo: datetime | None, now: datetime
) -> None:
    """Raises DecisionError for an hour that is missing or past, and for what an embargo forbids to publish.

    The embargo is told in the time zone that it comes in.
    """
    if step.hour and (hour is None or hour <= now):
        raise DecisionError(REFUSALS["hour"], action=action)
    published_at = hour if step.hour else now if step.effect is Effect.PUBLISH else None
    if embargo and published_at and published_at < embargo:
        raise DecisionError(REFUSALS["embargo"], hour=f"{embargo:%Y-%m-%d %H:%M}")


def possible(status: Status, role: Role) -> Iterator[tuple[Action, Transition]]:
    """What this role may do to a draft in this status, in the order of the table."""
    for (from_status, action), found in TRANSITIONS.items():
        if from_status is status and role.covers(found.needs):
            yield action, found
