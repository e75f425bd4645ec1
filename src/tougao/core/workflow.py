"""Who may do what to a draft, and what becomes of it. Nothing about the workflow stands anywhere else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from tougao.core.notice import gettext_noop
from tougao.errors import DecisionError

UNDO_SECONDS = 10
UNDO_WINDOW = timedelta(seconds=UNDO_SECONDS)


class Status(StrEnum):
    NEW = "new"
    PUBLISHED = "published"
    RETURNED = "returned"
    SPIKED = "spiked"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    APPROVE = "approve"
    RETURN = "return"
    SPIKE = "spike"
    CORRECT = "correct"
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
    PRINT = "print"
    REMOVE = "remove"


@dataclass(frozen=True)
class Transition:
    to: Status
    needs: Role
    effect: Effect = Effect.NONE
    reason: bool = False  # must a reason be given?
    letter: bool = False  # is the reason written for the contributor?


TRANSITIONS: dict[tuple[Status, Action], Transition] = {
    (Status.NEW, Action.APPROVE): Transition(Status.PUBLISHED, Role.EDITOR, Effect.PRINT),
    (Status.NEW, Action.RETURN): Transition(Status.RETURNED, Role.EDITOR, reason=True, letter=True),
    (Status.NEW, Action.SPIKE): Transition(Status.SPIKED, Role.EDITOR),
    (Status.RETURNED, Action.REOPEN): Transition(Status.NEW, Role.EDITOR),
    (Status.RETURNED, Action.SPIKE): Transition(Status.SPIKED, Role.EDITOR),
    (Status.SPIKED, Action.REOPEN): Transition(Status.NEW, Role.EDITOR),
    (Status.PUBLISHED, Action.CORRECT): Transition(Status.PUBLISHED, Role.EDITOR, Effect.PRINT),
    (Status.PUBLISHED, Action.WITHDRAW): Transition(Status.WITHDRAWN, Role.CHIEF, Effect.REMOVE, reason=True),
    (Status.WITHDRAWN, Action.REOPEN): Transition(Status.NEW, Role.CHIEF),
}

EDITABLE = frozenset({Status.NEW, Status.RETURNED, Status.PUBLISHED})

REFUSALS = {
    "status": gettext_noop("A draft that is {status} cannot be given “{action}”."),
    "role": gettext_noop("“{action}” needs the role {role}."),
    "reason": gettext_noop("“{action}” needs a reason."),
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


def possible(status: Status, role: Role) -> Iterator[tuple[Action, Transition]]:
    """What this role may do to a draft in this status, in the order of the table."""
    for (from_status, action), found in TRANSITIONS.items():
        if from_status is status and role.covers(found.needs):
            yield action, found
