"""An editor's own account: password, second factors, sessions, outside accounts."""

from allauth.account.views import PasswordChangeView, PasswordSetView
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tougao import jobs
from tougao.archive import factors, sessions
from tougao.core.audit import Event
from tougao.desk.access import confirmed, editor, is_needed, lacks_a_factor, needs_account
from tougao.desk.ways import takes_forms


@require_safe
@needs_account
def show(request: HttpRequest) -> HttpResponse:
    who, now = editor(request), jobs.clock()
    found = factors.of(who)
    titles = {each.name: each.title for each in settings.OIDC}
    return render(
        request,
        "desk/account.html",
        {
            "app": next((each for each in found if each.kind == factors.TOTP), None),
            "passkeys": [each for each in found if each.kind == factors.PASSKEY],
            "codes": len(factors.unused_codes(who)),
            "links": [(each, titles.get(each.provider, each.provider)) for each in factors.links_of(who)],
            "sessions": sessions.of(who, now, request.session.session_key),
            "has_password": who.has_usable_password(),
            "is_needed": is_needed(who),
            "is_lacking": lacks_a_factor(who),
        },
    )


class ChangesPassword:
    """The new password holds from now on, and nowhere else is anybody signed in with the old one."""

    template_name = "desk/password.html"
    request: HttpRequest

    def form_valid(self, form: forms.Form) -> HttpResponse:
        who, now = editor(self.request), jobs.clock()
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
            self.request.session.save()
            sessions.end(who, who, now, but=self.request.session.session_key)
            factors.note(Event.PASSWORD_SET, who, now)
        messages.success(self.request, _("The new password holds. Other browsers were signed out."))
        return response


@method_decorator(login_required, name="dispatch")
class ChangePassword(ChangesPassword, PasswordChangeView):
    extra_context = {"has_password": True}


@method_decorator(login_required, name="dispatch")
@method_decorator(confirmed, name="dispatch")
class SetPassword(ChangesPassword, PasswordSetView):
    extra_context = {"has_password": False}


@takes_forms
@needs_account
@confirmed
def end_sessions(request: HttpRequest) -> HttpResponse:
    """One of one's own by its name, or all but this one."""
    who = editor(request)
    name = request.POST.get("session", "")
    if name and name == sessions.name_of(request.session.session_key or ""):
        return redirect("account")
    count = sessions.end(who, who, jobs.clock(), name, but=request.session.session_key)
    if count:
        words = ngettext("%(num)d session was ended.", "%(num)d sessions were ended.", count)
        messages.success(request, words % {"num": count})
    return redirect("account")


@takes_forms
@needs_account
def keys(request: HttpRequest) -> HttpResponse:
    """Whether keys of one letter do something: whoever dictates, or has a hand that slips, turns them off (WCAG 2.1.4)."""
    who = editor(request)
    who.single_keys = request.POST.get("single_keys") == "on"
    who.save(update_fields=["single_keys"])
    messages.success(request, _("Single keys are on.") if who.single_keys else _("Single keys are off."))
    return redirect(f"{reverse('account')}#keys-switch")


@takes_forms
@needs_account
@confirmed
def unlink(request: HttpRequest, link_id: int) -> HttpResponse:
    if factors.unlink(link_id, editor(request), jobs.clock()):
        messages.success(request, _("The outside account no longer signs you in."))
    else:
        messages.error(request, _("This is your last way to sign in. Set up another one first."))
    return redirect("account")
