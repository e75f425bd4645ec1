"""What goes over the wire, from nginx and Caddy as they are shipped and from `tougao run`: RFC 9110's conditional requests, encodings, types."""

import gzip
import http.client
import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import brotli
import pytest

from tests.proof.site import Built
from tests.support.caddy import Caddy
from tests.support.nginx import Nginx
from tougao.core.pages import Printed
from tougao.press.files import Files

pytestmark = pytest.mark.nginx
TYPES = {
    "/": "text/html; charset=utf-8",
    "/a/1.html": "text/html; charset=utf-8",
    "/s/": "text/html; charset=utf-8",
    "/feed.atom": "application/atom+xml; charset=utf-8",
    "/feed.rss": "application/rss+xml; charset=utf-8",
    "/feed.json": "application/feed+json; charset=utf-8",
    "/c/news/feed-1.atom": "application/atom+xml; charset=utf-8",
    "/feeds.opml": "text/x-opml; charset=utf-8",
    "/sitemap.xml": "application/xml; charset=utf-8",
    "/robots.txt": "text/plain; charset=utf-8",
    "/hot/": "text/html; charset=utf-8",
    "/read.js": "text/javascript; charset=utf-8",
    "/wap/": None,  # by the reader's Accept; tests/newsstand and tests/deploy
    "/wap/wap.css": "text/css; charset=utf-8",
    "/feed.css": "text/css; charset=utf-8",
}
PERMANENT = ("/a/1.html", "/c/news/feed-1.atom")
FEEDS = [path for path in TYPES if "feed" in path and not path.endswith((".css", ".opml"))]
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module", params=["nginx", "caddy", "tougao run"])
def server(request: Any, built: Built, served: str, tmp_path_factory: Any) -> Iterator[Any]:
    """An address, and how its folder is written to."""
    if request.param == "tougao run":
        yield request.param, served
        return
    kind = {"nginx": Nginx, "caddy": Caddy}[request.param]
    front = kind(tmp_path_factory.mktemp(request.param), built.folder, hubbed=True)
    yield request.param, front.address
    front.stop()


class Answer:
    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.status, self.fields, self.body = answer.status, answer.headers, answer.read()


def ask(address: str, path: str, method: str = "GET", **fields: str) -> Answer:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in fields.items()})
        return Answer(connection.getresponse())
    finally:
        connection.close()


@pytest.mark.parametrize("path", TYPES)
def test_every_text_says_what_it_is_and_how_long_it_is_good(server, path):
    answer = ask(server[1], path)
    assert answer.status == 200
    kind = answer.fields["Content-Type"].replace('"', "")
    assert TYPES[path] in (None, kind)
    assert kind.count("charset=utf-8") == 1
    seconds = 600 if path in PERMANENT else 60
    assert answer.fields["Cache-Control"] == f"max-age={seconds}, public, no-transform"
    assert int(answer.fields["Content-Length"]) == len(answer.body)
    assert answer.fields["ETag"].startswith('"')
    assert parsedate_to_datetime(answer.fields["Last-Modified"])
    assert answer.fields["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.fields


CHROMIUM = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
MINIFLUX = "application/xml, application/atom+xml, application/rss+xml, application/feed+json, text/html, */*;q=0.9"


@pytest.mark.parametrize("path", ["/feed.rss", "/feed.atom", "/c/news/feed-1.atom"])
@pytest.mark.parametrize(
    ("accept", "is_styled"),
    [
        (CHROMIUM, True),
        ("TEXT/HTML;level=1;q=0.5", True),
        (MINIFLUX, False),
        ("*/*", False),
        ("", False),
        ("application/rss+xml, application/atom+xml", False),
        ("text/html;q=0, */*", False),
        ("text/html; q=0.000", False),
        ("application/x-text/html", False),
    ],
)
def test_a_feed_has_its_own_type_for_readers_and_one_that_browsers_style_for_them(server, path, accept, is_styled):
    answer = ask(server[1], path, Accept=accept)
    kind = "text/xml" if is_styled else f"application/{path.rpartition('.')[2]}+xml"
    assert answer.fields["Content-Type"].replace('"', "") == f"{kind}; charset=utf-8"
    assert "Accept" in varies(answer)
    again = ask(server[1], path, Accept=accept, If_None_Match=answer.fields["ETag"])
    assert (again.status, "Accept" in varies(again)) == (304, True)


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/vnd.wap.xhtml+xml, */*", "application/vnd.wap.xhtml+xml"),
        ("application/xhtml+xml, application/vnd.wap.xhtml+xml;q=0.4", "application/vnd.wap.xhtml+xml"),
        ("application/vnd.wap.xhtml+xml;q=0, application/xhtml+xml", "application/xhtml+xml"),
        (CHROMIUM, "application/xhtml+xml"),
        ("application/xhtml+xml; q=0.0, text/html", "text/html"),
        ("*/*", "text/html"),
        ("", "text/html"),
    ],
)
@pytest.mark.parametrize("path", ["/wap/", "/wap/a/1.html", "/wap/a/3.html", "/wap/nope.html"])
def test_a_page_of_the_wap_edition_has_the_type_its_reader_names(server, path, accept, kind):
    answer = ask(server[1], path, Accept=accept)
    assert answer.fields["Content-Type"].replace('"', "") == f"{kind}; charset=utf-8"
    assert "Accept" in varies(answer)
    assert ask(server[1], "/wap/wap.css", Accept=accept).fields["Content-Type"].startswith("text/css")


