"""Figures, health, metrics and the alarm."""

from datetime import timedelta

import pytest

from tougao import jobs
from tougao.archive import contributors, intake, mailboxes, standing
from tougao.archive.models import DraftRecord, LetterRecord
from tougao.archive.store import Store
from tougao.mailroom.accounts import ImapAccount

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
RAW = "From: 林 <lin@example.edu.cn>\nSubject: 投稿\n\n青禾师范学院春季运动会开幕\n\n11月20日，青禾师范学院春季运动会在东校区体育场开幕，来自二十三个学院的运动员参加了比赛。\n".encode()


@pytest.fixture(autouse=True)
def watched(settings):
    settings.MAILBOXES = (ImapAccount(name="main", host="h", user="u", password="p"),)
    settings.ALLOWED_HOSTS = ["testserver"]


def test_the_health_page_is_green_until_a_mailbox_is_silent_for_long(client):
    assert client.get("/-/health").content == b"ok\n"
    now = jobs.clock()
    mailboxes.reached("main", now - 2 * HOUR)
    assert client.get("/-/health").status_code == 200
    mailboxes.not_reached("main", "the server said something secret", now - HOUR)
    answer = client.get("/-/health")
    assert answer.status_code == 503
    assert b"mailbox main has not been reached for 30 minutes" in answer.content
    assert b"secret" not in answer.content
    mailboxes.reached("main", now)
    assert client.get("/-/health").status_code == 200


def test_the_health_page_tells_of_mails_that_are_not_read(client, settings):
    intake.keep(RAW, jobs.clock(), jobs.clock() - HOUR, Store(settings.MAIL_STORE))
    assert b"1 kept mails wait to be read" in client.get("/-/health").content


def test_metrics_are_numbers_for_this_machine_alone(client, settings, new_draft):
    new_draft()
    intake.keep(RAW, jobs.clock(), jobs.clock(), Store(settings.MAIL_STORE), intake.Delivery("main", "INBOX", 1, 1))
    mailboxes.reached("main", jobs.clock())
    text = client.get("/-/metrics").content.decode()
    for row in (
        "tougao_mails_kept_total 2",
        'tougao_drafts{status="new"} 1',
        'tougao_mails_fetched_total{mailbox="main"} 1',
        'tougao_mailbox_up{mailbox="main"} 1',
        'tougao_mails_unfiled{mailbox="main"} 1',
    ):
        assert row in text.splitlines()
    for row in text.splitlines():
        assert row.startswith("# ") or len(row.rsplit(" ", 1)) == 2
        if not row.startswith("#"):
            float(row.rsplit(" ", 1)[1])
    assert client.get("/-/metrics", REMOTE_ADDR="203.0.113.9").status_code == 403
    assert client.get("/-/metrics", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 403


def test_the_administrator_is_told_once_of_each_trouble(settings):
    settings.ADMINISTRATOR, settings.ALARM_MINUTES = "admin@example.cn", 30
    now = jobs.clock()
    mailboxes.not_reached("main", "refused", now - timedelta(minutes=10))
    assert jobs.sound_alarm() == 0
    mailboxes.reached("main", now)
    mailboxes.not_reached("main", "refused", now - HOUR)
    assert (jobs.sound_alarm(), jobs.sound_alarm()) == (1, 0)
    letter = LetterRecord.objects.get()
    assert (letter.recipient, "refused" in letter.body) == ("admin@example.cn", True)
    mailboxes.reached("main", now)
    mailboxes.not_reached("main", "refused again", now - HOUR + timedelta(minutes=5))
    assert jobs.sound_alarm() == 1
    assert standing.standing(now).letters_waiting == 2


def test_a_blocked_contributor_makes_no_drafts_and_gets_no_letters(settings, site, noon):
    mails, media = Store(settings.MAIL_STORE), Store(settings.MEDIA_STORE)
    contributors.decide("Lin@example.edu.cn", "blocked", "广告", None, noon)
    submission = intake.read(intake.keep(RAW, noon, noon, mails).submission_id, site, mails, media, noon)
    assert submission.state == "read"
    assert "blocked" in submission.notices[-1]["message"]
    assert not DraftRecord.objects.exists()
    assert not LetterRecord.objects.exists()
    contributors.decide("lin@example.edu.cn", "usual", "", None, noon)
    intake.read(intake.keep(RAW + b"2", noon, noon, mails).submission_id, site, mails, media, noon)
    assert DraftRecord.objects.count() == 1
    (told,) = contributors.page("lin").rows
    assert (told.mails, told.verified, told.published, told.standing) == (2, 0, 0, "usual")


def test_only_a_chief_blocks(client, new_editor):
    from tougao.core.workflow import Role

    contributors.decide("a@b.cn", "usual", "", None, jobs.clock())
    path = f"/desk/contributors/{contributors.one('a@b.cn').pk}/standing"
    for role, code, wanted in ((Role.EDITOR, 403, "usual"), (Role.CHIEF, 302, "blocked")):
        client.force_login(new_editor(role.value, role))
        assert client.post(path, {"standing": "blocked"}).status_code == code
        assert contributors.standing("a@b.cn") == wanted


def test_the_verdict_of_our_server_is_kept_with_the_mail(settings, site, noon):
    settings.AUTHSERV_IDS, settings.CHECK_DKIM = ("mx.qq.com",), False
    mails = Store(settings.MAIL_STORE)
    raw = b"Authentication-Results: mx.qq.com; dmarc=pass header.from=example.edu.cn\n" + RAW
    submission = intake.read(
        intake.keep(raw, noon, noon, mails).submission_id,
        site,
        mails,
        Store(settings.MEDIA_STORE),
        noon,
        judge=jobs.judge,
    )
    assert submission.verdict == "verified"
