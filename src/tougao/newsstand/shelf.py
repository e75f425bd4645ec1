"""The files of the site, by WhiteNoise, with what RFC 9110 wants beyond it.

A packed form of a page is a representation of its own with an ETag of its own (8.8.3.3). If-None-Match may name several,
weak ones, or any (13.1.2). An encoding may be refused with q=0 (12.5.3). A file that the press replaces between the look
at its size and its opening is looked at again, so that no answer is cut short.
"""

import os
import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any
from wsgiref.util import FileWrapper

from whitenoise.base import WhiteNoise, decode_path_info

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
            start(f"{status} {status.phrase}", list(fields.items()))
            return [] if file is None else environ.get("wsgi.file_wrapper", FileWrapper)(file)
        return self.application(environ, start)  # type: ignore[no-any-return]


def _size(file: Any) -> int:
    return os.fstat(file.fileno()).st_size


def _answer(found: Any, environ: Environ) -> tuple[HTTPStatus, dict[str, str], Any]:
    """Status, header fields and the open file, if there is a body."""
    _, chosen = found.get_path_and_headers(environ)
    encoding = dict(chosen).get("Content-Encoding")
    tag = f'{found.etag[:-1]}-{encoding}"' if encoding else found.etag
    wanted = environ.get("HTTP_IF_NONE_MATCH")
    if wanted is not None:
        is_known = wanted.strip() == "*" or tag in TAG.findall(wanted)
        environ = environ | {"HTTP_IF_NONE_MATCH": found.etag if is_known else ""}
    response = found.get_response(environ["REQUEST_METHOD"], environ)
    fields = dict(response.headers)
    if "ETag" in fields:
        fields["ETag"] = tag
    return response.status, fields, response.file
