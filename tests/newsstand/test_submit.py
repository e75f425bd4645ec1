"""The upload form: what it takes, what it refuses, what it keeps of whom, and that it is never a verified sender's."""

import re
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from tougao import jobs
from tougao.archive import contributors, forms, intake
from tougao.archive.models import ContributorRecord, DraftRecord, FormRecord, LetterRecord, SubmissionRecord
from tougao.archive.store import Store
from tougao.core.authentication import Verdict
from tougao.core.site import Upload
from tougao.newsstand import tokens, uploads

pytestmark = pytest.mark.django_db
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
TEXT = "2026年11月20日，青禾师范学院春季运动会在东操场开幕。来自全校十二个学院的一千余名运动员参加了开幕式。"
TYPED = {
    "name": "林晓禾",
    "address": "lin@example.edu.cn",
    "organisation": "青禾师范学院",
    "title": "春季运动会开幕",
    "text": TEXT,
}
FORM = "/-/submit/"


@pytest.fixture(autouse=True)
def own_site(settings, site, tmp_path):
    from dataclasses import replace

    settings.SITE = replace(site, upload=Upload(files=2, mb=1, per_hour=5))
    settings.UPLOAD_FOLDER = tmp_path / "uploads"
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.CHECK_DKIM = False
    cache.clear()


@pytest.fixture(autouse=True)
def at(monkeypatch, noon):
    """`at(moment)` sets the one clock."""

    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(jobs, "clock", lambda: moment)

    set_clock(noon)
    return set_clock


@pytest.fixture
def later(at, noon):
    """A minute to fill in the form."""

    def given(client, path=FORM) -> str:
        at(noon)
        token = re.search(r'name="token" value="([^"]+)"', client.get(path).content.decode())[1]
        at(noon + 60 * SECOND)
        return token

    return given


def send(client, token, path=FORM, files=(), **typed):
    return client.post(path, {**TYPED, "token": token, **typed, **({"files": list(files)} if files else {})})


def file(name="稿件.txt", data=b""):
    return SimpleUploadedFile(name, data or TEXT.encode())


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def read_all():
    for submission_id, _ in intake.waiting():
        jobs.read(submission_id)


@pytest.mark.parametrize("path", ["/-/submit/", "/-/wap/submit/"])
def test_a_form_becomes_a_submission_and_says_so(client, later, path, settings):
    answer = send(client, later(client, path), path, [file()])
    assert answer.status_code == 303
    assert answer.url.startswith(f"{path}sent/")
    page = words(client.get(answer.url))
    submission = SubmissionRecord.objects.get()
    assert "来稿已收到" in page
    assert f"来稿编号 {submission.pk}" in page
    follow = re.search(r'href="(/-/status/[^"]+)"', client.get(answer.url).content.decode())[1]
    assert f"来稿编号 {submission.pk}" in words(client.get(follow))
    assert list(settings.UPLOAD_FOLDER.iterdir()) == []


def test_it_is_kept_as_a_mail_and_read_like_one(client, later, settings):
    send(client, later(client), files=[file("photo.exe", b"MZ\x90\x00"), file()])
    raw = Store(settings.MAIL_STORE).read(SubmissionRecord.objects.get().digest, ".eml")
    assert raw.startswith(b"From: ")
    read_all()
    submission = SubmissionRecord.objects.get()
    draft = DraftRecord.objects.get()
    assert (submission.state, submission.kind, submission.organisation) == ("read", "submission", "青禾师范学院")
    assert (draft.title, draft.credit) == ("春季运动会开幕", "青禾师范学院")
    assert {each.name: each.role for each in submission.attachments.all()} == {
        "photo.exe": "refused",
        "稿件.txt": "manuscript",
    }


def test_the_receipt_repeats_no_word_of_the_form(client, later):
    send(client, later(client), title="点此领奖 http://evil.example")
    read_all()
    letter = LetterRecord.objects.get()
    assert letter.recipient == "lin@example.edu.cn"
    assert str(SubmissionRecord.objects.get().pk) in letter.subject
    assert "/-/status/" in letter.body
    assert "领奖" not in letter.subject + letter.body
    assert "evil" not in letter.body


