"""Faults between a real Dovecot, a real SMTP peer and the mailroom: after each, every mail is one submission, once.

`make faults` runs them in full; `make test` in a short form. Seeds are printed and can be replayed.
"""

import contextlib
import hashlib
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connections

from tests.faults.proxy import ANSWERS, Proxy
from tests.faults.table import many, tell
from tests.support.smtp import Peer
from tougao import jobs
from tougao.archive import outbox
from tougao.archive.models import DeliveryRecord, DraftRecord, LetterRecord, SubmissionRecord
from tougao.archive.store import Store
from tougao.errors import MailboxError
from tougao.mailroom import letters
from tougao.mailroom.accounts import SmtpAccount
from tougao.mailroom.imap import ImapMailbox
from tougao.mailroom.round import one_round

pytestmark = [pytest.mark.dovecot, pytest.mark.django_db(transaction=True)]
POLLER = Path(__file__).parents[1] / "mailroom" / "poller.py"


def mail(number: int, size: int = 0) -> bytes:
    filler = "".join(
        f"第{row}段：十一月二十日，运动会在东校区体育场继续举行，看台上座无虚席。\r\n\r\n" for row in range(size // 100)
    )
    return (
        f"From: 林晓禾 <lin{number}@example.edu.cn>\r\nSubject: 运动会 {number}\r\nMessage-ID: <{number}@example.edu.cn>\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n青禾师范学院第{number}届运动会开幕\r\n\r\n"
        f"11月20日，青禾师范学院第{number}届运动会在东校区体育场开幕，来自二十三个学院的一千四百六十名运动员参加了比赛。\r\n\r\n{filler}"
    ).encode()


def round_of(account, settings, kept=lambda: None, clock=jobs.clock):
    mailbox = ImapMailbox(account)
    try:
        return one_round(mailbox, account, Store(settings.MAIL_STORE), clock, kept)
    finally:
        mailbox.close()


def check(kind: str, faults: int, raws: list[bytes], settings) -> None:
    """Nothing lost, nothing doubled, the bytes equal, nothing half-written; then a line of the table."""
    jobs.read_kept()
    wanted = {hashlib.sha256(raw).hexdigest() for raw in raws}
    found = list(SubmissionRecord.objects.values_list("digest", flat=True))
    store = Store(settings.MAIL_STORE)
    assert set(found) == wanted
    assert len(found) == len(wanted)
    assert DraftRecord.objects.count() == len(wanted)
    assert all(hashlib.sha256(store.read(digest, ".eml")).hexdigest() == digest for digest in found)
    assert not list(store.root.rglob(".keeping-*"))
    receipts = list(LetterRecord.objects.values_list("submission", flat=True))
    assert len(receipts) == len(set(receipts))
    tell(kind, faults=faults, mails=len(raws), submissions=len(found), lost=len(wanted - set(found)), doubled=len(found) - len(set(found)),
         letters=len(receipts), **{"letters doubled": len(receipts) - len(set(receipts))})  # fmt: skip


def test_killed_at_random_moments(dovecot, user, chance, tmp_path):
    raws: list[bytes] = []
    environment = os.environ | {
        "TOUGAO_TEST_VAR": str(tmp_path / "var"),
        "TOUGAO_TEST_PORT": str(dovecot.port),
        "TOUGAO_TEST_USER": user,
    }
    kills = 0
    while kills < many(6, 210):
        fresh = [mail(len(raws) + more, chance.choice((0, 0, 2000, 40_000))) for more in range(3)]
        dovecot.deliver(user, *fresh)
        raws += fresh
        process = subprocess.Popen(
            [sys.executable, str(POLLER)], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        # The process needs most of a second to start; the moments after that are what is to be hit.
        time.sleep(0.5 + chance.random() * 0.55)
        process.send_signal(signal.SIGKILL)
        kills += process.wait() == -signal.SIGKILL
    done = subprocess.run([sys.executable, str(POLLER)], env=environment, capture_output=True, timeout=300, check=True)
    count = len(raws)
    assert done.stdout.decode().split() == [
        f"submissions={count}",
        f"drafts={count}",
        "unfiled=0",
        f"letters={count}",
        "temporary=0",
    ]
    assert sorted(path.read_bytes() for path in (tmp_path / "var" / "mail").rglob("*.eml")) == sorted(raws)
    assert dovecot.mailboxes(user) == {"INBOX": 0, "Tougao/已收": count}
    tell("kill -9", faults=kills, mails=count, submissions=count, letters=count)


def test_cut_after_any_byte(dovecot, user, chance, settings):
    """Across greeting, login, listing, literals and MOVE; each cut is followed by the next, as a bad line does it."""
    proxy = Proxy(dovecot.port)
    account = dovecot.account(user, port=proxy.port)
    raws: list[bytes] = []
    total = 60_000
    places = sorted({*range(0, 2600, many(260, 14)), *(chance.randrange(2600, total) for _ in range(many(6, 130)))})
    cuts = 0
    for number, place in enumerate(places):
        if number % 4 == 0:
            fresh = [mail(1000 + number, 30_000), mail(5000 + number)]
            raws += fresh
            dovecot.deliver(user, *fresh)
        proxy.cut_after = place
        with contextlib.suppress(MailboxError):
            round_of(account, settings)
        cuts += 1
    proxy.cut_after = None
    round_of(account, settings)
    assert dovecot.mailboxes(user)["INBOX"] == 0
    proxy.close()
    check("connection cut", cuts, raws, settings)


@pytest.mark.parametrize("kind", sorted(ANSWERS))
def test_a_wrong_answer_to_any_command(dovecot, user, settings, kind):
    proxy = Proxy(dovecot.port)
    account = dovecot.account(user, port=proxy.port, timeout_seconds=5)
    raws: list[bytes] = []
    faults = 0
    for step in range(1, many(8, 14)):
        fresh = [mail(step * 10), mail(step * 10 + 1)]
        raws += fresh
        dovecot.deliver(user, *fresh)
        proxy.wrong = (step, kind)
        with contextlib.suppress(MailboxError):
            round_of(account, settings)
        faults += 1
    proxy.wrong = None
    round_of(account, settings)
    proxy.close()
    check(f"answer {kind}", faults, raws, settings)


def test_two_pollers_without_a_lease_still_take_each_mail_once(dovecot, user, settings):
    raws = [mail(number) for number in range(many(30, 200))]
    dovecot.deliver(user, *raws)
    account = dovecot.account(user)

    def work() -> None:
        for _ in range(3):
            with contextlib.suppress(MailboxError):
                round_of(account, settings)
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    round_of(account, settings)
    # Two MOVEs of one mail may leave two copies in the folder filed into; that is the server's, and no second submission.
    check("two pollers", 1, raws, settings)
    assert not DeliveryRecord.objects.filter(filed_at=None).exists()


def test_two_processes_share_a_mailbox_by_its_lease(dovecot, user, tmp_path):
    raws = [mail(number) for number in range(many(20, 100))]
    dovecot.deliver(user, *raws)
    environment = os.environ | {
        "TOUGAO_TEST_VAR": str(tmp_path / "var"),
        "TOUGAO_TEST_PORT": str(dovecot.port),
        "TOUGAO_TEST_USER": user,
    }
    subprocess.run(
        [sys.executable, str(POLLER)],
        env=environment | {"TOUGAO_TEST_USER": "nobody-yet"},
        capture_output=True,
        timeout=60,
        check=True,
    )
    processes = [
        subprocess.Popen([sys.executable, str(POLLER)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    told = [process.communicate(timeout=120) for process in processes]
    codes = sorted(process.returncode for process in processes)
    assert codes in ([0, 0], [0, 1]), told
    if codes == [0, 1]:
        assert any(b"being worked by another process" in errors for _, errors in told)
    done = subprocess.run([sys.executable, str(POLLER)], env=environment, capture_output=True, timeout=60, check=True)
    assert done.stdout.decode().split()[:3] == [f"submissions={len(raws)}", f"drafts={len(raws)}", "unfiled=0"]
    tell("two processes", faults=1, mails=len(raws), submissions=len(raws))


def test_a_mailbox_that_is_numbered_anew(dovecot, user, settings):
    account = dovecot.account(user, filed_folder="")
    raws = [mail(number) for number in range(5)]
    dovecot.deliver(user, *raws)
    changes = many(2, 6)
    for change in range(changes):
        round_of(account, settings)
        client = dovecot.client(user)
        client.select_folder("INBOX")
        client.delete_messages(client.search("ALL"))
        client.expunge()
        client.logout()
        for file in (dovecot.base / "home" / user / "Maildir").glob("dovecot*"):
            file.unlink()
        time.sleep(1.1)
        raws.append(mail(100 + change))
        dovecot.deliver(user, *raws)
    round_of(account, settings)
    assert DeliveryRecord.objects.values("uidvalidity").distinct().count() == changes + 1
    check("UIDVALIDITY changed", changes, raws, settings)


@pytest.mark.parametrize("deed", ["move", "expunge"])
def test_another_client_takes_mails_away_in_mid_round(dovecot, user, settings, deed):
    raws = [mail(number) for number in range(12)]
    dovecot.deliver(user, *raws)
    account = dovecot.account(user)
    taken: list[bytes] = []

    def interfere() -> None:
        if taken:
            return
        client = dovecot.client(user)
        client.select_folder("INBOX")
        uids = client.search("ALL")[-3:]
        taken.extend(client.fetch([uid], ["BODY.PEEK[]"])[uid][b"BODY[]"] for uid in uids)
        if deed == "move":
            client.create_folder("elsewhere")
            client.move(uids, "elsewhere")
        else:
            client.delete_messages(uids)
            client.expunge(uids)
        client.logout()

    with contextlib.suppress(MailboxError):
        round_of(account, settings, kept=interfere)
    round_of(account, settings)
    kept = set(SubmissionRecord.objects.values_list("digest", flat=True))
    # What was taken away before we had it is somebody else's; nothing that stayed is missing.
    check(
        f"{deed} by another client",
        1,
        [raw for raw in raws if raw not in taken or hashlib.sha256(raw).hexdigest() in kept],
        settings,
    )
    assert len(raws) - len(kept) <= len(taken)


def test_a_disk_that_is_full_while_keeping(dovecot, user, tmp_path):
    raws = [mail(1), mail(2, 6_000_000), mail(3)]
    dovecot.deliver(user, *raws)
    environment = os.environ | {
        "TOUGAO_TEST_VAR": str(tmp_path / "var"),
        "TOUGAO_TEST_PORT": str(dovecot.port),
        "TOUGAO_TEST_USER": user,
    }
    full = subprocess.run(
        [sys.executable, str(POLLER)],
        env=environment | {"TOUGAO_TEST_FILE_BYTES": "4000000"},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert full.returncode != 0
    assert b"File too large" in full.stderr
    assert dovecot.mailboxes(user)["INBOX"] >= 2
    assert not list((tmp_path / "var" / "mail").glob(".keeping-*"))
    done = subprocess.run([sys.executable, str(POLLER)], env=environment, capture_output=True, timeout=120, check=True)
    assert done.stdout.decode().split()[:3] == ["submissions=3", "drafts=3", "unfiled=0"]
    tell("disk full", faults=1, mails=3, submissions=3)


def test_a_clock_that_jumps(dovecot, user, settings):
    chance, raws = random.Random(7), []
    jumps = many(4, 20)
    for number in range(jumps):
        raws.append(mail(number))
        dovecot.deliver(user, raws[-1])
        moment = datetime(2026, 11, 23, tzinfo=UTC) + timedelta(days=chance.randrange(-4000, 4000))
        round_of(dovecot.account(user), settings, clock=lambda moment=moment: moment)
    check("clock jumped", jumps, raws, settings)


# --- letters


@pytest.fixture
def letter(new_draft, noon):
    def write(number: int) -> LetterRecord:
        return outbox.write_letter(
            submission=new_draft().submission, recipient=f"lin{number}@example.edu.cn", subject="退稿", body="请补图。\n",
            message_id=f"<fault-{number}@example.cn>", in_reply_to="", now=noon, not_before=noon,
        )  # fmt: skip

    return write


class Hanging:
    """An SMTP server that goes away at a point of the conversation."""

    def __init__(self, until: bytes, takes: bool = False) -> None:
        self.until, self.takes = until, takes
        self.taken: list[bytes] = []
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listening.accept()
                with client, client.makefile("rb") as lines:
                    client.sendall(b"220 here\r\n")
                    for line in lines:
                        word = line.split()[0].upper() if line.split() else b""
                        if word == b"DATA":
                            if self.until == b"DATA":
                                break
                            client.sendall(b"354 go\r\n")
                            body = b""
                            for row in lines:
                                if row == b".\r\n":
                                    break
                                body += row
                            self.taken.append(body)
                            break  # dropped after DATA: it has the mail and never says so
                        if word == self.until:
                            break
                        client.sendall(b"250 fine\r\n")

    def close(self) -> None:
        self.listening.close()


@pytest.mark.parametrize(
    ("until", "sure"), [(b"EHLO", True), (b"MAIL", True), (b"RCPT", True), (b"DATA", True), (b"after", False)]
)
def test_a_mail_server_that_drops_the_line(letter, noon, until, sure):
    server, peer = Hanging(until), Peer()
    peer.controller.start()
    account = SmtpAccount(
        sender="tougao@example.cn", host="127.0.0.1", port=server.port, security="none", timeout_seconds=3
    )
    count = 3
    for number in range(count):
        letter(number)
    for _ in range(2):
        with contextlib.suppress(MailboxError):
            letters.send_waiting(account, noon)
    letters.send_waiting(
        SmtpAccount(sender="tougao@example.cn", host="127.0.0.1", port=peer.port, security="none"), noon
    )
    server.close()
    peer.controller.stop()
    arrived = [mail["Message-ID"] for mail in peer.mails] + [
        row for body in server.taken for row in [body.split(b"Message-ID: ")[1].split(b"\r\n")[0].decode()]
    ]
    assert len(arrived) == len(set(arrived)), "a letter arrived twice"
    doubtful = LetterRecord.objects.filter(sent_at=None, cancelled_at=None, attempted_at__isnull=False).count()
    assert len(peer.mails) + doubtful == count
    if sure:
        assert doubtful == 0
    tell(
        f"SMTP dropped at {until.decode()}",
        faults=2,
        letters=len(arrived),
        **{"letters doubled": len(arrived) - len(set(arrived))},
    )


@pytest.mark.parametrize("after", ["accepting", "greeting", "DATA"])
def test_a_mail_server_that_hangs_holds_letters_up_and_loses_none(letter, noon, after):
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    client, _ = listening.accept()
                    held.append(client)
                    if after == "accepting":
                        continue
                    client.sendall(b"220 here\r\n")
                    while after == "DATA" and (line := client.recv(4096)):
                        client.sendall(b"354 go\r\n" if line.startswith(b"DATA") else b"250 fine\r\n")
                        if line.startswith(b"DATA"):
                            break  # it takes the letter in and never answers

        held: list[socket.socket] = []
        threading.Thread(target=serve, daemon=True).start()
        port = listening.getsockname()[1]
        account = SmtpAccount(
            sender="tougao@example.cn", host="127.0.0.1", port=port, security="none", timeout_seconds=1
        )
        written = letter(1)
        with contextlib.suppress(MailboxError):
            letters.send_waiting(account, noon)
        for client in held:
            client.close()
    written.refresh_from_db()
    is_doubtful = written.attempted_at is not None
    assert (written.sent_at, is_doubtful) == (None, after == "DATA")
    tell(f"SMTP hanging after {after}", faults=1)
