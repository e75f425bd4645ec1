"""Rounds through a real Dovecot: kept before filed, each mail once, whatever happens between."""

import gc
import os
import subprocess
import sys
import threading
import time
import warnings
from pathlib import Path

import pytest
from imapclient import IMAPClient

from tougao import jobs
from tougao.archive.models import DeliveryRecord, DraftRecord, SubmissionRecord
from tougao.archive.store import Store
from tougao.errors import ConfigError, MailboxError
from tougao.mailroom.imap import ImapMailbox
from tougao.mailroom.round import one_round

pytestmark = [pytest.mark.dovecot, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def go(settings):
    """`go(account)` runs one round on a connection of its own."""

    def run(account, kept=lambda: None):
        mailbox = ImapMailbox(account)
        try:
            return one_round(mailbox, account, Store(settings.MAIL_STORE), jobs.clock, kept)
        finally:
            mailbox.close()

    return run


def test_a_new_mail_is_kept_and_then_filed(dovecot, user, mail, go, settings):
    raw = mail(1)
    dovecot.deliver(user, raw)
    done = go(dovecot.account(user))
    assert (done.kept, done.filed) == (1, 1)
    submission = SubmissionRecord.objects.get()
    assert Store(settings.MAIL_STORE).read(submission.digest, ".eml") == raw
    assert dovecot.mailboxes(user) == {"INBOX": 0, "Tougao/已收": 1}
    delivery = DeliveryRecord.objects.get()
    assert delivery.filed_at is not None
    assert delivery.mailbox == user


def test_fetching_leaves_the_flags_alone(dovecot, user, mail, go):
    dovecot.deliver(user, mail(1))
    go(dovecot.account(user))
    client = dovecot.client(user)
    client.select_folder("Tougao/已收", readonly=True)
    flags = client.get_flags(client.search("ALL"))
    client.logout()
    assert all(b"\\Seen" not in each for each in flags.values())


def test_a_mail_somebody_has_read_in_webmail_is_fetched_too(dovecot, user, mail, go):
    dovecot.deliver(user, mail(1))
    client = dovecot.client(user)
    client.select_folder("INBOX")
    client.add_flags(client.search("ALL"), [b"\\Seen"])
    client.logout()
    assert go(dovecot.account(user)).kept == 1


def test_without_a_folder_to_file_into_mails_stay_and_are_not_kept_twice(dovecot, user, mail, go):
    dovecot.deliver(user, mail(1), mail(2))
    account = dovecot.account(user, filed_folder="")
    assert go(account).kept == 2
    assert go(account).kept == 0
    assert SubmissionRecord.objects.count() == 2
    assert dovecot.mailboxes(user)["INBOX"] == 2


def test_the_same_bytes_delivered_twice_are_one_submission_with_two_deliveries(dovecot, user, mail, go):
    dovecot.deliver(user, mail(1), mail(1))
    go(dovecot.account(user))
    assert SubmissionRecord.objects.count() == 1
    assert DeliveryRecord.objects.count() == 2


def test_one_message_id_with_other_content_is_another_mail(dovecot, user, mail, go):
    other = mail(1).replace("东校区".encode(), "西校区".encode())
    dovecot.deliver(user, mail(1), other)
    go(dovecot.account(user))
    assert SubmissionRecord.objects.count() == 2


def test_a_mailbox_made_anew_brings_no_draft_twice(dovecot, user, mail, go):
    account = dovecot.account(user, filed_folder="")
    dovecot.deliver(user, mail(1), mail(2))
    go(account)
    jobs.read_kept()
    client = dovecot.client(user)
    client.create_folder("old")
    client.select_folder("INBOX")
    client.delete_messages(client.search("ALL"))
    client.expunge()
    client.logout()
    for file in (dovecot.base / "home" / user / "Maildir").glob("dovecot*"):
        file.unlink()
    time.sleep(1.1)  # UIDVALIDITY counts seconds
    dovecot.deliver(user, mail(2), mail(3))
    go(account)
    jobs.read_kept()
    assert len(set(DeliveryRecord.objects.values_list("uidvalidity", flat=True))) == 2
    assert SubmissionRecord.objects.count() == DraftRecord.objects.count() == 3


def test_a_mail_too_large_is_kept_as_its_header_and_filed_as_refused(dovecot, user, mail, go):
    dovecot.deliver(user, mail(1) + b"x" * 50_000, mail(2))
    done = go(dovecot.account(user, max_mail_bytes=20_000))
    assert (done.kept, done.refused) == (1, 1)
    refused = SubmissionRecord.objects.get(state="quarantined")
    assert "only its header was kept" in refused.trouble
    assert refused.sender_address == "lin1@example.edu.cn"
    assert dovecot.mailboxes(user)["Tougao/拒收"] == 1


def test_many_mails_are_all_kept_once(dovecot, user, mail, go):
    dovecot.deliver(user, *(mail(number) for number in range(60)))
    done = go(dovecot.account(user))
    assert (done.kept, done.filed) == (60, 60)
    assert SubmissionRecord.objects.count() == 60


def test_a_mail_moved_away_by_hand_counts_as_filed(dovecot, user, mail, go, settings):
    dovecot.deliver(user, mail(1))
    account = dovecot.account(user)
    mailbox = ImapMailbox(account)
    mailbox.file = lambda *_: (_ for _ in ()).throw(MailboxError("cut off"))  # type: ignore[method-assign]
    with pytest.raises(MailboxError):
        one_round(mailbox, account, Store(settings.MAIL_STORE), jobs.clock, lambda: None)
    mailbox.close()
    assert DeliveryRecord.objects.get().filed_at is None
    client = dovecot.client(user)
    client.select_folder("INBOX")
    client.delete_messages(client.search("ALL"))
    client.expunge()
    client.logout()
    go(account)
    assert DeliveryRecord.objects.get().filed_at is not None
    assert SubmissionRecord.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"password": "wrong"}, "authorization code"),
        ({"port": 1}, "Nothing answers"),
        ({"folder": "Nowhere"}, "no such folder"),
        ({"security": "tls"}, "does not speak TLS"),
    ],
)
def test_trouble_is_told_with_advice_and_without_the_password(dovecot, user, go, fields, words):
    account = dovecot.account(user, **fields)
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", ResourceWarning
        )  # imapclient leaves the socket of a failed handshake to the collector
        with pytest.raises(MailboxError) as trouble:
            go(account)
        trouble.value.__cause__ = trouble.value.__context__ = trouble.value.__traceback__ = None
        gc.collect()
    assert words in str(trouble.value)
    assert account.password not in str(trouble.value)