def test_without_an_address_nobody_is_written_to_and_the_page_still_leads_on(client, later):
    answer = send(client, later(client), address="")
    assert answer.status_code == 303
    read_all()
    assert not LetterRecord.objects.exists()
    assert DraftRecord.objects.count() == 1
    assert SubmissionRecord.objects.get().sender_name == "林晓禾"
    assert not ContributorRecord.objects.exists()


def test_it_never_inherits_a_verified_senders_standing(client, later, noon, new_editor):
    contributors.decide("lin@example.edu.cn", "allowed", "", new_editor(), noon)
    mail = SubmissionRecord.objects.create(
        digest="a" * 64, size=1, received_at=noon, kept_at=noon, state="read", kind="submission", verdict=Verdict.VERIFIED,
        sender_name="林晓禾", sender_address="lin@example.edu.cn", organisation="青禾师范学院",
    )  # fmt: skip
    contributors.recount(mail)
    send(client, later(client), name="冒名者", organisation="另一学院")
    read_all()
    submission = SubmissionRecord.objects.latest("pk")
    writer = ContributorRecord.objects.get()
    assert submission.verdict == Verdict.UNVERIFIED
    assert submission.notices[0]["message"] == intake.BY_FORM
    assert (writer.name, writer.organisation, writer.verified) == ("林晓禾", "青禾师范学院", 1)


def test_a_mail_that_claims_to_be_a_form_is_a_mail(noon, settings):
    kept = intake.keep(
        b"From: a@b.cn\r\nX-Tougao-Origin: form\r\nSubject: x\r\n\r\n" + TEXT.encode(),
        noon,
        noon,
        Store(settings.MAIL_STORE),
    )
    read_all()
    assert not forms.is_form(kept.submission_id)


def test_the_desk_says_that_nobody_has_proven_the_address(client, later, new_editor):
    send(client, later(client))
    read_all()
    client.force_login(new_editor(), backend="allauth.account.auth_backends.AuthenticationBackend")
    for page in (
        f"/desk/drafts/{DraftRecord.objects.get().pk}/",
        f"/desk/submissions/{SubmissionRecord.objects.get().pk}/",
    ):
        shown = words(client.get(page))
        assert "投稿表单，邮箱未核实" in shown, page


def test_the_desk_says_whether_a_browser_did_the_work_it_was_asked_for(client, later, new_editor, settings):
    from dataclasses import replace

    from tests.newsstand.test_messages import BITS, proof_of
    from tougao.core.site import Guestbook

    settings.SITE = replace(settings.SITE, guestbook=Guestbook(proof_bits=BITS))
    send(client, later(client))
    token = later(client)
    send(client, token, title="有人写的稿件", proof=proof_of(token))
    read_all()
    client.force_login(new_editor(), backend="allauth.account.auth_backends.AuthenticationBackend")
    for subject, is_marked in ((TYPED["title"], True), ("有人写的稿件", False)):
        submission = SubmissionRecord.objects.get(subject=subject)
        assert ("未验证" in words(client.get(f"/desk/submissions/{submission.pk}/"))) == is_marked


def test_it_speaks_english_when_asked_and_so_does_its_answer(client, later):
    token = later(client, "/-/submit/?language=en")
    wrong = send(client, token, language="en", name="")
    assert "Please give your name" in words(wrong)
    assert "Your piece has arrived" in words(client.get(send(client, token, language="en").url))


def test_a_form_sent_twice_is_one_submission(client, later, at, noon):
    token = later(client)
    first = send(client, token, files=[file()])
    at(noon + 61 * SECOND)
    again = send(client, token, files=[file()])
    assert again.url.partition("sent/")[2] == first.url.partition("sent/")[2]
    fresh = send(client, tokens.issued("submit", noon), files=[file()])  # the way back, and once more
    assert fresh.url.partition("sent/")[2] == first.url.partition("sent/")[2]
    assert SubmissionRecord.objects.count() == FormRecord.objects.count() == 1


