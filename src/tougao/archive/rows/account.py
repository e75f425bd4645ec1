"""The rows of accounts beside the editor's own: sessions and invitations."""

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from tougao.archive.rows.editor import EditorRecord


class SessionRecord(AbstractBaseSession):
    """A browser that is signed in, or on its way there. Whose it is stands beside its data, so that it can be ended."""

    editor = models.ForeignKey(EditorRecord, on_delete=models.CASCADE, related_name="sessions", null=True)
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    address = models.CharField(max_length=45, blank=True, default="")
    agent = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        db_table = "session"


class InvitationRecord(models.Model):
    """A link that lets one person set up an account, once. Of its secret only the SHA-256 is kept."""

    editor = models.ForeignKey(EditorRecord, on_delete=models.CASCADE, related_name="invitations")
    opens = models.BooleanField()  # does accepting it open a new account, or only set a new password?
    secret_digest = models.CharField(max_length=64)
    invited_by = models.ForeignKey(EditorRecord, on_delete=models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "invitation"
        ordering = ("-made_at", "-id")
