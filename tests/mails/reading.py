"""Mails that are hard to read: charsets that are wrong, undeclared or mixed, MIME that is broken, signed or packed."""

import base64
import binascii

from tests.mails.building import (
    Mail,
    alternative,
    article,
    docx,
    expect,
    html,
    jpg,
    mail,
    mime,
    mixed,
    none,
    of,
    photo,
    quoted,
    raw,
    tnef,
    word,
)  # fmt: skip
from tests.mails.stories import CONTEST, LECTURE, READING, SPORT, TRADITIONAL, TRAINING, VISIT

LIN = "From: lin@qhzy-demo.example\nTo: tougao@huaxia-demo.example"


def mails() -> dict[str, Mail]:
    return {**charsets(), **structure(), **packed()}


def charsets() -> dict[str, Mail]:
    rare = (
        "丁祎、李喆、朱镕淏三名学生获奖，奖金共计€300。颁奖仪式于11月1日–3日举行，刘堃、王珺瑀两位老师应邀出席并致辞。"
    )
    body = f"{SPORT.title}\n作者：林晓禾\n{SPORT.rows}\n"
    return {
        "charset-gb2312-that-is-gb18030": (
            mail(mime.text(f"书法大赛落幕\n\n{rare}\n\n（王珺瑀）", "gb2312"), "投稿：书法大赛落幕", charset="gb2312"),
            expect(article("书法大赛落幕", [rare], "王珺瑀")),
        ),
        "charset-utf8-label-on-gbk": (
            raw(
                f"{LIN}\nSubject: {mime.word(SPORT.title)}\nMIME-Version: 1.0\n"
                "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit",
                body.encode("gbk"),
            ),
            expect(of(SPORT, "林晓禾")),
        ),
        "charset-gbk-label-on-utf8": (
            raw(
                f"{LIN}\nSubject: {mime.word(SPORT.title)}\nMIME-Version: 1.0\n"
                "Content-Type: text/html; charset=gbk\nContent-Transfer-Encoding: 8bit",
                f'<html><head><meta charset="utf-8"></head><body><p>{SPORT.title}</p><p>作者：林晓禾</p>'
                + "".join(f"<p>{row}</p>" for row in SPORT.paragraphs)
                + "</body></html>",
            ),
            expect(of(SPORT, "林晓禾")),
        ),
        "charset-none-at-all-gbk": (
            raw(f"From: 林晓禾 <lin@qhzy-demo.example>\nSubject: {SPORT.title}", body, "gbk"),
            expect(
                of(SPORT, "林晓禾"),
                **{"from": {"name": "林晓禾", "address": "lin@qhzy-demo.example"}},
                subject=SPORT.title,
            ),
        ),
        "charset-raw-utf8-headers": (
            raw(f"From: 林晓禾 <lin@qhzy-demo.example>\nSubject: 投稿：{SPORT.title}", body),
            expect(of(SPORT, "林晓禾"), subject=f"投稿：{SPORT.title}"),
        ),
        "charset-unknown-label": (
            raw(
                f"{LIN}\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset=x-unknown\n"
                "Content-Transfer-Encoding: 8bit",
                body.encode("gb18030"),
            ),
            expect(of(SPORT, "林晓禾")),
        ),
        "charset-latin1-label-on-gbk": (
            raw(
                f"{LIN}\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset=iso-8859-1\n"
                "Content-Transfer-Encoding: 8bit",
                body.encode("gbk"),
            ),
            expect(of(SPORT, "林晓禾")),
        ),
        "charset-big5": (
            mail(
                mime.text(f"{TRADITIONAL.title}\n\n記者 陳怡君\n\n{TRADITIONAL.text}\n", "big5"),
                f"投稿：{TRADITIONAL.title}",
                ("明德中學", "press@mdhs-demo.example"),
            ),
            expect(of(TRADITIONAL, "陳怡君")),
        ),
        "charset-hz": (
            raw(
                f"{LIN}\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset=hz-gb-2312",
                f"{LECTURE.title}\n\n{LECTURE.text}\n".encode("hz"),
            ),
            expect(of(LECTURE)),
        ),
        "charset-utf16-attachment": (
            mail(
                mixed(
                    mime.text("请查收"),
                    mime.file("讲座.txt", "text/plain", f"\ufeff{LECTURE.title}\r\n{LECTURE.rows}".encode("utf-16-le")),
                ),
                "投稿",
            ),
            expect(of(LECTURE)),
        ),
        "subject-split-inside-characters": (
            raw(
                f"{LIN}\nSubject: {quoted('gb18030', 'B', LECTURE.title.encode('gb18030')[:15])}\n"
                f" {quoted('gb18030', 'B', LECTURE.title.encode('gb18030')[15:])}\n"
                "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit",
                f"\u3000\u3000{LECTURE.paragraphs[0]}\n\u3000\u3000{LECTURE.paragraphs[1]}",
            ),
            expect(
                article(LECTURE.title, LECTURE.paragraphs[:2]),
                subject=LECTURE.title,
            ),
        ),
        "subject-mixed-b-and-q": (
            raw(
                f"{LIN}\nSubject: {quoted('utf-8', 'B', '清河实验小学'.encode())} {quoted('utf-8', 'Q', '读书节点亮校园'.encode())}\n"
                "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit",
                READING.rows,
            ),
            expect(article(READING.title, READING.paragraphs), subject=READING.title),
        ),
    }


