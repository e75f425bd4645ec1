"""Signing in and out, and the language before it."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tougao.archive.models import EditorRecord
from tougao.desk.middleware import LANGUAGE_COOKIE

YEAR_SECONDS = 365 * 24 * 60 * 60


class SignIn(LoginView):
    template_name = "desk/sign_in.html"
    authentication_form = AuthenticationForm
    redirect_authenticated_user = True


class SignOut(LogoutView):
    http_method_names = ["post"]


def locked_out(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """The same words whether the name exists or not."""
    words = _("Too many attempts. Wait a quarter of an hour, then try again, or ask an administrator.")
    return render(request, "desk/sign_in.html", {"form": AuthenticationForm(request), "locked": words}, status=429)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    wanted = "en" if request.POST.get("language") == "en" else "zh-hans"
    if isinstance(request.user, EditorRecord):
        request.user.language = wanted
        request.user.save(update_fields=["language"])
    response = redirect("queue" if request.user.is_authenticated else "sign-in")
    response.set_cookie(LANGUAGE_COOKIE, wanted, max_age=YEAR_SECONDS, path="/desk/", samesite="Lax", httponly=True)
    return response
