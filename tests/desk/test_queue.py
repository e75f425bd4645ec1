"""The queue: views that hold every draft once, filters and pages in the address, deeds done at a stroke, news as it happens."""

import contextlib
import json
import random
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.desk.test_draft import form
from tougao import jobs
from tougao.archive import assignments, batches, decisions, paging, presence, queue, search, texts, views
from tougao.archive.models import (
    ArticleRecord,
    AttachmentRecord,
    DecisionRecord,
    DraftRecord,
    LetterRecord,
    LikenessRecord,
    PictureRecord,
    SubmissionRecord,
)
from tougao.archive.rows.queue import BatchRecord
from tougao.core.listing import Listing
from tougao.core.query import Findable
from tougao.core.returns import RETURNS
from tougao.core.workflow import Action, Reviews, Role, Status
from tougao.errors import DecisionError

pytestmark = pytest.mark.django_db


def titles(page: str) -> list[str]:
    return re.findall(r"<b>(.*?)</b>\n<span class=\"from\"", page)


@pytest.fixture
def queue_of(signed_in):
    """`queue_of("?view=mine")` is that page, as an editor sees it."""
    client = signed_in()

    def get(address: str = "") -> str:
        answer = client.get(f"/desk/{address}")
        assert answer.status_code == 200
        return answer.content.decode()

    get.client = client
    return get


def test_the_views_hold_every_draft_once():
    whole = [view for view in views.VIEWS if view.narrowed is None]
    held = [status for view in whole for status in view.statuses]
    assert sorted(held) == sorted(Status)


@pytest.mark.parametrize("seed", range(3))
def test_the_counts_add_up_whatever_happened(new_draft, new_editor, site, noon, seed):
    chance, lin = random.Random(seed), new_editor()
    for number in range(20):
        draft = new_draft(title=str(number))
        if chance.random() < 0.3:
            DraftRecord.objects.create(
                submission=draft.submission, position=1, title="第二篇", received_at=noon, changed_at=noon
            )
        for _ in range(chance.randrange(4)):
            action = chance.choice(list(Action))
            with contextlib.suppress(DecisionError):
                decisions.decide(draft.pk, action, lin, noon, site, "理由")
    for number, state in enumerate(("kept", "quarantined", "read", "read", "quarantined")):
        SubmissionRecord.objects.create(digest=f"x{number}", size=1, received_at=noon, kept_at=noon, state=state)
    counts = queue.counts(lin)
    assert counts.kept == SubmissionRecord.objects.count() == 25
    assert counts.kept == counts.with_drafts + counts.without_drafts + counts.quarantined + counts.unread
    assert (counts.with_drafts, counts.without_drafts, counts.quarantined, counts.unread) == (20, 2, 2, 1)
    whole = [view.name for view in views.VIEWS if view.narrowed is None]
    assert sum(counts.views[name] for name in whole) == counts.drafts == DraftRecord.objects.count()
    for name, count in counts.views.items():
        assert len(queue.page(Listing(view=name), lin, site, noon).rows) == count, name


def test_a_row_tells_what_an_editor_needs_to_choose(queue_of, new_draft):
    draft = new_draft(
        title="运动会",
        notices=[{"message": "Saved.", "values": {}}],
        origins=[{"field": "title", "certainty": "guessed", "place": {"message": "Saved.", "values": {}}}],
    )
    for position in range(3):
        PictureRecord.objects.create(
            draft=draft, position=position, sha256="a" * 64, extension="jpg", name="x", width=1, height=1, size=1
        )
    AttachmentRecord.objects.create(
        submission=draft.submission,
        position=0,
        name="x.jpg",
        media_type="image/jpeg",
        size=1,
        sha256="b",
        role="refused",
    )
    LikenessRecord.objects.create(draft=draft, earlier=new_draft(title="原稿"), share=0.9, same_sender=True)
    SubmissionRecord.objects.filter(pk=draft.submission_id).update(verdict="verified")
    page = queue_of()
    for words in (
        "运动会",
        "青禾师范学院 · 林晓禾",
        "3/4",
        "收入图片 3/4 张",
        "标题?",
        "见过",
        "1 条提示",
        "校园动态",
        "✓",
    ):
        assert words in page
    (other,) = [row for row in page.split("<li data-id") if "<b>原稿</b>" in row]
    assert not {"3/4", "见过", "✓"} & set(re.findall(r"[\w/✓]+", other))


