"""How a mail of this folder and its expectation are put together. The MIME is written by demo/write_mails.py."""

import base64
import json
import struct
import sys
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FILES = HERE / "files"
sys.path.insert(0, str(HERE.parents[1] / "demo"))

import pictures
import write_mails as mime

from tests.mails.stories import Story

SENDER = ("林晓禾", "lin@qhzy-demo.example")
Mail = tuple[bytes, dict[str, Any]]
NUMBER = iter(range(1, 10_000))


def mail(
    part: mime.Part | str, subject: str, sender: tuple[str, str] = SENDER, charset: str = "utf-8", **headers: str
) -> bytes:
    """A mail with this part or plain text; header names are written with _ for -."""
    content = mime.text(part, charset) if isinstance(part, str) else part
    number = next(NUMBER)
    shown = f"{mime.word(sender[0], charset)} <{sender[1]}>" if sender[0] else sender[1]
    head = [
        ("From", shown),
        ("To", "tougao@huaxia-demo.example"),
        ("Subject", mime.word(subject, charset)),
        ("Date", f"Wed, 18 Nov 2026 09:{number // 60 % 60:02d}:{number % 60:02d} +0800"),
        ("Message-ID", f"<mail-{number}@{sender[1].partition('@')[2]}>"),
        ("MIME-Version", "1.0"),
        *((name.replace("_", "-"), value) for name, value in headers.items()),
    ]
    return mime.rendered(([*head, *content[0]], content[1]))


def raw(head: str, body: str | bytes, charset: str = "utf-8") -> bytes:
    """A mail byte by byte, for those that no program should have written."""
    rows = head.strip("\n").replace("\r\n", "\n").replace("\n", "\r\n").encode(mime.codec(charset))
    return (
        rows
        + b"\r\n\r\n"
        + (body if isinstance(body, bytes) else body.replace("\n", "\r\n").encode(mime.codec(charset)))
    )


def mixed(*parts: mime.Part) -> mime.Part:
    return mime.multipart("mixed", parts, "----=_Part_0_1")


def alternative(plain: str, html: str, charset: str = "utf-8") -> mime.Part:
    return mime.multipart(
        "alternative", [mime.text(plain, charset), mime.text(html, charset, "html")], "----=_Part_1_2"
    )


def html(content: str, charset: str = "utf-8") -> mime.Part:
    return mime.text(content, charset, "html")


def photo(scene: str = "campus", width: int = 360, height: int = 240) -> bytes:
    return pictures.jpeg(pictures.scene(scene, width, height), 60)


def jpg(name: str, scene: str = "campus", width: int = 360) -> mime.Part:
    return mime.file(name, "image/jpeg", photo(scene, width))


def word(*rows: str, title: str = "", byline: str = "", picture: bytes = b"", caption: str = "") -> bytes:
    """A .docx as a press officer writes it: the title in the middle and bold, the byline below, the text indented."""
    document = mime.WordFile("Administrator")
    if title:
        document.title(title)
    if byline:
        document.line(byline, "center")
    for place, row in enumerate(rows):
        document.line(row)
        if picture and place == 0:
            document.picture(picture, caption)
    return document.data()


def docx(name: str, data: bytes) -> mime.Part:
    return mime.file(name, mime.DOCX_TYPE, data)


def kept(name: str) -> bytes:
    """A file written once by another program, because its bytes are never twice the same."""
    return (FILES / name).read_bytes()


def article(
    title: str,
    text: Iterable[str],
    byline: str = "",
    source: str = "",
    credit: str = "",
    headings: Iterable[str] = (),
    captions: Iterable[str] = (),
) -> dict[str, Any]:
    return {
        "title": title,
        "byline": byline,
        "source": source,
        "credit": credit,
        "text": "\n".join(text),
        "headings": list(headings),
        "images": [{"caption": caption} for caption in captions],
    }


def of(
    story: Story, byline: str = "", source: str = "", credit: str = "", captions: Iterable[str] = ()
) -> dict[str, Any]:
    return article(story.title, story.paragraphs, byline, source, credit, captions=captions)


def expect(*articles: dict[str, Any], kind: str = "submission", **more: Any) -> dict[str, Any]:
    """`warnings` and `refused` hold words that must be among them."""
    return {"kind": kind, "articles": list(articles), **more}


def none(kind: str) -> dict[str, Any]:
    return {"kind": kind, "articles": []}


def tnef(body: str, files: list[tuple[str, bytes]]) -> bytes:
    """winmail.dat ([MS-OXTNEF] 2.1): signature, key, then attributes with their checksums."""

    def attribute(level: int, identity: int, data: bytes) -> bytes:
        return struct.pack("<BII", level, identity, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)

    out = struct.pack("<IH", 0x223E9F78, 1)
    out += attribute(1, 0x00089006, struct.pack("<I", 0x00010000))
    out += attribute(1, 0x00069007, struct.pack("<II", 936, 0))
    out += attribute(1, 0x0002800C, body.encode("gbk") + b"\0")
    for name, data in files:
        out += attribute(2, 0x00069002, b"\1\0" + b"\0" * 12)
        out += attribute(2, 0x00018010, name.encode("gbk") + b"\0")
        out += attribute(2, 0x0006800F, data)
    return out


def rar(files: list[tuple[str, bytes]]) -> bytes:
    """A RAR 2.9 archive that only stores; no free program writes that format."""

    def block(kind: int, flags: int, rest: bytes, data: bytes = b"") -> bytes:
        head = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
        return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head + data

    out = b"Rar!\x1a\x07\x00" + block(0x73, 0, b"\0" * 6)
    for name, data in files:
        shown = name.encode("utf-8")
        rest = struct.pack(
            "<IIBIIBBHI", len(data), len(data), 3, zlib.crc32(data), 0x5D713A40, 29, 0x30, len(shown), 0o100644
        )
        out += block(0x74, 0x8000, rest + shown, data)
    return out + block(0x7B, 0x4000, b"")


def quoted(charset: str, kind: str, data: bytes) -> str:
    """One encoded word of bytes that need not be whole characters."""
    if kind == "B":
        return f"=?{charset}?B?{base64.b64encode(data).decode()}?="
    return f"=?{charset}?Q?{''.join(f'={byte:02X}' for byte in data)}?="


def written(mails: dict[str, Mail], folder: Path) -> None:
    for name, (content, expected) in mails.items():
        (folder / f"{name}.eml").write_bytes(content)
        told = json.dumps(expected, ensure_ascii=False, indent=1) + "\n"
        (folder / f"{name}.json").write_text(told, "utf-8")
