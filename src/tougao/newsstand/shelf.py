"""The files of the site, by WhiteNoise, with what RFC 9110 wants beyond it.

A packed form of a page is a representation of its own with an ETag of its own (8.8.3.3). If-None-Match may name several,
weak ones, or any (13.1.2). An encoding may be refused with q=0 (12.5.3). A part is given of what the reader has the
beginning of, else the whole (13.1.5). A file that the press replaces between the look
at its size and its opening is looked at again, so that no answer is cut short.
"""

import os
import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any
from wsgiref.util import FileWrapper

from whitenoise.base import WhiteNoise, decode_path_info

from tougao.newsstand import ranges

Environ = dict[str, Any]
StartResponse = Callable[..., Any]

TAG = re.compile(r'(?:W/)?("[^"]*")')
REFUSED = re.compile(r"[^,]*;\s*q=0(?:\.0*)?\s*(?=,|$)", re.IGNORECASE)
TRIES = 5


class Shelf(WhiteNoise):  # type: ignore[misc]
    """To be made with `autorefresh`: what the press changes is served at once."""

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        path = decode_path_info(environ.get("PATH_INFO", ""))
        asked = environ | {"HTTP_ACCEPT_ENCODING": REFUSED.sub("", environ.get("HTTP_ACCEPT_ENCODING", ""))}
        for _ in range(TRIES):
            found = self.find_file(path)
            if found is None:
                break
            if not hasattr(found, "etag"):  # a redirect
                return self.serve(found, environ, start)  # type: ignore[no-any-return]
            try:
                status, fields, file = _answer(found, asked)
            except FileNotFoundError:
                continue
            if file is not None and status == HTTPStatus.OK and _size(file) != int(fields["Content-Length"]):
                file.close()
                continue
            if status == HTTPStatus.OK:
                status, file = _part(environ, fields, file)
            start(f"{status} {status.phrase}", list(fields.items()))
            return [] if file is None else environ.get("wsgi.file_wrapper", FileWrapper)(file)
        return self.application(environ, start)  # type: ignore[no-any-return]


def _size(file: Any) -> int:
    return os.fstat(file.fileno()).st_size


def _part(environ: Environ, fields: dict[str, str], file: Any) -> tuple[HTTPStatus, Any]:
    """What of the file is asked for; `fields` are changed to tell it. Parts are for GET alone (RFC 9110, 14.2)."""
    fields["Accept-Ranges"] = "bytes"
    asked = environ.get("HTTP_RANGE")
    holds = ranges.still_holds(environ.get("HTTP_IF_RANGE"), fields.get("ETag", ""), fields.get("Last-Modified", ""))
    if file is None or asked is None or not holds:
        return HTTPStatus.OK, file
    size = int(fields["Content-Length"])
    try:
        bounds = ranges.wanted(asked, size)
    except ranges.UnsatisfiableError:
        file.close()
        fields.pop("Content-Encoding", None)
        fields |= {"Content-Range": f"bytes */{size}", "Content-Length": "0"}
        return HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, None
    if bounds is None:
        return HTTPStatus.OK, file
    first, last = bounds
    fields |= {"Content-Range": f"bytes {first}-{last}/{size}", "Content-Length": str(last - first + 1)}
    return HTTPStatus.PARTIAL_CONTENT, ranges.Part(file, first, last)


def _answer(found: Any, environ: Environ) -> tuple[HTTPStatus, dict[str, str], Any]:
    """Status, header fields and the open file, if there is a body."""
    _, chosen = found.get_path_and_headers(environ)
    encoding = dict(chosen).get("Content-Encoding")
    tag = f'{found.etag[:-1]}-{encoding}"' if encoding else found.etag
    wanted = environ.get("HTTP_IF_NONE_MATCH")
    if wanted is not None:
        is_known = wanted.strip() == "*" or tag in TAG.findall(wanted)
        environ = environ | {"HTTP_IF_NONE_MATCH": found.etag if is_known else ""}
    environ = {name: value for name, value in environ.items() if name != "HTTP_RANGE"}  # ours to answer
    response = found.get_response(environ["REQUEST_METHOD"], environ)
    fields = dict(response.headers)
    if "ETag" in fields:
        fields["ETag"] = tag
    return response.status, fields, response.file
