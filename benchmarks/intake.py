"""How fast mails come in: rounds of ours, against plainly fetching the same mails with imapclient, in one run.

    .venv/bin/python benchmarks/intake.py [--mails 2000] [--json]

Every third mail has 300 kB. Needs Dovecot. The ratio holds from machine to machine; the rates do not. The last line of
--json is one object. `memory_mb` is what fetching one mail of 60 MB adds to a process at rest.
"""

import sys

sys.path = [each for each in sys.path if not each.endswith("/benchmarks")]  # copy.py beside this hides Python's own

import argparse
import json
import os
import resource
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
VAR = Path(tempfile.mkdtemp(prefix="tougao-bench-"))
(VAR / "tougao.toml").write_text(
    '[site]\nname = "x"\n[[categories]]\nslug = "news"\nname = "x"\n[storage]\nvar = "."\n'
)
os.environ["TOUGAO_CONFIG"] = str(VAR / "tougao.toml")

from tougao.cli import setup

setup.django(verbose=False)

from tests.support.dovecot import Dovecot

from tougao import jobs
from tougao.archive.models import SubmissionRecord
from tougao.archive.store import Store
from tougao.mailroom.imap import ImapMailbox
from tougao.mailroom.round import one_round

LARGE_BYTES = 300_000


def mail(number: int) -> bytes:
    filler = b"\r\n".join(
        [b"%06d " % number + "运动会在东校区体育场举行。".encode()] * (LARGE_BYTES // 46 if number % 3 == 0 else 20)
    )
    return (
        b"From: a%d@example.cn\r\nSubject: x %d\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" % (number, number)
        + filler
    )


def plainly(dovecot: Dovecot) -> float:
    """Seconds to fetch every mail one by one with imapclient and nothing else."""
    client = dovecot.client("bench")
    client.select_folder("INBOX", readonly=True)
    began = time.perf_counter()
    for uid in client.search("ALL"):
        client.fetch([uid], ["BODY.PEEK[]"])
    seconds = time.perf_counter() - began
    client.logout()
    return seconds


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--mails", type=int, default=2000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    dovecot = Dovecot()
    dovecot.start()
    try:
        dovecot.deliver("bench", *(mail(number) for number in range(given.mails)))
        baseline = plainly(dovecot)
        account = dovecot.account("bench")
        mailbox = ImapMailbox(account)
        began = time.perf_counter()
        done = one_round(mailbox, account, Store(VAR / "mail"), jobs.clock, lambda: None)
        ours = time.perf_counter() - began
        assert done.kept == done.filed == given.mails == SubmissionRecord.objects.count()
        large = dovecot.base / "home" / "bench" / "Maildir" / "new" / "1.large"
        with large.open("wb") as file:  # straight into its Maildir, so that delivering it costs this process nothing
            file.write(b"From: b@example.cn\r\nSubject: large\r\n\r\n")
            for _ in range(720):
                file.write((b"y" * 78 + b"\r\n") * 1000)
        if os.getuid() == 0:
            os.chown(large, 5000, 5000)
        before = peak_megabytes()
        mailbox.select()
        assert one_round(mailbox, account, Store(VAR / "mail"), jobs.clock, lambda: None).kept == 1
        memory = peak_megabytes() - before
        mailbox.close()
    finally:
        dovecot.remove()
    result = {
        "mails": given.mails,
        "imapclient_mails_per_second": round(given.mails / baseline, 1),
        "tougao_mails_per_second": round(given.mails / ours, 1),
        "ratio_to_imapclient": round(baseline / ours, 3),
        "memory_mb": round(memory, 1),
    }
    if given.json:
        print(json.dumps(result))
    else:
        for name, value in result.items():
            print(f"{name:<30}{value:>12}")


if __name__ == "__main__":
    main()
