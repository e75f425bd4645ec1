"""What the readers of a feed were told last."""

from django.db import models


class FeedRecord(models.Model):
    """When a feed last told its readers of something, so that its own moment never goes back: not when an article leaves,
    nor when the clock does. `page` is 0 for the current feed of a list, else the number of an archive document.

    `expired_until`: what was too old to be told at this moment has been ordered out of the feed.
    """

    slug = models.CharField(max_length=64)
    page = models.PositiveIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)
    expired_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "feed"
        constraints = [models.UniqueConstraint(fields=["slug", "page"], name="feed_page")]
