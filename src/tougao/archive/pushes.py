"""How far each target of a push has been told of what was printed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tougao.archive.models import PrintOrderRecord, PushRecord
from tougao.core.push import Change

OLDEST_NEWS = timedelta(days=1)  # what was printed longer ago is found by crawlers
MOST_CHANGES = 2_000


@dataclass(frozen=True)
class Waiting:
    """What a target is to be told, how often that has failed, and the last print order it covers."""

    changes: tuple[Change, ...]
    attempts: int
    last: int


def waiting(target: str, now: datetime) -> Waiting | None:
    """None when there is nothing to tell, or when it is too early to try again."""
    row = PushRecord.objects.filter(target=target).first()
    if row and row.not_before and row.not_before > now:
        return None
    orders = PrintOrderRecord.objects.filter(
        printed_at__gte=now - OLDEST_NEWS, article__isnull=False, pk__gt=row.told_until if row else 0
    )
    rows = list(
        orders.order_by("pk").values_list("pk", "article__number", "article__withdrawn_at", "places")[:MOST_CHANGES]
    )
    if not rows:
        return None
    changes = tuple(
        Change(number, tuple(dict.fromkeys(str(slug) for slug, _ in places)), gone_at is not None)
        for _, number, gone_at, places in rows
    )
    return Waiting(changes, row.attempts if row else 0, rows[-1][0])


def told(target: str, last: int) -> None:
    PushRecord.objects.update_or_create(
        target=target, defaults={"told_until": last, "attempts": 0, "trouble": "", "not_before": None}
    )


def failed(target: str, trouble: str, not_before: datetime) -> None:
    row, _ = PushRecord.objects.get_or_create(target=target)
    row.attempts, row.trouble, row.not_before = row.attempts + 1, trouble, not_before
    row.save()
