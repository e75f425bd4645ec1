"""The commands as a person or a script runs them."""

import contextlib
import json
import sqlite3
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAILS = ROOT / "demo" / "mails"


def lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def test_inspect_prints_one_object_a_mail_and_touches_nothing(tougao, home):
    paths = sorted(map(str, MAILS.glob("*.eml")))
    found = lines(tougao("inspect", *paths).stdout)
    assert len(found) == len(paths)
    assert found[0]["articles"][0]["byline"] == "王小语"
    assert not (home / "var" / "tougao.sqlite3").exists()


def test_a_day_without_the_desk(tougao, home):
    tougao("ingest", *map(str, sorted(MAILS.glob("*.eml"))))
    drafts = lines(tougao("drafts", "--json").stdout)
    assert len(drafts) == 12
    assert set(drafts[0]) >= {"id", "title", "status", "sender", "received_at"}
    assert [draft["received_at"] for draft in drafts] == sorted(
        (draft["received_at"] for draft in drafts), reverse=True
    )
    seed = next(draft for draft in drafts if draft["byline"] == "王小语")
    (approved,) = lines(tougao("approve", str(seed["id"]), "--json").stdout)
    assert (approved["status"], approved["number"], approved["url"]) == (
        "published",
        1,
        "http://127.0.0.1:8000/a/1.html",
    )
    assert (home / "var/site/a/1.html").is_file()
    assert "济源职业技术学院" in (home / "var/site/feed.atom").read_text()
    other = next(draft for draft in drafts if draft["sender"].startswith("qinlang"))
    tougao("return", str(other["id"]), "--reason", "请补充照片")
    third = next(draft for draft in drafts if draft["sender"].startswith("liuxi"))
    tougao("spike", str(third["id"]))
    assert [draft["id"] for draft in lines(tougao("drafts", "--status", "returned", "--json").stdout)] == [other["id"]]
    tougao("withdraw", str(seed["id"]), "--reason", "作者要求")
    assert not (home / "var/site/a/1.html").exists()
    assert (home / "var/site/gone/a/1.html").is_file()


def test_an_article_is_scheduled_pinned_mended_and_corrected_without_the_desk(tougao, home):
    tougao("ingest", str(MAILS / "02-gbk-text.eml"), str(MAILS / "01-seed-word.eml"))
    refused = tougao("schedule", "1", "--at", "gestern", fails=True)
    assert (refused.returncode, "no date and time" in refused.stderr) == (1, True)
    tougao("schedule", "1", "--at", "2099-12-01 08:30")
    assert lines(tougao("drafts", "--status", "scheduled", "--json").stdout)[0]["id"] == 1
    tougao("publish")
    assert not (home / "var/site/a/1.html").exists()
    tougao("approve", "1", "2")
    tougao("pin", "1")
    assert "置顶" in (home / "var/site/index.html").read_text()
    tougao("unpin", "1")
    tougao("amend", "1")
    assert "更正" not in (home / "var/site/a/1.html").read_text().split("<main")[1]
    tougao("correct", "1", "--note", "日期有误。")
    assert "日期有误。" in (home / "var/site/a/1.html").read_text()


def test_the_same_mails_again_are_known(tougao):
    first = lines(tougao("ingest", "--json", str(MAILS / "02-gbk-text.eml")).stdout)
    again = lines(tougao("ingest", "--json", str(MAILS / "02-gbk-text.eml")).stdout)
    assert (first[0]["new"], again[0]["new"]) == (True, False)
    assert first[0]["drafts"] == again[0]["drafts"]


