"""What readers write: it waits, an editor lets it through, answers, takes back, undoes; pages and feeds follow."""

from dataclasses import replace
from datetime import timedelta

import feedparser
import lxml.etree
import pytest

from tests.press.conftest import tree
from tougao import config
from tougao.archive import audit, decisions, messages
from tougao.archive.models import AuditRecord, MessageRecord
from tougao.archive.store import Store
from tougao.core.messages import Deed, Standing, typed
from tougao.core.site import Guestbook
from tougao.core.workflow import Action
from tougao.errors import DecisionError
from tougao.press.run import Press

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def wrote(noon):
    """`wrote("text")` is the number of a message that came in."""
    serial = iter(range(10**6))

    def make(text: str = "", name: str = "林晓禾", article: int | None = None, at=noon, proof: bool = True) -> int:
        number = next(serial)
        row = messages.receive(
            typed(name, text or f"第{number}条留言，祝好。"), article, f"token{number}", proof, "mobile", at
        )
        return row.pk

    return make


@pytest.fixture
def press(site, tmp_path):
    open_site = replace(site, guestbook=Guestbook(on=True, comments=True))
    return Press(open_site, config.OWN_TEMPLATES, tmp_path / "site", Store(tmp_path / "media"))


def test_a_message_waits_and_nobody_sees_it(wrote, press, noon):
    wrote("你们好，请问投稿邮箱是哪个？")
    press.print_ordered(noon)
    assert "还没有人留言" in (press.folder / "guestbook" / "index.html").read_text()
    assert messages.counts() == {"waiting": 1, "shown": 0, "refused": 0}


def test_let_through_it_stands_in_both_editions_and_in_the_feeds(wrote, press, noon, new_editor):
    press.print_ordered(noon)
    messages.decide([wrote("第一行\n第二行 <b>粗</b>\n\n第二段")], Deed.SHOW, new_editor(), noon)
    run = press.print_ordered(noon + SECOND)
    assert sorted(run.changed) == [
        "guestbook/feed.atom",
        "guestbook/feed.json",
        "guestbook/feed.rss",
        "guestbook/index.html",
        "wap/guestbook/index.html",
    ]
    for path in ("guestbook/index.html", "wap/guestbook/index.html", "guestbook/feed.atom"):
        text = (press.folder / path).read_text()
        assert "第一行" in text
        assert "<b>粗" not in text
        assert "粗" in text
    assert "林晓禾" in (press.folder / "guestbook" / "index.html").read_text()


def test_an_answer_stands_below_its_message_and_lets_it_through(wrote, press, noon, new_editor):
    done = messages.decide([wrote()], Deed.ANSWER, new_editor(), noon, "谢谢来信。")
    assert done[0].to_standing == Standing.SHOWN
    press.print_ordered(noon)
    for path in ("guestbook/index.html", "wap/guestbook/index.html", "guestbook/feed.atom"):
        assert "谢谢来信。" in (press.folder / path).read_text()


def test_a_changed_message_reprints_its_own_page_alone(wrote, press, noon, new_editor):
    lin = new_editor()
    for _ in range(45):
        messages.decide([wrote()], Deed.SHOW, lin, noon)
    press.print_ordered(noon)
    assert {path for path in tree(press.folder) if path.startswith("guestbook/") and path.endswith("html")} == {
        "guestbook/index.html", "guestbook/1.html", "guestbook/2.html",
    }  # fmt: skip
    third = MessageRecord.objects.get(number=3)
    messages.decide([third.pk], Deed.ANSWER, lin, noon + SECOND, "答复")
    changed = press.print_ordered(noon + 2 * SECOND).changed
    assert sorted(path for path in changed if path.endswith("html")) == ["guestbook/1.html", "wap/guestbook/1.html"]
    before = tree(press.folder)
    messages.decide([wrote()], Deed.SHOW, lin, noon + 3 * SECOND)
    press.print_ordered(noon + 4 * SECOND)
    after = tree(press.folder)
    assert [path for path in before if before[path] != after[path]] == [
        "guestbook/feed.atom", "guestbook/feed.json", "guestbook/feed.rss", "guestbook/index.html",
        "wap/guestbook/index.html",
    ]  # fmt: skip


