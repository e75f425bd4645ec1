"""Where a piece stands, for its contributor: a signed address in the receipt, plain HTML, no cookie, no account."""

from base64 import b64encode
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tougao import jobs
from tougao.archive import status
from tougao.core.letters import CHINESE
from tougao.core.notice import gettext_noop
from tougao.core.progress import Step

STEPS = {
    Step.RECEIVED: gettext_noop("Arrived"),
    Step.READ: gettext_noop("On the editors’ desk"),
    Step.LOOKED_AT: gettext_noop("Being looked at"),
    Step.SCHEDULED: gettext_noop("Accepted, to be published soon"),
    Step.PUBLISHED: gettext_noop("Published"),
    Step.RETURNED: gettext_noop("Returned"),
    Step.DECLINED: gettext_noop("Not used"),
    Step.WITHDRAWN: gettext_noop("Taken off the site"),
}
STYLE = (
    "body{max-width:36em;margin:0 auto;padding:1em;font:1.0625em/1.7 sans-serif}h1{font-size:1.25em}h2{font-size:1.1em;margin-bottom:.3em}"
    "li.ahead{color:#5b534d}small{color:#5b534d}.reason{border-left:4px solid #9c1c28;padding-left:.8em;white-space:pre-wrap}"
    "@media (prefers-color-scheme:dark){body{background:#141312;color:#d8d3cd}li.ahead,small{color:#a39b93}a{color:#f0a59c}}"
)
POLICY = (
    f"default-src 'none'; img-src data:; style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": POLICY,
}


@require_safe
def show(request: HttpRequest, token: str) -> HttpResponse:
    """The mail that the token opens and nothing else; a token that opens nothing is told so in both languages, with 404."""
    now, site = jobs.clock(), jobs.site()
    opened = status.submission_of(token, now)
    standing = status.standing(opened, site, now) if opened is not None else None
    language = standing.language if standing else CHINESE
    with translation.override("zh-hans" if language == CHINESE else "en"):
        shown = {
            "standing": standing,
            "site": site,
            "now": now,
            "style": STYLE,
            "steps": {step: gettext(words) for step, words in STEPS.items()},
            "language": language,
        }
        # Without the request: a context of the desk would set its cookies.
        page = get_template("newsstand/status.html").render(shown)
    return HttpResponse(page, status=200 if standing else 404, headers=HEADERS)
