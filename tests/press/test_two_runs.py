"""Two print runs at once, each a process of its own: one waits for the other, or goes on where that one died."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.press.test_sharing import printed
from tests.support.waiting import eventually

SHARING = Path(__file__).with_name("sharing.py")
GROUPS = (1, 4)


def begun(var: Path, *groups: int) -> subprocess.Popen[str]:
    """A run of one process; where its nth group of files is to be written it stands still, the lock of the press in its hand."""
    return subprocess.Popen(
        [sys.executable, str(SHARING), str(var), "1", *map(str, groups)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip


def is_stopped(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def files_of(var: Path) -> dict[str, int]:
    folder = var / "site"
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def standing(tmp_path):
    """A site that stands but for its articles and lists, which the next run has to print anew; what the whole says."""
    whole = printed(tmp_path, 1)
    for path in (tmp_path / "site" / "a").glob("*.html"):
        path.unlink()
    return tmp_path, whole


@pytest.fixture(params=GROUPS)
def first(standing, request):
    """A run that stands still in the middle of this site."""
    run = begun(standing[0], request.param)
    eventually(lambda: is_stopped(run.pid))
    return run


def test_the_second_waits_for_the_first_and_finds_the_site_whole(standing, first):
    var, whole = standing
    before = files_of(var)
    second = begun(var)
    time.sleep(2)
    assert second.poll() is None
    assert files_of(var) == before
    os.kill(first.pid, signal.SIGCONT)
    assert [run.communicate(timeout=60)[0].splitlines() for run in (first, second)] == [whole, whole]


def test_the_second_takes_over_where_the_first_was_killed(standing, first):
    var, whole = standing
    second = begun(var)
    time.sleep(1)
    assert second.poll() is None
    first.kill()
    first.communicate()
    assert second.communicate(timeout=60)[0].splitlines() == whole
