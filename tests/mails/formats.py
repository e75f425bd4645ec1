"""Manuscript files of every format, and files that must not be opened."""

import io
import zipfile

from tests.mails.building import Mail, article, docx, expect, jpg, kept, mail, mime, mixed, of, photo, rar, word
from tests.mails.stories import CONTEST, LECTURE, READING, SPORT, TRAINING, VISIT

NOTE = mime.text("稿件见附件，请查收。")


def mails() -> dict[str, Mail]:
    headings = ["一、共建基地", "二、共育人才"]
    visit = [VISIT.paragraphs[0], headings[0], VISIT.paragraphs[1], headings[1], VISIT.paragraphs[2]]
    whole = article(VISIT.title, visit, "秦朗", credit="南湖技师学院", headings=headings, captions=["图为签约仪式现场"])
    training = [*TRAINING.paragraphs, "县区 人数", "江城区 41", "东湖区 65"]
    return {
        "format-doc": (
            mail(mixed(NOTE, mime.file("校企合作.doc", "application/msword", kept("visit.doc"))), "投稿"),
            expect(whole),
        ),
        "format-doc-named-docx": (mail(mixed(NOTE, docx("校企合作.docx", kept("visit.doc"))), "投稿"), expect(whole)),
        "format-wps": (
            mail(mixed(NOTE, mime.file("培训.wps", "application/octet-stream", kept("training.wps"))), "投稿"),
            expect(article(TRAINING.title, training, "罗素芬", credit="江城市教育局")),
        ),
        "format-odt": (
            mail(
                mixed(NOTE, mime.file("校企合作.odt", "application/vnd.oasis.opendocument.text", kept("visit.odt"))),
                "投稿",
            ),
            expect(whole),
        ),
        "format-rtf": (
            mail(mixed(NOTE, mime.file("培训.rtf", "application/rtf", kept("training.rtf"))), "投稿"),
            expect(article(TRAINING.title, training, "罗素芬", credit="江城市教育局")),
        ),
        "format-pdf": (
            mail(mixed(NOTE, mime.file("讲座.pdf", "application/pdf", kept("lecture.pdf"))), "投稿"),
            expect(of(LECTURE, "柳溪", source="梧桐大学新闻网")),
        ),
        "format-pdf-scan": (
            mail(mixed(NOTE, mime.file("扫描件.pdf", "application/pdf", kept("scan.pdf"))), "投稿"),
            {"kind": "submission", "warnings": ["pictures of text only"], "refused": ["扫描件.pdf"]},
        ),
        "format-txt-gbk": (
            mail(
                mixed(
                    NOTE,
                    mime.file(
                        "运动会.txt",
                        "text/plain",
                        f"{SPORT.title}\r\n作者：林晓禾\r\n{SPORT.rows}".replace("\n", "\r\n").encode("gbk"),
                    ),
                ),
                "投稿",
            ),
            expect(of(SPORT, "林晓禾")),
        ),
        "format-markdown": (
            mail(
                mixed(
                    NOTE,
                    mime.file(
                        "读书节.md",
                        "text/markdown",
                        f"# {READING.title}\n\n**作者：赵蕊**\n\n{READING.text}\n".encode(),
                    ),
                ),
                "投稿",
            ),
            expect(of(READING, "赵蕊")),
        ),
        "format-7z": (
            mail(mixed(NOTE, mime.file("稿件.7z", "application/octet-stream", kept("lecture.7z"))), "投稿"),
            expect(of(LECTURE, "柳溪", source="梧桐大学新闻网", captions=[""])),
        ),
        "format-rar": (
            mail(
                mixed(
                    NOTE,
                    mime.file(
                        "稿件.rar",
                        "application/octet-stream",
                        rar(
                            [
                                ("竞赛.docx", word(*CONTEST.paragraphs, title=CONTEST.title)),
                                ("领奖现场.jpg", photo("campus")),
                            ]
                        ),
                    ),
                ),
                "投稿",
            ),
            expect(of(CONTEST, captions=["领奖现场"])),
        ),
        "format-heic": (
            mail(
                mixed(
                    mime.text(f"{SPORT.title}\n\n{SPORT.text}\n\n（林晓禾 文/图）"),
                    mime.file("IMG_0231.HEIC", "image/heic", kept("photo.heic")),
                ),
                "投稿",
            ),
            expect(of(SPORT, "林晓禾", captions=[""])),
        ),
        "format-docx-odd": (
            mail(mixed(NOTE, docx("稿件.docx", _odd())), "投稿"),
            expect(
                article(
                    SPORT.title,
                    [
                        SPORT.paragraphs[0],
                        "一、精心筹备",
                        "学校提前两个月成立组委会，下设竞赛、安保、宣传三个小组。",
                        "二、精彩纷呈",
                        SPORT.paragraphs[1] + "[1]",
                        "文本框中的提示：决赛将于周五举行。",
                        "[1] 和振邦，青禾职业学院院长。",
                    ],
                    headings=["一、精心筹备", "二、精彩纷呈"],
                )
            ),
        ),
        "refused-program-named-docx": (
            mail(
                mixed(mime.text(f"{VISIT.title}\n\n{VISIT.text}"), docx("稿件.docx", b"MZ\x90\x00" + b"\0" * 400)),
                "投稿",
            ),
            expect(of(VISIT), refused=["稿件.docx"], warnings=["is a program"]),
        ),
        "refused-macros": (
            mail(
                mixed(
                    mime.text(f"{VISIT.title}\n\n{VISIT.text}"),
                    docx("稿件.docx", _with_member(word(*VISIT.paragraphs), "word/vbaProject.bin")),
                ),
                "投稿",
            ),
            expect(of(VISIT), refused=["稿件.docx"], warnings=["macros"]),
        ),
        "refused-encrypted-docx": (
            mail(
                mixed(
                    NOTE,
                    docx(
                        "加密稿件.docx",
                        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
                        + b"\0" * 600
                        + "EncryptedPackage".encode("utf-16-le")
                        + b"\0" * 600,
                    ),
                ),
                "投稿",
            ),
            {"kind": "submission", "refused": ["加密稿件.docx"], "warnings": ["password"]},
        ),
        "refused-encrypted-zip": (
            mail(mixed(NOTE, mime.file("加密.zip", "application/zip", kept("locked.zip"))), "投稿"),
            {"kind": "submission", "refused": ["加密.zip"], "warnings": ["password"]},
        ),
        "refused-exe-inside-zip": (
            mail(
                mixed(
                    NOTE,
                    mime.file(
                        "稿件.zip",
                        "application/zip",
                        mime.gbk_zip(
                            [
                                ("讲座.docx", word(*LECTURE.paragraphs, title=LECTURE.title)),
                                ("查看.scr", b"MZ" + b"\0" * 90),
                            ]
                        ),
                    ),
                ),
                "投稿",
            ),
            expect(of(LECTURE), refused=["查看.scr"]),
        ),
        "refused-zero-bytes": (
            mail(mixed(mime.text(f"{VISIT.title}\n\n{VISIT.text}"), docx("稿件.docx", b"")), "投稿"),
            expect(of(VISIT), refused=["稿件.docx"], warnings=["is empty"]),
        ),
        "refused-damaged-docx": (
            mail(
                mixed(mime.text(f"{VISIT.title}\n\n{VISIT.text}"), docx("稿件.docx", word(*VISIT.paragraphs)[:3000])),
                "投稿",
            ),
            expect(of(VISIT), refused=["稿件.docx"], warnings=["damaged"]),
        ),
        "format-picture-inside-docx-once": (
            mail(
                mixed(
                    NOTE,
                    docx(
                        "竞赛.docx",
                        word(
                            *CONTEST.paragraphs,
                            title=CONTEST.title,
                            picture=photo("workshop"),
                            caption="图1 学生在实验室",
                        ),
                    ),
                    jpg("图1.jpg", "workshop"),
                ),
                "投稿",
            ),
            expect(of(CONTEST, captions=["学生在实验室"])),
        ),
    }


