"""Pages of a listing, found by the place of the row before them: as fast at the end as at the beginning, and nothing shifts."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from tougao.archive.models import DraftRecord
from tougao.core.listing import Cursor, Sort

PER_PAGE = 50
MOST_COUNTED = 1000  # of what a filter leaves; beyond, "more than" is enough

SORTS: dict[Sort, tuple[str, ...]] = {
    Sort.NEWEST: ("-received_at", "-pk"),
    Sort.OLDEST: ("received_at", "pk"),
    Sort.SENDER: ("sender", "-received_at", "-pk"),
}
# A mail has no sender of one name to sort by; those of one address stand together.
MAIL_SORTS = SORTS | {Sort.SENDER: ("sender_address", "-received_at", "-pk")}


@dataclass(frozen=True)
class Place:
    """The keys of one page, the cursors of the pages on either side, and how many rows there are, where that is asked."""

    keys: list[int]
    newer: str
    older: str
    count: int | None = None


def place(
    found: QuerySet[Any],
    order: tuple[str, ...],
    sender: str,
    after: Cursor | None = None,
    before: Cursor | None = None,
    counts: bool = False,
) -> Place:
    """To count what a filter leaves costs as much as to find it, so on the first page both are one statement."""
    cursor = after or before
    is_backwards = before is not None and after is None
    if is_backwards:
        order = reverse(order)
    counts_here = counts and cursor is None
    some = found.filter(behind(cursor, order, sender)) if cursor else found
    most = MOST_COUNTED if counts_here else PER_PAGE
    rows = list(some.order_by(*order).values_list("received_at", "pk", sender)[: most + 1])
    count = len(rows) if counts_here else found.order_by()[: MOST_COUNTED + 1].count() if counts else None
    has_more = len(rows) > PER_PAGE
    rows = rows[:PER_PAGE]
    if is_backwards:
        rows.reverse()
    has_newer, has_older = (has_more, True) if is_backwards else (cursor is not None, has_more)
    newer = str(Cursor(*rows[0])) if rows and has_newer else ""
    older = str(Cursor(*rows[-1])) if rows and has_older else ""
    return Place([pk for _moment, pk, _sender in rows], newer, older, count)


def reverse(order: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each[1:] if each.startswith("-") else f"-{each}" for each in order)


def behind(cursor: Cursor, order: tuple[str, ...], sender: str) -> Q:
    """The rows that come after the cursor's. The first condition is a bound that an index can use."""
    values = {"received_at": cursor.received_at, "pk": cursor.pk, sender: cursor.sender}
    fields = [(each.lstrip("-"), "lt" if each.startswith("-") else "gt") for each in order]
    first, sign = fields[0]
    conditions, equal = Q(), Q()
    for name, each in fields:
        conditions |= equal & Q(**{f"{name}__{each}": values[name]})
        equal &= Q(**{name: values[name]})
    return Q(**{f"{first}__{sign}e": values[first]}) & conditions


def around(found: QuerySet[DraftRecord], order: tuple[str, ...], here: Cursor) -> tuple[int | None, int | None] | None:
    """The keys on either side of a place, of what a filter leaves; None where they are too far down to be looked for so.

    One statement for both: what a filter leaves is dear to find. The database says which rows lie behind, for it alone knows
    how it sorts senders.
    """
    is_behind = ExpressionWrapper(behind(here, order, "sender"), BooleanField())
    rows = found.order_by(*order).annotate(is_behind=is_behind).values_list("pk", "is_behind")[:MOST_COUNTED]
    keys = [pk for pk, _is_behind in rows]
    at = next((place for place, (_pk, is_behind) in enumerate(rows) if is_behind), len(keys))
    if at == MOST_COUNTED:
        return None
    return keys[at - 1] if at else None, keys[at] if at < len(keys) else None
