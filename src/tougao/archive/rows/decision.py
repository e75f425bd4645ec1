"""What editors decided, and what readers are told of it."""

from django.db import models

from tougao.archive.rows.article import ArticleRecord
from tougao.archive.rows.choice import choices
from tougao.archive.rows.draft import DraftRecord
from tougao.archive.rows.editor import EditorRecord
from tougao.core.workflow import Action, Status


class DecisionRecord(models.Model):
    """Who decided what, and when. Rows are added, never changed, but for the mark that one was undone.

    `before` holds the article's fields as they were, so that a correction can be undone.
    """

    draft = models.ForeignKey(DraftRecord, on_delete=models.PROTECT, related_name="decisions")
    action = models.CharField(max_length=12, choices=choices(Action))
    editor = models.ForeignKey(EditorRecord, on_delete=models.PROTECT, related_name="decisions", null=True)
    decided_at = models.DateTimeField(db_index=True)
    reason = models.TextField(blank=True, default="")
    publish_at = models.DateTimeField(null=True, blank=True)  # what was scheduled for when
    from_status = models.CharField(max_length=12, choices=choices(Status))
    to_status = models.CharField(max_length=12, choices=choices(Status))
    before = models.JSONField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    waited_seconds = models.FloatField(null=True, blank=True)  # from arrival, for a decision that publishes a draft

    class Meta:
        db_table = "decision"
        ordering = ("-decided_at", "-id")
        indexes = [
            models.Index(
                fields=["decided_at", "undone_at", "action", "editor", "waited_seconds"], name="decision_readings"
            )
        ]


class CorrectionRecord(models.Model):
    """What readers are told about a correction; a decision that is undone takes it back."""

    article = models.ForeignKey(ArticleRecord, on_delete=models.CASCADE, related_name="corrections")
    decision = models.OneToOneField(DecisionRecord, on_delete=models.CASCADE, related_name="correction")
    note = models.TextField()
    corrected_at = models.DateTimeField()

    class Meta:
        db_table = "correction"
        ordering = ("corrected_at", "id")
