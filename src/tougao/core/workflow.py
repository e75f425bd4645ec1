"""Who may do what to a draft, and what becomes of it. Nothing about the workflow stands anywhere else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache

from tougao.core.notice import gettext_noop
from tougao.errors import DecisionError

UNDO_SECONDS = 10
UNDO_WINDOW = timedelta(seconds=UNDO_SECONDS)
SENT_TWICE = timedelta(minutes=1)  # the same words of the same editor within it are one deed


class Status(StrEnum):
    NEW = "new"  # waits for its first review
    SECOND = "second"
    THIRD = "third"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    RETURNED = "returned"
    SPIKED = "spiked"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    PASS = "pass"  # noqa: S105 - a judgement, no secret
    APPROVE = "approve"
    SCHEDULE = "schedule"
    SEND_BACK = "send-back"
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
    letter: bool = False  # is the reason written for the contributor?

    @property
    def asks(self) -> bool:
        """Is there something to be said with it?"""
        return self.reason or self.note or self.hour


@dataclass(frozen=True)
class Reviews:
    """How often a draft is read before it is published, one to three times (三审三校), and who may do each review.

    Where they `differ`, nobody does two reviews of one draft.
    """

    roles: tuple[Role, ...] = (Role.EDITOR,)
    differ: bool = True


STAGES = (Status.NEW, Status.SECOND, Status.THIRD)


@cache
def transitions(reviews: Reviews) -> Mapping[tuple[Status, Action], Transition]:
    """The whole table for a newsroom. A draft that waits for a review which was abolished waits for the last one."""
    last = reviews.roles[-1]
    return {
        **{key: step for place in range(len(STAGES)) for key, step in _stage(place, reviews.roles)},
        (Status.SCHEDULED, Action.APPROVE): Transition(Status.PUBLISHED, last, Effect.PUBLISH),
        (Status.SCHEDULED, Action.SCHEDULE): Transition(Status.SCHEDULED, last, hour=True),
        (Status.SCHEDULED, Action.REOPEN): Transition(Status.NEW, Role.EDITOR),
        (Status.RETURNED, Action.REOPEN): Transition(Status.NEW, Role.EDITOR),
        (Status.RETURNED, Action.SPIKE): Transition(Status.SPIKED, Role.EDITOR),
        (Status.SPIKED, Action.REOPEN): Transition(Status.NEW, Role.EDITOR),
        (Status.PUBLISHED, Action.CORRECT): Transition(Status.PUBLISHED, last, Effect.CORRECT, note=True),
        (Status.PUBLISHED, Action.AMEND): Transition(Status.PUBLISHED, last, Effect.AMEND),
        (Status.PUBLISHED, Action.PIN): Transition(Status.PUBLISHED, Role.EDITOR, Effect.PIN),
        (Status.PUBLISHED, Action.UNPIN): Transition(Status.PUBLISHED, Role.EDITOR, Effect.UNPIN),
        (Status.PUBLISHED, Action.WITHDRAW): Transition(Status.WITHDRAWN, Role.CHIEF, Effect.REMOVE, reason=True),
        (Status.WITHDRAWN, Action.REOPEN): Transition(Status.NEW, Role.CHIEF),
    }


def _stage(place: int, roles: tuple[Role, ...]) -> Iterator[tuple[tuple[Status, Action], Transition]]:
    """What may become of a draft that waits for a review: the last one publishes, the others pass it on."""
    status, needs = STAGES[place], roles[min(place, len(roles) - 1)]
    if place < len(roles) - 1:
        yield (status, Action.PASS), Transition(STAGES[place + 1], needs)
    else:
        yield (status, Action.APPROVE), Transition(Status.PUBLISHED, needs, Effect.PUBLISH)
        yield (status, Action.SCHEDULE), Transition(Status.SCHEDULED, needs, hour=True)
    if place:
        yield (status, Action.SEND_BACK), Transition(Status.NEW, needs, reason=True)
    yield (status, Action.RETURN), Transition(Status.RETURNED, needs, reason=True, letter=True)
    yield (status, Action.SPIKE), Transition(Status.SPIKED, needs)


def effect_of(action: Action) -> Effect:
    """What an action does to the site, wherever it is taken."""
    return next((step.effect for (_, each), step in transitions(Reviews()).items() if each is action), Effect.NONE)


def is_review(status: Status, action: Action) -> bool:
    """Does it pass a judgement that another person has to confirm, or confirms?"""
    return status in STAGES and action in (Action.PASS, Action.APPROVE, Action.SCHEDULE)


# What is scheduled stays as it was approved, until it is taken back.
EDITABLE = frozenset({*STAGES, Status.RETURNED, Status.PUBLISHED})

REFUSALS = {
    "status": gettext_noop("A draft that is {status} cannot be given “{action}”."),
    "role": gettext_noop("“{action}” needs the role {role}."),
    "reason": gettext_noop("“{action}” needs a reason."),
    "reader": gettext_noop("You have reviewed this draft before; this review is for somebody else."),
    "hour": gettext_noop("“{action}” needs an hour that is still to come."),
    "embargo": gettext_noop("This draft is under embargo until {hour}. Schedule it for then or later."),
}


def transition(reviews: Reviews, status: Status, action: Action, role: Role, reason: str = "") -> Transition:
    """The transition that `action` makes, or DecisionError: not from here, not by you, or not without a reason."""
    found = transitions(reviews).get((status, action))
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


def possible(reviews: Reviews, status: Status, role: Role) -> Iterator[tuple[Action, Transition]]:
    """What this role may do to a draft in this status, in the order of the table."""
    for (from_status, action), found in transitions(reviews).items():
        if from_status is status and role.covers(found.needs):
            yield action, found


def offered(
    reviews: Reviews, status: Status, role: Role, *, must_differ: bool = False, is_pinned: bool = False
) -> Iterator[tuple[Action, Transition]]:
    """What would be taken of somebody of this role. `must_differ`: is the next review for somebody else?"""
    idle = Action.PIN if is_pinned else Action.UNPIN
    for action, found in possible(reviews, status, role):
        if action is not idle and not (must_differ and is_review(status, action)):
            yield action, found


def decides(reviews: Reviews, status: Status) -> Role | None:
    """The role that has the next word on a draft, or None where nobody is waited for."""
    table = transitions(reviews)
    found = (table.get((status, action)) for action in (Action.PASS, Action.APPROVE, Action.CORRECT))
    return next((step.needs for step in found if step and status is not Status.SCHEDULED), None)


@dataclass(frozen=True)
class NextWord:
    """Who has the next word on a draft: somebody of a role, or another one of it."""

    role: Role
    is_for_another: bool


def waits_for(reviews: Reviews, status: Status, role: Role, *, must_differ: bool = False) -> NextWord | None:
    """Who has the next word where somebody of this role, to whom `offered` is shown, has not; None where he has, or nobody."""
    needed = decides(reviews, status)
    if needed is None:
        return None
    covers = role.covers(needed)
    return None if covers and not must_differ else NextWord(needed, is_for_another=covers)
