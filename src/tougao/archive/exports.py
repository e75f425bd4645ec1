"""Everything there is, row by row and in a fixed order, for an export. Nothing that signs anybody in is among it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tougao.archive import imports, reading
from tougao.archive.models import (
    ArticleRecord,
    ContributorRecord,
    DecisionRecord,
    DraftRecord,
    LetterRecord,
    SubmissionRecord,
)
from tougao.core.article import Article
from tougao.core.horizon import EVERYTHING

AT_ONCE = 200
DRAFT = (
    "pk", "submission_id", "position", "status", "version", "title", "byline", "source", "credit", "summary", "category", "html",
    "manuscript", "set_aside", "embargo_until", "publish_at", "received_at", "changed_at",
)  # fmt: skip
SUBMISSION = (
    "pk", "digest", "size", "received_at", "kept_at", "state", "trouble", "read_at", "kind", "sender_name", "sender_address",
    "organisation", "subject", "message_id", "in_reply_to", "sent_at", "verdict", "answers_id", "notices",
)  # fmt: skip
DECISION = (
    "pk", "draft_id", "action", "editor__username", "decided_at", "reason", "publish_at", "from_status", "to_status", "undone_at",
)  # fmt: skip
LETTER = (
    "pk", "submission_id", "decision_id", "recipient", "subject", "body", "message_id", "in_reply_to", "written_at", "sent_at",
    "cancelled_at", "trouble",
)  # fmt: skip
CONTRIBUTOR = ("address", "standing", "note", "language", "name", "organisation", "changed_at", "changed_by__username")

Row = dict[str, Any]


def articles() -> Iterator[tuple[Article, tuple[str, ...]]]:
    """Live and withdrawn articles by number, as they were read until now, with their old addresses."""
    old = imports.addresses_of()
    numbers = reading.every_number()
    for start in range(0, len(numbers), AT_ONCE):
        group = numbers[start : start + AT_ONCE]
        reads = dict(ArticleRecord.objects.filter(number__in=group).values_list("number", "reads"))
        found = reading.articles(group, EVERYTHING)
        for number in group:
            yield replace(found[number], reads=reads[number]), old.get(number, ())


def drafts() -> Iterator[Row]:
    rows = DraftRecord.objects.order_by("pk").select_related("article")
    for each in rows.prefetch_related("pictures").iterator(AT_ONCE):
        number = each.article.number if hasattr(each, "article") else None
        shown = [
            {"file": f"{picture.sha256}.{picture.extension}", "name": picture.name, "caption": picture.caption}
            for picture in each.pictures.all()
        ]
        yield _row(each, DRAFT) | {"article": number, "pictures": shown}


def submissions() -> Iterator[Row]:
    rows = SubmissionRecord.objects.order_by("pk").select_related("form")
    for each in rows.prefetch_related("attachments").iterator(AT_ONCE):
        files = [
            {
                "name": file.name,
                "media_type": file.media_type,
                "size": file.size,
                "sha256": file.sha256,
                "role": file.role,
            }
            for file in each.attachments.all()
        ]
        yield _row(each, SUBMISSION) | {
            "by_form": hasattr(each, "form"),
            "files": files,
            "file": f"submissions/{each.pk}.eml",
        }


def decisions() -> Iterator[Row]:
    yield from _rows(DecisionRecord.objects.order_by("pk").values(*DECISION).iterator(AT_ONCE))


def letters() -> Iterator[Row]:
    """All but those whose words open something."""
    yield from _rows(LetterRecord.objects.filter(is_secret=False).order_by("pk").values(*LETTER).iterator(AT_ONCE))


def contributors() -> Iterator[Row]:
    yield from _rows(ContributorRecord.objects.order_by("address").values(*CONTRIBUTOR).iterator(AT_ONCE))


def _row(each: Any, columns: tuple[str, ...]) -> Row:
    return {_name(column): getattr(each, column) for column in columns}


def _rows(rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        yield {_name(column): value for column, value in row.items()}


def _name(column: str) -> str:
    """As somebody outside would call it."""
    return {"pk": "number"}.get(column, column.removesuffix("_id").replace("__username", ""))
