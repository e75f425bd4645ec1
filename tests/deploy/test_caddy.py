"""The shipped Caddyfile, in a real Caddy, on the golden site. What goes over the wire stands in tests/proof/test_http.py."""

import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.deploy.test_nginx import get
from tests.support.caddy import Caddy
from tests.support.parts import need

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.nginx


class Behind(BaseHTTPRequestHandler):
    """Stands for `tougao run`, and tells what it was asked by whom."""

    def do_POST(self) -> None:
        told = f"{self.path} for {self.headers['X-Forwarded-For']} at {self.headers['Host']}".encode()
        self.send_response(200)
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    do_GET = do_POST

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def caddy(tmp_path_factory):
    base = tmp_path_factory.mktemp("caddy")
    shutil.copytree(ROOT / "tests" / "golden", base / "site")
    behind = HTTPServer(("127.0.0.1", 0), Behind)
    threading.Thread(target=behind.serve_forever).start()
    server = Caddy(base, base / "site", behind.server_port)
    yield server.address
    server.stop()
    behind.shutdown()
    behind.server_close()


def test_the_file_is_valid_as_it_is_shipped(tmp_path):
    done = subprocess.run(
        [need("caddy", "caddy"), "validate", "--adapter", "caddyfile", "--config", ROOT / "config" / "deploy" / "Caddyfile"],
        env={"HOME": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, "Valid configuration" in done.stdout + done.stderr) == (0, True), done.stderr


@pytest.mark.parametrize(
    ("path", "status", "kind", "words"),
    [
        ("/", 200, "text/html", "华夏教育网"),
        ("/a/1.html", 200, "text/html", "三联递进"),
        ("/c/news/", 200, "text/html", "教育新闻"),
        ("/hot/", 200, "text/html", "热门文章"),
        ("/wap/", 200, "text/html", "WAP"),
        ("/wap/a/1.html", 200, "text/html", "三联递进"),
        ("/a/3.html", 410, "text/html", "本文已撤下"),
        ("/wap/a/3.html", 410, "text/html", "本文已撤下"),
        ("/nope", 404, "text/html", "没有这个页面"),
        ("/wap/nope.html", 404, "text/html", "没有这个页面"),
        ("/gone/a/3.html", 404, "text/html", ""),
        ("/.printing-x", 404, "text/html", ""),
    ],
)
def test_every_address_finds_its_place(caddy, path, status, kind, words):
    got, headers, body = get(caddy + path)
    assert (got, headers.get_content_type(), words in body.decode()) == (status, kind, True)
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_what_is_no_file_is_passed_on_with_the_readers_address_and_nothing_of_the_sites_fields(caddy):
    for path in ("/-/read/7.gif", "/desk/", "/desk", "/.well-known/security.txt"):
        status, headers, body = get(caddy + path, X_Forwarded_For="192.0.2.66")
        assert (status, headers["Cache-Control"], headers["Content-Security-Policy"]) == (200, "no-store", None)
        assert body.decode().startswith(f"{path} for 127.0.0.1 at 127.0.0.1"), path


def test_metrics_are_not_passed_on(caddy):
    assert get(f"{caddy}/-/metrics")[0] == 403
