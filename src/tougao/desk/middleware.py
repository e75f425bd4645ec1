"""What holds for every page of the desk."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from tougao.archive.models import EditorRecord

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
LANGUAGE_COOKIE = "desk_language"


def speak_the_editors_language(answer: Answer) -> Answer:
    """An editor's own language; before sign-in that of the cookie, else Chinese."""

    def speak(request: HttpRequest) -> HttpResponse:
        language = request.COOKIES.get(LANGUAGE_COOKIE, "zh-hans")
        if isinstance(request.user, EditorRecord):
            language = request.user.language
        with translation.override(language if language in ("zh-hans", "en") else "zh-hans"):
            return answer(request)

    return speak


def guard(answer: Answer) -> Answer:
    """Nothing but our own scripts and styles runs; nothing is cached. A view that shows a mail sets a stricter policy."""

    def guarded(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("X-Frame-Options", "DENY")
        return response

    return guarded
