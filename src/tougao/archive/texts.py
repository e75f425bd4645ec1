"""What of a mail, a draft or an article can be found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tougao.archive.models import ArticleRecord, DraftRecord, SubmissionRecord
from tougao.core import markup
from tougao.core.query import Findable
from tougao.core.submission import Submission
from tougao.core.wrapping import unwrapped


@dataclass(frozen=True)
class Text:
    """What of a mail, a draft or an article can be found. `people` is whoever it is from."""

    kind: Findable
    object_id: int
    at: datetime
    title: str
    people: str
    body: str
    category: str = ""
    is_public: bool = False


def of_mail(record: SubmissionRecord, mail: Submission, files: Iterable[str]) -> Text:
    """Subject, sender, the words of the body and of mails enclosed in it, and the names of the files."""
    bodies = (
        unwrapped(each.text) if each.text.strip() else markup.text_of(each.html) for each in (mail, *mail.enclosed)
    )
    return Text(
        Findable.MAIL,
        record.pk,
        record.received_at,
        record.subject,
        _lines(record.sender_name, record.sender_address, record.organisation),
        _lines(*bodies, *files),
    )


def of_row(record: SubmissionRecord) -> Text:
    """What is known of a mail that is not taken apart: one in quarantine."""
    return of_mail(record, Submission(), ())


def of_draft(record: DraftRecord) -> Text:
    sent = record.submission
    return Text(
        Findable.DRAFT,
        record.pk,
        record.received_at,
        record.title,
        _lines(sent.sender_name, sent.sender_address, sent.organisation, record.byline, record.source, record.credit),
        _lines(markup.text(record.html), record.summary),
        record.category,
    )


def of_article(record: ArticleRecord) -> Text:
    return Text(
        Findable.ARTICLE,
        record.pk,
        record.published_at,
        record.title,
        _lines(record.byline, record.source, record.credit),
        _lines(markup.text(record.html), record.summary),
        record.category,
        is_public=record.withdrawn_at is None,
    )


def _lines(*rows: str) -> str:
    return "\n".join(row for row in (row.strip() for row in rows) if row)
