"""Rows of complaints about articles, and of what was done about them."""

from django.db import models

from tougao.core.cases import Ground, Outcome, Step


class CaseRecord(models.Model):
    """A complaint. It came by the form (`token`), or an editor made it of a mail (`submission`).

    `where` is the article as its writer names it, `article` the one that is meant.
    """

    article = models.ForeignKey(
        "archive.ArticleRecord", on_delete=models.SET_NULL, related_name="cases", null=True, blank=True
    )
    where = models.CharField(max_length=300, blank=True, default="")
    ground = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Ground])
    name = models.CharField(max_length=255, blank=True, default="")
    address = models.CharField(max_length=320, blank=True, default="")
    text = models.TextField(blank=True, default="")
    language = models.CharField(max_length=2)  # of letters: zh or en
    token = models.CharField(max_length=32, unique=True, null=True, blank=True)
    submission = models.OneToOneField(
        "archive.SubmissionRecord", on_delete=models.PROTECT, related_name="case", null=True, blank=True
    )
    has_proof = models.BooleanField(default=True)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(
        max_length=20, choices=[(each.value, each.value) for each in Outcome], blank=True, default=""
    )
    forgotten_at = models.DateTimeField(null=True, blank=True)  # who it was and what was written, after years

    class Meta:
        db_table = "rights_case"
        ordering = ("due_at", "id")
        indexes = [models.Index(fields=["closed_at", "due_at"], name="rights_case_open")]


class CaseEntryRecord(models.Model):
    """A line of a case's log. Rows are added, never changed, but for the mark that one was undone.

    `before` holds what the step changed in the case, so that it can be undone: {"article"} or {"closed_at", "outcome"}.
    """

    case = models.ForeignKey(CaseRecord, on_delete=models.CASCADE, related_name="entries")
    step = models.CharField(max_length=16, choices=[(each.value, each.value) for each in Step])
    editor = models.ForeignKey("archive.EditorRecord", on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    text = models.TextField(blank=True, default="")
    days = models.SmallIntegerField(null=True, blank=True)  # of a reminder
    letter = models.OneToOneField("archive.LetterRecord", on_delete=models.PROTECT, related_name="+", null=True)
    submission = models.ForeignKey("archive.SubmissionRecord", on_delete=models.PROTECT, related_name="+", null=True)
    before = models.JSONField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "rights_case_entry"
        ordering = ("at", "id")
