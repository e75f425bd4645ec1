"""A look at a text without leaving the queue: a piece of HTML that its page puts below the row."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from tougao.archive import search
from tougao.archive.models import DraftRecord, SubmissionRecord
from tougao.core.query import Findable
from tougao.core.workflow import Role
from tougao.desk.access import needs
from tougao.desk.preview import shown_pictures

MOST_SHOWN_CHARACTERS = 4000


@needs(Role.EDITOR)
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    found = get_object_or_404(DraftRecord.objects.select_related("submission"), pk=draft_id)
    return render(request, "desk/peek.html", {"draft": found, "html": shown_pictures(found.html)})


@needs(Role.EDITOR)
def mail(request: HttpRequest, submission_id: int) -> HttpResponse:
    found = get_object_or_404(SubmissionRecord, pk=submission_id)
    text = search.text_of(Findable.MAIL, submission_id)[:MOST_SHOWN_CHARACTERS]
    return render(request, "desk/peek_mail.html", {"submission": found, "rows": text.split("\n")})