def test_mine_is_what_i_changed_as_long_as_it_is_open(queue_of, new_draft, new_editor, site, noon):
    lin, zhao = queue_of.client.editor, new_editor("zhao")
    mine, his, approved = new_draft(title="我改过"), new_draft(title="他改过"), new_draft(title="我签发")
    new_draft(title="没人碰过")
    decisions.decide(his.pk, Action.SPIKE, zhao, noon, site)
    decisions.decide(his.pk, Action.REOPEN, zhao, noon, site)
    decisions.decide(approved.pk, Action.APPROVE, lin, noon, site)
    queue_of.client.post(f"/desk/drafts/{mine.pk}/", form(mine, title="我改过了", action="save"))
    assert titles(queue_of("?view=mine")) == ["我改过了"]
    assert '<span data-count="mine">1</span>' in queue_of()


def test_reviews_that_a_newsroom_does_without_have_no_view_until_something_waits_there(
    queue_of, new_draft, settings, site
):
    def tabs():
        return re.findall(r'data-count="([\w-]+)"', queue_of())

    once = ["new", "assigned", "mine", "scheduled", "returned", "published", "spiked", "withdrawn"]
    assert tabs() == [*once, "quarantined", "without-draft"]
    settings.SITE = replace(site, reviews=Reviews((Role.EDITOR, Role.CHIEF)))
    assert tabs()[:2] == ["new", "second"]
    settings.SITE = site
    new_draft(status=Status.THIRD)
    assert tabs()[:2] == ["new", "third"]


def test_assigned_to_me_is_what_waits_for_me(queue_of, new_draft, new_editor, site, noon):
    lin, zhao = queue_of.client.editor, new_editor("zhao")
    mine, theirs, decided = new_draft(title="归我"), new_draft(title="归他"), new_draft(title="归我，已弃")
    for draft, editor in ((mine, lin), (theirs, zhao), (decided, lin)):
        assignments.assign(draft, editor, zhao, noon, noon)
    decisions.decide(decided.pk, Action.SPIKE, lin, noon, site)
    page = queue_of("?view=assigned")
    assert titles(page) == ["归我"]
    assert "→ lin · 2026-11-20 12:00 前" in page
    assert "→ zhao" in queue_of()
    assert "→ lin" not in queue_of("?view=spiked")


def test_the_first_of_several_reviews_passes_on_at_a_stroke(queue_of, new_draft, settings, site):
    settings.SITE = replace(site, reviews=Reviews((Role.EDITOR, Role.CHIEF)))
    draft = new_draft()
    assert re.findall(r'name="deed" value="(\w+)"', queue_of()) == ["pass", "category", "return", "spike"]
    assert "已送下一审：1 篇" in tick(queue_of.client, "pass", draft).content.decode()
    draft.refresh_from_db()
    assert draft.status == Status.SECOND
    assert "需要主编权限" in tick(queue_of.client, "approve", draft).content.decode()


def test_mails_that_gave_no_draft_and_those_in_quarantine_are_views_of_their_own(queue_of, new_draft, noon):
    new_draft()
    values = {"size": 1, "received_at": noon, "kept_at": noon, "sender_name": "赵蕊"}
    SubmissionRecord.objects.create(digest="q", state="quarantined", trouble="ValueError: x", subject="坏的", **values)
    SubmissionRecord.objects.create(digest="r", state="read", kind="auto-reply", subject="休假", **values)
    assert titles(queue_of("?view=quarantined")) == ["坏的"]
    assert "ValueError: x" in queue_of("?view=quarantined")
    page = queue_of("?view=without-draft")
    assert titles(page) == ["休假"]
    assert "自动回复" in page
    assert "共保存来信 3 封 = 有稿件 1 + 无稿件 1 + 隔离 1 + 正在解析 0" in page


