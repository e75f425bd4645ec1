"""Texts that were seen before: the same piece sent to several, sent again, or sent corrected."""

from collections.abc import Iterable

from django.db.models import Count

from tougao.archive.models import DraftRecord, FingerprintRecord, LikenessRecord
from tougao.core import markup
from tougao.core.likeness import SEEN_BEFORE, fingerprint, likeness

MOST_COMPARED = 20  # of those that share most numbers; their texts are looked at
MOST_TOLD = 5


def remember(draft: DraftRecord) -> None:
    """Keep what the draft's present text is found by."""
    numbers = set(fingerprint(markup.text(draft.html)))
    kept = FingerprintRecord.objects.filter(draft=draft)
    if numbers != set(kept.values_list("number", flat=True)):
        kept.delete()
        FingerprintRecord.objects.bulk_create(
            FingerprintRecord(draft=draft, number=number) for number in sorted(numbers)
        )


def note_seen_before(draft: DraftRecord) -> None:
    """Link a new draft with the earlier ones it is like, and remember it for those that come."""
    text = markup.text(draft.html)
    LikenessRecord.objects.bulk_create(
        LikenessRecord(
            draft=draft,
            earlier=earlier,
            share=round(share, 4),
            same_sender=earlier.submission.sender_address == draft.submission.sender_address,
        )
        for share, earlier in _alike(text, fingerprint(text), draft)[:MOST_TOLD]
    )
    remember(draft)


def _alike(text: str, numbers: Iterable[int], draft: DraftRecord) -> list[tuple[float, DraftRecord]]:
    shared = (
        FingerprintRecord.objects.filter(number__in=list(numbers))
        .exclude(draft__submission=draft.submission)
        .values("draft")
        .annotate(count=Count("id"))
        .order_by("-count", "-draft")[:MOST_COMPARED]
    )
    found = DraftRecord.objects.filter(pk__in=[row["draft"] for row in shared]).select_related("submission")
    measured = [(likeness(text, markup.text(earlier.html)), earlier) for earlier in found]
    return sorted(
        (pair for pair in measured if pair[0] >= SEEN_BEFORE), key=lambda pair: (pair[0], pair[1].pk), reverse=True
    )
