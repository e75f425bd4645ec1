"""How often one may ask for what is costly or can be guessed. The rates stand in settings.DESK_LIMITS."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
APP = "tougao.desk"


def left(request: HttpRequest, action: str, key: str | None = None) -> bool:
    """May it be done once more? Nothing is counted."""
    return _consume(request, action, key, dry_run=True)


def spend(request: HttpRequest, action: str, key: str | None = None) -> bool:
    """Count one; False when there were too many."""
    return _consume(request, action, key, dry_run=False)


def limited(action: str, when: Callable[[HttpRequest], bool] = lambda _request: True) -> Callable[[View[P]], View[P]]:
    """The view answers 429 to whoever asks too often."""

    def wrap(view: View[P]) -> View[P]:
        @wraps(view)
        def counted(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if when(request) and not spend(request, action):
                return too_many(request)
            return view(request, *args, **kwargs)

        return cast(View[P], counted)

    return wrap


def is_search(request: HttpRequest) -> bool:
    return bool(request.GET.get("q"))


def is_post(request: HttpRequest) -> bool:
    return request.method == "POST"


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    response = render(request, "desk/too_many.html", status=429)
    response.headers["Retry-After"] = "60"
    return response


def _consume(request: HttpRequest, action: str, key: str | None, dry_run: bool) -> bool:
    usage = ratelimit.consume(
        request, app=APP, action=action, config=settings.DESK_LIMITS, key=key, dry_run=dry_run, limit_get=True
    )
    return usage is not None
