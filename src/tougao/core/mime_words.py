"""Header values → text: encoded words (RFC 2047) and parameters (RFC 2231), forgiving what senders really write."""

import binascii
import re
from urllib.parse import unquote_to_bytes

from tougao.core import charsets
from tougao.core.characters import line
from tougao.core.transfer import base64_decoded

WORD = re.compile(rb"=\?([\w.:+-]+)(?:\*[^?]*)?\?([bBqQ])\?([^?]*)\?=")
PARAMETER = re.compile(rb';\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)')
CONTINUED = re.compile(r"(.+?)\*(\d{1,3})(\*?)")


def decoded(value: bytes) -> str:
    """One clean line. Neighbouring words of one charset are joined as bytes first: a character may be split in two."""
    pieces: list[tuple[str, bytes]] = []
    position = 0
    for match in WORD.finditer(value):
        between = value[position : match.start()]
        if between.strip() or not pieces:
            pieces.append(("", between))
        charset = match[1].decode("ascii")
        data = _word(match[2], match[3])
        if pieces and not between.strip() and charsets.codec(pieces[-1][0]) == charsets.codec(charset) != "":
            pieces[-1] = (charset, pieces[-1][1] + data)
        else:
            pieces.append((charset, data))
        position = match.end()
    pieces.append(("", value[position:]))
    return line("".join(charsets.decode(data, charset).text for charset, data in pieces if data))


def _word(encoding: bytes, data: bytes) -> bytes:
    if encoding in b"bB":
        return base64_decoded(data)
    return binascii.a2b_qp(data.replace(b" ", b"_"), header=True)


def parameters(value: bytes) -> tuple[str, dict[str, str]]:
    """The value before the first semicolon, and its parameters by lower-case name, continuations joined."""
    plain: dict[str, str] = {}
    continued: dict[str, list[tuple[int, bool, bytes]]] = {}
    first = value.split(b";", 1)[0].strip()
    for match in PARAMETER.finditer(value):
        name = match[1].decode("ascii", "replace").lower()
        data = _unquoted(match[2].strip())
        numbered = CONTINUED.fullmatch(name)
        if numbered:
            continued.setdefault(numbered[1], []).append((int(numbered[2]), bool(numbered[3]), data))
        elif name.endswith("*"):
            continued.setdefault(name[:-1], []).append((0, True, data))
        else:
            plain.setdefault(name, decoded(data))
    for name, sections in continued.items():
        plain[name] = _extended(sorted(sections))
    return first.decode("ascii", "replace"), plain


def _extended(sections: list[tuple[int, bool, bytes]]) -> str:
    """RFC 2231 4.1: charset'language'percent-encoded, the charset named in the first section only."""
    charset = ""
    data = b""
    for number, encoded, section in sections:
        if number == 0 and encoded and section.count(b"'") >= 2:
            label, _, section = section.split(b"'", 2)
            charset = label.decode("ascii", "replace")
        data += unquote_to_bytes(section) if encoded else section
    return decoded(data) if not charset and WORD.search(data) else line(charsets.decode(data, charset).text)


def _unquoted(data: bytes) -> bytes:
    if not data.startswith(b'"'):
        return data
    inner = data[1:-1] if data.endswith(b'"') and len(data) > 1 else data[1:]
    return re.sub(rb'\\(["\\])', rb"\1", inner)