def test_a_mailbox_without_a_password_says_where_to_put_it(dovecot, user, go):
    with pytest.raises(ConfigError, match=r"TOUGAO_USER.*_PASSWORD"):
        go(dovecot.account(user, password=""))


def test_idle_tells_of_a_new_mail_at_once(dovecot, user, mail, go):
    mailbox = ImapMailbox(dovecot.account(user))
    mailbox.select()
    stop = threading.Event()
    threading.Timer(0.5, dovecot.deliver, (user, mail(1))).start()
    began = time.monotonic()
    mailbox.wait(15, stop)
    waited = time.monotonic() - began
    mailbox.close()
    assert waited < 5


def test_a_stop_ends_idle_soon(dovecot, user):
    mailbox = ImapMailbox(dovecot.account(user))
    mailbox.select()
    stop = threading.Event()
    stop.set()
    began = time.monotonic()
    mailbox.wait(60, stop)
    mailbox.close()
    assert time.monotonic() - began < 3


# --- killed between any two steps -------------------------------------------------------------------------------------

STEPS = ["fetched", "written", "committed", "moved", "filed", "read", "drafted"]


@pytest.mark.parametrize("step", STEPS)
def test_a_poller_killed_after_any_step_loses_nothing_and_takes_nothing_twice(dovecot, user, mail, tmp_path, step):
    """A real process kills itself with SIGKILL after the step; the next one finishes the work."""
    raws = [mail(number) for number in range(3)]
    dovecot.deliver(user, *raws)
    run = [sys.executable, str(Path(__file__).with_name("poller.py"))]
    environment = os.environ | {
        "TOUGAO_TEST_VAR": str(tmp_path / "var"),
        "TOUGAO_TEST_PORT": str(dovecot.port),
        "TOUGAO_TEST_USER": user,
    }
    killed = subprocess.run(
        run, env=environment | {"TOUGAO_TEST_KILL_AFTER": step}, capture_output=True, timeout=60, check=False
    )
    assert killed.returncode == -9, killed.stderr.decode()
    after = subprocess.run(run, env=environment, capture_output=True, timeout=60, check=True)
    kept = after.stdout.decode().split()
    assert kept == ["submissions=3", "drafts=3", "unfiled=0", "letters=3", "temporary=0"], after.stderr.decode()
    client: IMAPClient = dovecot.client(user)
    inbox = client.select_folder("INBOX", readonly=True)[b"EXISTS"]
    filed = client.select_folder("Tougao/已收", readonly=True)[b"EXISTS"]
    client.logout()
    assert (inbox, filed) == (0, 3)
    stored = sorted(path.read_bytes() for path in (tmp_path / "var" / "mail").rglob("*.eml"))
    assert stored == sorted(raws)
