"""Files that are text already: .txt, .md, .html."""

from markdown_it import MarkdownIt

from tougao.core import charsets
from tougao.core.characters import printable
from tougao.core.documents.manuscript import Manuscript
from tougao.core.markup import paragraphs_html
from tougao.core.notice import Notice
from tougao.core.submission import Attachment


def text_manuscript(attachment: Attachment) -> Manuscript:
    """A text file: every line a paragraph, as Notepad users write."""
    decoded = charsets.decode(attachment.data)
    rows = (row for row in printable(decoded.text).split("\n") if row.strip())
    return Manuscript("\n".join(paragraphs_html(row) for row in rows), notices=_told(decoded))


def markdown_manuscript(attachment: Attachment) -> Manuscript:
    decoded = charsets.decode(attachment.data)
    return Manuscript(MarkdownIt("commonmark").enable("table").render(printable(decoded.text)), notices=_told(decoded))


def html_manuscript(attachment: Attachment) -> Manuscript:
    decoded = charsets.decode(attachment.data)
    return Manuscript(printable(decoded.text), notices=_told(decoded))


def _told(decoded: charsets.Decoded) -> tuple[Notice, ...]:
    return (decoded.notice,) if decoded.notice else ()
