"""The working copy and its pictures."""

from django.db import models

from tougao.archive.rows.choice import choices
from tougao.archive.rows.editor import EditorRecord
from tougao.archive.rows.mail import SubmissionRecord
from tougao.core.workflow import Status


class DraftRecord(models.Model):
    """The working copy on the desk. `version` grows by one with every save; a save names the one it saw."""

    submission = models.ForeignKey(SubmissionRecord, on_delete=models.PROTECT, related_name="drafts")
    position = models.PositiveIntegerField(default=0)  # a mail may hold several manuscripts
    status = models.CharField(max_length=12, choices=choices(Status), default=Status.NEW, db_index=True)
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=300)
    byline = models.CharField(max_length=300, blank=True, default="")
    source = models.CharField(max_length=300, blank=True, default="")
    credit = models.CharField(max_length=300, blank=True, default="")
    summary = models.TextField(blank=True, default="")
    category = models.CharField(max_length=64, blank=True, default="")
    html = models.TextField(blank=True, default="")
    manuscript = models.CharField(max_length=255, blank=True, default="")
    set_aside = models.JSONField(default=list)
    notices = models.JSONField(default=list)
    origins = models.JSONField(default=list)  # [{"field": …, "certainty": …, "place": {"message": …, "values": …}}]
    is_ahead = models.BooleanField(default=False)  # readers see the article otherwise than it stands here
    embargo_until = models.DateTimeField(null=True, blank=True)  # may not be published before
    publish_at = models.DateTimeField(null=True, blank=True, db_index=True)  # when it is scheduled
    assigned_to = models.ForeignKey(EditorRecord, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(db_index=True)
    changed_at = models.DateTimeField(db_index=True)
    sender = models.CharField(max_length=320, blank=True, default="")  # name, else address; the queue is sorted by it

    class Meta:
        db_table = "draft"
        ordering = ("-received_at", "-id")
        constraints = [models.UniqueConstraint(fields=["submission", "position"], name="draft_position")]
        # All that the queue and the readings filter and sort by stands in these, so that the texts are not read for it.
        indexes = [
            models.Index(fields=["submission", "status"], name="draft_readings"),
            models.Index(
                fields=["status", "received_at", "id", "submission", "category", "position"], name="draft_queue"
            ),
            models.Index(fields=["status", "received_at", "id"], name="draft_ahead", condition=models.Q(is_ahead=True)),
            models.Index(
                fields=["status", "sender", "-received_at", "-id", "submission", "category"], name="draft_by_sender"
            ),
        ]


class PictureRecord(models.Model):
    """A picture of a draft, as it would be published; its bytes stand in the media store."""

    draft = models.ForeignKey(DraftRecord, on_delete=models.CASCADE, related_name="pictures")
    position = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    extension = models.CharField(max_length=4)
    name = models.CharField(max_length=255)
    caption = models.CharField(max_length=500, blank=True, default="")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.BigIntegerField()
    prepared_at = models.DateTimeField(null=True, blank=True)  # when its copies for the site were made

    class Meta:
        db_table = "picture"
        indexes = [models.Index(fields=["id"], name="picture_unprepared", condition=models.Q(prepared_at=None))]
        ordering = ("position",)
