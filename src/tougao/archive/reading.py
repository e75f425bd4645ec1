"""Rows → the core's dataclasses: what the press and the newsstand need to know."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from tougao.archive import messages
from tougao.archive.models import (
    ArticleRecord,
    CorrectionRecord,
    DraftRecord,
    ListRecord,
    PictureRecord,
    PrintOrderRecord,
    RelatedRecord,
    SupplierRecord,
)
from tougao.core.article import Article, Correction, Picture, Place, Reference, Supplier
from tougao.core.layout import ALL, supplier_of, supplier_slug

# The columns of an article, in the order of `_article`: a full print run reads each of them several times.
COLUMNS = (
    "number", "entry_id", "title", "byline", "source", "credit", "summary", "html", "category", "ordinal", "published_at",
    "updated_at", "reads_printed", "withdrawn_at", "supplier__number", "supplied", "pinned_at",
)  # fmt: skip


def _read(rows: QuerySet[ArticleRecord], with_text: bool = True) -> list[Article]:
    """Without their text, what a site map needs is a hundredth of the bytes."""
    columns = (column if with_text or column != "html" else Value("") for column in COLUMNS)
    return [_article(*row) for row in rows.values_list(*columns)]


def _article(
    number: int,
    entry_id: str,
    title: str,
    byline: str,
    source: str,
    credit: str,
    summary: str,
    html: str,
    category: str,
    ordinal: int,
    published_at: datetime,
    updated_at: datetime,
    reads: int,
    withdrawn_at: datetime | None,
    supplier: int | None,
    supplied: int,
    pinned_at: datetime | None,
) -> Article:
    return Article(
        number,
        entry_id,
        title,
        byline,
        source,
        credit,
        summary,
        html,
        Place(category, ordinal),
        published_at,
        updated_at,
        reads,
        withdrawn_at,
        Place(supplier_slug(supplier), supplied) if supplier else None,
        pinned_at,
    )


def articles(numbers: Iterable[int]) -> dict[int, Article]:
    """Live and withdrawn articles by number, in its order, with what their own pages show beside them."""
    wanted = list(numbers)
    found = {
        article.number: article for article in _read(ArticleRecord.objects.filter(number__in=wanted).order_by("number"))
    }
    notes, beside, below = _corrections(wanted), _related(wanted), messages.below(wanted)
    for number in notes.keys() | beside.keys() | below.keys():
        newest, count = below.get(number, ((), 0))
        found[number] = replace(
            found[number],
            corrections=tuple(notes.get(number, ())),
            related=tuple(beside.get(number, ())),
            messages=newest,
            message_count=count,
        )
    return found


def _corrections(numbers: list[int]) -> dict[int, list[Correction]]:
    out: dict[int, list[Correction]] = {}
    rows = CorrectionRecord.objects.filter(article__number__in=numbers)
    for number, corrected_at, note in rows.values_list("article__number", "corrected_at", "note"):
        out.setdefault(number, []).append(Correction(corrected_at, note))
    return out


def _related(numbers: list[int]) -> dict[int, list[Reference]]:
    out: dict[int, list[Reference]] = {}
    rows = RelatedRecord.objects.filter(article__number__in=numbers, earlier__withdrawn_at=None)
    for number, earlier, title in rows.values_list("article__number", "earlier__number", "earlier__title"):
        out.setdefault(number, []).append(Reference(earlier, title))
    return out


def every_number() -> list[int]:
    return list(ArticleRecord.objects.order_by("number").values_list("number", flat=True))


def last_ordinals() -> dict[str, int]:
    """The last ordinal given out in each list; "" is the whole site."""
    return dict(ListRecord.objects.values_list("slug", "last"))


def _shown(slug: str) -> tuple[str, Q]:
    """The field that orders a list of articles, and which ones stand in it."""
    if slug == ALL:
        return "number", Q()
    supplier = supplier_of(slug)
    return ("supplied", Q(supplier__number=supplier)) if supplier else ("ordinal", Q(category=slug))


def _live(slug: str) -> tuple[str, QuerySet[ArticleRecord]]:
    field, shown = _shown(slug)
    return field, ArticleRecord.objects.filter(shown, withdrawn_at=None).order_by(f"-{field}")


def newest(slug: str, count: int) -> list[Article]:
    """The live articles of a list, newest first."""
    return _read(_live(slug)[1][:count])


def pinned() -> list[Article]:
    """What the home page shows first: the live articles that are pinned, the last one pinned first."""
    return _read(ArticleRecord.objects.filter(withdrawn_at=None).exclude(pinned_at=None).order_by("-pinned_at"))


def within(slug: str, ordinals: range) -> list[int]:
    """The numbers of the live articles of a list that hold these ordinals, newest first."""
    field, rows = _live(slug)
    found = rows.filter(**{f"{field}__gte": ordinals.start, f"{field}__lt": ordinals.stop})
    return list(found.values_list("number", flat=True))


def bare(numbers: Iterable[int]) -> dict[int, Article]:
    """Live articles by number, without what only their own pages show beside them."""
    rows = ArticleRecord.objects.filter(number__in=list(numbers), withdrawn_at=None)
    return {article.number: article for article in _read(rows)}


def suppliers(ordinals: range | None = None) -> list[Supplier]:
    """Those who have live articles on the site, the newest first; with `ordinals`, those of these numbers."""
    rows = SupplierRecord.objects.filter(
        Exists(ArticleRecord.objects.filter(supplier=OuterRef("pk"), withdrawn_at=None))
    )
    if ordinals is not None:
        rows = rows.filter(number__gte=ordinals.start, number__lt=ordinals.stop)
    return [Supplier(number, name) for number, name in rows.order_by("-number").values_list("number", "name")]


def supplier_names(numbers: Iterable[int]) -> dict[int, str]:
    return dict(SupplierRecord.objects.filter(number__in=list(numbers)).values_list("number", "name"))


def withdrawn_since(slug: str, since: datetime) -> list[Article]:
    """What feeds must tell their readers to forget, newest first."""
    rows = ArticleRecord.objects.filter(_shown(slug)[1], pk__in=list(_withdrawn(since)))
    return _read(rows.order_by("-withdrawn_at", "-number")[:100])


def _withdrawn(since: datetime) -> QuerySet[ArticleRecord, int]:
    """Keys, of any list: said as the index of withdrawn articles says it, or SQLite reads every article of a list."""
    return ArticleRecord.objects.filter(~Q(withdrawn_at=None), withdrawn_at__gte=since).values_list("pk", flat=True)


Placed = tuple[Article, Reference | None, Reference | None]  # an article, the one before it, the one after it


def neighbours(number: int) -> tuple[Reference | None, Reference | None]:
    """The live articles published before and after this one: 上一篇, 下一篇."""
    shown = ArticleRecord.objects.filter(withdrawn_at=None).values_list("number", "title")
    older = shown.filter(number__lt=number).order_by("-number").first()
    newer = shown.filter(number__gt=number).order_by("number").first()
    return (Reference(*older) if older else None, Reference(*newer) if newer else None)


def neighbours_in(live: Sequence[Article]) -> Iterator[Placed]:
    """Each of these articles, which follow one another without a gap, with those before and after it."""
    if not live:
        return
    before, _ = neighbours(live[0].number)
    _, after = neighbours(live[-1].number)
    row = [before, *(article.reference for article in live), after]
    yield from ((article, row[place], row[place + 2]) for place, article in enumerate(live))


def naming(number: int) -> tuple[int, ...]:
    """The live articles whose pages name this one: as 上一篇, 下一篇, or related."""
    later = RelatedRecord.objects.filter(earlier__number=number, article__withdrawn_at=None)
    beside = (each.number for each in neighbours(number) if each)
    return (*beside, *later.values_list("article__number", flat=True))


def minted() -> tuple[str, str] | None:
    """The authority and the day that head the oldest article's tag: URI, whatever the configuration says today."""
    oldest = ArticleRecord.objects.order_by("number").values_list("entry_id", flat=True).first()
    match = re.match(r"tag:([^,:]+),(\d{4}-\d\d-\d\d):", oldest or "")
    return (match[1], match[2]) if match else None


