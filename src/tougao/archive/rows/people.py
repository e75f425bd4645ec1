"""Rows of what people write to each other about drafts: replies of contributors, digests for editors."""

from django.db import models


class ReplyRecord(models.Model):
    """A mail that answers a letter of ours, or follows its writer's own, linked with a draft it is about."""

    draft = models.ForeignKey("archive.DraftRecord", on_delete=models.CASCADE, related_name="replies")
    submission = models.ForeignKey("archive.SubmissionRecord", on_delete=models.CASCADE, related_name="replies")
    words = models.TextField(blank=True, default="")  # without what it quotes
    received_at = models.DateTimeField()
    noted_at = models.DateTimeField(null=True, blank=True)  # somebody has looked after it
    noted_by = models.ForeignKey("archive.EditorRecord", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        db_table = "reply"
        ordering = ("-received_at", "-pk")
        constraints = [models.UniqueConstraint(fields=["draft", "submission"], name="reply_once")]
        indexes = [models.Index(fields=["noted_at", "received_at"], name="reply_waiting")]


class SubscriptionRecord(models.Model):
    """An editor's wish to get a digest, and where."""

    editor = models.OneToOneField("archive.EditorRecord", on_delete=models.CASCADE, related_name="subscription")
    address = models.CharField(max_length=320)
    is_on = models.BooleanField(default=True)
    since = models.DateTimeField()  # nothing older is told

    class Meta:
        db_table = "subscription"


class DigestRecord(models.Model):
    """That an editor was told at this hour; without a letter there was nothing to tell. Unique, so never twice.

    `last_draft` and `last_reply` are the keys up to which he was told: keys follow each other as rows are written, and the hour
    at which a mail is read lies before its draft is.
    """

    editor = models.ForeignKey("archive.EditorRecord", on_delete=models.CASCADE, related_name="digests")
    hour_at = models.DateTimeField()
    written_at = models.DateTimeField()
    last_draft = models.BigIntegerField(default=0)
    last_reply = models.BigIntegerField(default=0)
    letter = models.OneToOneField("archive.LetterRecord", on_delete=models.PROTECT, related_name="digest", null=True)

    class Meta:
        db_table = "digest"
        constraints = [models.UniqueConstraint(fields=["editor", "hour_at"], name="digest_once")]