def test_filters_and_order_stand_in_the_address(queue_of, new_draft, noon, monkeypatch):
    monkeypatch.setattr(jobs, "clock", lambda: noon)
    drafts = {}
    for name, sender, days, category in (("甲", "b", 0, "news"), ("乙", "a", 5, "campus"), ("丙", "c", 2, "campus")):
        draft = drafts[name] = new_draft(title=name, category=category, sender=sender)
        DraftRecord.objects.filter(pk=draft.pk).update(received_at=noon - timedelta(days=days))
        SubmissionRecord.objects.filter(pk=draft.submission_id).update(organisation=f"学院{name}")
    SubmissionRecord.objects.filter(pk=drafts["丙"].submission_id).update(verdict="verified")
    PictureRecord.objects.create(
        draft=drafts["乙"], position=0, sha256="a" * 64, extension="jpg", name="x", width=1, height=1, size=1
    )
    LikenessRecord.objects.create(draft=drafts["甲"], earlier=drafts["乙"], share=0.9, same_sender=True)
    expected = {
        "": "甲 丙 乙",
        "?sort=oldest": "乙 丙 甲",
        "?sort=sender": "乙 甲 丙",
        "?category=campus": "丙 乙",
        "?category=campus&sort=oldest": "乙 丙",
        "?organisation=学院甲": "甲",
        "?verified=yes": "丙",
        "?verified=no": "甲 乙",
        "?pictures=yes": "乙",
        "?pictures=no&seen=no": "丙",
        "?seen=yes": "甲",
        "?since=3d": "甲 丙",
        "?since=3d&verified=no": "甲",
        "?since=nonsense&sort=nonsense&verified=nonsense&view=nonsense": "甲 丙 乙",
        "?q=title:甲": "甲",
        "?q=-title:甲&category=campus": "丙 乙",
    }
    for address, names in expected.items():
        page = queue_of(address)
        assert titles(page) == names.split(), address
    page = queue_of("?category=campus&sort=oldest")
    assert "找到 2 条" in page
    assert 'href="/desk/?sort=oldest"' in page  # the category taken off, the order kept
    assert f'href="/desk/drafts/{drafts["乙"].pk}/?category=campus&amp;sort=oldest"' in page


@pytest.mark.parametrize("address", ["", "?category=news"])
def test_no_link_ends_in_a_bare_question_mark_and_the_last_filter_can_be_taken_off(queue_of, new_draft, address):
    draft, earlier = new_draft(category="news"), new_draft(category="news")
    LikenessRecord.objects.create(draft=draft, earlier=earlier, share=0.9, same_sender=True)
    pages = [queue_of(address), queue_of(f"drafts/{draft.pk}/{address}")]
    answer = queue_of.client.post(
        f"/desk/bulk{address}", {"deed": "category", "category": "campus", "draft": f"{draft.pk}.1"}
    )
    pages.append(queue_of(answer["Location"].removeprefix("/desk/")))
    leads = [lead for page in pages for lead in re.findall(r'(?:href|action|data-live)="([^"]*)"', page)]
    assert f"/desk/drafts/{draft.pk}/{address}" in leads
    assert [lead for lead in leads if lead.endswith("?")] == []
    assert ('href="/desk/" title="去掉这个条件"' in pages[0]) == bool(address)
    assert f'href="/desk/{address}">关闭</a>' in pages[2]


