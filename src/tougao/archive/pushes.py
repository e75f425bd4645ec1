"""What print runs changed, noted with the orders that they did, and how far each target of a push has been told of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from tougao.archive.models import PrintOrderRecord, PrintRunRecord, PushRecord
from tougao.archive.notices import as_row
from tougao.archive.print_orders import PrintOrder
from tougao.core.notice import told_by
from tougao.core.push import News
from tougao.errors import TougaoError

OLDEST_NEWS = timedelta(days=1)  # what was printed longer ago is found by crawlers
MOST_RUNS = 500


@dataclass(frozen=True)
class Waiting:
    """What a target is to be told, how often that has failed, and the last print run it covers."""

    news: News
    attempts: int
    last: int


def printed(orders: Iterable[PrintOrder], now: datetime, news: News) -> None:
    """These orders are done, and this is what others are to hear of it. What is too old to be told is forgotten."""
    with transaction.atomic():
        PrintOrderRecord.objects.filter(pk__in=[order.order_id for order in orders]).update(printed_at=now)
        if news:
            PrintRunRecord.objects.filter(printed_at__lt=now - OLDEST_NEWS).delete()
            PrintRunRecord.objects.create(printed_at=now, changed=news.changed, gone=news.gone)


def not_printed(orders: Iterable[PrintOrder], trouble: TougaoError) -> None:
    """They stay open, and say why."""
    told = as_row(told_by(trouble))
    PrintOrderRecord.objects.filter(pk__in=[order.order_id for order in orders], printed_at=None).update(trouble=told)


def trouble() -> dict[str, Any] | None:
    """Why the site could not be printed when it was tried last, as a notice is kept; None when it was."""
    rows = PrintOrderRecord.objects.filter(printed_at=None).order_by("pk").values_list("trouble", flat=True)
    return rows.first()


def waiting(target: str, now: datetime) -> Waiting | None:
    """None when there is nothing to tell, or when it is too early to try again. Of a file the last that happened counts."""
    row = PushRecord.objects.filter(target=target).first()
    if row and row.not_before and row.not_before > now:
        return None
    runs = PrintRunRecord.objects.filter(printed_at__gte=now - OLDEST_NEWS, pk__gt=row.told_until if row else 0)
    rows = list(runs.order_by("pk").values_list("pk", "changed", "gone")[:MOST_RUNS])
    if not rows:
        return None
    is_there: dict[str, bool] = {}
    for _, changed, gone in rows:
        is_there |= dict.fromkeys(changed, True) | dict.fromkeys(gone, False)
    news = News(*(tuple(path for path, there in is_there.items() if there is wanted) for wanted in (True, False)))
    return Waiting(news, row.attempts if row else 0, rows[-1][0])


def told(target: str, last: int) -> None:
    PushRecord.objects.update_or_create(
        target=target, defaults={"told_until": last, "attempts": 0, "trouble": "", "not_before": None}
    )


def failed(target: str, trouble: str, not_before: datetime) -> None:
    row, _ = PushRecord.objects.get_or_create(target=target)
    row.attempts, row.trouble, row.not_before = row.attempts + 1, trouble, not_before
    row.save()
