"""Rows of what is edited at run time."""

from django.db import models

from tougao.core.setting import Part


class SettingRecord(models.Model):
    """A version of a part of the site (core.setting). Rows are added, never changed; the newest one of a part holds.

    `value` is None where the configuration file shall hold again. `digest` covers the row and the digest before it, so
    the newest one names all that was ever edited.
    """

    part = models.CharField(max_length=16, choices=[(part.value, part.value) for part in Part])
    number = models.PositiveIntegerField()  # counts the versions of a part from 1
    value = models.JSONField(null=True)
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey("archive.EditorRecord", on_delete=models.PROTECT, related_name="+", null=True)
    restores = models.PositiveIntegerField(null=True, blank=True)  # the version it brings back; 0 is the file
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "setting"
        ordering = ("-pk",)
        constraints = [models.UniqueConstraint(fields=["part", "number"], name="setting_version")]
