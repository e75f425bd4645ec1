"""What contributors may send, in words: made of the tables by which files are opened, so the page cannot promise more."""

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass

from tougao.core import documents, media_types
from tougao.core.documents import packed
from tougao.core.notice import gettext_noop


@dataclass(frozen=True)
class Format:
    """`name` as people know it; `extensions` as they see them; `media_types` by which its bytes are known."""

    name: str
    extensions: tuple[str, ...]
    media_types: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    title: str
    formats: tuple[Format, ...]


MANUSCRIPTS, PHOTOS, ARCHIVES = gettext_noop("Manuscripts"), gettext_noop("Photos"), gettext_noop("Archives")

FORMATS = (
    Group(
        MANUSCRIPTS,
        (
            Format("Word", ("docx", "doc"), (media_types.DOCX, media_types.DOC, media_types.OLE)),
            Format("WPS", ("wps",), (media_types.DOC,)),
            Format("OpenDocument", ("odt",), (media_types.ODT,)),
            Format("RTF", ("rtf",), (media_types.RTF, "text/rtf")),
            Format("PDF", ("pdf",), (media_types.PDF,)),
            Format(gettext_noop("plain text"), ("txt", "md"), ("text/plain", "text/markdown")),
            Format(gettext_noop("web page"), ("html", "htm"), ("text/html",)),
        ),
    ),
    Group(
        PHOTOS,
        (
            Format("JPEG", ("jpg", "jpeg"), ("image/jpeg",)),
            Format("PNG", ("png",), ("image/png",)),
            Format("WebP", ("webp",), ("image/webp",)),
            Format("TIFF", ("tif", "tiff"), ("image/tiff",)),
            Format("BMP", ("bmp",), ("image/bmp",)),
            Format("GIF", ("gif",), ("image/gif",)),
            Format("HEIC", ("heic",), ("image/heic",)),
        ),
    ),
    Group(
        ARCHIVES,
        (
            Format("ZIP", ("zip",), (media_types.ZIP,)),
            Format("RAR", ("rar",), (media_types.RAR,)),
            Format("7z", ("7z",), (media_types.SEVEN_ZIP,)),
            Format("tar.gz", ("tar", "gz", "tgz"), (media_types.TAR, media_types.GZIP)),
        ),
    ),
)


def unopened() -> tuple[str, ...]:
    """The media types that cannot be opened on this machine, for a part that is not installed."""
    return (*(() if _opens_packed() else packed.KINDS), *(() if _opens_heic() else ("image/heic",)))


def _opens_packed() -> bool:
    try:
        import libarchive  # noqa: F401 - it looks for the C library when it is imported
    except (ImportError, OSError, AttributeError, TypeError):
        return False
    return True


def _opens_heic() -> bool:
    return importlib.util.find_spec("pillow_heif") is not None


def is_opened(media_type: str) -> bool:
    """Do we open files of this type, where all parts are installed?"""
    return media_type.startswith("image/") or media_type in documents.CONVERTERS or media_type in documents.UNPACKERS


def accepted(unopened: Sequence[str] = ()) -> tuple[Group, ...]:
    """Every format that is opened but for those types."""
    return tuple(
        Group(group.title, tuple(each for each in group.formats if not set(each.media_types) & set(unopened)))
        for group in FORMATS
    )


def extensions(unopened: Sequence[str] = ()) -> tuple[str, ...]:
    """Every extension a browser may offer for choosing, with its dot."""
    return tuple(f".{name}" for group in accepted(unopened) for each in group.formats for name in each.extensions)
