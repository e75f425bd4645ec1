"""A mail comes in: kept, read, or put into quarantine; never twice, never lost."""

from datetime import timedelta

import pytest

from tougao.archive import intake
from tougao.archive.intake import Delivery
from tougao.archive.models import DraftRecord, LetterRecord, PictureRecord, SubmissionRecord
from tougao.archive.store import Store
from tougao.core import drafting
from tougao.sandbox import Bounds, Sandbox

pytestmark = pytest.mark.django_db
RAW = (
    "From: 林晓禾 <lin@example.edu.cn>\nSubject: 投稿：运动会开幕\nMessage-ID: <1@example.edu.cn>\nContent-Type: text/plain; charset=utf-8\n\n"
    "青禾师范学院春季运动会开幕\n\n11月20日，青禾师范学院春季运动会在东校区体育场开幕，来自二十三个学院的运动员参加了比赛。\n"
).encode()


@pytest.fixture
def mails(settings):
    return Store(settings.MAIL_STORE)


@pytest.fixture
def read(settings, mails, site, noon):
    def run(kept, receipts=True, now=noon, reader=drafting.read):
        return intake.read(kept.submission_id, site, mails, Store(settings.MEDIA_STORE), now, receipts, reader=reader)

    return run


def test_keeping_is_idempotent_and_reading_too(mails, noon, read):
    first = intake.keep(RAW, noon, noon, mails, Delivery("main", "INBOX", 7, 1))
    again = intake.keep(RAW, noon, noon, mails, Delivery("main", "INBOX", 7, 1))
    assert (first.is_new, again.is_new, first.submission_id) == (True, False, again.submission_id)
    read(first)
    read(first)
    assert DraftRecord.objects.count() == 1
    assert intake.known("main", "INBOX", 7) == {1: False}
    assert intake.known("main", "INBOX", 8) == {}


def test_what_is_read_is_what_an_editor_sees(mails, noon, read):
    submission = read(intake.keep(RAW, noon, noon, mails))
    assert (submission.state, submission.kind) == ("read", "submission")
    assert (submission.sender_name, submission.sender_address) == ("林晓禾", "lin@example.edu.cn")
    draft = DraftRecord.objects.get()
    assert (draft.title, draft.received_at) == ("青禾师范学院春季运动会开幕", noon)


def test_a_mail_that_breaks_the_reader_is_quarantined_and_can_be_tried_again(mails, noon, read):
    kept = intake.keep(RAW, noon, noon, mails)
    assert read(kept, reader=lambda *_: 1 / 0).state == "quarantined"
    assert "ZeroDivisionError" in SubmissionRecord.objects.get().trouble
    assert intake.waiting() == []
    assert intake.try_again(kept.submission_id)
    assert not intake.try_again(kept.submission_id)
    assert intake.waiting() == [(kept.submission_id, len(RAW))]
    assert read(kept).state == "read"


def test_a_mail_that_takes_too_long_is_quarantined_with_words_and_the_next_is_read(mails, noon, read):
    slow = intake.keep(RAW + "甲乙丙丁，".encode() * 400_000, noon, noon, mails)
    kept = intake.keep(RAW, noon, noon, mails)
    with Sandbox(Bounds(seconds=0.02)) as hurried, Sandbox() as patient:
        assert "too long" in read(slow, reader=hurried.read).trouble
        assert read(kept, reader=patient.read).state == "read"
    assert DraftRecord.objects.count() == 1


def test_pictures_are_on_disk_before_a_draft_names_them(mails, noon, read, settings):
    from pathlib import Path

    raw = (Path(__file__).parents[2] / "demo" / "mails" / "12-phone-photo.eml").read_bytes()
    read(intake.keep(raw, noon, noon, mails))
    picture = PictureRecord.objects.get()
    data = Store(settings.MEDIA_STORE).read(picture.sha256, f".{picture.extension}")
    assert len(data) == picture.size
    assert b"HUAWEI" not in data
    assert picture.height > picture.width


def test_a_contributor_gets_one_receipt_an_hour(mails, noon, read):
    for number in range(3):
        read(intake.keep(RAW + b"%d" % number, noon, noon, mails))
    assert LetterRecord.objects.count() == 1
    read(intake.keep(RAW + b"later", noon, noon, mails), now=noon + timedelta(minutes=61))
    assert LetterRecord.objects.count() == 2
    letter = LetterRecord.objects.order_by("pk").first()
    assert letter.subject == "已收到来稿：青禾师范学院春季运动会开幕"
    assert letter.in_reply_to == "<1@example.edu.cn>"


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Precedence: bulk",
        "List-Id: <x.y>",
        "Return-Path: <>",
        "X-Auto-Response-Suppress: All",
        "X-Loop: us",
    ],
)
def test_robots_and_lists_get_no_receipt(mails, noon, read, header):
    read(intake.keep(header.encode() + b"\n" + RAW, noon, noon, mails))
    assert not LetterRecord.objects.exists()


@pytest.mark.parametrize(
    "sender", ["no-reply@example.cn", "mailer-daemon@example.cn", "tougao@news.example.cn", "Tougao@News.Example.CN"]
)
def test_nobody_writes_to_a_robot_or_to_himself(mails, noon, read, sender):
    read(intake.keep(RAW.replace(b"lin@example.edu.cn>\nSub", sender.encode() + b">\nSub"), noon, noon, mails))
    assert not LetterRecord.objects.exists()


def test_receipts_can_be_switched_off(mails, noon, read):
    read(intake.keep(RAW, noon, noon, mails), receipts=False)
    assert not LetterRecord.objects.exists()


def test_a_mail_kept_twice_at_once_is_one_file(mails, noon):
    assert mails.keep(RAW, ".eml") == mails.keep(RAW, ".eml")
    assert len([path for path in mails.root.rglob("*") if path.is_file()]) == 1


@pytest.mark.django_db(transaction=True)
def test_a_large_mail_that_takes_too_long_is_quarantined_and_the_next_goes_on(settings, noon, mails):
    from tougao import jobs

    kept = intake.keep(RAW, noon, noon, mails)
    jobs.read_apart(kept.submission_id, seconds=0.01)
    submission = SubmissionRecord.objects.get()
    assert (submission.state, "longer than 0.01 seconds" in submission.trouble) == ("quarantined", True)
