"""The one decoder of bytes that strangers sent: labels lie, so every label is tried strictly before it is believed."""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from tougao.core.notice import Notice, gettext_noop, notice

REPLACED = gettext_noop("Some characters could not be read (charset {charset}); they are shown as �.")

# What a label means on the wire. GB 18030 holds GBK, which holds GB 2312, and senders use the names as one.
ALIASES = {
    **dict.fromkeys(
        (
            "gb2312", "gb-2312", "gb_2312", "gb_2312-80", "gb2312-80", "x-gb2312", "iso-gb2312", "csgb2312", "euc-cn",
            "x-euc-cn", "euccn", "gbk", "x-gbk", "cp936", "ms936", "windows-936", "cn-gb", "gb18030", "gb-18030",
            "gb18030-2000", "csiso58gb231280", "chinese", "simplified-chinese", "gb2312_charset",
        ),
        "gb18030",
    ),
    **dict.fromkeys(("big5", "big-5", "x-big5", "cn-big5", "csbig5", "big5-hkscs", "x-x-big5"), "big5hkscs"),
    **dict.fromkeys(("ks_c_5601-1987", "ks_c_5601", "euc-kr", "ksc5601", "korean", "x-windows-949"), "cp949"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "ms_kanji"), "cp932"),
    **dict.fromkeys(("iso-8859-1", "iso8859-1", "latin1", "latin-1", "l1", "x-ansi", "ansi"), "cp1252"),
    **dict.fromkeys(("utf8", "utf-8mb4", "utf8mb4", "unicode-1-1-utf-8", "x-utf-8"), "utf-8"),
    "hz-gb-2312": "hz",
}  # fmt: skip

# Python codecs that are no charset of any mail, or that turn bytes into something else.
NOT_CHARSETS = frozenset(
    {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem", "palmos", "utf-7"}
)
SINGLE_BYTE = re.compile(r"cp125\d|iso8859-\d+|ascii|koi8")
META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
LONG_RUN_BYTES = 4  # accents stand alone; Chinese characters stand together

# A damaged UTF-8 text shows a few replacements; another charset read as UTF-8 shows little else.
DAMAGED_SHARE = 0.05


@dataclass(frozen=True)
class Decoded:
    """`charset` is the Python codec that was used; `notice` is set when characters had to be replaced."""

    text: str
    charset: str
    notice: Notice | None = None


def codec(label: str) -> str:
    """The Python codec a label stands for, or an empty string when there is none.

    >>> codec("GB2312"), codec('"x-gbk"'), codec("x-unknown")
    ('gb18030', 'gb18030', '')
    """
    name = label.strip().strip("\"'").lower().replace(" ", "")
    name = ALIASES.get(name, name)
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    if found.name in NOT_CHARSETS or not getattr(found, "_is_text_encoding", True):
        return ""
    return ALIASES.get(found.name, found.name)


def decode(data: bytes, declared: str = "") -> Decoded:
    """Text of `data`, never raising: the declared charset, then UTF-8, an HTML meta, GB 18030, a guess, replacement."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) and len(data) % 2 == 0:
        text = _strictly(data, "utf-16")
        if text is not None:
            return Decoded(text, "utf-16")
    label = codec(declared) if declared else ""
    if label and not _lies(data, label):
        text = _strictly(data, label)
        if text is not None:
            return Decoded(text.removeprefix("\ufeff"), label)
    meta = META.search(data[:2048])
    for trial in ("utf-8", codec(meta[1].decode("ascii")) if meta else ""):
        text = _strictly(data, trial) if trial else None
        if text is not None:
            return Decoded(text.removeprefix("\ufeff"), trial)
    damaged = data.decode("utf-8", "replace")
    if _is_damaged_utf8(damaged) or _is_cut_off(data):
        return Decoded(damaged, "utf-8", notice(REPLACED, charset="utf-8"))
    for trial in (_guess(data) if SINGLE_BYTE.match(label) else "", "gb18030", _guess(data), label):
        text = _strictly(data, trial) if trial else None
        if text is not None:
            return Decoded(text, trial)
    used = label or "gb18030"
    return Decoded(data.decode(used, "replace"), used, notice(REPLACED, charset=used))


def _strictly(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except (UnicodeError, LookupError, ValueError):
        return None


def _lies(data: bytes, label: str) -> bool:
    """A single-byte label fits any bytes; it is not believed where they plainly are UTF-8 or pairs of Chinese."""
    if not SINGLE_BYTE.match(label) or data.isascii():
        return False
    if _strictly(data, "utf-8") is not None:
        return True
    runs = [len(run) for run in re.findall(rb"[\x80-\xff]+", data)]
    in_long_runs = sum(run for run in runs if run >= LONG_RUN_BYTES)
    return in_long_runs * 2 >= sum(runs) and _strictly(data, "gb18030") is not None


def _is_cut_off(data: bytes) -> bool:
    """UTF-8 to the last character, which lacks its end."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as trouble:
        return trouble.reason == "unexpected end of data" and trouble.start >= 6
    return False


def _is_damaged_utf8(text: str) -> bool:
    beyond_ascii = sum(not character.isascii() for character in text)
    return beyond_ascii >= 20 and text.count("\ufffd") / beyond_ascii < DAMAGED_SHARE


def _guess(data: bytes) -> str:
    best = from_bytes(data[:20000], cp_isolation=["utf_8", "gb18030", "big5", "cp1252"]).best()
    return best.encoding if best else ""
