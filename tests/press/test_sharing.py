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


def _session_lives(session: int) -> bool:
    try:
        os.killpg(session, 0)
    except ProcessLookupError:
        return False
    return True
