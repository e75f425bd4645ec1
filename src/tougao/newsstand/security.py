"""Whom to tell of a weakness: security.txt (RFC 9116), where a contact is configured."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tougao import jobs

VALID_FOR = timedelta(days=180)


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Answered by the program, for its `Expires` must move on while a site prints nothing."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    until = (jobs.clock() + VALID_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = (
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: zh, en",
        f"Canonical: {settings.SITE.url}/.well-known/security.txt",
    )
    response = HttpResponse("\n".join(rows) + "\n", content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "max-age=86400, public"
    return response
