"""Digests: each editor, each hour, once; what is new since the last; for those who want it."""

import threading
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from tests.mails.building import mail
from tougao import jobs, rota
from tougao.archive import decisions, digests, intake
from tougao.archive.models import DigestRecord, LetterRecord, ReplyRecord
from tougao.archive.store import Store
from tougao.core import drafting
from tougao.core.workflow import Action
from tougao.mailroom.accounts import SmtpAccount

HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
HOURS = (8, 17)


@pytest.fixture
def eight(noon):
    return noon - 4 * HOUR + DAY  # the next morning in Shanghai


@pytest.fixture
def subscribed(new_editor, noon):
    def make(name="lin", **fields):
        editor = new_editor(name)
        for field, value in fields.items():
            setattr(editor, field, value)
        editor.save()
        digests.subscribe(editor, f"{name}@example.cn", True, noon - MINUTE)
        return editor

    return make


@pytest.mark.django_db
def test_an_editor_is_told_once_an_hour_of_what_is_new(subscribed, new_draft, site, eight):
    lin, draft = subscribed(), new_draft()
    assert digests.write_due(site, HOURS, eight + MINUTE) == 1
    assert digests.write_due(site, HOURS, eight + 2 * MINUTE) == 0
    letter = LetterRecord.objects.get()
    assert (letter.recipient, letter.submission) == ("lin@example.cn", None)
    assert f"https://news.example.cn/desk/drafts/{draft.pk}/" in letter.body
    assert f'href="https://news.example.cn/desk/drafts/{draft.pk}/"' in letter.html
    assert DigestRecord.objects.get() == letter.digest
    assert letter.digest.editor == lin


@pytest.mark.django_db
def test_the_next_one_tells_only_what_came_since_and_nothing_new_makes_no_letter(subscribed, new_draft, site, eight):
    subscribed()
    new_draft(title="昨天的稿件")
    digests.write_due(site, HOURS, eight)
    assert digests.write_due(site, HOURS, eight + 9 * HOUR) == 0
    assert DigestRecord.objects.count() == 2
    newer = new_draft(title="今天的稿件")
    newer.submission.read_at = eight + 10 * HOUR
    newer.submission.save()
    assert digests.write_due(site, HOURS, eight + DAY) == 1
    body = LetterRecord.objects.order_by("-pk").first().body
    assert "今天的稿件" in body
    assert "昨天的稿件" not in body
    assert "待审稿件共 2 篇" in body


@pytest.mark.django_db
def test_a_mail_that_is_still_read_when_a_digest_is_written_is_told_by_the_next(
    subscribed, new_draft, site, eight, settings, noon
):
    """A large mail takes minutes; what its row gives as the time of reading is when that began."""
    subscribed()
    new_draft(title="昨天的稿件")
    mails, media = Store(settings.MAIL_STORE), Store(settings.MEDIA_STORE)
    words = "青禾师范学院食堂改造完成，师生满意。" * 5
    kept = intake.keep(mail(f"食堂改造完成\n\n{words}", "投稿：食堂改造完成"), noon, noon, mails)

    def slow(raw, site):
        assert digests.write_due(site, HOURS, eight + MINUTE) == 1
        return drafting.read(raw, site)

    intake.read(kept.submission_id, site, mails, media, eight - MINUTE, reader=slow, receipts=False)
    assert digests.write_due(site, HOURS, eight + DAY) == 1
    body = LetterRecord.objects.order_by("-pk").first().body
    assert "食堂改造完成" in body
    assert "昨天的稿件" not in body


@pytest.mark.django_db
def test_the_migration_notes_what_was_told_before_there_were_keys(subscribed, new_draft, eight, noon):
    lin, told, reply = subscribed(), new_draft(), new_draft().submission
    answer = ReplyRecord.objects.create(draft=told, submission=reply, received_at=noon)
    later = new_draft()
    later.submission.read_at = eight + HOUR
    later.submission.save()
    for hour in (eight - DAY, eight):
        DigestRecord.objects.create(editor=lin, hour_at=hour, written_at=hour)
    import_module("tougao.archive.migrations.0090_digest_keys").note_last(apps, None)
    rows = DigestRecord.objects.order_by("hour_at").values_list("last_draft", "last_reply")
    assert list(rows) == [(0, 0), (later.pk - 1, answer.pk)]


@pytest.mark.django_db
def test_what_is_decided_already_is_not_told_and_replies_are(subscribed, new_draft, site, eight, noon):
    subscribed()
    decided, other = new_draft(title="已处理"), new_draft(title="另一篇")
    decisions.decide(decided.pk, Action.SPIKE, None, noon, site)
    answer = new_draft().submission
    answer.subject = "回复：退稿"
    answer.save()
    ReplyRecord.objects.create(draft=other, submission=answer, received_at=noon)
    digests.write_due(site, HOURS, eight)
    body = LetterRecord.objects.get().body
    assert "已处理" not in body
    assert "回复：退稿" in body


@pytest.mark.django_db
def test_each_gets_his_own_in_his_language_and_only_those_who_want_one(
    subscribed, new_editor, new_draft, site, eight, noon
):
    subscribed("lin"), subscribed("john", language="en"), subscribed("gone", is_active=False)
    digests.subscribe(subscribed("off"), "off@example.cn", False, noon)
    new_editor("silent")
    new_draft()
    assert digests.write_due(site, HOURS, eight) == 2
    assert dict(LetterRecord.objects.values_list("recipient", "subject")) == {
        "lin@example.cn": "华夏教育网：1 篇新稿",
        "john@example.cn": "华夏教育网: new drafts: 1",
    }


@pytest.mark.django_db
def test_an_hour_that_is_long_past_is_left_to_the_next(subscribed, new_draft, site, eight):
    subscribed()
    new_draft()
    assert digests.write_due(site, HOURS, eight + digests.GRACE + MINUTE) == 0
    assert digests.write_due(site, HOURS, eight + 9 * HOUR) == 1
    assert digests.write_due(site, (), eight + DAY) == 0


@pytest.mark.django_db
def test_whoever_switches_it_on_again_is_not_told_what_came_meanwhile(subscribed, new_draft, site, eight, noon):
    lin = subscribed()
    digests.subscribe(lin, "lin@example.cn", False, noon)
    new_draft()
    digests.subscribe(lin, "lin@example.cn", True, noon + MINUTE)
    assert digests.write_due(site, HOURS, eight) == 0


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_write_one(subscribed, new_draft, site, eight):
    subscribed()
    new_draft()
    start, written = threading.Barrier(4), []

    def write() -> None:
        start.wait()
        written.append(digests.write_due(site, HOURS, eight))
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(written) == [0, 0, 0, 1]
    assert LetterRecord.objects.count() == 1


@pytest.mark.django_db
def test_the_standing_job_writes_it_in_its_hour(subscribed, new_draft, settings, site, eight, monkeypatch, tmp_path):
    settings.SITE, settings.DIGEST_HOURS = site, HOURS
    settings.SMTP = SmtpAccount(sender="tougao@example.cn", folder=tmp_path / "letters")
    subscribed()
    new_draft()
    monkeypatch.setattr(jobs, "clock", lambda: eight)
    assert (jobs.write_digests(), jobs.write_digests(), jobs.send_letters()) == (1, 0, 1)
    assert "digest" in [job.name for job in rota.JOBS]
    settings.SMTP = None
    monkeypatch.setattr(jobs, "clock", lambda: eight + 9 * HOUR)
    assert jobs.write_digests() == 0
