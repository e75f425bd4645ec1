"""What Django answers: the desk and the readers' requests. All else is files."""

import sys

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from tougao.core.layout import Edition
from tougao.desk import trouble as desk
from tougao.newsstand import search, security
from tougao.newsstand import trouble as newsstand

urlpatterns = [
    path("desk/", include("tougao.desk.urls")),
    path("-/", include("tougao.newsstand.urls")),
    path("search", search.show, name="readers-search"),
    path("wap/search", search.show, {"edition": Edition.WAP}, name="readers-search-wap"),
    path(".well-known/security.txt", security.contact, name="security-contact"),
]

# What goes wrong is told by the room it was asked in, each in its own look.


def _is_desk(request: HttpRequest) -> bool:
    return request.path.startswith("/desk/")


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:
    return desk.unreadable(request, exception) if _is_desk(request) else newsstand.unreadable(request, exception)


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    return desk.denied(request, exception) if _is_desk(request) else newsstand.denied(request, exception)


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    return desk.absent(request, exception) if _is_desk(request) else newsstand.absent(request, exception)


def handler429(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """For django-allauth."""
    return desk.too_many(request, exception) if _is_desk(request) else newsstand.too_many(request, exception)


def handler500(request: HttpRequest) -> HttpResponse:
    return (
        desk.broken(request, sys.exc_info()[1]) if _is_desk(request) else newsstand.broken(request, sys.exc_info()[1])
    )
