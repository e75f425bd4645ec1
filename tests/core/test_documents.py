"""Manuscript files become HTML, or a sentence that says why not."""

import io
import zipfile
from pathlib import Path

import pytest

from tougao.core import media_types
from tougao.core.documents import convert, refusal, unpack
from tougao.core.markup import text_of
from tougao.core.message import submission
from tougao.core.submission import Attachment
from tougao.errors import SubmissionError

MAILS = Path(__file__).parents[2] / "demo" / "mails"


def file(name: str, data: bytes) -> Attachment:
    return Attachment(name, media_types.media_type(data, "", name), data)


@pytest.fixture(scope="module")
def word() -> bytes:
    return submission((MAILS / "04-word-and-note.eml").read_bytes()).attachments[0].data


def odt(body: str) -> bytes:
    out = io.BytesIO()
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", media_types.ODT)
        archive.writestr(
            "content.xml",
            f'<o:document-content xmlns:o="{office}" xmlns:t="{text}"><o:body><o:text>{body}</o:text></o:body></o:document-content>',
        )
    return out.getvalue()


def test_a_word_file_gives_headings_tables_and_pictures(word):
    made = convert(file("稿.docx", word))
    assert "从插秧到收割" in made.html
    assert "<table>" in made.html
    assert made.html.count('src="cid:') == len(made.files) == 1
    assert made.files[0].media_type == "image/jpeg"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("稿.txt", "第一行\n第二行".encode("gb18030"), "第一行\n第二行"),
        ("稿.md", "# 题\n\n**好** 文".encode(), "题\n好 文"),
        ("稿.html", "<meta charset=gbk><p>好</p><script>x</script>".encode("gbk"), "好"),
        (
            "稿.rtf",
            rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0 x;}}\'ba\'c3\par \u20320?\u22909? {\*\generator x}}",
            "好\n你好",
        ),
        ("稿.rtf", rb"{\rtf1\uc1\u-10179?\u-8704? end}", "\U0001f600 end"),
        ("稿.odt", odt('<t:h t:outline-level="1">题</t:h><t:p>甲<t:s/>乙<t:line-break/>丙</t:p>'), "题\n甲 乙\n丙"),
    ],
)
def test_other_formats_give_their_words(name, data, words):
    assert text_of(convert(file(name, data)).html) == words


def damaged(data: bytes) -> list[bytes]:
    """Cut off, hollow, and with XML that is none."""
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content[:-200] if name == "word/document.xml" else content)
    return [data[: len(data) // 2], data[:40], b"PK\x03\x04" + b"\x00" * 50, broken.getvalue()]


def test_damaged_files_are_told_by_name(word):
    for data in damaged(word):
        with pytest.raises(SubmissionError, match="坏"):
            convert(Attachment("坏.docx", media_types.DOCX, data))


@pytest.mark.parametrize("kind", [media_types.DOCX, media_types.ODT, media_types.PDF])
@pytest.mark.parametrize("data", [b"", b"x", b"PK\x03\x04", b"%PDF-1.4\n%%EOF", b"\x00" * 1000])
def test_no_bytes_break_a_converter(kind, data):
    with pytest.raises(SubmissionError):
        convert(Attachment("坏.x", kind, data))


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def test_an_archive_gives_its_files_without_its_paths_and_noise():
    found = unpack(
        file(
            "包.zip",
            zipped(
                ("../../稿件/甲.txt", b"a"), ("__MACOSX/._x", b"b"), ("Thumbs.db", b"c"), ("b/乙.jpg", b"\xff\xd8\xff")
            ),
        )
    )
    assert [each.name for each in found] == ["甲.txt", "乙.jpg"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped(("bomb.txt", b"0" * 300_000_000)), "would unpack to more than"),
        (zipped(*((f"{n}.txt", b"x") for n in range(300))), "more than 200 files"),
        (b"PK\x03\x04broken", "damaged"),
    ],
)
def test_archives_that_are_bombs_or_broken_are_refused(data, words):
    with pytest.raises(SubmissionError, match=words):
        unpack(Attachment("包.zip", media_types.ZIP, data))


def test_an_archive_with_a_password_is_told():
    data = bytearray(zipped(("a.txt", b"secret")))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        place = data.index(mark) + (6 if mark.endswith(b"\x04") else 8)
        data[place] |= 1
    with pytest.raises(SubmissionError, match="password"):
        unpack(file("包.zip", bytes(data)))


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        (
            "稿.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        ("照片.jpg", b"MZ\x90\x00" + b"\0" * 99, "is a program"),
        ("稿.exe", b"anything", "is a program"),
        ("稿.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"), "macros"),
        ("run.txt", b"#!/bin/sh\nrm -rf /", "is a program"),
        ("空.docx", b"", "is empty"),
    ],
)
def test_what_we_do_not_take_is_known_by_its_bytes_and_told(name, data, words):
    told = refusal(file(name, data))
    assert told is not None
    assert words in str(told)
    assert name in str(told)
