"""A reading as the JSON object that `tougao inspect` prints."""

from collections.abc import Callable
from typing import Any

from tougao.core.article import Draft
from tougao.core.drafting import Reading
from tougao.core.markup import text
from tougao.core.submission import Attachment


def as_json(reading: Reading, translate: Callable[[str], str] = str) -> dict[str, Any]:
    """The shape documented in docs/design.md; every value is a string, a number or a list."""
    mail = reading.submission
    return {
        "kind": str(reading.kind),
        "from": {"name": mail.sender.name, "address": mail.sender.address},
        "subject": mail.subject,
        "message_id": mail.message_id,
        "date": mail.sent_at.isoformat() if mail.sent_at else "",
        "articles": [
            _article(draft, headings, translate)
            for draft, headings in zip(reading.drafts, reading.headings, strict=True)
        ],
        "attachments": [_attachment(attachment, translate) for attachment in reading.attachments],
        "warnings": [
            told.said(translate)
            for told in dict.fromkeys((*reading.notices, *(told for draft in reading.drafts for told in draft.notices)))
        ],
    }


def _article(draft: Draft, headings: tuple[str, ...], translate: Callable[[str], str]) -> dict[str, Any]:
    return {
        "title": draft.title,
        "byline": draft.byline,
        "source": draft.source,
        "credit": draft.credit,
        "category": draft.category,
        "summary": draft.summary,
        "html": draft.html,
        "text": _paragraphs(draft),
        "headings": list(headings),
        "images": [
            {
                "name": picture.name,
                "caption": picture.caption,
                "width": picture.width,
                "height": picture.height,
                "sha256": picture.sha256,
            }
            for picture in draft.pictures
        ],
        "origins": {
            origin.field: {"certainty": str(origin.certainty), "from": origin.place.said(translate)}
            for origin in draft.origins
        },
    }


def _paragraphs(draft: Draft) -> str:
    """The words of the body without those of captions, which are told with their images."""
    captions = {picture.caption for picture in draft.pictures}
    return "\n".join(row for row in text(draft.html).split("\n") if row not in captions)


def _attachment(attachment: Attachment, translate: Callable[[str], str]) -> dict[str, Any]:
    return {
        "name": attachment.name,
        "media_type": attachment.media_type,
        "size": attachment.size,
        "sha256": attachment.sha256,
        "role": str(attachment.role),
        "reason": attachment.reason.said(translate) if attachment.reason else "",
    }
