"""The working copy, saved while somebody writes; and what is shown where two editors wrote in the same place."""

import json

import pytest

from tests.desk.test_draft import form
from tougao.archive import revisions
from tougao.archive.models import DecisionRecord, RevisionRecord
from tougao.core.workflow import Status
from tougao.desk.fields import packed

pytestmark = pytest.mark.django_db

FIRST = "<p>十一月二十日，青禾师范学院第二十届田径运动会在南校区开幕。</p>"
FIRST_2 = "<p>十一月二十一日，青禾师范学院第二十届田径运动会在南校区开幕。</p>"
FIRST_3 = "<p>十一月二十日上午，青禾师范学院第二十届田径运动会开幕。</p>"
LAST = "<p>比赛共设三十六个项目，历时两天，于二十二日下午圆满闭幕。</p>"
LAST_2 = "<p>比赛共设三十八个项目，历时两天，于二十二日下午圆满闭幕。</p>"


@pytest.fixture
def draft(new_draft):
    return new_draft(html=f"{FIRST}\n{LAST}")


def begun(draft, **changes):
    """The form of a page opened now."""
    return form(draft) | {"base": packed(revisions.fields_of(draft))} | changes


def autosaved(client, draft, sent):
    answer = client.post(f"/desk/drafts/{draft.pk}/working-copy", sent)
    draft.refresh_from_db()
    return answer.status_code, answer.json()


def test_what_is_written_is_saved_and_told(signed_in, draft):
    client = signed_in()
    status, told = autosaved(client, draft, begun(draft, title=" 新  标题 ", html=f"{FIRST_2}\r\n{LAST}"))
    assert (status, told["state"], told["version"], told["by"]) == (200, "saved", 2, "lin")
    assert told["fields"] == revisions.fields_of(draft)
    assert (draft.title, draft.html) == ("新 标题", f"{FIRST_2}\n{LAST}")
    assert len(told["at"]) == 5
    assert RevisionRecord.objects.get(number=2).is_autosave
    again = client.get(f"/desk/drafts/{draft.pk}/working-copy").json()
    assert (again["version"], again["editor"], again["fields"]) == (2, client.editor.pk, told["fields"])


def test_looking_at_the_working_copy_changes_nothing(signed_in, draft):
    assert signed_in().get(f"/desk/drafts/{draft.pk}/working-copy").json()["version"] == 1
    assert not RevisionRecord.objects.exists()


def test_two_tabs_and_two_editors_are_put_together(signed_in, draft):
    client = signed_in()
    first, second = begun(draft, html=f"{FIRST_2}\n{LAST}"), begun(draft, html=f"{FIRST}\n{LAST_2}")
    autosaved(client, draft, first)
    status, told = autosaved(client, draft, second)
    assert (status, told["state"]) == (200, "merged")
    assert told["fields"]["html"] == draft.html == f"{FIRST_2}\n{LAST_2}"


def test_who_types_on_while_his_text_is_merged_clashes_with_nobody(signed_in, draft):
    """What was sent is the base of what is typed after it."""
    client = signed_in()
    autosaved(client, draft, begun(draft, html=f"{FIRST_2}\n{LAST}"))
    sent = form(draft, version=1, html=f"{FIRST}\n{LAST_2}")
    autosaved(client, draft, sent | {"base": packed(dict(revisions.fields_of(draft), html=f"{FIRST}\n{LAST}"))})
    typed = sent | {"html": f"{FIRST}\n{LAST_2.replace('两天', '三天')}", "base": packed(sent | {"title": draft.title})}
    status, told = autosaved(client, draft, typed)
    assert (status, told["state"]) == (200, "merged")
    assert draft.html == f"{FIRST_2}\n{LAST_2.replace('两天', '三天')}"


def test_the_same_paragraph_is_not_overwritten(signed_in, draft):
    client = signed_in()
    mine = begun(draft, html=f"{FIRST_3}\n{LAST}")
    autosaved(client, draft, begun(draft, html=f"{FIRST_2}\n{LAST}"))
    status, told = autosaved(client, draft, mine)
    assert (status, told["state"], told["by"]) == (409, "clash", "lin")
    assert draft.html == f"{FIRST_2}\n{LAST}"


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"title": "  "}, "稿件需要标题。"), ({"title": "题" * 301}, "300"), ({"version": "x"}, "300")],
)
def test_what_cannot_be_saved_is_refused_in_words(signed_in, draft, changes, words):
    status, told = autosaved(signed_in(), draft, begun(draft, **changes))
    assert (status, told["state"]) == (409, "refused")
    assert words in told["words"]
    assert draft.version == 1


