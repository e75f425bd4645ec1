"""Somebody who writes."""

from django.db import models

from tougao.archive.rows.editor import EditorRecord


class ContributorRecord(models.Model):
    """Somebody who writes: what editors decided about him, and figures that archive.contributors counts from his mails."""

    class Standing(models.TextChoices):
        USUAL = "usual"
        ALLOWED = "allowed"  # known and welcome; believed only for verified mail
        BLOCKED = "blocked"  # mails are kept and make no drafts

    address = models.CharField(max_length=320, unique=True)
    standing = models.CharField(max_length=8, choices=Standing.choices, default=Standing.USUAL)
    note = models.TextField(blank=True, default="")
    language = models.CharField(max_length=2, blank=True, default="")  # of letters; "" is that of his mails
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(EditorRecord, on_delete=models.PROTECT, related_name="+", null=True)

    name = models.CharField(max_length=255, blank=True, default="")
    organisation = models.CharField(max_length=255, blank=True, default="")
    is_organisation_set = models.BooleanField(default=False)  # by an editor; his mails no longer change it
    mails = models.PositiveIntegerField(default=0)
    verified = models.PositiveIntegerField(default=0)
    verified_share = models.FloatField(null=True, blank=True)
    drafts = models.PositiveIntegerField(default=0)
    published = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)
    spiked = models.PositiveIntegerField(default=0)
    acceptance = models.FloatField(null=True, blank=True)  # of the drafts that were decided
    decision_seconds = models.FloatField(null=True, blank=True)  # median, from arrival to the first decision
    first_at = models.DateTimeField(null=True, blank=True)
    last_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        db_table = "contributor"
