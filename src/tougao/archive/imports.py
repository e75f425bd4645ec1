"""Articles from another site: each becomes a draft once, in one transaction, and may be published with the day it bore there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tougao.archive import decisions, illustrations, likeness, publication, recording, search, texts
from tougao.archive.intake import MAIL_SUFFIX
from tougao.archive.models import (
    ArticleRecord,
    CorrectionRecord,
    DecisionRecord,
    DraftRecord,
    ImportRecord,
    OldAddressRecord,
    PictureRecord,
    SubmissionRecord,
)
from tougao.archive.store import Store
from tougao.core import layout
from tougao.core.article import Picture
from tougao.core.importing import Entry, mail
from tougao.core.importing.entry import moved_from
from tougao.core.notice import gettext_noop
from tougao.core.site import Site
from tougao.core.submission import Kind
from tougao.core.workflow import Action, Status
from tougao.errors import DecisionError, SubmissionError

NO_TITLE = gettext_noop("it has no title")
NO_TEXT = gettext_noop("it has no text")
IN_FUTURE = gettext_noop("its day lies ahead, so it stays a draft")


@dataclass(frozen=True)
class Ready:
    """An entry with the body and the pictures it will have here; `category` is a slug of this site, or empty."""

    entry: Entry
    html: str
    category: str
    pictures: tuple[Picture, ...] = ()


def known(keys: Iterable[str]) -> set[str]:
    """Those keys that were imported before."""
    return set(ImportRecord.objects.filter(key__in=list(keys)).values_list("key", flat=True))


def bring(ready: Ready, site: Site, mails: Store, now: datetime) -> DraftRecord:
    """Make the draft of an entry that is not known yet. Raises SubmissionError where it lacks what a draft needs."""
    entry = ready.entry
    if not entry.title:
        raise SubmissionError(NO_TITLE)
    if not ready.html:
        raise SubmissionError(NO_TEXT)
    raw = mail.mail(entry, site)
    digest = mails.keep(raw, MAIL_SUFFIX)
    with transaction.atomic():
        submission, _ = SubmissionRecord.objects.get_or_create(
            digest=digest,
            defaults={
                "size": len(raw),
                "received_at": min(entry.published_at or now, now),
                "kept_at": now,
                "read_at": now,
                "state": SubmissionRecord.State.READ,
                "kind": Kind.SUBMISSION,
                "sender_name": entry.byline[:255],
                "organisation": entry.credit[:255],
                "subject": entry.title[:998],
                "message_id": f"<import-{entry.key}@{site.domain}>",
                "sent_at": entry.published_at,
            },
        )
        draft = DraftRecord.objects.create(
            submission=submission,
            position=submission.drafts.count(),
            **recording.lines(entry),
            sender=entry.byline[:255],
            summary=entry.summary,
            category=ready.category,
            html=ready.html,
            received_at=now,
            changed_at=now,
        )
        PictureRecord.objects.bulk_create(
            illustrations.record(draft, place, each) for place, each in enumerate(ready.pictures)
        )
        record = ImportRecord.objects.create(
            draft=draft, key=entry.key, published_at=entry.published_at, imported_at=now
        )
        for path in moved_from(entry.urls):
            OldAddressRecord.objects.get_or_create(path=path, defaults={"imported": record})
        likeness.note_seen_before(draft)
        search.index(texts.of_draft(draft))
    return draft


def publish(draft: DraftRecord, entry: Entry, site: Site, now: datetime) -> ArticleRecord:
    """Let readers see it, with the days it bore. Raises DecisionError where it may not be seen."""
    if entry.published_at and entry.published_at > now:
        raise DecisionError(IN_FUTURE)
    with transaction.atomic():
        if entry.number:
            publication.leave_out_before(entry.number)
        # Another newsroom has reviewed it, and readers have seen it: no review of this one is asked for again.
        for _ in site.reviews.roles[1:]:
            decisions.decide(draft.pk, Action.PASS, None, now, site)
        decisions.decide(draft.pk, Action.APPROVE, None, now, site, dated=entry.published_at)
        # It did not wait for us all the years since then.
        DecisionRecord.objects.filter(draft=draft).update(waited_seconds=None)
        article = ArticleRecord.objects.get(draft=draft)
        if entry.updated_at and article.published_at < entry.updated_at <= now:
            article.updated_at = entry.updated_at
        if entry.number == article.number:  # it is at its old address, so feed readers may know it again
            article.entry_id, article.reads, article.pinned_at = entry.guid, entry.reads, entry.pinned_at
        article.save()
        for each in entry.corrections:
            decision = DecisionRecord.objects.create(
                draft=draft,
                action=Action.CORRECT,
                decided_at=each.corrected_at,
                from_status=Status.PUBLISHED,
                to_status=Status.PUBLISHED,
            )
            CorrectionRecord.objects.create(
                article=article, decision=decision, note=each.note, corrected_at=each.corrected_at
            )
    return article


def moves() -> Mapping[str, str]:
    """Where old addresses lead: path → path of an article that readers see or saw."""
    rows = OldAddressRecord.objects.filter(imported__draft__article__isnull=False).order_by("path")
    return {
        path: layout.address(layout.article_path(number))
        for path, number in rows.values_list("path", "imported__draft__article__number")
    }


def addresses_of() -> Mapping[int, tuple[str, ...]]:
    """The old addresses of each article, by its number."""
    out: dict[int, tuple[str, ...]] = {}
    rows = OldAddressRecord.objects.filter(imported__draft__article__isnull=False).order_by("pk")
    for path, number in rows.values_list("path", "imported__draft__article__number"):
        out[number] = (*out.get(number, ()), path)
    return out