def test_long_messages_are_cut_into_small_sheets_of_the_wap_edition_and_old_sheets_go(wrote, press, noon, new_editor):
    lin = new_editor()
    ids = [wrote(f"{number}" + "春江潮水连海平，海上明月共潮生。" * 60) for number in range(12)]
    messages.decide(ids, Deed.SHOW, lin, noon)
    press.print_ordered(noon)
    sheets = sorted((press.folder / "wap" / "guestbook").glob("index*.html"))
    assert len(sheets) > 3
    assert all(path.stat().st_size <= 10_000 for path in sheets)
    assert 'href="/wap/guestbook/index-2.html"' in (press.folder / "wap" / "guestbook" / "index.html").read_text()
    whole = "".join(path.read_text() for path in sheets)
    assert all(f"<h3>#{number} " in whole for number in range(1, 13))
    messages.decide(ids[1:], Deed.TAKE_BACK, lin, noon + SECOND)
    press.print_ordered(noon + 2 * SECOND)
    assert [path.name for path in (press.folder / "wap" / "guestbook").glob("index*.html")] == ["index.html"]


def test_what_is_taken_back_leaves_pages_and_is_a_tombstone_in_the_feed(wrote, press, noon, new_editor):
    lin = new_editor()
    number = wrote("说错了的话")
    messages.decide([number], Deed.SHOW, lin, noon)
    messages.decide([number], Deed.TAKE_BACK, lin, noon + SECOND)
    press.print_ordered(noon + SECOND)
    assert not any(b"\xe8\xaf\xb4\xe9\x94\x99\xe4\xba\x86" in data for data in tree(press.folder).values())
    assert "guestbook/1" in (press.folder / "guestbook" / "feed.atom").read_text().split("deleted-entry")[1]
    messages.decide([wrote("另一条")], Deed.SHOW, lin, noon + SECOND)
    assert MessageRecord.objects.get(text="另一条").number == 2


def test_many_are_decided_at_once_and_undone_at_once_within_ten_seconds(wrote, press, noon, new_editor):
    lin, zhao = new_editor(), new_editor("zhao")
    ids = [wrote(), wrote(), wrote()]
    messages.decide(ids, Deed.SHOW, lin, noon)
    assert messages.undoable(zhao, noon) is None
    last = messages.undoable(lin, noon + 9 * SECOND)
    assert (last.deed, last.count) == (Deed.SHOW, 3)
    assert messages.undo(last.name, lin, noon + 9 * SECOND) == 3
    assert messages.counts()["waiting"] == 3
    press.print_ordered(noon + 10 * SECOND)
    assert "还没有人留言" in (press.folder / "guestbook" / "index.html").read_text()
    messages.decide(ids, Deed.REFUSE, lin, noon)
    assert messages.undoable(lin, noon + 11 * SECOND) is None
    with pytest.raises(DecisionError, match="too late"):
        messages.undo(last.name, lin, noon + 11 * SECOND)


def test_all_or_none(wrote, noon, new_editor):
    shown, waiting = wrote(), wrote()
    messages.decide([shown], Deed.SHOW, new_editor(), noon)
    with pytest.raises(DecisionError):
        messages.decide([waiting, shown], Deed.REFUSE, None, noon)
    assert messages.counts() == {"waiting": 1, "shown": 1, "refused": 0}


def test_the_same_words_again_are_refused_and_the_same_form_is_the_same_message(wrote, noon):
    wrote("大家好！")
    with pytest.raises(DecisionError, match="sent before"):
        wrote("  大家好。")
    first = messages.receive(typed("", "只此一条"), None, "same", True, "wap", noon)
    assert messages.receive(typed("", "只此一条"), None, "same", True, "wap", noon).pk == first.pk
    assert wrote("大家好！", at=noon + timedelta(days=31))


def test_every_deed_is_in_the_audit_log(wrote, noon, new_editor):
    number = wrote()
    messages.decide([number], Deed.SHOW, new_editor(), noon)
    row = AuditRecord.objects.order_by("-number").first()
    assert (row.event, row.who, row.subject) == ("message decided", "lin", f"message {number}")
    assert row.details == {"action": "let through", "from": "waiting", "to": "shown"}
    assert audit.breaks() == []


def test_what_was_refused_is_forgotten_after_a_month(wrote, noon):
    refused, shown = wrote(), wrote()
    messages.decide([refused], Deed.REFUSE, None, noon)
    messages.decide([shown], Deed.SHOW, None, noon)
    assert messages.sweep(noon + timedelta(days=29)) == 0
    messages.sweep(noon + timedelta(days=31))
    assert list(MessageRecord.objects.values_list("pk", flat=True)) == [shown]


