"""What stands on the desk: views of the drafts and of the mails they came from, page by page, with their counts.

A page is found by the indexes alone, then its rows are read: the texts of the others are never touched.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet

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
from tougao.archive.presence import There
from tougao.archive.queue_records import PresenceRecord
from tougao.core.article import Certainty
from tougao.core.authentication import Verdict
from tougao.core.listing import Cursor, Listing, Side, Sort
from tougao.core.notice import gettext_noop
from tougao.core.query import Findable, Query, parsed
from tougao.core.site import Site
from tougao.core.submission import Role as Part
from tougao.core.workflow import Status

PER_PAGE = 50
MOST_COUNTED = 1000  # of what a filter leaves; beyond, "more than" is enough
State = SubmissionRecord.State
R = TypeVar("R", DraftRecord, SubmissionRecord)


@dataclass(frozen=True)
class View:
    """A view of the drafts. `words` name it, `hint` says what comes here when nothing is here.

    A view without `narrowed` holds all drafts in its statuses; these views together hold every draft once.
    `narrowed` picks from them, for one editor.
    """

    name: str
    words: str
    hint: str
    statuses: frozenset[Status]
    narrowed: Callable[[EditorRecord], Q] | None = None


@dataclass(frozen=True)
class MailView:
    """A view of the mails; `holds` says which."""

    name: str
    words: str
    hint: str
    holds: Q


def _touched_by(who: EditorRecord) -> Q:
    return Q(Exists(PresenceRecord.objects.filter(draft=OuterRef("pk"), editor=who, touched_at__isnull=False)))


OPEN = frozenset(Status) - {Status.PUBLISHED, Status.SPIKED, Status.WITHDRAWN}

VIEWS: tuple[View, ...] = (
    View(
        "new",
        gettext_noop("To review"),
        gettext_noop("New mails appear here by themselves, read and ready to approve."),
        frozenset({Status.NEW}),
    ),
    View(
        "mine",
        gettext_noop("Mine"),
        gettext_noop("What you have changed and nobody has published or spiked yet stands here."),
        OPEN,
        _touched_by,
    ),
    View(
        "returned",
        gettext_noop("Returned"),
        gettext_noop(
            "Drafts sent back to their contributors wait here for a better version. Press r on a draft to return it."
        ),
        frozenset({Status.RETURNED}),
    ),
    View(
        "published",
        gettext_noop("Published"),
        gettext_noop("What readers see. Press a on a draft to approve it."),
        frozenset({Status.PUBLISHED}),
    ),
    View(
        "spiked",
        gettext_noop("Spiked"),
        gettext_noop("What was dropped stands here and can be reopened. Press x on a draft to spike it."),
        frozenset({Status.SPIKED}),
    ),
    View(
        "withdrawn",
        gettext_noop("Withdrawn"),
        gettext_noop("Articles taken from readers; a notice stands in their place."),
        frozenset({Status.WITHDRAWN}),
    ),
)
HAS_DRAFTS = Exists(DraftRecord.objects.filter(submission=OuterRef("pk")))
MAIL_VIEWS: tuple[MailView, ...] = (
    MailView(
        "quarantined",
        gettext_noop("Quarantined"),
        gettext_noop("Mails that could not be read would wait here until somebody tries again. There are none."),
        Q(state=State.QUARANTINED),
    ),
    MailView(
        "without-draft",
        gettext_noop("Without a draft"),
        gettext_noop("Mails that hold no manuscript stand here: questions, automatic replies, advertisements."),
        Q(state=State.READ) & ~Q(HAS_DRAFTS),
    ),
)
ALL_VIEWS: tuple[View | MailView, ...] = (*VIEWS, *MAIL_VIEWS)
BY_NAME = {each.name: each for each in ALL_VIEWS}

SORTS: dict[Sort, tuple[str, ...]] = {
    Sort.NEWEST: ("-received_at", "-pk"),
    Sort.OLDEST: ("received_at", "pk"),
    Sort.SENDER: ("sender", "-received_at", "-pk"),
}
# A mail has no sender of one name to sort by; those of one address stand together.
MAIL_SORTS = SORTS | {Sort.SENDER: ("sender_address", "-received_at", "-pk")}


def view(name: str) -> View | MailView:
    """The view of that name; the first one when there is none."""
    return BY_NAME.get(name, VIEWS[0])


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
        found = SubmissionRecord.objects.filter(mails_in(wanted, listing, query, now))
        keys, newer, older = _keys(found, MAIL_SORTS[listing.sort], "sender_address", after, before)
        rows: Sequence[DraftRow | SubmissionRecord] = _in_order(SubmissionRecord.objects.filter(pk__in=keys), keys)
    else:
        drafts_found = DraftRecord.objects.filter(drafts_in(wanted, listing, query, who, now))
        keys, newer, older = _keys(drafts_found, SORTS[listing.sort], "sender", after, before)
        rows, found = draft_rows(keys, now), drafts_found  # type: ignore[assignment]
    count = found.order_by()[: MOST_COUNTED + 1].count() if listing.is_filtered else None
    return Page(rows, newer, older, count, query)


def _query(listing: Listing, site: Site) -> Query:
    return parsed(listing.q, site.categories, site.zone)


def drafts_in(wanted: View, listing: Listing, query: Query, who: EditorRecord, now: datetime) -> Q:
    """Which drafts a listing holds."""
    conditions = Q(status__in=sorted(wanted.statuses)) if len(wanted.statuses) > 1 else Q(status=min(wanted.statuses))
    if wanted.narrowed:
        conditions &= wanted.narrowed(who)
    if listing.category:
        conditions &= Q(category=listing.category)
    if listing.organisation:
        conditions &= Q(submission__organisation=listing.organisation)
    if since := listing.received_since(now):
        conditions &= Q(received_at__gte=since)
    conditions &= _sided(listing.verified, Q(submission__verdict=Verdict.VERIFIED))
    conditions &= _sided(listing.pictures, Q(Exists(PictureRecord.objects.filter(draft=OuterRef("pk")))))
    conditions &= _sided(listing.seen, Q(Exists(LikenessRecord.objects.filter(draft=OuterRef("pk")))))
    if not query.is_empty:
        conditions &= search.matching(query, Findable.DRAFT)
    return conditions


def mails_in(wanted: MailView, listing: Listing, query: Query, now: datetime) -> Q:
    """Which mails a listing holds; what is asked of drafts alone is not asked of mails."""
    conditions = wanted.holds
    if listing.organisation:
        conditions &= Q(organisation=listing.organisation)
    if since := listing.received_since(now):
        conditions &= Q(received_at__gte=since)
    conditions &= _sided(listing.verified, Q(verdict=Verdict.VERIFIED))
    if not query.is_empty:
        conditions &= search.matching(query, Findable.MAIL)
    return conditions


def _sided(side: Side, condition: Q) -> Q:
    return {Side.ANY: Q(), Side.YES: condition, Side.NO: ~condition}[side]


def _keys(
    found: QuerySet[Any], order: tuple[str, ...], sender: str, after: Cursor | None, before: Cursor | None
) -> tuple[list[int], str, str]:
    """The keys of one page, and the cursors of the pages on either side."""
    cursor = after or before
    is_backwards = before is not None and after is None
    if is_backwards:
        order = tuple(each[1:] if each.startswith("-") else f"-{each}" for each in order)
    if cursor:
        found = found.filter(_behind(cursor, order, sender))
    rows = list(found.order_by(*order).values_list("received_at", "pk", sender)[: PER_PAGE + 1])
    has_more = len(rows) > PER_PAGE
    rows = rows[:PER_PAGE]
    if is_backwards:
        rows.reverse()
    has_newer, has_older = (has_more, True) if is_backwards else (cursor is not None, has_more)
    newer = str(Cursor(*rows[0])) if rows and has_newer else ""
    older = str(Cursor(*rows[-1])) if rows and has_older else ""
    return [pk for _moment, pk, _sender in rows], newer, older


def _behind(cursor: Cursor, order: tuple[str, ...], sender: str) -> Q:
    """The rows that come after the cursor's. The first condition is a bound that an index can use."""
    values = {"received_at": cursor.received_at, "pk": cursor.pk, sender: cursor.sender}
    fields = [(each.lstrip("-"), "lt" if each.startswith("-") else "gt") for each in order]
    first, sign = fields[0]
    conditions, equal = Q(), Q()
    for name, each in fields:
        conditions |= equal & Q(**{f"{name}__{each}": values[name]})
        equal &= Q(**{name: values[name]})
    return Q(**{f"{first}__{sign}e": values[first]}) & conditions


