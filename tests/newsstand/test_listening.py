"""Stopping and starting again: what was begun is ended, and nobody is turned away."""

import http.client
import os
import signal
import socket
import threading
import time

import pytest

from tests.support.installation import PUBLISH, SMALL, Installation
from tougao.newsstand.listening import Server, handed_over

LARGE_BYTES = 24 * 1024 * 1024


@pytest.fixture
def running(tmp_path):
    running = Installation(tmp_path / "home", config=SMALL)
    running.python(PUBLISH)
    yield running
    if running.process.poll() is None:
        running.kill(signal.SIGKILL)


def test_a_restart_refuses_no_connection_where_somebody_holds_the_socket(running):
    """As systemd does with config/deploy/tougao.socket. Readers ask all the time, each on a connection of his own."""
    with socket.create_server(("127.0.0.1", running.port), backlog=256) as holding:
        running.start(holding)
        stopping, wrong, answered = threading.Event(), [], []

        def read(path: str) -> None:
            while not stopping.is_set():
                connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=60)
                try:
                    connection.request("GET", path)
                    answer = connection.getresponse()
                    body = answer.read()
                    if answer.status != 200 or len(body) < 3:
                        wrong.append((path, answer.status))
                    answered.append(time.monotonic())
                except (OSError, http.client.HTTPException) as trouble:
                    wrong.append((path, repr(trouble)))
                finally:
                    connection.close()
                time.sleep(0.01)

        readers = [
            threading.Thread(target=read, args=(path,)) for path in ("/", "/-/health", "/feed.atom", "/desk/sign-in")
        ]
        for reader in readers:
            reader.start()
        time.sleep(0.5)
        for _ in range(2):
            running.process.send_signal(signal.SIGTERM)
            assert running.process.wait(30) == 0
            before = len(answered)
            running.start(holding)
            time.sleep(0.5)
            assert len(answered) > before
        stopping.set()
        for reader in readers:
            reader.join()
        assert wrong == []
        running.kill(signal.SIGTERM)


def test_what_was_begun_when_it_was_told_to_stop_is_ended(running):
    """A request of which half has come, a picture of which half has gone, and somebody who waits to be accepted."""
    running.start()
    large = running.var / "site" / "media" / "ab" / "large.jpg"
    large.parent.mkdir(parents=True)
    large.write_bytes(os.urandom(LARGE_BYTES))
    half = socket.create_connection(("127.0.0.1", running.port), 20)
    half.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
    slow = socket.create_connection(("127.0.0.1", running.port), 20)
    slow.sendall(b"GET /media/ab/large.jpg HTTP/1.1\r\nHost: x\r\n\r\n")
    got = slow.recv(65536)
    idle = http.client.HTTPConnection("127.0.0.1", running.port, timeout=20)
    idle.request("GET", "/robots.txt")
    assert idle.getresponse().read()
    running.process.send_signal(signal.SIGTERM)
    time.sleep(0.7)
    assert running.process.poll() is None
    half.sendall(b"\r\n")
    answer = b"".join(iter(lambda: half.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert b"Connection: close" in answer
    while piece := slow.recv(1 << 20):
        got += piece
    assert got.partition(b"\r\n\r\n")[2] == large.read_bytes()
    assert running.process.wait(20) == 0
    for each in (half, slow, idle):
        each.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", running.port), 2)


def test_who_begins_and_never_ends_does_not_hold_it_up_for_ever(tmp_path, monkeypatch):
    from tougao.newsstand import listening

    monkeypatch.setattr(listening, "DRAIN_SECONDS", 0.5)
    server = Server(lambda *_: [b""], "127.0.0.1", 0, 1_000_000)
    thread = threading.Thread(target=server.run)
    thread.start()
    with socket.create_connection(("127.0.0.1", server.port), 5) as never:
        never.sendall(b"GET / HTTP/1.1\r\nHo")
        time.sleep(0.2)
        server.stop()
        thread.join(10)
        assert not thread.is_alive()
        server.close()


def test_an_idle_server_stops_at_once():
    server = Server(lambda *_: [b""], "127.0.0.1", 0, 1_000_000)
    thread = threading.Thread(target=server.run)
    thread.start()
    server.stop()
    thread.join(10)
    assert not thread.is_alive()
    server.close()


@pytest.mark.parametrize(
    "told", [{}, {"LISTEN_PID": "1", "LISTEN_FDS": "1"}, {"LISTEN_PID": str(os.getpid())}, {"LISTEN_FDS": "1"}]
)
def test_a_socket_that_was_not_handed_to_this_process_is_left_alone(told):
    environment = dict(told)
    assert handed_over(environment) == []
    assert environment == {}


def test_what_is_quick_is_answered_while_every_thread_is_busy_and_in_the_order_of_its_connection():
    holding = threading.Event()

    def application(environ, start):
        path = environ["PATH_INFO"]
        if path == "/slow":
            holding.wait(20)
        start("200 OK", [("Content-Length", str(len(path)))])
        return [path.encode()]

    server = Server(application, "127.0.0.1", 0, 1_000_000, quick="/quick/")
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        slow = [socket.create_connection(("127.0.0.1", server.port), 20) for _ in range(12)]
        for each in slow:
            last = b"GET /quick/b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            each.sendall(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n" + last)
        time.sleep(0.3)
        quick = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        for path in ("/quick/1", "/quick/2"):
            quick.request("GET", path)
            assert quick.getresponse().read() == path.encode()
        quick.close()
        holding.set()
        for each in slow:
            answer = b"".join(iter(lambda each=each: each.recv(65536), b""))
            assert answer.index(b"/slow") < answer.index(b"/quick/b")
            each.close()
    finally:
        holding.set()
        server.stop()
        thread.join(20)
        server.close()