def varies(answer: Answer) -> list[str]:
    return [name.strip() for field in answer.fields.get_all("Vary") for name in field.split(",")]


@pytest.mark.parametrize(
    ("path", "status"),
    [("/nope", 404), ("/a/", 404), ("/a", 404), ("/c/", 404), ("/p/", 404), ("/media/", 404), ("/emptied/", 404), ("/a/999.html", 404),
     ("/no/feed.rss", 404), ("/gone/a/3.html", 404), ("/.printing/", 404), ("/a/3.html", 410)],
)  # fmt: skip
@pytest.mark.parametrize("edition", ["", "/wap"])
def test_what_is_not_there_is_told_in_the_form_of_its_edition(server, built, edition, path, status):
    """A phone of 2004 cannot read HTML5, so the doctype tells which it was."""
    if edition and path in ("/media/", "/gone/a/3.html", "/.printing/"):
        return  # not below /wap/
    (built.folder / f"{edition}/emptied".lstrip("/")).mkdir(exist_ok=True)
    for accept in ("", CHROMIUM):
        answer = ask(server[1], edition + path, Accept=accept)
        assert answer.status == status
        doctype = b"-//WAPFORUM//DTD XHTML Mobile 1.2//EN" if edition else b"<!doctype html>"
        assert doctype in answer.body[:200]
        assert ("本文已撤下" if status == 410 else "没有这个页面") in answer.body.decode()
        assert answer.fields["Cache-Control"] == "max-age=60, public, no-transform"
        assert answer.fields["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/c/news", "/wap", "/wap/c/news", "/hot"])
def test_a_folder_with_a_page_wants_its_slash(server, path):
    answer = ask(server[1], path)
    assert answer.status in (301, 302, 307, 308)
    assert urlsplit(urljoin(server[1] + path, answer.fields["Location"])).path == f"{path}/"


@pytest.mark.parametrize("path", ["/feed.atom", "/feed.rss", "/feed.json", "/c/news/feed.rss", "/s/1/feed.atom"])
def test_a_current_feed_names_its_hub_and_itself_to_whoever_reads_only_the_header(server, path):
    """WebSub, 4: what stands in the header is looked for first."""
    for method in ("GET", "HEAD"):
        link = ask(server[1], path, method).fields["Link"]
        assert link == f'<https://hub.example.com/>; rel="hub", <https://news.example.cn{path}>; rel="self"'


@pytest.mark.parametrize(
    "path", ["/", "/a/1.html", "/c/news/feed-1.atom", "/feed.css", "/nope/feed.rss", "/c/nope/feed.rss"]
)
def test_nothing_else_names_a_hub(server, path):
    assert ask(server[1], path).fields["Link"] is None


@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
@pytest.mark.parametrize("path", TYPES)
def test_who_has_it_is_told_so_in_a_word(server, path, encoding):
    """By the tag, by the date, by both, by a later date of his own; with no body."""
    address = server[1]
    first = ask(address, path, Accept_Encoding=encoding)
    tag, date = first.fields["ETag"], first.fields["Last-Modified"]
    later = format_datetime(parsedate_to_datetime(date) + HOUR, usegmt=True)
    for fields in (
        {"If_None_Match": tag},
        {"If_None_Match": f"W/{tag}"},
        {"If_None_Match": f'"other", {tag}'},
        {"If_None_Match": "*"},
        {"If_Modified_Since": date},
        {"If_Modified_Since": later},
        {"If_None_Match": tag, "If_Modified_Since": date},
        {"If_None_Match": tag, "If_Modified_Since": later},
    ):
        for method in ("GET", "HEAD"):
            again = ask(address, path, method, Accept_Encoding=encoding, **fields)
            assert (again.status, again.body) == (304, b""), fields
            assert again.fields["ETag"] == tag
            assert again.fields["Cache-Control"]


