"""Rows of what readers read: sums alone, nothing of who they are."""

from django.db import models

from tougao.core.reads import Span


class ReadHourRecord(models.Model):
    """How often an article was read in an hour; kept while a ranking may ask for it."""

    article = models.ForeignKey("archive.ArticleRecord", on_delete=models.CASCADE, related_name="+")
    hour = models.DateTimeField()  # its beginning
    reads = models.PositiveBigIntegerField(default=0)

    class Meta:
        db_table = "read_hour"
        constraints = [models.UniqueConstraint(fields=["article", "hour"], name="read_hour_once")]
        indexes = [models.Index(fields=["hour", "article", "reads"], name="read_hour_ranking")]


class ReadJournalRecord(models.Model):
    """How many bytes of a journal file are in the sums; written in their transaction, so that no line counts twice."""

    name = models.CharField(max_length=80, unique=True)
    taken = models.PositiveBigIntegerField()

    class Meta:
        db_table = "read_journal"


class RankRecord(models.Model):
    """A place in a ranking of the most-read as it is printed, from 1; `reads` are those of its span."""

    span = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Span])
    place = models.PositiveSmallIntegerField()
    article = models.ForeignKey("archive.ArticleRecord", on_delete=models.CASCADE, related_name="+")
    reads = models.PositiveBigIntegerField()

    class Meta:
        db_table = "rank"
        ordering = ("span", "place")
        constraints = [models.UniqueConstraint(fields=["span", "place"], name="rank_place")]
