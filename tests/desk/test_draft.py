"""A draft on the desk: saved, decided, previewed, undone; in both languages."""

import base64
import re

import pytest

from tougao.archive import intake, revisions
from tougao.archive.models import ArticleRecord, DecisionRecord, DraftRecord, LetterRecord
from tougao.archive.store import Store
from tougao.core import workflow
from tougao.core.workflow import Role, Status
from tougao.desk import apart
from tougao.sandbox import Bounds, Pool

pytestmark = pytest.mark.django_db


def form(draft: DraftRecord, **changes):
    names = ("title", "byline", "source", "credit", "category", "summary", "html", "version")
    fields = {name: getattr(draft, name) for name in names} | changes
    if "reason" in fields:  # each action has a box of its own
        fields[f"reason-{fields['action']}"] = fields.pop("reason")
    return fields


def test_the_queue_shows_what_an_editor_needs(signed_in, new_draft):
    new_draft(title="较早的稿件", notices=[{"message": "The mail is being read again.", "values": {}}])
    page = signed_in().get("/desk/").content.decode()
    for words in ("较早的稿件", "林晓禾", "青禾师范学院", "1 条提示", "校园动态", "待审"):
        assert words in page


def test_the_queue_is_searched_in_titles_texts_and_senders(signed_in, new_draft):
    new_draft(title="运动会开幕")
    new_draft(title="读书节开幕", html="<p>论语译注</p>")
    client = signed_in()
    assert "读书节开幕" in client.get("/desk/?q=论语").content.decode()
    assert "运动会开幕" not in client.get("/desk/?q=论语").content.decode()
    assert "没有找到" in client.get("/desk/?q=没有的词").content.decode()


def test_approving_saves_what_was_changed_publishes_and_opens_the_next(signed_in, new_draft):
    older, draft = new_draft(), new_draft()
    client = signed_in()
    answer = client.post(f"/desk/drafts/{draft.pk}/", form(draft, title="改过的标题", action="approve"))
    assert answer["Location"] == f"/desk/drafts/{older.pk}/"
    assert ArticleRecord.objects.get().title == "改过的标题"
    assert DecisionRecord.objects.get().editor == client.editor
    page = client.get(answer["Location"]).content.decode()
    assert "已签发：改过的标题" in page
    assert "撤销" in page


def first_button(page: str) -> str:
    """What Enter in a field presses: the first button of the form that sends it."""
    inside = page[page.index('<form method="post" id="draft"') :]
    return re.search(r"<button (?![^>]*type=.button)[^>]*>", inside)[0]


@pytest.mark.parametrize("status", [Status.NEW, Status.RETURNED, Status.PUBLISHED, Status.SCHEDULED, Status.SPIKED])
def test_enter_in_a_field_decides_nothing(signed_in, new_draft, status):
    draft, client = new_draft(status=status, set_aside=["多余"]), signed_in()
    button = first_button(client.get(f"/desk/drafts/{draft.pk}/").content.decode())
    asked = re.search(r'name="action" value="([^"]*)"', button)[1]
    assert asked == ("save" if status in workflow.EDITABLE else "")
    client.post(f"/desk/drafts/{draft.pk}/", form(draft, action=asked, publish_at="2030-01-01T08:00"))
    draft.refresh_from_db()
    assert draft.status == status
    assert not DecisionRecord.objects.exists()


def test_the_reason_typed_for_one_action_is_that_of_no_other(signed_in, new_draft):
    draft, client = new_draft(), signed_in()
    both = {"reason-return": "请补图", "reason-spike": "", "template": "缺少照片", "action": "spike"}
    client.post(f"/desk/drafts/{draft.pk}/", form(draft) | both)
    assert DecisionRecord.objects.get().reason == ""


def test_undo_brings_the_draft_back(signed_in, new_draft):
    draft, client = new_draft(), signed_in()
    client.post(f"/desk/drafts/{draft.pk}/", form(draft, action="spike"))
    decision = DecisionRecord.objects.get()
    answer = client.post(f"/desk/decisions/{decision.pk}/undo")
    assert answer["Location"] == f"/desk/drafts/{draft.pk}/"
    draft.refresh_from_db()
    assert draft.status == Status.NEW


def test_a_return_needs_a_reason_and_writes_a_letter(signed_in, new_draft):
    draft, client = new_draft(), signed_in()
    refused = client.post(f"/desk/drafts/{draft.pk}/", form(draft, action="return", reason=""))
    assert refused.status_code == 409
    assert "“退稿”需要说明理由。" in refused.content.decode()
    client.post(f"/desk/drafts/{draft.pk}/", form(draft, action="return", reason="请补充照片。"))
    assert "请补充照片。" in LetterRecord.objects.get().body


def test_an_editor_is_not_offered_what_a_chief_may(signed_in, new_draft):
    draft, client = new_draft(), signed_in(Role.EDITOR)
    client.post(f"/desk/drafts/{draft.pk}/", form(draft, action="approve"))
    draft.refresh_from_db()
    page = client.get(f"/desk/drafts/{draft.pk}/").content.decode()
    assert 'value="withdraw"' not in page
    answer = client.post(f"/desk/drafts/{draft.pk}/", form(draft, action="withdraw", reason="x"))
    assert answer.status_code == 409
    assert "需要主编权限" in answer.content.decode()
    assert ArticleRecord.objects.get().withdrawn_at is None