def _with_member(data: bytes, name: str) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name, (2026, 11, 17, 8, 0, 0)), b"Attribute VB_Name")
    return out.getvalue()


def _odd() -> bytes:
    """Numbers Word counts itself, a deletion, an insertion, a move, hidden text, a text box and a footnote."""
    from docx.oxml import parse_xml

    space = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    file = mime.WordFile("x")
    document = file.document
    numbering = document.part.numbering_part.element
    numbering.insert(
        0,
        parse_xml(
            f'<w:abstractNum {space} w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        ),
    )
    numbering.append(parse_xml(f'<w:num {space} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))

    def numbered(words: str) -> None:
        paragraph = document.add_paragraph(words)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {space}><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>')
        )

    file.title(SPORT.title)
    first = document.add_paragraph()
    for xml in (
        f"<w:r {space}><w:t>{SPORT.paragraphs[0][:20]}</w:t></w:r>",
        f'<w:del {space} w:id="1" w:author="a"><w:r><w:delText>删去的话</w:delText></w:r></w:del>',
        f'<w:moveFrom {space} w:id="2" w:author="a"><w:r><w:t>移走的话</w:t></w:r></w:moveFrom>',
        f"<w:r {space}><w:rPr><w:vanish/></w:rPr><w:t>隐藏的话</w:t></w:r>",
        f'<w:ins {space} w:id="3" w:author="a"><w:r><w:t>{SPORT.paragraphs[0][20:]}</w:t></w:r></w:ins>',
    ):
        first._p.append(parse_xml(xml))
    numbered("精心筹备")
    file.line("学校提前两个月成立组委会，下设竞赛、安保、宣传三个小组。")
    numbered("精彩纷呈")
    host = document.add_paragraph(SPORT.paragraphs[1])
    host._p.append(parse_xml(f'<w:r {space}><w:footnoteReference w:id="2"/></w:r>'))
    box = "<w:txbxContent><w:p><w:r><w:t>文本框中的提示：决赛将于周五举行。</w:t></w:r></w:p></w:txbxContent>"
    host._p.append(
        parse_xml(
            f'<w:r {space}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>'
        )
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file.data())) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            content = (
                content.replace(
                    b"</Types>",
                    b'<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>',
                )
                if name == "[Content_Types].xml"
                else content
            )
            if name == "word/_rels/document.xml.rels":
                content = content.replace(
                    b"</Relationships>",
                    b'<Relationship Id="rIdF" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/></Relationships>',
                )
            target.writestr(name, content)
        target.writestr(
            "word/footnotes.xml",
            f'<w:footnotes {space}><w:footnote w:id="2"><w:p><w:r><w:t>和振邦，青禾职业学院院长。</w:t></w:r></w:p></w:footnote></w:footnotes>'.encode(),
        )
    return mime.same_zip(out.getvalue())
