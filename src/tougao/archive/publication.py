"""What a decision does to an article's row, and which places of the site it touches. Within the decision's transaction."""

from datetime import datetime

from django.utils.dateparse import parse_datetime

from tougao.archive import search, texts
from tougao.archive.models import (
    ArticleRecord,
    DecisionRecord,
    DraftRecord,
    ImportRecord,
    ListRecord,
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

Places = list[list[str | int]]


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
        return _first_published(draft, day, site)
    before = places(article)
    match effect:
        case Effect.REMOVE:
            article.withdrawn_at, article.pinned_at = now, None
        case Effect.PIN:
            article.pinned_at = now
        case Effect.UNPIN:
            article.pinned_at = None
        case Effect.AMEND:
            _copy(draft, article, site)
        case Effect.PUBLISH | Effect.CORRECT:
            if not _was_published(draft):
                _begin_anew(article, day)
            _copy(draft, article, site)
            article.updated_at, article.withdrawn_at = now, None
    _save(article)
    return article, before + [place for place in places(article) if place not in before]


def _day_elsewhere(draft: DraftRecord) -> datetime | None:
    """When an imported article was published on its old site; it keeps that day here."""
    return ImportRecord.objects.filter(draft=draft).values_list("published_at", flat=True).first()


def _was_published(draft: DraftRecord) -> bool:
    """Did any approval outlast the seconds in which it could be undone?"""
    return DecisionRecord.objects.filter(draft=draft, to_status=Status.PUBLISHED, undone_at=None).exists()


def _begin_anew(article: ArticleRecord, at: datetime) -> None:
    """Hardly anybody saw it: it comes as new into its lists, and bears its real day. Its number stays its address."""
    article.published_at, article.category = at, ""
    article.supplier, article.supplied = None, 0


def restore(article: ArticleRecord, before: dict[str, str | int | None] | None, now: datetime) -> Places:
    """Take back what a decision did; without a `before` it had published the article, which is taken off the site."""
    stood = places(article)
    if before is None:
        article.withdrawn_at = now
    else:
        for name, value in before.items():
            setattr(article, name, parse_datetime(str(value)) if name in TIMES and value else value)
        article.supplier = SupplierRecord.objects.filter(pk=article.supplier_id or 0).first()
    _save(article)
    return stood + [place for place in places(article) if place not in stood]


def snapshot(article: ArticleRecord) -> dict[str, object]:
    values = {name: getattr(article, name) for name in SNAPSHOT_FIELDS}
    return values | {name: values[name] and values[name].isoformat() for name in TIMES}


def _first_published(draft: DraftRecord, at: datetime, site: Site) -> tuple[ArticleRecord, Places]:
    number = next_ordinal(ALL)
    article = ArticleRecord(draft=draft, number=number, entry_id=site.entry_id(number), published_at=at, updated_at=at)
    _copy(draft, article, site)
    _save(article)
    _find_related(article)
    return article, places(article)


def _save(article: ArticleRecord) -> None:
    """Reads are added meanwhile, by whoever counts them (archive.reads)."""
    own = [field.name for field in ArticleRecord._meta.concrete_fields if field.name not in ("id", *READS)]
    article.save(update_fields=own if article.pk else None)
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
    """The next ordinal of a list. Ordinals are never given out twice, so a permanent page never changes its order."""
    ListRecord.objects.get_or_create(slug=slug)
    row = ListRecord.objects.select_for_update().get(slug=slug)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last