def test_mails_come_from_standard_input_mbox_maildir_and_folders(tougao, tmp_path):
    import mailbox

    raws = [path.read_bytes() for path in sorted(MAILS.glob("0[2-5]*.eml"))]
    assert "1 kept" in tougao("ingest", "-", given=raws[0]).stdout
    box = mailbox.mbox(tmp_path / "box.mbox")
    box.add(raws[1])
    box.close()
    maildir = mailbox.Maildir(tmp_path / "maildir")
    maildir.add(raws[2])
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "x.eml").write_bytes(raws[3])
    assert (
        "3 kept"
        in tougao("ingest", str(tmp_path / "box.mbox"), str(tmp_path / "maildir"), str(tmp_path / "folder")).stdout
    )


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["approve", "99"], 1, "There is no draft 99"),
        (["return", "1"], 64, "--reason"),
        (["nonsense"], 64, "invalid choice"),
        ([], 64, "COMMAND"),
        (["inspect", "no-such.eml"], 66, "no-such.eml"),
        (["ingest", "no-such.eml"], 66, "no-such.eml"),
        (["poll", "--once"], 78, "No mailbox is configured"),
        (["--config", "no.toml", "drafts"], 78, "cannot be read"),
        (["restore", "no.tar"], 66, "no.tar"),
    ],
)
def test_what_goes_wrong_is_said_in_a_sentence_with_a_code_for_scripts(tougao, arguments, code, words):
    done = tougao(*arguments, fails=True)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_mail_that_is_piped_in_while_something_is_in_trouble_is_to_be_tried_again(tougao, home):
    tougao("drafts")
    (home / "var" / "mail").write_text("a file stands where the folder should")
    done = tougao("ingest", "-", given=(MAILS / "02-gbk-text.eml").read_bytes(), fails=True)
    assert done.returncode == 75
    (home / "var" / "tougao.sqlite3").write_bytes(b"not a database at all" * 100)
    done = tougao("ingest", "-", given=(MAILS / "02-gbk-text.eml").read_bytes(), fails=True)
    assert (done.returncode, "cannot be used" in done.stderr) == (75, True)


def test_a_large_mail_is_read_in_a_process_of_its_own(tougao, home, tmp_path):
    """And leaves no mark on the memory of the one that asked."""
    raw = (MAILS / "01-seed-word.eml").read_bytes()
    attachment = (
        b"--big\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=a.bin\r\n\r\n"
    )
    large = (
        b"From: a@example.cn\r\nSubject: large\r\nContent-Type: multipart/mixed; boundary=big\r\n\r\n--big\r\n"
        b"Content-Type: message/rfc822\r\n\r\n"
        + raw
        + b"\r\n"
        + attachment
        + (b"x" * 76 + b"\r\n") * 130_000
        + b"--big--\r\n"
    )
    (tmp_path / "large.eml").write_bytes(large)
    assert len(large) > 8 * 1024 * 1024
    (row,) = lines(tougao("ingest", "--json", str(tmp_path / "large.eml")).stdout)
    assert row["state"] == "read"
    (draft,) = lines(tougao("drafts", "--json").stdout)
    assert draft["byline"] == "王小语"


def test_help_teaches(tougao):
    shown = tougao("--help").stdout
    for words in ("tougao run", "tougao inspect mail.eml", "exit codes"):
        assert words in shown
    assert "mailed to the contributor" in tougao("return", "--help").stdout


def test_publish_all_finds_nothing_to_change_the_second_time(tougao):
    tougao("ingest", str(MAILS / "01-seed-word.eml"))
    tougao("approve", "1")
    first = tougao("publish", "--all").stdout
    assert first == "0 files written, 0 removed\n"
    assert lines(tougao("publish", "--dry-run", "--json").stdout) == [{"changed": [], "gone": [], "due": []}]


def test_publish_mends_what_was_lost(tougao, home):
    tougao("ingest", str(MAILS / "01-seed-word.eml"))
    tougao("approve", "1")
    (home / "var/site/a/1.html").unlink()
    assert lines(tougao("publish", "--dry-run", "--json").stdout)[0]["changed"] == ["a/1.html"]
    (home / "var/site/a/99.html").write_text("nobody's")
    assert tougao("publish", "--dry-run").stdout.splitlines() == [
        "+ a/1.html", "- a/99.html", "1 files would be written, 1 would be removed",
    ]  # fmt: skip
    (home / "var/site/a/99.html").unlink()
    assert not (home / "var/site/a/1.html").exists()
    assert tougao("publish", "--all").stdout == "1 files written, 0 removed\n"


