"""Manuscript files → HTML: one module a format behind one `convert()`."""

from collections.abc import Callable

from tougao.core import media_types
from tougao.core.documents import docx, odt, pdf, plain, rtf
from tougao.core.documents.archive import unpack
from tougao.core.documents.manuscript import Manuscript
from tougao.core.notice import Notice, gettext_noop, notice
from tougao.core.submission import Attachment
from tougao.errors import SubmissionError

__all__ = ["Manuscript", "convert", "is_manuscript", "refusal", "unpack"]

NOT_READ = gettext_noop("{name} is not of a format whose text we can read.")
OLD_WORD = gettext_noop("{name} is an old Word or WPS file (.doc, .wps); ask for a .docx, or paste its text.")
ENCRYPTED_OFFICE = gettext_noop("{name} is protected by a password.")
PROGRAM = gettext_noop("{name} is a program and was not kept as a file of the article.")
PACKED = gettext_noop("{name} is a {kind} archive; ask for a .zip, or unpack it yourself.")
EMPTY = gettext_noop("{name} is empty.")
BROKEN = gettext_noop("{name} cannot be read: it is damaged. Ask for it again, or paste its text.")

CONVERTERS: dict[str, Callable[[Attachment], Manuscript]] = {
    media_types.DOCX: docx.manuscript,
    media_types.ODT: odt.manuscript,
    media_types.RTF: rtf.manuscript,
    "text/rtf": rtf.manuscript,
    media_types.PDF: pdf.manuscript,
    "text/plain": plain.text_manuscript,
    "text/markdown": plain.markdown_manuscript,
    "text/html": plain.html_manuscript,
}

REFUSALS = {
    media_types.DOC: OLD_WORD,
    media_types.OLE: OLD_WORD,
    media_types.PROGRAM: PROGRAM,
}
PACKERS = {media_types.RAR: "RAR", "application/x-7z-compressed": "7z", "application/gzip": "gzip"}


def is_manuscript(attachment: Attachment) -> bool:
    """May the text of an article stand in this file?"""
    return attachment.media_type in CONVERTERS


def refusal(attachment: Attachment) -> Notice | None:
    """Why nothing can be made of this file, for the kinds whose absence an editor must know of."""
    if not attachment.data:
        return notice(EMPTY, name=attachment.name)
    if attachment.media_type in PACKERS:
        return notice(PACKED, name=attachment.name, kind=PACKERS[attachment.media_type])
    if attachment.media_type == media_types.DOC and _is_encrypted(attachment.data):
        return notice(ENCRYPTED_OFFICE, name=attachment.name)
    message = REFUSALS.get(attachment.media_type)
    return notice(message, name=attachment.name) if message else None


def _is_encrypted(data: bytes) -> bool:
    return "EncryptedPackage".encode("utf-16-le") in data


def convert(attachment: Attachment) -> Manuscript:
    """The text and pictures of a file. Raises SubmissionError, in words for an editor, when they cannot be had."""
    if not attachment.data:
        raise SubmissionError(EMPTY, name=attachment.name)
    converter = CONVERTERS.get(attachment.media_type)
    if converter is None:
        raise SubmissionError(NOT_READ, name=attachment.name)
    try:
        return converter(attachment)
    except SubmissionError:
        raise
    except (
        Exception
    ) as trouble:  # what a library makes of a stranger's bytes has no bounds; the rest of the mail goes on
        raise SubmissionError(BROKEN, name=attachment.name) from trouble