def test_the_preview_is_the_page_as_it_will_be_printed(signed_in, new_draft, noon, site, tmp_path):
    from tougao import jobs
    from tougao.core.layout import Edition

    draft, client = new_draft(title="济源：深化产教融合校企合作"), signed_in()
    answer = client.get(f"/desk/drafts/{draft.pk}/preview")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]
    client.post(f"/desk/drafts/{draft.pk}/", form(draft, action="approve"))
    jobs.print_ordered()
    printed = (jobs.press().folder / "a/1.html").read_bytes()
    preview = client.get(f"/desk/drafts/{draft.pk}/preview").content
    counter = (
        b'<script src="/read.js" defer></script>\n',
        b'<noscript><img class="unseen" src="/-/read/1.gif" width="1" height="1" alt=""></noscript>\n',
    )
    for each in counter:
        assert printed.count(each) == 1
        printed = printed.replace(each, b"")
    assert preview == printed
    wap = client.get(f"/desk/drafts/{draft.pk}/preview?edition=wap")
    assert wap["Content-Type"] == "application/xhtml+xml"
    assert Edition.WAP in ("wap",)


@pytest.fixture
def html_mail(settings, noon, site):
    """A submission whose mail tries everything."""
    picture = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"0" * 50).decode()
    raw = (
        "From: a@example.cn\nSubject: x\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html; charset=utf-8\n\n"
        "<p onclick=x()>青禾师范学院</p><script>alert(1)</script><img src=http://tracker.example/a.gif><img src=cid:p1>"
        "<form action=http://x><input></form><iframe src=http://y></iframe><a href=javascript:z>链接</a><style>p{background:url(http://z)}</style>\n"
        f"--b\nContent-Type: image/png\nContent-ID: <p1>\nContent-Transfer-Encoding: base64\n\n{picture}\n"
        '--b\nContent-Type: text/html\nContent-Disposition: attachment; filename="页 面.html"\n\n<script>alert(2)</script>\n--b--\n'
    ).encode()
    mails = Store(settings.MAIL_STORE)
    kept = intake.keep(raw, noon, noon, mails)
    return intake.read(kept.submission_id, site, mails, Store(settings.MEDIA_STORE), noon)


def test_a_hostile_mail_is_shown_in_a_frame_that_can_do_nothing(signed_in, html_mail):
    answer = signed_in().get(f"/desk/submissions/{html_mail.pk}/original")
    page = answer.content.decode()
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert "allow-scripts" not in answer["Content-Security-Policy"]
    assert "青禾师范学院" in page
    assert 'src="data:image/png;base64,' in page
    for words in ("<script", "onclick", "tracker.example", "<form", "<iframe", "javascript:", "http://z"):
        assert words not in page


def test_files_are_downloads_under_their_own_names(signed_in, html_mail):
    client = signed_in()
    position = html_mail.attachments.get(media_type="text/html").position
    answer = client.get(f"/desk/submissions/{html_mail.pk}/files/{position}")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "%E9%A1%B5%20%E9%9D%A2.html" in answer["Content-Disposition"]
    assert b"alert(2)" in answer.content
    raw = client.get(f"/desk/submissions/{html_mail.pk}/mail.eml")
    assert raw.content.startswith(b"From: a@example.cn")


def test_a_file_that_can_no_more_be_taken_from_its_mail_is_told_on_the_mails_page(signed_in, html_mail, monkeypatch):
    position = html_mail.attachments.get(media_type="text/html").position
    client = signed_in()
    apart._files.cache_clear()
    with Pool(Bounds(seconds=0.001)) as box:
        monkeypatch.setattr(apart, "sandbox", lambda: box)
        answer = client.get(f"/desk/submissions/{html_mail.pk}/files/{position}")
    assert answer["Location"] == f"/desk/submissions/{html_mail.pk}/"
    assert "note error" in client.get(answer["Location"]).content.decode()


def test_a_quarantined_mail_is_shown_and_tried_again(signed_in, settings, noon):
    kept = intake.keep(b"From: a@example.cn\n\nx", noon, noon, Store(settings.MAIL_STORE))
    from tougao.archive.models import SubmissionRecord

    SubmissionRecord.objects.filter(pk=kept.submission_id).update(state="quarantined", trouble="ValueError: x")
    client = signed_in()
    assert "隔离区" in client.get("/desk/").content.decode()
    assert "ValueError: x" in client.get(f"/desk/submissions/{kept.submission_id}/").content.decode()
    client.post(f"/desk/submissions/{kept.submission_id}/again")
    assert SubmissionRecord.objects.get().state == "kept"


def test_the_log_tells_who_did_what(signed_in, new_draft):
    draft, client = new_draft(title="弃用的稿件"), signed_in(name="zhaorui")
    client.post(f"/desk/drafts/{draft.pk}/", form(draft, action="spike"))
    page = client.get("/desk/log").content.decode()
    assert "zhaorui" in page
    assert "弃用的稿件" in page


def test_the_desk_speaks_the_language_of_its_editor(signed_in, new_draft):
    draft, client = new_draft(), signed_in()
    assert "签发" in client.get(f"/desk/drafts/{draft.pk}/").content.decode()
    client.post("/desk/language", {"language": "en"})
    page = client.get(f"/desk/drafts/{draft.pk}/").content.decode()
    assert "Approve" in page
    assert "签发" not in page
    assert "正文" not in page


@pytest.mark.parametrize("action", ["approve", "return"])
def test_the_same_decision_sent_twice_is_done_once_and_goes_on(signed_in, new_draft, action):
    next_one, draft = new_draft(title="下一篇"), new_draft(title="这一篇")
    browser = signed_in()
    told = {**revisions.fields_of(draft), "version": draft.version, "action": action, "reason-return": "请补充。"}
    first, second = (browser.post(f"/desk/drafts/{draft.pk}/", told) for _ in range(2))
    assert first.url == second.url == f"/desk/drafts/{next_one.pk}/"
    assert DecisionRecord.objects.count() == 1
    page = browser.get(second.url).text
    assert "刚刚改动" not in page
