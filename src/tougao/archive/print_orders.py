"""What the press is ordered to print, and how far a run may look that does it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from tougao.archive import since
from tougao.archive.models import ArticleRecord, ListRecord, MessageDeedRecord, PrintOrderRecord
from tougao.archive.publication import Places
from tougao.core import layout
from tougao.core.article import Place
from tougao.core.horizon import Horizon


@dataclass(frozen=True)
class PrintOrder:
    """`number` is None when the whole site is ordered or, with places, fronts of lists and messages of readers. `pictures`
    are (sha256, extension, width) as shown before."""

    order_id: int
    number: int | None
    places: tuple[Place, ...]
    pictures: tuple[tuple[str, str, int], ...] = ()

    @property
    def is_everything(self) -> bool:
        return self.number is None and not self.places


def waiting() -> list[PrintOrder]:
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


def with_horizon() -> tuple[list[PrintOrder], Horizon]:
    """What a run is to print, and how far it may look; of one moment, for whatever is decided between two readings of the orders
    has one."""
    while True:
        orders = waiting()
        horizon = _horizon()
        still = PrintOrderRecord.objects.filter(printed_at=None).order_by("pk").values_list("pk", flat=True)
        if list(still) == [order.order_id for order in orders]:
            return orders, horizon


def _horizon() -> Horizon:
    """Read once or twice for each approval: nothing in it may grow in number with the archive."""
    lasts = ListRecord.objects.exclude(slug__startswith=since.BELOW).values_list("slug", "last")
    order = PrintOrderRecord.objects.exclude(article=None).order_by("-pk").values_list("pk", flat=True).first()
    deed = MessageDeedRecord.objects.order_by("-pk").values_list("pk", flat=True).first()
    return Horizon(dict(lasts), order or 0, deed or 0)


def any_waiting() -> bool:
    return PrintOrderRecord.objects.filter(printed_at=None).exists()


@dataclass(frozen=True)
class Shown:
    """How readers saw an article before a decision: whether at all, and its text."""

    at_all: bool
    html: str


def as_shown(article: ArticleRecord | None) -> Shown:
    """As it stands now; None was never published."""
    return Shown(article.withdrawn_at is None, article.html) if article else Shown(False, "")


def order_article(article: ArticleRecord, places: Places, before: Shown, now: datetime) -> None:
    """Print what a decision touched: `places` are those the article left or came to."""
    kept = set() if article.withdrawn_at else {sha256 for sha256, _ in layout.references(article.html)}
    pictures = [each for each in layout.shown_pictures(before.html) if each[0] not in kept]
    PrintOrderRecord.objects.create(
        article=article, places=places, pictures=pictures, was_shown=before.at_all, ordered_at=now
    )


def order_everything(now: datetime) -> None:
    PrintOrderRecord.objects.create(article=None, places=[], ordered_at=now)


def pictures_beyond(taken: Collection[int]) -> set[str]:
    """The pictures that orders beyond those that were taken name: a page may show them until these are printed."""
    orders = (order for order in waiting() if order.order_id not in taken)
    return {sha256 for order in orders for sha256, _, _ in order.pictures}
