"""How a text is found again."""

from django.db import models

from tougao.archive.rows.draft import DraftRecord


class FingerprintRecord(models.Model):
    """One of the numbers by which a text is found again (core.likeness); a text like it has some of the same."""

    draft = models.ForeignKey(DraftRecord, on_delete=models.CASCADE, related_name="fingerprints")
    number = models.BigIntegerField()

    class Meta:
        db_table = "fingerprint"
        indexes = [models.Index(fields=["number", "draft"], name="fingerprint_number")]


class LikenessRecord(models.Model):
    """A draft whose text was seen before: `share` of the shorter text stands in both."""

    draft = models.ForeignKey(DraftRecord, on_delete=models.CASCADE, related_name="likenesses")
    earlier = models.ForeignKey(DraftRecord, on_delete=models.CASCADE, related_name="+")
    share = models.FloatField()
    same_sender = models.BooleanField()

    class Meta:
        db_table = "likeness"
        ordering = ("-share", "-earlier_id")
        constraints = [models.UniqueConstraint(fields=["draft", "earlier"], name="likeness_pair")]
