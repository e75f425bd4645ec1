"""A version of a draft: its fields as somebody left them."""

from django.db import models


class RevisionRecord(models.Model):
    """`number` is the draft's version it was saved as. Rows are added; only a row of autosaves grows while it is the last.

    Without an editor it is the draft as it was made from the mail, or what a command did.
    """

    draft = models.ForeignKey("archive.DraftRecord", on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    editor = models.ForeignKey("archive.EditorRecord", on_delete=models.PROTECT, related_name="+", null=True)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    is_autosave = models.BooleanField(default=False)
    restored_from = models.PositiveIntegerField(null=True, blank=True)
    fields = models.JSONField()  # {"title": …, "html": …}

    class Meta:
        db_table = "revision"
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="revision_number")]
