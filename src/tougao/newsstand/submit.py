"""The upload form, for contributors without mail. What it takes becomes a submission like a mail; without scripts, in both editions."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tougao import jobs
from tougao.archive import forms, status
from tougao.archive.store import Store
from tougao.core import accepted, upload
from tougao.core.layout import Edition
from tougao.core.notice import Notice, gettext_noop, notice, told_by
from tougao.core.upload import Chosen, Form
from tougao.newsstand import tokens, uploads
from tougao.newsstand.forms import TRAP
from tougao.newsstand.serving import SITE_HEADERS, wap_type
from tougao.newsstand.tokens import Age, Token
from tougao.newsstand.uploads import Received
from tougao.press.words import translations

PATHS = {Edition.MOBILE: "/-/submit/", Edition.WAP: "/-/wap/submit/"}
FORM = "submit"
HEADERS = {**dict(SITE_HEADERS), "Cache-Control": "no-store", "X-Robots-Tag": "noindex"}

HASTY = gettext_noop("Please look it over and send it once more.")
OVER = gettext_noop("This form has lain open for too long. What you typed is still here; please send it once more.")
USED = gettext_noop(
    "This form was sent before, and you have changed it since. If it is another piece, send it once more and it will be kept as such."
)
TRAPPED = gettext_noop("Please leave the last field empty, then send the form once more.")
CHOOSE_AGAIN = gettext_noop("Please choose your files again: a browser keeps none.")
TOO_OFTEN = gettext_noop(
    "Too many forms have come from your network within the hour. Please send it later, or by mail."
)
NAMED_OFTEN = gettext_noop("Too many forms have named this mail address today. Please write to us by mail.")

STATUSES = {uploads.TOO_LARGE: 413, uploads.TOO_MANY: 413, TOO_OFTEN: 429, NAMED_OFTEN: 429}


@dataclass(frozen=True)
class Shown:
    """What the form shows: what was typed, and what is wrong, with each field and with the whole."""

    token: str
    form: Form = Form()
    wrong: Mapping[str, Notice] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()


# The form carries a token of its own: there is no session whose rights another site could use, and old phones keep no cookies.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, edition: Edition = Edition.MOBILE) -> HttpResponse:
    """The empty form, or what became of one that was sent."""
    if not jobs.site().upload.is_open:
        raise Http404
    if request.method == "POST":
        return _take(request, edition)
    return _page(request, edition, Shown(tokens.issued(FORM, jobs.clock())))


def _take(request: HttpRequest, edition: Edition) -> HttpResponse:
    now, bounds = jobs.clock(), jobs.site().upload
    who = forms.visitor(str(request.META.get("REMOTE_ADDR", "")), now)
    with uploads.folder_in(settings.UPLOAD_FOLDER) as folder:
        return _judged(request, uploads.received(request, folder, bounds.files, bounds.most_bytes), who, edition)


def _judged(request: HttpRequest, came: Received, who: str, edition: Edition) -> HttpResponse:
    """Keep a form, or show it again with what was typed and why."""
    now = jobs.clock()
    typed = upload.tidy(Form(**{each.name: came.fields.get(each.name, "") for each in fields(Form)}))
    token = tokens.opened(came.fields.get("token", ""), FORM, now)
    site = jobs.site()
    content = upload.digest(typed, _chosen(came), site)
    if token.name and not came.trouble:
        earlier = forms.sent_before(token.name, content, who, now)
        if earlier is not None:
            return _onwards(edition, earlier)
    told = _against(came, typed, token, who)
    wrong = upload.problems(typed, len(came.files))
    if told or wrong:
        is_good = token.age in (Age.RIGHT, Age.YOUNG) and not forms.is_used(token.name)
        signed = came.fields["token"] if is_good else tokens.issued(FORM, now)
        status_code = next((STATUSES[each.message] for each in told if each.message in STATUSES), 400)
        told += [notice(CHOOSE_AGAIN)] if came.files else []
        return _page(request, edition, Shown(signed, typed, wrong, tuple(told)), status_code)
    pieces = upload.mail(typed, _chosen(came), site, now.replace(microsecond=0), token.name)
    sender = forms.Sender(who, typed.address, content)
    submission, _ = forms.keep(pieces, token.name, sender, now, Store(settings.MAIL_STORE))
    jobs.wake()
    return _onwards(edition, submission)


def _chosen(came: Received) -> list[Chosen]:
    return [Chosen(file.name, file.pieces()) for file in came.files]


def _against(came: Received, typed: Form, token: Token, who: str) -> list[Notice]:
    """What speaks against taking the form as it is, whatever stands in its fields."""
    now = jobs.clock()
    if came.trouble:
        return [told_by(came.trouble)]
    if token.age in (Age.FOREIGN, Age.OLD):
        return [notice(OVER)]
    if forms.is_used(token.name):
        return [notice(USED)]
    if came.fields.get(TRAP, "").strip():
        return [notice(TRAPPED)]
    if token.age is Age.YOUNG:
        return [notice(HASTY)]
    if not forms.may_send(who, jobs.site().upload.per_hour, now):
        return [notice(TOO_OFTEN)]
    if not forms.may_name(typed.address, now):
        return [notice(NAMED_OFTEN)]
    return []


def _onwards(edition: Edition, submission_id: int) -> HttpResponse:
    """To the page that says what happened; loading that one again sends nothing (RFC 9110 15.4.4)."""
    signed = status.token(submission_id, jobs.clock())
    response = HttpResponseRedirect(f"{PATHS[edition]}sent/{signed}/")
    response.status_code = 303
    response.headers["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD"])
def sent(request: HttpRequest, token: str, edition: Edition = Edition.MOBILE) -> HttpResponse:
    """What happened: the number of the submission, and where it can be followed."""
    now = jobs.clock()
    submission_id = status.submission_of(token, now)
    if submission_id is None or not forms.is_form(submission_id):
        raise Http404
    path = f"{PATHS[edition]}sent/{token}/"
    pages = jobs.press().pages(edition)
    has_address = forms.names_an_address(submission_id)
    page = pages.made(
        path,
        "sent",
        number=submission_id,
        follow=f"/-/status/{token}/",
        is_written_to=has_address and bool(settings.SMTP),
    )
    return _answer(request, page.data, edition)


def _page(request: HttpRequest, edition: Edition, shown: Shown, status_code: int = 200) -> HttpResponse:
    speak = translations(jobs.site().language).gettext
    page = (
        jobs.press()
        .pages(edition)
        .made(
            PATHS[edition],
            "submit",
            token=shown.token,
            form=shown.form,
            wrong={name: told.said(speak) for name, told in shown.wrong.items()},
            notices=[told.said(speak) for told in shown.notices],
            longest=upload.LONGEST,
            extensions=accepted.extensions(jobs.site().upload.unopened),
            trap=TRAP,
        )
    )
    return _answer(request, page.data, edition, status_code)


def _answer(request: HttpRequest, page: bytes, edition: Edition, status_code: int = 200) -> HttpResponse:
    kind = wap_type(request.headers.get("Accept", "")) if edition is Edition.WAP else "text/html"
    response = HttpResponse(page, content_type=f"{kind}; charset=utf-8", status=status_code)
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response
