"""Editors go on while the press runs: nothing it writes leads to what it does not print."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.faults.printing import dead_links
from tests.press.conftest import tree
from tougao.archive import decisions, messages, print_orders
from tougao.archive.models import PrintOrderRecord
from tougao.core.messages import Deed, typed
from tougao.core.site import Guestbook
from tougao.core.workflow import Action
from tougao.press.files import Files

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("is_full", [False, True])
@pytest.mark.parametrize("moment", [1, 3])
def test_what_is_approved_while_the_press_writes_waits_for_the_next_run(
    press, publish, noon, monkeypatch, is_full, moment
):
    for _ in range(3):
        publish(category="news")
    press.print_ordered(noon + HOUR)
    publish(category="news")
    if is_full:
        print_orders.order_everything(noon)
    whole, calls = Files.write, iter(range(100))

    def write(self, group):
        if next(calls) == moment:
            publish(category="campus", title="迟到的一篇", source="白鹭中学")
        return whole(self, group)

    monkeypatch.setattr(Files, "write", write)
    press.print_ordered(noon + HOUR)
    monkeypatch.undo()
    files = tree(press.folder)
    assert "a/4.html" in files
    assert dead_links(files) == []
    assert not any("迟到的一篇" in data.decode("utf-8", "ignore") for data in files.values())
    assert PrintOrderRecord.objects.filter(printed_at=None).count() == 1
    press.print_ordered(noon + 2 * HOUR)
    assert "迟到的一篇" in (press.folder / "index.html").read_text()
    assert dead_links(tree(press.folder)) == []


@pytest.fixture
def told_press(press):
    """Prints what readers wrote below articles, too."""
    return replace(press, site=replace(press.site, guestbook=Guestbook(on=True, comments=True)))


@pytest.fixture
def say(noon):
    """`say(2)` lets a new message below an article through."""
    serial = iter(range(1000))

    def make(article: int) -> None:
        number = next(serial)
        kept = messages.receive(typed("林", f"第{number}条留言。"), article, f"token{number}", True, "mobile", noon)
        messages.decide([kept.pk], Deed.SHOW, None, noon)

    return make


@pytest.fixture
def meanwhile(monkeypatch):
    """`meanwhile(1, deed)` does the deed when the press has written once."""

    def set_up(moment: int, deed) -> None:
        whole, calls = Files.write, iter(range(1000))

        def write(self, group):
            out = whole(self, group)
            if next(calls) == moment:
                deed()
            return out

        monkeypatch.setattr(Files, "write", write)

    return set_up


def below(folder, number: int) -> set[str]:
    """The files of the messages below an article."""
    return {path for path in tree(folder) if re.match(rf"(wap/)?a/{number}/", path)}


@pytest.fixture
def among_others(told_press, publish, photo, say, noon):
    """The draft of the second of three articles, with a picture and a message, and those files of it that its page leads to."""
    html, digest = photo(900)
    publish()
    draft = publish(html=html)
    publish()
    say(2)
    told_press.print_ordered(noon + HOUR)
    return draft, below(told_press.folder, 2) | {path for path in tree(told_press.folder) if digest in path}


@pytest.mark.parametrize(("kind", "moment"), [("change", 0), ("change", 1), *(("full", n) for n in range(7))])
def test_what_is_withdrawn_while_the_press_writes_keeps_its_pictures_and_its_messages(
    told_press, among_others, say, noon, site, meanwhile, monkeypatch, kind, moment
):
    draft, kept = among_others
    assert len(kept) > 8
    say(2)
    if kind == "full":
        print_orders.order_everything(noon)
    meanwhile(moment, lambda: decisions.decide(draft.pk, Action.WITHDRAW, None, noon + HOUR, site, reason="误发"))
    told_press.print_ordered(noon + HOUR)
    monkeypatch.undo()
    files = tree(told_press.folder)
    assert "a/2.html" in files
    assert kept <= files.keys()
    assert dead_links(files) == []
    told_press.print_ordered(noon + 2 * HOUR)
    files = tree(told_press.folder)
    assert not kept & files.keys()
    assert dead_links(files) == []


@pytest.mark.parametrize("kind", ["change", "full"])
def test_what_comes_back_while_the_press_writes_keeps_what_still_stands_of_it(
    told_press, among_others, publish, noon, site, meanwhile, monkeypatch, kind
):
    draft, kept = among_others
    decisions.decide(draft.pk, Action.WITHDRAW, None, noon + HOUR, site, reason="误发")
    publish()
    if kind == "full":
        print_orders.order_everything(noon)

    def back():
        decisions.decide(draft.pk, Action.REOPEN, None, noon + HOUR, site)
        decisions.decide(draft.pk, Action.APPROVE, None, noon + HOUR, site)

    meanwhile(0, back)
    told_press.print_ordered(noon + HOUR)
    monkeypatch.undo()
    files = tree(told_press.folder)
    if kind == "full":  # what a smaller run takes away is whole again with the next one
        assert {"a/2.html", *kept} <= files.keys()
    assert 'href="/a/2.html"' not in files["index.html"].decode()
    assert dead_links(files) == []
    told_press.print_ordered(noon + 2 * HOUR)
    files = tree(told_press.folder)
    assert 'href="/a/2.html"' in files["index.html"].decode()
    assert kept <= files.keys()
    assert dead_links(files) == []
