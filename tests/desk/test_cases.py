"""Cases on the desk: the days that are left, and every deed from the page of the case."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from tests.desk.conftest import signed_in_as
from tougao import jobs
from tougao.archive import cases, decisions
from tougao.archive.models import ArticleRecord, CaseRecord, LetterRecord
from tougao.core.cases import complaint
from tougao.core.site import Rights
from tougao.core.workflow import Action, Role

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def own_site(settings, site):
    settings.SITE = replace(site, rights=Rights(on=True))


@pytest.fixture
def case(new_draft, noon, site, settings):
    decisions.decide(new_draft(title="运动会报道").pk, Action.APPROVE, None, noon, site)
    found = complaint("/a/1.html", "privacy", "赵一", "zhao@example.cn", "照片里有我的孩子，<b>请撤下</b>。")
    return cases.receive(found, "t", False, "zh", settings.SITE, jobs.clock(), writes=False)


@pytest.fixture
def chief(new_editor):
    return signed_in_as(Client(), new_editor("qian", Role.CHIEF))


def test_it_is_listed_with_its_days_and_shown_with_all_that_is_known(chief, case, monkeypatch):
    page = chief.get("/desk/cases").content.decode()
    assert "还剩 30 天" in page
    assert "运动会报道" in page
    shown = chief.get(f"/desk/cases/{case.pk}/").content.decode()
    for told in (
        "赵一 &lt;zhao@example.cn&gt;",
        "&lt;b&gt;请撤下&lt;/b&gt;",
        "未验证",
        "肖像、隐私",
        "/a/1.html",
        "收到权利声明",
    ):
        assert told in shown
    now = jobs.clock()
    CaseRecord.objects.update(due_at=now - 2 * DAY)
    assert "已逾期 2 天" in chief.get("/desk/cases").content.decode()
    assert "已逾期 2 天" in chief.get(f"/desk/cases/{case.pk}/").content.decode()


def test_a_chief_withdraws_the_article_from_the_case_and_may_undo_it(chief, case):
    chief.post(f"/desk/cases/{case.pk}/withdraw", {"reason": "权利人要求"})
    assert ArticleRecord.objects.get().withdrawn_at
    page = chief.get(f"/desk/cases/{case.pk}/").content.decode()
    assert "data-undo" in page
    assert "权利人要求" in page
    refused = chief.post(f"/desk/cases/{case.pk}/withdraw", {"reason": "再次"})
    assert refused.status_code == 409
    assert "再次" in refused.content.decode()


def test_an_editor_may_not_withdraw_but_corrects(new_editor, case):
    lin = signed_in_as(Client(), new_editor())
    assert "撤稿须由主编进行" in lin.get(f"/desk/cases/{case.pk}/").content.decode()
    answer = lin.post(f"/desk/cases/{case.pk}/withdraw", {"reason": "我想撤"})
    assert answer.status_code == 409
    assert "我想撤" not in ArticleRecord.objects.get().title
    assert ArticleRecord.objects.get().withdrawn_at is None
    lin.post(f"/desk/cases/{case.pk}/correct", {"correction": "照片已更换。"})
    assert ArticleRecord.objects.get().corrections.get().note == "照片已更换。"


def test_it_is_answered_noted_named_closed_and_reopened(chief, case):
    at = f"/desk/cases/{case.pk}"
    chief.post(f"{at}/answer", {"answer": "已经撤下照片。"})
    assert LetterRecord.objects.get(message_id__startswith="<case-").recipient == "zhao@example.cn"
    chief.post(f"{at}/note", {"note": "已电话核实"})
    assert chief.post(f"{at}/article", {"article": "/a/77.html"}).status_code == 409
    chief.post(f"{at}/close", {"outcome": "corrected article", "why": "换图"})
    assert "已结" in chief.get(f"{at}/").content.decode()
    assert CaseRecord.objects.get().outcome == "corrected article"
    assert "运动会报道" in chief.get("/desk/cases?state=closed").content.decode()
    chief.post(f"{at}/reopen")
    assert CaseRecord.objects.get().closed_at is None
    log = chief.get(f"{at}/").content.decode()
    for told in ("已邮件答复", "已电话核实", "结案", "换图", "重新受理", "已经撤下照片。"):
        assert told in log


def undo_of(page):
    """What the bar of undo says, and the address it posts to."""
    found = re.search(
        r'<form class="undo" method="post" action="([^"]+)".*?<span role="status">(.*?)</span>', page, re.DOTALL
    )
    return (found[2], found[1]) if found else None


def test_a_letter_is_taken_back_within_ten_seconds_from_the_case_or_the_list(chief, case):
    chief.post(f"/desk/cases/{case.pk}/answer", {"answer": "已经撤下照片。"})
    said, address = undo_of(chief.get(f"/desk/cases/{case.pk}/").content.decode())
    assert said == f"已邮件答复：案件 {case.pk}"
    assert undo_of(chief.get("/desk/cases").content.decode()) == (said, address)
    answer = chief.post(address)
    assert answer["Location"] == f"/desk/cases/{case.pk}/"
    page = chief.get(answer["Location"]).content.decode()
    assert "已撤销，案件恢复原状" in page
    assert "未寄出" in page
    assert undo_of(page) is None
    assert LetterRecord.objects.get(message_id__startswith="<case-").cancelled_at
    assert "已经撤销过" in chief.post(address, follow=True).content.decode()


def test_the_last_deed_is_the_one_that_is_offered_whichever_it_was(chief, case):
    chief.post(f"/desk/cases/{case.pk}/withdraw", {"reason": "权利人要求"})
    assert "/desk/decisions/" in undo_of(chief.get("/desk/").content.decode())[1]
    chief.post(f"/desk/cases/{case.pk}/close", {"outcome": "withdrawn article"})
    said, address = undo_of(chief.get("/desk/").content.decode())
    assert said == f"结案：案件 {case.pk}"
    chief.post(address)
    assert CaseRecord.objects.get().closed_at is None


def test_ten_seconds_later_nothing_is_offered_and_nobody_else_is_offered_it(chief, case, new_editor, monkeypatch):
    chief.post(f"/desk/cases/{case.pk}/answer", {"answer": "已经撤下照片。"})
    page = f"/desk/cases/{case.pk}/"
    address = undo_of(chief.get(page).content.decode())[1]
    lin = signed_in_as(Client(), new_editor())
    assert undo_of(lin.get(page).content.decode()) is None
    assert "只有" in lin.post(address, follow=True).content.decode()
    later = jobs.clock() + timedelta(seconds=11)
    monkeypatch.setattr(jobs, "clock", lambda: later)
    assert undo_of(chief.get(page).content.decode()) is None
    assert "十秒" in chief.post(address, follow=True).content.decode()
    assert LetterRecord.objects.get(message_id__startswith="<case-").cancelled_at is None
    assert chief.post("/desk/cases/undo/999").status_code == 404


def test_what_was_typed_stays_when_it_cannot_be_taken(chief, case):
    answer = chief.post(f"/desk/cases/{case.pk}/close", {"outcome": "", "why": "写了很久的说明"})
    assert answer.status_code == 409
    assert "写了很久的说明" in answer.content.decode()


def test_a_mail_becomes_a_case_with_one_button(chief, settings):
    from pathlib import Path

    from tougao.archive import intake
    from tougao.archive.store import Store

    raw = (Path(__file__).parents[2] / "demo" / "mails" / "02-gbk-text.eml").read_bytes()
    kept = intake.keep(raw, jobs.clock(), jobs.clock(), Store(settings.MAIL_STORE))
    jobs.read_kept()
    page = chief.get(f"/desk/submissions/{kept.submission_id}/").content.decode()
    assert "这是权利声明，建立案件" in page
    answer = chief.post(f"/desk/submissions/{kept.submission_id}/case")
    made = CaseRecord.objects.get()
    assert answer["Location"] == f"/desk/cases/{made.pk}/"
    assert len(made.text) > 50
    assert f'href="/desk/cases/{made.pk}/"' in chief.get(f"/desk/submissions/{kept.submission_id}/").content.decode()


def test_what_was_sent_twice_is_one_letter_and_one_note(chief, case):
    for _ in range(2):
        chief.post(f"/desk/cases/{case.pk}/answer", {"answer": "我们会在三日内处理。"})
    assert LetterRecord.objects.filter(message_id__contains="-answer-").count() == 1
    chief.post(f"/desk/cases/undo/{case.entries.last().pk}")
    chief.post(f"/desk/cases/{case.pk}/answer", {"answer": "我们会在三日内处理。"})  # taken back, so it is meant
    assert LetterRecord.objects.filter(message_id__contains="-answer-", cancelled_at=None).count() == 1
    for _ in range(2):
        chief.post(f"/desk/cases/{case.pk}/note", {"note": "先问过法务"})
    assert case.entries.filter(step="noted").count() == 1
