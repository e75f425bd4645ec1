"""Reasons chosen from templates, and what was written to and fro, on a draft's page."""

from dataclasses import replace

import pytest

from tests.desk.test_draft import form
from tougao.archive.models import DecisionRecord, DraftRecord, LetterRecord, ReplyRecord, SubmissionRecord
from tougao.core.returns import RETURNS
from tougao.core.workflow import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def with_templates(settings, site):
    settings.SITE = replace(site, returns=RETURNS)


@pytest.fixture
def reply(new_draft, noon):
    """A reply to a draft's receipt, from another address."""
    draft = new_draft()
    answer = SubmissionRecord.objects.create(
        digest="e" * 64,
        size=1,
        received_at=noon,
        kept_at=noon,
        sender_address="other@example.edu.cn",
        subject="回复：回执",
    )
    return ReplyRecord.objects.create(draft=draft, submission=answer, words="请<b>改</b>人数。", received_at=noon)


def test_a_template_is_sent_in_the_contributors_language_with_ones_own_words_below(signed_in, new_draft):
    client, draft = signed_in(), new_draft()
    page = client.get(f"/desk/drafts/{draft.pk}/").content.decode()
    assert f'data-words="{RETURNS[1].chinese}"' in page
    client.post(
        f"/desk/drafts/{draft.pk}/", form(draft, action="return", template="缺少照片", reason="周五前寄来即可。")
    )
    assert DecisionRecord.objects.get().reason == f"{RETURNS[1].chinese}\n\n周五前寄来即可。"
    assert RETURNS[1].chinese in LetterRecord.objects.get().body
    english = new_draft(title="Reading festival", html="<p>The festival opened on Friday.</p>")
    client.post(f"/desk/drafts/{english.pk}/", form(english, action="return", template="缺少照片"))
    assert DecisionRecord.objects.order_by("-pk").first().reason == RETURNS[1].english


@pytest.mark.parametrize("template", ["", "没有的模板"])
def test_without_a_template_a_reason_is_ones_own_and_still_needed(signed_in, new_draft, template):
    client, draft = signed_in(), new_draft()
    assert client.post(f"/desk/drafts/{draft.pk}/", form(draft, action="return", template=template)).status_code == 409
    client.post(f"/desk/drafts/{draft.pk}/", form(draft, action="return", template=template, reason="请补图"))
    assert DecisionRecord.objects.get().reason == "请补图"


def test_the_box_says_whether_a_reason_is_mailed(signed_in, new_draft, settings):
    draft, client = new_draft(), signed_in(Role.CHIEF)
    assert "（将寄给投稿人）" in client.get(f"/desk/drafts/{draft.pk}/").content.decode()
    settings.SITE = replace(settings.SITE, told=())
    assert "（将寄给投稿人）" not in client.get(f"/desk/drafts/{draft.pk}/").content.decode()


def test_a_drafts_history_holds_decisions_letters_and_replies(signed_in, reply):
    client, draft = signed_in(), reply.draft
    client.post(f"/desk/drafts/{draft.pk}/", form(draft, action="return", reason="请补图"))
    page = client.get(f"/desk/drafts/{draft.pk}/").content.decode()
    for words in ("回信：退稿：", "退稿</li>", "请&lt;b&gt;改&lt;/b&gt;人数。", "来自另一个地址", "已处理"):
        assert words in page.replace("<br><small>请补图</small>", "").replace("\n", ""), words


def test_a_reply_waits_in_the_queue_until_somebody_has_looked_after_it(signed_in, reply):
    client = signed_in()
    assert "1 封投稿人的回信待处理" in client.get("/desk/").content.decode()
    page = client.get("/desk/replies").content.decode()
    assert "请&lt;b&gt;改&lt;/b&gt;人数。" in page
    answer = client.post(f"/desk/replies/{reply.pk}/noted", {"back": "draft"})
    assert answer["Location"] == f"/desk/drafts/{reply.draft_id}/#history"
    reply.refresh_from_db()
    assert reply.noted_by == client.editor
    assert "回信待处理" not in client.get("/desk/").content.decode()
    assert "没有待处理的回信" in client.get("/desk/replies").content.decode()
    assert "lin 于" in client.get(f"/desk/drafts/{reply.draft_id}/").content.decode()
    assert client.post("/desk/replies/999/noted")["Location"] == "/desk/replies"
    assert DraftRecord.objects.get().version == 1