def moments(numbers: range) -> list[tuple[int, datetime]]:
    """(number, updated_at) of the live articles among these numbers, the oldest first."""
    rows = ArticleRecord.objects.filter(withdrawn_at=None, number__gte=numbers.start, number__lt=numbers.stop)
    return list(rows.order_by("number").values_list("number", "updated_at"))


def published_since(since: datetime) -> list[Article]:
    rows = ArticleRecord.objects.filter(withdrawn_at=None, published_at__gte=since).order_by("-published_at", "-number")
    return _read(rows[:1000], with_text=False)


@dataclass(frozen=True)
class PrintOrder:
    """`number` is None when the whole site is ordered, or, with places, messages of readers. `pictures` are
    (sha256, extension, width) as shown before."""

    order_id: int
    number: int | None
    places: tuple[Place, ...]
    pictures: tuple[tuple[str, str, int], ...] = ()

    @property
    def is_everything(self) -> bool:
        return self.number is None and not self.places


def print_orders() -> list[PrintOrder]:
    """What is ordered and not yet printed, oldest first."""
    rows = PrintOrderRecord.objects.filter(printed_at=None).order_by("pk")
    return [
        PrintOrder(
            pk,
            number,
            tuple(Place(str(slug), int(ordinal)) for slug, ordinal in places),
            tuple((str(sha256), str(extension), int(width)) for sha256, extension, width in pictures),
        )
        for pk, number, places, pictures in rows.values_list("pk", "article__number", "places", "pictures")
    ]