def structure() -> dict[str, Mail]:
    page = "".join(f"<p style='text-indent:2em'>{row}</p>" for row in VISIT.paragraphs)
    soft = "{title}\n\n{text}\n".format(
        title=LECTURE.title, text="\n\n".join(_flowed(row) for row in LECTURE.paragraphs)
    )
    inner = mail(
        f"{CONTEST.title}\n\n通讯员 杨柳青\n\n{CONTEST.text}", CONTEST.title, ("杨柳青", "yang@yy1z-demo.example")
    )
    deeper = mail(
        mixed(mime.text("转发"), ([("Content-Type", "message/rfc822")], inner)),
        "转发：稿件",
        ("云岭县教体局", "jtj@yunling-demo.example"),
    )
    return {
        "mime-html-alone": (
            mail(html(f"<h1>{VISIT.title}</h1><p>作者：秦朗</p>{page}"), "稿件"),
            expect(of(VISIT, "秦朗")),
        ),
        "mime-alternative-differs": (
            mail(alternative("您的邮件程序不支持 HTML。", f"<p align=center><b>{VISIT.title}</b></p>{page}"), "稿件"),
            expect(of(VISIT)),
        ),
        "mime-related-with-cid-picture": (
            mail(
                mime.multipart(
                    "related",
                    [
                        alternative(
                            f"{SPORT.title}\n{SPORT.text}",
                            f"<div><b>{SPORT.title}</b></div><div>{SPORT.paragraphs[0]}</div><div><img src='cid:a1'></div>"
                            f"<div style='text-align:center'>图为开幕式入场</div><div>{SPORT.paragraphs[1]}</div><div>{SPORT.paragraphs[2]}</div>",
                        ),
                        mime.inline("a1", "image/jpeg", photo("track")),
                    ],
                    "----=_r",
                ),
                "运动会",
            ),
            expect(of(SPORT, captions=["图为开幕式入场"])),
        ),
        "mime-format-flowed": (
            raw(
                f"{LIN}\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n"
                "Content-Transfer-Encoding: 8bit",
                soft,
            ),
            expect(of(LECTURE)),
        ),
        "mime-hard-wrapped-at-72": (
            mail("\n\n".join([VISIT.title, *(_wrapped(row) for row in VISIT.paragraphs)]), "投稿"),
            expect(of(VISIT)),
        ),
        "mime-no-closing-boundary": (
            raw(
                f"{LIN}\nSubject: {mime.word(READING.title)}\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=abc",
                f"--abc\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{READING.title}\n{READING.rows}\n",
            ),
            expect(of(READING)),
        ),
        "mime-truncated-base64": (
            raw(
                f"{LIN}\nSubject: {mime.word(READING.title)}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
                "Content-Transfer-Encoding: base64",
                base64.b64encode(f"{READING.title}\n{READING.rows}\n。".encode())[:-3],
            ),
            expect({"title": READING.title, "byline": ""}),
        ),
        "mime-bogus-transfer-encoding": (
            raw(
                f"{LIN}\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8-bit;",
                f"{READING.title}\n{READING.rows}\n",
            ),
            expect(of(READING)),
        ),
        "mime-every-line-ended-twice": (
            mail(f"{LECTURE.title}\n\n{LECTURE.text}", LECTURE.title).replace(b"\r\n", b"\r\r\n"),
            expect(of(LECTURE)),
        ),
        "mime-enclosed-mail-in-base64": (
            mail(mixed(mime.text("转发"), mime.leaf([("Content-Type", "message/rfc822")], inner)), "转发"),
            expect(of(CONTEST, "杨柳青")),
        ),
        "mime-forwarded-three-deep": (
            mail(mixed(mime.text("见附件邮件"), ([("Content-Type", "message/rfc822")], deeper)), "Fw: 转发：稿件"),
            expect(of(CONTEST, "杨柳青"), warnings=["杨柳青"]),
        ),
        "mime-eml-as-a-file": (
            mail(mixed(mime.text("请看附件"), mime.file("稿件.eml", "application/octet-stream", inner)), "转发稿件"),
            expect(of(CONTEST, "杨柳青")),
        ),
        "mime-two-enclosed-mails": (
            mail(
                mixed(
                    mime.text("两篇来稿一并转发，请审阅。"),
                    ([("Content-Type", "message/rfc822")], inner),
                    (
                        [("Content-Type", "message/rfc822")],
                        mail(f"{LECTURE.title}\n\n{LECTURE.text}", LECTURE.title, ("柳溪", "liuxi@wtu-demo.example")),
                    ),
                ),
                "转发来稿两篇",
            ),
            expect(of(CONTEST, "杨柳青"), of(LECTURE)),
        ),
        "names-rfc2231-gbk-continued": (
            mail(
                mixed(
                    mime.text("稿件见附件"),
                    _rfc2231("南湖技师学院与三家企业签订校企合作协议.docx", word(*VISIT.paragraphs)),
                ),
                "投稿",
            ),
            expect(
                of(VISIT),
                attachments=[{"name": "南湖技师学院与三家企业签订校企合作协议.docx", "role": "manuscript"}],
            ),
        ),
        "names-in-gbk-zip": (
            mail(
                mixed(
                    mime.text("稿件和图片在压缩包里"),
                    mime.file(
                        "稿件.zip",
                        "application/zip",
                        mime.gbk_zip(
                            [
                                ("江城培训/江城培训.docx", word(*TRAINING.paragraphs, title=TRAINING.title)),
                                ("江城培训/结业式现场合影.jpg", photo("library")),
                            ]
                        ),
                    ),
                ),
                "投稿",
            ),
            expect(of(TRAINING, captions=["结业式现场合影"])),
        ),
    }


