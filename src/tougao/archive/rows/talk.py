"""What editors say to each other about a draft, and whose it is."""

from django.db import models


class CommentRecord(models.Model):
    """A comment on a draft, never seen by its contributor or by readers. Plain text."""

    draft = models.ForeignKey("archive.DraftRecord", on_delete=models.CASCADE, related_name="comments")
    editor = models.ForeignKey("archive.EditorRecord", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        db_table = "comment"
        ordering = ("written_at", "id")


class MentionRecord(models.Model):
    """An editor who is called upon in a comment; seen when the draft is opened by that editor."""

    comment = models.ForeignKey(CommentRecord, on_delete=models.CASCADE, related_name="mentions")
    editor = models.ForeignKey("archive.EditorRecord", on_delete=models.CASCADE, related_name="mentions")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "mention"
        constraints = [models.UniqueConstraint(fields=["comment", "editor"], name="mention_once")]


class AssignmentRecord(models.Model):
    """Whose a draft is, from then on; without an editor it is anybody's again. Rows are added, never changed."""

    draft = models.ForeignKey("archive.DraftRecord", on_delete=models.CASCADE, related_name="assignments")
    editor = models.ForeignKey("archive.EditorRecord", on_delete=models.PROTECT, related_name="+", null=True)
    assigned_by = models.ForeignKey("archive.EditorRecord", on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "assignment"
        ordering = ("assigned_at", "id")