def test_another_piece_in_the_same_form_is_not_lost(client, later):
    token = later(client)
    send(client, token)
    other = send(client, token, title="另一篇稿件")
    page = other.content.decode()
    assert other.status_code == 422
    assert "之前已经提交过" in page
    assert "另一篇稿件" in page
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    jobs_clock = jobs.clock()
    assert tokens.opened(token, "submit", jobs_clock + 3 * SECOND).age is tokens.Age.RIGHT
    assert tokens.opened(token, "submit", jobs_clock + 2 * SECOND).age is tokens.Age.YOUNG
    send(client, tokens.issued("submit", jobs_clock - 10 * SECOND), title="另一篇稿件")
    assert SubmissionRecord.objects.count() == 2


def test_two_that_come_at_once_are_one_and_nothing_is_left_of_the_other(noon, settings):
    mails = Store(settings.MAIL_STORE)

    def pieces():
        """While the second is being written, the first is kept."""
        forms.keep([b"From: a@b.cn\r\n\r\nfirst"], "serial", forms.Sender("v", "", "c"), noon, mails)
        yield b"From: a@b.cn\r\n\r\nsecond"

    kept, is_new = forms.keep(pieces(), "serial", forms.Sender("v", "", "c"), noon, mails)
    assert not is_new
    assert kept == SubmissionRecord.objects.get().pk
    assert len(list(settings.MAIL_STORE.rglob("*.eml"))) == 1


@pytest.mark.parametrize("path", ["/-/submit/", "/-/wap/submit/"])
def test_what_is_wrong_is_told_and_what_was_typed_stays(client, later, path):
    answer = send(client, later(client, path), path, [file()], address="nobody", title="“题”<b>&目")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "不是有效的邮箱地址" in page
    assert "nobody" in page
    assert "“题”&lt;b&gt;&amp;目" in page
    assert "请重新选择文件" in page
    assert not SubmissionRecord.objects.exists()
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    assert send(client, token, path).status_code == 303  # with the same token, good still


def test_a_program_is_too_quick_and_fills_what_people_do_not_see(client, at, noon):
    token = tokens.issued("submit", noon)
    at(noon + SECOND)
    assert "请核对一遍" in words(send(client, token))
    at(noon + 60 * SECOND)
    assert "“Website”一栏留空" in words(send(client, token, website="http://spam.example"))
    assert "页面打开的时间太久" in words(send(client, token[:-1] + ("a" if token[-1] != "a" else "b")))
    assert "页面打开的时间太久" in words(send(client, ""))
    at(noon + 3 * DAY)
    assert "页面打开的时间太久" in words(send(client, token))
    assert not SubmissionRecord.objects.exists()


def test_a_network_address_may_send_so_many_an_hour_and_is_not_known(client, at, noon):
    for count in range(5):
        at(noon + count * 60 * SECOND)
        assert (
            send(client, tokens.issued("submit", noon - HOUR), address="", title=f"第 {count} 篇稿件").status_code
            == 303
        )
    refused = send(client, tokens.issued("submit", noon - HOUR), address="")
    assert refused.status_code == 429
    assert TEXT in refused.content.decode()
    assert all("127.0.0.1" not in str(row) for row in FormRecord.objects.values_list())
    at(noon + 2 * HOUR)
    assert send(client, tokens.issued("submit", noon), address="").status_code == 303
    at(noon + 2 * DAY)
    assert jobs.forget_visitors() == 6
    assert set(FormRecord.objects.values_list("visitor", "address")) == {("", "")}


def test_households_of_ipv6_are_one_visitor(noon):
    one, other, stranger = "2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"
    assert forms.visitor(one, noon) == forms.visitor(other, noon) != forms.visitor(stranger, noon)
    assert forms.visitor(one, noon) != forms.visitor(one, noon + DAY)


def test_nobodys_mailbox_is_filled_with_receipts(client, at, noon, settings):
    from dataclasses import replace

    settings.SITE = replace(settings.SITE, upload=Upload(per_hour=100))
    for count in range(forms.PER_ADDRESS_A_DAY):
        at(noon + count * 60 * SECOND)
        assert send(client, tokens.issued("submit", noon - HOUR), title=f"第 {count} 篇稿件").status_code == 303
    assert send(client, tokens.issued("submit", noon - HOUR), address="LIN@example.edu.cn").status_code == 429
    assert send(client, tokens.issued("submit", noon - HOUR), address="other@example.edu.cn").status_code == 303


