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
    contributor = models.ForeignKey(
        "ContributorRecord", on_delete=models.SET_NULL, related_name="submissions", null=True, blank=True
    )
    notices = models.JSONField(default=list)  # [{"message": …, "values": {…}}]

    class Meta:
        db_table = "submission"
        ordering = ("-received_at", "-id")
        indexes = [
            models.Index(fields=["message_id"], name="submission_message_id"),
            models.Index(fields=["received_at", "kind", "contributor"], name="submission_readings"),
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
    """Somebody who writes: what editors decided about him, and figures that archive.contributors counts from his mails."""

    class Standing(models.TextChoices):
        USUAL = "usual"
        ALLOWED = "allowed"  # known and welcome; believed only for verified mail
        BLOCKED = "blocked"  # mails are kept and make no drafts

    address = models.CharField(max_length=320, unique=True)
    standing = models.CharField(max_length=8, choices=Standing.choices, default=Standing.USUAL)
    note = models.TextField(blank=True, default="")
    language = models.CharField(max_length=2, blank=True, default="")  # of letters; "" is that of his mails
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(EditorRecord, on_delete=models.PROTECT, related_name="+", null=True)

    name = models.CharField(max_length=255, blank=True, default="")
    organisation = models.CharField(max_length=255, blank=True, default="")
    is_organisation_set = models.BooleanField(default=False)  # by an editor; his mails no longer change it
    mails = models.PositiveIntegerField(default=0)
    verified = models.PositiveIntegerField(default=0)
    verified_share = models.FloatField(null=True, blank=True)
    drafts = models.PositiveIntegerField(default=0)
    published = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)
    spiked = models.PositiveIntegerField(default=0)
    acceptance = models.FloatField(null=True, blank=True)  # of the drafts that were decided
    decision_seconds = models.FloatField(null=True, blank=True)  # median, from arrival to the first decision
    first_at = models.DateTimeField(null=True, blank=True)
    last_at = models.DateTimeField(null=True, blank=True, db_index=True)

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
    embargo_until = models.DateTimeField(null=True, blank=True)  # may not be published before
    publish_at = models.DateTimeField(null=True, blank=True, db_index=True)  # when it is scheduled
    assigned_to = models.ForeignKey(EditorRecord, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(db_index=True)
    changed_at = models.DateTimeField(db_index=True)
    sender = models.CharField(max_length=320, blank=True, default="")  # name, else address; the queue is sorted by it

    class Meta:
        db_table = "draft"
        ordering = ("-received_at", "-id")
        constraints = [models.UniqueConstraint(fields=["submission", "position"], name="draft_position")]
        # All that the queue and the readings filter and sort by stands in these, so that the texts are not read for it.
        indexes = [
            models.Index(fields=["submission", "status"], name="draft_readings"),
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
    prepared_at = models.DateTimeField(null=True, blank=True)  # when its copies for the site were made

    class Meta:
        db_table = "picture"
        indexes = [models.Index(fields=["id"], name="picture_unprepared", condition=models.Q(prepared_at=None))]
        ordering = ("position",)


class ListRecord(models.Model):
    """The last ordinal given out in a list, by its slug (core.layout); "" is the whole site (publication numbers)."""

    slug = models.CharField(max_length=64, unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "list"


class SupplierRecord(models.Model):
    """An organisation that gives articles; its number stands in addresses and never changes."""

    number = models.PositiveIntegerField(unique=True)
    name = models.CharField(max_length=300, unique=True)

    class Meta:
        db_table = "supplier"


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
    supplier = models.ForeignKey(
        SupplierRecord, on_delete=models.PROTECT, related_name="articles", null=True, blank=True
    )
    supplied = models.PositiveIntegerField(default=0)  # its ordinal in the supplier's list
    pinned_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reads = models.PositiveBigIntegerField(default=0)
    reads_printed = models.PositiveBigIntegerField(default=0)

    class Meta:
        db_table = "article"
        constraints = [
            models.UniqueConstraint(fields=["category", "ordinal"], name="article_place"),
            models.UniqueConstraint(fields=["supplier", "supplied"], name="article_supplied"),
        ]
        # Most rows are neither withdrawn nor pinned; a whole index would lead the planner astray.
        indexes = [
            models.Index(fields=["published_at"]),
            models.Index(fields=["published_at", "withdrawn_at", "category"], name="article_readings"),
            models.Index(fields=["withdrawn_at"], name="article_withdrawn", condition=~models.Q(withdrawn_at=None)),
            models.Index(fields=["pinned_at"], name="article_pinned", condition=~models.Q(pinned_at=None)),
            models.Index(
                fields=["number"], name="article_reads_moved", condition=~models.Q(reads=models.F("reads_printed"))
            ),
        ]


class RelatedRecord(models.Model):
    """An earlier article that stands beside this one, the nearest at position 0."""

    article = models.ForeignKey(ArticleRecord, on_delete=models.CASCADE, related_name="related")
    earlier = models.ForeignKey(ArticleRecord, on_delete=models.CASCADE, related_name="related_later")
    position = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "related"
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["article", "earlier"], name="related_pair")]


class DecisionRecord(models.Model):
    """Who decided what, and when. Rows are added, never changed, but for the mark that one was undone.

    `before` holds the article's fields as they were, so that a correction can be undone.
    """

    draft = models.ForeignKey(DraftRecord, on_delete=models.PROTECT, related_name="decisions")
    action = models.CharField(max_length=12, choices=choices(Action))
    editor = models.ForeignKey(EditorRecord, on_delete=models.PROTECT, related_name="decisions", null=True)
    decided_at = models.DateTimeField(db_index=True)
    reason = models.TextField(blank=True, default="")
    publish_at = models.DateTimeField(null=True, blank=True)  # what was scheduled for when
    from_status = models.CharField(max_length=12, choices=choices(Status))
    to_status = models.CharField(max_length=12, choices=choices(Status))
    before = models.JSONField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    waited_seconds = models.FloatField(null=True, blank=True)  # from arrival, for a decision that publishes a draft

    class Meta:
        db_table = "decision"
        ordering = ("-decided_at", "-id")
        indexes = [
            models.Index(
                fields=["decided_at", "undone_at", "action", "editor", "waited_seconds"], name="decision_readings"
            )
        ]


class CorrectionRecord(models.Model):
    """What readers are told about a correction; a decision that is undone takes it back."""

    article = models.ForeignKey(ArticleRecord, on_delete=models.CASCADE, related_name="corrections")
    decision = models.OneToOneField(DecisionRecord, on_delete=models.CASCADE, related_name="correction")
    note = models.TextField()
    corrected_at = models.DateTimeField()

    class Meta:
        db_table = "correction"
        ordering = ("corrected_at", "id")


class PrintOrderRecord(models.Model):
    """Work for the press, written in the transaction of its cause. Without an article it orders the whole site.

    `places` lists [slug, ordinal] of every place the change touches, before and after; `pictures` the [sha256, extension,
    width] of those that were shown before.
    """

    article = models.ForeignKey(ArticleRecord, on_delete=models.PROTECT, related_name="+", null=True)
    places = models.JSONField(default=list)
    pictures = models.JSONField(default=list)
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
    html = models.TextField(blank=True, default="")  # a second form of the body, for letters to editors
    is_secret = models.BooleanField(default=False)  # its words open something: emptied once it has left
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


from tougao.archive.account_models import InvitationRecord as InvitationRecord  # noqa: E402
from tougao.archive.account_models import SessionRecord as SessionRecord  # noqa: E402
from tougao.archive.audit_models import AuditHeadRecord as AuditHeadRecord  # noqa: E402
from tougao.archive.audit_models import AuditRecord as AuditRecord  # noqa: E402
from tougao.archive.case_rows import CaseEntryRecord as CaseEntryRecord  # noqa: E402
from tougao.archive.case_rows import CaseRecord as CaseRecord  # noqa: E402
from tougao.archive.form_rows import FormRecord as FormRecord  # noqa: E402
from tougao.archive.import_rows import ImportRecord as ImportRecord  # noqa: E402
from tougao.archive.import_rows import OldAddressRecord as OldAddressRecord  # noqa: E402
from tougao.archive.message_rows import MessageDeedRecord as MessageDeedRecord  # noqa: E402
from tougao.archive.message_rows import MessageRecord as MessageRecord  # noqa: E402
from tougao.archive.original import OriginalRecord as OriginalRecord  # noqa: E402
from tougao.archive.people_rows import DigestRecord as DigestRecord  # noqa: E402
from tougao.archive.people_rows import ReplyRecord as ReplyRecord  # noqa: E402
from tougao.archive.people_rows import SubscriptionRecord as SubscriptionRecord  # noqa: E402
from tougao.archive.queue_records import BatchRecord as BatchRecord  # noqa: E402
from tougao.archive.queue_records import PresenceRecord as PresenceRecord  # noqa: E402
from tougao.archive.queue_records import TextRecord as TextRecord  # noqa: E402
from tougao.archive.queue_records import WordsRecord as WordsRecord  # noqa: E402
from tougao.archive.read_rows import RankRecord as RankRecord  # noqa: E402
from tougao.archive.read_rows import ReadHourRecord as ReadHourRecord  # noqa: E402
from tougao.archive.read_rows import ReadJournalRecord as ReadJournalRecord  # noqa: E402
from tougao.archive.revision import RevisionRecord as RevisionRecord  # noqa: E402
from tougao.archive.setting_rows import SettingRecord as SettingRecord  # noqa: E402
from tougao.archive.talk_models import AssignmentRecord as AssignmentRecord  # noqa: E402
from tougao.archive.talk_models import CommentRecord as CommentRecord  # noqa: E402
from tougao.archive.talk_models import MentionRecord as MentionRecord  # noqa: E402