@pytest.mark.parametrize("sort", ["newest", "oldest", "sender"])
def test_pages_follow_one_another_without_gap_or_double(queue_of, new_draft, noon, sort, monkeypatch):
    monkeypatch.setattr(paging, "PER_PAGE", 4)
    for number in range(11):
        draft = new_draft(title=f"第{number:02}篇", sender="abc"[number % 3])
        DraftRecord.objects.filter(pk=draft.pk).update(received_at=noon - timedelta(minutes=number % 4))
    pages, address = [], f"?sort={sort}"
    for _ in range(3):
        page = queue_of(address)
        pages.append(titles(page))
        older = re.search(r'href="([^"]+)" rel="next"', page)
        address = older[1].replace("&amp;", "&") if older else ""
    assert [len(page) for page in pages] == [4, 4, 3]
    assert len({title for page in pages for title in page}) == 11
    back = re.search(r'href="([^"]+)" rel="prev"', page)[1].replace("&amp;", "&")
    assert titles(queue_of(back)) == pages[1]
    back = re.search(r'href="([^"]+)" rel="prev"', queue_of(back))[1].replace("&amp;", "&")
    assert titles(queue_of(back)) == pages[0]
    assert 'rel="prev"' not in queue_of(back)


@pytest.mark.parametrize("place", ["x", "e30", "W10", "WyJ4Iiwx", "%00", "W251bGwsbnVsbCxudWxsXQ"])
def test_an_address_that_names_no_place_shows_the_first_page(queue_of, new_draft, place):
    new_draft(title="在")
    assert titles(queue_of(f"?after={place}")) == ["在"]
    assert titles(queue_of(f"?before={place}")) == ["在"]


def test_the_draft_opened_from_a_listing_goes_on_in_it(signed_in, new_draft):
    client = signed_in()
    first, other, last = new_draft(category="news"), new_draft(category="campus"), new_draft(category="news")
    page = client.get(f"/desk/drafts/{last.pk}/?category=news").content.decode()
    assert f'href="/desk/drafts/{first.pk}/?category=news" data-key="j"' in page
    answer = client.post(f"/desk/drafts/{last.pk}/?category=news", form(last, action="spike"))
    assert answer["Location"] == f"/desk/drafts/{first.pk}/?category=news"
    answer = client.post(f"/desk/drafts/{first.pk}/?category=news", form(first, action="save"))
    assert answer["Location"] == f"/desk/drafts/{first.pk}/?category=news"
    answer = client.post(f"/desk/drafts/{first.pk}/?category=news", form(first, action="spike"))
    assert answer["Location"] == "/desk/?category=news"
    assert other.status == Status.NEW


@pytest.mark.parametrize(
    "address", ["", "?view=mine", "?q=运动会", "?category=campus&seen=no&sort=sender", "?view=without-draft"]
)
def test_a_page_asks_the_database_the_same_however_many_rows_there_are(
    queue_of, new_draft, noon, site, django_assert_max_num_queries, address
):
    for number in range(30):
        draft = new_draft(title=str(number))
        decisions.save(
            draft.pk,
            1,
            queue_of.client.editor,
            noon,
            decisions.DraftFields("改", "", "", "", "", "campus", f"<p>运动会{number}</p>"),
        )
        SubmissionRecord.objects.create(digest=f"m{number}", size=1, received_at=noon, kept_at=noon, state="read")
        presence.come(draft.pk, queue_of.client.editor, noon)
    with django_assert_max_num_queries(29):
        queue_of(address)


@pytest.mark.parametrize(
    "address", ["drafts/{}/", "drafts/{}/?category=campus&q=运动会", "submissions/", "search?q=运动会"]
)
def test_other_pages_do_neither(queue_of, new_draft, django_assert_max_num_queries, address):
    drafts = [new_draft(title=str(number)) for number in range(30)]
    with django_assert_max_num_queries(34):
        queue_of(address.format(drafts[15].pk))


