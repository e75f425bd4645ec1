"""The upload form, for contributors without mail. What it takes becomes a submission like a mail; without scripts, in both editions."""

from dataclasses import fields, replace

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tougao import jobs, rota
from tougao.archive import forms, status
from tougao.archive.store import Store
from tougao.core import accepted, upload
from tougao.core.layout import Edition
from tougao.core.notice import Notice, gettext_noop, notice, told_by
from tougao.core.site import Site
from tougao.core.upload import Chosen
from tougao.newsstand import uploads
from tougao.newsstand.forms import TOO_MANY, Form
from tougao.newsstand.uploads import Received

PATHS = {Edition.MOBILE: "/-/submit/", Edition.WAP: "/-/wap/submit/"}
NAME = "submit"

USED = gettext_noop(
    "This form was sent before, and you have changed it since. If it is another piece, send it once more and it will be kept as such."
)
CHOOSE_AGAIN = gettext_noop("Please choose your files again: a browser keeps none.")
NAMED_OFTEN = gettext_noop("Too many forms have named this mail address today. Please write to us by mail.")

UNREAD = {uploads.TOO_LARGE: 413, uploads.TOO_MANY: 413, uploads.CUT_OFF: 400}


@csrf_exempt  # its own signed token; nobody is signed in here
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, edition: Edition = Edition.MOBILE) -> HttpResponse:
    """The empty form, or what became of one that was sent."""
    form = Form(request, NAME, "submit", edition, jobs.clock())
    bounds = form.site.upload
    if not bounds.is_open:
        raise Http404
    if request.method != "POST":
        return form.page(_shown(form.site))
    with uploads.folder_in(settings.UPLOAD_FOLDER) as folder:
        came = uploads.received(request, folder, bounds.files, bounds.most_bytes)
        return _taken(replace(form, given=came.fields), came)


def _taken(form: Form, came: Received) -> HttpResponse:
    """Keep a form, or show it again with what was typed and why."""
    site, now, token = form.site, form.now, form.token
    typed = upload.tidy(upload.Form(**{each.name: came.fields.get(each.name, "") for each in fields(upload.Form)}))
    who = forms.visitor(str(form.request.META.get("REMOTE_ADDR", "")), now)
    content = upload.digest(typed, _chosen(came), site)
    if token.name and not came.trouble:
        earlier = forms.sent_before(token.name, content, who, now)
        if earlier is not None:
            return _onwards(form, earlier)
    is_used = forms.is_used(token.name)
    wrong, code = _against(form, came, typed, is_used)
    if wrong:
        again = {"files": notice(CHOOSE_AGAIN)} if came.files else {}
        return form.page(_shown(site), again | wrong, code, is_used=is_used)
    pieces = upload.mail(typed, _chosen(came), site, now.replace(microsecond=0), token.name)
    sender = forms.Sender(who, typed.address, content, form.has_proof())
    submission, _ = forms.keep(pieces, token.name, sender, now, Store(settings.MAIL_STORE))
    rota.wake()
    return _onwards(form, submission)


def _chosen(came: Received) -> list[Chosen]:
    return [Chosen(file.name, file.pieces()) for file in came.files]


def _against(form: Form, came: Received, typed: upload.Form, is_used: bool) -> tuple[dict[str, Notice], int]:
    """What speaks against taking the form, by field, and the status that says so. Whatever may be taken is counted."""
    if came.trouble:
        return {"": told_by(came.trouble)}, UNREAD[came.trouble.message]
    refused = form.refusal()
    if refused:
        return {"": refused[1]}, refused[0]
    if is_used:
        return {"": notice(USED)}, 422
    wrong = upload.problems(typed, len(came.files))
    if wrong:
        return wrong, 422
    if not form.is_within("submit", form.site.upload.per_hour):
        return {"": notice(TOO_MANY)}, 429
    if not forms.may_name(typed.address, form.now):
        return {"": notice(NAMED_OFTEN)}, 429
    return {}, 200


def _onwards(form: Form, submission_id: int) -> HttpResponse:
    """To the page that says what happened; loading that one again sends nothing (RFC 9110 15.4.4)."""
    signed = status.token(submission_id, form.now)
    response = HttpResponseRedirect(form.in_language(f"{PATHS[form.edition]}sent/{signed}/"))
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
    is_written_to = forms.names_an_address(submission_id) and bool(settings.SMTP)
    shown = {"number": submission_id, "follow": f"/-/status/{token}/", "is_written_to": is_written_to}
    return Form(request, NAME, "sent", edition, now).page(shown)


def _shown(site: Site) -> dict[str, object]:
    return {"longest": upload.LONGEST, "extensions": accepted.extensions(site.upload.unopened)}
