"""Reads: from the journal into sums, from sums into rankings, and what of it the press has printed."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction
from django.db.models import ExpressionWrapper, F, FloatField, Sum

from tougao.archive import journal
from tougao.archive.models import ArticleRecord, RankRecord, ReadHourRecord, ReadJournalRecord
from tougao.archive.since import may_show
from tougao.core.characters import printable
from tougao.core.horizon import EVERYTHING, Horizon
from tougao.core.reads import HOUR, Hit, Ranked, Span, Window, hits

KEPT = Span.WEEK.length + HOUR
# In one statement each, for a second may bring hits of hundreds of articles; SQLite and PostgreSQL both take them.
ADD = "UPDATE article SET reads = reads + %s WHERE number = %s AND withdrawn_at IS NULL"
ADD_HOUR = (
    "INSERT INTO read_hour (article_id, hour, reads) SELECT id, %s, %s FROM article WHERE number = %s AND withdrawn_at IS NULL "
    "ON CONFLICT (article_id, hour) DO UPDATE SET reads = read_hour.reads + excluded.reads"
)


class Teller:
    """Takes the journal of all processes into the sums. Any number of processes may have one: a line counts once.

    What is taken is written in the transaction of the sums. Lines that were taken before, by this or another teller, are
    looked at again only to know their readers.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._start_anew()

    def _start_anew(self) -> None:
        self._window = Window()
        self._looked: dict[str, int] = {}  # bytes of each file whose readers are in the window

    def take(self, now: datetime) -> dict[int, int]:
        """Take what has come; the reads of the articles that were asked for, by number.

        Raises DatabaseError; then nothing is taken, and the next call takes it.
        """
        found = journal.files(self.folder)
        numbers: set[int] = set()
        try:
            if any(file.size > self._looked.get(file.name, 0) for file in found):
                numbers = self._take(found)
            self._clear_away(found, now)
        except BaseException:
            self._start_anew()
            raise
        return dict(ArticleRecord.objects.filter(number__in=numbers).values_list("number", "reads")) if numbers else {}

    def _take(self, found: list[journal.File]) -> set[int]:
        numbers: set[int] = set()
        with transaction.atomic():
            _one_at_a_time()
            taken = dict(ReadJournalRecord.objects.values_list("name", "taken"))
            fresh: list[tuple[journal.File, list[Hit]]] = []
            for file in found:
                start = self._looked.get(file.name, 0)
                known = max(0, taken.get(file.name, 0) - start)
                data = journal.lines(self.folder, file, start, known + journal.MOST_BYTES)
                self._looked[file.name] = start + len(data)
                before, after = list(hits(data[:known])), list(hits(data[known:]))
                numbers.update(hit.number for hit in (*before, *after))
                # The readers of every file that were taken are known before one of them may come again in another.
                self._window.take(file.hour, before)
                if len(data) > known:
                    fresh.append((file, after))
            for file, after in fresh:
                add(self._window.take(file.hour, after), file.hour)
                taken_now = {"taken": self._looked[file.name]}
                ReadJournalRecord.objects.update_or_create(name=file.name, defaults=taken_now)
        return numbers

    def _clear_away(self, found: list[journal.File], now: datetime) -> None:
        """A file first, then its row: one without the other would be taken again."""
        gone = [file for file in journal.over(found, now) if self._looked.get(file.name, 0) >= file.size]
        for file in gone:
            journal.remove(self.folder, file)
        if gone:
            here = {file.name for file in found if file not in gone}
            ReadJournalRecord.objects.exclude(name__in=here).delete()
            ReadHourRecord.objects.filter(hour__lt=now - KEPT).delete()
            self._looked = {name: size for name, size in self._looked.items() if name in here}
        self._window.forget(journal.hour_of(now) - HOUR)


def _one_at_a_time() -> None:
    """In a transaction: the next teller waits for its end. SQLite lets one write at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE read_journal IN EXCLUSIVE MODE")


def add(counts: Mapping[int, int], hour: datetime) -> None:
    """Add reads of an hour, by article number; numbers of no live article add nothing. In one transaction."""
    rows = sorted((number, more) for number, more in counts.items() if more)
    moment = connection.ops.adapt_datetimefield_value(hour)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(ADD, [(more, number) for number, more in rows])
        cursor.executemany(ADD_HOUR, [(moment, more, number) for number, more in rows])


def most_read(span: Span, now: datetime, most: int) -> list[Ranked]:
    """The live articles that were read most in the span up to now, each with its reads in it."""
    rows = (
        ReadHourRecord.objects.filter(hour__gt=journal.hour_of(now) - span.length, article__withdrawn_at=None)
        .order_by()
        .values_list("article__number", "article__title")
        .annotate(sum=Sum("reads"))
        .order_by("-sum", "-article__number")
    )
    return [Ranked(number, title, int(reads)) for number, title, reads in rows[:most]]


def rank(now: datetime, most: int) -> None:
    """Make the rankings that are printed from now on."""
    with transaction.atomic():
        for span, before in ranked(EVERYTHING).items():
            wanted = most_read(span, now, most)
            if [(each.number, each.reads) for each in wanted] == [(each.number, each.reads) for each in before]:
                continue
            articles = dict(
                ArticleRecord.objects.filter(number__in=[each.number for each in wanted]).values_list("number", "pk")
            )
            RankRecord.objects.filter(span=span).delete()
            RankRecord.objects.bulk_create(
                RankRecord(span=span, place=place, article_id=articles[each.number], reads=each.reads)
                for place, each in enumerate(wanted, 1)
            )


def ranked(horizon: Horizon) -> dict[Span, list[Ranked]]:
    """The rankings as they are printed, without what was withdrawn meanwhile or lies beyond the horizon."""
    out: dict[Span, list[Ranked]] = {span: [] for span in Span}
    rows = RankRecord.objects.filter(may_show(horizon, "article__"), article__withdrawn_at=None).order_by("place")
    for span, number, title, count in rows.values_list("span", "article__number", "article__title", "reads"):
        out[Span(span)].append(Ranked(number, printable(title), count))
    return out


def to_print(most: int) -> dict[int, int]:
    """The reads of articles whose page tells others, by number; of more than `most`, those that are furthest off."""
    moved = ExpressionWrapper(
        (F("reads") - F("reads_printed")) * 1.0 / (F("reads_printed") + 1), output_field=FloatField()
    )
    rows = ArticleRecord.objects.filter(withdrawn_at=None).exclude(reads=F("reads_printed"))
    return dict(rows.order_by(moved.desc(), "-number").values_list("number", "reads")[:most])


def printed(counts: Mapping[int, int]) -> None:
    rows = [(reads, number) for number, reads in counts.items()]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany("UPDATE article SET reads_printed = %s WHERE number = %s", rows)


def total() -> Counter[int]:
    """The reads of every article that has any, by number."""
    return Counter(dict(ArticleRecord.objects.filter(reads__gt=0).values_list("number", "reads")))
