"""Where a contributor's mail stands: its signed address, and what stands there. Nobody signs in, nothing is changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.signing import BadSignature, Signer

from tougao.archive import contributors
from tougao.archive.models import ArticleRecord, DecisionRecord, DraftRecord, SubmissionRecord
from tougao.core import layout
from tougao.core.progress import Stage, stages
from tougao.core.site import Site
from tougao.core.workflow import UNDO_WINDOW, Status

VALID = timedelta(days=365)
SIGNER = Signer(salt="tougao.archive.status", sep=".")


def token(submission_id: int, now: datetime) -> str:
    """What opens the status page of this mail, and of no other, for a year: its number, the last day, an HMAC of both."""
    return SIGNER.sign(f"{submission_id}.{(now + VALID).date().isoformat()}")


def submission_of(signed: str, now: datetime) -> int | None:
    """The mail that a token opens; None where it is not ours, was changed, or has expired."""
    try:
        number, day = SIGNER.unsign(signed).split(".")
        return int(number) if date.fromisoformat(day) >= now.date() else None
    except (BadSignature, ValueError):
        return None


def address(submission: SubmissionRecord, site: Site, now: datetime) -> str:
    return f"{site.url}/-/status/{token(submission.pk, now)}/"


@dataclass(frozen=True)
class Piece:
    """One draft of the mail. `url` leads to the article while readers see it; `reason` is that of a return."""

    title: str
    stages: tuple[Stage, ...]
    reason: str = ""
    url: str = ""


@dataclass(frozen=True)
class Standing:
    """`language` is the contributor's: zh or en. Without a draft, `pieces` holds one without a title."""

    number: int
    language: str
    pieces: tuple[Piece, ...]


def standing(submission_id: int, site: Site, now: datetime) -> Standing | None:
    """What the contributor may know. A decision is told once the ten seconds of undo are over, as in letters."""
    submission = SubmissionRecord.objects.select_related("contributor").filter(pk=submission_id).first()
    if submission is None:
        return None
    drafts = list(submission.drafts.order_by("position").prefetch_related("decisions", "article"))
    pieces = tuple(_piece(draft, submission, site, now) for draft in drafts)
    # Before a mail is read, nothing of it is known; its page then speaks as the site does.
    words = drafts[0].title if drafts else submission.subject or site.name
    return Standing(
        submission.pk,
        contributors.language(submission, words),
        pieces or (Piece("", stages(submission.received_at, submission.read_at, None)),),
    )


def _piece(draft: DraftRecord, submission: SubmissionRecord, site: Site, now: datetime) -> Piece:
    status, settled = _settled(draft.status, [each for each in draft.decisions.all() if not each.undone_at], now)
    article = ArticleRecord.objects.filter(draft=draft, withdrawn_at=None).first()
    is_told = settled is not None and settled.to_status == status
    return Piece(
        title=draft.title,
        stages=stages(
            submission.received_at,
            submission.read_at,
            status,
            is_touched=draft.version > 1,
            decided_at=settled.decided_at if settled and is_told else None,
        ),
        reason=settled.reason if settled and is_told and status == Status.RETURNED else "",
        url=site.url + layout.address(layout.article_path(article.number))
        if article and status == Status.PUBLISHED
        else "",
    )


def _settled(status: str, decisions: Sequence[DecisionRecord], now: datetime) -> tuple[str, DecisionRecord | None]:
    """The status that is past undoing, and the decision that brought it; `decisions` are newest first.

    What leaves the status as it was, a pin or a slip that was mended, is nothing to be told.
    """
    for decision in decisions:
        if decision.from_status == decision.to_status:
            continue
        if now - decision.decided_at > UNDO_WINDOW:
            return status, decision
        status = decision.from_status
    return status, None
