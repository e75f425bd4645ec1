"""Manuscript files → HTML: one module a format behind one `convert()`; archives → their members behind one `unpack()`."""

import io
import zipfile
from collections.abc import Callable

from tougao.core import media_types
from tougao.core.documents import archive, doc, docx, odt, packed, pdf, plain, rtf
from tougao.core.documents.manuscript import Manuscript
from tougao.core.notice import Notice, gettext_noop, notice
from tougao.core.submission import Attachment
from tougao.errors import SubmissionError

__all__ = ["Manuscript", "convert", "is_archive", "is_manuscript", "refusal", "unpack"]

NOT_READ = gettext_noop("{name} is not of a format whose text we can read.")
ENCRYPTED_OFFICE = gettext_noop("{name} is protected by a password.")
PROGRAM = gettext_noop("{name} is a program and was not kept as a file of the article.")
MACROS = gettext_noop("{name} carries macros (a program inside), so it was not opened; ask for a plain .docx.")
EMPTY = gettext_noop("{name} is empty.")
BROKEN = gettext_noop("{name} cannot be read: it is damaged. Ask for it again, or paste its text.")

CONVERTERS: dict[str, Callable[[Attachment], Manuscript]] = {
    media_types.DOCX: docx.manuscript,
    media_types.DOC: doc.manuscript,
    media_types.OLE: doc.manuscript,
    media_types.ODT: odt.manuscript,
    media_types.RTF: rtf.manuscript,
    "text/rtf": rtf.manuscript,
    media_types.PDF: pdf.manuscript,
    "text/plain": plain.text_manuscript,
    "text/markdown": plain.markdown_manuscript,
    "text/html": plain.html_manuscript,
}
UNPACKERS: dict[str, Callable[[Attachment], tuple[Attachment, ...]]] = {
    media_types.ZIP: archive.unpack,
    **dict.fromkeys(packed.KINDS, packed.unpack),
}
# Streams and members by which programs inside office files are known; names in the old container are UTF-16.
OLE_MACROS = tuple(name.encode("utf-16-le") for name in ("_VBA_PROJECT", "VBA_PROJECT_CUR"))
OLE_ENCRYPTED = tuple(name.encode("utf-16-le") for name in ("EncryptedPackage", "EncryptionInfo"))
ZIP_MACROS = ("vbaproject.bin", "vbadata.xml")


def is_manuscript(attachment: Attachment) -> bool:
    """May the text of an article stand in this file?"""
    return attachment.media_type in CONVERTERS


def is_archive(attachment: Attachment) -> bool:
    return attachment.media_type in UNPACKERS


def refusal(attachment: Attachment) -> Notice | None:
    """Why this file is not opened at all: what it holds decides, whatever it is called."""
    if not attachment.data:
        return notice(EMPTY, name=attachment.name)
    if attachment.media_type == media_types.PROGRAM:
        return notice(PROGRAM, name=attachment.name)
    if attachment.data.startswith(media_types.OLE_MAGIC):
        for marks, message in ((OLE_ENCRYPTED, ENCRYPTED_OFFICE), (OLE_MACROS, MACROS)):
            if any(mark in attachment.data for mark in marks):
                return notice(message, name=attachment.name)
    if attachment.media_type == media_types.DOCX and _has_macros(attachment.data):
        return notice(MACROS, name=attachment.name)
    return None


def _has_macros(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as members:
            return any(name.lower().endswith(ZIP_MACROS) for name in members.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False  # it is damaged, and will be told so when it is opened


def unpack(attachment: Attachment) -> tuple[Attachment, ...]:
    """The files in an archive, nothing of their paths used. Raises SubmissionError."""
    try:
        return UNPACKERS[attachment.media_type](attachment)
    except (SubmissionError, MemoryError):
        raise
    except Exception as trouble:  # as in convert()
        raise SubmissionError(BROKEN, name=attachment.name) from trouble


def convert(attachment: Attachment) -> Manuscript:
    """The text and pictures of a file. Raises SubmissionError, in words for an editor, when they cannot be had."""
    if not attachment.data:
        raise SubmissionError(EMPTY, name=attachment.name)
    converter = CONVERTERS.get(attachment.media_type)
    if converter is None:
        raise SubmissionError(NOT_READ, name=attachment.name)
    try:
        return converter(attachment)
    except (SubmissionError, MemoryError):
        raise
    except Exception as trouble:  # a stranger's bytes can raise anything in a library; the rest of the mail goes on
        raise SubmissionError(BROKEN, name=attachment.name) from trouble
