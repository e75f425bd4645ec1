"""Mails that mean harm, or could do some. What counts is that nothing runs, loads, breaks or lies about its order."""

import io
import zipfile

from tests.mails.building import Mail, docx, expect, html, jpg, mail, mime, mixed, of, raw, word
from tests.mails.stories import SPORT, VISIT


def mails() -> dict[str, Mail]:
    rows = "".join(f"<p onclick='steal()'>{row}</p>" for row in VISIT.paragraphs)
    entity = (
        '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
        + "".join(f'<!ENTITY {chr(98 + step)} "{f"&{chr(97 + step)};" * 10}">' for step in range(8))
        + '<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>&i;&x;</w:t></w:r></w:p></w:body></w:document>"
    )
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("大.txt", (2026, 11, 17, 8, 0, 0)), b"\0" * 60_000_000, zipfile.ZIP_DEFLATED)
    nested = "Content-Type: multipart/mixed; boundary=b0\n\n" + "".join(
        f"--b{depth}\nContent-Type: multipart/mixed; boundary=b{depth + 1}\n\n" for depth in range(60)
    )
    many = "".join(f"--m\nContent-Type: text/plain; name=f{number}.txt\n\nx\n" for number in range(900))
    head = "From: lin@qhzy-demo.example\nSubject: x\nMIME-Version: 1.0"
    return {
        "hostile-html": (
            mail(
                html(
                    f"<base href='http://evil.example/'><meta http-equiv=refresh content='0;url=http://evil.example'><p>{VISIT.title}</p>{rows}"
                    "<script>alert(1)</script><svg onload=alert(1)><a xlink:href='javascript:x'>x</a></svg><iframe src=http://evil.example></iframe>"
                    "<img src=http://evil.example/t.gif width=1><img src='data:text/html;base64,PHNjcmlwdD4='><form action=http://evil.example><input></form>"
                    "<p style=\"background:url('http://evil.example/b')\"></p><a href='javascript:alert(1)'></a>"
                ),
                "x",
            ),
            {"kind": "submission", "articles": [{"title": VISIT.title}]},
        ),
        "hostile-bidi-and-controls": (
            mail(f"\u202e{SPORT.title}\u202c\n\n" + SPORT.text.replace("，", "，\u200b\u2066"), f"\u202e{SPORT.title}"),
            expect(of(SPORT)),
        ),
        "hostile-names": (
            mail(
                mixed(
                    mime.text(f"{SPORT.title}\n\n{SPORT.text}"),
                    jpg("../../../etc/passwd.jpg"),
                    docx("CON.docx", word(*VISIT.paragraphs, title=VISIT.title)),
                ),
                "x",
            ),
            {"kind": "submission", "attachments": [{"name": "passwd.jpg"}, {"name": "_CON.docx"}]},
        ),
        "hostile-billion-laughs": (
            mail(
                mixed(mime.text(f"{VISIT.title}\n\n{VISIT.text}"), docx("笑.docx", _with_document(word("甲"), entity))),
                "x",
            ),
            {"kind": "submission", "articles": [{"title": VISIT.title, "text": "\n".join(VISIT.paragraphs)}]},
        ),
        "hostile-zip-bomb": (
            mail(
                mixed(
                    mime.text(f"{VISIT.title}\n\n{VISIT.text}"), mime.file("大.zip", "application/zip", bomb.getvalue())
                ),
                "x",
            ),
            expect(of(VISIT), refused=["大.zip"], warnings=["unpack to more"]),
        ),
        "hostile-nesting": (
            raw(f"{head}\n{nested.partition(chr(10))[0]}", nested.partition("\n\n")[2]),
            {"kind": ["empty", "submission"]},
        ),
        "hostile-many-parts": (
            raw(f"{head}\nContent-Type: multipart/mixed; boundary=m", many + "--m--"),
            {"kind": ["empty", "submission"], "warnings": ["more than"]},
        ),
        "hostile-long-header": (
            raw(
                f"From: lin@qhzy-demo.example\nSubject: {'x' * 900_000}\nContent-Type: text/plain; charset=utf-8",
                f"{SPORT.title}\n\n{SPORT.text}",
            ),
            {"kind": "submission", "articles": [{"title": SPORT.title}]},
        ),
        "hostile-svg": (
            mail(
                mixed(
                    mime.text(f"{VISIT.title}\n\n{VISIT.text}"),
                    mime.file(
                        "图.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
                    ),
                ),
                "x",
            ),
            expect(of(VISIT)),
        ),
    }


def _with_document(data: bytes, document: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, document if name == "word/document.xml" else source.read(name))
    return mime.same_zip(out.getvalue())
