"""What a picture of a draft was made from."""

from django.db import models


class OriginalRecord(models.Model):
    """The bytes as somebody gave them stand in the media store under `digest`; `picture` shows the rectangle of them.

    The rectangle is that of core.pictures.Rectangle. `whole` is the picture before it was cut, itself when it was not.
    """

    picture = models.OneToOneField("archive.PictureRecord", on_delete=models.CASCADE, related_name="original")
    whole = models.ForeignKey("archive.PictureRecord", on_delete=models.CASCADE, related_name="parts")
    digest = models.CharField(max_length=64)
    left = models.PositiveIntegerField(default=0)
    top = models.PositiveIntegerField(default=0)
    right = models.PositiveIntegerField(default=10_000)
    bottom = models.PositiveIntegerField(default=10_000)
    editor = models.ForeignKey("archive.EditorRecord", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        db_table = "original"
