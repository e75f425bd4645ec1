"""Two editors changed the same paragraphs: both versions side by side, to choose from. Works without scripts."""

from dataclasses import asdict, dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tougao.archive import revisions
from tougao.archive.merging import Clashing
from tougao.core import layout, likeness
from tougao.core.likeness import Piece
from tougao.core.merging import BODY, Choice, Clash
from tougao.core.paragraphs import readable
from tougao.desk.access import editor
from tougao.desk.fields import choices_of, number_of, packed


@dataclass(frozen=True)
class Side:
    """One version of a stretch: its paragraphs, what differs marked, and the pictures in it as (sha256, extension)."""

    choice: Choice
    rows: tuple[tuple[Piece, ...], ...]
    pictures: tuple[tuple[str, str], ...]


def page(request: HttpRequest, clashing: Clashing) -> HttpResponse:
    """Status 409; the form holds all that was typed and goes where the draft's own form goes."""
    by = revisions.last_editor(clashing.draft, but=editor(request))
    return render(
        request,
        "desk/clash.html",
        {
            "draft": clashing.draft,
            "mine": asdict(clashing.mine),
            "base": packed(asdict(clashing.base)),
            "clashes": [(clash, _sides(clash)) for clash in clashing.clashes],
            "by": by.username if by else "",
            "chosen": choices_of(request.POST),
            "sent_version": number_of(request.POST, "version"),
            "copy": request.POST.get("copy", "")[:64],
        },
        status=409,
    )


def _sides(clash: Clash) -> tuple[Side, Side]:
    theirs, mine = "".join(clash.stretch.theirs), "".join(clash.stretch.mine)
    rows = (
        likeness.differences(readable(theirs), readable(mine))
        if clash.field == BODY
        else (likeness.within(theirs, mine),)
    )
    return (
        Side(Choice.THEIRS, rows, layout.references(theirs)),
        Side(Choice.MINE, rows, layout.references(mine)),
    )
