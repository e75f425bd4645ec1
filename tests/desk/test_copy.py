"""What the copy room proposes: doubtful fields marked, house style accepted, set-aside paragraphs back, versions compared."""

from dataclasses import replace

import pytest

from tests.desk.test_draft import form
from tougao.archive.models import LikenessRecord
from tougao.core.style import suggestions
from tougao.core.workflow import Status

pytestmark = pytest.mark.django_db

HALF = "<p>产教融合,校企合作(2023年).</p><p>各院 系参加。</p>"


def origin(field: str, certainty: str, place: str = "It is the subject of the mail.") -> dict:
    return {"field": field, "certainty": certainty, "place": {"message": place, "values": {}}}


def test_doubtful_fields_are_marked_with_where_they_come_from_and_sure_ones_are_not(signed_in, new_draft):
    draft = new_draft(origins=[origin("title", "guessed"), origin("byline", "sure", "The text is signed with it.")])
    page = signed_in().get(f"/desk/drafts/{draft.pk}/").content.decode()
    assert 'class="guessed" title="取自邮件主题。"' in page
    assert page.count('class="doubt"') == 1


def test_safe_suggestions_are_accepted_together_and_the_others_stay(signed_in, new_draft):
    draft, client = new_draft(html=HALF), signed_in()
    assert "采纳 3 处可放心的修改" in client.get(f"/desk/drafts/{draft.pk}/").content.decode()
    answer = client.post(f"/desk/drafts/{draft.pk}/", form(draft, action="style:safe"))
    assert answer["Location"] == f"/desk/drafts/{draft.pk}/#copy"
    draft.refresh_from_db()
    assert draft.html == "<p>产教融合，校企合作（2023年）。</p><p>各院 系参加。</p>"
    assert draft.version == 2


def test_one_suggestion_is_accepted_by_its_key_and_what_was_typed_is_saved_first(signed_in, new_draft):
    draft, client = new_draft(html="<p>旧的,文字</p>"), signed_in()
    client.post(f"/desk/drafts/{draft.pk}/", form(draft, title="改过的标题", html=HALF, action="save"))
    draft.refresh_from_db()
    chosen = suggestions(draft.html)[3]
    assert f"style:{chosen.key}" in client.get(f"/desk/drafts/{draft.pk}/").content.decode()
    client.post(f"/desk/drafts/{draft.pk}/", form(draft, action=f"style:{chosen.key}"))
    draft.refresh_from_db()
    assert (draft.title, draft.html) == ("改过的标题", HALF.replace("各院 系", "各院系"))


def test_the_sites_own_words_are_suggested(signed_in, new_draft, settings):
    settings.SITE = replace(settings.SITE, house_words=(("青禾师院", "青禾师范学院"), ("书记", "")))
    draft = new_draft(html="<p>青禾师院书记讲话。</p>")
    page = signed_in().get(f"/desk/drafts/{draft.pk}/").content.decode()
    assert "<del>青禾师院</del><ins>青禾师范学院</ins>" in page
    assert "<mark>书记</mark>" in page


def test_a_published_article_shows_no_suggestions_to_those_who_cannot_follow_them(signed_in, new_draft):
    draft = new_draft(html=HALF, status=Status.SPIKED)
    assert "style:" not in signed_in().get(f"/desk/drafts/{draft.pk}/").content.decode()


def test_set_aside_paragraphs_come_back_one_by_one_or_all_and_not_twice(signed_in, new_draft):
    draft, client = new_draft(html="<p>正文。</p>", set_aside=["您好！", "<b>此致</b>", "电话"]), signed_in()
    client.post(f"/desk/drafts/{draft.pk}/", form(draft, action="back:1"))
    draft.refresh_from_db()
    assert (draft.html, draft.set_aside) == ("<p>正文。</p><p>&lt;b&gt;此致&lt;/b&gt;</p>", ["您好！", "电话"])
    client.post(f"/desk/drafts/{draft.pk}/", form(draft, action="back:all"))
    draft.refresh_from_db()
    assert (draft.html.count("<p>"), draft.set_aside) == (4, [])
    client.post(f"/desk/drafts/{draft.pk}/", form(draft, action="back:all"))
    draft.refresh_from_db()
    assert draft.html.count("<p>") == 4


def test_a_stale_page_does_not_accept_what_it_did_not_see(signed_in, new_draft):
    draft, client = new_draft(html=HALF), signed_in()
    old = form(draft)
    client.post(f"/desk/drafts/{draft.pk}/", form(draft, title="别人改的", action="save"))
    answer = client.post(f"/desk/drafts/{draft.pk}/", old | {"action": "style:safe"})
    draft.refresh_from_db()
    assert (answer.status_code, draft.title, draft.html) == (302, "别人改的", HALF)
    assert "请先看一看" in client.get(answer["Location"]).content.decode()


def test_a_text_seen_before_is_told_in_queue_and_draft_and_its_differences_are_shown(signed_in, new_draft):
    earlier = new_draft(title="原稿", html="<p>来自十八个代表队的运动员1260名参加比赛，场面热烈。</p>")
    draft = new_draft(title="更正稿", html="<p>来自十八个代表队的运动员1620名参加比赛，场面热烈。</p>")
    LikenessRecord.objects.create(draft=draft, earlier=earlier, share=0.93, same_sender=True)
    client = signed_in()
    assert client.get("/desk/").content.decode().count('<span class="fact warn">见过</span>') == 1
    page = client.get(f"/desk/drafts/{draft.pk}/").content.decode()
    assert "93% 相同" in page
    assert f"/desk/drafts/{draft.pk}/beside/{earlier.pk}" in page
    beside = client.get(f"/desk/drafts/{draft.pk}/beside/{earlier.pk}").content.decode()
    assert "<del>原稿</del>" in beside
    assert "<ins>更正稿</ins>" in beside
    assert "运动员1<ins>6</ins>2" in beside
    assert client.get(f"/desk/drafts/{earlier.pk}/beside/{draft.pk}").status_code == 404
