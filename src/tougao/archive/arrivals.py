"""What has changed on the desk since a page was drawn: told cheaply, for it is asked every few seconds.

`glance` gives a stamp that changes whenever anything does, from a few look-ups at the ends of indexes; only then is more asked.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection

from tougao.archive import presence, views
from tougao.archive.models import DecisionRecord, DraftRecord, EditorRecord, SubmissionRecord
from tougao.archive.presence import There
from tougao.core.listing import Listing
from tougao.core.query import parsed
from tougao.core.site import Site

MOST_NEW = 100
MOST_LOOKED_AT = 300

ENDS = """SELECT (SELECT max(id) FROM draft), (SELECT max(id) FROM decision), (SELECT max(id) FROM submission),
    (SELECT max(changed_at) FROM draft), (SELECT max(read_at) FROM submission),
    (SELECT count(*) FROM submission WHERE state = 'kept'), (SELECT count(*) FROM submission WHERE state = 'quarantined')"""


@dataclass(frozen=True)
class Known:
    """How far a page knows things: the last draft, the last decision, and when a mail was read last."""

    draft: int
    decision: int
    at: datetime

    def __str__(self) -> str:
        return f"{self.draft}.{self.decision}.{self.at.timestamp():.6f}"


@dataclass(frozen=True)
class RowNews:
    """What has become of a row that a page shows. `decided` is the last decision on a draft that left its view."""

    draft_id: int
    title: str
    version: int
    is_gone: bool
    status: str
    decided: DecisionRecord | None
    there: tuple[There, ...]


def glance(now: datetime) -> tuple[str, Known]:
    """A stamp, the same as long as nothing changes that a queue shows, and how far a page drawn now knows things."""
    with connection.cursor() as cursor:
        cursor.execute(ENDS)
        ends = cursor.fetchone()
    told = repr((ends, presence.everywhere(now)))
    return hashlib.sha256(told.encode()).hexdigest()[:20], Known(ends[0] or 0, ends[1] or 0, _moment(ends[4]))


def _moment(value: datetime | str | None) -> datetime:
    """A time as SQLite tells it (naive, in UTC) or PostgreSQL does; long ago where there is none."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=moment.tzinfo or UTC) if moment else datetime.fromtimestamp(0, UTC)


def added(listing: Listing, since: Known, shown: Sequence[int], who: EditorRecord, site: Site, now: datetime) -> int:
    """How many rows came into the listing since, by arriving or by a decision; at most MOST_NEW."""
    wanted = views.view(listing.view)
    query = parsed(listing.q, site.categories, site.zone)
    if isinstance(wanted, views.MailView):
        mails = SubmissionRecord.objects.filter(views.mails_in(wanted, listing, query, now), read_at__gt=since.at)
        return mails.exclude(pk__in=shown).order_by()[:MOST_NEW].count()
    came = DraftRecord.objects.filter(pk__gt=since.draft).order_by("pk").values_list("pk", flat=True)[:MOST_LOOKED_AT]
    decided = DecisionRecord.objects.filter(pk__gt=since.decision).order_by("pk").values_list("draft", flat=True)
    keys = {*came, *decided[:MOST_LOOKED_AT]} - set(shown)
    found = DraftRecord.objects.filter(views.drafts_in(wanted, listing, query, who, now), pk__in=keys)
    return min(MOST_NEW, found.order_by().count())


def news(listing: Listing, shown: Sequence[int], now: datetime) -> list[RowNews]:
    """What has become of the drafts a page shows."""
    wanted = views.view(listing.view)
    if isinstance(wanted, views.MailView):
        return []
    drafts = DraftRecord.objects.filter(pk__in=shown).only("pk", "title", "version", "status")
    gone = [draft.pk for draft in drafts if draft.status not in wanted.statuses]
    decided: dict[int, DecisionRecord] = {}
    for each in DecisionRecord.objects.filter(draft__in=gone, undone_at=None).select_related("editor").order_by("pk"):
        decided[each.draft_id] = each
    there = presence.there(shown, now)
    return [
        RowNews(
            draft.pk,
            draft.title,
            draft.version,
            draft.pk in gone,
            draft.status,
            decided.get(draft.pk),
            tuple(there.get(draft.pk, ())),
        )
        for draft in drafts
    ]


def mails_gone(listing: Listing, shown: Sequence[int]) -> list[int]:
    """The mails a page shows that have left its view."""
    wanted = views.view(listing.view)
    if not isinstance(wanted, views.MailView):
        return []
    left = SubmissionRecord.objects.filter(wanted.holds, pk__in=shown).values_list("pk", flat=True)
    return sorted(set(shown) - set(left))
