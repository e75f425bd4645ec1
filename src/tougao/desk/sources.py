"""What a draft was made from, its paragraphs numbered: the mail and each file with text; and which is whose counterpart.

The frame shows strangers' words, cleaned, in an origin of its own. It may run one script, ours, known by its nonce, which
tells the page which paragraph was pressed; it may load nothing.
"""

import secrets
from dataclasses import dataclass
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tougao.archive import revisions
from tougao.archive.models import AttachmentRecord, DraftRecord, SubmissionRecord
from tougao.core import documents
from tougao.core.counterparts import Placed, pairs, placed
from tougao.core.markup import paragraphs_html, text
from tougao.core.message import submission as parsed
from tougao.core.notice import Notice, gettext_noop
from tougao.core.paragraphs import parted
from tougao.core.submission import Role as Part
from tougao.core.workflow import Role
from tougao.desk import apart
from tougao.desk.access import needs
from tougao.desk.original import shown
from tougao.desk.words import told
from tougao.errors import BusyError, SubmissionError

MAIL = 0  # a file's number is its position plus one
FIELDS = ("title", "byline", "source", "credit")
MOST_SHOWN = 16  # originals that are kept ready
GONE = gettext_noop("The file of this mail is gone; nothing can be shown of it.")
NO_WORDS = gettext_noop("No text was found in this file; download it to see what it holds.")


@dataclass(frozen=True)
class Source:
    number: int
    name: str  # "" is the mail
    is_manuscript: bool = False  # the draft's text was taken from it


@dataclass(frozen=True)
class Original:
    placed: Placed
    trouble: Notice | None = None


def of(draft: DraftRecord) -> list[Source]:
    """The mail, then each file whose text can be read."""
    files = [
        Source(row.position + 1, row.name, row.name == draft.manuscript)
        for row in draft.submission.attachments.all()
        if row.role == Part.MANUSCRIPT and row.media_type in documents.CONVERTERS
    ]
    return [Source(MAIL, "", not any(file.is_manuscript for file in files)), *files]


@require_safe
@needs(Role.EDITOR)
def frame(request: HttpRequest, draft_id: int, number: int) -> HttpResponse:
    draft = _draft(draft_id)
    if number not in {source.number for source in of(draft)}:
        raise Http404
    nonce = secrets.token_urlsafe(16)
    try:
        original, status = _original(draft.submission, number), 200
        trouble = original.trouble.said(gettext) if original.trouble else ""
    except BusyError as busy:
        original, status, trouble = Original(Placed("", ())), 503, told(busy)
    values = {"original": original, "trouble": trouble, "nonce": nonce, "draft": draft}
    response = render(request, "desk/source.html", values, status=status)
    response.headers["Content-Security-Policy"] = (
        f"sandbox allow-scripts allow-popups; default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; "
        "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


@require_safe
@needs(Role.EDITOR)
def counterparts(request: HttpRequest, draft_id: int) -> HttpResponse:
    """{"pairs": [[what, source, place]]}: `what` names a field or is the number of a paragraph of the saved body.

    503 and {"words": …} while too much else is being opened.
    """
    draft = _draft(draft_id)
    fields = revisions.fields_of(draft)
    keys: list[str | int] = [name for name in FIELDS if fields[name]]
    rows = [fields[str(name)] for name in keys]
    for number, piece in enumerate(parted(fields["html"])):
        keys.append(number)
        rows.append(text(piece))
    places: list[tuple[int, int]] = []
    originals: list[str] = []
    for source in sorted(of(draft), key=lambda source: not source.is_manuscript):
        try:
            found = _original(draft.submission, source.number).placed.rows
        except BusyError as busy:
            return JsonResponse({"words": told(busy)}, status=503)
        places += [(source.number, place) for place in range(len(found))]
        originals += found
    found_pairs = [[keys[pair.body], *places[pair.original]] for pair in pairs(rows, originals)]
    return JsonResponse({"pairs": found_pairs})


def _draft(draft_id: int) -> DraftRecord:
    return get_object_or_404(DraftRecord.objects.select_related("submission"), pk=draft_id)


def _original(submission: SubmissionRecord, number: int) -> Original:
    try:
        return _read(submission.pk, submission.digest, number)
    except Http404:
        return Original(Placed("", ()), Notice(GONE))


@lru_cache(maxsize=MOST_SHOWN)
def _read(submission_id: int, digest: str, number: int) -> Original:
    """A mail never changes, so what is shown of it does not either. Raises Http404 where its file is gone, BusyError."""
    submission = SubmissionRecord.objects.get(pk=submission_id)
    if number == MAIL:
        mail = parsed(apart.mail_of(submission))
        bodies = [
            shown(each.html, each.attachments) if each.html else paragraphs_html(each.text)
            for each in (mail, *mail.enclosed)
        ]
        return Original(placed("<hr>".join(bodies)))
    row = get_object_or_404(AttachmentRecord, submission_id=submission_id, position=number - 1)
    try:
        file = next((each for each in apart.files(submission) if each.sha256 == row.sha256), None)
    except SubmissionError as trouble:
        return Original(Placed("", ()), Notice(trouble.message, tuple(trouble.values.items())))
    if file is None:
        raise Http404
    inside = apart.sandbox().opened(file, digest)
    if inside.manuscript is None:
        return Original(Placed("", ()), inside.trouble or Notice(NO_WORDS))
    return Original(placed(shown(inside.manuscript.html, inside.manuscript.files)))
