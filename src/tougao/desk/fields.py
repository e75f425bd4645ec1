"""The fields of a draft as a form sends them, with the version they grew from and what was chosen where two versions clash."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from tougao.archive import decisions, revisions
from tougao.archive.decisions import DraftFields
from tougao.archive.models import DraftRecord
from tougao.core.drafting.opening import opening
from tougao.core.merging import Choice
from tougao.core.notice import gettext_noop
from tougao.errors import DecisionError

CHOICE = "choice-"
UNUSABLE = gettext_noop("Title, author, source and credit may have 300 characters each. Shorten them, then save again.")


class DraftForm(forms.Form):
    title = forms.CharField(max_length=300, label=gettext_lazy("Title"))
    byline = forms.CharField(max_length=300, required=False, label=gettext_lazy("Author"))
    source = forms.CharField(max_length=300, required=False, label=gettext_lazy("Source"))
    credit = forms.CharField(max_length=300, required=False, label=gettext_lazy("Supplied by"))
    category = forms.CharField(max_length=64, required=False, label=gettext_lazy("Category"))
    summary = forms.CharField(required=False, label=gettext_lazy("Summary"))
    html = forms.CharField(required=False, label=gettext_lazy("Text"), strip=False)
    version = forms.IntegerField(min_value=1)

    def fields_of_draft(self) -> DraftFields:
        """Raises DecisionError, in words, when something is missing or too long."""
        if not self.is_valid():
            raise DecisionError(decisions.NO_TITLE if not self.data.get("title", "").strip() else UNUSABLE)
        return DraftFields(**{name: self.cleaned_data[name] for name in revisions.FIELDS})

    @property
    def number(self) -> int:
        """The version these fields grew from; asked for after fields_of_draft."""
        return int(self.cleaned_data["version"])


def opened(draft: DraftRecord) -> dict[str, str]:
    """The fields as the draft's page holds them: of a text that is too long for it, the beginning."""
    fields = revisions.fields_of(draft)
    html, summary = opening(fields["html"], fields["summary"])
    return fields | {"html": html, "summary": summary}


def meant(fields: DraftFields, draft: DraftRecord) -> DraftFields:
    """What was sent; but whoever had the beginning of a text before him and changed nothing means the whole of it."""
    whole, shown = revisions.fields_of(draft), opened(draft)
    if shown == whole or decisions.normal(fields) != decisions.normal(DraftFields(**shown)):
        return fields
    return DraftFields(**whole)


def packed(fields: Mapping[str, str]) -> str:
    """The fields an editor begins with, to be sent back as `base`."""
    return json.dumps(dict(fields), ensure_ascii=False)


def base_of(sent: QueryDict) -> DraftFields | None:
    """What the editor began with, or None where the page did not say so in our own words."""
    try:
        found: Any = json.loads(sent.get("base", ""))
        wanted = {name: found[name] for name in revisions.FIELDS}
    except (ValueError, KeyError, TypeError):
        return None
    return DraftFields(**wanted) if all(isinstance(value, str) for value in wanted.values()) else None


def choices_of(sent: QueryDict) -> dict[str, Choice]:
    return {
        name.removeprefix(CHOICE): Choice(value)
        for name, value in sent.items()
        if name.startswith(CHOICE) and isinstance(value, str) and value in set(Choice)
    }


def number_of(sent: QueryDict, name: str) -> int | None:
    value = sent.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 10 else None


def shown_again(sent: QueryDict, draft: DraftRecord) -> dict[str, str]:
    """What was typed, for the page that tells why it was not taken."""
    return {name: sent.get(name, value) for name, value in opened(draft).items()}
