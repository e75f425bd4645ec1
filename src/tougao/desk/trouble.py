"""What the desk says when it does not do what was asked: what is wrong, what to do, a way back. It speaks without the database, too."""

import logging
from dataclasses import dataclass

from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.utils import translation
from django.utils.translation import gettext

from tougao import breakage, jobs
from tougao.core.notice import gettext_noop
from tougao.desk import policy, refusals
from tougao.desk.languages import language_of

log = logging.getLogger("tougao.desk")

TEMPLATE = "desk/trouble.html"


@dataclass(frozen=True)
class Trouble:
    """`words` say what is wrong and what to do."""

    status: int
    title: str
    words: str


UNREADABLE = Trouble(
    400,
    gettext_noop("Not understood"),
    gettext_noop(
        "What your browser sent cannot be read, so nothing was done. Go back, load the page again, then try once more."
    ),
)
DENIED = Trouble(403, gettext_noop("Not allowed"), gettext_noop("Your role does not allow this. Ask an administrator."))
FOREIGN = Trouble(
    403,
    gettext_noop("Not sent"),
    gettext_noop(
        "This form belongs to an earlier sign-in, or does not come from here, so nothing was done. "
        "Go back, load the page again, then send it; if you had typed something, copy it first."
    ),
)
ABSENT = Trouble(
    404,
    gettext_noop("Nothing stands here"),
    gettext_noop(
        "The address may be mistyped, or what stood here is gone. Look for it in the queue, or search mails, drafts and articles."
    ),
)
NOT_THAT_WAY = Trouble(
    405,
    gettext_noop("Nothing to look at here"),
    gettext_noop(
        "This address takes what a form sends and shows nothing by itself, so nothing was done. Go back to the page you came from."
    ),
)
TOO_LARGE = Trouble(
    413,
    gettext_noop("Too large"),
    gettext_noop(
        "What was sent is larger than the desk takes at once, so nothing was done. "
        "Go back, where your text still stands; shorten it or split it in two, then send it again."
    ),
)
TOO_MANY = Trouble(
    429,
    gettext_noop("Too many requests"),
    gettext_noop("That was too often in a short time. Wait a minute, then try again."),
)
BROKEN = Trouble(
    500,
    gettext_noop("Something broke"),
    gettext_noop(
        "The fault is ours. What was asked for may not have been done: "
        "go back, look, and try once more. If it breaks again, tell whoever runs this desk the number below."
    ),
)
UNREACHED = Trouble(
    503,
    gettext_noop("The desk’s records cannot be reached"),
    gettext_noop(
        "Nothing was done. Wait a minute, then try again. If it stays so, tell whoever runs this desk the number below."
    ),
)


def page(request: HttpRequest, trouble: Trouble, reference: str = "", *, is_plain: bool = False) -> HttpResponse:
    """The trouble in the desk's frame; in the plain one where nobody is signed in or the database is gone; as JSON for scripts."""
    if not is_plain:
        try:
            refusals.note(request, trouble.status)
            response = _framed(request, trouble, reference)
        except DatabaseError:
            is_plain = True
    if is_plain:
        response = _plain(request, trouble, reference)
    if trouble.status in (429, 503):
        response.headers["Retry-After"] = "60"
    policy.guard(request, response)
    return response


def is_script(request: HttpRequest) -> bool:
    """Did a script of ours ask, and no person? What a browser opens itself asks for text/html by name."""
    accepted = request.headers.get("Accept", "")
    return bool(accepted) and "text/html" not in accepted


def _framed(request: HttpRequest, trouble: Trouble, reference: str) -> HttpResponse:
    if is_script(request):
        return _told(trouble)
    return render(request, TEMPLATE, {"trouble": trouble, "reference": reference}, status=trouble.status)


def _plain(request: HttpRequest, trouble: Trouble, reference: str) -> HttpResponse:
    """Made of the configuration alone."""
    language = language_of(request)
    with translation.override(language):
        if is_script(request):
            return _told(trouble)
        text = loader.render_to_string(
            TEMPLATE,
            {
                "trouble": trouble,
                "reference": reference,
                "site": jobs.base(),
                "editor": None,
                "notes": (),
                "language": language,
                "script_nonce": policy.nonce(request),
            },
        )
    return HttpResponse(text, status=trouble.status)


def _told(trouble: Trouble) -> HttpResponse:
    """As the page of a draft hears that its text was not taken."""
    return JsonResponse({"state": "refused", "words": gettext(trouble.words)}, status=trouble.status)


# -- as Django calls them


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, TOO_LARGE if isinstance(exception, breakage.TOO_BIG) else UNREADABLE)


def denied(request: HttpRequest, _exception: Exception | None = None) -> HttpResponse:
    return page(request, DENIED)


def foreign(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For a form whose CSRF token is not this browser's; `reason` is Django's, for developers."""
    return page(request, FOREIGN)


def absent(request: HttpRequest, _exception: Exception | None = None) -> HttpResponse:
    return page(request, ABSENT)


def not_that_way(request: HttpRequest, refused: HttpResponseNotAllowed) -> HttpResponse:
    response = page(request, NOT_THAT_WAY)
    response.headers["Allow"] = refused.headers["Allow"]
    return response


def too_many(request: HttpRequest, _exception: Exception | None = None) -> HttpResponse:
    return page(request, TOO_MANY)


def broken(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    """What happened stands in the log under the number that the page tells, and nowhere else."""
    reference = breakage.noted(log, request, exception, refusals.ELSEWHERE)
    if isinstance(exception, DatabaseError):
        trouble = UNREACHED if isinstance(exception, OperationalError) else BROKEN
        response = page(request, trouble, reference, is_plain=True)
    else:
        response = page(request, BROKEN, reference)
    return breakage.logged(response)
