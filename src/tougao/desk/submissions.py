"""Every mail that came, whatever became of it; those in quarantine can be tried again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tougao import rota
from tougao.archive import cases, intake, queue
from tougao.archive.models import SubmissionRecord
from tougao.core.listing import cursor
from tougao.core.workflow import Role
from tougao.desk.access import editor, needs
from tougao.desk.ways import takes_forms


@needs(Role.EDITOR)
def show_all(request: HttpRequest) -> HttpResponse:
    after, before = cursor(request.GET.get("after", "")), cursor(request.GET.get("before", ""))
    page = queue.all_mails(after, before)
    if before and not page.newer:
        page = queue.all_mails()
    return render(request, "desk/submissions.html", {"page": page, "counts": queue.counts(editor(request))})


@needs(Role.EDITOR)
def show(request: HttpRequest, submission_id: int) -> HttpResponse:
    submission = get_object_or_404(SubmissionRecord, pk=submission_id)
    return render(
        request,
        "desk/submission.html",
        {
            "submission": submission,
            "attachments": submission.attachments.all(),
            "drafts": submission.drafts.all(),
            "letters": submission.letters.order_by("written_at"),
            "case": cases.about(submission),
            "answered_case": cases.answered_by(submission),
            "deliveries": submission.deliveries.order_by("kept_at"),
        },
    )


@takes_forms
@needs(Role.EDITOR)
def try_again(request: HttpRequest, submission_id: int) -> HttpResponse:
    if intake.try_again(submission_id):
        rota.wake()
        messages.success(request, _("The mail is being read again."))
    return redirect("submission", submission_id)
