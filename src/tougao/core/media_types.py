"""What bytes are, whatever they are called: the first bytes of a file decide, its name only between equals."""

import io
import re
import zipfile

from tougao.core.names import extension

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
DOC = "application/msword"
RTF = "application/rtf"
PDF = "application/pdf"
ZIP = "application/zip"
RAR = "application/vnd.rar"
SEVEN_ZIP = "application/x-7z-compressed"
GZIP = "application/gzip"
TAR = "application/x-tar"
TNEF = "application/vnd.ms-tnef"
OLE = "application/x-ole-storage"
PROGRAM = "application/x-msdownload"
UNKNOWN = "application/octet-stream"

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", PDF),
    (b"{\\rtf", RTF),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"Rar!\x1a\x07", RAR),
    (b"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
    (b"\x1f\x8b", GZIP),
    (b"\x78\x9f\x3e\x22", TNEF),
    (b"MZ", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"#!", PROGRAM),
    (b"\xca\xfe\xba\xbe", PROGRAM),
    (b"\xfe\xed\xfa\xce", PROGRAM),
    (b"\xfe\xed\xfa\xcf", PROGRAM),
    (b"\xcf\xfa\xed\xfe", PROGRAM),
    (b"L\x00\x00\x00\x01\x14\x02\x00", PROGRAM),
    (b"II\xbc\x01", "image/vnd.ms-photo"),
    (OLE_MAGIC, OLE),
)

OLE_BY_EXTENSION = {
    "doc": DOC,
    "wps": DOC,
    "docx": DOC,
    "xls": "application/vnd.ms-excel",
    "et": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "msg": "application/vnd.ms-outlook",
}
BY_EXTENSION = {
    "txt": "text/plain",
    "md": "text/markdown",
    "markdown": "text/markdown",
    "htm": "text/html",
    "html": "text/html",
    "csv": "text/csv",
    "eml": "message/rfc822",
    "mp4": "video/mp4",
    "mp3": "audio/mpeg",
}
# The brands of ISO 14496-12 files that are pictures.
FILM_BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"), "image/heic"),
    b"avif": "image/avif",
}
PROGRAM_EXTENSIONS = frozenset(("exe lnk ps1 vbs com wsf bat pif jar js cmd hta msi scr apk").split())
HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body|div|p|table)\b", re.IGNORECASE | re.DOTALL)


def media_type(data: bytes, declared: str = "", name: str = "") -> str:
    """The media type (RFC 6838) of `data`; `declared` and `name` only help where the bytes do not tell."""
    suffix = extension(name)
    for magic, found in MAGIC:
        if data.startswith(magic):
            return OLE_BY_EXTENSION.get(suffix, OLE) if found == OLE else found
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[257:262] == b"ustar":
        return TAR
    if data[4:8] == b"ftyp":
        return FILM_BRANDS.get(data[8:12], "video/mp4")
    if data.startswith(b"BM") and len(data) > 54 and declared.startswith("image/"):
        return "image/bmp"
    if suffix in PROGRAM_EXTENSIONS:
        return PROGRAM
    if suffix in BY_EXTENSION:
        return BY_EXTENSION[suffix]
    if HTML.match(data[:500]):
        return "text/html"
    declared = declared.lower()
    if declared.startswith("image/") and declared != "image/svg+xml":
        return UNKNOWN  # a picture would have shown itself above
    return declared or UNKNOWN


def _zipped(data: bytes) -> str:
    """Which of the formats that are zip files inside."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = archive.read("mimetype").decode("ascii", "replace").strip()
                if kind.startswith("application/"):
                    return kind
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError):
        return ZIP
    for member, found in (
        ("AndroidManifest.xml", PROGRAM),
        ("classes.dex", PROGRAM),
        ("word/document.xml", DOCX),
        ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ):
        if member in names:
            return found
    return ZIP
