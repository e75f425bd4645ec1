"""Names of files: what a person would read, made safe to show and to save."""

import re
from pathlib import PurePosixPath

from tougao.core.characters import composed, line

MAX_NAME_CHARACTERS = 120
UNSAFE = re.compile(r'[<>:"|?*\\/]')
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)  # device names on Windows

# What a camera, a phone or a chat calls a picture tells a reader nothing.
MEANINGLESS = re.compile(
    r"(?:img|dsc[fn]?|dscf|pic|photo|image|picture|screenshot|mmexport|wx_camera|wechatimg|qq图片|qq截图|微信图片|微信截图|"
    r"企业微信截图|屏幕截图|截图|图片|照片|配图|附件|新建|未命名|untitled|p|tu|图)?[\s_\-（(]*[\da-f_\-\s.,，、()（）]*",
    re.IGNORECASE,
)
COPY_MARK = re.compile(r"(?:\s*[(（]\d{1,2}[)）]|\s*-\s*副本|_副本|\s*- copy|的副本)+$", re.IGNORECASE)
NUMBERING = re.compile(r"^(?:图\s*[\d一二三四五六七八九十]{1,2}|\d{1,2})\s*[.、．:：_\-\s]\s*")

PICTURE_NUMBER = re.compile(r"[\s_\-—（(]*(?:图片?|照片|配图|附图)\s*[\d一二三四五六七八九十]{1,2}[)）]?$")

EXTENSIONS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/msword": "doc",
    "application/pdf": "pdf",
    "application/rtf": "rtf",
    "application/zip": "zip",
    "application/vnd.oasis.opendocument.text": "odt",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/heic": "heic",
    "text/plain": "txt",
    "text/html": "html",
    "message/rfc822": "eml",
}


def safe(name: str, media_type: str = "") -> str:
    """The last part of a path without characters that harm; named after its type when nothing is left.

    >>> safe("../../运动会.docx"), safe("CON.txt"), safe("", "image/jpeg")
    ('运动会.docx', '_CON.txt', 'file.jpg')
    """
    last = line(composed(name)).replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    cleaned = UNSAFE.sub("_", last).strip(" .")
    if not cleaned:
        extension = EXTENSIONS.get(media_type, "")
        return f"file.{extension}" if extension else "file"
    if RESERVED.match(cleaned):
        cleaned = f"_{cleaned}"
    return shortened(cleaned)


def shortened(name: str) -> str:
    """At most MAX_NAME_CHARACTERS, the extension kept."""
    if len(name) <= MAX_NAME_CHARACTERS:
        return name
    suffix = extension(name)
    tail = f".{suffix}" if suffix else ""
    return name[: MAX_NAME_CHARACTERS - len(tail) - 1].rstrip() + "…" + tail


def extension(name: str) -> str:
    """Lower case, without the dot; empty when there is none that looks like one."""
    suffix = PurePosixPath(name).suffix[1:].lower()
    return suffix if suffix.isascii() and suffix.isalnum() and len(suffix) <= 5 else ""


def stem(name: str) -> str:
    suffix = extension(name)
    return name[: -len(suffix) - 1] if suffix else name


def told(name: str) -> str:
    """What a file's name tells a reader (a caption, a title), or nothing.

    >>> told("图1 学生在实训车间.jpg"), told("IMG_20231120_0931.jpg"), told("微信图片_20231120.jpg")
    ('学生在实训车间', '', '')
    """
    words = COPY_MARK.sub("", stem(name)).strip()
    words = PICTURE_NUMBER.sub("", words).strip()
    numbered = NUMBERING.match(words)
    words = NUMBERING.sub("", words).strip(" _-.、，")
    if words.isascii():
        words = re.sub(r"[-_]+", " ", words)
    shortest = 2 if numbered else 4
    return (
        "" if MEANINGLESS.fullmatch(words) or len(words) < shortest or not re.search(r"[^\W\d_]{2}", words) else words
    )