M = TypeVar("M", bound=Model)


def _in_order(found: QuerySet[M], keys: Sequence[int]) -> list[M]:
    by_key = {each.pk: each for each in found}
    return [by_key[key] for key in keys if key in by_key]


def draft_rows(keys: Sequence[int], now: datetime) -> list[DraftRow]:
    """What the queue tells of these drafts, in this order: a handful of statements, however many they are."""
    drafts = _in_order(
        DraftRecord.objects.filter(pk__in=keys).select_related("submission").defer("html", "summary", "set_aside"), keys
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


def counts(who: EditorRecord) -> Counts:
    """Three statements on indexes; a mail with drafts is one that has a first."""
    drafts = {
        row["status"]: (row["all"], row["first"])
        for row in DraftRecord.objects.order_by()
        .values("status")
        .annotate(all=Count("pk"), first=Count("pk", filter=Q(position=0)))
    }
    mails = dict(SubmissionRecord.objects.order_by().values_list("state").annotate(Count("pk")))
    with_drafts = sum(first for _count, first in drafts.values())
    without = mails.get(State.READ, 0) - with_drafts
    quarantined = mails.get(State.QUARANTINED, 0)
    views = {
        each.name: DraftRecord.objects.filter(drafts_in(each, Listing(), Query(), who, NO_TIME)).count()
        if each.narrowed
        else sum(drafts.get(status, (0, 0))[0] for status in each.statuses)
        for each in VIEWS
    }
    return Counts(
        views | {"quarantined": quarantined, "without-draft": without},
        kept=sum(mails.values()),
        with_drafts=with_drafts,
        without_drafts=without,
        quarantined=quarantined,
        unread=mails.get(State.KEPT, 0),
        drafts=sum(count for count, _first in drafts.values()),
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
    place = Cursor(draft.received_at, draft.pk, draft.sender)
    order = SORTS[listing.sort]
    back = tuple(each[1:] if each.startswith("-") else f"-{each}" for each in order)
    return tuple(  # type: ignore[return-value]
        found.filter(_behind(place, each, "sender")).order_by(*each).only("pk", "title").first()
        for each in (back, order)
    )


def all_mails(after: Cursor | None = None, before: Cursor | None = None) -> Page:
    """Every mail that was kept, newest first, with the number of its drafts."""
    order = MAIL_SORTS[Sort.NEWEST]
    keys, newer, older = _keys(SubmissionRecord.objects.all(), order, "sender_address", after, before)
    counted = SubmissionRecord.objects.filter(pk__in=keys).annotate(draft_count=Count("drafts"))
    return Page(_in_order(counted, keys), newer, older)


def troubled_mailboxes() -> list[MailboxRecord]:
    return list(MailboxRecord.objects.exclude(trouble=""))


def troubled_letters() -> list[LetterRecord]:
    """Letters that were refused for good, or may or may not have left."""
    return list(LetterRecord.objects.filter(sent_at=None, attempted_at__isnull=False).order_by("-written_at")[:20])


def decisions() -> QuerySet[DecisionRecord]:
    return DecisionRecord.objects.select_related("draft", "editor").order_by("-decided_at", "-pk")
