"""Raw mails become submissions: names, charsets, parts, and nothing raises."""

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tougao.core.message import MAX_PARTS, submission, unflowed


def mail(*headers: str, body: bytes = b"x", charset: str = "utf-8") -> bytes:
    return "\r\n".join(headers).encode(charset) + b"\r\n\r\n" + body


def word(text: str, charset: str, label: str = "") -> str:
    return f"=?{label or charset}?B?{base64.b64encode(text.encode(charset)).decode()}?="


@pytest.mark.parametrize(
    ("header", "subject"),
    [
        (f"Subject: {word('投稿：朱镕基', 'gb18030', 'gb2312')}", "投稿：朱镕基"),
        (f"Subject: {word('投稿：', 'utf-8')}\r\n {word('运动会', 'utf-8')}", "投稿：运动会"),
        (f"Subject: {word('投稿：', 'utf-8')} 2026 {word('运动会', 'utf-8')}", "投稿： 2026 运动会"),
        ("Subject: =?UTF-8?Q?=E8=BF=90=E5=8A=A8?= =?utf-8?q?=E4=BC=9A?=", "运动会"),
        ("Subject: =?gb2312?Q?=D4=CB=B6=AF=BB=E1 2026?=", "运动会 2026"),
        ("Subject: =?UTF-8?B?6L+Q5Yqo5Lya?", "=?UTF-8?B?6L+Q5Yqo5Lya?"),
        ("Subject: =?x-unknown?B?6L+Q5Yqo5Lya?=", "运动会"),
        ("Subject: =?UTF-8?B?6L+Q5Yqo5Lya", "=?UTF-8?B?6L+Q5Yqo5Lya"),
        ("Subject: =?utf-8?B?6L+Q5Yqo5Lya0A?=", "运动会"),
    ],
)
def test_subjects_as_senders_write_them(header, subject):
    assert submission(mail(header)).subject.rstrip("�") == subject


def test_a_character_split_over_two_words_is_whole():
    data = "运动会开幕".encode()
    words = " ".join(f"=?utf-8?B?{base64.b64encode(part).decode()}?=" for part in (data[:7], data[7:]))
    assert submission(mail(f"Subject: {words}")).subject == "运动会开幕"


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_raw_8_bit_headers_are_read(charset):
    read = submission(mail("From: 林晓禾 <lin@Example.EDU.cn>", "Subject: 青禾师范学院春季运动会开幕", charset=charset))
    assert read.subject == "青禾师范学院春季运动会开幕"
    assert (read.sender.name, read.sender.address) == ("林晓禾", "lin@example.edu.cn")


