"""权利声明: somebody complains about an article. It becomes a case on the desk, whoever sends it and in whichever language."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tougao import jobs, rota
from tougao.archive import cases
from tougao.core.cases import Ground, complaint, problems
from tougao.core.layout import Edition, in_wap
from tougao.core.letters import CHINESE, ENGLISH
from tougao.core.notice import gettext_noop, notice
from tougao.newsstand.forms import TOO_MANY, Form

METHODS = ("GET", "HEAD", "POST")
GROUNDS = {
    Ground.COPYRIGHT: gettext_noop("It uses a work of mine (copyright)"),
    Ground.PRIVACY: gettext_noop("It shows me or my data (portrait, privacy)"),
    Ground.REPUTATION: gettext_noop("It harms my good name"),
    Ground.FACTS: gettext_noop("Something in it is wrong (correction)"),
    Ground.OTHER: gettext_noop("Something else"),
}


@csrf_exempt  # its own signed token; nobody is signed in here
@require_http_methods(METHODS)
def complain(request: HttpRequest, edition: str) -> HttpResponse:
    which = Edition(edition)
    form = Form(request, "complaint", "complain", which, jobs.clock())
    site = form.site
    if not site.rights.on:
        raise Http404
    back = site.rights_address if site.rights_address.startswith("/p/") else "/"
    number = request.GET.get("article", "")
    shown: dict[str, object] = {
        "is_sent": "sent" in request.GET,
        "back": in_wap(back) if which is Edition.WAP else back,
        "heading": site.rights.title,
        "grounds": {ground.value: form.said(notice(told)) for ground, told in GROUNDS.items()},
        "where": f"{site.url}/a/{number}.html" if number.isascii() and number.isdecimal() and len(number) < 10 else "",
        "days": site.rights.days,
    }
    if request.method != "POST":
        return form.page(shown)
    refused = form.refusal()
    if refused:
        return form.page(shown, {"": refused[1]}, refused[0])
    found = complaint(*(request.POST.get(field, "") for field in ("where", "ground", "name", "address", "text")))
    wrong = dict(problems(found, bool(request.POST.get("declared"))))
    if wrong:
        return form.page(shown, wrong, 422)
    if not form.is_within("complaint"):
        return form.page(shown, {"": notice(TOO_MANY)}, 429)
    language = ENGLISH if form.language.startswith("en") else CHINESE
    writes = settings.SMTP is not None
    case = cases.receive(found, form.token.name, form.has_proof(), language, site, form.now, writes)
    rota.wake()
    return form.onwards(case.pk)
