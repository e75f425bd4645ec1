"""What the site held at a horizon, told from the present rows and from what was ordered and done since.

Each order for an article says whether it `was_shown` before, so the first one since tells how the article stood then. Orders for
articles and deeds with messages get their numbers one transaction after the other (archive.audit.hold), whatever the clock says.
"""

from collections.abc import Collection

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from tougao.archive.models import ArticleRecord, ListRecord, MessageDeedRecord, MessageRecord, PrintOrderRecord
from tougao.core.horizon import Horizon
from tougao.core.messages import Standing

BELOW = "a/"  # begins the slug of every list of messages below an article (core.layout), and of no other list


def may_show(horizon: Horizon, path: str = "") -> Q:
    """Of articles that are live now, those that a page of this run may lead to: they were on the site then.

    `path` leads to the article from the rows that are asked for.
    """
    return Q(**{f"{path}number__lte": horizon.last}) & Q(Coalesce(_stood(horizon, path), True))


class _Stood(Func):
    """Written out, for a run asks it in every statement and Django takes longer to put a Subquery together than it takes to ask."""

    template = (
        "(SELECT later.was_shown FROM print_order later"
        " WHERE later.article_id = %(expressions)s ORDER BY later.id LIMIT 1)"
    )
    arg_joiner = " AND later.id > "
    output_field = BooleanField(null=True)


def _stood(horizon: Horizon, path: str = "") -> _Stood:
    """Was the article on the site then? NULL where nothing has happened to it since."""
    return _Stood(F(f"{path}pk"), Value(horizon.order))


def off(horizon: Horizon, among: Collection[int] | None = None) -> frozenset[int]:
    """The articles, all or `among` these, that were off the site then."""
    if among is not None and not among:
        return frozenset()
    rows = ArticleRecord.objects.all() if among is None else ArticleRecord.objects.filter(number__in=among)
    # In this order: one that comes back between the two is found by the second. Said as the index of withdrawn articles says it.
    still = list(_numbers(rows.filter(~Q(withdrawn_at=None)).exclude(Coalesce(_stood(horizon), False))))
    ordered = PrintOrderRecord.objects.filter(pk__gt=horizon.order).exclude(article=None).values("article")
    back = _numbers(rows.filter(pk__in=ordered, withdrawn_at=None).exclude(Coalesce(_stood(horizon), True)))
    return frozenset(number for number in (*still, *back) if number <= horizon.last)


def _numbers(rows: QuerySet[ArticleRecord]) -> QuerySet[ArticleRecord, int]:
    return rows.values_list("number", flat=True)


def may_tell(horizon: Horizon) -> Q:
    """Of messages, those that were shown first before the horizon, or by nobody's deed."""
    return Q(Exists(_showing().filter(pk__lte=horizon.deed))) | ~Q(Exists(_showing().filter(pk__gt=horizon.deed)))


def _showing() -> QuerySet[MessageDeedRecord]:
    return MessageDeedRecord.objects.filter(message=OuterRef("pk"), to_standing=Standing.SHOWN)


def last_messages(horizon: Horizon, slugs: Collection[str] | None = None) -> dict[str, int]:
    """The last ordinals, as they were then, of lists of messages below articles: of all or of these, without empty ones."""
    if slugs is not None and not slugs:
        return {}
    wanted = Q(slug__startswith=BELOW) if slugs is None else Q(slug__in=slugs)
    lasts = dict(
        ListRecord.objects.filter(wanted).values_list("slug", "last")
    )  # first: what is new meanwhile is found next
    done = MessageDeedRecord.objects.filter(pk__gt=horizon.deed, to_standing=Standing.SHOWN).values("message")
    new = MessageRecord.objects.filter(wanted, pk__in=done).exclude(number=None).exclude(may_tell(horizon))
    for slug, number in new.values_list("slug", "number"):
        lasts[slug] = min(lasts.get(slug, 0), (number or 1) - 1)
    return {slug: last for slug, last in lasts.items() if last}
