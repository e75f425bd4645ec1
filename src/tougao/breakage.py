"""Requests that broke, for the desk and the newsstand alike: what Django finds too large, and the number it is told by."""

import logging
import secrets

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse

TOO_BIG = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def noted(log: logging.Logger, request: HttpRequest, exception: BaseException | None, elsewhere: str) -> str:
    """Put what happened into the log; the number it stands under there."""
    reference = secrets.token_hex(4)
    log.error(
        "request broke", exc_info=exception, extra={"reference": reference, "route": route_of(request, elsewhere)}
    )
    return reference


def logged(response: HttpResponse) -> HttpResponse:
    """Nobody need log it again."""
    setattr(response, "_has_been_logged", True)  # noqa: B010 - by Django's own word for it
    return response


def route_of(request: HttpRequest, elsewhere: str) -> str:
    """What was asked for, without what stood in the address; `elsewhere` where no route of ours fits."""
    return f"/{request.resolver_match.route}" if request.resolver_match else elsewhere
