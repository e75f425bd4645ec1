"""The upload form: what a contributor without mail typed and chose → a mail (RFC 5322) like any other, in pieces.

Nothing that was typed is a header of its own: each field is one encoded word or one line of the body, so no field can
bring in another.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import Header
from email.utils import format_datetime
from urllib.parse import quote

from tougao.core import names
from tougao.core.characters import line, printable
from tougao.core.message import ADDRESS
from tougao.core.notice import Notice, gettext_noop, notice
from tougao.core.site import Site

ORIGIN = "X-Tougao-Origin"  # for whoever reads the file; the desk goes by the archive's own row
LONGEST = {"name": 60, "address": 200, "organisation": 100, "byline": 100, "title": 200, "text": 200_000}
SHORTEST_TEXT = 20  # characters, where no file holds the manuscript
SHORTEST_TITLE = 4
ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
LINE_BYTES = 57  # 76 characters of base64 (RFC 2045 6.8)
PIECE_LINES = 1000

NO_NAME = gettext_noop("Please give your name, so that the editors know whom to ask.")
BAD_ADDRESS = gettext_noop("“{address}” is no mail address; correct it, or leave it empty.")
NO_TITLE = gettext_noop("Please give your piece a title of {count} characters at least.")
NO_TEXT = gettext_noop("Please write the text of your piece, or choose the file that holds it.")
TOO_LONG = gettext_noop("This is longer than {count} characters.")


@dataclass(frozen=True)
class Form:
    """What was typed. `name` is the sender's, `byline` that of who wrote the piece; all but `name` and `title` may be empty."""

    name: str = ""
    address: str = ""
    organisation: str = ""
    byline: str = ""
    title: str = ""
    text: str = ""


@dataclass(frozen=True)
class Chosen:
    """A file that came with a form: `name` as the contributor calls it, and its bytes in pieces of any size."""

    name: str
    pieces: Iterable[bytes]


def tidy(form: Form) -> Form:
    """The same, one line where one line belongs, with nothing invisible in it."""
    address = line(form.address).replace("＠", "@").replace(" ", "")
    return Form(
        line(form.name), address, line(form.organisation), line(form.byline), line(form.title), printable(form.text)
    )


def problems(form: Form, files: int) -> dict[str, Notice]:
    """What is wrong with a tidy form, by field; `files` is how many files came with it."""
    out = {}
    if not form.name:
        out["name"] = notice(NO_NAME)
    if form.address and not (form.address.isascii() and ADDRESS.fullmatch(form.address)):
        out["address"] = notice(BAD_ADDRESS, address=form.address)
    if len(form.title) < SHORTEST_TITLE:
        out["title"] = notice(NO_TITLE, count=SHORTEST_TITLE)
    if not files and len(form.text.strip()) < SHORTEST_TEXT:
        out["text"] = notice(NO_TEXT)
    for field, most in LONGEST.items():
        if len(getattr(form, field)) > most:
            out[field] = notice(TOO_LONG, count=most)
    return out


def message_id(serial: str, site: Site) -> str:
    """The Message-ID of a form; `serial` is the random name of its token."""
    return f"<form-{serial}@{site.domain}>"


def mail(form: Form, files: Sequence[Chosen], site: Site, now: datetime, serial: str) -> Iterator[bytes]:
    """The mail that a tidy form without problems makes; the same values give the same bytes.

    `serial` is a random name of letters, digits, hyphens and low lines. Files are read a piece at a time, once.
    """
    boundary = f"=_{serial}"
    fields = [
        ("From", _sender(form)),
        *([("To", site.submissions_address)] if site.submissions_address else []),
        ("Subject", encoded(form.title)),
        ("Date", format_datetime(now)),
        ("Message-ID", message_id(serial, site)),
        (ORIGIN, "form"),
        ("MIME-Version", "1.0"),
        ("Content-Type", f'multipart/mixed; boundary="{boundary}"'),
    ]
    yield _head(fields)
    yield f"--{boundary}\r\n".encode()
    yield _head([("Content-Type", 'text/plain; charset="utf-8"'), ("Content-Transfer-Encoding", "base64")])
    yield from in_base64([_body(form).encode()])
    for file in files:
        name = names.safe(file.name)
        yield f"--{boundary}\r\n".encode()
        yield _head(
            [
                ("Content-Type", "application/octet-stream"),
                ("Content-Disposition", f"attachment;\r\n {_file_name(name)}"),
                ("Content-Transfer-Encoding", "base64"),
            ]
        )
        yield from in_base64(file.pieces)
    yield f"--{boundary}--\r\n".encode()


def digest(form: Form, files: Sequence[Chosen], site: Site) -> str:
    """SHA-256 of all that was typed and chosen, by which a form that comes again is known."""
    found = hashlib.sha256()
    for piece in mail(form, files, site, ANY_TIME, ""):
        found.update(piece)
    return found.hexdigest()


def _sender(form: Form) -> str:
    """Without an address, a group that holds nobody (RFC 6854)."""
    name = encoded(form.name)
    if not form.address:
        return f"{name}:;"
    return f"{name}\r\n <{form.address}>"


def encoded(words: str) -> str:
    """Encoded words (RFC 2047), also for ASCII: a name may hold what has a meaning in a header."""
    return Header(words, "utf-8", maxlinelen=76).encode(linesep="\r\n")


def _file_name(name: str) -> str:
    """The name as RFC 2231 has it, in continued lines of a length every mail program takes."""
    value = f"UTF-8''{quote(name, safe='')}"
    parts = re.findall(r"(?:%[0-9A-F]{2}|[^%]){1,20}", value)
    return ";\r\n ".join(f"filename*{place}*={part}" for place, part in enumerate(parts))


def _head(fields: Iterable[tuple[str, str]]) -> bytes:
    return "".join(f"{name}: {value}\r\n" for name, value in fields).encode("utf-8", "replace") + b"\r\n"


def _body(form: Form) -> str:
    """As a press officer would write it: lines under the labels that core.drafting knows, then the text."""
    labelled = (("标题", form.title), ("作者", form.byline), ("单位", form.organisation))
    rows = [f"{label}：{words}" for label, words in labelled if words]
    return "\n".join([*rows, "", form.text.strip(), ""]).replace("\n", "\r\n")


def in_base64(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Base64 in lines of 76 characters, whatever the sizes of the pieces."""
    whole = LINE_BYTES * PIECE_LINES
    rest = b""
    for piece in pieces:
        rest += piece
        while len(rest) >= whole:
            yield _rows(rest[:whole])
            rest = rest[whole:]
    yield _rows(rest)


def _rows(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n") or b"\r\n"
