"""Any bytes at all: nothing raises, nothing unsafe comes out, and what was written is still there."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.mails.building import mail, mime, raw
from tougao.core.documents import unpack
from tougao.core.drafting import read
from tougao.core.markup import clean, text
from tougao.core.media_types import media_type
from tougao.core.message import submission
from tougao.core.opening import opened
from tougao.core.site import Category, Site
from tougao.core.submission import Attachment

TESTS = Path(__file__).parents[1]
SITE = Site(name="华夏教育网", url="https://news.example.cn", categories=(Category("news", "教育新闻"),))
MAILS = sorted((TESTS / "mails").glob("*.eml"))
FILES = sorted((TESTS / "mails" / "files").iterdir())
NEVER = ("<script", "<iframe", "<svg", "<style", "<form", "<object", " on", "javascript:", "expression(")


def check(content: bytes) -> None:
    for draft in read(content, SITE).drafts:
        assert clean(draft.html) == draft.html
        tags = "".join(part.partition(">")[0] for part in draft.html.lower().split("<")[1:])
        assert not [word for word in NEVER if word.strip("<") in tags.replace("section", "")]


@given(st.binary(max_size=2000))
@settings(max_examples=150)
def test_any_bytes_are_read(content):
    check(content)


@given(st.binary(max_size=600), st.sampled_from(["text/plain", "text/html", "multipart/mixed; boundary=a", "message/rfc822"]),
       st.sampled_from(["gb2312", "utf-8", "big5", "x-none", ""]), st.sampled_from(["base64", "quoted-printable", "8bit", "x-uue"]))  # fmt: skip
@settings(max_examples=150)
def test_any_body_under_any_label_is_read(body, kind, charset, encoding):
    check(
        raw(
            f"From: a@b.example\nSubject: x\nContent-Type: {kind}; charset={charset}\nContent-Transfer-Encoding: {encoding}",
            body,
        )
    )


@pytest.mark.parametrize("seed", range(40))
def test_damaged_mails_are_read(seed):
    chance = random.Random(seed)
    content = bytearray(chance.choice(MAILS).read_bytes()[:60_000])
    for _ in range(chance.randrange(1, 60)):
        place = chance.randrange(len(content))
        match chance.randrange(3):
            case 0:
                content[place] = chance.randrange(256)
            case 1:
                del content[place : place + chance.randrange(1, 200)]
            case _:
                content[place:place] = bytes(chance.choices(b"\r\n-=?<>&\x00\x80\xff;:", k=chance.randrange(1, 20)))
        if not content:
            break
    check(bytes(content))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_damaged_files_are_told_or_read(path):
    chance = random.Random(path.name)
    whole = path.read_bytes()
    for _ in range(12):
        content = bytearray(whole[: chance.randrange(1, len(whole))] if chance.random() < 0.4 else whole)
        for _ in range(chance.randrange(0, 30)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        data = bytes(content)
        opened(Attachment(path.name, media_type(whole, "", path.name), data))


words = st.lists(
    st.text(st.sampled_from("春夏秋冬东南西北山水花鸟，。：“”（）学校老师同学"), min_size=18, max_size=60),
    min_size=2,
    max_size=6,
    unique=True,
)


@given(words)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_every_character_of_a_text_stands_in_the_draft_or_beside_it(paragraphs):
    content = mail(mime.text("\n\n".join(paragraphs)), "题目")
    for draft in read(content, SITE).drafts:
        everything = (
            draft.title + text(draft.html) + "".join(draft.set_aside) + draft.byline + draft.credit + draft.source
        )
        for character in set("".join(paragraphs)) - set("，。：“”（）"):
            assert everything.count(character) >= "".join(paragraphs).count(character)


@given(
    st.binary(max_size=1500),
    st.sampled_from(sorted({file.suffix for file in FILES} | {".txt", ".html", ".md", ".zip", ".docx"})),
)
@settings(max_examples=150)
def test_any_bytes_as_a_file_are_opened_or_refused_in_words(content, suffix):
    kind = media_type(content, "", f"a{suffix}")
    file = Attachment(f"a{suffix}", kind, content)
    inside = opened(file)
    assert sum(bool(each) for each in (inside.trouble, inside.manuscript)) <= 1
    if inside.trouble:
        assert inside.trouble.values


def test_an_archive_in_an_archive_in_an_archive_ends():
    data = mime.gbk_zip([("文.txt", "甲".encode() * 100)])
    for depth in range(6):
        data = mime.gbk_zip([(f"{depth}.zip", data)])
    reading = read(
        mail(mime.multipart("mixed", [mime.text("见附件"), mime.file("包.zip", "application/zip", data)], "b"), "x"),
        SITE,
    )
    assert any("times over" in str(told) for told in reading.notices)
    assert unpack(Attachment("包.zip", "application/zip", data))[0].name == "5.zip"


def test_a_message_is_read_whatever_its_header_is_made_of():
    assert submission(b"\x00\xff\xfe: \n\n").subject == ""
    assert submission(b"Subject: =?x?B?====?=\n\nx").text == "x"