def test_a_look_shows_the_text_and_nothing_that_runs(queue_of, new_draft):
    draft = new_draft(byline="赵蕊", html=f'<p>落日熔金</p><figure><img src="media:{"a" * 64}.jpg"></figure>')
    page = queue_of(f"drafts/{draft.pk}/peek")
    for words in ("赵蕊", "落日熔金", f'src="/desk/media/{"a" * 64}-240.jpg"'):
        assert words in page
    assert "<html" not in page
    sent = draft.submission
    search.index(texts.Text(Findable.MAIL, sent.pk, sent.received_at, "", "", "来信<b>正文"))
    assert "来信&lt;b&gt;正文" in queue_of(f"submissions/{sent.pk}/peek")


def test_searching_again_and_again_is_bounded_and_looking_is_not(queue_of, new_draft, settings):
    settings.DESK_LIMITS = settings.DESK_LIMITS | {"search": "3/m/user"}
    client = queue_of.client
    asked = ["/desk/?q=运动会", "/desk/search?q=运动会", "/desk/?q=a&view=spiked", "/desk/search?q=b", "/desk/?q=c"]
    assert [client.get(address).status_code for address in asked] == [200, 200, 200, 429, 429]
    assert [client.get(address).status_code for address in ("/desk/", "/desk/search")] == [200, 200]


# --- at a stroke


def tick(client, deed, *drafts, **fields):
    ticks = [f"{draft.pk}.{draft.version}" for draft in drafts]
    return client.post("/desk/bulk", {"deed": deed, "draft": ticks, **fields}, follow=True)


def test_complete_drafts_are_approved_at_a_stroke_and_the_others_are_told_why_not(
    queue_of, new_draft, new_editor, noon, monkeypatch
):
    monkeypatch.setattr(jobs, "clock", lambda: noon)
    good, better = new_draft(title="好稿"), new_draft(title="更好")
    bare = new_draft(title="没有栏目", category="", byline="", source="")
    doubtful = new_draft(
        title="可疑", origins=[{"field": "byline", "certainty": "guessed", "place": {"message": "", "values": {}}}]
    )
    SubmissionRecord.objects.filter(pk=doubtful.submission_id).update(verdict="suspect")
    published = new_draft(title="已发", status=Status.PUBLISHED)
    occupied = new_draft(title="有人")
    presence.come(occupied.pk, new_editor("zhao"), noon)
    page = tick(queue_of.client, "approve", good, better, bare, doubtful, published, occupied).content.decode()
    assert sorted(ArticleRecord.objects.values_list("title", flat=True)) == ["好稿", "更好"]
    assert "已签发：2 篇 · 未处理：4 篇" in page
    for words in (
        "未签发，请先打开查看：没有栏目；没有作者和来源",
        "未签发，请先打开查看：“作者”是猜测的；发件人可能是伪造的",
        "未签发，请先打开查看：zhao 正在处理",
        "已发布的稿件不能“签发”",
    ):
        assert words in page.replace("&#34;", '"'), words
    assert DecisionRecord.objects.count() == 2


def test_a_reason_that_many_share_is_told_once_their_titles_folded(queue_of, new_draft, noon, monkeypatch):
    monkeypatch.setattr(jobs, "clock", lambda: noon)
    bare = [new_draft(title=f"没有栏目的第{number}篇", category="") for number in range(20)]
    page = tick(queue_of.client, "approve", *bare, new_draft(title="好稿")).content.decode()
    report = page[page.index('class="report') : page.index("</section>")]
    assert report.count("未签发，请先打开查看：没有栏目") == 1
    folded = re.search(r"<details><summary>.*?</summary>(.*?)</details>", report, re.DOTALL)
    assert folded
    assert folded[1].count("没有栏目的第") == 40, "the title twice: in sight, and whole where it was cut"
    assert "(20)" in report


