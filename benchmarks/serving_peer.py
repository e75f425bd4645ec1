"""How many readers a second can be told that nothing has changed: nginx over the published folder, and `tougao run` itself.

wrk asks where it is installed (Debian's package); else threads of Python do, whose own speed is then part of the figure.
"""

import http.client
import os
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
SECONDS = 4


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def nginx(site: Path) -> Iterator[int | None]:
    """nginx with our configuration on a port of loopback; None where it is not installed."""
    program = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if program is None:
        yield None
        return
    base, port = Path(tempfile.mkdtemp(prefix="tougao-nginx-")), free_port()
    ours = (ROOT / "config" / "deploy" / "nginx.conf").read_text()
    ours = ours.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("/srv/tougao/var/site", str(site))
    (base / "ours.conf").write_text(ours)
    temporary = " ".join(
        f"{name}_temp_path {base}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (base / "nginx.conf").write_text(
        f"user {'root' if os.getuid() == 0 else 'nobody'}; daemon off; worker_processes 2; pid {base}/pid; error_log {base}/error.log; "
        f"events {{}}\nhttp {{ access_log off; {temporary} include {base}/ours.conf; }}"
    )
    with _started([program, "-p", str(base), "-e", str(base / "error.log"), "-c", str(base / "nginx.conf")], port):
        yield port
    shutil.rmtree(base, ignore_errors=True)


@contextmanager
def tougao_run(tougao: Path, config: Path) -> Iterator[int]:
    port = free_port()
    environment = {**os.environ, "TOUGAO_CONFIG": str(config), "TOUGAO_PORT": str(port)}
    with _started([str(tougao), "run"], port, environment):
        yield port


@contextmanager
def _started(command: list[str], port: int, environment: dict[str, str] | None = None) -> Iterator[None]:
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(30)


def unchanged_per_second(port: int, path: str) -> float:
    """Answers of 304 to conditional requests for a page, over SECONDS."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    tag = answer.headers["ETag"]
    connection.close()
    wrk = shutil.which("wrk")
    if wrk:
        command = [wrk, "-t1", "-c16", f"-d{SECONDS}s", "-H", f"If-None-Match: {tag}", f"http://127.0.0.1:{port}{path}"]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        found = re.search(r"Requests/sec:\s+([\d.]+)", said)
        assert found is not None, said
        return float(found[1])
    return _asked_by_threads(port, path, tag)


def _asked_by_threads(port: int, path: str, tag: str) -> float:
    until, counts = time.monotonic() + SECONDS, [0] * 4

    def ask(place: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
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
