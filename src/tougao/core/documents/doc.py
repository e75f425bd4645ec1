"""Word 97–2003 and WPS Writer files (.doc, .wps): the piece table and the two kinds of formatting we need of it.

Section numbers are those of [MS-DOC], Microsoft's published description of the format; olefile opens the container.
No kept Python library reads Chinese text from these files, and the programs that do are not on every machine.
"""

import io
import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

import olefile

from tougao.core import charsets, media_types
from tougao.core.characters import printable
from tougao.core.documents.manuscript import Manuscript
from tougao.core.markup import escaped
from tougao.core.notice import gettext_noop, notice
from tougao.core.submission import Attachment
from tougao.errors import SubmissionError

NOT_WORD = gettext_noop("{name} is an old office file whose text we cannot read; ask for a .docx, or paste its text.")
TOO_OLD = gettext_noop("{name} was written by a Word older than Word 97; ask for a .docx, or paste its text.")
ENCRYPTED = gettext_noop("{name} is protected by a password.")
LOST_PICTURES = gettext_noop("{name} holds {count} pictures we could not take out; ask for them as files.")

MAGIC = 0xA5EC
WORD_97 = 0x00C1
ENCRYPTED_FLAG, SECOND_TABLE_FLAG = 0x0100, 0x0200
PAGE_BYTES = 512
MAX_CHARACTERS = 2_000_000
MAX_PICTURES = 60

# Offsets in the File Information Block (2.5).
CCP_TEXT, FC_CHPX, FC_PAPX, FC_CLX = 0x4C, 0xFA, 0x102, 0x1A2

# Properties (2.6): character and paragraph ones that change what is printed.
DELETED, HIDDEN, BOLD, PICTURE_AT = 0x0800, 0x083C, 0x0835, 0x6A03
ALIGN_97, ALIGN, IN_TABLE, ROW_END, OUTLINE = 0x2403, 0x2461, 0x2416, 0x2417, 0x2640
STYLE = 0  # no operation has this number; the istd of a paragraph is kept under it
OPERAND_BYTES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
LONG_OPERANDS = (0xD608, 0xC615)
ALIGNMENTS = {1: ' align="center"', 2: ' align="right"'}
HEADING_STYLES = {1: "h2", 2: "h3", 3: "h3"}  # istd 1 to 9 are reserved for headings (2.9.271)

FIELD_BEGINS, FIELD_RESULT, FIELD_ENDS = "\x13", "\x14", "\x15"
PARAGRAPH_ENDS, CELL_ENDS = ("\r", "\x0c"), "\x07"
INLINE_PICTURE, DRAWN_PICTURE = "\x01", "\x08"
BREAKS = {"\x0b": "<br>", "\t": " ", "\x1e": "-", "\xa0": " "}
PICTURE_START = re.compile(rb"\xff\xd8\xff[\xdb-\xef]|\x89PNG\r\n\x1a\n")

Properties = dict[int, int]


def manuscript(attachment: Attachment) -> Manuscript:
    """Raises SubmissionError when this is another sort of old office file, encrypted, or damaged."""
    with olefile.OleFileIO(io.BytesIO(attachment.data)) as container:
        if not container.exists("WordDocument"):
            raise SubmissionError(NOT_WORD, name=attachment.name)
        word = container.openstream("WordDocument").read()
        magic, version = struct.unpack_from("<HH", word, 0)
        flags = struct.unpack_from("<H", word, 0x0A)[0]
        if magic != MAGIC:
            raise SubmissionError(NOT_WORD, name=attachment.name)
        if version < WORD_97:
            raise SubmissionError(TOO_OLD, name=attachment.name)
        if flags & ENCRYPTED_FLAG:
            raise SubmissionError(ENCRYPTED, name=attachment.name)
        table = container.openstream("1Table" if flags & SECOND_TABLE_FLAG else "0Table").read()
        data = container.openstream("Data").read() if container.exists("Data") else b""
        claims = container.get_metadata()
    writing = _Writing(attachment, word, data)
    writing.write(_characters(word, table), _Formats(word, table, FC_PAPX, is_paragraph=True))
    lost = writing.lost
    return Manuscript(
        "".join(writing.html),
        tuple(writing.files),
        title=_claim(claims.title),
        notices=(notice(LOST_PICTURES, name=attachment.name, count=lost),) if lost else (),
    )


