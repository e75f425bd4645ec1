"""The published folder over HTTP, where no web server stands in front: WhiteNoise for files, Django for the rest."""

import re
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from whitenoise import WhiteNoise

from tougao.newsstand import accept
from tougao.newsstand.discovery import Hub
from tougao.newsstand.moves import Moves
from tougao.newsstand.shelf import Shelf

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

SITE_HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"),
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
        "base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'self'",
    ),
)
MEDIA_TYPES = {
    ".rss": "application/rss+xml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".opml": "text/x-opml",
    ".xml": "application/xml; charset=utf-8",
    "feed.json": "application/feed+json; charset=utf-8",
}
WRITTEN = "/:@!$&'()*+,;=~-._"  # what stands in a path as it is (RFC 3986 3.3)
# How long a reader's browser and caches on the way keep what they have before they ask again. What moves with every article:
HEAD_SECONDS = 60
# What stands at its address for ever; corrections, withdrawals and new numbers of reads reach everybody within these.
PERMANENT_SECONDS = 600
PERMANENT = re.compile(
    r"(?:/wap)?/(?:a/\d+(?:-\d+)?|(?:all|c/[a-z0-9-]+|s|s/\d+)/\d+)\.html|(?:/(?:c/[a-z0-9-]+|s/\d+))?/feed-\d+\.(?:atom|rss)"
)
STATIC_SECONDS = 3600
READ_PREFIX = "/-/read/"
DESK_PREFIXES = ("/desk/", "/-/")
SECURITY_CONTACT = "/.well-known/security.txt"
ANSWERED = (SECURITY_CONTACT, "/search", "/wap/search")


def application(
    django: Application,
    folder: Path,
    desk_files: Path,
    state: str = "",
    counter: Application | None = None,
    moved: Path | None = None,
    hub: Hub | None = None,
) -> Application:
    """/desk/, /-/ and searches go to Django, `desk_files` to the desk; all else is a file of `folder`, or is told gone or absent.

    With a `counter`, /-/read/ goes to it and not through Django, for it is asked as often as all pages together.

    Under /desk/static/{state}/ the desk's files may be kept by browsers for ever. `moved` is the map of old addresses.
    Feeds name their `hub`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    desk = WhiteNoise(
        django,
        root=str(desk_files),
        prefix="desk/static/",
        max_age=STATIC_SECONDS,
        immutable_file_test=rf"^/desk/static/{state}/" if state else None,
    )
    if state:
        desk.add_files(str(desk_files), prefix=f"desk/static/{state}/")
    static: Application = desk
    site: Application = Shelf(
        _absent(folder),
        root=str(folder),
        autorefresh=True,
        index_file=True,
        allow_all_origins=False,
        max_age=HEAD_SECONDS,
        mimetypes=MEDIA_TYPES,
        add_headers_function=partial(_site_headers, hub),
        immutable_file_test=r"^/media/",
    )

    moves = Moves(moved) if moved else None

    def serve(environ: Environ, start: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        leads_to = (
            moves.of(quote(path.encode("latin-1", "replace"), safe=WRITTEN), environ.get("QUERY_STRING", ""))
            if moves
            else ""
        )
        if leads_to and environ.get("REQUEST_METHOD") in ("GET", "HEAD"):
            start("301 Moved Permanently", [("Location", leads_to), ("Content-Length", "0"), *SITE_HEADERS])
            return []
        if path == "/desk":
            start("301 Moved Permanently", [("Location", "/desk/"), ("Content-Length", "0")])
            return []
        if counter and path.startswith(READ_PREFIX):
            return counter(environ, start)
        if path.startswith(DESK_PREFIXES) or path in ANSWERED:
            return static(environ, start)
        if "/." in path or path.startswith("/gone/"):
            return _absent(folder)(environ, _adapted(environ, start))
        return site(environ, _adapted(environ, start))

    return serve


def _site_headers(hub: Hub | None, headers: Any, path: str, url: str) -> None:
    for name, value in SITE_HEADERS:
        headers[name] = value
    if hub and (link := hub.link(url)):
        headers["Link"] = link
    if "Cache-Control" in headers and "immutable" not in headers["Cache-Control"]:
        seconds = PERMANENT_SECONDS if PERMANENT.fullmatch(url) else HEAD_SECONDS
        headers["Cache-Control"] = f"max-age={seconds}, public, no-transform"


def _adapted(environ: Environ, start: StartResponse) -> StartResponse:
    """What depends on the reader's Accept is sent as the type he knows."""
    path, asked = environ.get("PATH_INFO", ""), environ.get("HTTP_ACCEPT", "")
    if not accept.varies(path):
        return start

    def adapted(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        typed = [
            (name, _with_type(value, path, asked)) if name.lower() == "content-type" else (name, value)
            for name, value in headers
        ]
        return start(status, [*typed, ("Vary", "Accept")], *rest)

    return adapted


def _with_type(content_type: str, path: str, asked: str) -> str:
    own = content_type.partition(";")[0]
    return f"{accept.negotiated(path, own, asked)}; charset=utf-8"


def _absent(folder: Path) -> Application:
    """410 with its notice for a withdrawn article (RFC 9110 15.5.11), else 404."""

    def absent(environ: Environ, start: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        edition = "wap/" if path.startswith("/wap/") else ""
        notice = folder / "gone" / path.lstrip("/")
        is_gone = ".." not in path and path.endswith(".html") and notice.is_file()
        page = notice if is_gone else folder / edition / "404.html"
        data = page.read_bytes() if page.is_file() else b"<!doctype html><title>404</title><p>404\n"
        status = "410 Gone" if is_gone else "404 Not Found"
        fields = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(data)))]
        start(status, [*fields, ("Cache-Control", f"max-age={HEAD_SECONDS}, public, no-transform"), *SITE_HEADERS])
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [data]

    return absent
