"""When readers of feeds were told of something: moments that never go back, whatever leaves and whatever the clock says."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import reduce
from itertools import starmap
from operator import or_

from django.db import transaction
from django.db.models import Q, QuerySet

from tougao.archive.models import ArticleRecord, FeedRecord, PrintOrderRecord
from tougao.core import layout
from tougao.core.layout import ALL, FRONT, ListPage

REST = timedelta(hours=1)  # between two orders of what expired
SECOND = timedelta(seconds=1)  # what feeds can tell apart


def later(now: datetime, *before: datetime | None) -> datetime:
    """`now`, or a second after the last of these moments where the clock went back behind it."""
    return max(now, *(moment + SECOND for moment in before if moment))


def told(pages: Iterable[ListPage], at: datetime) -> None:
    """The readers of these feeds are told of something that bears this moment. Within the decision's transaction."""
    wanted = sorted(set(pages))
    if not wanted:
        return
    rows = FeedRecord.objects.filter(reduce(or_, (Q(slug=page.slug, page=page.page) for page in wanted)))
    known = set(starmap(ListPage, rows.values_list("slug", "page")))
    # Somebody else may write the first row of one meanwhile, who is waited for; so all are looked at again.
    FeedRecord.objects.bulk_create(
        (FeedRecord(slug=page.slug, page=page.page, told_at=at) for page in wanted if page not in known),
        ignore_conflicts=True,
    )
    rows.filter(Q(told_at=None) | Q(told_at__lt=at)).update(told_at=at)


def told_at(pages: Iterable[ListPage]) -> dict[ListPage, datetime]:
    """When the readers of these feeds were told last, as far as that is known."""
    wanted = set(pages)
    rows = FeedRecord.objects.filter(slug__in={page.slug for page in wanted})
    found = ((ListPage(slug, page), at) for slug, page, at in rows.values_list("slug", "page", "told_at"))
    return {page: at for page, at in found if at and page in wanted}


def currents(places: Iterable[Sequence[str | int]]) -> set[ListPage]:
    """The current feeds of the lists that these [slug, ordinal] stand in."""
    return {ListPage(str(slug)) for slug, _ in places}


def archives(places: Iterable[Sequence[str | int]]) -> set[ListPage]:
    """The archive documents they stand in, or will once those are full."""
    return {ListPage(str(slug), layout.page_of(str(slug), int(ordinal))) for slug, ordinal in places}


def order_expired(now: datetime, news_age: timedelta, tombstone_age: timedelta) -> bool:
    """Order printed what has become too old since it was last ordered: news in their map, tombstones in feeds. Was there any?"""
    with transaction.atomic():
        row, _ = FeedRecord.objects.select_for_update().get_or_create(slug=ALL, page=0)
        if row.expired_until and now - row.expired_until < REST:
            return False
        slugs = dict.fromkeys([ALL] if _expired("published_at", row.expired_until, now, news_age).exists() else [])
        gone = _expired("withdrawn_at", row.expired_until, now, tombstone_age)
        for category, supplier in gone.values_list("category", "supplier__number"):
            slugs |= dict.fromkeys([ALL, category, *([layout.supplier_slug(supplier)] if supplier else [])])
        if not slugs:
            return False
        PrintOrderRecord.objects.create(article=None, places=[[slug, FRONT] for slug in slugs], ordered_at=now)
        row.expired_until = now
        row.save(update_fields=["expired_until"])
        return True


def _expired(field: str, since: datetime | None, now: datetime, age: timedelta) -> QuerySet[ArticleRecord]:
    """Articles whose moment has come to be older than `age`."""
    within = {f"{field}__lt": now - age} | ({f"{field}__gte": since - age} if since else {})
    return ArticleRecord.objects.filter(
        ~Q(withdrawn_at=None) if field == "withdrawn_at" else Q(withdrawn_at=None), **within
    )
