"""Characters that may stand in a text of ours: nothing invisible that lies about order, nothing XML forbids."""

import re
import unicodedata

# C0 and C1 controls but tab and newline; surrogates; non-characters (XML 1.0, 2.2); bidi controls and zero-width marks.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\ufff9-\ufffb\U000e0000-\U000e007f"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
SPACES_UNLIKE_PRINT = ("\n", "\t", "\u00a0", "\u3000")  # allowed, and not printable to str.isprintable
LINE_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def printable(text: str) -> str:
    """The text with only newlines as line breaks and without characters that no reader should get."""
    rest = text
    for space in SPACES_UNLIKE_PRINT:
        rest = rest.replace(space, "")
    if rest.isprintable():  # what is to go is not; hardly a text has any, and this tells it ten times as fast
        return text
    return FORBIDDEN.sub("", LINE_BREAKS.sub("\n", text))


def line(text: str) -> str:
    """One line: printable, every run of white space one space, none at the ends."""
    return " ".join(printable(text).split())


def han_share(text: str) -> float:
    """How much of what is not space is Han."""
    letters = sum(not character.isspace() for character in text)
    return len(HAN.findall(text)) / letters if letters else 0.0


def is_chinese(text: str) -> bool:
    return han_share(text) > 0.2


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