def packed() -> dict[str, Mail]:
    signed_text = mime.rendered(mime.text(f"{VISIT.title}\n\n作者：秦朗\n\n{VISIT.text}\n"))
    from asn1crypto import cms

    opaque = cms.ContentInfo(
        {
            "content_type": "signed_data",
            "content": cms.SignedData(
                {
                    "version": "v1",
                    "digest_algorithms": [],
                    "encap_content_info": {"content_type": "data", "content": signed_text},
                    "signer_infos": [],
                }
            ),
        }
    ).dump()
    rows = "".join(
        binascii.b2a_uu(chunk).decode()
        for data in [word(*SPORT.paragraphs, title=SPORT.title)]
        for chunk in (data[start : start + 45] for start in range(0, len(data), 45))
    )
    return {
        "signed-smime-detached": (
            mail(
                mime.multipart(
                    "signed",
                    [
                        mime.text(f"{VISIT.title}\n\n作者：秦朗\n\n{VISIT.text}\n"),
                        mime.file("smime.p7s", "application/pkcs7-signature", b"\x30\x82\x01\x00" + b"\1" * 200),
                    ],
                    "----=_s",
                ),
                "投稿",
            ),
            expect(of(VISIT, "秦朗"), warnings_at_most=0),
        ),
        "signed-smime-opaque": (
            mail(
                mime.leaf(
                    [("Content-Type", 'application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"')], opaque
                ),
                "投稿",
            ),
            expect(of(VISIT, "秦朗")),
        ),
        "signed-pgp-inline": (
            mail(
                f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{VISIT.title}\n\n作者：秦朗\n\n{VISIT.text}\n"
                "-----BEGIN PGP SIGNATURE-----\n\niQEzBAEBCAAdFiEEabcdefgh\n=abcd\n-----END PGP SIGNATURE-----\n",
                "投稿",
            ),
            expect(of(VISIT, "秦朗")),
        ),
        "encrypted-pgp": (
            mail(
                mime.multipart(
                    "encrypted",
                    [
                        mime.leaf([("Content-Type", "application/pgp-encrypted")], b"Version: 1\n"),
                        mime.file(
                            "encrypted.asc",
                            "application/octet-stream",
                            b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n",
                        ),
                    ],
                    "----=_e",
                ),
                "秘密投稿",
            ),
            {"kind": "submission", "warnings": ["encrypted"]},
        ),
        "tnef-holds-the-text": (
            mail(
                mixed(
                    mime.text(""),
                    mime.file(
                        "winmail.dat",
                        "application/ms-tnef",
                        tnef(f"各位编辑：\r\n\r\n{LECTURE.title}\r\n\r\n{LECTURE.text}", []),
                    ),
                ),
                "投稿",
            ),
            expect(of(LECTURE)),
        ),
        "tnef-holds-a-word-file": (
            mail(
                mixed(
                    mime.text("请查收附件"),
                    mime.file(
                        "winmail.dat",
                        "application/ms-tnef",
                        tnef(
                            "请查收附件",
                            [
                                ("讲座.docx", word(*LECTURE.paragraphs, title=LECTURE.title)),
                                ("现场.jpg", photo("library")),
                            ],
                        ),
                    ),
                ),
                "投稿",
            ),
            expect(of(LECTURE, captions=[""])),
        ),
        "uuencoded-word-file": (
            mail(f"稿件附后。\n\nbegin 644 sport.docx\n{rows}`\nend\n", "投稿"),
            expect(of(SPORT)),
        ),
        "empty-html-and-nothing-else": (mail(html("<html><body><br>&nbsp;</body></html>"), ""), none("empty")),
        "docx-inside-rfc822": (
            mail(
                mixed(
                    mime.text("转"),
                    (
                        [("Content-Type", "message/rfc822")],
                        mail(
                            mixed(
                                mime.text("老师好，请查收。"),
                                docx("读书节.docx", word(*READING.paragraphs, title=READING.title)),
                                jpg("图书漂流.jpg", "library"),
                            ),
                            "读书节",
                        ),
                    ),
                ),
                "转发：读书节",
            ),
            expect(of(READING, captions=["图书漂流"])),
        ),
    }


def _flowed(row: str) -> str:
    return " \n".join(row[start : start + 34] for start in range(0, len(row), 34))


def _wrapped(row: str) -> str:
    return "\n".join(row[start : start + 36] for start in range(0, len(row), 36))


def _rfc2231(name: str, data: bytes) -> mime.Part:
    """RFC 2231 with the charset once and the value in pieces."""
    value = "".join(f"%{byte:02X}" for byte in name.encode("gb18030"))
    cut = len(value) // 6 * 3
    return mime.leaf(
        [
            ("Content-Type", mime.DOCX_TYPE),
            (
                "Content-Disposition",
                f"attachment;\r\n\tfilename*0*=gb2312''{value[:cut]};\r\n\tfilename*1*={value[cut:]}",
            ),
        ],
        data,
    )
