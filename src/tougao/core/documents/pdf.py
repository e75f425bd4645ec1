"""PDF files by PDFium: characters with their places, put into lines, paragraphs and pictures as a reader sees them.

A PDF says where each character stands and nothing about paragraphs. Characters are drawn in any order (quotation marks
of another font last, as a rule), so lines are made from places; a paragraph begins where a line is set in, or where
the line above ended early.
"""

import ctypes
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

import pypdfium2
from pypdfium2 import raw

from tougao.core import media_types
from tougao.core.characters import HAN, line, printable
from tougao.core.documents.manuscript import Manuscript
from tougao.core.markup import escaped
from tougao.core.notice import gettext_noop, notice
from tougao.core.submission import Attachment
from tougao.errors import SubmissionError

MAX_PAGES = 60
MAX_CHARACTERS = 200_000
MAX_PICTURES = 40
MIN_PICTURE_POINTS = 60  # on the page; smaller ones are badges and rules
BROKEN = gettext_noop("{name} cannot be opened as a PDF: it is damaged. Ask for a .docx.")
ENCRYPTED = gettext_noop("{name} is protected by a password.")
SCANNED = gettext_noop("{name} holds pictures of text only; ask for a .docx, or type it in.")
ROUGH = gettext_noop("The text was taken from a PDF; check its paragraphs against the file.")

# Shares of the usual size of a character.
SAME_LINE = 0.5
INDENT = 1.2
SHORT_END = 2.5
GAP = 0.35
EARLY_END = 0.7  # of the width of a page that sets its paragraphs in
PARAGRAPH_GAP = 2.4
ROW_GAP = 2.2
CENTRED = 2.6  # more than a first line is set in
HEADING_SIZE = 1.15


@dataclass(frozen=True)
class _Character:
    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2


@dataclass(frozen=True)
class _Line:
    text: str
    left: float
    right: float
    top: float
    size: float
    is_row: bool = False  # of a table: its words stand far apart


@dataclass(frozen=True)
class _Picture:
    top: float
    content_id: str


def manuscript(attachment: Attachment) -> Manuscript:
    """Raises SubmissionError when there are no words to be had."""
    try:
        document = pypdfium2.PdfDocument(attachment.data)
    except pypdfium2.PdfiumError as trouble:
        message = ENCRYPTED if "password" in str(trouble).lower() else BROKEN
        raise SubmissionError(message, name=attachment.name) from trouble
    with document:
        html: list[str] = []
        files: list[Attachment] = []
        has_words = False
        for number in range(min(len(document), MAX_PAGES)):
            page = document[number]
            lines = _lines(_characters(page))
            has_words = has_words or bool(lines)
            html += _html(lines, _pictures(page, attachment, files) if lines else [])
        title = line(document.get_metadata_dict().get("Title", ""))
    if not has_words:
        raise SubmissionError(SCANNED, name=attachment.name)
    return Manuscript("\n".join(_joined(html)), tuple(files), title=title, notices=(notice(ROUGH),))


