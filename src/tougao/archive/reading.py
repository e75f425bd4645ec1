"""Rows → the core's dataclasses: what the press and the newsstand need to know."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet, Value

from tougao.archive.models import ArticleRecord, DraftRecord, ListRecord, PictureRecord, PrintOrderRecord
from tougao.core.article import Article, Picture, Place
from tougao.core.layout import ALL, PER_PAGE, ordinals_of

# The columns of an article, in the order of `_article`: a full print run reads each of them several times.
COLUMNS = (
    "number", "entry_id", "title", "byline", "source", "credit", "summary", "html", "category", "ordinal", "published_at",
    "updated_at", "reads_printed", "withdrawn_at",
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
) -> Article:
    place = Place(category, ordinal)
    return Article(
        number,
        entry_id,
        title,
        byline,
        source,
        credit,
        summary,
        html,
        place,
        published_at,
        updated_at,
        reads,
        withdrawn_at,
    )


def articles(numbers: Iterable[int]) -> dict[int, Article]:
    """Live and withdrawn articles by number."""
    found = _read(ArticleRecord.objects.filter(number__in=list(numbers)))
    return {article.number: article for article in found}


def every_number() -> list[int]:
    return list(ArticleRecord.objects.order_by("number").values_list("number", flat=True))


def last_ordinals() -> dict[str, int]:
    """The last ordinal given out in each list; "" is the whole site."""
    return dict(ListRecord.objects.values_list("slug", "last"))


def _live(slug: str) -> tuple[str, Q]:
    """The field that orders a list, and what is in it."""
    shown = Q(withdrawn_at=None)
    return ("number", shown) if slug == ALL else ("ordinal", shown & Q(category=slug))


def newest(slug: str, count: int) -> list[Article]:
    """The live articles of a list, newest first."""
    field, shown = _live(slug)
    return _read(ArticleRecord.objects.filter(shown).order_by(f"-{field}")[:count])


def front(slug: str, last: int) -> list[Article]:
    """The articles on the front of a list: those beyond the last full page, and the page before that, newest first."""
    field, shown = _live(slug)
    since = max(1, (last // PER_PAGE - 1) * PER_PAGE + 1)
    rows = ArticleRecord.objects.filter(shown, **{f"{field}__gte": since}).order_by(f"-{field}")
    return _read(rows)


def permanent(slug: str, page: int) -> list[Article]:
    """The live articles of permanent page `page`, newest first."""
    field, shown = _live(slug)
    ordinals = ordinals_of(page)
    rows = ArticleRecord.objects.filter(shown, **{f"{field}__gte": ordinals.start, f"{field}__lt": ordinals.stop})
    return _read(rows.order_by(f"-{field}"))


def withdrawn_since(slug: str, since: datetime) -> list[Article]:
    """What feeds must tell their readers to forget, newest first."""
    rows = ArticleRecord.objects.filter(withdrawn_at__gte=since).order_by("-withdrawn_at", "-number")
    if slug != ALL:
        rows = rows.filter(category=slug)
    return _read(rows[:100])


def neighbours(number: int) -> tuple[Article | None, Article | None]:
    """The live articles published before and after this one: 上一篇, 下一篇."""
    shown = ArticleRecord.objects.filter(withdrawn_at=None)
    older = _read(shown.filter(number__lt=number).order_by("-number")[:1])
    newer = _read(shown.filter(number__gt=number).order_by("number")[:1])
    return (older[0] if older else None, newer[0] if newer else None)


def neighbours_in(live: Sequence[Article]) -> Iterator[tuple[Article, Article | None, Article | None]]:
    """Each of these articles, which follow one another without a gap, with those before and after it."""
    if not live:
        return
    before, _ = neighbours(live[0].number)
    _, after = neighbours(live[-1].number)
    row = [before, *live, after]
    yield from ((article, row[place], row[place + 2]) for place, article in enumerate(live))


def sitemap_page(page: int) -> list[Article]:
    ordinals = range((page - 1) * 1000 + 1, page * 1000 + 1)
    rows = ArticleRecord.objects.filter(withdrawn_at=None, number__gte=ordinals.start, number__lt=ordinals.stop)
    return _read(rows.order_by("number"), with_text=False)


def published_since(since: datetime) -> list[Article]:
    rows = ArticleRecord.objects.filter(withdrawn_at=None, published_at__gte=since).order_by("-published_at", "-number")
    return _read(rows[:1000], with_text=False)


@dataclass(frozen=True)
class PrintOrder:
    """`number` is None when the whole site is ordered."""

    order_id: int
    number: int | None
    places: tuple[Place, ...]


def print_orders() -> list[PrintOrder]:
    """What is ordered and not yet printed, oldest first."""
    rows = (
        PrintOrderRecord.objects.filter(printed_at=None).order_by("pk").values_list("pk", "article__number", "places")
    )
    return [
        PrintOrder(pk, number, tuple(Place(str(slug), int(n)) for slug, n in places)) for pk, number, places in rows
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


def reads_to_print() -> dict[int, int]:
    """The read counts that have moved since they were printed, by article number."""
    rows = ArticleRecord.objects.filter(withdrawn_at=None).exclude(reads=F("reads_printed"))
    return dict(rows.values_list("number", "reads"))


def reads_printed(counts: dict[int, int]) -> None:
    for number, reads in counts.items():
        ArticleRecord.objects.filter(number=number).update(reads_printed=reads)


def add_reads(counts: dict[int, int]) -> None:
    for number, more in counts.items():
        ArticleRecord.objects.filter(number=number, withdrawn_at=None).update(reads=F("reads") + more)


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
        updated_at=now,
        reads=published.reads_printed if published else 0,
    )


def pictures(draft: DraftRecord) -> list[Picture]:
    return [
        Picture(record.sha256, record.extension, record.name, record.caption, record.width, record.height, record.size)
        for record in PictureRecord.objects.filter(draft=draft)
    ]