@pytest.mark.parametrize("deed", ["approve", "spike", "category"])
def test_what_was_changed_since_it_was_ticked_is_left_as_it_is(
    queue_of, new_draft, new_editor, noon, monkeypatch, deed
):
    monkeypatch.setattr(jobs, "clock", lambda: noon)
    draft, other = new_draft(title="甲"), new_draft(title="乙")
    ticks = re.findall(r'name="draft" value="([^"]+)"', queue_of())
    half = decisions.DraftFields("甲", "赵蕊", "", "", "", "campus", "<p>青禾师范学院春季运</p>")
    decisions.save(draft.pk, 1, new_editor("zhao"), noon - timedelta(minutes=5), half, is_autosave=True)
    page = queue_of.client.post("/desk/bulk", {"deed": deed, "draft": ticks, "category": "news"}, follow=True)
    assert "列表显示之后，这篇稿件又有改动" in page.content.decode()
    draft.refresh_from_db()
    other.refresh_from_db()
    assert (draft.status, draft.category, draft.version) == (Status.NEW, "campus", 2)
    assert other.version == 2


def test_one_undo_takes_all_of_it_back(queue_of, new_draft, noon, site, monkeypatch):
    monkeypatch.setattr(jobs, "clock", lambda: noon)
    drafts = [new_draft(title=str(number)) for number in range(5)]
    page = tick(queue_of.client, "spike", *drafts).content.decode()
    batch = BatchRecord.objects.get()
    assert f'action="/desk/bulk/{batch.pk}/undo' in page
    assert "已弃：5 篇" in page
    monkeypatch.setattr(jobs, "clock", lambda: noon + timedelta(seconds=9))
    page = queue_of.client.post(f"/desk/bulk/{batch.pk}/undo", follow=True).content.decode()
    assert "已撤销：5 篇" in page
    assert set(DraftRecord.objects.values_list("status", flat=True)) == {"new"}
    assert DecisionRecord.objects.filter(undone_at=None).count() == 0
    page = queue_of.client.post(f"/desk/bulk/{batch.pk}/undo", follow=True).content.decode()
    assert "已经撤销过" in page


def test_undo_leaves_what_has_moved_on_and_says_so(queue_of, new_draft, noon, site, monkeypatch):
    monkeypatch.setattr(jobs, "clock", lambda: noon)
    one, other = new_draft(title="一"), new_draft(title="二")
    tick(queue_of.client, "spike", one, other)
    decisions.decide(other.pk, Action.REOPEN, None, noon, site)
    page = queue_of.client.post(f"/desk/bulk/{BatchRecord.objects.get().pk}/undo", follow=True).content.decode()
    assert "已撤销：1 篇" in page
    assert "之后又有别的处理" in page or "请先撤销" in page
    one.refresh_from_db()
    assert one.status == Status.NEW


def test_undo_comes_too_late_after_ten_seconds_and_is_nobody_elses(
    queue_of, new_draft, new_editor, client, noon, monkeypatch
):
    monkeypatch.setattr(jobs, "clock", lambda: noon)
    draft = new_draft()
    tick(queue_of.client, "spike", draft)
    batch = BatchRecord.objects.get()
    monkeypatch.setattr(jobs, "clock", lambda: noon + timedelta(seconds=11))
    page = queue_of.client.post(f"/desk/bulk/{batch.pk}/undo", follow=True).content.decode()
    assert "超过十秒" in page or "已过十秒" in page or "十秒" in page
    zhao = new_editor("zhao")
    with pytest.raises(Exception, match="Only the editor"):
        batches.undo(batch.pk, zhao, noon)
    draft.refresh_from_db()
    assert draft.status == Status.SPIKED


def test_a_category_is_given_at_a_stroke_is_no_guess_any_more_and_is_taken_back(queue_of, new_draft, noon, monkeypatch):
    monkeypatch.setattr(jobs, "clock", lambda: noon)
    guess = [{"field": "category", "certainty": "guessed", "place": {"message": "", "values": {}}}]
    draft, same = new_draft(category="news", origins=guess), new_draft(category="campus")
    page = tick(queue_of.client, "category", draft, same, category="campus").content.decode()
    assert "已归入栏目：1 篇 · 未处理：1 篇" in page
    draft.refresh_from_db()
    assert (draft.category, draft.origins, draft.version) == ("campus", [], 2)
    queue_of.client.post(f"/desk/bulk/{BatchRecord.objects.get().pk}/undo")
    draft.refresh_from_db()
    assert (draft.category, draft.origins) == ("news", guess)


