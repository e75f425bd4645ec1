"""What the copy room proposes for a draft: house style, set-aside paragraphs, texts that were seen before."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import ngettext

from tougao import jobs
from tougao.archive import decisions
from tougao.archive.decisions import DraftFields
from tougao.archive.models import DraftRecord, EditorRecord, LikenessRecord
from tougao.core import likeness, markup, style
from tougao.core.article import Certainty
from tougao.core.workflow import Role
from tougao.desk.access import needs

STYLE, BACK = "style:", "back:"
EVERYTHING, EVERYTHING_SAFE = "all", "safe"


def is_asked(wanted: str) -> bool:
    return wanted.startswith((STYLE, BACK))


def follow(wanted: str, draft: DraftRecord, who: EditorRecord, now: datetime) -> str:
    """Accept suggestions (`style:KEY`, `style:safe`) or bring paragraphs back (`back:0`, `back:all`); what was done, in words."""
    kind, _colon, which = wanted.partition(":")
    if f"{kind}:" == BACK:
        everything = range(len(draft.set_aside))
        positions = everything if which == EVERYTHING else [int(which)] if which.isdecimal() else []
        count = len(set(positions) & set(everything))
        if count:
            decisions.bring_back(draft.pk, draft.version, positions, now, who)
        return ngettext(
            "%(num)d paragraph stands at the end of the text.",
            "%(num)d paragraphs stand at the end of the text.",
            count,
        ) % {"num": count}
    found = style.suggestions(draft.html, _house_style())
    chosen = [each for each in found if (each.is_safe if which == EVERYTHING_SAFE else each.key == which)]
    values = {name: getattr(draft, name) for name in DraftFields.__dataclass_fields__}
    fields = replace(DraftFields(**values), html=style.accepted(draft.html, chosen))
    decisions.save(draft.pk, draft.version, who, now, fields)
    return ngettext("%(num)d change made.", "%(num)d changes made.", len(chosen)) % {"num": len(chosen)}


def proposals(draft: DraftRecord, html: str, is_editable: bool) -> dict[str, Any]:
    """What the draft's page shows of all this."""
    found = style.suggestions(html, _house_style()) if is_editable else ()
    return {
        "to_look_at": [each for each in found if not each.is_safe],
        "safe": [each for each in found if each.is_safe],
        "first_key": next((each.key for each in sorted(found, key=_safe_last) if each.is_change), ""),
        "origins": {row["field"]: row for row in draft.origins},
        "likenesses": draft.likenesses.select_related("earlier", "earlier__submission"),
        "unsure": [row["field"] for row in draft.origins if row["certainty"] != Certainty.SURE],
    }


def _house_style() -> style.HouseStyle:
    return style.house_style(jobs.site().house_words)


def _safe_last(each: style.Suggestion) -> tuple[bool, int]:
    return each.is_safe, each.start


@needs(Role.EDITOR)
def beside(request: HttpRequest, draft_id: int, earlier_id: int) -> HttpResponse:
    """A draft and an earlier one, paragraph by paragraph, with their differences marked."""
    link = get_object_or_404(
        LikenessRecord.objects.select_related("draft__submission", "earlier__submission"),
        draft_id=draft_id,
        earlier_id=earlier_id,
    )
    rows = likeness.differences(_rows(link.earlier), _rows(link.draft))
    return render(
        request, "desk/beside.html", {"link": link, "draft": link.draft, "earlier": link.earlier, "rows": rows}
    )


def _rows(draft: DraftRecord) -> list[str]:
    return [draft.title, *(row for row in markup.text(draft.html).split("\n") if row)]
