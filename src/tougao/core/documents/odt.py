"""OpenDocument texts (.odt): paragraphs, headings, tables and pictures of content.xml."""

import io
import zipfile
import zlib

import lxml.etree

from tougao.core import media_types
from tougao.core.characters import line
from tougao.core.documents.archive import check_size
from tougao.core.documents.manuscript import Manuscript
from tougao.core.markup import escaped
from tougao.core.notice import gettext_noop
from tougao.core.submission import Attachment
from tougao.errors import SubmissionError

BROKEN = gettext_noop("{name} cannot be opened as an OpenDocument text: it is damaged.")
ENCRYPTED = gettext_noop("{name} is protected by a password.")

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
DC = "{http://purl.org/dc/elements/1.1/}"
WRAPPED = {
    f"{TEXT}list": "ul",
    f"{TEXT}list-item": "li",
    f"{TABLE}table": "table",
    f"{TABLE}table-row": "tr",
    f"{TABLE}table-cell": "td",
}
LEFT_OUT = frozenset(
    {f"{TEXT}tracked-changes", f"{TEXT}note", "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}annotation"}
)


def manuscript(attachment: Attachment) -> Manuscript:
    """Raises SubmissionError when the file is damaged or encrypted."""
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        check_size(attachment)
        with zipfile.ZipFile(io.BytesIO(attachment.data)) as archive:
            members = set(archive.namelist())
            if "META-INF/manifest.xml" in members and b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise SubmissionError(ENCRYPTED, name=attachment.name)
            root = lxml.etree.fromstring(archive.read("content.xml"), parser)
            title = ""
            if "meta.xml" in members:
                title = line(lxml.etree.fromstring(archive.read("meta.xml"), parser).findtext(f".//{DC}title") or "")
            reading = _Reading(attachment, archive, members)
            body = root.find(".//{urn:oasis:names:tc:opendocument:xmlns:office:1.0}text")
            reading.visit(root if body is None else body)
    except (
        zipfile.BadZipFile,
        zlib.error,
        RuntimeError,
        EOFError,
        ValueError,
        KeyError,
        OSError,
        lxml.etree.LxmlError,
    ) as trouble:
        raise SubmissionError(BROKEN, name=attachment.name) from trouble
    return Manuscript("".join(reading.html), tuple(reading.files), title)


class _Reading:
    def __init__(self, attachment: Attachment, archive: zipfile.ZipFile, members: set[str]) -> None:
        self.attachment, self.archive, self.members = attachment, archive, members
        self.html: list[str] = []
        self.files: list[Attachment] = []

    def visit(self, node: lxml.etree._Element) -> None:
        if not isinstance(node.tag, str) or node.tag in LEFT_OUT:
            return
        if node.tag in (f"{TEXT}p", f"{TEXT}h"):
            level = node.get(f"{TEXT}outline-level", "1")
            tag = "p" if node.tag == f"{TEXT}p" else {"1": "h2"}.get(level, "h3")
            self.html.append(f"<{tag}>")
            self._inline(node)
            self.html.append(f"</{tag}>\n")
            return
        tag = WRAPPED.get(node.tag, "")
        if tag:
            self.html.append(f"<{tag}>")
        for child in node:
            self.visit(child)
        if tag:
            self.html.append(f"</{tag}>\n")

    def _inline(self, node: lxml.etree._Element) -> None:
        self.html.append(escaped(node.text or ""))
        for child in node:
            if isinstance(child.tag, str) and child.tag not in LEFT_OUT:
                if child.tag == f"{TEXT}s":
                    self.html.append(" " * min(int(child.get(f"{TEXT}c", "1")), 8))
                elif child.tag == f"{TEXT}tab":
                    self.html.append(" ")
                elif child.tag == f"{TEXT}line-break":
                    self.html.append("<br>")
                elif child.tag == f"{DRAW}image":
                    self._picture(child.get(f"{XLINK}href", ""))
                else:
                    self._inline(child)
            self.html.append(escaped(child.tail or ""))

    def _picture(self, member: str) -> None:
        if member not in self.members:
            return
        data = self.archive.read(member)
        kind = media_types.media_type(data)
        if kind.startswith("image/"):
            content_id = f"{self.attachment.sha256[:16]}-{len(self.files) + 1}"
            name = f"image{len(self.files) + 1}.{kind.removeprefix('image/').replace('jpeg', 'jpg')}"
            self.files.append(Attachment(name, kind, data, content_id=content_id, inline=True))
            self.html.append(f'<img src="cid:{content_id}">')