def test_too_much_is_refused_while_it_comes_in(client, later, settings):
    large = send(client, later(client), files=[file(data=b"x" * (1024 * 1024 + 1))])
    assert large.status_code == 413
    assert "合计超过 1 MB" in words(large)
    many = send(client, later(client), files=[file(), file(), file()])
    assert many.status_code == 413
    assert "超过 2 个" in words(many)
    assert TEXT in many.content.decode()
    assert list(settings.UPLOAD_FOLDER.iterdir()) == []
    assert not SubmissionRecord.objects.exists()


def multipart(boundary: bytes, *parts: tuple[bytes, bytes]) -> bytes:
    return (
        b"".join(
            b"--" + boundary + b"\r\nContent-Disposition: form-data; " + head + b"\r\n\r\n" + data + b"\r\n"
            for head, data in parts
        )
        + b"--"
        + boundary
        + b"--\r\n"
    )


# Big5 that is not declared may be taken for GB 18030, so it is not promised.
@pytest.mark.parametrize(
    ("charset", "is_declared"),
    [("gb18030", True), ("gb18030", False), ("utf-8", True), ("utf-8", False), ("big5", True)],
)
def test_old_telephones_speak_other_charsets(client, later, charset, is_declared):
    title = "春季运动會开幕" if charset != "big5" else "春季運動會開幕"
    text = (
        TEXT
        if charset != "big5"
        else "二零二六年十一月二十日，青禾師範學院春季運動會在東操場開幕。來自全校十二個學院的運動員參加。"
    )
    body = multipart(
        b"xyz",
        *([(b'name="_charset_"', charset.encode())] if is_declared else []),
        (b'name="token"', later(client).encode()),
        (b'name="name"', "林晓禾".encode(charset, "replace")),
        (b'name="title"', title.encode(charset)),
        (b'name="files"; filename="' + "稿件一".encode(charset) + b'.txt"', text.encode(charset)),
    )
    answer = client.generic("POST", FORM, body, content_type="multipart/form-data; boundary=xyz")
    assert answer.status_code == 303, words(answer)
    read_all()
    submission = SubmissionRecord.objects.get()
    assert submission.subject == title
    assert [each.name for each in submission.attachments.all()] == ["稿件一.txt"]


def test_a_telephone_that_sends_no_files_may_send_words(client, later):
    from urllib.parse import urlencode

    body = urlencode({**TYPED, "token": later(client)}, encoding="gb18030")
    answer = client.post(FORM, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 303
    read_all()
    assert DraftRecord.objects.get().title == TYPED["title"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--xyz",
        b"--xyz\r\n",
        b'--xyz\r\nContent-Disposition: form-data; name="text"\r\n\r\nhalf of',
        b"\x00" * 5000,
    ],
)
def test_a_body_cut_off_anywhere_is_told_so(client, body):
    answer = client.generic("POST", FORM, body, content_type="multipart/form-data; boundary=xyz")
    assert answer.status_code == 400
    assert not SubmissionRecord.objects.exists()


def test_what_a_killed_request_left_is_swept(settings):
    with uploads.folder_in(settings.UPLOAD_FOLDER) as mine:
        left = settings.UPLOAD_FOLDER / "999999999-gone"
        left.mkdir()
        (left / "0").write_bytes(b"half")
        assert uploads.sweep(settings.UPLOAD_FOLDER) == 1
        assert not left.exists()
        assert mine.exists()


def test_a_closed_form_is_not_there(client, settings, site):
    from dataclasses import replace

    settings.SITE = replace(site, upload=Upload(is_open=False))
    assert client.get(FORM).status_code == 404
    assert client.post(FORM, {}).status_code == 404


def test_pages_after_sending_open_with_their_own_address_alone(client, later, new_draft):
    from tougao.archive import status

    draft = new_draft()  # by mail
    signed = status.token(draft.submission_id, jobs.clock())
    assert client.get(f"{FORM}sent/{signed}/").status_code == 404
    assert client.get(f"{FORM}sent/1.2099-01-01.forged/").status_code == 404