def test_a_dry_run_names_what_is_due_and_leaves_it_scheduled(tougao, home):
    tougao("ingest", str(MAILS / "01-seed-word.eml"))
    tougao("schedule", "1", "--at", "2099-01-01 08:00")
    with contextlib.closing(sqlite3.connect(home / "var/tougao.sqlite3")) as rows, rows:
        rows.execute("update draft set publish_at = '2026-01-01 08:00:00'")
    told = tougao("publish", "--dry-run").stdout
    assert told.startswith("draft 1 is due and would be published first: ")
    assert lines(tougao("publish", "--dry-run", "--json").stdout)[0]["due"] == [1]
    assert [each["status"] for each in lines(tougao("drafts", "--json").stdout)] == ["scheduled"]


def test_a_backup_brings_everything_back(tougao, home, tmp_path):
    tougao("ingest", *map(str, sorted(MAILS.glob("0[1-5]*.eml"))))
    tougao("approve", "1", "3")
    before = {
        path.relative_to(home / "var/site"): path.read_bytes()
        for path in (home / "var/site").rglob("*")
        if path.is_file()
    }
    tougao("backup", str(tmp_path / "b.tar"))
    refused = tougao("restore", str(tmp_path / "b.tar"), fails=True)
    assert (refused.returncode, "holds something already" in refused.stderr) == (78, True)
    (home / "var").rename(home / "var-old")
    tougao("restore", str(tmp_path / "b.tar"))
    after = {
        path.relative_to(home / "var/site"): path.read_bytes()
        for path in (home / "var/site").rglob("*")
        if path.is_file()
    }
    assert after == before
    assert len(lines(tougao("drafts", "--json").stdout)) == 5


def test_a_strange_tar_is_not_unpacked(tougao, home, tmp_path):
    (tmp_path / "evil").write_text("x")
    with tarfile.open(tmp_path / "e.tar", "w") as tar:
        tar.add(tmp_path / "evil", "../../evil")
    done = tougao("restore", str(tmp_path / "e.tar"), fails=True)
    assert (done.returncode, "is not a backup of Tougao" in done.stderr) == (78, True)


def test_editors_are_made_listed_and_given_passwords(tougao):
    assert "with the password" in tougao("editor", "add", "lin", "--role", "chief").stdout
    assert tougao("editor", "list").stdout == "lin\tchief\tyes\n"
    assert (
        "may sign in"
        in tougao("editor", "password", "lin", "--password-stdin", given="春江潮水连海平海上明月\n".encode()).stdout
    )
    weak = tougao("editor", "password", "lin", "--password-stdin", given=b"12345\n", fails=True)
    assert weak.returncode == 1
    twice = tougao("editor", "add", "lin", fails=True)
    assert "There is an editor called lin already" in twice.stderr


def test_check_says_a_sentence_about_everything(tougao, home):
    told = {row["name"]: row for row in lines(tougao("check", "--json").stdout)}
    assert set(told) == {"configuration", "disk", "database", "templates", "editors", "smtp"}
    assert all(row["ok"] for row in told.values())


