"""The rows. What they mean in the trade stands in core; here stand only their shapes and their unique keys."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from tougao.core.authentication import Verdict
from tougao.core.submission import Kind
from tougao.core.submission import Role as AttachmentRole
from tougao.core.workflow import Action, Role, Status


def choices(enum: type) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in enum]  # type: ignore[attr-defined]


class EditorRecord(AbstractUser):
    """Somebody who signs in to the desk."""

    role = models.CharField(max_length=16, choices=choices(Role), default=Role.EDITOR)
    language = models.CharField(max_length=8, default="zh-hans")

    class Meta:
        db_table = "editor"


class SubmissionRecord(models.Model):
    """A mail that was kept. `digest` (SHA-256 of the raw bytes) is its identity and the name of its file."""

    class State(models.TextChoices):
        KEPT = "kept"  # raw bytes safe, not read yet
        READ = "read"
        QUARANTINED = "quarantined"  # could not be read; `trouble` says why

    digest = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    received_at = models.DateTimeField(db_index=True)
    kept_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.KEPT, db_index=True)
    trouble = models.TextField(blank=True, default="")
    read_at = models.DateTimeField(null=True, blank=True)
    kind = models.CharField(max_length=12, choices=choices(Kind), blank=True, default="")
    sender_name = models.CharField(max_length=255, blank=True, default="")
    sender_address = models.CharField(max_length=320, blank=True, default="", db_index=True)
    organisation = models.CharField(max_length=255, blank=True, default="")
    subject = models.CharField(max_length=998, blank=True, default="")
    message_id = models.CharField(max_length=998, blank=True, default="")
    in_reply_to = models.CharField(max_length=998, blank=True, default="")
    sent_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=12, choices=choices(Verdict), default=Verdict.UNVERIFIED)
    # The piece this mail is about: the one whose receipt or return it answers, or whose mail it follows in a thread.
    answers = models.ForeignKey("self", on_delete=models.SET_NULL, related_name="answered_by", null=True, blank=True)
    answerable = models.BooleanField(default=False)  # may its sender get a letter?
    notices = models.JSONField(default=list)  # [{"message": …, "values": {…}}]

    class Meta:
        db_table = "submission"
        ordering = ("-received_at", "-id")
        indexes = [
            models.Index(fields=["message_id"], name="submission_message_id"),
            models.Index(fields=["state", "received_at", "id"], name="submission_queue"),
            models.Index(fields=["organisation"], name="submission_organisation"),
            models.Index(fields=["read_at"], name="submission_read"),
        ]


class DeliveryRecord(models.Model):
    """One appearance of a mail in a mailbox: the same bytes may be delivered more than once."""

    submission = models.ForeignKey(SubmissionRecord, on_delete=models.PROTECT, related_name="deliveries")
    mailbox = models.CharField(max_length=64)
    folder = models.CharField(max_length=255)
    uidvalidity = models.BigIntegerField()
    uid = models.BigIntegerField()
    kept_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "delivery"
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "folder", "uidvalidity", "uid"], name="delivery_identity"),
        ]


class MailboxRecord(models.Model):
    """What we know of a mailbox between rounds."""

    name = models.CharField(max_length=64, unique=True)
    uidvalidity = models.BigIntegerField(null=True, blank=True)
    last_round_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True, default="")
    trouble_since = models.DateTimeField(null=True, blank=True)
    alarmed_at = models.DateTimeField(null=True, blank=True)  # the administrator was told of this trouble
    lease_owner = models.CharField(max_length=64, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "mailbox"


class ContributorRecord(models.Model):
    """What editors decided about somebody who writes; his history is counted from submissions and drafts."""

    class Standing(models.TextChoices):
        USUAL = "usual"
        ALLOWED = "allowed"  # known and welcome; believed only for verified mail
        BLOCKED = "blocked"  # mails are kept and make no drafts

    address = models.CharField(max_length=320, unique=True)
    standing = models.CharField(max_length=8, choices=Standing.choices, default=Standing.USUAL)
    note = models.CharField(max_length=300, blank=True, default="")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(EditorRecord, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        db_table = "contributor"


class AttachmentRecord(models.Model):
    """A file that came with a mail; its bytes are read from the raw mail when they are wanted."""

    submission = models.ForeignKey(SubmissionRecord, on_delete=models.CASCADE, related_name="attachments")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=127)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    role = models.CharField(max_length=12, choices=choices(AttachmentRole))
    reason = models.JSONField(null=True, blank=True)

    class Meta:
        db_table = "attachment"
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["submission", "position"], name="attachment_position")]


class DraftRecord(models.Model):
    """The working copy on the desk. `version` grows by one with every save; a save names the one it saw."""

    submission = models.ForeignKey(SubmissionRecord, on_delete=models.PROTECT, related_name="drafts")
    position = models.PositiveIntegerField(default=0)  # a mail may hold several manuscripts
    status = models.CharField(max_length=12, choices=choices(Status), default=Status.NEW, db_index=True)
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=300)
    byline = models.CharField(max_length=300, blank=True, default="")
    source = models.CharField(max_length=300, blank=True, default="")
    credit = models.CharField(max_length=300, blank=True, default="")
    summary = models.TextField(blank=True, default="")
    category = models.CharField(max_length=64, blank=True, default="")
    html = models.TextField(blank=True, default="")
    manuscript = models.CharField(max_length=255, blank=True, default="")
    set_aside = models.JSONField(default=list)
    notices = models.JSONField(default=list)
    origins = models.JSONField(default=list)  # [{"field": …, "certainty": …, "place": {"message": …, "values": …}}]
    received_at = models.DateTimeField(db_index=True)
    changed_at = models.DateTimeField(db_index=True)
    sender = models.CharField(
        max_length=320, blank=True, default=""
    )  # by which the queue is sorted: name, else address

    class Meta:
        db_table = "draft"
        ordering = ("-received_at", "-id")
        constraints = [models.UniqueConstraint(fields=["submission", "position"], name="draft_position")]
        # All that the queue filters and sorts by stands in these, so that the texts are not read for it.
        indexes = [
            models.Index(
                fields=["status", "received_at", "id", "submission", "category", "position"], name="draft_queue"
            ),
            models.Index(
                fields=["status", "sender", "-received_at", "-id", "submission", "category"], name="draft_by_sender"
            ),
        ]


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


class PictureRecord(models.Model):
    """A picture of a draft, as it would be published; its bytes stand in the media store."""

    draft = models.ForeignKey(DraftRecord, on_delete=models.CASCADE, related_name="pictures")
    position = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    extension = models.CharField(max_length=4)
    name = models.CharField(max_length=255)
    caption = models.CharField(max_length=500, blank=True, default="")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.BigIntegerField()

    class Meta:
        db_table = "picture"
        ordering = ("position",)


class ListRecord(models.Model):
    """The last ordinal given out in a list: a category's slug, or "" for the whole site (publication numbers)."""

    slug = models.CharField(max_length=64, unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "list"


class ArticleRecord(models.Model):
    """What readers see: the draft as it was approved. `number` and `entry_id` are given once and never change."""

    draft = models.OneToOneField(DraftRecord, on_delete=models.PROTECT, related_name="article")
    number = models.PositiveIntegerField(unique=True)
    entry_id = models.CharField(max_length=255, unique=True)
    title = models.CharField(max_length=300)
    byline = models.CharField(max_length=300, blank=True, default="")
    source = models.CharField(max_length=300, blank=True, default="")
    credit = models.CharField(max_length=300, blank=True, default="")
    summary = models.TextField(blank=True, default="")
    html = models.TextField()
    category = models.CharField(max_length=64)
    ordinal = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reads = models.PositiveBigIntegerField(default=0)
    reads_printed = models.PositiveBigIntegerField(default=0)

    class Meta:
        db_table = "article"
        constraints = [models.UniqueConstraint(fields=["category", "ordinal"], name="article_place")]
        indexes = [models.Index(fields=["published_at"])]


class DecisionRecord(models.Model):
    """Who decided what, and when. Rows are added, never changed, but for the mark that one was undone.

    `before` holds the article's fields as they were, so that a correction can be undone.
    """

    draft = models.ForeignKey(DraftRecord, on_delete=models.PROTECT, related_name="decisions")
    action = models.CharField(max_length=12, choices=choices(Action))
    editor = models.ForeignKey(EditorRecord, on_delete=models.PROTECT, related_name="decisions", null=True)
    decided_at = models.DateTimeField(db_index=True)
    reason = models.TextField(blank=True, default="")
    from_status = models.CharField(max_length=12, choices=choices(Status))
    to_status = models.CharField(max_length=12, choices=choices(Status))
    before = models.JSONField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "decision"
        ordering = ("-decided_at", "-id")


class PrintOrderRecord(models.Model):
    """Work for the press, written in the transaction of its cause. Without an article it orders the whole site.

    `places` lists [category, ordinal] of every place the change touches, before and after.
    """

    article = models.ForeignKey(ArticleRecord, on_delete=models.PROTECT, related_name="+", null=True)
    places = models.JSONField(default=list)
    ordered_at = models.DateTimeField()
    printed_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        db_table = "print_order"


class PushRecord(models.Model):
    """How far a hub or a search engine has been told: up to this print order. A failure waits until `not_before`."""

    target = models.CharField(max_length=16, unique=True)
    told_until = models.BigIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    trouble = models.TextField(blank=True, default="")
    not_before = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "push"


class LetterRecord(models.Model):
    """A letter to a contributor, written in the transaction of its cause and sent later, once."""

    submission = models.ForeignKey(SubmissionRecord, on_delete=models.PROTECT, related_name="letters", null=True)
    decision = models.OneToOneField(DecisionRecord, on_delete=models.PROTECT, related_name="letter", null=True)
    recipient = models.CharField(max_length=320)
    subject = models.CharField(max_length=998)
    body = models.TextField()
    message_id = models.CharField(max_length=255, unique=True)
    in_reply_to = models.CharField(max_length=998, blank=True, default="")
    written_at = models.DateTimeField()
    not_before = models.DateTimeField(db_index=True)
    attempted_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True, db_index=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True, default="")

    class Meta:
        db_table = "letter"


from tougao.archive import queue_records  # noqa: E402, F401 - Django looks for all of them here
