"""How often something has been asked for, by whom, counted by allauth. The rates stand in settings.DESK_LIMITS."""

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest

APP = "tougao.desk"


def left(request: HttpRequest, action: str, key: str | None = None) -> bool:
    """May it be done once more? Nothing is counted."""
    return _consume(request, action, key, dry_run=True)


def spend(request: HttpRequest, action: str, key: str | None = None) -> bool:
    """Count one; False when there were too many."""
    return _consume(request, action, key, dry_run=False)


def _consume(request: HttpRequest, action: str, key: str | None, dry_run: bool) -> bool:
    usage = ratelimit.consume(
        request, app=APP, action=action, config=settings.DESK_LIMITS, key=key, dry_run=dry_run, limit_get=True
    )
    return usage is not None
