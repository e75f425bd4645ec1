"""RAR, 7z, tar and gzip archives through libarchive, where that library is present; only members in memory are read."""

from collections.abc import Iterator
from typing import Any

from tougao.core import charsets, media_types, names
from tougao.core.documents.archive import MAX_MEMBERS, MAX_UNPACKED_BYTES, TOO_LARGE, TOO_MANY, folder, is_noise
from tougao.core.notice import gettext_noop
from tougao.core.submission import Attachment
from tougao.errors import SubmissionError

ENCRYPTED = gettext_noop("{name} is protected by a password.")
BROKEN = gettext_noop("{name} cannot be unpacked: it is damaged.")
ABSENT = gettext_noop(
    "{name} is a {kind} archive, and libarchive, which opens those, is not installed; ask for a .zip."
)

KINDS = {
    media_types.RAR: "RAR",
    media_types.SEVEN_ZIP: "7z",
    media_types.GZIP: "gzip",
    media_types.TAR: "tar",
}
# Asked for any format, libarchive finds the zip that a Word file is inside an archive that only stores it.
FORMS = {
    media_types.RAR: ("rar", "rar5"),
    media_types.SEVEN_ZIP: ("7zip",),
    media_types.GZIP: ("tar", "raw"),
    media_types.TAR: ("tar",),
}


def unpack(attachment: Attachment) -> tuple[Attachment, ...]:
    """The files in the archive, in its order, nothing of its paths used. Raises SubmissionError."""
    try:
        import libarchive  # it looks for the C library when it is imported, and that may be absent
    except (ImportError, OSError, AttributeError, TypeError) as trouble:
        raise SubmissionError(ABSENT, name=attachment.name, kind=KINDS[attachment.media_type]) from trouble
    try:
        for form in FORMS[attachment.media_type]:
            try:
                with libarchive.memory_reader(attachment.data, format_name=form) as entries:
                    return tuple(_members(entries, attachment))
            except libarchive.ArchiveError:
                if form == FORMS[attachment.media_type][-1]:
                    raise
    except libarchive.ArchiveError as trouble:
        said = str(trouble).lower()
        message = ENCRYPTED if "encrypt" in said or "passphrase" in said else BROKEN
        raise SubmissionError(message, name=attachment.name) from trouble
    return ()


def _members(entries: Any, attachment: Attachment) -> Iterator[Attachment]:
    unpacked = 0
    for count, entry in enumerate(entries):
        if count >= MAX_MEMBERS:
            raise SubmissionError(TOO_MANY, name=attachment.name, limit=MAX_MEMBERS)
        if not entry.isreg:
            continue
        name = _name(entry, attachment)
        pieces = []
        for block in entry.get_blocks():
            unpacked += len(block)
            if unpacked > MAX_UNPACKED_BYTES:
                raise SubmissionError(TOO_LARGE, name=attachment.name, limit=MAX_UNPACKED_BYTES // 1024 // 1024)
            pieces.append(bytes(block))
        data = b"".join(pieces)
        if data and not is_noise(name):
            kind = media_types.media_type(data, "", name)
            yield Attachment(names.safe(name, kind), kind, data, folder=folder(name))


def _name(entry: Any, attachment: Attachment) -> str:
    """gzip alone knows no name inside; of others the bytes may be in any charset."""
    raw = entry.pathname
    name = charsets.decode(raw).text if isinstance(raw, bytes) else str(raw)
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return attachment.name.rpartition(".")[0] if name in ("data", "") else name
