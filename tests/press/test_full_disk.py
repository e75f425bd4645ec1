"""No space left while the press prints: the old site stays whole, the order stays open, and it is printed when there is room."""

import errno
import os
import resource
import shutil
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.faults.printing import dead_links
from tests.press.conftest import tree
from tougao import jobs
from tougao.archive import pushes
from tougao.archive.models import PrintOrderRecord
from tougao.cli import run
from tougao.errors import PressError
from tougao.press import beginning, imprint

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LONG = "".join(f"<p>{number}，{'青禾师范学院的春天。' * 300}</p>" for number in range(4))


@pytest.fixture
def small_disk(tmp_path):
    """A file system of two megabytes, where this machine lets us make one; `room(megabytes)` gives it more or less."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small file system; the test with a limit for files stands for it")

    def room(megabytes):
        subprocess.run(["mount", "-o", f"remount,size={megabytes}m", str(place)], check=True)

    room.place = place
    yield room
    subprocess.run(["umount", str(place)], check=True)


def served(folder):
    """What readers can ask for: names that begin with a dot are not served."""
    return {path: data for path, data in tree(folder).items() if not path.startswith(".")}


def test_a_disk_that_runs_full_keeps_the_old_site_whole(press, publish, noon, small_disk):
    press = replace(press, folder=small_disk.place / "site", compresses=True)
    for _ in range(12):
        publish(category="news")
    press.print_ordered(noon)
    before = served(press.folder)
    for number in range(6):
        publish(category="news", title=f"写满磁盘的第{number}篇", html=LONG)
    with (small_disk.place / "ballast").open("wb") as ballast:  # of somebody else
        free = os.statvfs(small_disk.place)
        ballast.write(b"x" * (free.f_bavail * free.f_frsize - 120_000))
    with pytest.raises(PressError, match="No space left"):
        press.print_ordered(noon + HOUR)
    after = served(press.folder)
    assert {path: after[path] for path in before} == before
    assert dead_links(after) == []
    assert not list((press.folder / ".printing").glob("*/*"))
    assert PrintOrderRecord.objects.filter(printed_at=None).count() == 6
    small_disk(40)
    press.print_ordered(noon + HOUR)
    assert "写满磁盘的第5篇" in (press.folder / "index.html").read_text()
    assert not PrintOrderRecord.objects.filter(printed_at=None).exists()


def test_a_file_that_may_not_be_written_whole_keeps_the_old_site_whole(press, publish, noon):
    """The same where nobody may mount: a limit for the size of files stops a long page in its midst."""
    publish(category="news")
    press.print_ordered(noon)
    before = served(press.folder)
    publish(category="news", html=LONG)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16_000, hard))
    try:
        with pytest.raises(PressError, match=os.strerror(errno.EFBIG)):
            press.print_ordered(noon + HOUR)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    after = served(press.folder)
    assert {path: after[path] for path in before} == before
    assert dead_links(after) == []
    press.print_ordered(noon + HOUR)
    assert (press.folder / "a" / "2.html").stat().st_size > 16_000


def full(path):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))


def half_written(path, words):
    with path.open("w") as file:
        file.write(words[:9])
    full(path)


def at_the_mark(patched):
    patched.setattr(Path, "touch", full)


def at_the_fingerprint(patched):
    patched.setattr(Path, "write_text", half_written)


def at_the_lock(patched):
    whole = Path.open
    patched.setattr(Path, "open", lambda path, *how: full(path) if path.name == "press.lock" else whole(path, *how))


def at_the_folder(patched):
    patched.setattr(beginning.os, "listdir", full)


def at_the_folder_that_is_put_away(patched):
    patched.setattr(Path, "rename", lambda path, _: full(path))
    patched.setattr(shutil, "rmtree", lambda path, **_: full(path))


BESIDE = (at_the_mark, at_the_fingerprint, at_the_lock, at_the_folder, at_the_folder_that_is_put_away)


@pytest.mark.parametrize("refuse", BESIDE)
def test_what_the_disk_refuses_beside_the_site_is_told_too_and_keeps_the_order_open(
    press, publish, noon, refuse, monkeypatch
):
    publish()
    press.folder.mkdir()
    with monkeypatch.context() as patched:
        refuse(patched)
        with pytest.raises(PressError, match="No space left"):
            press.print_ordered(noon)
    assert "No space left" in pushes.trouble()["values"]["trouble"]
    press.print_ordered(noon)
    assert pushes.trouble() is None
    assert (press.folder / "a/1.html").exists()


def test_reads_that_the_disk_refuses_are_told_too(press, publish, noon, monkeypatch):
    publish()
    press.print_ordered(noon)
    at_the_lock(monkeypatch)
    with pytest.raises(PressError, match="No space left"):
        press.print_reads(10, noon + HOUR)


def test_a_fingerprint_that_could_not_be_written_whole_leaves_the_one_before(press, publish, noon, site, monkeypatch):
    publish()
    press.print_ordered(noon)
    before = imprint.read(press.folder.parent / "press.fingerprint")
    other = replace(press, site=replace(site, indexnow_key="0123456789abcdef"))
    with monkeypatch.context() as patched:
        at_the_fingerprint(patched)
        with pytest.raises(PressError):
            other.print_ordered(noon + HOUR)
    assert imprint.read(press.folder.parent / "press.fingerprint") == before


def test_another_configuration_that_could_not_be_printed_is_told_and_printed_when_there_is_room(
    publish, settings, monkeypatch
):
    """Nobody ordered it, and a process compares configurations when it starts."""
    publish()
    jobs.print_ordered()
    settings.SITE = replace(settings.SITE, name="新的站名")
    with monkeypatch.context() as patched:
        at_the_mark(patched)
        run._print()
    assert "No space left" in pushes.trouble()["values"]["trouble"]
    assert jobs.print_ordered() > 0
    assert "新的站名" in (settings.SITE_FOLDER / "index.html").read_text()
    assert pushes.trouble() is None
