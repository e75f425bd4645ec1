"""Accounts, for administrators."""

from django import forms
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tougao.archive.models import EditorRecord
from tougao.core.workflow import Role
from tougao.desk.access import editor, needs


class EditorForm(forms.Form):
    username = forms.CharField(max_length=150, label=gettext_lazy("Name to sign in with"))
    role = forms.ChoiceField(choices=[(role.value, role.value) for role in Role], label=gettext_lazy("Role"))
    password = forms.CharField(label=gettext_lazy("Password"), strip=False)

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"]
        try:
            EditorRecord.username_validator(name)
        except ValidationError as trouble:
            raise forms.ValidationError(trouble.messages) from trouble
        if EditorRecord.objects.filter(username=name).exists():
            raise forms.ValidationError(_("There is an editor of that name already."))
        return name

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, EditorRecord(username=self.cleaned_data.get("username", "")))
        return password


@needs(Role.ADMINISTRATOR)
def show(request: HttpRequest) -> HttpResponse:
    form = EditorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        EditorRecord.objects.create_user(
            username=form.cleaned_data["username"],
            password=form.cleaned_data["password"],
            role=form.cleaned_data["role"],
        )
        messages.success(request, _("The account was made."))
        return redirect("editors")
    return render(
        request,
        "desk/editors.html",
        {"form": form, "editors": EditorRecord.objects.order_by("username"), "roles": list(Role)},
        status=400 if request.method == "POST" else 200,
    )


@require_POST
@needs(Role.ADMINISTRATOR)
def change(request: HttpRequest, editor_id: int) -> HttpResponse:
    """Another role, or closed or opened; nobody shuts himself out."""
    account = get_object_or_404(EditorRecord, pk=editor_id)
    if account.pk == editor(request).pk:
        messages.error(request, _("You cannot change your own account here."))
        return redirect("editors")
    role = request.POST.get("role", account.role)
    if role in set(Role):
        account.role = role
    if "active" in request.POST:
        account.is_active = request.POST["active"] == "yes"
    account.save(update_fields=["role", "is_active"])
    messages.success(request, _("The account was changed."))
    return redirect("editors")
