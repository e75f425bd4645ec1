"""An editor's own digest: whether, and to which address."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tougao import jobs
from tougao.archive import digests
from tougao.core.workflow import Role
from tougao.desk.access import editor, needs


@needs(Role.EDITOR)
def show(request: HttpRequest) -> HttpResponse:
    who = editor(request)
    wish = digests.subscription(who)
    address, is_on, status = (wish.address, wish.is_on, 200) if wish else (who.email, False, 200)
    if request.method == "POST":
        address, is_on = request.POST.get("address", "").strip(), request.POST.get("is_on") == "yes"
        try:
            if address or is_on:
                validate_email(address)
        except ValidationError:
            messages.error(request, _("“%(address)s” is no mail address.") % {"address": address})
            status = 400
        else:
            digests.subscribe(who, address, is_on, jobs.clock())
            messages.success(request, _("You get the digest.") if is_on else _("You get no digest."))
            return redirect("digest")
    hours = "、".join(f"{hour}:00" for hour in settings.DIGEST_HOURS)
    shown = {"address": address, "is_on": is_on, "hours": hours, "has_smtp": settings.SMTP is not None}
    return render(request, "desk/digest.html", shown, status=status)