@dataclass(frozen=True)
class _Character:
    text: str
    at: int  # offset of its bytes in the WordDocument stream, by which its formatting is found
    look: Properties


class _Formats:
    """Formatted runs (2.8.5, 2.8.6): which properties hold at an offset of the WordDocument stream."""

    def __init__(self, word: bytes, table: bytes, fib_offset: int, is_paragraph: bool) -> None:
        self.starts: list[int] = []
        self.properties: list[Properties] = []
        start, size = struct.unpack_from("<II", word, fib_offset)
        count = max(0, (size - 4) // 8)
        pages = struct.unpack_from(f"<{count}I", table, start + 4 * (count + 1)) if count else ()
        for page in pages:
            self._page(word[(page & 0x3FFFFF) * PAGE_BYTES :][:PAGE_BYTES], is_paragraph)
        order = sorted(range(len(self.starts)), key=self.starts.__getitem__)
        self.starts = [self.starts[place] for place in order]
        self.properties = [self.properties[place] for place in order]

    def _page(self, page: bytes, is_paragraph: bool) -> None:
        if len(page) < PAGE_BYTES:
            return
        runs = page[-1]
        starts = struct.unpack_from(f"<{runs + 1}I", page, 0)
        for run in range(runs):
            place = page[4 * (runs + 1) + run * (13 if is_paragraph else 1)] * 2
            self.starts.append(starts[run])
            self.properties.append((_paragraph if is_paragraph else _run)(page, place) if place else {})

    def at(self, offset: int) -> Properties:
        place = bisect_right(self.starts, offset) - 1
        return self.properties[place] if place >= 0 else {}


def _run(page: bytes, place: int) -> Properties:
    return _properties(page[place + 1 : place + 1 + page[place]])


def _paragraph(page: bytes, place: int) -> Properties:
    """PapxInFkp (2.9.175): the size counts words; 0 says that it stands in the next byte."""
    size = page[place] * 2 - 1
    start = place + 1
    if size < 0:
        size, start = page[place + 1] * 2, place + 2
    style = struct.unpack_from("<H", page, start)[0]
    return {STYLE: style} | _properties(page[start + 2 : start + size])


def _properties(grpprl: bytes) -> Properties:
    """The single property modifiers of a run: operation → operand, the bytes read as one little-endian number."""
    out: Properties = {}
    place = 0
    while place + 3 <= len(grpprl):
        operation = struct.unpack_from("<H", grpprl, place)[0]
        place += 2
        size = OPERAND_BYTES.get(operation >> 13, 0)
        if not size and operation in LONG_OPERANDS:
            size = struct.unpack_from("<H", grpprl, place)[0] + 1
        elif not size:
            size = grpprl[place] + 1
        out[operation] = int.from_bytes(grpprl[place : place + min(size, 4)], "little")
        place += size
    return out


def _characters(word: bytes, table: bytes) -> Iterator[_Character]:
    """The main text, piece by piece (2.4.1); footnotes, headers and comments stand behind it and are left."""
    formats = _Formats(word, table, FC_CHPX, is_paragraph=False)
    left = min(struct.unpack_from("<I", word, CCP_TEXT)[0], MAX_CHARACTERS)
    for start, length, is_compressed in _pieces(word, table):
        step = 1 if is_compressed else 2
        length = min(length, left)
        left -= length
        raw = word[start : start + length * step]
        text = raw.decode("cp1252" if is_compressed else "utf-16-le", "replace")
        at = start
        for character in text:
            yield _Character(character, at, formats.at(at))
            at += step if ord(character) < 0x10000 else 4


def _pieces(word: bytes, table: bytes) -> Iterator[tuple[int, int, bool]]:
    start, size = struct.unpack_from("<II", word, FC_CLX)
    clx = table[start : start + size]
    place = 0
    while place < len(clx) and clx[place] == 1:
        place += 3 + struct.unpack_from("<H", clx, place + 1)[0]
    if place >= len(clx) or clx[place] != 2:
        raise ValueError("no piece table")
    plc = clx[place + 5 : place + 5 + struct.unpack_from("<I", clx, place + 1)[0]]
    count = (len(plc) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", plc, 0)
    for piece in range(count):
        where = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * piece + 2)[0]
        is_compressed = bool(where & 0x40000000)
        offset = where & 0x3FFFFFFF
        yield (offset // 2 if is_compressed else offset), ends[piece + 1] - ends[piece], is_compressed


@dataclass
class _Writing:
    """The HTML being written: runs of a paragraph, cells of a row, rows of a table."""

    attachment: Attachment
    word: bytes
    data: bytes
    html: list[str] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    lost: int = 0
    runs: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    searched: int = 0  # how far the main stream was searched for drawn pictures

    def write(self, characters: Iterator[_Character], paragraphs: _Formats) -> None:
        codes = 0  # how many fields we stand inside whose codes, not results, are being read
        for character in characters:
            text = character.text
            if text in (FIELD_BEGINS, FIELD_RESULT, FIELD_ENDS):
                codes += {FIELD_BEGINS: 1, FIELD_RESULT: -1}.get(text, 0)
                codes = max(codes, 0)
                continue
            if text in PARAGRAPH_ENDS or text == CELL_ENDS:
                self._close(paragraphs.at(character.at), text == CELL_ENDS)
            elif not codes and not (character.look.get(DELETED) or character.look.get(HIDDEN)):
                self._run(text, character.look)
        self._close({}, False)
        self._end_table()

    def _run(self, text: str, look: Properties) -> None:
        if text == INLINE_PICTURE:
            where = look.get(PICTURE_AT)
            self._picture(self._inline(where) if where is not None else None)
        elif text == DRAWN_PICTURE:
            self._picture(self._drawn())
        elif text in BREAKS:
            self.runs.append(BREAKS[text])
        elif printable(text):
            shown = escaped(text)
            self.runs.append(f"<b>{shown}</b>" if look.get(BOLD) == 1 else shown)

    def _close(self, look: Properties, is_cell: bool) -> None:
        words = "".join(self.runs).replace("</b><b>", "")
        self.runs = []
        if look.get(ROW_END) and is_cell:
            self.rows.append("".join(f"<td>{cell}</td>" for cell in self.cells))
            self.cells = []
            return
        if is_cell or look.get(IN_TABLE):
            self.cell.append(words)
            if is_cell:
                self.cells.append("<br>".join(part for part in self.cell if part))
                self.cell = []
            return
        self._end_table()
        if words.strip():
            tag = HEADING_STYLES.get(look.get(STYLE, 0), "") or ("h2" if look.get(OUTLINE, 9) == 0 else "p")
            align = ALIGNMENTS.get(look.get(ALIGN, look.get(ALIGN_97, 0)) & 0xFF, "")
            self.html.append(f"<{tag}{align}>{words}</{tag}>\n")

    def _end_table(self) -> None:
        if self.rows:
            self.html.append("<table>" + "".join(f"<tr>{row}</tr>" for row in self.rows) + "</table>\n")
        self.rows, self.cells, self.cell = [], [], []

    def _inline(self, where: int) -> bytes | None:
        """PICFAndOfficeArtData (2.9.192): a size, a header, and the picture somewhere behind."""
        if where + 4 > len(self.data):
            return None
        size = struct.unpack_from("<I", self.data, where)[0]
        region = self.data[where : where + size]
        found = PICTURE_START.search(region)
        return region[found.start() :] if found else None

    def _drawn(self) -> bytes | None:
        """The next picture of those that float: they stand in the main stream, in the order they were drawn."""
        found = PICTURE_START.search(self.word, self.searched)
        if not found:
            return None
        following = PICTURE_START.search(self.word, found.end())
        self.searched = following.start() if following else len(self.word)
        return self.word[found.start() : self.searched]

    def _picture(self, data: bytes | None) -> None:
        kind = media_types.media_type(data) if data else ""
        if not data or not kind.startswith("image/") or len(self.files) >= MAX_PICTURES:
            self.lost += 1
            return
        content_id = f"{self.attachment.sha256[:16]}-{len(self.files) + 1}"
        name = f"image{len(self.files) + 1}.{kind.removeprefix('image/').replace('jpeg', 'jpg')}"
        self.files.append(Attachment(name, kind, data, content_id=content_id, inline=True))
        self.runs.append(f'<img src="cid:{content_id}">')


def _claim(title: bytes | str | None) -> str:
    """The file's own title; its code page is as often wrong as right."""
    return charsets.decode(title).text.strip("\x00 ") if isinstance(title, bytes) else title or ""
