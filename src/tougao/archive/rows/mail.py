"""A mail, where it appeared, and the files that came with it."""

from django.db import models

from tougao.archive.rows.choice import choices
from tougao.core.authentication import Verdict
from tougao.core.submission import Kind
from tougao.core.submission import Role as AttachmentRole


class SubmissionRecord(models.Model):
    """A mail that was kept. `digest` (SHA-256 of the raw bytes) is its identity and the name of its file."""

    class State(models.TextChoices):
        KEPT = "kept"  # raw bytes safe, not read yet
        READ = "read"
        QUARANTINED = "quarantined"  # could not be read; `trouble` says why

    digest = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    received_at = models.DateTimeField(db_index=True)
    kept_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.KEPT, db_index=True)
    trouble = models.TextField(blank=True, default="")
    read_at = models.DateTimeField(null=True, blank=True)
    kind = models.CharField(max_length=12, choices=choices(Kind), blank=True, default="")
    sender_name = models.CharField(max_length=255, blank=True, default="")
    sender_address = models.CharField(max_length=320, blank=True, default="", db_index=True)
    organisation = models.CharField(max_length=255, blank=True, default="")
    subject = models.CharField(max_length=998, blank=True, default="")
    message_id = models.CharField(max_length=998, blank=True, default="")
    in_reply_to = models.CharField(max_length=998, blank=True, default="")
    sent_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=12, choices=choices(Verdict), default=Verdict.UNVERIFIED)
    # The piece this mail is about: the one whose receipt or return it answers, or whose mail it follows in a thread.
    answers = models.ForeignKey("self", on_delete=models.SET_NULL, related_name="answered_by", null=True, blank=True)
    answerable = models.BooleanField(default=False)  # may its sender get a letter?
    contributor = models.ForeignKey(
        "ContributorRecord", on_delete=models.SET_NULL, related_name="submissions", null=True, blank=True
    )
    notices = models.JSONField(default=list)  # [{"message": …, "values": {…}}]

    class Meta:
        db_table = "submission"
        ordering = ("-received_at", "-id")
        indexes = [
            models.Index(fields=["message_id"], name="submission_message_id"),
            models.Index(fields=["received_at", "kind", "contributor"], name="submission_readings"),
            models.Index(fields=["state", "received_at", "id"], name="submission_queue"),
            models.Index(fields=["organisation"], name="submission_organisation"),
            models.Index(fields=["read_at"], name="submission_read"),
        ]


class DeliveryRecord(models.Model):
    """One appearance of a mail in a mailbox: the same bytes may be delivered more than once."""

    submission = models.ForeignKey(SubmissionRecord, on_delete=models.PROTECT, related_name="deliveries")
    mailbox = models.CharField(max_length=64)
    folder = models.CharField(max_length=255)
    uidvalidity = models.BigIntegerField()
    uid = models.BigIntegerField()
    kept_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "delivery"
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "folder", "uidvalidity", "uid"], name="delivery_identity"),
        ]


class MailboxRecord(models.Model):
    """What we know of a mailbox between rounds."""

    name = models.CharField(max_length=64, unique=True)
    uidvalidity = models.BigIntegerField(null=True, blank=True)
    last_round_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True, default="")
    trouble_since = models.DateTimeField(null=True, blank=True)
    alarmed_at = models.DateTimeField(null=True, blank=True)  # the administrator was told of this trouble
    lease_owner = models.CharField(max_length=64, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "mailbox"


class AttachmentRecord(models.Model):
    """A file that came with a mail; its bytes are read from the raw mail when they are wanted."""

    submission = models.ForeignKey(SubmissionRecord, on_delete=models.CASCADE, related_name="attachments")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=127)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    role = models.CharField(max_length=12, choices=choices(AttachmentRole))
    reason = models.JSONField(null=True, blank=True)

    class Meta:
        db_table = "attachment"
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["submission", "position"], name="attachment_position")]
