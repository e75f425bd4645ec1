"""`tougao export` and back: everything in open formats, the same bytes again, the same articles on an empty machine."""

import csv
import filecmp
import hashlib
import io
import json
import shutil
import subprocess
import sys
from email import message_from_bytes
from pathlib import Path

import feedparser
import pytest

ROOT = Path(__file__).parents[2]
MAILS = ROOT / "demo" / "mails"
NOT_THE_SAME = {"related"}  # it is found anew among what is there


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture
def published(tougao, home):
    """The demo's mails, most of them published: one backdated, one corrected, one withdrawn, one pinned, one only a draft."""
    tougao("ingest", *map(str, sorted(MAILS.glob("*.eml"))))
    ids = sorted(draft["id"] for draft in json_lines(tougao("drafts", "--json").stdout) if draft["title"])
    tougao("approve", *map(str, ids[1:4]))
    tougao("approve", str(ids[4]), "--dated", "2019-05-06")
    tougao("approve", *map(str, ids[5:8]))
    tougao("correct", str(ids[2]), "--note", "人数应为一千二百人。")
    tougao("withdraw", str(ids[5]), "--reason", "作者要求")
    tougao("pin", str(ids[1]))
    return home


def json_lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def test_everything_is_there_in_forms_that_other_programs_read(tougao, published):
    said = tougao("export", "out").stdout
    out = published / "out"
    articles = lines(out / "articles.jsonl")
    assert "7 articles, 13 mails" in said
    assert [each["number"] for each in articles] == [1, 2, 3, 4, 5, 6, 7]
    assert [each["number"] for each in articles if each["withdrawn_at"]] == [5]
    assert not (out / "articles" / "5.html").exists()
    for each in articles:
        for name in each["pictures"]:
            assert hashlib.sha256((out / "media" / name).read_bytes()).hexdigest() == name.partition(".")[0]
    page = (out / "articles" / "1.html").read_text("utf-8")
    assert articles[0]["title"] in page
    assert all((out / "articles" / src).resolve().is_file() for src in sources(page))
    feed = feedparser.parse(str(out / "articles-1.atom"))
    assert (feed.bozo, len(feed.entries)) == (False, 6)
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
    import re

    return re.findall(r'<img[^>]* src="([^"]+)"', page)


def test_the_same_state_gives_the_same_bytes(tougao, published):
    tougao("export", "one")
    tougao("export", "two")
    one, two = published / "one", published / "two"
    names = sorted(str(path.relative_to(one)) for path in one.rglob("*") if path.is_file())
    assert names == sorted(str(path.relative_to(two)) for path in two.rglob("*") if path.is_file())
    _, differ, broken = filecmp.cmpfiles(one, two, names, shallow=False)
    assert sorted(differ) == ["README.txt", "audit.jsonl"]  # which name the folder, and the export before
    assert broken == []
    (one / "README.txt").read_text("utf-8")


def test_export_and_import_on_an_empty_machine_give_the_same_articles(tougao, published, tmp_path_factory):
    tougao("export", "out")
    other = tmp_path_factory.mktemp("other")
    shutil.copytree(published / "config", other / "config", symlinks=True)
    shutil.copytree(published / "out", other / "out")

    def there(*arguments: str) -> str:
        import os

        kept = {key: value for key, value in os.environ.items() if not key.startswith(("TOUGAO", "DJANGO", "PYTEST"))}
        done = subprocess.run(
            [sys.executable, "-m", "tougao", *arguments], cwd=other, env=kept, capture_output=True, timeout=120
        )
        assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
        return done.stdout.decode()

    assert "6 published" in there("import", "out", "--publish")
    assert "6 known already" in there("import", "out", "--publish")
    there("export", "again")
    before = [each for each in lines(published / "out" / "articles.jsonl") if not each["withdrawn_at"]]
    after = lines(other / "again" / "articles.jsonl")
    assert len(after) == len(before) == 6
    for one, same in zip(before, after, strict=True):
        assert {k: v for k, v in one.items() if k not in NOT_THE_SAME} == {
            k: v for k, v in same.items() if k not in NOT_THE_SAME
        }
        for name in one["pictures"]:
            assert (other / "again" / "media" / name).read_bytes() == (published / "out" / "media" / name).read_bytes()
    assert (other / "again" / "articles.csv").read_bytes() == (published / "out" / "articles.csv").read_bytes()
    for number in (1, 2, 3, 4, 6, 7):
        assert (other / "var" / "site" / "a" / f"{number}.html").is_file()
    assert not (other / "var" / "site" / "a" / "5.html").exists()


def test_nothing_is_written_over_what_is_there(tougao, home):
    (home / "out").mkdir()
    (home / "out" / "mine.txt").write_text("keep me")
    refused = tougao("export", "out", fails=True)
    assert refused.returncode == 78
    assert [path.name for path in (home / "out").iterdir()] == ["mine.txt"]
    assert "0 articles" in tougao("export", "new").stdout
