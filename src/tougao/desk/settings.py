"""What administrators edit at run time: a form a part, its history, older versions brought back."""

import re
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tougao import jobs, rota
from tougao.archive import site as sites
from tougao.archive.models import EditorRecord
from tougao.core import reader_settings, setting
from tougao.core.fixed_pages import fixed_page
from tougao.core.layout import Edition
from tougao.core.notice import Notice, gettext_noop
from tougao.core.setting import PARTS, TEXTS, Part, Row, Value
from tougao.core.workflow import Role
from tougao.desk.access import editor, needs
from tougao.desk.preview import framed
from tougao.desk.ways import takes_forms
from tougao.desk.words import told
from tougao.errors import DecisionError

NAMES = {
    Part.TEXTS: gettext_noop("Site texts"),
    Part.CATEGORIES: gettext_noop("Categories"),
    Part.FOOTER: gettext_noop("Links in the footer"),
    Part.FRIENDS: gettext_noop("Friendly links"),
    Part.PAGES: gettext_noop("Fixed pages"),
    Part.RETURNS: gettext_noop("Return templates"),
    Part.STYLE: gettext_noop("House style"),
    Part.GUESTBOOK: gettext_noop("Guestbook"),
    Part.RIGHTS: gettext_noop("Complaints"),
}
HINTS = {
    Part.TEXTS: gettext_noop("Name, description, notices and registration numbers on every page."),
    Part.CATEGORIES: gettext_noop("Their names, order and keywords; a new one; one that is no longer shown."),
    Part.FOOTER: gettext_noop("The links at the foot of every page."),
    Part.FRIENDS: gettext_noop("Links to other sites, at the foot of the home page and on the site map."),
    Part.PAGES: gettext_noop("About us, contact and the like, in Markdown, with a preview."),
    Part.RETURNS: gettext_noop("Reasons for returning a draft, ready to be chosen, in both languages."),
    Part.STYLE: gettext_noop(
        "Words that the desk proposes to write otherwise, and words that somebody should look at."
    ),
    Part.GUESTBOOK: gettext_noop("Whether readers may write, in the guestbook and below articles, and how much."),
    Part.RIGHTS: gettext_noop("Whether complaints are taken by a form, and in how many days they are to be settled."),
}
FIELDS = {
    "name": gettext_noop("Name"),
    "description": gettext_noop("Description"),
    "rights_notice": gettext_noop("Rights notice"),
    "disclaimer": gettext_noop("Disclaimer"),
    "icp": gettext_noop("ICP number"),
    "police": gettext_noop("Police registration number"),
    "copyright": gettext_noop("Copyright"),
    "slug": gettext_noop("Address"),
    "keywords": gettext_noop("Keywords"),
    "hidden": gettext_noop("Hidden"),
    "title": gettext_noop("Title"),
    "url": gettext_noop("Link"),
    "source": gettext_noop("Text"),
    "chinese": gettext_noop("In Chinese"),
    "english": gettext_noop("In English"),
    "order": gettext_noop("Order"),
    "word": gettext_noop("Word"),
    "instead": gettext_noop("Write instead"),
    "on": gettext_noop("Open to readers"),
    "comments": gettext_noop("Messages below articles, too"),
    "proof_bits": gettext_noop("Work asked of browsers"),
    "per_hour": gettext_noop("Messages an hour from one address"),
    "days": gettext_noop("Days to settle a complaint"),
    "reminders": gettext_noop("Days before it at which editors are reminded"),
    "keep_days": gettext_noop("Days after which a closed case is forgotten"),
}
# The fields of a row, as the form sends them: each as often as there are rows. "hidden" and "remove" send the rows' places.
ROWS: Mapping[Part, tuple[str, ...]] = {
    Part.CATEGORIES: ("slug", "name", "description", "keywords"),
    Part.FOOTER: ("title", "url"),
    Part.FRIENDS: ("title", "url"),
    Part.PAGES: ("name", "source"),
    Part.RETURNS: ("title", "chinese", "english"),
}
# Those that are one table: its fields, as the form sends them.
TABLES: Mapping[Part, tuple[str, ...]] = {
    Part.GUESTBOOK: reader_settings.GUESTBOOK,
    Part.RIGHTS: reader_settings.RIGHTS,
}
ARROW, ARROW_SIGN = re.compile(r"->|=>|→|⇒"), "→"
COMMAS = re.compile(r"[,，、;；\n]")
LAST = 10_000
MOST_DIGITS = 9


@needs(Role.CHIEF)
def overview(request: HttpRequest) -> HttpResponse:
    newest = sites.newest_versions()
    rows = [
        {"part": part, "name": NAMES[part], "hint": HINTS[part], "newest": newest[part]}
        for part in Part
        if Role(editor(request).role).covers(PARTS[part].needs)
    ]
    return render(request, "desk/settings.html", {"rows": rows})


@needs(Role.CHIEF)
def edit(request: HttpRequest, part: str) -> HttpResponse:
    which, who = _allowed(part, request)
    if request.method != "POST":
        return _form(request, which, setting.taken(jobs.site(), which), sites.number_of(which))
    value, seen = _sent(which, request.POST), request.POST.get("seen", "")
    number = int(seen) if seen.isdecimal() else -1
    wrong = setting.problems(which, setting.tidy(value))
    try:
        made = None if wrong else sites.edit(which, value, number, who, jobs.base(), jobs.clock())
    except DecisionError as trouble:
        messages.error(request, told(trouble))
        return _form(request, which, value, number, status=409)
    if wrong:
        for each in wrong:
            messages.error(request, _said(each))
        return _form(request, which, value, number, status=400)
    rota.wake()
    if made is None:
        messages.success(request, _("Nothing was changed."))
    elif PARTS[which].is_printed:
        messages.success(request, _("Saved. The site is being printed anew."))
    else:
        messages.success(request, _("Saved."))
    return redirect("setting", which)


