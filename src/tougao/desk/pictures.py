"""Pictures an editor gives a draft, or cuts: what they are is decided by their bytes, and in a process of its own."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tougao import jobs
from tougao.archive import decisions, illustrations, revisions
from tougao.archive.decisions import DraftFields
from tougao.archive.models import DraftRecord, EditorRecord, PictureRecord
from tougao.archive.store import Store
from tougao.core import media_types, names, workflow
from tougao.core.article import Picture
from tougao.core.drafting.shaping import figure
from tougao.core.notice import gettext_noop, notice
from tougao.core.opening import Opened
from tougao.core.pictures import WHOLE, Rectangle
from tougao.core.submission import Attachment
from tougao.core.workflow import Role, Status
from tougao.desk import apart, rates
from tougao.desk.access import editor, needs
from tougao.desk.ways import takes_forms
from tougao.desk.words import told
from tougao.errors import BusyError, DecisionError, SubmissionError

MAX_MEGABYTES = 40
SHOWN_WIDTH = 720
TOO_LARGE = gettext_noop("The picture {name} is larger than {limit} MB. Make it smaller, then try again.")
NO_PICTURE = gettext_noop("{name} is no picture we can print. JPEG, PNG, WebP, GIF, BMP, TIFF, AVIF and HEIC are.")
NO_FILE = gettext_noop("Choose a picture first.")
TOO_MANY = gettext_noop("Those were many pictures at once. Wait a minute, then add the others.")
NO_RECTANGLE = gettext_noop("Nothing would be left of the picture. Choose a larger part.")


@takes_forms
@needs(Role.EDITOR)
def add(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Takes `picture`. With scripts the answer is JSON and the page puts it in its place; without, it stands at the end."""
    draft = get_object_or_404(DraftRecord, pk=draft_id)
    is_page = request.POST.get("place") == "end"
    try:
        _may_be_changed(request, draft)
        given = _given(request)
        row = _kept(draft, apart.sandbox().cut(given, WHOLE, _whose(request)), given.data, editor(request))
        if is_page:
            fields = DraftFields(**revisions.fields_of(draft) | {"html": f"{draft.html}\n{figure(picture_of(row))}"})
            decisions.save(draft.pk, draft.version, editor(request), jobs.clock(), fields)
    except (SubmissionError, DecisionError, BusyError) as trouble:
        if not is_page:
            return JsonResponse({"words": told(trouble)}, status=409)
        messages.error(request, told(trouble))
    else:
        if not is_page:
            return JsonResponse(_told(row))
        messages.success(request, _("The picture stands at the end of the text."))
    return redirect("draft", draft.pk)


@require_safe
@needs(Role.EDITOR)
def whole(request: HttpRequest, draft_id: int, sha256: str) -> HttpResponse:
    """The picture before it was cut, and which part of it is shown."""
    draft = get_object_or_404(DraftRecord, pk=draft_id)
    found, part, _digest = illustrations.original_of(_named(draft, sha256))
    return JsonResponse(_told(found) | {"part": asdict(part)})


@takes_forms
@needs(Role.EDITOR)
def crop(request: HttpRequest, draft_id: int, sha256: str) -> HttpResponse:
    """Takes left, top, right and bottom in ten-thousandths of the whole picture; the answer is the new one, as JSON."""
    draft = get_object_or_404(DraftRecord, pk=draft_id)
    picture = _named(draft, sha256)
    try:
        _may_be_changed(request, draft)
        part = _part(request)
        found, _shown, digest = illustrations.original_of(picture)
        given = _original(found, digest)
        file = Attachment(found.name, media_types.media_type(given), given)
        opened = apart.sandbox().cut(file, part, _whose(request))
        return JsonResponse(_told(_kept(draft, opened, given, editor(request), found, part)))
    except (SubmissionError, DecisionError, BusyError) as trouble:
        return JsonResponse({"words": told(trouble)}, status=409)


def _may_be_changed(request: HttpRequest, draft: DraftRecord) -> None:
    """Raises DecisionError; a picture costs seconds of a processor, so there are only so many a minute."""
    if Status(draft.status) not in workflow.EDITABLE:
        raise DecisionError(decisions.NOT_EDITABLE, status=draft.status)
    if not rates.spend(request, "upload"):
        raise DecisionError(TOO_MANY)


def _whose(request: HttpRequest) -> str:
    """What one editor gives is opened one after the other."""
    return f"editor {editor(request).pk}"


def picture_of(row: PictureRecord) -> Picture:
    return Picture(row.sha256, row.extension, row.name, row.caption, row.width, row.height, row.size)


def _named(draft: DraftRecord, sha256: str) -> PictureRecord:
    found = illustrations.named(draft, sha256)
    if found is None:
        raise Http404
    return found


def _given(request: HttpRequest) -> Attachment:
    """The file that was sent. Raises SubmissionError when it is none, too large, or no picture by its bytes."""
    file = request.FILES.get("picture")
    if file is None or not file.size:
        raise SubmissionError(NO_FILE)
    name = names.safe(file.name or "")
    if file.size > MAX_MEGABYTES * 1024 * 1024:
        raise SubmissionError(TOO_LARGE, name=name, limit=MAX_MEGABYTES)
    data = file.read()
    media_type = media_types.media_type(data, file.content_type or "", name)
    if not media_type.startswith("image/"):
        raise SubmissionError(NO_PICTURE, name=name)
    return Attachment(name, media_type, data)


def _kept(
    draft: DraftRecord,
    opened: Opened,
    given: bytes,
    who: EditorRecord,
    found: PictureRecord | None = None,
    part: Rectangle = WHOLE,
) -> PictureRecord:
    if opened.picture is None:
        trouble = opened.trouble or notice(NO_PICTURE, name="")
        raise SubmissionError(trouble.message, **dict(trouble.values))
    return illustrations.add(
        draft, opened.picture, opened.printed, given, who, jobs.clock(), Store(settings.MEDIA_STORE), found, part
    )


def _original(picture: PictureRecord, digest: str) -> bytes:
    """The bytes as they were given; where these are gone, the picture as it is printed. Raises BusyError."""
    media = Store(settings.MEDIA_STORE)
    kept = illustrations.original_bytes(media, digest) if digest else None
    if kept is None:
        try:
            kept = apart.given(picture.draft.submission, picture.sha256, picture.name)
        except (SubmissionError, Http404):
            kept = None
    return kept if kept is not None else media.read(picture.sha256, f".{picture.extension}")


def _part(request: HttpRequest) -> Rectangle:
    sides = [request.POST.get(name, "") for name in ("left", "top", "right", "bottom")]
    if not all(side.isdecimal() and len(side) < 6 for side in sides):
        raise SubmissionError(NO_RECTANGLE)
    part = Rectangle(*map(int, sides))
    if not part.is_usable:
        raise SubmissionError(NO_RECTANGLE)
    return part


def _told(row: PictureRecord) -> dict[str, Any]:
    return {
        "sha256": row.sha256,
        "extension": row.extension,
        "width": row.width,
        "height": row.height,
        "name": row.name,
        "address": reverse("picture", args=(row.sha256, SHOWN_WIDTH, row.extension)),
    }