def test_a_return_at_a_stroke_writes_each_contributor_in_his_language_and_undo_keeps_the_letters_at_home(
    queue_of, new_draft, noon, monkeypatch, settings, site
):
    settings.SITE = replace(site, returns=RETURNS)
    monkeypatch.setattr(jobs, "clock", lambda: noon)
    drafts = (
        new_draft(title="运动会开幕"),
        new_draft(title="Sports day at Lakeside School", html="<p>The sports day opened on Friday.</p>"),
    )
    tick(queue_of.client, "return", *drafts, template="缺少照片", own="谢谢。")
    bodies = list(LetterRecord.objects.order_by("pk").values_list("body", flat=True))
    assert "请补寄一至三张现场照片" in bodies[0]
    assert "谢谢。" in bodies[0]
    assert "Please send one to three photos" in bodies[1]
    queue_of.client.post(f"/desk/bulk/{BatchRecord.objects.get().pk}/undo")
    assert LetterRecord.objects.filter(cancelled_at=None).count() == 0
    drafts[0].refresh_from_db()
    page = tick(queue_of.client, "return", drafts[0], template="", own=" ").content.decode()
    assert "需要说明理由" in page


def test_only_what_may_be_done_in_a_view_is_offered(queue_of, new_draft):
    for status in Status:
        new_draft(status=status)
    offered = {
        "new": ["approve", "category", "return", "spike"],
        "returned": ["category", "spike"],
        "published": [],
        "spiked": [],
        "without-draft": [],
    }
    for view, deeds in offered.items():
        page = queue_of(f"?view={view}")
        assert re.findall(r'name="deed" value="(\w+)"', page) == deeds, view
        assert ('type="checkbox"' in page) == bool(deeds)


def test_the_category_of_a_published_draft_is_a_correction_and_not_given_at_a_stroke(queue_of, new_draft):
    draft = new_draft(status=Status.PUBLISHED, category="news")
    assert "请打开它" in tick(queue_of.client, "category", draft, category="campus").content.decode()
    draft.refresh_from_db()
    assert draft.category == "news"


@pytest.mark.parametrize(
    "fields",
    [{}, {"deed": "spike"}, {"deed": "withdraw", "draft": "1.1"}, {"draft": "1.1"}, {"deed": "spike", "draft": "x"}],
)
def test_nothing_ticked_or_no_such_deed_changes_nothing_and_says_so(queue_of, new_draft, fields):
    new_draft()
    page = queue_of.client.post("/desk/bulk?view=new", fields, follow=True).content.decode()
    assert "请先勾选稿件" in page
    assert not BatchRecord.objects.exists()


def test_a_draft_that_is_gone_is_left_out(queue_of, new_draft):
    draft = new_draft()
    queue_of.client.post("/desk/bulk", {"deed": "spike", "draft": [f"{draft.pk}.1", "999999.1"]})
    assert len(BatchRecord.objects.get().rows) == 1


# --- meanwhile


@pytest.fixture
def live(queue_of):
    """`live()` asks as the page does; None for "nothing has changed"."""
    state = {}

    def draw(address: str = "") -> None:
        page = queue_of(address)
        found = re.search(r'data-live="([^"]+)" data-etag="([^"]+)"', page)
        state["address"], state["etag"] = found[1].replace("&amp;", "&"), found[2].replace("&#34;", '"')
        state["rows"] = ",".join(re.findall(r'data-id="(\d+)"', page))

    def ask():
        answer = queue_of.client.get(
            f"{state['address']}&rows={state['rows']}", headers={"If-None-Match": state["etag"]}
        )
        if answer.status_code == 304:
            return None
        state["etag"] = answer["ETag"]
        return json.loads(answer.content)

    ask.draw = draw
    return ask


