"""The views of the desk: of the drafts, and of the mails they came from. Which rows each holds stands here and nowhere else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from tougao.archive import search
from tougao.archive.models import DraftRecord, EditorRecord, LikenessRecord, PictureRecord, SubmissionRecord
from tougao.archive.rows.queue import PresenceRecord
from tougao.core.authentication import Verdict
from tougao.core.listing import Listing, Side
from tougao.core.notice import gettext_noop
from tougao.core.query import Findable, Query
from tougao.core.workflow import STAGES, Reviews, Status

State = SubmissionRecord.State


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


def _assigned_to(who: EditorRecord) -> Q:
    return Q(assigned_to=who)


def _ahead(_who: EditorRecord) -> Q:
    return Q(is_ahead=True)


OPEN = frozenset(STAGES)
AHEAD = "ahead"

VIEWS: tuple[View, ...] = (
    View(
        "new",
        gettext_noop("To review"),
        gettext_noop("New mails appear here by themselves, read and ready to approve."),
        frozenset({Status.NEW}),
    ),
    View(
        "second",
        gettext_noop("Second review"),
        gettext_noop("Drafts that one editor has passed on wait here for another one."),
        frozenset({Status.SECOND}),
    ),
    View(
        "third",
        gettext_noop("Third review"),
        gettext_noop("Drafts that have been read twice wait here for the last word."),
        frozenset({Status.THIRD}),
    ),
    View(
        "assigned",
        gettext_noop("Assigned to me"),
        gettext_noop("Drafts that somebody has given to you, or you to yourself, stand here until they are decided."),
        OPEN,
        _assigned_to,
    ),
    View(
        "mine",
        gettext_noop("Mine"),
        gettext_noop("What you have changed and nobody has decided on yet stands here."),
        OPEN,
        _touched_by,
    ),
    View(
        "scheduled",
        gettext_noop("Scheduled"),
        gettext_noop("What is approved and waits for its hour. Press t on a draft to schedule it."),
        frozenset({Status.SCHEDULED}),
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
        AHEAD,
        gettext_noop("Changes not published"),
        gettext_noop(
            "Articles whose draft was changed after they were published stand here until the change is published."
        ),
        frozenset({Status.PUBLISHED}),
        _ahead,
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


def in_use(reviews: Reviews, counts: Mapping[str, int]) -> list[View]:
    """The views of the drafts but those of reviews that this newsroom does without, and that of changes which readers do not
    see, unless something waits there still."""
    idle = {AHEAD, *map(str, STAGES[len(reviews.roles) :])}
    return [each for each in VIEWS if each.name not in idle or counts[each.name]]


def view(name: str) -> View | MailView:
    """The view of that name; the first one when there is none."""
    return BY_NAME.get(name, VIEWS[0])


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
