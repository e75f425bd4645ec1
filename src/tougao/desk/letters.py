"""Reasons to choose and what was written to and fro, as a draft's page shows them."""

from typing import Any

from django.http import QueryDict

from tougao.archive import contributors, correspondence, history
from tougao.archive.models import DraftRecord
from tougao.core import markup
from tougao.core.letters import CHINESE
from tougao.core.site import ReturnTemplate, Site
from tougao.core.workflow import Action, Status, Transition


def beside(draft: DraftRecord, site: Site, deeds: list[tuple[Action, Transition]]) -> dict[str, Any]:
    language = _language(draft)
    return {
        "templates": [(each.title, _words(each, language)) for each in site.returns],
        "letter_language": language,
        "mailed": {action for action, step in deeds if correspondence.is_mailed(Status(step.to), site)},
        "history": history.of(draft),
    }


def reason(sent: QueryDict, draft: DraftRecord, site: Site) -> str:
    """The words of the template that was chosen, in the contributor's language, and the editor's own."""
    chosen = next((each for each in site.returns if each.title == sent.get("template")), None)
    own = sent.get("reason", "").strip()
    return "\n\n".join(words for words in (_words(chosen, _language(draft)) if chosen else "", own) if words)


def _language(draft: DraftRecord) -> str:
    return contributors.language(draft.submission, draft.title + markup.text(draft.html))


def _words(template: ReturnTemplate, language: str) -> str:
    return template.chinese if language == CHINESE else template.english
