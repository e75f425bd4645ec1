"""What holds for every page of the desk."""

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
from tougao.desk.adapters import address

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Beside it: no other site may take our answers apart, and no page of ours asks for a camera, a place or a payment.
HEADERS = {
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
    "microphone=(), midi=(), payment=(), usb=(), browsing-topics=()",
}
METHODS = ("GET", "HEAD", "POST")
LANGUAGE_COOKIE = "desk_language"
DESK = "/desk/"


def note_the_address(answer: Answer) -> Answer:
    """What is recorded while a request is answered says where it came from."""

    def noted(request: HttpRequest) -> HttpResponse:
        with audit.asked_from(address(request)):
            return answer(request)

    return noted


def bound_sessions(answer: Answer) -> Answer:
    """A session ends when it is too old, however busy; while it is used, that is noted once a minute."""

    def bounded(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(DESK) and isinstance(request.user, EditorRecord):
            now = jobs.clock()
            if sessions.is_over(request.session, now, settings.SESSION_LONGEST):
                logout(request)
                messages.info(request, _("Your session is over. Please sign in again."))
            else:
                sessions.seen(request.session, address(request), request.headers.get("User-Agent", ""), now)
        return answer(request)

    return bounded


def speak_the_editors_language(answer: Answer) -> Answer:
    """An editor's own language; before sign-in that of the cookie, else Chinese. Readers' requests are asked for no session."""

    def speak(request: HttpRequest) -> HttpResponse:
        language = request.COOKIES.get(LANGUAGE_COOKIE, "zh-hans")
        if request.path.startswith(DESK) and isinstance(request.user, EditorRecord):
            language = request.user.language
        with translation.override(language if language in ("zh-hans", "en") else "zh-hans"):
            return answer(request)

    return speak


def guard(answer: Answer) -> Answer:
    """Nothing but our own scripts and styles runs; nothing is cached. A view that shows a mail sets a stricter policy."""

    def guarded(request: HttpRequest) -> HttpResponse:
        response = answer(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return guarded
