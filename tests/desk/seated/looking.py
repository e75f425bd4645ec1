"""How drafts stand, and what a page shows and hears."""

from typing import Any

from tests.support.seats import Seat
from tougao.archive.models import DraftRecord


def at_the_newest(sit: Any, new_draft: Any, count: int) -> Seat:
    """Somebody before the newest of so many drafts, 第0篇 the oldest."""
    for number in range(count):
        new_draft(title=f"第{number}篇")
    seat = sit()
    seat.press("j", "Enter")
    shows(seat.page, f"第{count - 1}篇")
    return seat


def statuses():
    return dict(DraftRecord.objects.order_by("pk").values_list("title", "status"))


def shows(page, title):
    """Wait until the draft of that title is open."""
    page.wait_for_function("title => document.querySelector('#draft [name=title]')?.value === title", arg=title)


WORDS = {"Space": " ", "Esc": "Escape"}


def on_the_card(page, name):
    """The keys that a page's card tells when it is opened, as the browser names them."""
    page.keyboard.press("?")
    page.wait_for_selector("#keys[open]")
    found = set()
    for term in page.locator(f"dl[data-keys={name}] dt:visible").all():
        keys = [each.text_content() for each in term.locator("kbd:visible").all()]
        if keys[0] in ("Ctrl", "Alt"):
            continue  # while writing: tests/desk/editor
        if keys[0] == "Shift":
            keys = [keys[1].upper()]
        found |= {WORDS.get(key, key) for key in keys}
    page.keyboard.press("Escape")
    return found


def heard(page):
    """The keys the page hears: those of its elements, and those its scripts say they take."""
    marked = set(page.evaluate("[...document.querySelectorAll('[data-key]')].map(each => each.dataset.key)")) - {""}
    return marked | set(page.evaluate("(document.body.dataset.handles || '').split('|')")) - {""}
