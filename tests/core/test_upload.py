"""A form becomes a mail that reads like any other, and nothing typed becomes more than a value."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tougao.core import accepted, documents, drafting, media_types, message, upload
from tougao.core.submission import Kind, Role
from tougao.core.upload import Chosen, Form

AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
TEXT = "2026年11月20日，青禾师范学院春季运动会在东操场开幕。来自全校十二个学院的一千余名运动员参加。\n\n校长在开幕式上致辞。"
WHOLE = Form("林晓禾", "lin@example.edu.cn", "青禾师范学院", "方可", "青禾师范学院春季运动会开幕", TEXT)


def raw(form: Form, site, *files: Chosen) -> bytes:
    return b"".join(upload.mail(upload.tidy(form), files, site, AT, "abc-123"))


def test_a_form_reads_as_the_mail_a_press_officer_would_write(site):
    reading = drafting.read(raw(WHOLE, site), site)
    (draft,) = reading.drafts
    mail = reading.submission
    assert (mail.sender.name, mail.sender.address) == ("林晓禾", "lin@example.edu.cn")
    assert (mail.message_id, mail.sent_at) == ("<form-abc-123@news.example.cn>", AT)
    assert reading.organisation == "青禾师范学院"
    assert (draft.title, draft.byline, draft.credit) == ("青禾师范学院春季运动会开幕", "方可", "青禾师范学院")
    assert "校长在开幕式上致辞" in draft.html
    assert "作者" not in draft.html


def test_an_english_form_reads_as_well(site):
    text = "The school opened its new library on Monday. " * 12
    reading = drafting.read(
        raw(Form("Tom Reed", "", "Lakeside School", "Anna Brown", "A new library opens", text), site), site
    )
    (draft,) = reading.drafts
    assert (draft.title, draft.byline, draft.credit) == ("A new library opens", "Anna Brown", "Lakeside School")


def test_a_sender_without_an_address_has_a_name(site):
    mail = message.submission(raw(Form("林晓禾", "", "", "", "春季运动会开幕", TEXT), site))
    assert (mail.sender.name, mail.sender.address) == ("林晓禾", "")


def test_files_arrive_whole_under_their_names_whatever_the_pieces(site):
    data = bytes(range(256)) * 700
    pieces = [data[:1], data[1:57], data[57:100_000], b"", data[100_000:]]
    mail = message.submission(
        raw(WHOLE, site, Chosen("运动会 通讯稿（终稿）" * 9 + ".bin", pieces), Chosen("../../etc/passwd", [b"x"]))
    )
    assert [each.data for each in mail.attachments] == [data, b"x"]
    assert mail.attachments[0].name.startswith("运动会 通讯稿（终稿）")
    assert mail.attachments[0].name.endswith(".bin")
    assert mail.attachments[1].name == "passwd"


def test_a_manuscript_in_a_file_is_the_manuscript(site):
    words = ("春季运动会今日开幕\n作者：赵蕊\n" + TEXT).encode("gb18030")
    reading = drafting.read(
        raw(Form("林晓禾", "", "青禾师范学院", "", "运动会稿件一篇", "照片见附件"), site, Chosen("稿.txt", [words])),
        site,
    )
    (draft,) = reading.drafts
    assert reading.kind is Kind.SUBMISSION
    assert [each.role for each in reading.attachments] == [Role.MANUSCRIPT]
    assert (draft.title, draft.byline, draft.credit) == ("春季运动会今日开幕", "赵蕊", "青禾师范学院")


def test_the_same_form_gives_the_same_bytes(site):
    assert raw(WHOLE, site) == raw(WHOLE, site)
    assert all(len(row) <= 78 for row in raw(WHOLE, site, Chosen("稿" * 100, [b"y" * 999])).split(b"\r\n"))


@settings(deadline=None)  # other work may go on beside
@given(st.tuples(*[st.text(max_size=120)] * 6))
def test_nothing_that_is_typed_becomes_a_header_or_a_part(typed):
    from tougao.core.site import Site

    form = upload.tidy(Form(*typed))
    form = replace(form, address="") if "address" in upload.problems(form, 1) else form
    mail = message.submission(
        raw(form, Site("站", "https://x.example"), Chosen(typed[0], [typed[5].encode("utf-8", "replace")]))
    )
    names = [name for name, _ in mail.headers]
    assert names == ["from", "subject", "date", "message-id", "x-tougao-origin", "mime-version", "content-type"]
    assert len(mail.attachments) <= 1
    assert not mail.enclosed


@pytest.mark.parametrize(
    ("form", "files", "wrong"),
    [
        (WHOLE, 0, set()),
        (Form("林晓禾", title="春季运动会"), 1, set()),
        (Form("林晓禾", title="春季运动会", text="太短"), 0, {"text"}),
        (Form("林晓禾", "é@example.cn", title="春季运动会", text=TEXT), 0, {"address"}),
        (Form("", "x", title="运", text=TEXT), 0, {"name", "address", "title"}),
        (Form("林", "a@b.cn\r\nBcc: c@d.cn", title="春季运动会", text=TEXT), 0, {"address"}),
        (
            Form("林" * 61, "a@b.cn", "院" * 101, "方" * 101, "题" * 201, TEXT),
            0,
            {"name", "organisation", "byline", "title"},
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_field(form, files, wrong):
    assert set(upload.problems(upload.tidy(form), files)) == wrong


def test_what_is_promised_is_what_is_opened():
    promised = {kind for group in accepted.FORMATS for each in group.formats for kind in each.media_types}
    opened = set(documents.CONVERTERS) | set(documents.UNPACKERS)
    assert opened <= promised
    assert all(
        accepted.is_opened(kind) for group in accepted.accepted() for each in group.formats for kind in each.media_types
    )
    assert not accepted.is_opened(media_types.PROGRAM)
    assert ".rar" in accepted.extensions()
    assert ".rar" not in accepted.extensions((media_types.RAR,))
    assert ".docx" in accepted.extensions()