def test_a_spiked_draft_is_not_written_into(signed_in, new_draft):
    draft = new_draft(status=Status.SPIKED)
    status, told = autosaved(signed_in(), draft, begun(draft, title="新"))
    assert (status, told["state"]) == (409, "refused")
    assert "已弃" in told["words"]


@pytest.mark.parametrize("base", ["", "x", "[]", "{}", '{"title": 1}', json.dumps({"title": "x" * 10})])
def test_a_base_that_makes_no_sense_is_left_aside(signed_in, draft, base):
    client = signed_in()
    status, told = autosaved(client, draft, begun(draft, title="新", base=base))
    assert (status, told["state"]) == (200, "saved")


def test_without_scripts_two_editors_are_put_together_as_well(signed_in, draft):
    client = signed_in()
    opened = begun(draft, html=f"{FIRST}\n{LAST_2}", action="save")
    client.post(f"/desk/drafts/{draft.pk}/", begun(draft, html=f"{FIRST_2}\n{LAST}", action="save"))
    answer = client.post(f"/desk/drafts/{draft.pk}/", opened)
    draft.refresh_from_db()
    assert answer["Location"] == f"/desk/drafts/{draft.pk}/"
    assert draft.html == f"{FIRST_2}\n{LAST_2}"
    assert "已连同别人的修改一起保存" in client.get(answer["Location"]).content.decode()


def test_without_scripts_a_clash_is_shown_side_by_side_and_settled(signed_in, draft):
    client = signed_in()
    opened = begun(draft, title="我的标题", html=f"{FIRST_3}\n{LAST_2}", action="save", copy="abc")
    client.post(f"/desk/drafts/{draft.pk}/", begun(draft, title="别人的标题", html=f"{FIRST_2}\n{LAST}", action="save"))
    answer = client.post(f"/desk/drafts/{draft.pk}/", opened)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert '<input type="radio" name="choice-title" value="theirs"' in page
    assert '<input type="radio" name="choice-html-0" value="both"' in page
    assert "别人的" in page
    assert "十一月二十日<ins>上午</ins>" in page
    draft.refresh_from_db()
    assert draft.title == "别人的标题"
    chosen = opened | {"chosen_at": draft.version, "choice-title": "mine", "choice-html-0": "theirs"}
    answer = client.post(f"/desk/drafts/{draft.pk}/", chosen)
    draft.refresh_from_db()
    assert answer["Location"] == f"/desk/drafts/{draft.pk}/?kept=abc"
    assert (draft.title, draft.html) == ("我的标题", f"{FIRST_2}\n{LAST_2}")


def test_a_clash_settled_too_late_is_shown_anew(signed_in, draft):
    client = signed_in()
    opened = begun(draft, title="我的标题", action="save")
    client.post(f"/desk/drafts/{draft.pk}/", begun(draft, title="第二版", action="save"))
    draft.refresh_from_db()
    client.post(f"/desk/drafts/{draft.pk}/", begun(draft, title="第三版", action="save"))
    answer = client.post(f"/desk/drafts/{draft.pk}/", opened | {"chosen_at": "2", "choice-title": "mine"})
    assert answer.status_code == 409
    assert "第三版" in answer.content.decode()


def test_nobody_decides_on_a_text_he_has_not_seen(signed_in, draft):
    client = signed_in()
    opened = begun(draft, html=f"{FIRST}\n{LAST_2}", action="approve")
    client.post(f"/desk/drafts/{draft.pk}/", begun(draft, html=f"{FIRST_2}\n{LAST}", action="save"))
    answer = client.post(f"/desk/drafts/{draft.pk}/", opened)
    draft.refresh_from_db()
    assert (draft.status, draft.html) == (Status.NEW, f"{FIRST_2}\n{LAST_2}")
    assert not DecisionRecord.objects.exists()
    assert "请先看一看" in client.get(answer["Location"]).content.decode()


def test_a_decision_refused_keeps_what_was_saved_and_may_be_taken_again(signed_in, new_draft):
    draft, client = new_draft(category=""), signed_in()
    answer = client.post(f"/desk/drafts/{draft.pk}/", begun(draft, title="新标题", action="approve"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'name="version" value="2"' in page
    draft.refresh_from_db()
    client.post(f"/desk/drafts/{draft.pk}/", begun(draft, category="news", action="approve"))
    draft.refresh_from_db()
    assert (draft.title, draft.status) == ("新标题", Status.PUBLISHED)
