"""Where a piece stands, as its contributor is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tougao.core.workflow import Status


class Step(StrEnum):
    RECEIVED = "received"
    READ = "read"  # a draft was made of it
    LOOKED_AT = "looked at"  # an editor has it in hand
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    RETURNED = "returned"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Way:
    """The steps behind and before a draft, once it was read."""

    reached: tuple[Step, ...]
    ahead: tuple[Step, ...] = ()


IN_HAND = Way((Step.LOOKED_AT,), (Step.PUBLISHED,))
# A status that does not stand here is one of the readings: in hand.
WAYS: Mapping[str, Way] = {
    Status.NEW: Way((), (Step.LOOKED_AT, Step.PUBLISHED)),
    Status.SCHEDULED: Way((Step.LOOKED_AT, Step.SCHEDULED), (Step.PUBLISHED,)),
    Status.PUBLISHED: Way((Step.LOOKED_AT, Step.PUBLISHED)),
    Status.RETURNED: Way((Step.LOOKED_AT, Step.RETURNED)),
    Status.SPIKED: Way((Step.LOOKED_AT, Step.DECLINED)),
    Status.WITHDRAWN: Way((Step.LOOKED_AT, Step.PUBLISHED, Step.WITHDRAWN)),
}
DECIDED = frozenset((Step.PUBLISHED, Step.RETURNED, Step.DECLINED, Step.WITHDRAWN))


@dataclass(frozen=True)
class Stage:
    """A step of the way: reached at `at` (None where that is not known), or still ahead."""

    step: Step
    is_reached: bool
    at: datetime | None = None


def stages(
    received_at: datetime,
    read_at: datetime | None,
    status: str | None,
    is_touched: bool = False,
    decided_at: datetime | None = None,
) -> tuple[Stage, ...]:
    """The steps of one piece, in order.

    `status` is its draft's, None where no draft was made; `is_touched`: has an editor had it in hand? `decided_at` is the
    hour of the decision that brought the status.
    """
    received = Stage(Step.RECEIVED, True, received_at)
    if status is None:
        return received, Stage(Step.READ, False)
    way = IN_HAND if status == Status.NEW and is_touched else WAYS.get(status, IN_HAND)
    last = way.reached[-1] if way.reached else None
    return (
        received,
        Stage(Step.READ, True, read_at),
        *(Stage(step, True, decided_at if step is last and step in DECIDED else None) for step in way.reached),
        *(Stage(step, False) for step in way.ahead),
    )
