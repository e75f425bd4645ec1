"""Rows → the core's dataclasses: what the press and the newsstand need to know."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from tougao.archive import messages
from tougao.archive.models import (
    ArticleRecord,
    CorrectionRecord,
    DraftRecord,
    ListRecord,
    PictureRecord,
    RelatedRecord,
    SupplierRecord,
)
from tougao.archive.since import may_show
from tougao.core.article import Article, Correction, Picture, Place, Reference, Supplier
from tougao.core.characters import printable
from tougao.core.horizon import EVERYTHING, Horizon
from tougao.core.layout import ALL, supplier_of, supplier_slug
from tougao.core.markup import printable_html

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
    """Here all texts are cleaned once more, whatever wrote the row: one that no XML can hold would end the run."""
    return Article(
        number,
        entry_id,
        printable(title),
        printable(byline),
        printable(source),
        printable(credit),
        printable(summary),
        printable_html(html),
        Place(category, ordinal),
        published_at,
        updated_at,
        reads,
        withdrawn_at,
        Place(supplier_slug(supplier), supplied) if supplier else None,
        pinned_at,
    )


def articles(numbers: Iterable[int], horizon: Horizon) -> dict[int, Article]:
    """Live and withdrawn articles by number, in its order, with what their own pages show beside them.

    One that came back since the `horizon` is left out: it is neither shown yet nor withdrawn any more.
    """
    wanted = list(numbers)
    rows = ArticleRecord.objects.filter(~Q(withdrawn_at=None) | may_show(horizon), number__in=wanted)
    found = {article.number: article for article in _as_of(_read(rows.order_by("number")), horizon)}
    wanted = list(found)
    notes, beside, below = _corrections(wanted), _related(wanted, horizon), messages.below(wanted, horizon)
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


def _as_of(articles: Iterable[Article], horizon: Horizon) -> list[Article]:
    """Without suppliers whose pages the run does not print yet."""
    return [
        replace(article, supplied=None) if article.supplied and not horizon.has(article.supplied.slug) else article
        for article in articles
    ]


def _corrections(numbers: list[int]) -> dict[int, list[Correction]]:
    out: dict[int, list[Correction]] = {}
    rows = CorrectionRecord.objects.filter(article__number__in=numbers)
    for number, corrected_at, note in rows.values_list("article__number", "corrected_at", "note"):
        out.setdefault(number, []).append(Correction(corrected_at, printable(note)))
    return out


def _related(numbers: list[int], horizon: Horizon) -> dict[int, list[Reference]]:
    out: dict[int, list[Reference]] = {}
    rows = RelatedRecord.objects.filter(
        may_show(horizon, "earlier__"), article__number__in=numbers, earlier__withdrawn_at=None
    )
    for number, earlier, title in rows.values_list("article__number", "earlier__number", "earlier__title"):
        out.setdefault(number, []).append(_reference(earlier, title))
    return out


def bodies(numbers: Iterable[int]) -> dict[int, str]:
    """The texts of articles by number, live or not."""
    return dict(ArticleRecord.objects.filter(number__in=list(numbers)).values_list("number", "html"))


def every_number() -> list[int]:
    return list(ArticleRecord.objects.order_by("number").values_list("number", flat=True))


def _shown(slug: str) -> tuple[str, Q]:
    """The field that orders a list of articles, and which ones stand in it."""
    if slug == ALL:
        return "number", Q()
    supplier = supplier_of(slug)
    return ("supplied", Q(supplier__number=supplier)) if supplier else ("ordinal", Q(category=slug))


def _live(slug: str, horizon: Horizon) -> tuple[str, QuerySet[ArticleRecord]]:
    field, shown = _shown(slug)
    within = {f"{field}__lte": horizon.last_of(slug)}
    rows = ArticleRecord.objects.filter(shown, may_show(horizon), withdrawn_at=None, **within)
    return field, rows.order_by(f"-{field}")


def newest(slug: str, count: int, horizon: Horizon) -> list[Article]:
    """The live articles of a list, newest first."""
    _, rows = _live(slug, horizon)
    return _as_of(_read(rows[:count]), horizon)


def told_again(slug: str, count: int, horizon: Horizon) -> list[Article]:
    """The live articles of a list that readers were told of again, the last one first; said as their index says it."""
    _, shown = _shown(slug)
    rows = ArticleRecord.objects.filter(shown, may_show(horizon), withdrawn_at=None, updated_at__gt=F("published_at"))
    return _as_of(_read(rows.order_by("-updated_at", "-number")[:count]), horizon)


def pinned(horizon: Horizon) -> list[Article]:
    """What the home page shows first: the live articles that are pinned, the last one pinned first."""
    rows = ArticleRecord.objects.filter(may_show(horizon), withdrawn_at=None).exclude(pinned_at=None)
    return _as_of(_read(rows.order_by("-pinned_at")), horizon)


def within(slug: str, ordinals: range, horizon: Horizon) -> list[int]:
    """The numbers of the live articles of a list that hold these ordinals, newest first."""
    field, rows = _live(slug, horizon)
    found = rows.filter(**{f"{field}__gte": ordinals.start, f"{field}__lt": ordinals.stop})
    return list(found.values_list("number", flat=True))


def bare(numbers: Iterable[int], horizon: Horizon) -> dict[int, Article]:
    """Live articles by number, without what only their own pages show beside them."""
    rows = ArticleRecord.objects.filter(may_show(horizon), number__in=list(numbers), withdrawn_at=None)
    return {article.number: article for article in _as_of(_read(rows), horizon)}


def suppliers(horizon: Horizon) -> list[Supplier]:
    """Those who have live articles on the site, the newest first."""
    found = SupplierRecord.objects.filter(
        Exists(ArticleRecord.objects.filter(may_show(horizon), supplier=OuterRef("pk"), withdrawn_at=None))
    )
    rows = found.order_by("-number").values_list("number", "name")
    return [Supplier(number, printable(name)) for number, name in rows if horizon.has(supplier_slug(number))]


def supplier_names(numbers: Iterable[int]) -> dict[int, str]:
    rows = SupplierRecord.objects.filter(number__in=list(numbers))
    return {number: printable(name) for number, name in rows.values_list("number", "name")}


def withdrawn_since(since: datetime) -> list[Article]:
    """What feeds must tell their readers to forget, the last one first, without their texts; of any list.

    Said as the index of withdrawn articles says it, or SQLite reads every article.
    """
    rows = ArticleRecord.objects.filter(~Q(withdrawn_at=None), withdrawn_at__gte=since)
    return _read(rows.order_by("-withdrawn_at", "-number"), with_text=False)


Placed = tuple[Article, Reference | None, Reference | None]  # an article, the one before it, the one after it


def neighbours(number: int, horizon: Horizon) -> tuple[Reference | None, Reference | None]:
    """The live articles published before and after this one: 上一篇, 下一篇."""
    shown = ArticleRecord.objects.filter(may_show(horizon), withdrawn_at=None).values_list("number", "title")
    older = shown.filter(number__lt=number).order_by("-number").first()
    newer = shown.filter(number__gt=number).order_by("number").first()
    return _reference(*older) if older else None, _reference(*newer) if newer else None


def _reference(number: int, title: str) -> Reference:
    return Reference(number, printable(title))


def neighbours_in(live: Sequence[Article], horizon: Horizon) -> Iterator[Placed]:
    """Each of these articles, which follow one another without a gap, with those before and after it."""
    if not live:
        return
    before, _ = neighbours(live[0].number, horizon)
    _, after = neighbours(live[-1].number, horizon)
    row = [before, *(article.reference for article in live), after]
    yield from ((article, row[place], row[place + 2]) for place, article in enumerate(live))


def naming(number: int, horizon: Horizon) -> tuple[int, ...]:
    """The live articles whose pages name this one: as 上一篇, 下一篇, or related."""
    later = RelatedRecord.objects.filter(
        may_show(horizon, "article__"), earlier__number=number, article__withdrawn_at=None
    )
    beside = (each.number for each in neighbours(number, horizon) if each)
    return (*beside, *later.values_list("article__number", flat=True))


def minted() -> tuple[str, str] | None:
    """The authority and the day that head the oldest article's tag: URI, whatever the configuration says today."""
    oldest = ArticleRecord.objects.order_by("number").values_list("entry_id", flat=True).first()
    match = re.match(r"tag:([^,:]+),(\d{4}-\d\d-\d\d):", oldest or "")
    return (match[1], match[2]) if match else None


def moments(numbers: range, horizon: Horizon) -> list[tuple[int, datetime]]:
    """(number, when readers were last told of it) of the live articles among these numbers, the oldest first."""
    within = {"number__gte": numbers.start, "number__lt": numbers.stop}
    rows = ArticleRecord.objects.filter(may_show(horizon), withdrawn_at=None, **within)
    found = rows.order_by("number").values_list("number", "updated_at", "published_at")
    return [(number, max(updated, published)) for number, updated, published in found]


def published_since(since: datetime, horizon: Horizon) -> list[Article]:
    rows = ArticleRecord.objects.filter(may_show(horizon), withdrawn_at=None, published_at__gte=since)
    return _as_of(_read(rows.order_by("-published_at", "-number")[:1000], with_text=False), horizon)


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
    stored = articles([published.number], EVERYTHING)[published.number]
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
