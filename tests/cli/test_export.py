"""`tougao export` and back: everything in open formats, the same bytes again, the same articles on an empty machine."""

import csv
import filecmp
import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
from email import message_from_bytes
from pathlib import Path

import feedparser
import pytest

from tests.support.parts import plain_environment

ROOT = Path(__file__).parents[2]
MAILS = ROOT / "demo" / "mails"
NOT_THE_SAME = {"related"}  # it is found anew among what is there


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def run(home: Path, *arguments: str) -> str:
    """What the real command printed, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tougao", *arguments],
        cwd=home,
        env=plain_environment(),
        capture_output=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """Mails of the demo, published but one: one backdated, one corrected, one withdrawn, one pinned. Exported as out."""
    home = tmp_path_factory.mktemp("published")
    (home / "config").mkdir()
    shutil.copy(ROOT / "config" / "tougao.toml", home / "config" / "tougao.toml")
    (home / "config" / "pages").symlink_to(ROOT / "config" / "pages")
    names = ("01-seed-word", "02-gbk-text", "04-word-and-note", "08-english", "09-forward", "11-gb2312-label")
    run(home, "ingest", *(str(MAILS / f"{name}.eml") for name in names))
    ids = sorted(draft["id"] for draft in json_lines(run(home, "drafts", "--json")))
    assert len(ids) == 6
    run(home, "approve", str(ids[0]))
    run(home, "approve", str(ids[1]), "--dated", "2019-05-06")
    run(home, "approve", *map(str, ids[2:5]))
    run(home, "correct", str(ids[0]), "--note", "人数应为一千二百人。")
    run(home, "withdraw", str(ids[3]), "--reason", "作者要求")
    run(home, "pin", str(ids[1]))
    assert "5 articles, 6 mails" in run(home, "export", "out")
    return home


def json_lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def test_everything_is_there_in_forms_that_other_programs_read(published):
    out = published / "out"
    articles = lines(out / "articles.jsonl")
    assert [each["number"] for each in articles] == [1, 2, 3, 4, 5]
    assert [each["number"] for each in articles if each["withdrawn_at"]] == [4]
    assert not (out / "articles" / "4.html").exists()
    for each in articles:
        for name in each["pictures"]:
            assert hashlib.sha256((out / "media" / name).read_bytes()).hexdigest() == name.partition(".")[0]
    page = (out / "articles" / "1.html").read_text("utf-8")
    assert articles[0]["title"] in page
    assert all((out / "articles" / src).resolve().is_file() for src in sources(page))
    feed = feedparser.parse(str(out / "articles-1.atom"))
    assert (feed.bozo, len(feed.entries)) == (False, 4)
    assert {each["id"] for each in feed.entries} == {each["id"] for each in articles if not each["withdrawn_at"]}
    table = list(csv.DictReader(io.StringIO((out / "articles.csv").read_text("utf-8-sig"), newline="")))
    assert [row["title"] for row in table] == [each["title"] for each in articles if not each["withdrawn_at"]]
    for mail in lines(out / "submissions.jsonl"):
        raw = (out / mail["file"]).read_bytes()
        assert hashlib.sha256(raw).hexdigest() == mail["digest"]
        assert message_from_bytes(raw)["From"]
    assert {each["action"] for each in lines(out / "decisions.jsonl")} >= {"approve", "correct", "withdraw", "pin"}
    assert any(each["status"] == "new" and each["html"] for each in lines(out / "drafts.jsonl"))
    assert lines(out / "audit.jsonl")
    assert "[site]" in (out / "settings.toml").read_text("utf-8")
    told = (out / "README.txt").read_text("utf-8")
    for path in out.iterdir():
        shown = path.name.replace("articles-1.atom", "articles-N.atom")
        assert shown == "README.txt" or shown in told, path.name
    secret = (published / "var" / "secret_key").read_text()
    assert all(secret.encode() not in path.read_bytes() for path in out.rglob("*") if path.is_file())


def sources(page: str) -> list[str]:
    return re.findall(r'<img[^>]* src="([^"]+)"', page)


def test_the_same_state_gives_the_same_bytes(published):
    run(published, "export", "two")
    one, two = published / "out", published / "two"
    names = sorted(str(path.relative_to(one)) for path in one.rglob("*") if path.is_file())
    assert names == sorted(str(path.relative_to(two)) for path in two.rglob("*") if path.is_file())
    _, differ, broken = filecmp.cmpfiles(one, two, names, shallow=False)
    assert sorted(differ) == ["README.txt", "audit.jsonl"]  # which name the folder, and the export before
    assert broken == []


def test_export_and_import_on_an_empty_machine_give_the_same_articles(published, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    shutil.copytree(published / "config", other / "config", symlinks=True)
    shutil.copytree(published / "out", other / "out")
    assert "4 published" in run(other, "import", "out", "--publish")
    assert "4 known already" in run(other, "import", "out", "--publish")
    run(other, "export", "again")
    before = [each for each in lines(published / "out" / "articles.jsonl") if not each["withdrawn_at"]]
    after = lines(other / "again" / "articles.jsonl")
    assert len(after) == len(before) == 4
    for one, same in zip(before, after, strict=True):
        assert {k: v for k, v in one.items() if k not in NOT_THE_SAME} == {
            k: v for k, v in same.items() if k not in NOT_THE_SAME
        }
        for name in one["pictures"]:
            assert (other / "again" / "media" / name).read_bytes() == (published / "out" / "media" / name).read_bytes()
    assert (other / "again" / "articles.csv").read_bytes() == (published / "out" / "articles.csv").read_bytes()
    for number in (1, 2, 3, 5):
        assert (other / "var" / "site" / "a" / f"{number}.html").is_file()
    assert not (other / "var" / "site" / "a" / "4.html").exists()


def test_nothing_is_written_over_what_is_there(tougao, home):
    (home / "out").mkdir()
    (home / "out" / "mine.txt").write_text("keep me")
    refused = tougao("export", "out", fails=True)
    assert refused.returncode == 78
    assert [path.name for path in (home / "out").iterdir()] == ["mine.txt"]
    assert "0 articles" in tougao("export", "new").stdout
