"""The rows behind the queue: texts that can be found, who is on which draft, several drafts decided at one stroke."""

from django.db import models

from tougao.archive.rows.choice import choices
from tougao.archive.rows.draft import DraftRecord
from tougao.archive.rows.editor import EditorRecord
from tougao.core.query import Findable


class TextRecord(models.Model):
    """A text that can be found; archive.search keeps it, its words and its row in the index `found`, all under one key.

    A changed text is a new row: a key is never used twice, so nothing left over in the index can point to a wrong text.
    The row is small, for a search looks at many.
    """

    kind = models.CharField(max_length=8, choices=choices(Findable))
    object_id = models.BigIntegerField()
    at = models.DateTimeField()  # received; of an article, published
    category = models.CharField(max_length=64, blank=True, default="")
    is_public = models.BooleanField(default=False)  # may readers find it?

    class Meta:
        db_table = "text"
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="text_object")]
        indexes = [models.Index(fields=["kind", "at"], name="text_newest")]


class WordsRecord(models.Model):
    """What a text says, as snippets are cut from it. `people` has a line for each name."""

    text = models.OneToOneField(TextRecord, on_delete=models.CASCADE, primary_key=True, related_name="words")
    title = models.CharField(max_length=998, blank=True, default="")
    people = models.TextField(blank=True, default="")
    body = models.TextField(blank=True, default="")

    class Meta:
        db_table = "text_words"


class PresenceRecord(models.Model):
    """An editor at a draft: since when he has it open, when he was last seen there, when he last changed it.

    A row stays when he leaves; `touched_at` tells afterwards whose draft it was.
    """

    draft = models.ForeignKey(DraftRecord, on_delete=models.CASCADE, related_name="presences")
    editor = models.ForeignKey(EditorRecord, on_delete=models.CASCADE, related_name="presences")
    since = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True, db_index=True)
    taken_at = models.DateTimeField(null=True, blank=True)  # he took the draft over from another
    touched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "presence"
        constraints = [models.UniqueConstraint(fields=["draft", "editor"], name="presence_pair")]
        indexes = [models.Index(fields=["editor", "touched_at"], name="presence_touched")]


class BatchRecord(models.Model):
    """One deed done to several drafts, told row by row, and undone as one.

    `rows` lists {"draft", "title", "done", "decision", "before", "version", "origins", "undone", "troubles": [{"message", "values"}]}:
    `decision` is the key of a DecisionRecord; `before`, `version` and `origins` undo a category; `troubles` say why this one was left.
    """

    editor = models.ForeignKey(EditorRecord, on_delete=models.PROTECT, related_name="batches")
    deed = models.CharField(max_length=12)
    done_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    rows = models.JSONField(default=list)

    class Meta:
        db_table = "batch"
        indexes = [models.Index(fields=["editor", "-id"], name="batch_latest")]
