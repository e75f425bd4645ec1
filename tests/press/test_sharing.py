"""A full run that several processes share prints what one prints, and ends with its foreman."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SHARING = Path(__file__).with_name("sharing.py")


def printed(var: Path, processes: int) -> list[str]:
    done = subprocess.run(
        [sys.executable, str(SHARING), str(var), str(processes)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_two_processes_print_what_one_prints(tmp_path):
    alone, together = printed(tmp_path / "one", 1), printed(tmp_path / "two", 2)
    assert len(alone) > 300
    assert alone == together


@pytest.mark.parametrize("delay", [0.9, 1.3, 1.7])
def test_a_foreman_that_is_killed_takes_his_hands_with_him_and_the_next_run_finishes(tmp_path, delay):
    whole = printed(tmp_path, 1)
    shutil.rmtree(tmp_path / "site")
    command = [sys.executable, str(SHARING), str(tmp_path), "2"]
    foreman = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    time.sleep(delay)
    os.kill(foreman.pid, signal.SIGKILL)
    foreman.wait()
    deadline = time.monotonic() + 10
    while _session_lives(foreman.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _session_lives(foreman.pid)
    assert printed(tmp_path, 2) == whole


HANDS = """
import os, sys
from tougao.cli import setup
setup.django(verbose=False)
from django.db import connection
from tougao.archive import reading
from tougao.press import crew
from tougao.press.crew import Done, Part
def do(part):
    before = connection.connection is not None
    return Done(changed=[f"{os.getpid()} {before} {len(reading.every_number())}"])
print(crew._how_to_start())
with crew.together(do, 2) as share:
    reading.every_number()
    for done in share(Part(numbers=(number,)) for number in range(4)):
        print(os.getpid(), *done.changed)
"""


def test_a_process_that_is_forked_has_no_connection_of_the_one_that_forked_it(tmp_path):
    printed(tmp_path, 1)
    environment = os.environ | {"TOUGAO_CONFIG": str(tmp_path / "tougao.toml")}
    done = subprocess.run([sys.executable, "-c", HANDS], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    how, *rows = done.stdout.splitlines()
    assert how == "fork"
    seen = set()
    for row in rows:
        foreman, hand, was_open, count = row.split()
        assert (foreman != hand, count) == (True, "130")
        assert was_open == str(hand in seen)  # its own, from its first part on
        seen.add(hand)


def _session_lives(session: int) -> bool:
    try:
        os.killpg(session, 0)
    except ProcessLookupError:
        return False
    return True
