"""Signing in by way of another system (OpenID Connect): off to it, and back."""

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect import views
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from requests import RequestException

from tougao.desk import limits
from tougao.desk.adapters import OutsideAdapter
from tougao.desk.ways import takes_forms


@takes_forms
@limits.limited("link")
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Off to the other system, with state, nonce-like verifier (PKCE) and nothing of ours."""
    if request.user.is_authenticated:
        return redirect("account")
    return onwards(request, provider_id)


def onwards(request: HttpRequest, provider_id: str) -> HttpResponse:
    """A page that leads there: a form may not be answered with a redirect to elsewhere (form-action of our policy)."""
    adapter: OutsideAdapter = get_adapter(request)
    try:
        provider = adapter.get_provider(request, provider_id)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    try:
        there = provider.redirect(request, process=AuthProcess.LOGIN)
    except (RequestException, OAuth2Error, KeyError, ValueError) as trouble:
        adapter.on_authentication_error(request, provider, exception=trouble)
        raise
    return render(request, "desk/onwards.html", {"there": there["Location"], "title": provider.app.name})


@require_safe
@limits.limited("link")
def back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """The answer of the other system; it counts only with the state this browser left with."""
    return views.callback(request, provider_id)