def test_nothing_is_told_as_long_as_nothing_changes(live, new_draft):
    new_draft()
    live.draw()
    assert live() is None
    new_draft()
    assert live()["added"] == 1
    assert live() is None


def test_new_drafts_and_counts_are_told(live, new_draft):
    new_draft()
    live.draw()
    new_draft(category="campus")
    new_draft(category="news")
    told = live()
    assert (told["added"], told["words"], told["counts"]["new"]) == (2, "2 篇新稿件", 3)
    live.draw("?category=news&seen=no")
    new_draft(category="campus")
    like = new_draft(category="news")
    LikenessRecord.objects.create(draft=new_draft(category="news"), earlier=like, share=0.9, same_sender=True)
    assert live()["added"] == 1


def test_what_another_decided_is_told_with_his_name(live, new_draft, new_editor, site, noon):
    draft, other = new_draft(title="甲"), new_draft(title="乙")
    live.draw()
    decisions.decide(draft.pk, Action.SPIKE, new_editor("zhao"), noon, site)
    told = live()
    assert told["rows"][str(draft.pk)] == {
        "gone": True,
        "words": "已弃 · zhao",
        "there": "",
        "title": "甲",
        "version": 2,
    }
    assert told["rows"][str(other.pk)]["gone"] is False
    assert told["added"] == 0
    live.draw("?view=spiked")
    decisions.decide(other.pk, Action.SPIKE, None, noon, site)
    assert live()["added"] == 1


def test_who_comes_to_a_draft_is_told_and_who_goes(live, new_draft, new_editor, noon, monkeypatch):
    monkeypatch.setattr(jobs, "clock", lambda: noon)
    draft, zhao = new_draft(), new_editor("zhao")
    live.draw()
    presence.come(draft.pk, zhao, noon)
    assert live()["rows"][str(draft.pk)]["there"] == "zhao 正在处理"
    monkeypatch.setattr(jobs, "clock", lambda: noon + timedelta(seconds=61))
    assert live()["rows"][str(draft.pk)]["there"] == ""


def test_a_mail_that_left_quarantine_is_told(live, noon, queue_of):
    mail = SubmissionRecord.objects.create(digest="q", size=1, received_at=noon, kept_at=noon, state="quarantined")
    live.draw("?view=quarantined")
    queue_of.client.post(f"/desk/submissions/{mail.pk}/again")
    told = live()
    assert told["rows"] == {str(mail.pk): {"gone": True, "words": ""}}
    assert told["counts"]["quarantined"] == 0


@pytest.mark.parametrize(
    "address", ["rows=x&known=y", "rows=1,2,&known=1.1.1", "known=1.1.99999999999.0", "rows=999999999999999999"]
)
def test_nonsense_is_answered_as_if_nothing_had_been_asked(queue_of, address):
    assert json.loads(queue_of(f"live?{address}"))["added"] == 0


def test_search_shows_what_was_found_with_marks_and_how_it_stands(signed_in, new_draft, site, noon):
    client = signed_in(Role.CHIEF)
    draft = new_draft(title="读书节", html="<p>论语<b>译注</b></p>")
    decisions.decide(draft.pk, Action.APPROVE, None, noon, site)
    decisions.decide(draft.pk, Action.WITHDRAW, None, noon, site, "理由")
    page = client.get("/desk/search?q=论语").content.decode()
    assert page.count("<mark>论语</mark>译注") == 2  # the draft, and the article readers no longer see
    assert page.count("已撤") >= 2
    assert client.get("/desk/search?q=论语&kind=article").content.decode().count("<mark>") == 1
    assert "没有“体育”这个栏目" in client.get("/desk/search?q=栏目：体育").content.decode()
    assert "一个字也可以搜" in client.get("/desk/search").content.decode()
    assert "&lt;script&gt;" in client.get("/desk/search?q=<script>").content.decode()
