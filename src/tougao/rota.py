"""When the standing jobs run: woken at once by `wake()`, and by a timer when nobody called, each in a thread of its own.

A call is a nudge, never the truth: a lost one costs seconds, not articles.
"""

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections

from tougao import jobs
from tougao.archive.store import Store
from tougao.errors import TougaoError
from tougao.mailroom import watch
from tougao.mailroom.accounts import Account

log = logging.getLogger("tougao.jobs")

STOP_SECONDS = 10
TROUBLE_SECONDS = 15


@dataclass(frozen=True)
class Job:
    """Something to do again and again; `every` is the seconds of the timer under the calls, `is_called` whether there are any."""

    name: str
    do: Callable[[], int]
    every: float | Callable[[], float]
    is_called: bool = True
    wakes: bool = False  # is there more to do for others when it has done something?

    @property
    def every_seconds(self) -> float:
        return self.every() if callable(self.every) else self.every


JOBS = (
    Job("read", jobs.read_kept, 2, wakes=True),
    Job("schedule", jobs.publish_due, 2, is_called=False, wakes=True),
    Job("expiry", jobs.order_expired, 600, is_called=False, wakes=True),
    Job("print", jobs.print_ordered, 1),
    Job("pictures", jobs.prepare_pictures, 5),
    Job("letters", jobs.send_letters, 5),
    Job("push", jobs.push_printed, 5),
    Job("reads", jobs.print_reads, lambda: float(settings.READS_PRINT_SECONDS), is_called=False),
    Job("alarm", jobs.sound_alarm, 60, is_called=False),
    Job("sessions", jobs.sweep_sessions, 3600, is_called=False),
    Job("moves", jobs.print_moves, 60, is_called=False),
    Job("forms", jobs.forget_visitors, 3600, is_called=False),
    Job("messages", jobs.sweep_messages, 3600, is_called=False),
    Job("reminders", jobs.remind_of_cases, 300, is_called=False),
    Job("old cases", jobs.forget_cases, 3600, is_called=False),
    Job("digest", jobs.write_digests, 30, is_called=False),
    Job("index", jobs.index_texts, 60, is_called=False),
)

# One bell a job. Rung by whoever made work in this process; another process relies on the timer.
BELLS = {job.name: threading.Event() for job in JOBS}


def wake() -> None:
    """There may be something to do: look now. Call it after the transaction that made the work."""
    for job in JOBS:
        if job.is_called:
            BELLS[job.name].set()


class Standing:
    """The standing jobs of this process and a watch on every mailbox, each in a thread of its own."""

    def __init__(self, mailboxes: tuple[Account, ...]) -> None:
        self.stopping = threading.Event()
        self.threads = [
            threading.Thread(target=self._repeat, args=(job,), name=job.name, daemon=True) for job in JOBS
        ] + [
            threading.Thread(target=self._watch, args=(account,), name=f"watch {account.name}", daemon=True)
            for account in mailboxes
        ]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """Let each job finish what it is at; a job that is killed instead loses nothing."""
        self.stopping.set()
        for bell in BELLS.values():
            bell.set()
        for thread in self.threads:
            thread.join(STOP_SECONDS)

    def _watch(self, account: Account) -> None:
        try:
            watch.watch(account, Store(settings.MAIL_STORE), self.stopping, wake, jobs.clock, random.SystemRandom())
        finally:
            connections.close_all()

    def _repeat(self, job: Job) -> None:
        bell = BELLS[job.name]
        pause = job.every_seconds
        while not self.stopping.is_set():
            bell.wait(pause)
            if self.stopping.is_set():
                break
            bell.clear()
            pause = self._do(job)
        connections.close_all()

    def _do(self, job: Job) -> float:
        """Run it once; the seconds until the next time. No error ends the thread: the work is still in the database."""
        close_old_connections()
        try:
            if job.do() and job.wakes:
                wake()
        except (TougaoError, DatabaseError, OSError) as trouble:
            log.error("job failed", extra={"job": job.name, "trouble": str(trouble)})
            return TROUBLE_SECONDS
        except Exception:
            log.exception("job broke", extra={"job": job.name})
            return TROUBLE_SECONDS
        return job.every_seconds
