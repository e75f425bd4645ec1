"""Bytes of strangers become text, whatever their label says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tougao.core.charsets import codec, decode

SENTENCE = "朱镕基总理视察青禾师范学院，喆雅同学介绍了情况——共计€120元"


@pytest.mark.parametrize(
    "label", ["gb2312", "GB2312", "gbk", "x-gbk", "cp936", "iso-gb2312", "gb_2312-80", '"gb2312"', "euc-cn", "gb18030"]
)
def test_every_name_of_the_chinese_charset_reads_all_of_gb_18030(label):
    decoded = decode(SENTENCE.encode("gb18030"), label)
    assert (decoded.text, decoded.charset, decoded.notice) == (SENTENCE, "gb18030", None)


@pytest.mark.parametrize(
    "label", ["", "utf-8", "us-ascii", "x-unknown", "iso-8859-1", "windows-1252", "gb2312", "rot13", "base64"]
)
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_label_that_lies_is_not_believed(label, charset):
    assert decode(SENTENCE.encode(charset), label).text == SENTENCE or (label, charset) == ("gb2312", "utf-8")


def test_utf8_under_a_gb_label_is_read_as_utf8_where_gb_cannot_hold_it():
    assert decode("教育部".encode() + b"\xff", "utf-8").notice is not None
    assert decode("春天".encode(), "utf8").text == "春天"


def test_french_stays_french():
    text = "L’élève a déjà été reçu à l’école, où l’hôtel accueille les invités."
    assert decode(text.encode("cp1252"), "iso-8859-1").text == text


def test_a_meta_tag_is_a_second_witness():
    html = '<html><head><meta http-equiv=Content-Type content="text/html; charset=big5"></head>校園新聞'
    assert "校園新聞" in decode(html.encode("big5"), "").text


def test_some_damage_does_not_make_utf8_something_else():
    data = ("本网讯 " + "青禾师范学院举行运动会。" * 20).encode()
    decoded = decode(data[:100] + b"\xff" + data[100:], "utf-8")
    assert decoded.charset == "utf-8"
    assert decoded.notice is not None
    assert "青禾师范学院举行运动会" in decoded.text


@pytest.mark.parametrize("label", ["idna", "unicode_escape", "zlib", "hex", "undefined", "no-such"])
def test_what_is_no_charset_of_mail_is_none(label):
    assert codec(label) == ""


@given(
    st.binary(max_size=400), st.sampled_from(["", "utf-8", "gb2312", "big5", "iso-2022-jp", "hz", "utf-16", "latin1"])
)
def test_any_bytes_become_text(data, label):
    assert isinstance(decode(data, label).text, str)


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=8, max_size=200))
def test_unlabelled_chinese_is_read_right_in_both_charsets(text):
    assert decode(text.encode(), "").text == text
    assert decode(text.encode("gb18030"), "gb2312").text == text