@needs(Role.CHIEF)
def history(request: HttpRequest, part: str) -> HttpResponse:
    which, _who = _allowed(part, request)
    versions = list(sites.history(which, jobs.base()))
    return render(
        request,
        "desk/setting_history.html",
        {"part": which, "name": NAMES[which], "versions": versions, "fields": FIELDS, "seen": sites.number_of(which)},
    )


@takes_forms
@needs(Role.CHIEF)
def restore(request: HttpRequest, part: str, number: int) -> HttpResponse:
    which, who = _allowed(part, request)
    seen = request.POST.get("seen", "")
    try:
        sites.restore(which, number, int(seen) if seen.isdecimal() else -1, who, jobs.base(), jobs.clock())
    except DecisionError as trouble:
        messages.error(request, told(trouble))
        return redirect("setting-history", which)
    rota.wake()
    messages.success(request, _("That version holds again."))
    return redirect("setting-history", which)


@takes_forms
@needs(Role.ADMINISTRATOR)
def preview(request: HttpRequest) -> HttpResponse:
    """A fixed page as it would be printed; nothing is saved."""
    shown = request.POST.get("show", "")
    row = next((row for row in _rows(Part.PAGES, request.POST) if row["place"] == shown), None)
    if row is None:
        raise Http404
    try:
        page = fixed_page(row["name"] or "x", row["source"])
    except DecisionError as trouble:
        response = HttpResponse(told(trouble), content_type="text/plain; charset=utf-8", status=400)
    else:
        (printed,) = jobs.press().pages(Edition.MOBILE).fixed(page)
        response = HttpResponse(printed.data, content_type="text/html; charset=utf-8")
    return framed(response)


def _allowed(part: str, request: HttpRequest) -> tuple[Part, EditorRecord]:
    """404 for a part there is not, 403 for one this editor may not touch."""
    if part not in set(Part):
        raise Http404
    which, who = Part(part), editor(request)
    if not Role(who.role).covers(PARTS[which].needs):
        raise PermissionDenied
    return which, who


def _form(request: HttpRequest, part: Part, value: Value, seen: int, status: int = 200) -> HttpResponse:
    shown = {
        "part": part,
        "name": NAMES[part],
        "hint": HINTS[part],
        "value": value,
        "seen": seen,
        "fields": FIELDS,
        "texts": TEXTS,
        "long_texts": ("description", "rights_notice", "disclaimer"),
        "used": sites.used_slugs() if part is Part.CATEGORIES else frozenset(),
        "spans": reader_settings.COUNTS,
    }
    return render(request, f"desk/setting_{part}.html", shown, status=status)


def _sent(part: Part, sent: QueryDict) -> Value:
    if part is Part.TEXTS:
        return {name: sent.get(name, "") for name in TEXTS}
    if part is Part.STYLE:
        return [_word(row) for row in sent.get("words", "").splitlines() if row.strip()]
    if part in TABLES:
        return {name: _typed(name, sent) for name in TABLES[part]}
    rows = sorted(_rows(part, sent), key=lambda row: row["order"])
    return [{key: words for key, words in row.items() if key not in ("order", "place")} for row in rows]


def _word(row: str) -> Row:
    """A line of the word list: a word, and behind an arrow what to write instead."""
    word, _arrow, instead = ARROW.sub(ARROW_SIGN, row, count=1).partition(ARROW_SIGN)
    return {"word": word.strip(), "instead": instead.strip()}


def _typed(field: str, sent: QueryDict) -> Any:
    """A switch, a number, numbers between commas, or words; what should be a number and is none stays as it was typed."""
    words = sent.get(field, "")
    if field in reader_settings.SWITCHES:
        return field in sent
    if field in reader_settings.COUNTS:
        return _number(words)
    return [_number(each) for each in COMMAS.split(words) if each.strip()] if field == "reminders" else words


def _number(words: str) -> int | str:
    typed = words.strip()
    return int(typed) if typed.isdecimal() and len(typed) <= MOST_DIGITS else typed


def _said(wrong: Notice) -> str:
    """In the editor's language, the field by the name it has on the form."""
    values = {name: _(FIELDS[value]) if name == "field" else value for name, value in wrong.values}
    return _(wrong.message).format_map(values)


def _rows(part: Part, sent: QueryDict) -> list[dict[str, Any]]:
    """The rows of the form that were not removed, each with the place it had and the order it shall have."""
    columns = [sent.getlist(field) for field in ROWS[part]]
    orders, removed, hidden = sent.getlist("order"), sent.getlist("remove"), sent.getlist("hidden")
    out = []
    for place, words in enumerate(zip(*columns, strict=False)):
        row: Row = dict(zip(ROWS[part], words, strict=True))
        order = orders[place] if place < len(orders) else ""
        if part is Part.CATEGORIES:
            row["keywords"] = COMMAS.split(row["keywords"])
            row["hidden"] = str(place) in hidden
        if str(place) not in removed:
            out.append(row | {"place": str(place), "order": int(order) if order.isdecimal() else LAST})
    return out
