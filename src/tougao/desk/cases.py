"""Cases: complaints about articles, with the days that are left; answered, corrected, withdrawn and closed from their page."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tougao import jobs, rota
from tougao.archive import cases, decisions
from tougao.archive.models import CaseRecord, SubmissionRecord
from tougao.core import cases as core_cases
from tougao.core import markup
from tougao.core.cases import Outcome
from tougao.core.layout import address, article_path
from tougao.core.message import submission as parsed
from tougao.core.workflow import Action, Role, Status, possible
from tougao.desk import words
from tougao.desk.access import editor, needs
from tougao.desk.apart import mail_of
from tougao.desk.undo import offered
from tougao.desk.ways import takes_forms
from tougao.errors import DecisionError

PER_PAGE = 50
DECISIONS = {"withdraw": Action.WITHDRAW, "correct": Action.CORRECT}


@needs(Role.EDITOR)
def show_all(request: HttpRequest) -> HttpResponse:
    is_open = request.GET.get("state") != "closed"
    page = Paginator(cases.listed(is_open), PER_PAGE).get_page(request.GET.get("page"))
    site, now = jobs.site(), jobs.clock()
    left = {each.pk: core_cases.days_left(each.due_at, now, site.zone) for each in page.object_list}
    shown = {"page": page, "is_open": is_open, "left": left, "open_count": cases.open_count()}
    shown["undoing"] = offered(request, editor(request))
    return render(request, "desk/cases.html", shown | _words())


@needs(Role.EDITOR)
def show(request: HttpRequest, case_id: int) -> HttpResponse:
    return _page(request, case_id)


def _page(request: HttpRequest, case_id: int, status: int = 200) -> HttpResponse:
    """The case; what was typed and could not be taken stands in its fields."""
    case = get_object_or_404(CaseRecord.objects.select_related("article__draft", "submission"), pk=case_id)
    who, now, site = editor(request), jobs.clock(), jobs.site()
    article = case.article
    deeds = set()
    if article:
        role = Role(who.role)
        deeds = {action for action, _step in possible(site.reviews, Status(article.draft.status), role)}
    shown = {
        "case": case,
        "history": cases.history(case),
        "left": core_cases.days_left(case.due_at, now, site.zone),
        "article": article,
        "article_url": address(article_path(article.number)) if article and not article.withdrawn_at else "",
        "deeds": deeds,
        "outcomes": list(Outcome),
        "typed": request.POST,
        "undoing": offered(request, who),
    }
    return render(request, "desk/case.html", shown | _words(), status=status)


def _words() -> dict[str, object]:
    return {"grounds": words.GROUNDS, "outcome_words": words.OUTCOMES, "steps": words.CASE_STEPS}


@takes_forms
@needs(Role.EDITOR)
def act(request: HttpRequest, case_id: int, deed: str) -> HttpResponse:
    """One deed of the table below; what cannot be done is told, and nothing typed is lost."""
    get_object_or_404(CaseRecord, pk=case_id)
    if deed not in DEEDS:
        return redirect("case", case_id)
    try:
        DEEDS[deed](request, case_id)
    except DecisionError as trouble:
        messages.error(request, words.told(trouble))
        return _page(request, case_id, 409)
    rota.wake()
    messages.success(request, _("Noted."))
    return redirect("case", case_id)


def _note(request: HttpRequest, case_id: int) -> None:
    cases.note(case_id, request.POST.get("note", ""), editor(request), jobs.clock())


def _name(request: HttpRequest, case_id: int) -> None:
    number = core_cases.article_of(request.POST.get("article", "")) or 0
    cases.name_article(case_id, number, editor(request), jobs.clock())


def _answer(request: HttpRequest, case_id: int) -> None:
    cases.answer(case_id, request.POST.get("answer", ""), editor(request), jobs.site(), jobs.clock())


def _close(request: HttpRequest, case_id: int) -> None:
    outcome, why = request.POST.get("outcome", ""), request.POST.get("why", "")
    cases.close(case_id, outcome, why, editor(request), jobs.clock())


def _reopen(request: HttpRequest, case_id: int) -> None:
    cases.reopen(case_id, editor(request), jobs.clock())


def _decide(deed: str) -> Callable[[HttpRequest, int], None]:
    """A decision on the article of the case, as on its draft's page: the workflow says who may."""

    def decide(request: HttpRequest, case_id: int) -> None:
        case = CaseRecord.objects.select_related("article").get(pk=case_id)
        if case.article is None:
            raise DecisionError(cases.NO_ARTICLE, number=case.where)
        reason, note = request.POST.get("reason", ""), request.POST.get("correction", "")
        who, now = editor(request), jobs.clock()
        decisions.decide(case.article.draft_id, DECISIONS[deed], who, now, jobs.site(), reason, note=note)

    return decide


DEEDS: dict[str, Callable[[HttpRequest, int], None]] = {
    "note": _note,
    "article": _name,
    "answer": _answer,
    "close": _close,
    "reopen": _reopen,
    "withdraw": _decide("withdraw"),
    "correct": _decide("correct"),
}


@takes_forms
@needs(Role.EDITOR)
def take_in(request: HttpRequest, submission_id: int) -> HttpResponse:
    """A mail that is a complaint becomes a case, with one button."""
    submission = get_object_or_404(SubmissionRecord, pk=submission_id)
    mail = parsed(mail_of(submission))
    text = mail.text.strip() or markup.text_of(mail.html)
    case = cases.take_in(submission, text, editor(request), jobs.site(), jobs.clock())
    return redirect("case", case.pk)
