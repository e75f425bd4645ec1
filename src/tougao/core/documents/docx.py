"""Word files (.docx) by mammoth: inserted text in, deleted text and comments out."""

import io
import re
import zipfile
import zlib
from typing import Any

import lxml.etree
import mammoth

from tougao.core import media_types
from tougao.core.characters import line
from tougao.core.documents import wordml
from tougao.core.documents.archive import check_size
from tougao.core.documents.manuscript import Manuscript
from tougao.core.notice import Notice, gettext_noop, notice
from tougao.core.submission import Attachment
from tougao.errors import SubmissionError

BROKEN = gettext_noop("{name} cannot be opened as a Word file: it is damaged. Ask for it again, or paste its text.")
FOREIGN_PICTURE = gettext_noop("{name} holds a picture of a format browsers do not show ({kind}).")


STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='标题'] => h1:fresh
p[style-name='Subtitle'] => h1.subtitle:fresh
p[style-name='副标题'] => h1.subtitle:fresh
p[style-name='Heading 1'] => h2:fresh
p[style-name='heading 1'] => h2:fresh
p[style-name='标题 1'] => h2:fresh
p[style-name='Heading 2'] => h3:fresh
p[style-name='heading 2'] => h3:fresh
p[style-name='标题 2'] => h3:fresh
p[style-name='Heading 3'] => h3:fresh
p[style-name='heading 3'] => h3:fresh
p[style-name='Caption'] => p.caption:fresh
p[style-name='caption'] => p.caption:fresh
p[style-name='题注'] => p.caption:fresh
u => u
comment-reference =>
"""
WORD = wordml.WORD
FOOTNOTE = re.compile(r'<ol><li id="(?:foot|end)note-')
BACK_UP = re.compile(r'\s*<a href="#(?:foot|end)note-ref-[^"]*">[^<]*</a>')
NOTE_MARK = re.compile(r'<sup><a href="#(?:foot|end)note-[^"]*" id="[^"]*">(\[\d+\])</a></sup>')
CORE = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
}


def manuscript(attachment: Attachment) -> Manuscript:
    """Raises SubmissionError when the file is damaged, or would unpack to more than we hold."""
    try:
        check_size(attachment)
        notices: list[Notice] = []
        files: list[Attachment] = []

        def picture(image: Any) -> dict[str, str]:
            with image.open() as source:
                data = source.read()
            kind = media_types.media_type(data, image.content_type)
            if not kind.startswith("image/"):
                told = notice(FOREIGN_PICTURE, name=attachment.name, kind=image.content_type)
                if told not in notices:
                    notices.append(told)
                return {"src": ""}
            content_id = f"{attachment.sha256[:16]}-{len(files) + 1}"
            suffix = kind.removeprefix("image/").replace("jpeg", "jpg")
            files.append(Attachment(f"image{len(files) + 1}.{suffix}", kind, data, content_id=content_id, inline=True))
            return {"src": f"cid:{content_id}"}

        data, root = wordml.plain(attachment.data)
        result = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=STYLES,
            convert_image=mammoth.images.img_element(picture),
            ignore_empty_paragraphs=True,
        )
        html = _with_footnotes(_with_alignment(result.value, root))
        title, author = _claims(attachment.data)
    except SubmissionError:
        raise
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError, KeyError, OSError,
            AttributeError, TypeError, IndexError, SyntaxError, lxml.etree.LxmlError) as trouble:  # fmt: skip
        raise SubmissionError(BROKEN, name=attachment.name) from trouble
    return Manuscript(html, tuple(files), title, author, tuple(notices))


def _with_footnotes(html: str) -> str:
    """Notes as paragraphs below the text, each with its mark; the way back up is for pages, not for print."""
    body, start, notes = html.rpartition('<ol><li id="')
    if not start or not FOOTNOTE.match(start + notes):
        return html
    rows = re.findall(r"<li[^>]*>(.*?)</li>", BACK_UP.sub("", start + notes), re.DOTALL)
    below = (f"<p>[{place}] {re.sub(r'</?p>', ' ', row).strip()}</p>" for place, row in enumerate(rows, 1))
    return NOTE_MARK.sub(r"<sup>\1</sup>", body) + "\n".join(below)


def _with_alignment(html: str, root: lxml.etree._Element) -> str:
    """Mark centred and right-aligned paragraphs: mammoth drops what a title or a signature line is told by.

    Paragraphs are matched by their words, in order, because mammoth leaves out empty and deleted ones.
    """
    aligned = []
    for paragraph in root.iter(f"{WORD}p"):
        justification = paragraph.find(f"{WORD}pPr/{WORD}jc")
        value = justification.get(f"{WORD}val", "") if justification is not None else ""
        if value in ("center", "right", "end"):
            words = "".join(node.text or "" for node in paragraph.iter(f"{WORD}t"))
            if words.strip():
                aligned.append(("center" if value == "center" else "right", "".join(words.split())))
    if not aligned:
        return html
    waiting = iter(aligned)
    wanted = next(waiting, None)
    out = []
    for piece in re.split(r"(?=<(?:p|h[1-6])[ >])", html):
        words = "".join(re.sub(r"<[^>]+>", "", piece.split("</p>", 1)[0].split("</h", 1)[0]).split())
        if wanted and words and _unescaped(words) == wanted[1]:
            piece = re.sub(r"^<(p|h[1-6])", rf'<\1 align="{wanted[0]}"', piece, count=1)
            wanted = next(waiting, None)
        out.append(piece)
    return "".join(out)


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


def _claims(data: bytes) -> tuple[str, str]:
    """dc:title and dc:creator of the file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "docProps/core.xml" not in archive.namelist():
            return "", ""
        root = lxml.etree.fromstring(archive.read("docProps/core.xml"), lxml.etree.XMLParser(resolve_entities=False))
    return line(root.findtext("dc:title", "", CORE)), line(root.findtext("dc:creator", "", CORE))
