"""Raw bytes → `Submission`: MIME (RFC 2045–2049), header words (RFC 2047), parameters (RFC 2231). The only MIME code.

The standard parser cuts the bytes (policy compat32); every byte is decoded by core.charsets, because the standard
policies lose Chinese characters silently and raise on some headers.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from dateutil import parser as date_parser
from dateutil import tz

from tougao.core import charsets, mime_words, names, signed
from tougao.core.characters import line, printable
from tougao.core.markup import paragraphs_html, text_of
from tougao.core.media_types import media_type
from tougao.core.notice import Notice, gettext_noop, notice
from tougao.core.submission import Address, Attachment, Submission
from tougao.core.transfer import transfer_decoded, without_uuencoded

MAX_PARTS = 500
MAX_DEPTH = 20
MAX_HEADER_BYTES = 20_000
MAX_BODY_CHARACTERS = 2_000_000

BETWEEN = '<p><img src="cid:{}"></p>'

IS_BETWEEN = re.compile(r'<p><img src="cid:[^"]*"></p>')

TOO_DEEP = gettext_noop("The mail is nested deeper than {limit} levels; what lies below was left out.")
TOO_MANY = gettext_noop("The mail has more than {limit} parts; the rest was left out.")
BROKEN = gettext_noop("The mail is not well formed; its text is shown as it came.")
ENCRYPTED = gettext_noop("The mail is encrypted, so nobody but its reader can open it; ask for it in the clear.")
TOO_LONG = gettext_noop("The text of the mail is longer than {limit} characters; the rest was left out.")

ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
EMPTY_GROUP = re.compile(r"\s*(?P<name>[^:]+?)\s*:\s*;\s*")  # a sender without an address (RFC 6854)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
ZONES = {"CST": tz.gettz("Asia/Shanghai"), "BJT": tz.gettz("Asia/Shanghai")}
ENCODED_WORD = re.compile(r"=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*\?=")
MESSAGE_ID = re.compile(r"<[^<>\s]+>")


def submission(raw: bytes) -> Submission:
    """What a sender sent. Never raises: what is broken is told in `notices`."""
    if b"\r\r\n" in raw:  # a relay that ended every line twice
        raw = raw.replace(b"\r\r\n", b"\r\n")
    try:
        return _read(_parsed(raw), depth=0)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError, AssertionError, IndexError):
        head, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
        subject = re.search(rb"^subject:[ \t]*(.*)$", head, re.IGNORECASE | re.MULTILINE)
        return Submission(
            subject=mime_words.decoded(subject[1]) if subject else "",
            text=printable(charsets.decode(body[:MAX_BODY_CHARACTERS]).text),
            notices=(notice(BROKEN),),
        )


def _parsed(raw: bytes) -> Message:
    return message_from_bytes(raw, policy=policy.compat32)


class _Gathering:
    """What has been found so far in one mail while its tree is walked."""

    def __init__(self) -> None:
        self.slots: list[tuple[str, str]] = []  # (text, html) of each part of the body, in order
        self.attachments: list[Attachment] = []
        self.enclosed: list[Submission] = []
        self.notices: list[Notice] = []
        self.parts = 0

    def tell(self, found: Notice | None) -> None:
        if found and found not in self.notices:
            self.notices.append(found)


def _read(message: Message, depth: int) -> Submission:
    found = _Gathering()
    _walk(message, found, depth)
    headers = tuple((name.lower(), mime_words.decoded(_bytes(value))) for name, value in message.raw_items())
    fields = dict(reversed(headers))  # the first of a name wins
    text, html = _joined(found.slots)
    if len(text) > MAX_BODY_CHARACTERS or len(html) > MAX_BODY_CHARACTERS * 4:
        found.tell(notice(TOO_LONG, limit=MAX_BODY_CHARACTERS))
        text, html = text[:MAX_BODY_CHARACTERS], html if len(html) <= MAX_BODY_CHARACTERS * 4 else ""
    senders = _addresses(message, "from")
    return Submission(
        sender=senders[0] if senders else Address(),
        reply_to=_addresses(message, "reply-to"),
        to=_addresses(message, "to"),
        subject=fields.get("subject", ""),
        message_id=_message_id(fields.get("message-id", "")),
        in_reply_to=_message_id(fields.get("in-reply-to", "")),
        references=tuple(MESSAGE_ID.findall(fields.get("references", ""))),
        sent_at=_date(fields.get("date", "")),
        text=text,
        html=html,
        attachments=tuple(found.attachments),
        enclosed=tuple(found.enclosed),
        headers=headers,
        notices=tuple(found.notices),
    )


def _walk(part: Message, found: _Gathering, depth: int) -> None:
    found.parts += 1
    if found.parts > MAX_PARTS:
        found.tell(notice(TOO_MANY, limit=MAX_PARTS))
        return
    if depth > MAX_DEPTH:
        found.tell(notice(TOO_DEEP, limit=MAX_DEPTH))
        return
    kind = part.get_content_type()
    payload = part.get_payload()
    if isinstance(payload, list) and kind == "multipart/alternative":
        _walk_alternative(_parts(payload), found, depth)
    elif isinstance(payload, list) and kind == "message/rfc822":
        for inner in _parts(payload)[:1]:
            _enclose(_as_sent(inner, part), found, depth)
    elif isinstance(payload, list):
        if kind == "multipart/encrypted":
            found.tell(notice(ENCRYPTED))
        for inner in _parts(payload):
            _walk(inner, found, depth + 1)
    else:
        _leaf(part, found, depth)


def _enclose(inner: Message, found: _Gathering, depth: int) -> None:
    if depth >= MAX_DEPTH:
        found.tell(notice(TOO_DEEP, limit=MAX_DEPTH))
        return
    enclosed = _read(inner, depth + 1)
    found.enclosed.append(enclosed)
    for told in enclosed.notices:
        found.tell(told)


def _as_sent(inner: Message, holder: Message) -> Message:
    """RFC 2046 5.2.1 forbids to encode an enclosed mail; some programs do, and the parser then sees no header."""
    payload = inner.get_payload()
    encoding = str(holder.get("content-transfer-encoding", "")).strip().lower()
    if encoding in ("base64", "quoted-printable") and not inner.keys() and isinstance(payload, str):
        return _parsed(transfer_decoded(payload.encode("ascii", "replace").decode("ascii"), encoding))
    return inner


def _parts(payload: Sequence[object]) -> list[Message]:
    return [part for part in payload if isinstance(part, Message)]


def _walk_alternative(parts: list[Message], found: _Gathering, depth: int) -> None:
    """RFC 2046 5.1.4: the same content in several forms; the forms of the body become one slot."""
    before = len(found.slots)
    for part in parts:
        _walk(part, found, depth + 1)
    forms = found.slots[before:]
    if len(forms) > 1:
        text = next((text for text, _ in forms if text.strip()), "")
        html = next((html for _, html in reversed(forms) if html.strip()), "")
        found.slots[before:] = [(text, html)]


def _leaf(part: Message, found: _Gathering, depth: int) -> None:
    raw_fields = {name.lower(): _bytes(value) for name, value in reversed(list(part.raw_items()))}
    disposition, disposition_parameters = mime_words.parameters(raw_fields.get("content-disposition", b""))
    _, type_parameters = mime_words.parameters(raw_fields.get("content-type", b""))
    name = disposition_parameters.get("filename") or type_parameters.get("name", "")
    declared = part.get_content_type()
    payload = part.get_payload()
    if not isinstance(payload, str):
        return
    data = _content(part, payload, raw_fields.get("content-transfer-encoding", b"").decode("ascii", "replace"))
    is_text = declared in ("text/plain", "text/html") or (declared.startswith("text/") and not name)
    if is_text and disposition.lower() != "attachment" and not (name and found.slots) and declared != "text/calendar":
        _body(data, declared, type_parameters, found)
        return
    if not data and not name:
        return
    if declared in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
        signed_part = signed.inside(data)
        if signed_part is not None:
            _walk(_parsed(signed_part), found, depth + 1)
            return
        found.tell(notice(ENCRYPTED))
    kind = media_type(data, declared, name)
    content_id = raw_fields.get("content-id", b"").decode("ascii", "replace").strip().strip("<>")
    if kind.startswith("image/") and disposition.lower() == "inline" and _is_plain(found.slots):
        content_id = content_id or f"between-{found.parts}"  # a telephone's mail: text, picture, text
        found.slots.append(("", BETWEEN.format(content_id)))
    if kind == "message/rfc822":
        _enclose(_parsed(data), found, depth)
        return
    found.attachments.append(
        Attachment(
            name=names.safe(name, kind),
            media_type=kind,
            data=data,
            content_id=content_id,
            inline=disposition.lower() == "inline" or bool(raw_fields.get("content-id")),
        )
    )


def _is_plain(slots: list[tuple[str, str]]) -> bool:
    """Has the body begun, and is it plain text so far? HTML shows its pictures itself."""
    return bool(slots) and all(not html or IS_BETWEEN.fullmatch(html) for _, html in slots)


def _content(part: Message, payload: str, encoding: str) -> bytes:
    """The bytes of a leaf. Of 8-bit payloads the parser shows a decoded guess; asked to decode, it gives the bytes."""
    if payload.isascii():
        return transfer_decoded(payload, encoding)
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _body(data: bytes, declared: str, parameters: dict[str, str], found: _Gathering) -> None:
    decoded = charsets.decode(data, parameters.get("charset", ""))
    found.tell(decoded.notice)
    text = printable(decoded.text)
    if declared == "text/html" or media_type(data, declared) == "text/html":
        found.slots.append(("", text))
        return
    if parameters.get("format", "").lower() == "flowed":
        text = unflowed(text, parameters.get("delsp", "").lower() == "yes")
    if signed.ARMOURED in text:
        found.tell(notice(ENCRYPTED))
    text, files = without_uuencoded(signed.without_armour(text))
    found.slots.append((text, ""))
    for name, content in files:
        kind = media_type(content, "", name)
        found.attachments.append(Attachment(name=names.safe(name, kind), media_type=kind, data=content))


def _joined(slots: list[tuple[str, str]]) -> tuple[str, str]:
    """Both forms of the body, each whole: a part that has only one form lends it to the other."""
    slots = [(text, html) for text, html in slots if text.strip() or html.strip()]
    while slots and IS_BETWEEN.fullmatch(slots[-1][1]):
        slots.pop()  # behind the text it is a file like any other
    text = "\n\n".join(text if text.strip() else text_of(html) for text, html in slots)
    if not any(html for _, html in slots):
        return text, ""
    return text, "\n".join(html or paragraphs_html(text) for text, html in slots)


def unflowed(text: str, delete_space: bool) -> str:
    """Join the soft line breaks of format=flowed (RFC 3676 4.1); quoted lines stay as they are."""
    out: list[str] = []
    joining = False
    for row in text.split("\n"):
        if row.startswith(" "):
            row = row[1:]  # space-stuffing
        flows = row.endswith(" ") and row != "-- " and not row.startswith(">")
        kept = row[:-1] if flows and delete_space else row
        if joining and out and not row.startswith(">"):
            out[-1] += kept
        else:
            out.append(kept)
        joining = flows
    return "\n".join(out)


def _bytes(value: object) -> bytes:
    """A header value as it came; the parser keeps 8-bit bytes as surrogates."""
    return str(value).encode("utf-8", "surrogateescape")[:MAX_HEADER_BYTES]


def _addresses(message: Message, field: str) -> tuple[Address, ...]:
    values = [str(value)[:MAX_HEADER_BYTES] for name, value in message.raw_items() if name.lower() == field]
    found = []
    encoded: list[str] = []

    def hidden(word: re.Match[str]) -> str:
        """What an encoded word hides may hold commas and addresses of its own, which are no address of this field."""
        encoded.append(word[0])
        return f"=word{len(encoded) - 1}="

    rows = [ENCODED_WORD.sub(hidden, re.sub(r"[\r\n]+[ \t]*", " ", value)) for value in values]
    for name, address in getaddresses(rows):
        shown = re.sub(
            r"=word(\d+)=", lambda place: encoded[int(place[1])] if int(place[1]) < len(encoded) else "", name
        )
        spoken = mime_words.decoded(_bytes(shown))
        match = ADDRESS.search(address) or ADDRESS.search(spoken)
        if match:
            local, _, domain = match[0].rpartition("@")
            found.append(Address(spoken if spoken != match[0] else "", f"{local}@{domain.lower()}"))
    if not found and values:
        spoken = mime_words.decoded(_bytes(values[0]))
        match = ADDRESS.search(spoken)
        group = EMPTY_GROUP.fullmatch(spoken)
        if match:
            found.append(Address("", match[0]))
        elif group:
            found.append(Address(line(group["name"])))
    return tuple(found)


def _message_id(value: str) -> str:
    match = MESSAGE_ID.search(value)
    return match[0] if match else line(value)[:250]


def _date(value: str) -> datetime | None:
    """An aware time between 1990 and 2100, or None. A date without zone is taken as UTC (RFC 5322 4.3, "-0000")."""
    try:
        found = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        try:
            found = date_parser.parse(re.sub(r"\(.*?\)", "", value), tzinfos=ZONES)
        except (ValueError, TypeError, OverflowError, AttributeError):
            return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    try:
        found = found.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return found if EARLIEST < found < LATEST else None
