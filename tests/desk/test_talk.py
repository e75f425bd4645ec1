"""Comments beside a draft, those called upon in them, and whose a draft is."""

from datetime import timedelta

import pytest

from tougao import jobs
from tougao.archive.models import AssignmentRecord, CommentRecord, DraftRecord, EditorRecord, MentionRecord
from tougao.core.workflow import Role

pytestmark = pytest.mark.django_db


def test_a_comment_stands_beside_the_draft_for_every_editor(signed_in, new_draft):
    draft, client = new_draft(), signed_in()
    client.post(f"/desk/drafts/{draft.pk}/comment", {"comment": "第二段的数字\n<b>要核对</b>"})
    page = client.get(f"/desk/drafts/{draft.pk}/").content.decode()
    assert "第二段的数字\n&lt;b&gt;要核对&lt;/b&gt;" in page


@pytest.mark.parametrize(("words", "said"), [("  ", "请先写点什么"), ("长" * 4001, "4000")])
def test_an_empty_or_endless_comment_is_refused_in_words(signed_in, new_draft, words, said):
    draft, client = new_draft(), signed_in()
    answer = client.post(f"/desk/drafts/{draft.pk}/comment", {"comment": words}, follow=True)
    assert said in answer.content.decode()
    assert not CommentRecord.objects.exists()


def test_whoever_is_called_upon_finds_it_until_it_was_seen(signed_in, new_editor, new_draft, client):
    draft, writer = new_draft(title="读书节开幕"), signed_in()
    wang = new_editor("wang")
    writer.post(f"/desk/drafts/{draft.pk}/comment", {"comment": f"@wang 请核对；@{writer.editor.username} 自己不算"})
    assert list(MentionRecord.objects.values_list("editor__username", flat=True)) == ["wang"]
    client.force_login(wang)
    page = client.get("/desk/").content.decode()
    assert '>提到我 <span class="count">1</span>' in page
    assert "读书节开幕" in client.get("/desk/mentions").content.decode()
    client.get(f"/desk/drafts/{draft.pk}/")
    assert MentionRecord.objects.get().seen_at is None  # to look changes nothing
    client.post(f"/desk/drafts/{draft.pk}/seen")
    assert MentionRecord.objects.get().seen_at
    assert "没有人提到您" in client.get("/desk/mentions").content.decode()


def test_a_draft_is_given_to_an_editor_and_to_nobody_and_both_are_remembered(signed_in, new_editor, new_draft):
    draft, client = new_draft(), signed_in()
    new_editor("wang")
    client.post(f"/desk/drafts/{draft.pk}/assign", {"editor": "wang", "due_at": "2099-12-01T08:30"})
    draft.refresh_from_db()
    assert (draft.assigned_to.username, draft.due_at.isoformat()) == ("wang", "2099-12-01T00:30:00+00:00")
    page = client.get(f"/desk/drafts/{draft.pk}/").content.decode()
    assert '<option value="wang" selected>' in page
    client.post(f"/desk/drafts/{draft.pk}/assign", {"editor": "", "due_at": "2099-12-01T08:30"})
    draft.refresh_from_db()
    assert (draft.assigned_to, draft.due_at) == (None, None)
    assert AssignmentRecord.objects.filter(draft=draft, assigned_by=client.editor).count() == 2


def test_a_draft_is_not_given_to_somebody_who_left(signed_in, new_editor, new_draft):
    draft, client = new_draft(), signed_in(Role.CHIEF)
    gone = new_editor("gone")
    gone.is_active = False
    gone.save()
    answer = client.post(f"/desk/drafts/{draft.pk}/assign", {"editor": "gone"}, follow=True)
    assert "gone 已不能登录" in answer.content.decode()
    assert DraftRecord.objects.get().assigned_to is None


def test_whose_draft_it_is_hinders_nobody(signed_in, new_editor, new_draft):
    from tests.desk.test_draft import form

    draft, client = new_draft(), signed_in()
    new_editor("wang")
    client.post(f"/desk/drafts/{draft.pk}/assign", {"editor": "wang"})
    draft.refresh_from_db()
    client.post(f"/desk/drafts/{draft.pk}/", form(draft, action="approve"))
    draft.refresh_from_db()
    assert draft.status == "published"


def test_what_was_sent_twice_is_said_once(signed_in, new_editor, new_draft, client):
    draft, writer = new_draft(), signed_in()
    address = f"/desk/drafts/{draft.pk}/comment"
    new_editor("wang")
    for words in ("@wang 看过了", "@wang 看过了 ", "还有一处", "@wang 看过了"):
        writer.post(address, {"comment": words})
    assert [each.text for each in CommentRecord.objects.order_by("pk")] == ["@wang 看过了", "还有一处", "@wang 看过了"]
    assert MentionRecord.objects.count() == 2
    client.force_login(EditorRecord.objects.get(username="wang"))
    client.post(address, {"comment": "@wang 看过了"})  # another says the same
    assert CommentRecord.objects.count() == 4
    CommentRecord.objects.update(written_at=jobs.clock() - timedelta(minutes=2))
    client.post(address, {"comment": "@wang 看过了"})  # and again later
    assert CommentRecord.objects.count() == 5