def test_check_names_what_is_wrong(tougao, home):
    path = home / "config" / "tougao.toml"
    mailbox = '\n[[mailboxes]]\nname = "main"\nhost = "127.0.0.1"\nport = 1\nuser = "x@qq.com"\n[smtp]\nsender = "x@qq.com"\nhost = "127.0.0.1"\nport = 1\n'
    path.write_text(path.read_text() + mailbox + "[storage2]\n")
    assert "there is no table [storage2]" in tougao("check", fails=True).stderr
    path.write_text(path.read_text().replace("[storage2]\n", ""))
    (home / "mine" / "mobile").mkdir(parents=True)
    (home / "mine" / "mobile" / "article.html").write_text("{{ article.nonsense }}")
    path.write_text(path.read_text().replace('# templates = ""', 'templates = "../mine" #'))
    done = tougao("check", fails=True)
    assert done.returncode == 1
    for words in (
        "has no password",
        "TOUGAO_MAIN_PASSWORD",
        "Nothing answers",
        "nonsense",
        "there is no administrator yet",
    ):
        assert words in done.stdout, done.stdout


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("mobile/feeds.html", "{{ nothing.at_all }}"),
        ("shared/logo.png", "no picture"),
        ("wap/search.xhtml", "{% if answer.is_more %}{{ nothing.at_all }}{% endif %}"),
    ],
)
def test_check_tries_a_theme_as_the_press_does_and_what_answers_readers(tougao, home, name, words):
    path = home / "config" / "tougao.toml"
    path.write_text(path.read_text().replace('# templates = ""', 'templates = "../mine" #'))
    (home / "mine" / name).parent.mkdir(parents=True)
    (home / "mine" / name).write_text(words)
    told = {row["name"]: row for row in lines(tougao("check", "--json", fails=True).stdout)}
    assert f"{home / 'mine' / name} cannot be used" in told["templates"]["words"]


def test_a_port_that_is_taken_is_told(tougao):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = tougao("run", "--port", str(taken.getsockname()[1]), fails=True)
    assert (done.returncode, "cannot be served" in done.stderr) == (78, True)


def test_what_was_edited_on_the_desk_is_exported_and_read_again(home, tougao):
    exported = tougao("settings", "export").stdout
    assert "[[categories]]" in exported
    assert '"# 关于我们' not in exported
    (home / "other").mkdir()
    (home / "other" / "tougao.toml").write_text(exported)
    again = tougao("--config", str(home / "other" / "tougao.toml"), "settings", "export").stdout
    assert again == exported
    check = tougao("check", "--json", fails=True).stdout
    assert "Edited on the desk" not in check


def test_editors_are_invited_and_the_log_of_it_holds(tougao):
    link = tougao("editor", "invite", "qian", "--role", "chief").stdout.splitlines()[0]
    assert link.startswith("http://127.0.0.1:8000/desk/invitations/")
    again = tougao("editor", "invite", "qian").stdout.splitlines()[0]
    assert again != link
    tougao(
        "editor", "add", "lin", "--role", "administrator", "--password-stdin", given="春江潮水连海平海上明月\n".encode()
    )
    assert "0 removed" in tougao("editor", "forget-factors", "lin").stdout
    assert "no editor called nobody" in tougao("editor", "forget-factors", "nobody", fails=True).stderr
    rows = lines(tougao("audit", "export").stdout)
    assert [row["event"] for row in rows] == ["invited", "invited", "account made"]
    assert tougao("audit", "export", "--csv").stdout.startswith("\ufeffnumber,at,event")
    head = tougao("audit", "verify").stdout.splitlines()[-1]
    assert head.startswith("5:")
    tougao("audit", "verify", "--head", head)
    wrong = tougao("audit", "verify", "--head", f"5:{'0' * 64}", fails=True)
    assert (wrong.returncode, "entry 5: it is not the entry that was noted" in wrong.stderr) == (1, True)
    assert tougao("audit", "verify", "--head", "nonsense", fails=True).returncode == 78
    assert tougao("audit", "export", "--since", "2199-01-01").stdout == ""


def test_the_index_of_the_search_is_made_anew(tougao):
    tougao("ingest", str(MAILS / "01-seed-word.eml"))
    found = tougao("drafts", "--search", "三联 title:产教", "--json").stdout
    assert len(lines(found)) == 1
    assert tougao("drafts", "--search", "三联 -产教", "--json").stdout == ""
    assert tougao("reindex").stdout == "2 texts can be found.\n"
    assert tougao("drafts", "--search", "三联 title:产教", "--json").stdout == found
