"""The watch goes on through trouble, and backs off."""

import random
import threading
import time

import pytest

from tougao import jobs
from tougao.archive.models import MailboxRecord, SubmissionRecord
from tougao.archive.store import Store
from tougao.mailroom import watch


@pytest.mark.parametrize(("failures", "least", "most"), [(1, 1, 2), (2, 2, 4), (4, 8, 16), (50, 150, 300)])
def test_pauses_grow_and_are_never_in_step(failures, least, most):
    chance = random.Random(1)
    pauses = {watch.pause_seconds(failures, chance) for _ in range(50)}
    assert len(pauses) > 40
    assert all(least <= pause <= most for pause in pauses)


@pytest.mark.dovecot
@pytest.mark.django_db(transaction=True)
def test_a_server_that_goes_away_and_comes_back_is_watched_again(dovecot, user, mail, settings, monkeypatch):
    monkeypatch.setattr(watch, "FIRST_PAUSE_SECONDS", 0.2)
    stop = threading.Event()
    account = dovecot.account(user)
    thread = threading.Thread(
        target=watch.watch, args=(account, Store(settings.MAIL_STORE), stop, lambda: None, jobs.clock, random.Random(1))
    )
    thread.start()
    try:
        dovecot.deliver(user, mail(1))
        eventually(lambda: SubmissionRecord.objects.count() == 1)
        dovecot.stop()
        eventually(lambda: MailboxRecord.objects.filter(name=user).exclude(trouble="").exists())
        dovecot.start()
        dovecot.deliver(user, mail(2))
        eventually(lambda: SubmissionRecord.objects.count() == 2)
        eventually(lambda: MailboxRecord.objects.get(name=user).trouble == "")
    finally:
        stop.set()
        thread.join(15)
    assert not thread.is_alive()


def eventually(holds, seconds=20):
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it never came true"
        time.sleep(0.05)
