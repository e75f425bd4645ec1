"""What stands on the desk: views of the drafts and of the mails they came from, page by page, with their counts.

A page is found by the indexes alone, then its rows are read: the texts of the others are never touched.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count, F, Model, QuerySet

from tougao.archive import presence, search
from tougao.archive.models import (
    AttachmentRecord,
    DecisionRecord,
    DraftRecord,
    EditorRecord,
    LetterRecord,
    LikenessRecord,
    MailboxRecord,
    PictureRecord,
    SubmissionRecord,
)
from tougao.archive.paging import MAIL_SORTS, SORTS, around, behind, place, reverse
from tougao.archive.presence import There
from tougao.archive.views import VIEWS, MailView, drafts_in, mails_in, view
from tougao.core.article import Certainty
from tougao.core.listing import Cursor, Listing, Sort
from tougao.core.query import Findable, Query, parsed
from tougao.core.site import Site
from tougao.core.submission import Role as Part
from tougao.core.workflow import Status


@dataclass(frozen=True)
class DraftRow:
    """What the queue tells of a draft. `refused` counts the pictures of its mail that could not be taken."""

    draft: DraftRecord
    pictures: int
    refused: int
    is_seen_before: bool
    there: tuple[There, ...]

    @property
    def unsure(self) -> list[str]:
        """The fields that are guesses."""
        return [row["field"] for row in self.draft.origins if row["certainty"] == Certainty.GUESSED]

    @property
    def notices(self) -> int:
        return len(self.draft.notices) + len(self.draft.submission.notices)


@dataclass(frozen=True)
class Page:
    """`rows` are DraftRow, or SubmissionRecord in a view of mails. `newer` and `older` are cursors, or empty at an end.

    `count` is how many the filter leaves, at most MOST_COUNTED + 1; None where nothing is filtered (then see `counts`).
    """

    rows: Sequence[DraftRow | SubmissionRecord]
    newer: str = ""
    older: str = ""
    count: int | None = None
    query: Query = field(default_factory=Query)


def page(
    listing: Listing,
    who: EditorRecord,
    site: Site,
    now: datetime,
    after: Cursor | None = None,
    before: Cursor | None = None,
) -> Page:
    """PER_PAGE rows of a listing, behind the cursor `after` or up to the cursor `before`."""
    wanted = view(listing.view)
    query = _query(listing, site)
    if isinstance(wanted, MailView):
        mails = SubmissionRecord.objects.filter(mails_in(wanted, listing, query, now))
        found = place(mails, MAIL_SORTS[listing.sort], "sender_address", after, before, listing.is_filtered)
        rows: Sequence[DraftRow | SubmissionRecord] = _in_order(SubmissionRecord.objects.all(), found.keys)
    else:
        drafts = DraftRecord.objects.filter(drafts_in(wanted, listing, query, who, now))
        found = place(drafts, SORTS[listing.sort], "sender", after, before, listing.is_filtered)
        rows = draft_rows(found.keys, now)
    return Page(rows, found.newer, found.older, found.count, query)


def _query(listing: Listing, site: Site) -> Query:
    return parsed(listing.q, site.categories, site.zone)


M = TypeVar("M", bound=Model)


def _in_order(found: QuerySet[M], keys: Sequence[int]) -> list[M]:
    by_key = {each.pk: each for each in found.filter(pk__in=keys)}
    return [by_key[key] for key in keys if key in by_key]


def draft_rows(keys: Sequence[int], now: datetime) -> list[DraftRow]:
    """What the queue tells of these drafts, in this order: a handful of statements, however many they are."""
    drafts = _in_order(
        DraftRecord.objects.select_related("submission", "assigned_to").defer("html", "summary", "set_aside"), keys
    )
    pictures = dict(PictureRecord.objects.filter(draft__in=keys).order_by().values_list("draft").annotate(Count("pk")))
    refused = dict(
        AttachmentRecord.objects.filter(
            submission__in=[draft.submission_id for draft in drafts], role=Part.REFUSED, media_type__startswith="image/"
        ).order_by().values_list("submission").annotate(Count("pk"))
    )  # fmt: skip
    seen = set(LikenessRecord.objects.filter(draft__in=keys).order_by().values_list("draft", flat=True))
    there = presence.there(keys, now)
    return [
        DraftRow(
            draft,
            pictures.get(draft.pk, 0),
            refused.get(draft.submission_id, 0),
            draft.pk in seen,
            tuple(there.get(draft.pk, ())),
        )
        for draft in drafts
    ]


@dataclass(frozen=True)
class Counts:
    """How many each view holds, and the sum that proves that nothing is lost: every mail kept is one of the four."""

    views: dict[str, int]
    kept: int
    with_drafts: int
    without_drafts: int
    quarantined: int
    unread: int
    drafts: int


SUMS = """SELECT (SELECT count(*) FROM submission), (SELECT count(*) FROM draft WHERE position = 0),
    (SELECT count(*) FROM submission WHERE state = 'kept'), (SELECT count(*) FROM submission WHERE state = 'quarantined')"""


def counts(who: EditorRecord) -> Counts:
    """Three statements on indexes; a mail with drafts is one that has a first."""
    drafts = dict(DraftRecord.objects.order_by().values_list("status").annotate(count=Count("*")))
    with connection.cursor() as cursor:
        cursor.execute(SUMS)
        kept, with_drafts, unread, quarantined = cursor.fetchone()
    without = kept - with_drafts - unread - quarantined
    views = {
        each.name: DraftRecord.objects.filter(drafts_in(each, Listing(), Query(), who, NO_TIME)).count()
        if each.narrowed
        else sum(drafts.get(status, 0) for status in each.statuses)
        for each in VIEWS
    }
    return Counts(
        views | {"quarantined": quarantined, "without-draft": without},
        kept=kept,
        with_drafts=with_drafts,
        without_drafts=without,
        quarantined=quarantined,
        unread=unread,
        drafts=sum(drafts.values()),
    )


NO_TIME = datetime.min.replace(tzinfo=ZoneInfo("UTC"))  # a listing without `since` asks for none


def drafts(status: Status | None, words: str, site: Site) -> QuerySet[DraftRecord]:
    """For the command line: newest first, with all that `words` ask for (core.query)."""
    found = DraftRecord.objects.select_related("submission")
    if status:
        found = found.filter(status=status)
    query = parsed(words, site.categories, site.zone)
    if not query.is_empty:
        found = found.filter(search.matching(query, Findable.DRAFT))
    return found.order_by("-received_at", "-pk")


def organisations(rows: Iterable[DraftRow | SubmissionRecord]) -> list[str]:
    """Those that stand on a page, to choose from."""
    names = {(row.draft.submission if isinstance(row, DraftRow) else row).organisation for row in rows}
    return sorted(names - {""})


def beside(
    draft: DraftRecord, listing: Listing, who: EditorRecord, site: Site, now: datetime
) -> tuple[DraftRecord | None, DraftRecord | None]:
    """The drafts before and after this one in a listing of drafts, as k and j go through them."""
    wanted = view(listing.view)
    if isinstance(wanted, MailView):
        return None, None
    found = DraftRecord.objects.filter(drafts_in(wanted, listing, _query(listing, site), who, now)).exclude(pk=draft.pk)
    here, order = Cursor(draft.received_at, draft.pk, draft.sender), SORTS[listing.sort]
    if listing.is_filtered:
        keys = around(found, order, here)
        if keys is not None:
            by_key = DraftRecord.objects.only("pk", "title").in_bulk([key for key in keys if key])
            return tuple(by_key.get(key) if key else None for key in keys)  # type: ignore[return-value]
    return tuple(  # type: ignore[return-value]
        found.filter(behind(here, each, "sender")).order_by(*each).only("pk", "title").first()
        for each in (reverse(order), order)
    )


def all_mails(after: Cursor | None = None, before: Cursor | None = None) -> Page:
    """Every mail that was kept, newest first, with the number of its drafts."""
    order = MAIL_SORTS[Sort.NEWEST]
    found = place(SubmissionRecord.objects.all(), order, "sender_address", after, before)
    counted = SubmissionRecord.objects.annotate(draft_count=Count("drafts"))
    return Page(_in_order(counted, found.keys), found.newer, found.older)


def troubled_mailboxes() -> list[MailboxRecord]:
    return list(MailboxRecord.objects.exclude(trouble=""))


def troubled_letters() -> list[LetterRecord]:
    """Letters that were refused for good, or may or may not have left."""
    return list(LetterRecord.objects.filter(sent_at=None, attempted_at__isnull=False).order_by("-written_at")[:20])


def decisions() -> QuerySet[DecisionRecord]:
    """With `told`, what readers were told of a correction."""
    told = F("correction__note")
    return DecisionRecord.objects.select_related("draft", "editor").annotate(told=told).order_by("-decided_at", "-pk")
