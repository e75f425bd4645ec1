"""One slow file holds one sandbox: the others are served meanwhile, and nobody waits without end."""

import threading
import time
from contextlib import contextmanager

import pytest

from tests.core.test_pictures import photo
from tests.mails.building import mail
from tests.mails.stories import SPORT
from tests.sandbox.test_box import FILES, SITE, docx, file
from tougao.core.opening import cut, opened
from tougao.core.pictures import WHOLE
from tougao.core.submission import Attachment
from tougao.errors import BusyError
from tougao.sandbox import Bounds, Pool

QUICK = file(FILES / "visit.doc")
SLOW = docx(700_000)  # a quarter of a minute of the processor, were it let
SLOW_SECONDS = 6.0


@contextmanager
def at_work(pool, *whose):
    """Slow files of these mails are being opened; afterwards each was told to have run to its limit."""
    told = []
    threads = [
        threading.Thread(target=lambda each=each: told.append(pool.opened(SLOW, each).trouble)) for each in whose
    ]
    for thread in threads:
        thread.start()
    while len(pool._served) < len(whose):
        time.sleep(0.01)
    yield threads
    for thread in threads:
        thread.join()
    assert ["longer than 6 seconds" in str(trouble) for trouble in told] == [True] * len(whose)


def test_while_one_file_runs_to_its_time_limit_others_are_opened():
    with Pool(Bounds(seconds=SLOW_SECONDS)) as pool, at_work(pool, "a hostile mail") as (slow,):
        assert pool.opened(QUICK, "another") == opened(QUICK)
        assert pool.read(mail(f"{SPORT.title}\n\n{SPORT.text}", "x"), SITE, "another").drafts[0].title == SPORT.title
        picture = Attachment("操场.jpg", "image/jpeg", photo())
        assert pool.cut(picture, WHOLE, "a third") == cut(picture, WHOLE)
        assert slow.is_alive()


def test_a_mail_has_one_sandbox_however_often_it_is_asked_for():
    with Pool(Bounds(seconds=SLOW_SECONDS), wait_seconds=0.1) as pool, at_work(pool, "a hostile mail") as (slow,):
        for _again in range(4):
            with pytest.raises(BusyError, match="try again"):
                pool.opened(QUICK, "a hostile mail")
        assert pool.opened(QUICK, "another").manuscript is not None
        assert slow.is_alive()


def test_whoever_would_wait_too_long_is_told_to_try_again_and_then_is_served():
    with Pool(Bounds(seconds=SLOW_SECONDS), most=2, wait_seconds=0.3) as pool:
        with at_work(pool, "one", "two") as slow:
            began = time.monotonic()
            with pytest.raises(BusyError, match="try again"):
                pool.opened(QUICK, "three")
            assert 0.3 <= time.monotonic() - began < 3
            assert all(thread.is_alive() for thread in slow)
        assert pool.opened(QUICK, "three").manuscript is not None


def test_whoever_can_wait_is_served_when_a_sandbox_is_free():
    with Pool(Bounds(seconds=SLOW_SECONDS), most=1, wait_seconds=60) as pool, at_work(pool, "one"):
        assert pool.opened(QUICK, "two").manuscript is not None


def test_no_more_than_a_few_wait_and_the_next_is_told_at_once():
    with Pool(Bounds(seconds=SLOW_SECONDS), most=1, wait_seconds=60, most_waiting=1) as pool, at_work(pool, "one"):
        patient = threading.Thread(target=pool.opened, args=(QUICK, "two"))
        patient.start()
        while not pool._waiting:
            time.sleep(0.01)
        began = time.monotonic()
        with pytest.raises(BusyError):
            pool.opened(QUICK, "three")
        assert time.monotonic() - began < 1
        patient.join()


def test_a_process_is_started_when_it_is_needed_and_used_again():
    with Pool() as pool:
        assert pool._idle == []
        for whose in ("one", "two", "three"):
            pool.opened(QUICK, whose)
        assert len(pool._idle) == 1
        (process,) = [box._process for box in pool._idle]
    assert process.poll() is not None
