"""Where somebody stood when he sent a form: the page to lead back to. An address that only takes forms is never one."""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def takes_forms(view: View) -> View:
    """A view that cannot be opened, only sent to."""
    taking = require_POST(view)
    vars(taking)["takes_forms"] = True
    return taking


def is_page(path: str) -> bool:
    """Can the path be opened, or does it only take forms?"""
    try:
        view = resolve(path).func
    except Resolver404:
        return False
    return not getattr(view, "takes_forms", False)


def page_before(request: HttpRequest) -> str:
    """The page the form stood on, as the browser says; else the nearest page above the address it was sent to."""
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}):
        parts = urlsplit(referer)
        if parts.path.startswith(reverse("queue")) and is_page(parts.path):
            return f"{parts.path}?{parts.query}" if parts.query else parts.path
    path = request.path
    while path.startswith(reverse("queue")):
        if is_page(path):
            return request.get_full_path() if path == request.path else path
        path = path.rstrip("/") if path.endswith("/") else path.rpartition("/")[0] + "/"
    return reverse("queue")
