"""Files from the web: only from public addresses, and no more than is wanted."""

import http.server
import threading
from ipaddress import ip_address

import pytest

from tougao.errors import SubmissionError
from tougao.mailroom import fetch
from tougao.mailroom.fetch import Fetcher, is_public


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        name, _, rest = self.path.strip("/").partition("/")
        if name == "to":
            self.send_response(302)
            self.send_header("Location", rest)
            self.end_headers()
        elif name == "loop":
            self.send_response(301)
            self.send_header("Location", "/loop")
            self.end_headers()
        elif name == "large":
            self.send_response(200)
            self.end_headers()
            try:
                for _ in range(1000):
                    self.wfile.write(b"x" * 65536)
            except OSError:
                pass
        elif name == "slow":
            self.send_response(200)
            self.end_headers()
            self.server.stopping.wait(20)
        elif name == "gone":
            self.send_error(404)
        else:
            body = f"path {self.path}".encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_words):
        pass


@pytest.fixture(scope="module")
def server():
    made = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.stopping = threading.Event()
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.stopping.set()
    made.shutdown()
    made.server_close()


def anybody(_address) -> bool:
    return True


def why(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(SubmissionError) as told:
        fetcher.fetch(url)
    return told.value.message


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("1.1.1.1", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.0.0.8", False),
        ("172.16.5.4", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("2001:0:0:0:0:0:80ff:fffe", False),
    ],
)
def test_only_what_anybody_may_reach_is_public(address, public):
    assert is_public(ip_address(address)) is public


def test_a_file_is_fetched_with_its_path_as_it_is_written(server):
    data = Fetcher(may_ask=anybody).fetch(f"{server}/图 片.jpg?a=1&b=%E4%B8%AD")
    assert data == b"path /%E5%9B%BE%20%E7%89%87.jpg?a=1&b=%E4%B8%AD"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://x.example/a",
        "file:///etc/passwd",
        "//x.example",
        "http://",
        "http://u:p@x.example/",
        "javascript:1",
        "http://[::1",
    ],
)
def test_only_the_web_is_asked(url):
    assert why(Fetcher(may_ask=anybody), url) in (fetch.BAD_ADDRESS, fetch.NOT_REACHED)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"])
def test_this_machine_is_not_asked_however_it_is_written(server, host):
    url = server.replace("127.0.0.1", host)
    assert why(Fetcher(), url) in (fetch.NOT_PUBLIC, fetch.NOT_FOUND)


def test_a_redirect_is_looked_at_like_the_first_address(server):
    port = int(server.rpartition(":")[2])
    only_here = Fetcher(may_ask=lambda address: str(address) == "127.0.0.1")
    assert only_here.fetch(f"{server}/to/{server}/found") == b"path /found"
    assert why(only_here, f"{server}/to/http://127.0.0.2:{port}/found") == fetch.NOT_PUBLIC
    assert why(only_here, f"{server}/to/file:///etc/passwd") == fetch.BAD_ADDRESS
    assert why(only_here, f"{server}/loop") == fetch.TOO_MANY_REDIRECTS


def test_a_name_is_asked_once_so_it_cannot_change_its_mind(server, monkeypatch):
    import socket

    real, asked = socket.getaddrinfo, []

    def answers(host, *rest, **more):
        asked.append(host)
        return real("127.0.0.1", *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    assert Fetcher(may_ask=anybody).fetch(server.replace("127.0.0.1", "rebinding.example") + "/x") == b"path /x"
    assert asked.count("rebinding.example") == 1


def test_no_more_is_fetched_than_is_wanted(server):
    assert why(Fetcher(most_bytes=1024 * 1024, may_ask=anybody), f"{server}/large") == fetch.TOO_LARGE
    assert why(Fetcher(seconds=0.4, may_ask=anybody), f"{server}/slow") == fetch.TOO_SLOW
    assert why(Fetcher(may_ask=anybody), f"{server}/gone") == fetch.REFUSED
    assert why(Fetcher(may_ask=anybody), "http://127.0.0.1:9/") == fetch.NOT_REACHED
