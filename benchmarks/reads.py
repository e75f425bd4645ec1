"""Does the read counter keep up? Readers of many articles ask `tougao run` over HTTP, and the sum must be right.

    .venv/bin/python benchmarks/reads.py [--rate 2000] [--seconds 60] [--articles 200] [--json]

Every fifth reader reloads, every twentieth is a robot: neither may count. Peer: the same load on a server of the same kind
(waitress, as many threads) that answers with nothing and does nothing; `peer_ratio` is the processor time of a hit over that of one
of those. `rate` is what was reached; `--rate 0` asks as fast as it is answered.
"""

import sys

sys.path = [each for each in sys.path if not each.endswith("/benchmarks")]  # copy.py beside this hides Python's own

import argparse
import json
import os
import random
import re
import signal
import socket
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1"
ROBOT = "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)"
CONNECTIONS = 8
LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
PEER = """
import sys
from waitress import serve
def application(environ, start):
    start("200 OK", [("Cache-Control", "no-store"), ("Content-Length", "0")])
    return []
serve(application, host="127.0.0.1", port=int(sys.argv[1]), threads=8, ident="", trusted_proxy="127.0.0.1",
      trusted_proxy_headers="x-forwarded-for x-forwarded-proto", clear_untrusted_proxy_headers=True)
"""
FILL = """
import sys
from datetime import UTC, datetime
from tougao.cli import setup
setup.django(verbose=False)
from tougao.archive.models import ArticleRecord, DraftRecord, SubmissionRecord
now = datetime(2026, 11, 20, 4, tzinfo=UTC)
for n in range(1, int(sys.argv[1]) + 1):
    mail = SubmissionRecord.objects.create(
        digest=f"{n:064x}", size=1, received_at=now, kept_at=now, read_at=now, state="read", kind="submission",
        subject="x", message_id=f"<{n}@x>")
    draft = DraftRecord.objects.create(
        submission=mail, received_at=now, changed_at=now, title="x", source="x", html="<p>x</p>", category="news",
        status="published")
    ArticleRecord.objects.create(
        draft=draft, number=n, entry_id=f"tag:x,2026:{n}", title=f"{n}", html="<p>x</p>", category="news", ordinal=n,
        published_at=now, updated_at=now)
"""
TOTAL = """
import json
from tougao.cli import setup
setup.django(verbose=False)
from tougao.archive import reads
print(json.dumps(reads.total()))
"""


@dataclass(frozen=True)
class Sent:
    """`asked` requests, of which `refused` got no 2xx; `expected` are the reads that must be counted, by article."""

    asked: int
    refused: int
    seconds: float
    expected: dict[int, int]


def address(reader: int) -> str:
    """An address for each of 16 million readers.

    >>> address(65537)
    '10.1.0.1'
    """
    return ".".join(("10", *(str(reader >> shift & 255) for shift in (16, 8, 0))))


def load(port: int, articles: int, readers: int, rate: float = 0) -> Sent:
    """Send the hits of `readers` over kept connections, at `rate` a second or as fast as they are answered."""
    chance = random.Random(1)
    sockets = [socket.create_connection(("127.0.0.1", port), 30) for _ in range(CONNECTIONS)]
    expected: Counter[int] = Counter()
    asked = refused = 0
    began = time.monotonic()
    for first in range(0, readers, CONNECTIONS):
        sent = []
        for reader, connection in zip(range(first, min(first + CONNECTIONS, readers)), sockets, strict=False):
            number = 1 + int(articles * chance.random() ** 3)  # a few are read by most
            is_robot, times = reader % 20 == 19, 2 if reader % 5 == 4 else 1
            expected[number] += not is_robot
            words = (
                f"POST /-/read/{number} HTTP/1.1\r\nHost: x\r\nUser-Agent: {ROBOT if is_robot else PHONE}\r\n"
                f"X-Forwarded-For: {address(reader)}\r\nContent-Length: 0\r\n\r\n"
            )
            connection.sendall(words.encode() * times)
            sent.append((connection, times))
            asked += times
        refused += sum(times - _answered(connection, times) for connection, times in sent)
        if rate:
            time.sleep(max(0.0, asked / rate - (time.monotonic() - began)))
    for connection in sockets:
        connection.close()
    return Sent(asked, refused, time.monotonic() - began, dict(expected))


def _answered(connection: socket.socket, times: int) -> int:
    """Read so many answers; how many are 2xx."""
    data, good = b"", 0
    while times:
        head, end, rest = data.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        size = int(length[1]) if length else 0
        if not end or len(rest) < size:
            piece = connection.recv(65536)
            if not piece:
                return good
            data += piece
            continue
        good += head.startswith(b"HTTP/1.1 2")
        times, data = times - 1, rest[size:]
    return good


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(command: list[str], port: int, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A server in a process of its own, once it takes connections; it is told to stop at the end."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def processor_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(rate: float, seconds: float, articles: int) -> dict[str, object]:
    var = Path(tempfile.mkdtemp(prefix="tougao-bench-"))
    (var / "tougao.toml").write_text(
        '[site]\nname = "x"\nurl = "https://news.example.cn"\n[[categories]]\nslug = "news"\nname = "新闻"\n'
        '[storage]\nvar = "."\n[[maildirs]]\nname = "m"\npath = "mail"\n'
    )
    for folder in ("cur", "new", "tmp"):
        (var / "mail" / folder).mkdir(parents=True)
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("TOUGAO", "DJANGO"))}
    port, peer_port = free_port(), free_port()
    environment |= {"TOUGAO_CONFIG": str(var / "tougao.toml"), "TOUGAO_PORT": str(port)}

    def python(code: str, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code, *words], env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout

    python(FILL, str(articles))
    readers = int((rate or 1500) * seconds / 1.2)  # every fifth sends two
    with serving([sys.executable, "-m", "tougao", "run"], port, environment) as process:
        time.sleep(2)
        load(port, articles=articles, readers=1)  # what is made at the first request is made
        before = processor_seconds(process.pid)
        sent = load(port, articles, readers, rate)
        ours = (processor_seconds(process.pid) - before) / sent.asked
        time.sleep(2)
    counted = {int(number): count for number, count in json.loads(python(TOTAL)).items()}
    with serving([sys.executable, "-c", PEER, str(peer_port)], peer_port, environment) as process:
        before = processor_seconds(process.pid)
        bare = load(peer_port, articles, min(readers, 20_000), rate)
        peer = (processor_seconds(process.pid) - before) / bare.asked
    return {
        "asked": sent.asked,
        "refused": sent.refused,
        "seconds": round(sent.seconds, 1),
        "rate": round(sent.asked / sent.seconds),
        "expected": sum(sent.expected.values()),
        "counted": sum(counted.values()),
        "right": counted == sent.expected,
        "microseconds_a_hit": round(ours * 1e6),
        "peer_ratio": round(ours / peer, 2),
        "load_average": os.getloadavg()[0],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=2000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    found = measure(given.rate, given.seconds, given.articles)
    if given.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:20} {value}")
    raise SystemExit(0 if found["right"] else 1)


if __name__ == "__main__":
    main()
