"""The shipped nginx configuration, in a real nginx, on the golden site."""

import shutil
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.support.nginx import Nginx
from tougao.core.pages import Printed
from tougao.press.files import Files

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.nginx


@pytest.fixture(scope="module")
def nginx(tmp_path_factory):
    base = tmp_path_factory.mktemp("nginx")
    shutil.copytree(ROOT / "tests" / "golden", base / "site")
    for file in sorted(path for path in (base / "site").rglob("*") if path.is_file()):
        plain = Printed(str(file.relative_to(base / "site")), file.read_bytes())
        file.unlink()
        Files(base / "site", compresses=True).write([plain])
    server = Nginx(base, base / "site")
    yield server.address
    server.stop()


def get(address, **headers):
    request = urllib.request.Request(
        address, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.headers, answer.read()


@pytest.mark.parametrize(
    ("path", "status", "kind", "words"),
    [
        ("/", 200, "text/html", "华夏教育网"),
        ("/a/1.html", 200, "text/html", "三联递进"),
        ("/c/news/", 200, "text/html", "教育新闻"),
        ("/feed.rss", 200, "application/rss+xml", "<rss"),
        ("/feed.atom", 200, "application/atom+xml", "<feed"),
        ("/feed.json", 200, "application/feed+json", "jsonfeed"),
        ("/wap/wap.css", 200, "text/css", "body"),
        ("/a/3.html", 410, "text/html", "本文已撤下"),
        ("/wap/a/3.html", 410, "text/html", "本文已撤下"),
        ("/nope", 404, "text/html", "没有这个页面"),
        ("/wap/nope.html", 404, "text/html", "没有这个页面"),
        ("/gone/a/3.html", 404, "text/html", ""),
        ("/.printing-x", 404, "text/html", ""),
    ],
)
def test_every_address_finds_its_place(nginx, path, status, kind, words):
    got, headers, body = get(nginx + path)
    assert (got, headers.get_content_type(), words in body.decode()) == (status, kind, True)


def test_a_reader_who_has_the_page_is_told_so(nginx):
    _, headers, _ = get(f"{nginx}/feed.atom")
    assert get(f"{nginx}/feed.atom", If_None_Match=headers["ETag"])[0] == 304
    assert get(f"{nginx}/feed.atom", If_Modified_Since=headers["Last-Modified"])[0] == 304


def test_pages_and_pictures_are_guarded_and_kept_as_they_should(nginx):
    _, headers, _ = get(f"{nginx}/a/1.html")
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "max-age=600, public, no-transform"
    for path in ("/", "/feed.atom", "/a/3.html", "/a/999.html", "/hot/", "/wap/"):
        assert get(nginx + path)[1]["Cache-Control"] == "max-age=60, public, no-transform", path
    picture = next((ROOT / "tests" / "golden" / "media").rglob("*.jpg"))
    _, headers, _ = get(f"{nginx}/{picture.relative_to(ROOT / 'tests' / 'golden')}")
    assert "immutable" in headers["Cache-Control"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_metrics_are_not_passed_on(nginx):
    assert get(f"{nginx}/-/metrics")[0] == 403


def test_the_desk_is_passed_on(nginx):
    assert get(f"{nginx}/desk/")[0] in (200, 502)


def test_the_units_name_commands_that_exist():
    from tougao.cli.main import parser

    for unit in (ROOT / "config" / "deploy").glob("*.service"):
        for command in ("run", "backup"):
            if f"tougao {command}" in unit.read_text():
                assert command in parser().format_help()


@pytest.mark.parametrize("path", ["/", "/a/1.html", "/feed.atom", "/wap/a/1.html"])
def test_what_was_packed_beforehand_is_sent_as_it_is(nginx, path):
    import gzip
    from email.utils import parsedate_to_datetime

    _, fields, plain = get(nginx + path)
    status, packed_fields, packed = get(nginx + path, Accept_Encoding="gzip")
    assert (status, packed_fields["Content-Encoding"]) == (200, "gzip")
    assert "Accept-Encoding" in packed_fields["Vary"]
    assert packed == gzip.compress(plain, 6, mtime=0)
    assert parsedate_to_datetime(packed_fields["Last-Modified"]) <= parsedate_to_datetime(fields["Last-Modified"])
