"""Signed mail opened: what stands inside the signature of S/MIME (RFC 8551 3.5.2) and of PGP (RFC 4880 7).

Whether the signature holds is not looked at: a sender is believed by his domain's DKIM (core.authentication).
"""

import re

from asn1crypto import cms

ARMOUR = re.compile(
    r"^-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Za-z]+: [^\n]*\n)*\n(?P<text>.*?)\n-----BEGIN PGP SIGNATURE-----\n.*?"
    r"(?:-----END PGP SIGNATURE-----[^\n]*\n?|\Z)",
    re.DOTALL | re.MULTILINE,
)
ARMOURED = "-----BEGIN PGP MESSAGE-----"


def inside(data: bytes) -> bytes | None:
    """The mail part that an opaque S/MIME signature carries; None when it is encrypted or not to be read."""
    try:
        found = cms.ContentInfo.load(data)
        if found["content_type"].native != "signed_data":
            return None
        content = found["content"]["encap_content_info"]["content"].native
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return content if isinstance(content, bytes) else None


def without_armour(text: str) -> str:
    """The text without the lines that PGP put round it; rows that were dash-escaped are as they were written."""
    return ARMOUR.sub(lambda found: re.sub(r"^- ", "", found["text"], flags=re.MULTILINE), text)
