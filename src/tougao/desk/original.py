"""The mail as it was sent, in a frame that can run and load nothing; its files to download."""

import base64
from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header

from tougao.archive.models import AttachmentRecord, SubmissionRecord
from tougao.core.markup import escaped, viewable
from tougao.core.message import submission as parsed
from tougao.core.submission import Attachment, Submission
from tougao.core.workflow import Role
from tougao.desk import apart
from tougao.desk.access import needs
from tougao.desk.apart import mail_of
from tougao.desk.preview import own_style
from tougao.desk.words import told
from tougao.errors import BusyError, SubmissionError

# Even were the cleaning to fail, this frame has no origin, no scripts, no requests.
FRAME_POLICY = (
    "sandbox allow-popups; default-src 'none'; img-src data:; style-src {style}; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
SHOWN_PICTURES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
MOST_SHOWN_BYTES = 8 * 1024 * 1024


@needs(Role.EDITOR)
def frame(request: HttpRequest, submission_id: int) -> HttpResponse:
    submission = get_object_or_404(SubmissionRecord, pk=submission_id)
    mail = parsed(mail_of(submission))
    shown = [mail, *mail.enclosed]
    bodies = [(each, _body(each)) for each in shown]
    response = render(request, "desk/original.html", {"bodies": bodies, "submission": submission})
    response.headers["Content-Security-Policy"] = FRAME_POLICY.format(style=own_style(response.content))
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _body(mail: Submission) -> str:
    return shown(mail.html, mail.attachments) if mail.html else f"<pre>{escaped(mail.text)}</pre>"


def shown(html: str, files: Iterable[Attachment]) -> str:
    """What a stranger wrote, cleaned; its own pictures as data, for the frame may not ask for them."""
    left = MOST_SHOWN_BYTES
    pictures: dict[str, str] = {}
    for file in files:
        if file.content_id and file.media_type in SHOWN_PICTURES and file.size <= left:
            left -= file.size
            pictures[file.content_id] = f"data:{file.media_type};base64,{base64.b64encode(file.data).decode()}"
    cleaned = viewable(html, lambda content_id: f"cid:{content_id}" if content_id in pictures else "")
    for content_id, data in pictures.items():
        cleaned = cleaned.replace(f'src="cid:{escaped(content_id)}"', f'src="{data}"')
    return cleaned


@needs(Role.EDITOR)
def attachment(request: HttpRequest, submission_id: int, position: int) -> HttpResponse:
    """A file as it came, always a download, never shown here."""
    record = get_object_or_404(AttachmentRecord, submission_id=submission_id, position=position)
    try:
        found = next((each for each in apart.files(record.submission) if each.sha256 == record.sha256), None)
    except (SubmissionError, BusyError) as trouble:
        messages.error(request, told(trouble))
        return redirect("submission", submission_id)
    if found is None:
        raise Http404
    return _download(found.data, record.name)


@needs(Role.EDITOR)
def raw(request: HttpRequest, submission_id: int) -> HttpResponse:
    submission = get_object_or_404(SubmissionRecord, pk=submission_id)
    return _download(mail_of(submission), f"{submission.pk}.eml")


def _download(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
