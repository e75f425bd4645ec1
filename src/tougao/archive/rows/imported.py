"""Rows of what came from other sites."""

from django.db import models


class ImportRecord(models.Model):
    """A draft that was imported. `key` names the article on its old site (core.importing), so that it is imported once."""

    draft = models.OneToOneField("archive.DraftRecord", on_delete=models.PROTECT, related_name="imported")
    key = models.CharField(max_length=64, unique=True)
    published_at = models.DateTimeField(null=True, blank=True)  # there, where it is known
    imported_at = models.DateTimeField()

    class Meta:
        db_table = "import"


class OldAddressRecord(models.Model):
    """A path, with its query, under which an article was read on its old site; it leads to where it is now."""

    path = models.CharField(max_length=500, unique=True)
    imported = models.ForeignKey(ImportRecord, on_delete=models.CASCADE, related_name="addresses")

    class Meta:
        db_table = "old_address"
