"""Rich Text Format 1.9: the words, paragraph by paragraph. Groups of destinations readers never see are skipped."""

import re
from dataclasses import dataclass, replace

from tougao.core import charsets
from tougao.core.documents.manuscript import Manuscript
from tougao.core.markup import paragraphs_html
from tougao.core.notice import gettext_noop
from tougao.core.submission import Attachment
from tougao.errors import SubmissionError

EMPTY = gettext_noop("{name} holds no text we can read; ask for a .docx.")

TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z0-9])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
SKIPPED = frozenset(
    (
        "fonttbl colortbl stylesheet info pict object header footer headerl headerr footerl footerr footnote "
        "annotation themedata datastore generator listtable listoverridetable rsidtbl filetbl xmlnstbl fldinst "
        "bkmkstart bkmkend deleted"
    ).split()
)
BREAKS = {
    "par": "\n",
    "line": "\n",
    "sect": "\n",
    "page": "\n",
    "row": "\n",
    "tab": " ",
    "cell": " ",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
}
CODE_PAGES = {936: "gb18030", 950: "big5hkscs", 932: "cp932", 949: "cp949", 65001: "utf-8"}
MAX_GROUPS = 10_000


@dataclass(frozen=True)
class _State:
    skipped: bool = False
    fallback: int = 1  # how many characters stand behind a \u for old readers


def manuscript(attachment: Attachment) -> Manuscript:
    """Raises SubmissionError when no words are found."""
    text = words(attachment.data)
    rows = [row for row in text.split("\n") if row.strip()]
    if not rows:
        raise SubmissionError(EMPTY, name=attachment.name)
    return Manuscript("\n".join(paragraphs_html(row) for row in rows))


def words(data: bytes) -> str:
    """The visible words, a paragraph a line."""
    out: list[str] = []
    pending = bytearray()  # bytes of a code page, decoded together: a character may take several
    units: list[int] = []  # UTF-16 code units of \u, joined for characters beyond the BMP
    state, stack = _State(), []
    charset, to_skip, starred = "cp1252", 0, False

    def flush() -> None:
        if pending:
            out.append(charsets.decode(bytes(pending), charset).text)
            pending.clear()
        if units:
            out.append(b"".join(unit.to_bytes(2, "little") for unit in units).decode("utf-16-le", "replace"))
            units.clear()

    for match in TOKEN.finditer(data):
        word, number, byte, symbol, brace, plain = match.groups()
        if brace:
            to_skip = 0
            if brace == b"{":
                stack.append(state)
                if len(stack) > MAX_GROUPS:
                    break
            elif stack:
                state = stack.pop()
            continue
        if symbol == b"*":
            starred = True
            continue
        if word:
            name = word.decode("ascii")
            value = int(number) if number else 0
            if name == "ansicpg":
                charset = CODE_PAGES.get(value, f"cp{value}")
            elif name == "uc":
                state = replace(state, fallback=max(0, value))
            elif starred or name in SKIPPED:
                state = replace(state, skipped=True)
            elif name == "u" and not state.skipped:
                if pending:
                    flush()
                units.append(value % 65536)
                to_skip = state.fallback
            elif name in BREAKS and not state.skipped:
                flush()
                out.append(BREAKS[name])
            starred = False
            continue
        starred = False
        if state.skipped:
            continue
        content = bytes([int(byte, 16)]) if byte else plain or (symbol if symbol in (b"\\", b"{", b"}") else b"")
        if symbol == b"~":
            content = b" "
        if to_skip:
            dropped = min(to_skip, len(content))
            content, to_skip = content[dropped:], to_skip - dropped
        if content:
            if units:
                flush()
            pending += content
    flush()
    return "".join(out)
