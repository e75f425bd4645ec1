"""Content-Transfer-Encoding (RFC 2045 6) undone, whatever is broken in it."""

import binascii
import re

NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
UUENCODED = re.compile(
    r"^begin [0-7]{3,4} (?P<name>[^\n]+)\n(?P<rows>(?:[ -`]{1,62}\n)*?)(?:`|)\s*\n?end[ \t]*$", re.MULTILINE
)


def transfer_decoded(payload: str, encoding: str) -> bytes:
    """The bytes of a leaf part whose payload is ASCII."""
    data = payload.encode("ascii")
    match encoding.strip(" \t\r\n;\"'").lower().replace("-", ""):
        case "base64":
            return base64_decoded(data)
        case "quotedprintable":
            return binascii.a2b_qp(data)
        case "xuuencode" | "uuencode" | "uue" | "xuue":
            _, files = without_uuencoded(data.decode("latin-1").replace("\r\n", "\n"))
            return files[0][1] if files else data
        case _:
            return data


def base64_decoded(data: bytes) -> bytes:
    """Base64 that may be wrapped, truncated, unpadded, or padded in the middle where two runs were joined."""
    out = []
    for run in re.split(rb"=+", data):
        letters = NOT_BASE64.sub(b"", run)
        if len(letters) % 4 == 1:
            letters = letters[:-1]
        out.append(binascii.a2b_base64(letters + b"=" * (-len(letters) % 4)))
    return b"".join(out)


def without_uuencoded(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    """The text without its uuencoded blocks, and those as (name, bytes)."""
    files = []
    for match in UUENCODED.finditer(text):
        try:
            content = b"".join(binascii.a2b_uu(row) for row in match["rows"].splitlines() if row.strip("` "))
        except binascii.Error:
            continue
        files.append((match["name"].strip(), content))
    return (UUENCODED.sub("", text), files) if files else (text, [])
