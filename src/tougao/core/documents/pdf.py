"""PDF files by pypdf: their words in reading order, lines joined to paragraphs."""

import io
import re

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from tougao.core.characters import HAN, line, printable
from tougao.core.documents.manuscript import Manuscript
from tougao.core.markup import paragraphs_html
from tougao.core.notice import gettext_noop, notice
from tougao.core.submission import Attachment
from tougao.errors import SubmissionError

MAX_PAGES = 100
BROKEN = gettext_noop("{name} cannot be opened as a PDF: it is damaged. Ask for a .docx.")
ENCRYPTED = gettext_noop("{name} is protected by a password.")
SCANNED = gettext_noop("{name} holds pictures of text only; ask for a .docx, or type it in.")
ROUGH = gettext_noop("The text was taken from a PDF; check its paragraphs against the file.")

ENDS = re.compile(r"[。！？!?：:；;”」》）)…]$")


def manuscript(attachment: Attachment) -> Manuscript:
    """Raises SubmissionError when there are no words to be had."""
    try:
        reader = PdfReader(io.BytesIO(attachment.data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise SubmissionError(ENCRYPTED, name=attachment.name)
        pages = [printable(page.extract_text() or "") for page in reader.pages[:MAX_PAGES]]
        title = line(str(reader.metadata.title or "")) if reader.metadata else ""
    except SubmissionError:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError,
            NotImplementedError, ArithmeticError) as trouble:  # fmt: skip
        raise SubmissionError(BROKEN, name=attachment.name) from trouble
    rows = [row for page in pages for row in page.split("\n") if row.strip() and not row.strip().isdecimal()]
    if not rows:
        raise SubmissionError(SCANNED, name=attachment.name)
    return Manuscript(
        "\n".join(paragraphs_html(paragraph) for paragraph in joined(rows)), title=title, notices=(notice(ROUGH),)
    )


def joined(rows: list[str]) -> list[str]:
    """Paragraphs of printed lines: a line as long as the longest that does not end a sentence goes on in the next."""
    full = max(len(row.strip()) for row in rows)
    out: list[str] = []
    goes_on = False
    for row in rows:
        words = row.strip()
        indented = row.startswith(("\u3000", "  "))
        if goes_on and not indented:
            gap = "" if HAN.match(words[:1]) or HAN.match(out[-1][-1:]) else " "
            out[-1] += gap + words
        else:
            out.append(words)
        goes_on = len(words) >= full - 3 or (len(words) > full * 0.8 and not ENDS.search(words))
    return out
