"""winmail.dat: what Outlook on Exchange packs a whole mail into ([MS-OXTNEF]); opened by tnefparse."""

from dataclasses import dataclass
from typing import Any

from tougao.core import charsets, media_types, names
from tougao.core.characters import printable
from tougao.core.documents import rtf
from tougao.core.notice import gettext_noop
from tougao.core.submission import Attachment
from tougao.errors import SubmissionError

MAX_MEMBERS = 200
BROKEN = gettext_noop("{name} (a mail packed by Outlook) cannot be opened; ask for the text and files themselves.")


@dataclass(frozen=True)
class Packet:
    """The mail inside: both forms of its text, either of which may be empty, and its files."""

    text: str
    html: str
    files: tuple[Attachment, ...]


def opened(data: bytes, name: str) -> Packet:
    """Raises SubmissionError when it is damaged, or tnefparse is not installed."""
    try:
        from tnefparse import TNEF
        from tnefparse.properties import MAPI_ATTACH_CONTENT_ID, MAPI_ATTACH_LONG_FILENAME

        packet = TNEF(data, do_checksum=False)
        html, text = _said(packet.htmlbody), _said(packet.body)
        if not html.strip() and not text.strip() and packet.rtfbody:
            text = rtf.words(packet.rtfbody)
        files = []
        for member in packet.attachments[:MAX_MEMBERS]:
            properties = {attribute.name: attribute.data for attribute in member.mapi_attrs}
            shown = _said(properties.get(MAPI_ATTACH_LONG_FILENAME)) or _short_name(member) or "file"
            content = bytes(member.data)
            kind = media_types.media_type(content, "", shown)
            content_id = _said(properties.get(MAPI_ATTACH_CONTENT_ID))
            if content:
                files.append(Attachment(names.safe(shown, kind), kind, content, content_id=content_id.strip("<>")))
    except Exception as trouble:  # the library lets any of Python's own errors through for damaged bytes
        raise SubmissionError(BROKEN, name=name) from trouble
    return Packet(text, html, tuple(files))


def _short_name(member: Any) -> str:
    """The name of eight letters and three; asked for it as text, the library takes it for UTF-8, which it seldom is."""
    try:
        return _said(member.name)
    except UnicodeDecodeError:
        return _said(getattr(member, "_name", b""))


def _said(value: object) -> str:
    if isinstance(value, bytes):
        value = charsets.decode(value.rstrip(b"\x00")).text
    return printable(str(value or "")).strip("\x00")
