"""Rows of the upload form."""

from django.db import models


class FormRecord(models.Model):
    """A submission that came by the upload form: nobody has proven the address in it. `token` is that of the form, good once.

    `content` is the digest of what was typed and chosen. `visitor` and `address` are keyed hashes of the network address, by which
    the same piece sent again is known, and of the mail address, which gets only so many receipts; they are emptied after a day.
    `has_proof`: did a browser with scripts do the work it was asked for?
    """

    submission = models.OneToOneField("archive.SubmissionRecord", on_delete=models.PROTECT, related_name="form")
    token = models.CharField(max_length=64, unique=True)
    visitor = models.CharField(max_length=32, blank=True, default="", db_index=True)
    address = models.CharField(max_length=32, blank=True, default="", db_index=True)
    content = models.CharField(max_length=64, blank=True, default="", db_index=True)
    has_proof = models.BooleanField(default=True)
    sent_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "form"
