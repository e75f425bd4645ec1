"""Who is on a draft: told, never locked out, taken over with one click, forgotten after a minute."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from tests.desk.conftest import signed_in_as
from tests.desk.test_draft import form
from tougao import jobs
from tougao.archive import presence
from tougao.archive.rows.queue import PresenceRecord
from tougao.core.workflow import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch, noon):
    """`clock(61)` is a minute later."""
    state = {"now": noon}
    monkeypatch.setattr(jobs, "clock", lambda: state["now"])

    def later(seconds: float) -> None:
        state["now"] += timedelta(seconds=seconds)

    return later


@pytest.fixture
def seats(new_editor, new_draft, clock):
    """A draft, and two editors with a browser each."""

    def sit(name: str) -> Client:
        return signed_in_as(Client(), new_editor(name, Role.EDITOR))

    return new_draft(), sit("lin"), sit("zhao")


def told(client, draft, **fields):
    return json.loads(
        client.post(f"/desk/drafts/{draft.pk}/here", fields, headers={"Accept": "application/json"}).content
    )


def test_each_is_told_of_the_other_and_the_first_one_has_it(seats, clock):
    draft, lin, zhao = seats
    assert told(lin, draft)["others"] == []
    clock(1)
    assert told(zhao, draft) | {"version": 0} == {
        "others": ["lin 正在处理这篇稿件"], "may_take": True, "version": 0, "status": "new", "news": "命令行 刚刚改动了这篇稿件，现状：待审。",
    }  # fmt: skip
    again = told(lin, draft)
    assert (again["others"], again["may_take"]) == (["zhao 也打开了这篇稿件"], False)


def test_taking_over_is_one_click_and_the_other_is_told_and_may_take_it_back(seats, clock):
    draft, lin, zhao = seats
    told(lin, draft)
    told(zhao, draft)
    clock(1)
    assert told(zhao, draft, take="yes")["may_take"] is False
    again = told(lin, draft)
    assert (again["others"], again["may_take"]) == (["zhao 已接手这篇稿件"], True)
    clock(1)
    told(lin, draft, take="yes")
    assert told(zhao, draft)["others"] == ["lin 已接手这篇稿件"]


def test_nobody_is_kept_from_saving(seats):
    draft, lin, zhao = seats
    told(lin, draft, take="yes")
    answer = zhao.post(f"/desk/drafts/{draft.pk}/", form(draft, title="赵改的", action="save"))
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.title == "赵改的"


def test_whoever_is_not_heard_of_for_a_minute_is_gone(seats, clock):
    draft, lin, zhao = seats
    told(lin, draft, take="yes")
    clock(60)
    assert told(zhao, draft)["others"] == ["lin 正在处理这篇稿件"]
    clock(1)
    assert told(zhao, draft)["others"] == []
    assert told(lin, draft)["others"] == ["zhao 正在处理这篇稿件"]  # back again, behind zhao


def test_whoever_leaves_is_gone_at_once(seats):
    draft, lin, zhao = seats
    told(lin, draft)
    assert lin.post(f"/desk/drafts/{draft.pk}/leave").status_code == 204
    assert told(zhao, draft)["others"] == []


def test_what_another_did_meanwhile_is_told(seats, clock):
    draft, lin, zhao = seats
    told(lin, draft)
    answer = lin.get(f"/desk/drafts/{draft.pk}/live")
    assert lin.get(f"/desk/drafts/{draft.pk}/live", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    zhao.post(f"/desk/drafts/{draft.pk}/", form(draft, title="赵改的", action="approve"))
    answer = lin.get(f"/desk/drafts/{draft.pk}/live", headers={"If-None-Match": answer["ETag"]})
    found = json.loads(answer.content)
    assert (found["status"], found["version"]) == ("published", 3)
    assert found["news"] == "zhao 刚刚改动了这篇稿件，现状：已发布。"
    assert json.loads(zhao.get(f"/desk/drafts/{draft.pk}/live").content)["news"] == ""  # it was himself


def test_without_scripts_the_page_says_who_was_last_seen_and_offers_to_take_over(seats, clock):
    draft, lin, zhao = seats
    told(lin, draft)
    page = zhao.get(f"/desk/drafts/{draft.pk}/").content.decode()
    assert "lin 正在处理这篇稿件" in page
    assert "上次出现" in page
    clock(1)
    answer = zhao.post(f"/desk/drafts/{draft.pk}/here", {"take": "yes"}, headers={"Accept": "text/html"})
    assert answer["Location"] == f"/desk/drafts/{draft.pk}/"
    assert "zhao 已接手" in lin.get(f"/desk/drafts/{draft.pk}/").content.decode()


def test_looking_at_a_draft_leaves_no_trace(seats):
    draft, lin, _zhao = seats
    lin.get(f"/desk/drafts/{draft.pk}/")
    lin.get(f"/desk/drafts/{draft.pk}/live")
    assert not PresenceRecord.objects.exists()


def test_nobody_is_anywhere_that_is_not(seats, noon):
    _draft, lin, _zhao = seats
    assert lin.post("/desk/drafts/999/here").status_code == 404
    assert presence.there([999], noon) == {}