def has_print_orders() -> bool:
    return PrintOrderRecord.objects.filter(printed_at=None).exists()


def printed(orders: Iterable[PrintOrder], now: datetime) -> None:
    PrintOrderRecord.objects.filter(pk__in=[order.order_id for order in orders]).update(printed_at=now)


def order_everything(now: datetime) -> None:
    PrintOrderRecord.objects.create(article=None, places=[], ordered_at=now)


def shows_picture(sha256: str) -> bool:
    """Does any live article show this picture?"""
    return ArticleRecord.objects.filter(withdrawn_at=None, html__contains=sha256).exists()


def as_if_published(draft: DraftRecord, entry_id: str, now: datetime) -> Article:
    """The article a draft would be if it were approved now, for a preview."""
    published = ArticleRecord.objects.filter(draft=draft).first()
    number = (
        published.number
        if published
        else (ListRecord.objects.filter(slug=ALL).values_list("last", flat=True).first() or 0) + 1
    )
    return Article(
        number=number,
        entry_id=published.entry_id if published else entry_id,
        title=draft.title,
        byline=draft.byline,
        source=draft.source,
        credit=draft.credit,
        summary=draft.summary,
        html=draft.html,
        place=Place(draft.category, published.ordinal if published else 0),
        published_at=published.published_at if published else now,
        updated_at=published.updated_at if published else now,
        reads=published.reads_printed if published else 0,
        **_beside(published),
    )


def _beside(published: ArticleRecord | None) -> dict[str, Any]:
    """What stands on an article's page beside its text, as `Article` names it."""
    if published is None:
        return {}
    stored = articles([published.number])[published.number]
    return {name: getattr(stored, name) for name in ("supplied", "pinned_at", "corrections", "related")}


def unprepared_pictures(most: int = 50) -> list[tuple[int, str, str, int]]:
    """(row, sha256, extension, width) of pictures whose copies for the site have not been made, the newest first."""
    rows = PictureRecord.objects.filter(prepared_at=None).order_by("-pk")
    return list(rows.values_list("pk", "sha256", "extension", "width")[:most])


def picture_prepared(row: int, now: datetime) -> None:
    PictureRecord.objects.filter(pk=row).update(prepared_at=now)


def pictures(draft: DraftRecord) -> list[Picture]:
    return [
        Picture(record.sha256, record.extension, record.name, record.caption, record.width, record.height, record.size)
        for record in PictureRecord.objects.filter(draft=draft)
    ]
