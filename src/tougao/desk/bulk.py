"""Several drafts at a stroke: what was ticked in the queue is decided, told row by row, and undone together."""

import re
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tougao import jobs, rota
from tougao.archive import batches
from tougao.archive.batches import Deed, Order, Tick
from tougao.archive.models import EditorRecord
from tougao.archive.rows.queue import BatchRecord
from tougao.core.listing import listing
from tougao.core.notice import gettext_noop
from tougao.core.workflow import Role
from tougao.desk import words
from tougao.desk.access import editor, needs
from tougao.desk.ways import takes_forms
from tougao.errors import DecisionError

DONE = {
    Deed.PASS: gettext_noop("Passed on"),
    Deed.APPROVE: gettext_noop("Approved"),
    Deed.RETURN: gettext_noop("Returned to the contributor"),
    Deed.SPIKE: gettext_noop("Spiked"),
    Deed.CATEGORY: gettext_noop("Given its category"),
}
TICK = re.compile(r"([0-9]{1,18})\.([0-9]{1,9})")  # key and version
NOTHING_TICKED = gettext_noop("Tick some drafts first: with x, or with the boxes beside them.")


@dataclass(frozen=True)
class Told:
    """What became of one draft. `words` say it."""

    draft_id: int
    title: str
    is_done: bool
    words: str


@dataclass(frozen=True)
class Report:
    """What became of all of them. `sum` says it in a line."""

    batch: BatchRecord
    sum: str
    rows: list[Told]

    @property
    def has_troubles(self) -> bool:
        return not all(row.is_done for row in self.rows)

    @property
    def was_in_vain(self) -> bool:
        return not any(row.is_done for row in self.rows)

    @property
    def grouped(self) -> list[tuple[str, list[Told]]]:
        """The rows by what is said of them: what was left first, so that a reason is read once however many share it."""
        groups: dict[str, list[Told]] = {}
        for row in sorted(self.rows, key=lambda row: row.is_done):
            groups.setdefault(row.words, []).append(row)
        return list(groups.items())


@takes_forms
@needs(Role.EDITOR)
def carry_out(request: HttpRequest) -> HttpResponse:
    who = editor(request)
    back = reverse("queue") + listing(request.GET).address()
    ticks = [
        Tick(int(found[1]), int(found[2])) for found in map(TICK.fullmatch, request.POST.getlist("draft")) if found
    ]
    deed = request.POST.get("deed", "")
    if not ticks or deed not in set(Deed):
        messages.error(request, _(NOTHING_TICKED))
        return redirect(back)
    order = Order(
        Deed(deed),
        request.POST.get("template", "")[:200],
        request.POST.get("own", "")[:2000],
        request.POST.get("category", ""),
    )
    batch = batches.carry_out(ticks, order, who, jobs.clock(), jobs.site())
    rota.wake()
    return redirect(reverse("queue") + listing(request.GET).address(done=str(batch.pk)))


@takes_forms
@needs(Role.EDITOR)
def take_back(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Undo the whole of it; what could not be taken back any more is told row by row."""
    back = reverse("queue") + listing(request.GET).address(done=str(batch_id))
    try:
        batches.undo(batch_id, editor(request), jobs.clock())
    except DecisionError as trouble:
        messages.error(request, words.told(trouble))
        return redirect(back)
    rota.wake()
    return redirect(back)


def told(request: HttpRequest, who: EditorRecord) -> Report | None:
    """The report the address asks for, while it is one of the editor's own."""
    key = request.GET.get("done", "")
    found = BatchRecord.objects.filter(pk=int(key), editor=who).first() if key.isdecimal() and len(key) < 19 else None
    return report(found) if found else None


def report(batch: BatchRecord) -> Report:
    rows = [_told(row, Deed(batch.deed)) for row in batch.rows]
    done, left = sum(row["done"] for row in batch.rows), sum(bool(row.get("troubles")) for row in batch.rows)
    undone = sum(bool(row.get("undone")) for row in batch.rows)
    said = ((_(DONE[Deed(batch.deed)]), done), (_("Undone"), undone), (_("left as they were"), left))
    parts = [each + _(": ") + _drafts(count) for each, count in said if count]
    return Report(batch, " · ".join(parts), rows)


def _drafts(count: int) -> str:
    return ngettext("%(num)d draft", "%(num)d drafts", count) % {"num": count}


def _told(row: dict[str, Any], deed: Deed) -> Told:
    why = _("; ").join(words.told(DecisionError(each["message"], **each["values"])) for each in row.get("troubles", ()))
    if row.get("undone"):
        said = _("Undone")
    elif row["done"]:
        said = _(DONE[deed])
    else:
        said = _("Not approved, open it first") if deed in (Deed.PASS, Deed.APPROVE) else _("Left as it was")
    said = said + _(": ") + why if why else said
    return Told(row["draft"], row["title"], row["done"] or bool(row.get("undone")), said)
