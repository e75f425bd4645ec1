"""An entry as a mail (RFC 5322), so that what was imported is kept as it came, beside the mails."""

from collections.abc import Iterator
from email.utils import format_datetime

from tougao.core.characters import line
from tougao.core.importing.entry import Entry
from tougao.core.site import Site
from tougao.core.upload import ORIGIN, encoded, in_base64


def mail(entry: Entry, site: Site) -> bytes:
    """The same entry gives the same bytes. Its old address stands in Content-Location (RFC 2557)."""
    return b"".join(_pieces(entry, site))


def _pieces(entry: Entry, site: Site) -> Iterator[bytes]:
    fields = [
        ("From", f"{encoded(line(entry.byline) or site.name)}:;"),
        ("Subject", encoded(line(entry.title))),
        *([("Date", format_datetime(entry.published_at))] if entry.published_at else []),
        ("Message-ID", f"<import-{entry.key}@{site.domain}>"),
        (ORIGIN, "import"),
        *([("Content-Location", encoded(line(entry.urls[0])))] if entry.urls else []),
        ("MIME-Version", "1.0"),
        ("Content-Type", 'text/html; charset="utf-8"'),
        ("Content-Transfer-Encoding", "base64"),
    ]
    yield "".join(f"{name}: {value}\r\n" for name, value in fields).encode() + b"\r\n"
    yield from in_base64([entry.html.encode("utf-8", "replace")])