@pytest.mark.parametrize("path", TYPES)
def test_who_has_an_older_one_gets_the_new_one(server, path):
    address = server[1]
    first = ask(address, path)
    older = format_datetime(parsedate_to_datetime(first.fields["Last-Modified"]) - HOUR, usegmt=True)
    for fields in (
        {"If_None_Match": '"other"'},
        {"If_Modified_Since": older},
        {
            "If_None_Match": '"other"',
            "If_Modified_Since": first.fields["Last-Modified"],
        },  # RFC 9110, 13.1.3: the tag decides
    ):
        again = ask(address, path, **fields)
        assert (again.status, again.body) == (200, first.body), fields


@pytest.mark.parametrize("path", TYPES)
def test_a_text_goes_out_in_three_encodings_each_with_a_tag_of_its_own(server, path):
    name, address = server
    plain = ask(address, path)
    zipped = ask(address, path, Accept_Encoding="gzip")
    assert "Content-Encoding" not in plain.fields
    assert zipped.fields["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.body) == plain.body
    tags = {plain.fields["ETag"], zipped.fields["ETag"]}
    assert len(tags) == 2
    for answer in (plain, zipped):
        assert "Accept-Encoding" in " ".join(answer.fields.get_all("Vary"))
    if name == "tougao run":  # nginx wants a module of its own for it
        packed = ask(address, path, Accept_Encoding="gzip, deflate, br, zstd")
        assert packed.fields["Content-Encoding"] == "br"
        assert brotli.decompress(packed.body) == plain.body
        assert packed.fields["ETag"] not in tags
    refused = ask(address, path, Accept_Encoding="gzip;q=0, br;q=0.0, identity")
    assert "Content-Encoding" not in refused.fields
    assert ask(address, path, Accept_Encoding="gzip", If_None_Match=plain.fields["ETag"]).status == 200


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize("path", [*TYPES, "/a/3.html", "/nope.html"])
def test_head_tells_the_same_without_a_body(server, path, encoding):
    got, head = (ask(server[1], path, method, Accept_Encoding=encoding) for method in ("GET", "HEAD"))
    assert head.body == b""
    assert head.status == got.status
    if server[0] == "caddy" and encoding == "gzip":  # it tells the length of a packed text in one of them at most
        for answer in (got, head):
            del answer.fields["Content-Length"]
    for name in (
        "Content-Type",
        "Content-Length",
        "ETag",
        "Last-Modified",
        "Vary",
        "Cache-Control",
        "Content-Encoding",
    ):
        assert head.fields[name] == got.fields[name], name


def test_a_withdrawn_article_is_gone_and_one_that_never_was_is_absent(server):
    for path, status in (("/a/3.html", 410), ("/wap/a/3.html", 410), ("/a/999.html", 404), ("/gone/a/3.html", 404)):
        assert ask(server[1], path).status == status, path


@pytest.mark.parametrize("path", FEEDS)
def test_a_reader_who_asks_for_the_difference_gets_the_whole(server, path):
    """RFC 3229: whoever does not know the manipulation answers 200 as if it had not been asked for."""
    answer = ask(server[1], path, A_IM="feed", If_None_Match='"other"')
    assert (answer.status, answer.fields["IM"]) == (200, None)


def test_nobody_may_write(server):
    for method in ("POST", "PUT", "DELETE"):
        assert ask(server[1], "/a/1.html", method).status == 405


def test_a_picture_is_kept_for_ever_and_sent_in_parts(server, built):
    picture = next(path for path in built.paths(".jpg"))
    path = built.address(picture)
    whole = ask(server[1], path)
    assert "immutable" in whole.fields["Cache-Control"]
    part = ask(server[1], path, Range="bytes=10-19")
    assert (part.status, part.body) == (206, whole.body[10:20])
    assert part.fields["Content-Range"] == f"bytes 10-19/{len(whole.body)}"


@pytest.mark.parametrize("path", ["picture", "/a/1.html", "/feed.atom"])
def test_any_part_may_be_asked_for(server, built, path):
    """RFC 9110, 14: the first byte, the last ones, beyond the end; what is no range is passed over."""
    address = server[1]
    path = built.address(built.paths(".jpg")[0]) if path == "picture" else path
    whole = ask(address, path)
    size = len(whole.body)
    assert whole.fields["Accept-Ranges"] == "bytes"
    for asked, first, last in (
        ("bytes=0-0", 0, 0), ("bytes=5-", 5, size - 1), ("bytes=-7", size - 7, size - 1), ("bytes=0-99999999", 0, size - 1),
        ("bytes=-99999999", 0, size - 1), (f"bytes={size - 1}-", size - 1, size - 1),
    ):  # fmt: skip
        part = ask(address, path, Range=asked)
        assert (part.status, part.body) == (206, whole.body[first : last + 1]), asked
        assert part.fields["Content-Range"] == f"bytes {first}-{last}/{size}"
        assert part.fields["ETag"] == whole.fields["ETag"]
    for asked in (f"bytes={size}-", "bytes=99999999-"):
        beyond = ask(address, path, Range=asked)
        assert (beyond.status, beyond.fields["Content-Range"]) == (416, f"bytes */{size}"), asked
    if server[0] != "caddy":  # it answers 416, which RFC 9110, 14.2, allows for bytes alone
        assert ask(address, path, Range="pages=1-2").body == whole.body
    assert ask(address, path, "HEAD", Range="bytes=0-0").body == b""


def test_a_part_of_what_has_changed_meanwhile_is_the_whole(server, built):
    """RFC 9110, 13.1.5."""
    address, path = server[1], "/feed.atom"
    whole = ask(address, path)
    tag, date = whole.fields["ETag"], whole.fields["Last-Modified"]
    older = format_datetime(parsedate_to_datetime(date) - HOUR, usegmt=True)
    for field in (tag, date):
        assert ask(address, path, Range="bytes=0-9", If_Range=field).status == 206, field
    for field in ('"other"', f"W/{tag}", older):
        again = ask(address, path, Range="bytes=0-9", If_Range=field)
        assert (again.status, again.body) == (200, whole.body), field
    assert ask(address, path, Range="bytes=0-9", If_None_Match=tag).status == 304


def test_a_part_of_a_packed_text_is_a_part_of_the_packed_bytes(server):
    address = server[1]
    packed = ask(address, "/feed.atom", Accept_Encoding="gzip")
    part = ask(address, "/feed.atom", Accept_Encoding="gzip", Range="bytes=3-12")
    if part.status == 206:  # nginx gives the whole
        assert part.body == packed.body[3:13]
        assert part.fields["Content-Encoding"] == "gzip"


def test_the_tag_changes_exactly_when_the_bytes_do(server, built):
    """Written by the press, twice within one second and in the same size: the tag and the date are new each time."""
    address = server[1]
    pages = [Printed("probe.html", f"<!doctype html><title>{word}</title>".encode()) for word in ("one", "two", "six")]
    files = Files(built.folder, compresses=True)
    seen: list[tuple[str, str, str]] = []
    try:
        for page in [*pages, pages[0]]:
            files.write([page])
            for encoding in ("identity", "gzip"):
                answer = ask(address, "/probe.html", Accept_Encoding=encoding)
                seen.append((encoding, answer.fields["ETag"], answer.fields["Last-Modified"]))
            if len(seen) > 2:
                stale = ask(address, "/probe.html", If_None_Match=seen[-4][1], Accept_Encoding="identity")
                assert stale.body == page.data
                stale = ask(address, "/probe.html", If_Modified_Since=seen[-4][2], Accept_Encoding="identity")
                assert stale.body == page.data
            files.write([page])  # the same bytes again
            assert ask(address, "/probe.html", Accept_Encoding="gzip").fields["ETag"] == seen[-1][1]
        assert len(set(seen)) == 8
    finally:
        files.remove(["probe.html"])


def test_a_file_that_is_replaced_while_it_is_asked_for_is_never_cut_short(built, tmp_path):
    """`tougao run` looks at a file's size, then opens it; in between the press may have put another in its place."""
    from whitenoise.responders import StaticFile

    from tougao.newsstand.serving import application

    folder = tmp_path / "site"
    shutil.copytree(built.folder / "p", folder / "p")
    page = folder / "p" / "about.html"
    serve = application(lambda *_: [b""], folder, tmp_path)
    whole = StaticFile.get_response
    swaps = iter([b"<p>short</p>", b"<p>much longer than before</p>" * 99, None])

    def swapped(self: Any, *asked: Any) -> Any:
        if (data := next(swaps, None)) is not None:
            beside = folder / "beside"
            beside.write_bytes(data)
            os.replace(beside, page)
        return whole(self, *asked)

    answer: dict[str, Any] = {}

    def start(status: str, fields: list[tuple[str, str]], *_: Any) -> None:
        answer.update(status=status, length=int(dict(fields)["Content-Length"]))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFile, "get_response", swapped)
        environ = {"PATH_INFO": "/p/about.html", "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "QUERY_STRING": ""}
        body = serve(environ, start)
        data = b"".join(body)
        body.close()
    assert answer == {"status": "200 OK", "length": len(data)}
    assert data == page.read_bytes() == b"<p>much longer than before</p>" * 99


def test_packed_twins_hold_what_their_file_holds(built: Built):
    packed = 0
    for path in built.paths(".gz", ".br"):
        plain = Path(str(path).removesuffix(path.suffix)).read_bytes()
        assert (gzip.decompress if path.suffix == ".gz" else brotli.decompress)(path.read_bytes()) == plain
        packed += 1
    assert packed > 500
