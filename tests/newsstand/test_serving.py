"""The published folder over HTTP, as `tougao run` serves it where no web server stands in front."""

from pathlib import Path

import pytest

from tougao.newsstand.serving import application

DESK_FILES = Path(__file__).parents[2] / "src" / "tougao" / "desk" / "static"


def django(environ, start):
    start("200 OK", [("Content-Type", "text/plain")])
    return [b"django " + environ["PATH_INFO"].encode()]


def counter(environ, start):
    start("200 OK", [("Content-Type", "text/plain")])
    return [b"counter " + environ["PATH_INFO"].encode()]


@pytest.fixture
def get(tmp_path):
    site = tmp_path / "site"
    for path, data in {
        "index.html": "首页",
        "404.html": "没有这个页面",
        "wap/404.html": "wap 404",
        "wap/a/1.html": "<html/>",
        "a/1.html": "文章",
        "gone/a/2.html": "已撤下",
        "c/news/index.html": "栏目",
        "feed.rss": "<rss/>",
        "feed.atom": "<feed/>",
        "feed.json": "{}",
        "media/ab/abc-720.jpg": "jpg",
        "a/1.html.gz": "packed by gzip",
        "a/1.html.br": "by brotli",
    }.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(data)
    serve = application(django, site, DESK_FILES, "0123456789ab", counter)

    def ask(path, method="GET", **headers):
        answer = {}

        def start(status, fields, *_):
            answer["status"] = int(status.split()[0])
            answer["headers"] = {name.lower(): value for name, value in fields}

        environ = {
            "PATH_INFO": path,
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "QUERY_STRING": "",
            "SERVER_NAME": "x",
            "SERVER_PORT": "80",
            "wsgi.url_scheme": "http",
        }
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        body = serve(environ, start)
        answer["body"] = b"".join(body)
        getattr(body, "close", lambda: None)()
        return answer

    ask.site = site
    return ask


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/", 200, "首页"),
        ("/a/1.html", 200, "文章"),
        ("/c/news/", 200, "栏目"),
        ("/nope.html", 404, "没有这个页面"),
        ("/wap/nope.html", 404, "wap 404"),
        ("/a/2.html", 410, "已撤下"),
        ("/../secret", 404, "没有这个页面"),
        ("/.printing-x", 404, "没有这个页面"),
        ("/desk/", 200, "django /desk/"),
        ("/-/health", 200, "django /-/health"),
        ("/-/read/1.gif", 200, "counter /-/read/1.gif"),
    ],
)
def test_every_address_finds_its_place(get, path, status, words):
    answer = get(path)
    assert (answer["status"], words in answer["body"].decode()) == (status, True)


def test_the_desks_files_are_kept_for_ever_where_their_state_stands_in_their_address(get):
    """So scripts that load each other are always of one version."""
    kept = get("/desk/static/0123456789ab/draft/main.js")
    assert (kept["status"], b"import" in kept["body"]) == (200, True)
    assert "immutable" in kept["headers"]["cache-control"]
    assert "immutable" not in get("/desk/static/desk.js")["headers"]["cache-control"]
    assert b"django" in get("/desk/static/ba9876543210/draft/main.js")["body"]


def test_a_reader_who_has_the_page_is_told_so(get):
    first = get("/a/1.html")
    assert get("/a/1.html", if_none_match=first["headers"]["etag"])["status"] == 304
    assert get("/a/1.html", if_modified_since=first["headers"]["last-modified"])["status"] == 304
    (get.site / "a/1.html").write_text("改过的文章")
    assert get("/a/1.html", if_none_match=first["headers"]["etag"])["status"] == 200


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/feed.rss", "application/rss+xml; charset=utf-8"),
        ("/feed.atom", "application/atom+xml; charset=utf-8"),
        ("/feed.json", "application/feed+json; charset=utf-8"),
    ],
)
def test_feeds_say_what_they_are(get, path, kind):
    assert get(path)["headers"]["content-type"].replace('"', "") == kind


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/vnd.wap.xhtml+xml, */*", "application/vnd.wap.xhtml+xml; charset=utf-8"),
        ("text/html,application/xhtml+xml", "application/xhtml+xml; charset=utf-8"),
        ("application/vnd.wap.xhtml+xml;q=0, application/xhtml+xml", "application/xhtml+xml; charset=utf-8"),
        ("application/xhtml+xml;q=0.0", "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
        ("", "text/html; charset=utf-8"),
    ],
)
def test_the_wap_edition_has_the_type_its_reader_knows(get, accept, kind):
    headers = get("/wap/a/1.html", accept=accept)["headers"]
    assert headers["content-type"] == kind
    assert headers["vary"] == "Accept"


@pytest.mark.parametrize("path", ["/", "/a/1.html", "/nope", "/a/2.html"])
def test_every_page_is_guarded(get, path):
    headers = get(path)["headers"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_pictures_are_kept_for_ever_articles_for_ten_minutes_and_what_moves_for_one(get):
    assert "immutable" in get("/media/ab/abc-720.jpg")["headers"]["cache-control"]
    assert get("/a/1.html")["headers"]["cache-control"] == "max-age=600, public, no-transform"
    for path in ("/", "/c/news/", "/feed.atom", "/a/2.html", "/a/999.html"):
        assert get(path)["headers"]["cache-control"] == "max-age=60, public, no-transform", path


@pytest.mark.parametrize(
    ("accepts", "encoding", "body"),
    [
        ("gzip, br", "br", "by brotli"),
        ("gzip", "gzip", "packed by gzip"),
        ("identity", None, "文章"),
        ("", None, "文章"),
    ],
)
def test_a_page_goes_out_as_it_was_packed(get, accepts, encoding, body):
    (get.site / "a/1.html").write_text("文章" * 30)
    answer = get("/a/1.html", accept_encoding=accepts)
    assert answer["headers"].get("content-encoding") == encoding
    assert answer["body"].decode() in (body, body * 30)
    assert answer["headers"]["content-type"].startswith("text/html")
    assert "Accept-Encoding" in answer["headers"]["vary"]


def test_head_has_no_body(get):
    assert get("/a/1.html", method="HEAD")["body"] == b""
    assert get("/nope", method="HEAD")["body"] == b""


def test_the_desk_has_its_style_sheet(get):
    assert get("/desk/static/desk.css")["headers"]["content-type"].startswith("text/css")
