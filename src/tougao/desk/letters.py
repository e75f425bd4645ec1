"""Reasons to choose and what was written to and fro, as a draft's page shows them."""

from typing import Any

from django.http import QueryDict

from tougao.archive import contributors, correspondence, history
from tougao.archive.models import DraftRecord
from tougao.core import markup, returns
from tougao.core.site import Site
from tougao.core.workflow import Action, Status, Transition


def beside(draft: DraftRecord, site: Site, deeds: list[tuple[Action, Transition]]) -> dict[str, Any]:
    language = _language(draft)
    return {
        "templates": [(each.title, returns.in_language(each, language)) for each in site.returns],
        "letter_language": language,
        "mailed": {action for action, step in deeds if correspondence.is_mailed(Status(step.to), site)},
        "history": history.of(draft),
    }


def reason(sent: QueryDict, draft: DraftRecord, site: Site) -> str:
    """The words of the template that was chosen, in the contributor's language, and the editor's own."""
    return returns.worded(site.returns, sent.get("template", ""), sent.get("reason", ""), _language(draft))


def _language(draft: DraftRecord) -> str:
    return contributors.language(draft.submission, draft.title + markup.text(draft.html))
