"""What readers see, and its places in lists."""

from django.db import models

from tougao.archive.rows.draft import DraftRecord


class ListRecord(models.Model):
    """The last ordinal given out in a list, by its slug (core.layout); "" is the whole site (publication numbers)."""

    slug = models.CharField(max_length=64, unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "list"


class SupplierRecord(models.Model):
    """An organisation that gives articles; its number stands in addresses and never changes."""

    number = models.PositiveIntegerField(unique=True)
    name = models.CharField(max_length=300, unique=True)

    class Meta:
        db_table = "supplier"


class ArticleRecord(models.Model):
    """What readers see: the draft as it was approved. `number` and `entry_id` are given once and never change."""

    draft = models.OneToOneField(DraftRecord, on_delete=models.PROTECT, related_name="article")
    number = models.PositiveIntegerField(unique=True)
    entry_id = models.CharField(max_length=255, unique=True)
    title = models.CharField(max_length=300)
    byline = models.CharField(max_length=300, blank=True, default="")
    source = models.CharField(max_length=300, blank=True, default="")
    credit = models.CharField(max_length=300, blank=True, default="")
    summary = models.TextField(blank=True, default="")
    html = models.TextField()
    category = models.CharField(max_length=64)
    ordinal = models.PositiveIntegerField()
    supplier = models.ForeignKey(
        SupplierRecord, on_delete=models.PROTECT, related_name="articles", null=True, blank=True
    )
    supplied = models.PositiveIntegerField(default=0)  # its ordinal in the supplier's list
    pinned_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reads = models.PositiveBigIntegerField(default=0)
    reads_printed = models.PositiveBigIntegerField(default=0)

    class Meta:
        db_table = "article"
        constraints = [
            models.UniqueConstraint(fields=["category", "ordinal"], name="article_place"),
            models.UniqueConstraint(fields=["supplier", "supplied"], name="article_supplied"),
        ]
        # Most rows are neither withdrawn nor pinned; a whole index would lead the planner astray.
        indexes = [
            models.Index(fields=["published_at"]),
            models.Index(fields=["published_at", "withdrawn_at", "category"], name="article_readings"),
            models.Index(fields=["withdrawn_at"], name="article_withdrawn", condition=~models.Q(withdrawn_at=None)),
            models.Index(fields=["pinned_at"], name="article_pinned", condition=~models.Q(pinned_at=None)),
            *(
                models.Index(
                    fields=[*within, "updated_at", "number"],
                    name=f"article_told_again{suffix}",
                    condition=models.Q(withdrawn_at=None, updated_at__gt=models.F("published_at")),
                )
                for suffix, within in (("", ()), ("_in", ("category",)), ("_by", ("supplier",)))
            ),
            models.Index(
                fields=["number"], name="article_reads_moved", condition=~models.Q(reads=models.F("reads_printed"))
            ),
        ]


class RelatedRecord(models.Model):
    """An earlier article that stands beside this one, the nearest at position 0."""

    article = models.ForeignKey(ArticleRecord, on_delete=models.CASCADE, related_name="related")
    earlier = models.ForeignKey(ArticleRecord, on_delete=models.CASCADE, related_name="related_later")
    position = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "related"
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["article", "earlier"], name="related_pair")]
