"""Which article shows which picture."""

from django.db import models

from tougao.archive.rows.article import ArticleRecord


class ShownRecord(models.Model):
    """An article's text shows the picture of these bytes. Derived from the text, so that nobody reads all texts for it."""

    article = models.ForeignKey(ArticleRecord, on_delete=models.CASCADE, related_name="shown")
    sha256 = models.CharField(max_length=64)

    class Meta:
        db_table = "shown"
        constraints = [models.UniqueConstraint(fields=["sha256", "article"], name="shown_pair")]