def test_messages_below_an_article_stand_on_its_page_and_go_with_it(wrote, press, noon, new_draft, site):
    drafts = [new_draft(title=f"第{n}篇") for n in range(3)]
    for draft in drafts:
        decisions.decide(draft.pk, Action.APPROVE, None, noon, site)
    press.print_ordered(noon)
    ids = [wrote(f"读后感之{n}", article=2) for n in range(7)]
    messages.decide(ids, Deed.SHOW, None, noon)
    changed = press.print_ordered(noon + SECOND).changed
    assert sorted(changed) == [
        "a/2.html", "a/2/feed.atom", "a/2/feed.json", "a/2/feed.rss", "a/2/index.html", "wap/a/2.html",
        "wap/a/2/index.html",
    ]  # fmt: skip
    page = (press.folder / "a" / "2.html").read_text()
    assert page.count('class="one"') == 5
    assert "读后感之6" in page
    assert "读后感之0" not in page
    assert (press.folder / "a" / "2" / "index.html").read_text().count('class="one"') == 7
    assert 'href="/-/wap/comment/2"' in (press.folder / "wap" / "a" / "2.html").read_text()
    decisions.decide(drafts[1].pk, Action.WITHDRAW, None, noon + SECOND, site, reason="误发")
    press.print_ordered(noon + 2 * SECOND)
    assert [path for path in tree(press.folder) if path.startswith(("a/2", "wap/a/2"))] == []
    with pytest.raises(DecisionError, match="takes no messages"):
        wrote("还想说", article=2)
    assert press.rehearse(noon + 2 * SECOND).written == 0


def test_the_feed_of_the_guestbook_stands_among_all_feeds_and_those_below_articles_do_not(
    wrote, press, noon, new_draft, site
):
    decisions.decide(new_draft().pk, Action.APPROVE, None, noon, site)
    messages.decide([wrote(), wrote(article=1)], Deed.SHOW, None, noon)
    press.print_ordered(noon)
    listed = {each.get("xmlUrl"): each for each in lxml.etree.parse(press.folder / "feeds.opml").iter("outline")}
    own = listed["https://news.example.cn/guestbook/feed.rss"]
    assert (own.get("text"), own.get("htmlUrl")) == ("华夏教育网 · 留言本", "https://news.example.cn/guestbook/")
    assert own.get("text") == feedparser.parse((press.folder / "guestbook" / "feed.rss").read_bytes()).feed.title
    assert (press.folder / "a" / "1" / "feed.rss").exists()
    assert not any("/a/1/" in address for address in listed)
    assert 'href="/guestbook/feed.atom"' in (press.folder / "p" / "feeds.html").read_text()
    replace(press, site=replace(site, guestbook=Guestbook(on=False, comments=True))).print_ordered(noon)
    assert "guestbook" not in (press.folder / "feeds.opml").read_text()
    assert "guestbook" not in (press.folder / "p" / "feeds.html").read_text()


def test_switched_off_its_pages_and_links_go(wrote, press, noon, site):
    messages.decide([wrote()], Deed.SHOW, None, noon)
    press.print_ordered(noon)
    assert '<a href="/guestbook/">留言本</a>' in (press.folder / "index.html").read_text()
    assert '<a href="/wap/guestbook/">留言本</a>' in (press.folder / "wap" / "index.html").read_text()
    replace(press, site=site).print_ordered(noon)
    assert not [path for path in tree(press.folder) if "guestbook" in path]
    assert "guestbook" not in (press.folder / "index.html").read_text()


def test_printing_everything_gives_the_same_files_as_printing_each_change(wrote, press, noon, new_draft, site):
    for _ in range(2):
        decisions.decide(new_draft().pk, Action.APPROVE, None, noon, site)
    press.print_ordered(noon)
    for number in range(43):
        messages.decide([wrote()], Deed.SHOW, None, noon)
        if number % 9 == 0:
            messages.decide([wrote(article=1)], Deed.ANSWER, None, noon, "好")
            press.print_ordered(noon)
    press.print_ordered(noon)
    rehearsal = press.rehearse(noon)
    assert (rehearsal.changed, rehearsal.gone) == ([], [])
