"""The map of old addresses, as nginx and `tougao run` read it."""

import http.client
from pathlib import Path

import pytest

from tests.support.nginx import Nginx
from tougao.newsstand.moves import Moves
from tougao.newsstand.serving import application
from tougao.press import moves

MOVED = {
    "/2020/09/%E6%96%B0%E9%A6%86/": "/a/1.html",
    "/?p=101": "/a/2.html",
    "/show.asp?id=301&page=2": "/a/3.html",
    "/html/" + "x" * 480: "/a/4.html",
    "/UPPER/News.HTML": "/a/5.html",
    "/upper/news.html": "/a/6.html",
    "/it's(here),$x;~y{z}": "/a/7.html",
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "site" / "a").mkdir(parents=True)
    (tmp_path / "site" / "index.html").write_text("home")
    (tmp_path / "site" / "404.html").write_text("absent")
    (tmp_path / "site" / "a" / "1.html").write_text("article")
    assert moves.write(tmp_path / "moved.map", MOVED) == 1
    return tmp_path


def test_the_map_is_written_when_it_changed_and_never_by_halves(tmp_path):
    path = tmp_path / "var" / "moved.map"
    assert moves.write(path, {}) == 0
    assert not path.exists()
    assert moves.write(path, {"/b": "/a/2.html", "/a": "/a/1.html"}) == 1
    assert moves.write(path, {"/a": "/a/1.html", "/b": "/a/2.html"}) == 0
    assert Moves(path).of("/b", "") == "/a/2.html"
    known = Moves(path)
    assert known.of("/c", "") == ""
    assert moves.write(path, {"/c": "/a/3.html"}) == 1
    assert (known.of("/c", ""), known.of("/b", "")) == ("/a/3.html", "")
    assert moves.written({'/"x"': "/a/1.html", "/y": "/a/2.html"}).decode().splitlines()[1:] == ['"/y" /a/2.html;']


def test_tougao_run_leads_on_from_old_addresses(folder):
    serve = application(
        lambda _environ, _start: [], folder / "site", Path("src/tougao/desk/static"), moved=folder / "moved.map"
    )

    def ask(path: str, query: str = "", method: str = "GET") -> tuple[str, str]:
        told = {}

        def start(status, headers, *_rest):
            told.update(status=status, headers=dict(headers))

        environ = {"REQUEST_METHOD": method, "PATH_INFO": path.encode().decode("latin-1"), "QUERY_STRING": query}
        body = serve(environ, start)
        if hasattr(body, "close"):
            body.close()
        return told["status"][:3], told["headers"].get("Location", "")

    assert ask("/2020/09/新馆/") == ("301", "/a/1.html")
    assert ask("/", "p=101") == ("301", "/a/2.html")
    assert ask("/", "p=101", "HEAD") == ("301", "/a/2.html")
    assert ask("/show.asp", "id=301&page=2") == ("301", "/a/3.html")
    assert ask("/show.asp", "id=302")[0] == "404"
    assert ask("/")[0] == "200"
    assert ask("/a/1.html")[0] == "200"


@pytest.mark.nginx
def test_nginx_leads_on_from_the_same_map(folder):
    server = Nginx(folder, folder / "site", folder / "moved.map")
    try:
        host = server.address.removeprefix("http://")

        def ask(target: str) -> tuple[int, str]:
            line = http.client.HTTPConnection(host)
            line.request("GET", target)
            answer = line.getresponse()
            answer.read()
            line.close()
            return answer.status, answer.headers.get("Location", "").removeprefix(server.address)

        for old, new in MOVED.items():
            if old != "/upper/news.html":
                assert ask(old) == (301, new), old
        assert ask("/2020/09/%e6%96%b0%e9%a6%86/") == (301, "/a/1.html")
        assert ask("/")[0] == ask("/a/1.html")[0] == 200
        assert ask("/nothing")[0] == 404
    finally:
        server.stop()
