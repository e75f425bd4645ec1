"""Who may open what. Every view of the desk is wrapped in one of these."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from tougao.archive.models import EditorRecord
from tougao.core.workflow import Role

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def needs(role: Role) -> Callable[[View[P]], View[P]]:
    """The view is for editors of this role and those above it; others get 403, strangers the sign-in page."""

    def wrap(view: View[P]) -> View[P]:
        @wraps(view)
        def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not Role(editor(request).role).covers(role):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return cast(View[P], login_required(checked))

    return wrap


def editor(request: HttpRequest) -> EditorRecord:
    if not isinstance(request.user, EditorRecord):
        raise PermissionDenied
    return request.user


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "desk/denied.html", status=403)
