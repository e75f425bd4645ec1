"""What a decision does to an article's row, and which places of the site it touches. Within the decision's transaction."""

from datetime import datetime

from django.db import connection
from django.utils.dateparse import parse_datetime

from tougao.archive import search, shown, telling, texts
from tougao.archive.models import (
    ArticleRecord,
    DecisionRecord,
    DraftRecord,
    ImportRecord,
    ListRecord,
    PrintOrderRecord,
    RelatedRecord,
    SupplierRecord,
)
from tougao.core.article import Reference, supplier_name
from tougao.core.layout import ALL, SUPPLIERS, supplier_slug
from tougao.core.related import Candidate, related
from tougao.core.site import Site
from tougao.core.workflow import Effect, Status

ARTICLE_FIELDS = ("title", "byline", "source", "credit", "summary", "html", "category")
SNAPSHOT_FIELDS = (*ARTICLE_FIELDS, "ordinal", "supplier_id", "supplied", "pinned_at", "updated_at", "withdrawn_at")
TIMES = ("pinned_at", "updated_at", "withdrawn_at")
READS = ("reads", "reads_printed")
NEAR_IN_CATEGORY, NEAR_FROM_SUPPLIER = 200, 50  # how far back something related is looked for
COUNT_ON = "INSERT INTO list (slug, last) VALUES (%s, 1) ON CONFLICT (slug) DO UPDATE SET last = list.last + 1"

Places = list[list[str | int]]


def is_ahead(draft: DraftRecord) -> bool:
    """Has a published draft been changed, and the change not been published?"""
    if draft.status != Status.PUBLISHED:
        return False
    return not ArticleRecord.objects.filter(
        draft=draft, **{name: getattr(draft, name) for name in ARTICLE_FIELDS}
    ).exists()


def places(article: ArticleRecord) -> Places:
    """[slug, ordinal] in each list the article stands in, beside that of all articles."""
    found: Places = [[article.category, article.ordinal]]
    if article.supplier:
        found.append([supplier_slug(article.supplier.number), article.supplied])
    return found


def take_effect(
    effect: Effect,
    draft: DraftRecord,
    article: ArticleRecord | None,
    now: datetime,
    site: Site,
    dated: datetime | None = None,
) -> tuple[ArticleRecord, Places]:
    """Write the article's row. The places are those it stood in and those it stands in."""
    day = min(dated or _day_elsewhere(draft) or now, now)
    if article is None:
        article, stands = _first_published(draft, day, site)
        _tell(article, [], stands, now)  # that it came, though its own day may be an earlier one
        return article, stands
    before = places(article)
    at = max(now, article.updated_at)
    match effect:
        case Effect.REMOVE:
            article.withdrawn_at, article.pinned_at = at, None
        case Effect.PIN:
            article.pinned_at = now
        case Effect.UNPIN:
            article.pinned_at = None
        case Effect.AMEND:
            _copy(draft, article, site)
        case Effect.PUBLISH | Effect.CORRECT:
            at = telling.later(now, article.updated_at, article.withdrawn_at)
            is_new = not _was_published(draft) and _begin_anew(article, day)
            _copy(draft, article, site)
            article.updated_at, article.withdrawn_at = day if is_new else at, None
    _save(article)
    stands = places(article)
    if effect not in (Effect.PIN, Effect.UNPIN):
        _tell(article, before, stands, at, only_of_moves=effect is Effect.AMEND)
    return article, before + [place for place in stands if place not in before]


def _tell(article: ArticleRecord, before: Places, stands: Places, at: datetime, only_of_moves: bool = False) -> None:
    """Note in the feeds that hold it, and in those that hold it no more, that something changed at this moment."""
    whole: Places = [[ALL, article.number]]
    left = before + whole if article.withdrawn_at else [place for place in before if place not in stands]
    changed = [] if only_of_moves else stands + whole
    telling.told(telling.currents(left + changed) | telling.archives(left), at)


def _day_elsewhere(draft: DraftRecord) -> datetime | None:
    """When an imported article was published on its old site; it keeps that day here."""
    return ImportRecord.objects.filter(draft=draft).values_list("published_at", flat=True).first()


def _was_published(draft: DraftRecord) -> bool:
    """Did any approval outlast the seconds in which it could be undone?"""
    return DecisionRecord.objects.filter(draft=draft, to_status=Status.PUBLISHED, undone_at=None).exists()


def _begin_anew(article: ArticleRecord, day: datetime) -> bool:
    """Hardly anybody saw it: it comes as new into its lists. Its number stays its address.

    Where it was never printed it bears its real day; else some reader may hold its id with the day of then, which stays.
    Does it bear its real day?
    """
    article.category, article.supplier, article.supplied = "", None, 0
    if PrintOrderRecord.objects.filter(article=article).exclude(printed_at=None).exists():
        return False
    article.published_at = day
    return True


