"""Which language the desk speaks to whom."""

from django.http import HttpRequest

from tougao.archive.models import EditorRecord

COOKIE = "desk_language"
LANGUAGES = ("zh-hans", "en")


def language_of(request: HttpRequest, who: EditorRecord | None = None) -> str:
    """The editor's own; of somebody unknown that of the cookie, else Chinese."""
    wanted = who.language if who else request.COOKIES.get(COOKIE, "")
    return wanted if wanted in LANGUAGES else LANGUAGES[0]
