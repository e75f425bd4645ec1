"""Work for the press, and who has been told of it."""

from django.db import models

from tougao.archive.rows.article import ArticleRecord


class PrintOrderRecord(models.Model):
    """Work for the press, written in the transaction of its cause. Without an article it orders the whole site or, with
    places, the fronts of lists and messages of readers.

    `places` lists [slug, ordinal] of every place the change touches, before and after; `pictures` the [sha256, extension,
    width] of those that it showed before and shows no more; `was_shown` says whether readers could see its article before
    (archive.since); `trouble` is the notice of why it could not be printed when that was tried last.
    """

    article = models.ForeignKey(ArticleRecord, on_delete=models.PROTECT, related_name="+", null=True)
    places = models.JSONField(default=list)
    pictures = models.JSONField(default=list)
    was_shown = models.BooleanField(null=True)
    ordered_at = models.DateTimeField()
    printed_at = models.DateTimeField(null=True, blank=True, db_index=True)
    trouble = models.JSONField(null=True, blank=True)

    class Meta:
        db_table = "print_order"


class PrintRunRecord(models.Model):
    """The files that a print run changed and others are told of, written with the note that its orders are done."""

    printed_at = models.DateTimeField(db_index=True)
    changed = models.JSONField(default=list)
    gone = models.JSONField(default=list)

    class Meta:
        db_table = "print_run"


class PushRecord(models.Model):
    """How far a hub or a search engine has been told: up to this print run. A failure waits until `not_before`."""

    target = models.CharField(max_length=16, unique=True)
    told_until = models.BigIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    trouble = models.TextField(blank=True, default="")
    not_before = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "push"