def restore(article: ArticleRecord, before: dict[str, str | int | None] | None, now: datetime) -> Places:
    """Take back what a decision did; without a `before` it had published the article, which is taken off the site."""
    stood, at = places(article), max(now, article.updated_at, article.withdrawn_at or now)
    shown = _in_feeds(article)
    if before is None:
        article.withdrawn_at = at
    else:
        for name, value in before.items():
            setattr(article, name, parse_datetime(str(value)) if name in TIMES and value else value)
        article.supplier = SupplierRecord.objects.filter(pk=article.supplier_id or 0).first()
    _save(article)
    touched = stood + [place for place in places(article) if place not in stood]
    if _in_feeds(article) != shown:
        everywhere: Places = [*touched, [ALL, article.number]]
        telling.told(telling.currents(everywhere) | telling.archives(everywhere), at)
    return touched


def snapshot(article: ArticleRecord) -> dict[str, object]:
    values = {name: getattr(article, name) for name in SNAPSHOT_FIELDS}
    return values | {name: values[name] and values[name].isoformat() for name in TIMES}


def _in_feeds(article: ArticleRecord) -> dict[str, object]:
    """What feeds tell of it: all that a decision changes but whether it is pinned."""
    return {name: value for name, value in snapshot(article).items() if name != "pinned_at"}


def _first_published(draft: DraftRecord, at: datetime, site: Site) -> tuple[ArticleRecord, Places]:
    number = next_ordinal(ALL)
    article = ArticleRecord(draft=draft, number=number, entry_id=site.entry_id(number), published_at=at, updated_at=at)
    _copy(draft, article, site)
    _save(article)
    _find_related(article)
    return article, places(article)


def _save(article: ArticleRecord) -> None:
    """Reads are added meanwhile, by whoever counts them (archive.reads)."""
    is_new = article.pk is None
    own = [field.name for field in ArticleRecord._meta.concrete_fields if field.name not in ("id", *READS)]
    article.save(update_fields=None if is_new else own)
    shown.note(article, is_new)
    search.index(texts.of_article(article))


def _copy(draft: DraftRecord, article: ArticleRecord, site: Site) -> None:
    """The draft as it stands becomes what readers see; a list it comes into gives it an ordinal there."""
    if article.category != draft.category:
        article.ordinal = next_ordinal(draft.category)
    for name in ARTICLE_FIELDS:
        setattr(article, name, getattr(draft, name))
    supplier = _supplier(supplier_name(draft.source, draft.credit, site.own_names))
    if article.supplier != supplier:
        article.supplier = supplier
        article.supplied = next_ordinal(supplier_slug(supplier.number)) if supplier else 0


def _supplier(name: str) -> SupplierRecord | None:
    if not name:
        return None
    known = SupplierRecord.objects.filter(name=name).first()
    return known or SupplierRecord.objects.create(name=name, number=next_ordinal(SUPPLIERS))


def _find_related(article: ArticleRecord) -> None:
    earlier = ArticleRecord.objects.filter(withdrawn_at=None, number__lt=article.number).values_list(
        "pk", "number", "title"
    )
    in_category = earlier.filter(category=article.category).order_by("-ordinal")[:NEAR_IN_CATEGORY]
    from_supplier = (
        earlier.filter(supplier=article.supplier).order_by("-supplied") if article.supplier else earlier.none()
    )
    supplied = {number: (pk, title) for pk, number, title in from_supplier[:NEAR_FROM_SUPPLIER]}
    rows = {number: (pk, title) for pk, number, title in in_category} | supplied
    found = related(
        article.title,
        (Candidate(Reference(number, title), number in supplied) for number, (_, title) in sorted(rows.items())),
    )
    RelatedRecord.objects.bulk_create(
        RelatedRecord(article=article, earlier_id=rows[each.number][0], position=position)
        for position, each in enumerate(found)
    )


def leave_out_before(number: int) -> None:
    """Let the next article have this publication number, where it was not given out yet."""
    row, _ = ListRecord.objects.get_or_create(slug=ALL)
    ListRecord.objects.filter(pk=row.pk, last__lt=number - 1).update(last=number - 1)


def next_ordinal(slug: str) -> int:
    """The next ordinal of a list. Ordinals are never given out twice, so a permanent page never changes its order.

    Whoever asks meanwhile waits for the end of this transaction, also where the list is a new one.
    """
    assert connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ON, [slug])
        cursor.execute("SELECT last FROM list WHERE slug = %s", [slug])
        return int(cursor.fetchone()[0])
