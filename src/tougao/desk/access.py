"""Who may open what. Every view of the desk is wrapped in one of these."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tougao.archive.models import EditorRecord
from tougao.core.notice import gettext_noop
from tougao.core.workflow import Role
from tougao.desk import ways
from tougao.desk.adapters import confirmed_lately

NOT_DONE = gettext_noop(
    "You were signed out, so nothing was done. Sign in and do it again; you come back to the page you were on."
)
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def signed_in(view: View[P]) -> View[P]:
    """Strangers are led to the sign-in page and back. What they sent was not done, and they are told so."""

    @wraps(view)
    def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method in ("GET", "HEAD"):
            return redirect_to_login(request.get_full_path())
        if "text/html" in request.headers.get("Accept", ""):  # a person, no script
            messages.warning(request, _(NOT_DONE))
        return redirect_to_login(ways.page_before(request))

    return cast(View[P], checked)


def needs(role: Role) -> Callable[[View[P]], View[P]]:
    """The view is for editors of this role and those above it; others get 403, strangers the sign-in page."""

    def wrap(view: View[P]) -> View[P]:
        @wraps(view)
        def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not Role(editor(request).role).covers(role):
                raise PermissionDenied
            if lacks_a_factor(editor(request)):
                messages.warning(request, _("Your role needs a second factor. Set one up to go on."))
                return redirect("account")
            return view(request, *args, **kwargs)

        return signed_in(cast(View[P], checked))

    return wrap


def needs_account(view: View[P]) -> View[P]:
    """The view is for whoever has signed in, even while a second factor is still to be set up."""

    @wraps(view)
    def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        editor(request)
        return view(request, *args, **kwargs)

    return signed_in(cast(View[P], checked))


def confirmed(view: View[P]) -> View[P]:
    """The view wants to know that its editor is still the one who signed in: within a quarter of an hour, or once more.

    Stands inside `needs`. What was asked for is done after the answer.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not confirmed_lately(request):
            if get_adapter().get_reauthentication_methods(editor(request)):
                raise ReauthenticationRequired
            # Somebody who signs in elsewhere alone does so again.
            get_adapter(request).logout(request)
            messages.info(request, _("Please sign in again to do this."))
            return redirect("sign-in")
        return view(request, *args, **kwargs)

    return cast(View[P], checked)


def lacks_a_factor(who: EditorRecord) -> bool:
    """Must this editor set up a second factor first?"""
    return is_needed(who) and not is_mfa_enabled(who, ["totp", "webauthn"])


def is_needed(who: EditorRecord) -> bool:
    """Does this editor's role need a second factor?"""
    return Role(who.role) in settings.SECOND_FACTOR


def editor(request: HttpRequest) -> EditorRecord:
    if not isinstance(request.user, EditorRecord):
        raise PermissionDenied
    return request.user
