"""The rows of the audit log. The database itself refuses to change or remove them (migration 0010)."""

from django.db import models


class AuditRecord(models.Model):
    """One entry of the log (core.audit). It names people by value, so that nothing done to an account changes it.

    Django does not manage the table: `flush` and later migrations leave it alone.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    event = models.CharField(max_length=32, db_index=True)
    who = models.CharField(max_length=150, blank=True, default="", db_index=True)
    who_id = models.BigIntegerField(null=True)
    address = models.CharField(max_length=45, blank=True, default="")
    subject = models.CharField(max_length=200, blank=True, default="", db_index=True)
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "audit"
        managed = False
        ordering = ("-number",)


class AuditHeadRecord(models.Model):
    """The one row that says how far the log goes: whoever adds an entry locks it first, and a cut-off tail shows."""

    number = models.BigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_head"
        managed = False
