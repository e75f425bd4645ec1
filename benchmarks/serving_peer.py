"""How many readers a second can be told that nothing has changed: nginx over the published folder, and `tougao run` itself.

wrk asks where it is installed (Debian's package); else threads of Python do, whose own speed is then part of the figure.
"""

import http.client
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.support.nginx import PLACES, Nginx
from tests.support.parts import found, free_port
from tests.support.waiting import until_it_answers

SECONDS = 4


@contextmanager
def nginx(site: Path) -> Iterator[str | None]:
    """The address of an nginx with our configuration; None where it is not installed."""
    if not found(*PLACES):
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="tougao-nginx-") as base:
        server = Nginx(Path(base), site)
        try:
            yield server.address
        finally:
            server.stop()


@contextmanager
def tougao_run(tougao: Path, config: Path) -> Iterator[str]:
    """The address of a `tougao run`."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "TOUGAO_CONFIG": str(config), "TOUGAO_PORT": str(port)}
    log = config.with_name("serving.log")
    with log.open("w") as said:
        process = subprocess.Popen([str(tougao), "run"], env=environment, stdout=said, stderr=said)
        try:
            until_it_answers(f"{address}/-/health", process, log.read_text)
            yield address
        finally:
            process.terminate()
            process.wait(30)


def unchanged_per_second(address: str, path: str) -> float:
    """Answers of 304 to conditional requests for a page, over SECONDS."""
    connection = _connection(address)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    tag = answer.headers["ETag"]
    connection.request("GET", path, headers={"If-None-Match": tag or ""})
    again = connection.getresponse()
    again.read()
    assert (answer.status, again.status) == (200, 304), (address, answer.status, again.status)
    connection.close()
    wrk = shutil.which("wrk")
    if wrk:
        command = [wrk, "-t1", "-c16", f"-d{SECONDS}s", "-H", f"If-None-Match: {tag}", f"{address}{path}"]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        told = re.search(r"Requests/sec:\s+([\d.]+)", said)
        assert told is not None, said
        return float(told[1])
    return _asked_by_threads(address, path, tag)


def _connection(address: str) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)


def _asked_by_threads(address: str, path: str, tag: str) -> float:
    until, counts = time.monotonic() + SECONDS, [0] * 4

    def ask(place: int) -> None:
        connection = _connection(address)
        while time.monotonic() < until:
            connection.request("GET", path, headers={"If-None-Match": tag})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 304, answer.status
            counts[place] += 1

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(len(counts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS
