"""Rows of what readers write: messages, and what editors did with them."""

from django.db import models

from tougao.core.messages import Deed, Standing


class MessageRecord(models.Model):
    """A message in the guestbook, or below an article. Of its writer it knows no more than the name that was typed.

    `number` is its ordinal in its list, given when it is first shown and never again; `token` that of the form it was sent
    with, so that one form is one message.
    """

    article = models.ForeignKey(
        "archive.ArticleRecord", on_delete=models.CASCADE, related_name="messages", null=True, blank=True
    )
    slug = models.CharField(max_length=64)  # of its list (core.layout)
    number = models.PositiveIntegerField(null=True, blank=True)
    standing = models.CharField(
        max_length=8, choices=[(each.value, each.value) for each in Standing], default=Standing.WAITING
    )
    name = models.CharField(max_length=60, blank=True, default="")
    text = models.TextField()
    digest = models.CharField(max_length=64)  # of the text (core.messages)
    token = models.CharField(max_length=32, unique=True)
    edition = models.CharField(max_length=8)
    has_proof = models.BooleanField(default=False)
    links = models.PositiveSmallIntegerField(default=0)
    written_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "message"
        ordering = ("-written_at", "-id")
        constraints = [models.UniqueConstraint(fields=["slug", "number"], name="message_number")]
        indexes = [
            models.Index(fields=["standing", "written_at"], name="message_standing"),
            models.Index(fields=["slug", "digest"], name="message_digest"),
        ]


class MessageDeedRecord(models.Model):
    """Who did what with a message. Those done at once have one `batch`; `before` holds the answer as it was."""

    message = models.ForeignKey(MessageRecord, on_delete=models.CASCADE, related_name="deeds")
    batch = models.CharField(max_length=32, db_index=True)
    deed = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Deed])
    editor = models.ForeignKey("archive.EditorRecord", on_delete=models.PROTECT, related_name="+", null=True)
    done_at = models.DateTimeField()
    from_standing = models.CharField(max_length=8)
    to_standing = models.CharField(max_length=8)
    before = models.JSONField(default=dict)  # {"answer": …, "answered_at": …}
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "message_deed"
        ordering = ("-done_at", "-id")
