"""Zip files: their members as attachments, Chinese names read right, bombs refused."""

import io
import zipfile
import zlib

from tougao.core import charsets, media_types, names
from tougao.core.notice import gettext_noop
from tougao.core.submission import Attachment
from tougao.errors import SubmissionError

MAX_MEMBERS = 200
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_RATIO = 200
FREE_BYTES = 1024 * 1024  # below this no ratio is suspicious

TOO_MANY = gettext_noop("{name} holds more than {limit} files.")
TOO_LARGE = gettext_noop("{name} would unpack to more than {limit} MB.")
ENCRYPTED = gettext_noop("{name} is protected by a password.")
BROKEN = gettext_noop("{name} cannot be unpacked: it is damaged.")

# What systems and editors leave in archives.
NOISE = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini", "~$")


def unpack(attachment: Attachment) -> tuple[Attachment, ...]:
    """The files in a zip file, in its order, nothing of its paths used. Raises SubmissionError."""
    try:
        with zipfile.ZipFile(io.BytesIO(attachment.data)) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            _check(archive, attachment)
            out = []
            for info in members:
                name = _name(info)
                if is_noise(name):
                    continue
                data = archive.read(info)
                kind = media_types.media_type(data, "", name)
                out.append(Attachment(names.safe(name, kind), kind, data, folder=folder(name)))
            return tuple(out)
    except (
        zipfile.BadZipFile,
        zlib.error,
        RuntimeError,
        NotImplementedError,
        EOFError,
        ValueError,
        OSError,
    ) as trouble:
        raise SubmissionError(BROKEN, name=attachment.name) from trouble


def is_noise(name: str) -> bool:
    return any(f"/{noise}" in f"/{name}" for noise in NOISE)


def folder(name: str) -> str:
    """The folder a member stood in: which pictures belong to which manuscript is told by it, nothing else."""
    return name.replace("\\", "/").rpartition("/")[0]


def check_size(attachment: Attachment) -> None:
    """Raises SubmissionError when an office file would unpack to more than is sane."""
    with zipfile.ZipFile(io.BytesIO(attachment.data)) as archive:
        _check(archive, attachment)


def _check(archive: zipfile.ZipFile, attachment: Attachment) -> None:
    members = [info for info in archive.infolist() if not info.is_dir()]
    if len(members) > MAX_MEMBERS and attachment.media_type == media_types.ZIP:
        raise SubmissionError(TOO_MANY, name=attachment.name, limit=MAX_MEMBERS)
    if any(info.flag_bits & 1 for info in members):
        raise SubmissionError(ENCRYPTED, name=attachment.name)
    unpacked = sum(info.file_size for info in members)
    if unpacked > MAX_UNPACKED_BYTES or (unpacked > FREE_BYTES and unpacked > MAX_RATIO * max(1, attachment.size)):
        raise SubmissionError(TOO_LARGE, name=attachment.name, limit=MAX_UNPACKED_BYTES // 1024 // 1024)


def _name(info: zipfile.ZipInfo) -> str:
    """Bit 11 says UTF-8 (APPNOTE 4.4.4); without it the standard library read CP437, and Chinese systems wrote GBK."""
    if info.flag_bits & 0x800:
        return info.filename
    return charsets.decode(info.orig_filename.encode("cp437", "replace"), "").text
