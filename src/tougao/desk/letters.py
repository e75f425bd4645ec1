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
    """Why the action is taken that was asked for: for a return the words of the chosen template, in the contributor's
    language, before the editor's own."""
    action = sent.get("action", "")
    template = sent.get("template", "") if action == Action.RETURN else ""
    return returns.worded(site.returns, template, sent.get(f"reason-{action}", ""), _language(draft))


def _language(draft: DraftRecord) -> str:
    return contributors.language(draft.submission, draft.title + markup.text(draft.html))
