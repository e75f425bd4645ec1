"""The rest of what mail does: pictures that name no place, names that are none, headers twice or not at all."""

import io
import zipfile

from tests.mails.building import Mail, docx, expect, html, jpg, kept, mail, mime, mixed, of, photo, raw, word
from tests.mails.stories import CONTEST, LECTURE, READING, SPORT, VISIT


def mails() -> dict[str, Mail]:
    rows = "".join(f"<p>{row}</p>" for row in SPORT.paragraphs)
    head = "From: lin@qhzy-demo.example\nMIME-Version: 1.0"

    def related(body: str, *parts: mime.Part) -> bytes:
        return mail(mime.multipart("related", [html(body), *parts], "----=_n"), SPORT.title)

    loose = mime.leaf([("Content-Type", 'image/jpeg; name="a.jpg"'), ("Content-ID", "<p1>")], photo("track"))
    dashes = [
        LECTURE.paragraphs[0],
        "--这是破折号开头的一行，讲座海报上原样如此，编辑请不要删去，因为它属于正文的一部分。",
        "发件人：一位听众。他在来信中写道，讲座让他想起了自己的小学老师。",
        *LECTURE.paragraphs[1:],
    ]
    long_name = "青禾职业学院" * 60 + ".docx"
    return {
        "nasty-cid-without-disposition": (
            related(f"<p>{SPORT.title}</p><img src='cid:p1'>{rows}", loose),
            expect(of(SPORT, captions=[""])),
        ),
        "nasty-cid-used-twice": (
            related(f"<p>{SPORT.title}</p><img src='cid:p1'>{rows}<img src='cid:p1'>", loose),
            expect(of(SPORT, captions=[""])),
        ),
        "nasty-cid-of-nothing": (
            related(f"<p>{SPORT.title}</p><img src='cid:gone'>{rows}", loose),
            expect(of(SPORT, captions=[""])),
        ),
        "nasty-cid-inline-and-attached": (
            related(f"<p>{SPORT.title}</p><img src='cid:p1'>{rows}", loose, jpg("入场式.jpg", "track")),
            expect(of(SPORT, captions=[""])),
        ),
        "nasty-dashes-and-senders-in-the-text": (
            mail(LECTURE.title + "\n\n" + "\n\n".join(dashes), LECTURE.title),
            {"kind": "submission", "articles": [{"title": LECTURE.title, "text": "\n".join(dashes)}]},
        ),
        "nasty-most-of-it-looks-like-a-card": (
            mail(
                "招生电话汇总\n\n"
                + "\n".join(
                    f"{school}招生办 电话：0371-5555{number:04d}"
                    for number, school in enumerate(
                        (
                            "青禾学院",
                            "清河学院",
                            "南湖学院",
                            "云岭学院",
                            "梧桐大学",
                            "江城学院",
                            "滨海学院",
                            "长岭学院",
                            "东湖学院",
                            "西山学院",
                        )
                    )
                )
                + "\n\n联系人：林晓禾 13800000000",
                "招生电话",
            ),
            {"kind": "submission", "warnings": ["all left in"]},
        ),
        "nasty-names": (
            mail(
                mixed(
                    mime.text(f"{VISIT.title}\n\n{VISIT.text}"),
                    mime.file(
                        "tcmime.123.bin", "application/octet-stream", word(*CONTEST.paragraphs, title=CONTEST.title)
                    ),
                    mime.file("稿\u202excod.exe.jpg", "image/jpeg", photo("campus")),
                    mime.file(long_name, mime.DOCX_TYPE, word(*LECTURE.paragraphs, title=LECTURE.title)),
                    jpg("同名.jpg", "library"),
                    jpg("同名.jpg", "workshop"),
                ),
                "x",
            ),
            {
                "kind": "submission",
                "attachments": [
                    {"name": "tcmime.123.bin", "role": "manuscript"},
                    {"name": "稿xcod.exe.jpg", "role": "image"},
                    {"name": "同名.jpg", "role": "image"},
                ],
            },
        ),
        "nasty-two-content-types": (
            raw(
                f"{head}\nSubject: x\nContent-Type: text/plain; charset=utf-8\nContent-Type: text/html; charset=gbk\nContent-Transfer-Encoding: 8bit",
                f"{READING.title}\n\n{READING.text}",
            ),
            expect(of(READING)),
        ),
        "nasty-no-header-at-all": (("\n" + f"{READING.title}\n\n{READING.text}").encode(), expect(of(READING))),
        "nasty-plain-that-is-html": (
            raw(
                f"{head}\nSubject: x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit",
                f"<html><body><h1>{READING.title}</h1>"
                + "".join(f"<p>{row}</p>" for row in READING.paragraphs)
                + "</body></html>",
            ),
            expect(of(READING)),
        ),
        "nasty-bare-line-feeds-and-returns": (
            f"{head}\nSubject: x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{READING.title}\r\r{READING.text}".encode(),
            expect(of(READING)),
        ),
        "nasty-duplicate-boundary": (
            raw(
                f"{head}\nSubject: x\nContent-Type: multipart/mixed; boundary=same",
                f"--same\nContent-Type: multipart/alternative; boundary=same\n\n--same\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{READING.title}\n\n{READING.text}\n--same--\n--same--\n",
            ),
            expect(of(READING)),
        ),
        "nasty-from-with-line-breaks-encoded": (
            raw(
                f"From: =?utf-8?Q?=E6=9E=97=0D=0ABcc:_x@y.example?= <lin@qhzy-demo.example>\nSubject: {mime.word(READING.title)}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit",
                READING.text,
            ),
            expect(of(READING), **{"from": {"name": "林 Bcc: x@y.example", "address": "lin@qhzy-demo.example"}}),
        ),
        "nasty-emf-picture-in-word": (
            mail(
                mixed(
                    mime.text("见附件"),
                    docx("稿.docx", _with_emf(word(*VISIT.paragraphs, title=VISIT.title, picture=photo("workshop")))),
                ),
                "x",
            ),
            expect(of(VISIT), warnings=["format browsers do not show"]),
        ),
        "nasty-7z-with-a-password": (
            mail(
                mixed(
                    mime.text("见附件，密码电话告知"), mime.file("稿.7z", "application/octet-stream", kept("locked.7z"))
                ),
                "x",
            ),
            {"kind": "submission", "refused": ["稿.7z"], "warnings": ["password"]},
        ),
        "nasty-html-of-five-thousand-links": (
            mail(
                html(
                    f"<p>{SPORT.title}</p>{rows}<p>"
                    + "".join(f"<a href='http://x.example/{n}'></a>" for n in range(5000))
                    + "</p>"
                ),
                "x",
            ),
            expect(of(SPORT)),
        ),
        "nasty-markdown-title-and-crlf-header-line": (
            mail(mime.text(f"# {SPORT.title}\n\n{SPORT.text}"), "x"),
            {"kind": "submission", "articles": [{"text": "\n".join(SPORT.paragraphs)}]},
        ),
    }


def _with_emf(data: bytes) -> bytes:
    emf = b"\x01\x00\x00\x00\x6c\x00\x00\x00" + b"\0" * 32 + b" EMF" + b"\0" * 200
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, emf if name.startswith("word/media/") else source.read(name))
    return mime.same_zip(out.getvalue())
