"""The read counter over HTTP: who counts, what is answered, what stays on the disk, and what a kill -9 costs."""

import http.client
import json
import re
import signal
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from benchmarks.reads import address, load

from tests.support.installation import PUBLISH, SMALL, Installation
from tougao.archive import decisions, reads
from tougao.archive.journal import Journal
from tougao.core.workflow import Action
from tougao.newsstand.reads import Counter

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def counter(tmp_path):
    return Counter(Journal(tmp_path / "reads"), ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def ask(counter):
    def asked(path, method="POST", address="192.0.2.7", **fields):
        answer = {}

        def start(status, headers, *_):
            answer["status"], answer["headers"] = int(status.split()[0]), dict(headers)

        environ = {"PATH_INFO": path, "REQUEST_METHOD": method, "REMOTE_ADDR": address, "HTTP_USER_AGENT": PHONE}
        environ |= {f"HTTP_{name.upper()}": value for name, value in fields.items()}
        answer["body"] = b"".join(counter(environ, start))
        return answer

    return asked


@pytest.fixture
def published(new_draft, noon, site):
    for number in (1, 2):
        decisions.decide(new_draft(title=f"第{number}篇").pk, Action.APPROVE, None, noon, site)


@pytest.mark.django_db
def test_a_script_is_told_the_present_number_and_a_phone_gets_its_dot(ask, counter, published):
    assert (ask("/-/read/1")["status"], ask("/-/read/1")["body"]) == (200, b"")
    dot = ask("/-/read/1.gif", "GET", address="192.0.2.8")
    assert (dot["status"], dot["headers"]["Content-Type"], len(dot["body"])) == (200, "image/gif", 43)
    counter.tell(datetime.now(UTC))
    told = ask("/-/read/1")
    assert (told["status"], told["body"], told["headers"]["Content-Type"]) == (200, b"2", "text/plain; charset=utf-8")
    for answer in (dot, told):
        assert answer["headers"]["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer["headers"]


@pytest.mark.django_db
def test_the_same_reader_counts_once_by_whichever_way_and_each_edition(ask, counter, published):
    for path, method in (("/-/read/1", "POST"), ("/-/read/1.gif", "GET"), ("/-/read/1", "POST"), ("/-/read/2", "POST")):
        ask(path, method)
    counter.tell(datetime.now(UTC))
    assert reads.total() == {1: 1, 2: 1}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "fields"),
    [
        ("HEAD", {}),
        ("GET", {"user_agent": "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)"}),
        ("GET", {"user_agent": ""}),
        ("GET", {"sec_purpose": "prefetch"}),
        ("GET", {"purpose": "prefetch"}),
        ("GET", {"sec_fetch_site": "cross-site"}),
    ],
)
def test_who_is_no_reader_gets_the_dot_and_does_not_count(ask, counter, published, method, fields):
    answer = ask("/-/read/1.gif", method, **fields)
    assert (answer["status"], len(answer["body"])) == (200, 0 if method == "HEAD" else 43)
    counter.tell(datetime.now(UTC))
    assert reads.total() == {}


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/-/read/1", "GET", 405),
        ("/-/read/1.gif", "POST", 405),
        ("/-/read/0", "POST", 404),
        ("/-/read/x.gif", "GET", 404),
        ("/-/read/1.gif/../../desk/", "GET", 404),
        ("/-/read/99999999999999999999.gif", "GET", 404),
    ],
)
def test_other_requests_are_refused(ask, counter, path, method, status):
    assert ask(path, method)["status"] == status
    assert not counter.journal.folder.exists()


@pytest.mark.django_db
def test_nothing_of_a_reader_is_on_the_disk_but_a_digest_that_goes_within_two_hours(ask, counter, published):
    ask("/-/read/1", address="192.0.2.77")
    files = {path.suffix: path.read_bytes() for path in counter.journal.folder.iterdir()}
    assert set(files) == {".hits", ".salt"}
    assert re.fullmatch(rb"1 [0-9a-f]{16}\n", files[".hits"])
    now = datetime.now(UTC)
    counter.tell(now + timedelta(hours=2))
    assert list(counter.journal.folder.glob("*.hits")) == []
    counter.tell(now + timedelta(days=1))
    assert list(counter.journal.folder.iterdir()) == []


@pytest.mark.django_db
def test_a_disk_that_refuses_costs_the_count_and_not_the_answer(ask, counter, published):
    counter.journal.folder.parent.mkdir(exist_ok=True)
    counter.journal.folder.write_text("no folder")
    assert ask("/-/read/1.gif", "GET")["status"] == 200
    assert ask("/-/read/1")["status"] == 200
    counter.journal.folder.unlink()
    ask("/-/read/1")
    counter.tell(datetime.now(UTC))
    assert reads.total() == {1: 1}


TOTAL = "from tougao.archive import reads; import json; print(json.dumps(sorted(reads.total().items())))"


@pytest.fixture
def running(tmp_path):
    running = Installation(tmp_path / "home", config=SMALL)
    running.python(PUBLISH)
    running.start()
    yield running
    if running.process.poll() is None:
        running.kill(signal.SIGKILL)


def test_a_kill_in_the_middle_loses_no_read_that_was_answered_and_doubles_none(running):
    """Readers go on asking while the server is killed, three times; those who got an answer count, once."""
    answered: set[tuple[int, int]] = set()
    asked: set[tuple[int, int]] = set()
    for round_ in range(3):
        stopping = threading.Event()

        def read(place: int, stopping: threading.Event = stopping, round_: int = round_) -> None:
            reader = round_ * 100_000 + place * 10_000
            while not stopping.is_set():
                reader += 1
                number = reader % 5 + 1
                asked.add((number, reader))
                try:
                    for _ in range(2):  # and a reload
                        running.ask("POST", f"/-/read/{number}", User_Agent=PHONE, X_Forwarded_For=address(reader))
                except (OSError, http.client.HTTPException):
                    return
                answered.add((number, reader))

        readers = [threading.Thread(target=read, args=(place,)) for place in range(3)]
        for reader in readers:
            reader.start()
        time.sleep(1.6)
        running.kill(signal.SIGKILL)
        stopping.set()
        for reader in readers:
            reader.join()
        running.start()
    time.sleep(2.5)
    total = sum(count for _, count in json.loads(running.python(TOTAL)))
    assert len(answered) > 100
    assert len(answered) <= total <= len(asked)
    running.kill(signal.SIGTERM)
    assert sum(count for _, count in json.loads(running.python(TOTAL))) == total


def test_many_readers_make_the_right_sum(running):
    """benchmarks/reads.py asks for much more, and for how long it takes."""
    sent = load(running.port, articles=5, readers=1500)
    assert sent.refused == 0
    time.sleep(2.5)
    assert dict(json.loads(running.python(TOTAL))) == sent.expected