@pytest.mark.parametrize(
    "encoding", ["8bit", "binary", "8-bit", "7bit;", "base64", "quoted-printable", "uuencode-what"]
)
def test_gbk_text_in_any_transfer_encoding(encoding):
    import quopri

    data = "编辑您好：喆雅同学投稿。".encode("gb18030")
    body = {"base64": base64.encodebytes(data), "quoted-printable": quopri.encodestring(data)}.get(encoding, data)
    read = submission(
        mail("Content-Type: text/plain; charset=gb2312", f"Content-Transfer-Encoding: {encoding}", body=body)
    )
    assert read.text.strip() == "编辑您好：喆雅同学投稿。"


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        (f'attachment; filename="{word("运动会稿件.docx", "gb18030", "gb2312")}"', "运动会稿件.docx"),
        ("attachment; filename*=UTF-8''%E8%BF%90%E5%8A%A8%E4%BC%9A.docx", "运动会.docx"),
        ("attachment; filename*0*=gb2312''%D4%CB%B6%AF; filename*1*=%BB%E1.docx", "运动会.docx"),
        ('attachment; filename*0="a very "; filename*1="long.docx"', "a very long.docx"),
        ('attachment; filename="运动会.docx"', "运动会.docx"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="C:\\\\稿件\\\\运动会.docx"', "运动会.docx"),
        ('attachment; filename="CON.txt"', "_CON.txt"),
        ('attachment; filename="a\u202egpj.exe"', "agpj.exe"),
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_names_of_files_as_people_read_them(disposition, name, charset):
    body = (
        b"--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: "
        + disposition.encode(charset)
        + b"\r\n\r\nPK\r\n--b--\r\n"
    )
    read = submission(mail("Content-Type: multipart/mixed; boundary=b", body=body))
    assert [attachment.name for attachment in read.attachments] == [name]


def test_both_forms_of_an_alternative_are_one_body():
    body = (
        "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n纯文本\r\n"
        "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>富文本</p>\r\n--b--\r\n"
    ).encode()
    read = submission(mail("Content-Type: multipart/alternative; boundary=b", body=body))
    assert (read.text.strip(), read.html.strip()) == ("纯文本", "<p>富文本</p>")


def test_an_attached_mail_is_read_too():
    inner = mail(f"Subject: {word('原稿', 'utf-8')}", "Content-Type: text/plain; charset=utf-8", body="原文".encode())
    body = (
        b"--b\r\nContent-Type: text/plain\r\n\r\nsee below\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
        + inner
        + b"\r\n--b--\r\n"
    )
    read = submission(mail("Content-Type: multipart/mixed; boundary=b", body=body))
    assert [(each.subject, each.text.strip()) for each in read.enclosed] == [("原稿", "原文")]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("Wed, 18 Nov 2026 10:00:00 +0800", datetime(2026, 11, 18, 2, tzinfo=UTC)),
        ("2026-11-18 10:00:00 +0800 (CST)", datetime(2026, 11, 18, 2, tzinfo=UTC)),
        ("Wed, 18 Nov 2026 10:00:00 CST", None),
        ("yesterday", None),
        ("Mon, 01 Jan 0001 00:00:00 +0000", None),
        ("", None),
    ],
)
def test_dates_are_aware_or_absent(date, expected):
    sent = submission(mail(f"Date: {date}")).sent_at
    assert sent == expected if expected else sent is None or sent.tzinfo is not None


def test_the_first_field_of_a_name_counts():
    assert submission(mail("Subject: one", "Subject: two")).subject == "one"


def test_a_line_break_hidden_in_a_word_never_comes_out():
    read = submission(
        mail(
            f"From: {word('林' + chr(13) + chr(10) + 'Bcc: x@y.z', 'utf-8')} <a@b.cn>",
            f"Subject: {word('甲' + chr(10) + '乙', 'utf-8')}",
        )
    )
    assert "\n" not in read.sender.name + read.subject
    assert read.sender.address == "a@b.cn"


def test_a_mail_of_a_thousand_parts_is_cut_and_says_so():
    part = b"--b\r\nContent-Type: text/x-note; name=a.txt\r\n\r\nx\r\n"
    read = submission(mail("Content-Type: multipart/mixed; boundary=b", body=part * 1000 + b"--b--\r\n"))
    assert len(read.attachments) < MAX_PARTS
    assert "more than 500 parts" in str(read.notices[0])


def test_a_mail_nested_too_deep_is_still_a_submission():
    body = b"deep"
    for depth in range(300):
        body = b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n%b\r\n--b%d--\r\n" % (
            depth,
            depth,
            body,
            depth,
        )
    read = submission(b"Subject: deep\r\n" + body)
    assert read.subject == "deep"
    assert read.notices


def test_flowed_text_is_joined_and_quotes_are_not():
    assert unflowed("甲 \n乙\n> 引 \n丙", delete_space=True) == "甲乙\n> 引 \n丙"


@given(st.binary(max_size=2000))
def test_no_bytes_break_the_reader(raw):
    submission(raw)


@given(st.lists(st.sampled_from([
    b"Content-Type: multipart/mixed; boundary=\"b\"\r\n", b"Content-Type: text/html; charset=gb2312\r\n", b"\r\n", b"--b\r\n", b"--b--\r\n",
    b"Content-Transfer-Encoding: base64\r\n", b"5bqT5oi/\r\n", b"=?utf-8?B?!!?=", b"Content-Disposition: attachment; filename*0*=x''%zz\r\n",
    b"Content-Type: message/rfc822\r\n", b"From: =?gb2312?Q?=0D=0Ax?= <a@b>\r\n", b"begin 644 a\r\n#86%A\r\nend\r\n", b"\xd0\xc2\xce\xc5",
]), max_size=25))  # fmt: skip
def test_no_heap_of_broken_mime_breaks_the_reader(pieces):
    submission(b"".join(pieces))
