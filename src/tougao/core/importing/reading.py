"""Bytes of a file → its entries, whatever form it has."""

import re
from dataclasses import dataclass
from datetime import tzinfo

from tougao.core.importing import feed, lines, tables, wordpress
from tougao.core.importing.entry import Entry
from tougao.core.notice import Notice, gettext_noop
from tougao.errors import SubmissionError

WORDPRESS = re.compile(rb"xmlns:wp=|<wp:wxr_version")
MARKUP = re.compile(rb"^\s*(?:\xef\xbb\xbf)?\s*<")
UNKNOWN = gettext_noop(
    "{name} is no feed, no WordPress export, no CSV table with a title column and no export of ours."
)
SNIFFED_BYTES = 20_000


@dataclass(frozen=True)
class Found:
    """The entries of one file in its order, its form in a word, and what was left out of it."""

    form: str
    entries: tuple[Entry, ...]
    notices: tuple[Notice, ...] = ()


def read(data: bytes, name: str, zone: tzinfo) -> Found:
    """Times without a zone are of `zone`. Raises SubmissionError for a file of no form we know, or a broken one."""
    head = data[:SNIFFED_BYTES]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):  # UTF-16, with two bytes for each sign of markup
        head = head.replace(b"\x00", b"")[2:]
    if MARKUP.match(head):
        if WORDPRESS.search(head):
            return Found("WordPress", *wordpress.entries(data, name, zone))
        return Found("feed", feed.entries(data, name))
    if head.lstrip().startswith(b"{"):
        return Found("Tougao", lines.entries(data, name))
    found = tables.entries(data, zone)
    if found is None:
        raise SubmissionError(UNKNOWN, name=name)
    return Found("CSV", found)
