"""The versions of a draft on the desk: listed, compared, brought back."""

import re

import pytest

from tests.desk.test_draft import form
from tougao.archive import revisions
from tougao.archive.models import RevisionRecord
from tougao.core.workflow import Status

pytestmark = pytest.mark.django_db

FIRST = "<p>来自十八个代表队的运动员1260名参加比赛，场面热烈。</p>"
SECOND = "<p>来自十八个代表队的运动员1620名参加比赛，场面热烈。</p>"


@pytest.fixture
def edited(signed_in, new_draft):
    """A draft of three versions: as it came, with a new title, with a new body."""
    draft, client = new_draft(title="来稿标题", html=FIRST), signed_in()
    for changes in ({"title": "新标题"}, {"title": "新标题", "html": SECOND}):
        draft.refresh_from_db()
        client.post(f"/desk/drafts/{draft.pk}/", form(draft, action="save", **changes))
    draft.refresh_from_db()
    return draft, client


def page(client, draft, query="") -> str:
    return client.get(f"/desk/drafts/{draft.pk}/versions/{query}").content.decode()


def test_a_draft_nobody_changed_says_so(signed_in, new_draft):
    assert "还没有人改过这篇稿件" in page(signed_in(), new_draft())


def test_the_newest_version_is_compared_with_the_one_before(edited):
    draft, client = edited
    shown = page(client, draft)
    assert "运动员1<ins>6</ins>2" in shown
    assert "来稿标题" not in shown.replace(draft.title, "")
    assert shown.count('name="before"') == 3


def test_any_two_versions_are_compared(edited):
    draft, client = edited
    shown = page(client, draft, "?before=1&after=2")
    assert "<del>来稿</del>标题" in shown
    assert "1620" not in shown
    assert "完全相同" in page(client, draft, "?before=2&after=2")


def test_what_is_the_same_is_folded_and_each_change_leads_to_the_next(signed_in, new_draft):
    rows = [f"<p>第{number}段话，写的是运动会的第{number}个项目。</p>" for number in range(9)]
    draft, client = new_draft(html="".join(rows)), signed_in()
    rows[4], rows[5], rows[8] = (each.replace("写的是", "记的是") for each in (rows[4], rows[5], rows[8]))
    client.post(f"/desk/drafts/{draft.pk}/", form(draft, action="save", html="".join(rows)))
    shown = page(client, draft)
    folded = re.findall(r"<details><summary>(.*?)</summary>(.*?)</details>", shown)
    assert [said for said, _rows in folded] == ["4 段未改", "2 段未改"]
    assert folded[0][1].count("<p>") == 4
    assert shown.count("第0段话") == 1, "once, not once a side"
    places = re.findall(r'<tr class="changed" id="(.*?)">', shown)
    assert len(places) == 3
    assert re.findall(r'class="onward" href="#(.*?)"', shown) == places[1:]


def test_what_differs_in_its_looks_alone_is_told(edited):
    draft, client = edited
    client.post(f"/desk/drafts/{draft.pk}/", form(draft, html=SECOND.replace("场面", "<b>场面</b>"), action="save"))
    assert "文字相同" in page(client, draft)


@pytest.mark.parametrize("query", ["?after=99", "?after=x&before=-1", "?before=99999999999999"])
def test_a_version_that_is_not_there_is_passed_over(edited, query):
    draft, client = edited
    assert "运动员1<ins>6</ins>2" in page(client, draft, query)


def test_an_old_version_comes_back_as_the_newest(edited):
    draft, client = edited
    answer = client.post(f"/desk/drafts/{draft.pk}/versions/restore", {"number": 1, "version": draft.version})
    assert answer["Location"] == f"/desk/drafts/{draft.pk}/"
    draft.refresh_from_db()
    assert (draft.title, draft.html, draft.version) == ("来稿标题", FIRST, 4)
    newest = RevisionRecord.objects.get(number=4)
    assert (newest.restored_from, newest.editor) == (1, client.editor)
    assert revisions.one(draft, 3).fields["html"] == SECOND
    assert "恢复自第 1 版" in page(client, draft)


def test_what_others_saved_meanwhile_is_not_overwritten_by_an_old_version(edited):
    draft, client = edited
    answer = client.post(f"/desk/drafts/{draft.pk}/versions/restore", {"number": 1, "version": draft.version - 1})
    draft.refresh_from_db()
    assert draft.title == "新标题"
    assert "别人保存过" in client.get(answer["Location"]).content.decode()


def test_a_decision_stands_beside_the_version_it_took(edited):
    draft, client = edited
    client.post(f"/desk/drafts/{draft.pk}/", form(draft, action="approve"))
    draft.refresh_from_db()
    client.post(f"/desk/drafts/{draft.pk}/", form(draft, title="更正的标题", action="save"))
    shown = page(client, draft)
    approved = shown.index("签发", shown.index("versions"))
    assert shown.index('after=5"') < approved
    assert shown.index('after=3"') < approved < shown.index('after=2"')


def test_a_spiked_draft_is_looked_at_and_not_changed(edited):
    draft, client = edited
    type(draft).objects.filter(pk=draft.pk).update(status=Status.SPIKED)
    assert "restore" not in page(client, draft)
    client.post(f"/desk/drafts/{draft.pk}/versions/restore", {"number": 1, "version": draft.version})
    draft.refresh_from_db()
    assert draft.title == "新标题"


@pytest.mark.parametrize("sent", [{}, {"number": 1}, {"number": "x", "version": 3}, {"number": 77, "version": 3}])
def test_nonsense_brings_nothing_back(edited, sent):
    draft, client = edited
    assert client.post(f"/desk/drafts/{draft.pk}/versions/restore", sent)["Location"].endswith("/versions/")
    draft.refresh_from_db()
    assert draft.version == 3
