"""Complaints: each is a case with its days, a log of all that was done, letters in its writer's language, reminders."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tougao import jobs
from tougao.archive import cases, decisions, digests
from tougao.archive import site as sites
from tougao.archive.models import AuditRecord, CaseRecord, LetterRecord, SubmissionRecord
from tougao.core import setting
from tougao.core.cases import Step, complaint, days_left
from tougao.core.setting import Part
from tougao.core.site import Rights
from tougao.core.workflow import UNDO_WINDOW, Action
from tougao.errors import DecisionError
from tougao.mailroom.accounts import SmtpAccount

pytestmark = pytest.mark.django_db
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@pytest.fixture
def rights(site):
    return replace(site, rights=Rights(on=True))


@pytest.fixture
def article(new_draft, noon, site):
    draft = new_draft(title="运动会报道")
    decisions.decide(draft.pk, Action.APPROVE, None, noon, site)
    return draft.article


@pytest.fixture
def complained(rights, noon):
    serial = iter(range(1000))

    def make(where="https://news.example.cn/a/1.html", at=noon, language="zh", writes=True, address="zhao@example.cn"):
        found = complaint(where, "facts", "赵一", address, "文中把我的名字写错了，请更正。")
        return cases.receive(found, f"t{next(serial)}", True, language, rights, at, writes)

    return make


def letters():
    """Those of cases, without those to the contributor."""
    return LetterRecord.objects.filter(message_id__startswith="<case-").order_by("pk")


def steps(case):
    return [line.entry.step if line.entry else line.decision.action for line in cases.history(case)]


def test_a_complaint_is_a_case_on_its_article_due_at_the_end_of_the_thirtieth_day(complained, article, rights, noon):
    case = complained()
    assert case.article == article
    assert case.due_at.astimezone(rights.zone).isoformat() == "2026-12-20T23:59:59+08:00"
    assert [days_left(case.due_at, noon + n * DAY, rights.zone) for n in (0, 29, 30, 31)] == [30, 1, 0, -1]
    assert steps(case) == [Step.RECEIVED]


def test_its_sender_gets_one_receipt_a_day_with_no_word_of_what_was_typed(complained, article, noon):
    case = complained()
    letter = letters().get()
    assert (letter.recipient, letter.subject) == ("zhao@example.cn", f"已收到您的权利声明（编号 {case.pk}）")
    assert "2026-12-20" in letter.body
    assert "名字写错" not in letter.body
    assert "赵一" not in letter.body
    complained()
    assert letters().count() == 1
    complained(at=noon + 2 * DAY, language="en")
    assert "Your complaint has arrived" in letters().last().subject
    complained(address="qian@example.cn", writes=False)
    assert letters().count() == 2


def test_an_answer_leaves_in_the_language_of_the_case_after_ten_seconds(complained, new_editor, rights, noon):
    case = complained(language="en", writes=False)
    cases.answer(case.pk, "We have corrected it.", new_editor(), rights, noon)
    letter = LetterRecord.objects.get()
    assert letter.subject == f"Our answer to your complaint (No. {case.pk})"
    assert letter.body.startswith("We have corrected it.\n")
    assert letter.not_before == noon + UNDO_WINDOW
    cases.answer(case.pk, "And again.", None, rights, noon)
    assert LetterRecord.objects.count() == 2
    with pytest.raises(DecisionError):
        cases.answer(case.pk, "  ", None, rights, noon)


def test_all_that_is_done_stands_in_its_log_and_in_the_audit_log(complained, article, new_editor, rights, noon):
    lin = new_editor()
    case = complained(where="那篇运动会的报道", writes=False)
    assert case.article is None
    cases.note(case.pk, "已电话核实", lin, noon + SECOND)
    cases.name_article(case.pk, 1, lin, noon + 2 * SECOND)
    decisions.decide(article.draft_id, Action.WITHDRAW, None, noon + 3 * SECOND, rights, reason="权利人要求")
    cases.answer(case.pk, "已撤下。", lin, rights, noon + 4 * SECOND)
    cases.close(case.pk, "withdrawn article", "", lin, noon + 5 * SECOND)
    cases.reopen(case.pk, lin, noon + 6 * SECOND)
    case = CaseRecord.objects.get()
    assert steps(case) == ["received", "noted", "article named", "withdraw", "answered", "closed", "reopened"]
    told = [row.details["action"] for row in AuditRecord.objects.filter(event="case changed").order_by("number")]
    assert told == ["received", "noted", "article named", "answered", "closed", "reopened"]
    assert not any("电话" in str(row.details) for row in AuditRecord.objects.all())


def test_what_cannot_be_is_refused_in_words(complained, noon):
    case = complained(writes=False)
    for deed, said in (
        (lambda: cases.close(case.pk, "nonsense", "", None, noon), "how the case ended"),
        (lambda: cases.reopen(case.pk, None, noon), "is open"),
        (lambda: cases.name_article(case.pk, 99, None, noon), "no article 99"),
        (lambda: cases.note(case.pk, "\n", None, noon), "something"),
    ):
        with pytest.raises(DecisionError, match=said):
            deed()


def test_editors_are_reminded_a_week_and_a_day_before_and_when_it_is_too_late_once_each(
    complained, new_editor, rights, noon
):
    case = complained(writes=False)
    digests.subscribe(new_editor(), "lin@example.cn", True, noon)

    def remind(day):
        return cases.remind(rights, (7, 1), (), "admin@example.cn", noon + day * DAY)

    assert [remind(day) for day in (1, 22, 23, 23, 24, 28, 29, 29, 30, 31, 31, 40)] == [
        0,
        0,
        2,
        0,
        0,
        0,
        2,
        0,
        0,
        2,
        0,
        0,
    ]
    letters = LetterRecord.objects.filter(recipient="lin@example.cn").order_by("pk")
    assert ["还剩 7 天" in each.subject for each in letters] == [True, False, False]
    assert "已经逾期" in letters[2].subject
    assert f"https://news.example.cn/desk/cases/{case.pk}/" in letters[0].body
    cases.close(case.pk, "article stays", "", None, noon)
    assert cases.remind(rights, (39,), (), "admin@example.cn", noon) == 0


def test_after_a_long_pause_one_reminder_tells_it_all(complained, rights, noon):
    complained(writes=False)
    assert cases.remind(rights, (7, 1), ["chief@example.cn"], "admin@example.cn", noon + 45 * DAY) == 1
    assert cases.remind(rights, (7, 1), ["chief@example.cn"], "admin@example.cn", noon + 46 * DAY) == 0
    assert LetterRecord.objects.get().recipient == "chief@example.cn"


def test_when_editors_are_reminded_and_a_case_is_forgotten_is_set_on_the_desk(
    complained, rights, noon, settings, monkeypatch
):
    settings.SITE, settings.ADMINISTRATOR = rights, "admin@example.cn"
    settings.SMTP = SmtpAccount("tougao@example.cn", host="smtp.example.cn")
    value = setting.taken(rights, Part.RIGHTS) | {"reminders": [20], "keep_days": 30}
    sites.edit(Part.RIGHTS, value, 0, None, rights, noon)
    case = complained(writes=False)
    told = []
    for day in (9, 10, 23):
        monkeypatch.setattr(jobs, "clock", lambda day=day: noon + day * DAY)
        told.append(jobs.remind_of_cases())
    assert told == [0, 1, 0]
    cases.close(case.pk, "article stays", "", None, noon)
    forgotten = []
    for day in (30, 31):
        monkeypatch.setattr(jobs, "clock", lambda day=day: noon + day * DAY)
        forgotten.append(jobs.forget_cases())
    assert forgotten == [0, 1]


def test_a_mail_becomes_a_case_by_a_button_and_its_days_count_from_its_arrival(new_draft, rights, noon, new_editor):
    mail = new_draft().submission
    case = cases.take_in(mail, "请撤下 https://news.example.cn/a/1.html", new_editor(), rights, noon + 5 * DAY)
    assert (case.submission, case.name, case.language) == (mail, "林晓禾", "zh")
    assert case.due_at.astimezone(rights.zone).date().isoformat() == "2026-12-20"
    assert cases.take_in(mail, "", None, rights, noon).pk == case.pk
    assert cases.about(mail) == case
    cases.answer(case.pk, "好的。", None, rights, noon)
    assert LetterRecord.objects.get().in_reply_to == mail.message_id


def test_a_mail_that_answers_our_letter_is_added_to_its_case(complained, rights, noon, new_draft):
    case = complained(writes=False)
    mail = new_draft().submission
    SubmissionRecord.objects.filter(pk=mail.pk).update(in_reply_to=f"<case-{case.pk}-answer-1@news.example.cn>")
    mail.refresh_from_db()
    assert cases.answered_by(mail) == case
    assert cases.take_in(mail, "补充材料", None, rights, noon).pk == case.pk
    assert steps(case) == ["received", "further mail"]
    assert CaseRecord.objects.count() == 1


def test_years_later_it_is_forgotten_who_it_was(complained, noon):
    case = complained(writes=False)
    cases.note(case.pk, "电话 13800000000", None, noon)
    cases.close(case.pk, "article stays", "", None, noon)
    assert cases.forget(noon + 99 * DAY, 100 * DAY) == 0
    assert cases.forget(noon + 101 * DAY, 100 * DAY) == 1
    case.refresh_from_db()
    assert (case.name, case.address, case.text) == ("", "", "")
    assert steps(case) == ["received", "noted", "closed"]
    assert not any(line.entry.text for line in cases.history(case))
