"""Those who write: what editors decided about them, and their history."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max, Q

from tougao.archive import audit
from tougao.archive.models import ContributorRecord, DraftRecord, EditorRecord, SubmissionRecord
from tougao.core.audit import Event
from tougao.core.authentication import Verdict
from tougao.core.workflow import Status

Standing = ContributorRecord.Standing


@dataclass(frozen=True)
class Contributor:
    """Counts are of mails and drafts; `verified` of the mails whose sender was verified."""

    address: str
    name: str
    organisation: str
    standing: str
    mails: int
    verified: int
    published: int
    returned: int
    spiked: int
    last_at: datetime | None


def listed(words: str = "", limit: int = 200) -> list[Contributor]:
    """The latest to write first."""
    found = SubmissionRecord.objects.exclude(sender_address="")
    for word in words.split():
        found = found.filter(
            Q(sender_address__icontains=word) | Q(sender_name__icontains=word) | Q(organisation__icontains=word)
        )
    rows = (
        found.values("sender_address")
        .annotate(
            mails=Count("pk"), verified=Count("pk", filter=Q(verdict=Verdict.VERIFIED)), last_at=Max("received_at")
        )
        .order_by("-last_at")[:limit]
    )
    return [_contributor(row["sender_address"], row["mails"], row["verified"], row["last_at"]) for row in rows]


def one(address: str) -> Contributor:
    found = SubmissionRecord.objects.filter(sender_address=address)
    verified = found.filter(verdict=Verdict.VERIFIED).count()
    return _contributor(address, found.count(), verified, found.aggregate(last=Max("received_at"))["last"])


def _contributor(address: str, mails: int, verified: int, last_at: datetime | None) -> Contributor:
    last = SubmissionRecord.objects.filter(sender_address=address).order_by("-received_at").first()
    drafts = dict(
        DraftRecord.objects.filter(submission__sender_address=address).values_list("status").annotate(Count("pk"))
    )
    return Contributor(
        address=address,
        name=last.sender_name if last else "",
        organisation=last.organisation if last else "",
        standing=standing(address),
        mails=mails,
        verified=verified,
        published=drafts.get(Status.PUBLISHED, 0),
        returned=drafts.get(Status.RETURNED, 0),
        spiked=drafts.get(Status.SPIKED, 0),
        last_at=last_at,
    )


def standing(address: str) -> str:
    found = ContributorRecord.objects.filter(address=address.lower()).values_list("standing", flat=True).first()
    return found or Standing.USUAL.value


def is_blocked(address: str) -> bool:
    return bool(address) and standing(address) == Standing.BLOCKED


def decide(address: str, wanted: str, note: str, editor: EditorRecord | None, now: datetime) -> None:
    """Set a contributor's standing."""
    with transaction.atomic():
        ContributorRecord.objects.update_or_create(
            address=address.lower(),
            defaults={"standing": Standing(wanted), "note": note[:300], "changed_by": editor, "changed_at": now},
        )
        audit.record(Event.STANDING_CHANGED, editor, now, f"contributor {address.lower()}", {"to": wanted})
