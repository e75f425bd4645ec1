"""tougao drafts"""

import argparse
from typing import Any

from django.conf import settings

from tougao import jobs
from tougao.archive import queue
from tougao.archive.models import ArticleRecord, DraftRecord
from tougao.cli.output import json_line, table
from tougao.core import layout
from tougao.core.workflow import Status


def as_json(draft: DraftRecord) -> dict[str, Any]:
    """One draft as a script wants it."""
    article = ArticleRecord.objects.filter(draft=draft).first()
    submission = draft.submission
    return {
        "id": draft.pk,
        "title": draft.title,
        "status": draft.status,
        "sender": submission.sender_address,
        "sender_name": submission.sender_name,
        "organisation": submission.organisation,
        "received_at": draft.received_at.isoformat(),
        "byline": draft.byline,
        "source": draft.source,
        "credit": draft.credit,
        "category": draft.category,
        "pictures": draft.pictures.count(),
        "notices": len(draft.notices) + len(submission.notices),
        "submission": submission.pk,
        "number": article.number if article else None,
        "url": settings.SITE.url + layout.address(layout.article_path(article.number)) if article else "",
    }


def drafts(given: argparse.Namespace) -> int:
    found = queue.drafts(Status(given.status) if given.status else None, given.search, jobs.site())
    if given.json:
        for draft in found:
            json_line(as_json(draft))
        return 0
    zone = settings.SITE.zone
    table(
        ("id", "status", "received", "from", "title"),
        (
            (
                draft.pk,
                draft.status,
                f"{draft.received_at.astimezone(zone):%m-%d %H:%M}",
                draft.submission.sender_name or draft.submission.sender_address,
                draft.title,
            )
            for draft in found
        ),
    )
    return 0
