"""A backup restored on an empty machine: the same site byte for byte, the same desk row by row. And what is broken is told."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.press.conftest import tree
from tests.support.installation import SMALL, Installation

ROOT = Path(__file__).parents[2]
FILL = f"""
from pathlib import Path
from django.conf import settings
from tougao import jobs
from tougao.archive import decisions, intake, reads, site as sites
from tougao.archive.journal import hour_of
from tougao.archive.models import ArticleRecord, DraftRecord, EditorRecord
from tougao.archive.store import Store
from tougao.core import setting
from tougao.core.setting import Part
from tougao.core.workflow import Action
now = jobs.clock()
for path in sorted(Path({str(ROOT / "demo" / "mails")!r}).glob("*.eml")):
    intake.keep(path.read_bytes(), now, now, Store(settings.MAIL_STORE))
jobs.read_kept()
lin = EditorRecord.objects.create_user(username="lin", password="春江潮水连海平", role="administrator")
for draft in DraftRecord.objects.exclude(html="").order_by("pk"):
    DraftRecord.objects.filter(pk=draft.pk).update(category="campus")
    decisions.decide(draft.pk, Action.APPROVE, lin, now, jobs.site())
def of(number):
    return ArticleRecord.objects.get(number=number).draft_id
decisions.decide(of(2), Action.WITHDRAW, lin, now, jobs.site(), reason="作者要求")
decisions.decide(of(3), Action.PIN, lin, now, jobs.site())
texts = {{**setting.taken(jobs.base(), Part.TEXTS), "description": "在编辑台改过的说明"}}
sites.edit(Part.TEXTS, texts, 0, lin, jobs.base(), now)
jobs.prepare_pictures()
jobs.print_ordered()
reads.add({{1: 5, 3: 7}}, hour_of(now))
assert jobs.print_reads()
"""
# What restoring itself adds: the order to print everything.
ADDED = {"print_order": 1}


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    running = Installation(tmp_path_factory.mktemp("old"), config=SMALL)
    running.python(FILL)
    done = tougao(running, "backup", str(running.folder / "night.tar"))
    assert done.returncode == 0, done.stderr
    return running


@pytest.fixture
def empty(tmp_path, filled):
    """A machine with nothing on it but the configuration and the key, as docs/operating.md has it."""
    running = Installation(tmp_path / "new", config=SMALL)
    shutil.copy(filled.config, running.config)
    running.var.mkdir()
    shutil.copy(filled.var / "secret_key", running.var / "secret_key")
    (tmp_path / "nobody").mkdir()
    variables = ("PATH", "LANG", "LD_LIBRARY_PATH")
    running.environment = {name: os.environ[name] for name in variables if name in os.environ}
    running.environment |= {"HOME": str(tmp_path / "nobody"), "TOUGAO_CONFIG": str(running.config)}
    return running


def tougao(running, *words):
    return subprocess.run(
        [sys.executable, "-m", "tougao", *words],
        cwd=running.folder, env=running.environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def rows(running):
    """Every row of every table of an installation, in no order."""
    with closing(sqlite3.connect(running.database)) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(map(repr, database.execute(f'SELECT * FROM "{name}"'))) for name in names}


def test_a_backup_restored_elsewhere_is_the_same_site_and_the_same_desk(filled, empty, tmp_path):
    own = tmp_path / "own.tar"  # each backup stands in the log, and other tests make some, too
    assert tougao(filled, "backup", str(own)).returncode == 0
    done = tougao(empty, "restore", str(own))
    assert done.returncode == 0, done.stderr
    for folder in ("site", "mail", "media", "renditions"):
        before, after = (tree(each.var / folder) for each in (filled, empty))
        assert sorted(after) == sorted(before)
        assert [path for path in before if before[path] != after[path]] == []
    site = tree(empty.var / "site")
    assert len([path for path in site if path.endswith((".gz", ".br"))]) > 50
    assert any(path.startswith("media/") for path in site)
    assert "在编辑台改过的说明" in site["index.html"].decode()
    assert "阅读：7" in site["hot/index.html"].decode()
    assert "gone/a/2.html" in site
    before, after = rows(filled), rows(empty)
    assert after.keys() == before.keys()
    assert len(before) > 30
    for name, found in before.items():
        assert set(found) <= set(after[name]) or name == "sqlite_sequence", name
        assert len(after[name]) - len(found) == ADDED.get(name, 0), name
    assert tougao(empty, "publish", "--all").stdout == "0 files written, 0 removed\n"
    verified = tougao(empty, "audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert list((tmp_path / "nobody").iterdir()) == []


def test_nobody_else_may_read_a_backup(filled):
    assert (filled.folder / "night.tar").stat().st_mode & 0o077 == 0
    assert [path.name for path in filled.folder.glob("*.partial")] == []


def test_a_restore_that_was_killed_begins_again_and_ends_the_same(filled, empty):
    with tarfile.open(filled.folder / "night.tar") as tar:
        members = tar.getmembers()
    for count in (1, len(members) // 2):
        half = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(count), str(filled.folder / "night.tar")],
            cwd=empty.folder, env=empty.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        out, _ = half.communicate(timeout=120)
        assert half.returncode == -9, out.decode()
    assert tougao(empty, "restore", str(filled.folder / "night.tar")).returncode == 0
    assert tree(empty.var / "site") == tree(filled.var / "site")


KILLED = """
import os, signal, sys
from tougao.cli import setup
setup.django(verbose=False)
from tougao.cli import backup
from tougao.cli.main import main
write, left = backup._write, int(sys.argv[1])
def written(*asked):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return write(*asked)
backup._write = written
main(["restore", sys.argv[2]])
"""


@pytest.mark.parametrize("what", ["content", "database", "cut"])
def test_a_broken_backup_is_told_and_nothing_is_put_in_place(filled, empty, tmp_path, what):
    broken = tmp_path / "broken.tar"
    data = bytearray((filled.folder / "night.tar").read_bytes())
    with tarfile.open(filled.folder / "night.tar") as tar:
        members = tar.getmembers()
    if what == "cut":
        data = data[: len(data) // 2]
    else:
        wanted = "tougao.sqlite3" if what == "database" else ".eml"
        member = next(each for each in members if each.name.endswith(wanted))
        at = member.offset_data + (4096 if what == "database" else 10)
        data[at : at + 2048] = bytes(2048)
    broken.write_bytes(data)
    done = tougao(empty, "restore", str(broken))
    assert done.returncode == 78, done.stdout + done.stderr
    assert "broken" in done.stderr
    assert rows(empty)["submission"] == []
    assert tougao(empty, "restore", str(filled.folder / "night.tar")).returncode == 0


def test_a_backup_that_cannot_be_written_is_told_and_leaves_nothing(filled):
    done = tougao(filled, "backup", str(filled.folder / "nowhere" / "night.tar"))
    assert (done.returncode, "cannot be written" in done.stderr) == (78, True), done.stderr
