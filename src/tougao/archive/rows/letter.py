"""A letter on its way."""

from django.db import models

from tougao.archive.rows.decision import DecisionRecord
from tougao.archive.rows.mail import SubmissionRecord


class LetterRecord(models.Model):
    """A letter to a contributor, written in the transaction of its cause and sent later, once."""

    submission = models.ForeignKey(SubmissionRecord, on_delete=models.PROTECT, related_name="letters", null=True)
    decision = models.OneToOneField(DecisionRecord, on_delete=models.PROTECT, related_name="letter", null=True)
    recipient = models.CharField(max_length=320)
    subject = models.CharField(max_length=998)
    body = models.TextField()
    html = models.TextField(blank=True, default="")  # a second form of the body, for letters to editors
    is_secret = models.BooleanField(default=False)  # its words open something: emptied once it has left
    message_id = models.CharField(max_length=255, unique=True)
    in_reply_to = models.CharField(max_length=998, blank=True, default="")
    written_at = models.DateTimeField()
    not_before = models.DateTimeField(db_index=True)
    attempted_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True, db_index=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True, default="")

    class Meta:
        db_table = "letter"