def _characters(page: Any) -> list[_Character]:
    text_page = page.get_textpage()
    out = []
    for place in range(min(text_page.count_chars(), MAX_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(text_page, place)
        if raw.FPDFText_IsGenerated(text_page, place) == 1 or not 0x20 < code < 0x110000:
            continue
        text = printable(chr(code))
        if text.strip():
            left, bottom, right, top = text_page.get_charbox(place, loose=True)
            out.append(_Character(text, left, right, bottom, top, raw.FPDFText_GetFontSize(text_page, place)))
    return out


def _lines(characters: list[_Character]) -> list[_Line]:
    """Rows from top to bottom; what stands at the same height is one row, sorted from left to right."""
    rows: list[list[_Character]] = []
    for character in sorted(characters, key=lambda each: -each.middle):
        height = max(character.top - character.bottom, 1.0)
        if rows and abs(rows[-1][0].middle - character.middle) < SAME_LINE * height:
            rows[-1].append(character)
        else:
            rows.append([character])
    return [_row(sorted(row, key=lambda each: each.left)) for row in rows]


def _row(row: list[_Character]) -> _Line:
    size = median(character.size for character in row) or 1.0
    text, widest = row[0].text, 0.0
    for before, character in pairwise(row):
        gap = character.left - before.right
        widest = max(widest, gap)
        text += (" " if gap > GAP * size else "") + character.text
    return _Line(text, row[0].left, row[-1].right, max(each.top for each in row), size, widest > ROW_GAP * size)


def _html(lines: list[_Line], pictures: list[_Picture]) -> list[str]:
    """The paragraphs of a page with its pictures between them. Ones that may go on begin or end with OPEN."""
    lines = [each for each in lines if not (each.text.strip("-—· ").isdecimal() and len(each.text) < 8)]
    if not lines:
        return [f'<p><img src="cid:{picture.content_id}"></p>' for picture in pictures]
    usual = median(each.size for each in lines)
    left, right = min(each.left for each in lines), max(each.right for each in lines)
    sets_in = sum(INDENT * each.size < each.left - left < CENTRED * each.size for each in lines) >= 2
    out: list[str] = []
    waiting = sorted(pictures, key=lambda each: -each.top)
    before: _Line | None = None
    for each in lines:
        while waiting and waiting[0].top >= each.top:
            out.append(f'<p><img src="cid:{waiting.pop(0).content_id}"></p>')
            before = None
        centred = _is_centred(each, left, right) or each.size > usual * HEADING_SIZE
        starts = (
            before is None
            or _is_centred(before, left, right)
            or each.left > left + INDENT * each.size
            or before.right < (left + EARLY_END * (right - left) if sets_in else right - SHORT_END * before.size)
            or abs(each.size - before.size) > 0.1 * usual
            or before.is_row
            or each.is_row
            or before.top - each.top > PARAGRAPH_GAP * each.size
        )
        words = escaped(each.text)
        if centred:
            # A title of several lines is one line when its first is full.
            goes_on = before is not None and before.right > right - SHORT_END * each.size and before.size == each.size
            if goes_on and each.size > usual * HEADING_SIZE and out[-1].endswith("</b></p>"):
                out[-1] = _continued(out[-1].removesuffix("</b></p>"), words) + "</b></p>"
                out[-1] = out[-1].replace("</p></b></p>", "</b></p>")
            else:
                words = f"<b>{words}</b>" if each.size > usual * HEADING_SIZE else words
                out.append(f'<p align="center">{words}</p>')
        elif starts:
            out.append(f"<p>{words}</p>")
        else:
            out[-1] = _continued(out[-1], words)
        before = each
    return out + [f'<p><img src="cid:{picture.content_id}"></p>' for picture in waiting]


def _is_centred(each: _Line, left: float, right: float) -> bool:
    before, after = each.left - left, right - each.right
    return before > CENTRED * each.size and abs(before - after) < CENTRED * each.size


def _continued(paragraph: str, words: str) -> str:
    body = paragraph.removesuffix("</p>")
    gap = "" if HAN.match(words[:1]) or HAN.match(body[-1:]) or not words[:1].isalnum() else " "
    return f"{body}{gap}{words}</p>"


def _joined(html: list[str]) -> Iterator[str]:
    """Paragraphs that a page break cut in two: the first half ends no sentence and the second is not set in."""
    kept = ""
    for piece in html:
        if kept and kept.startswith("<p>") and piece.startswith("<p>") and "<img" not in kept + piece and _is_cut(kept):
            kept = _continued(kept, piece.removeprefix("<p>").removesuffix("</p>"))
            continue
        if kept:
            yield kept
        kept = piece
    if kept:
        yield kept


def _is_cut(paragraph: str) -> bool:
    words = paragraph.removesuffix("</p>")
    return len(words) > 40 and words[-1] not in "。！？!?.：:；;”」》）)…"


def _pictures(page: Any, attachment: Attachment, files: list[Attachment]) -> list[_Picture]:
    """The photos of a page; each becomes a file of the manuscript."""
    out = []
    for found in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        if len(files) >= MAX_PICTURES:
            break
        left, bottom, right, top = found.get_bounds()
        if min(right - left, top - bottom) < MIN_PICTURE_POINTS:
            continue
        data = _picture_data(found)
        kind = media_types.media_type(data) if data else ""
        if kind.startswith("image/"):
            content_id = f"{attachment.sha256[:16]}-{len(files) + 1}"
            name = f"image{len(files) + 1}.{kind.removeprefix('image/').replace('jpeg', 'jpg')}"
            files.append(Attachment(name, kind, data, content_id=content_id, inline=True))
            out.append(_Picture(top, content_id))
    return out


def _picture_data(found: Any) -> bytes:
    """A JPEG as it was put in, anything else drawn anew; nothing when PDFium cannot."""
    out = io.BytesIO()
    try:
        found.extract(out)
        if not media_types.media_type(out.getvalue()).startswith("image/"):
            out = io.BytesIO()
            found.get_bitmap().to_pil().convert("RGB").save(out, "PNG")
    except (pypdfium2.PdfiumError, ValueError, OSError, ctypes.ArgumentError):
        return b""
    return out.getvalue()
