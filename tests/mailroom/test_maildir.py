"""A Maildir goes through the same protocol."""

import mailbox as standard
import threading
import time

import pytest

from tougao import jobs
from tougao.archive.models import DraftRecord, SubmissionRecord
from tougao.archive.store import Store
from tougao.errors import MailboxError
from tougao.mailroom.accounts import MaildirAccount
from tougao.mailroom.mailboxes import opened
from tougao.mailroom.round import one_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def maildir(tmp_path):
    return standard.Maildir(tmp_path / "Maildir")


@pytest.fixture
def go(tmp_path, settings):
    def run(**fields):
        account = MaildirAccount(**({"name": "local", "path": tmp_path / "Maildir"} | fields))
        return one_round(opened(account), account, Store(settings.MAIL_STORE), jobs.clock, lambda: None)

    return run


def test_mails_are_kept_read_and_filed(maildir, mail, go, tmp_path):
    for number in range(3):
        maildir.add(mail(number))
    done = go()
    assert (done.kept, done.filed) == (3, 3)
    jobs.read_kept()
    assert DraftRecord.objects.count() == 3
    assert len(list((tmp_path / "Maildir" / ".Tougao.已收" / "cur").iterdir())) == 3
    assert (go().kept, SubmissionRecord.objects.count()) == (0, 3)


def test_without_a_folder_they_stay_and_are_known(maildir, mail, go):
    key = maildir.add(mail(1))
    assert go(filed_folder="").kept == 1
    message = maildir[key]
    message.set_subdir("cur")
    message.add_flag("S")
    maildir[key] = message
    assert go(filed_folder="").kept == 0


def test_one_that_is_too_large_is_refused(maildir, mail, go, tmp_path):
    maildir.add(mail(1) + b"x" * 9000)
    assert go(max_mail_bytes=5000).refused == 1
    assert SubmissionRecord.objects.get().state == "quarantined"
    assert len(list((tmp_path / "Maildir" / ".Tougao.拒收" / "cur").iterdir())) == 1


def test_a_folder_that_is_none_is_told(go):
    with pytest.raises(MailboxError, match="is not a Maildir"):
        go()


def test_waiting_ends_with_the_stop(maildir, tmp_path):
    box, stop = opened(MaildirAccount(name="local", path=tmp_path / "Maildir")), threading.Event()
    threading.Timer(0.3, stop.set).start()
    began, ticks = time.monotonic(), []
    box.wait(30, stop, lambda: ticks.append(1))
    assert time.monotonic() - began < 3
    assert ticks
