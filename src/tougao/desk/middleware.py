"""What holds for every page of the desk."""

import re
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import translation
from django.utils.translation import gettext as _

from tougao import jobs
from tougao.archive import audit, sessions
from tougao.archive.models import EditorRecord
from tougao.desk import policy, trouble
from tougao.desk.adapters import address
from tougao.desk.languages import language_of

Answer = Callable[[HttpRequest], HttpResponse]

METHODS = ("GET", "HEAD", "POST")
DESK = "/desk/"
LOOKS = ("GET", "HEAD")
# What scripts say when they fetch a page that an editor might have opened (static/dom.js).
BY_ITSELF = "X-By-Itself"
# What open pages ask for by themselves, below DESK, and how: looks (static/live.js, presence.js, draft/keeping.js), and what is
# shown anew beside a draft (draft/pane.js, counterparts.js), which comes in frames and can say nothing.
QUIET = (
    (re.compile(r"live"), LOOKS),
    (re.compile(r"drafts/\d+/live"), LOOKS),
    (re.compile(r"drafts/\d+/(?:here|leave)"), ("POST",)),
    (re.compile(r"drafts/\d+/(?:working-copy|counterparts|sources/\d+|preview(?:/feed|/card)?)"), LOOKS),
    (re.compile(r"media/[^/]+"), LOOKS),
)


def note_the_address(answer: Answer) -> Answer:
    """What is recorded while a request is answered says where it came from."""

    def noted(request: HttpRequest) -> HttpResponse:
        with audit.asked_from(address(request)):
            return answer(request)

    return noted


def is_quiet(request: HttpRequest) -> bool:
    """Does a page ask this by itself, again and again, whether somebody sits there or not?"""
    path = request.path.removeprefix(DESK)
    if request.method in LOOKS and BY_ITSELF in request.headers:
        return True
    is_named = any(each.fullmatch(path) and request.method in methods for each, methods in QUIET)
    return is_named and not (request.method == "POST" and "take" in request.POST)


def bound_sessions(answer: Answer) -> Answer:
    """A session ends when it is too old, however busy, or has not been used; use is noted once a minute.

    What an open page asks by itself is no use; text that it saves was typed.
    """

    def bounded(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(DESK) and isinstance(request.user, EditorRecord):
            now = jobs.clock()
            if sessions.is_over(request.session, now, settings.SESSION_LONGEST, settings.SESSION_IDLE):
                logout(request)
                if not is_quiet(request):
                    messages.info(request, _("Your session is over. Please sign in again."))
            elif not is_quiet(request):
                sessions.seen(request.session, address(request), request.headers.get("User-Agent", ""), now)
        return answer(request)

    return bounded


def speak_the_editors_language(answer: Answer) -> Answer:
    """An editor's own language; before sign-in that of the cookie, else Chinese. Readers' requests are asked for no session."""

    def speak(request: HttpRequest) -> HttpResponse:
        who = request.user if request.path.startswith(DESK) else None
        with translation.override(language_of(request, who if isinstance(who, EditorRecord) else None)):
            return answer(request)

    return speak


def guard(answer: Answer) -> Answer:
    """Nothing but our own scripts and styles runs; nothing is cached. A view that shows a mail sets a stricter policy.

    What is asked in the wrong way is told so in words, under /desk/.
    """

    def guarded(request: HttpRequest) -> HttpResponse:
        response = answer(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)
        if isinstance(response, HttpResponseNotAllowed) and request.path.startswith(DESK):
            response = trouble.not_that_way(request, response)
        policy.guard(request, response)
        return response

    return guarded
