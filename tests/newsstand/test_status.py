"""The contributor's page: what it shows, to whom, and that nothing else opens with its address."""

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tougao import jobs
from tougao.archive import contributors, decisions, status
from tougao.archive.models import DraftRecord, SubmissionRecord
from tougao.core.workflow import UNDO_WINDOW, Action

pytestmark = pytest.mark.django_db
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
AFTER = UNDO_WINDOW + SECOND


@pytest.fixture(autouse=True)
def own_site(settings, site):
    settings.SITE = site
    settings.ALLOWED_HOSTS = ["testserver"]


@pytest.fixture
def at(monkeypatch, noon):
    """`at(moment)` sets the one clock."""

    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(jobs, "clock", lambda: moment)

    set_clock(noon)
    return set_clock


@pytest.fixture
def page(client, at, noon):
    """`page(draft)` is what the contributor of that draft sees."""

    def show(draft: DraftRecord, moment: datetime = noon):
        at(moment)
        return client.get(f"/-/status/{status.token(draft.submission_id, noon)}/")

    return show


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_new_piece_is_on_the_desk_and_nobody_has_looked_at_it_yet(page, new_draft):
    draft = new_draft()
    answer = page(draft)
    shown = words(answer)
    assert answer.status_code == 200
    assert f"来稿编号 {draft.submission_id}" in shown
    assert draft.title in shown
    assert "✓ 已收到 2026-11-20 12:00" in shown
    assert "✓ 已送达编辑台" in shown
    assert "编辑审阅中 （尚未）" in shown
    assert "✓ 编辑审阅中" not in shown


def test_saving_a_draft_is_looking_at_it(page, new_draft):
    assert "✓ 编辑审阅中" in words(page(new_draft(version=2)))


def test_a_publication_is_told_with_its_address_once_it_cannot_be_undone(page, new_draft, noon, site):
    draft = new_draft()
    decisions.decide(draft.pk, Action.APPROVE, None, noon, site)
    assert "/a/1.html" not in page(draft, noon + SECOND).content.decode()
    shown = page(draft, noon + AFTER).content.decode()
    assert '<a href="https://news.example.cn/a/1.html">' in shown
    assert "<b>已发布</b>" in shown


def test_pins_and_slips_do_not_move_the_day_of_publication(page, new_draft, noon, site):
    draft = new_draft()
    decisions.decide(draft.pk, Action.APPROVE, None, noon, site)
    for moment, action in ((noon + 5 * DAY, Action.PIN), (noon + 6 * DAY, Action.AMEND)):
        decisions.decide(draft.pk, action, None, moment, site)
    assert "✓ 已发布 2026-11-20 12:00" in words(page(draft, noon + 9 * DAY))


def test_a_return_is_told_with_its_reason_and_an_undone_one_never(page, new_draft, noon, site):
    draft = new_draft()
    undone = decisions.decide(draft.pk, Action.RETURN, None, noon, site, reason="写错了的理由")
    assert "写错了的理由" not in words(page(draft, noon + SECOND))
    decisions.undo(undone.pk, None, noon + 2 * SECOND)
    decisions.decide(draft.pk, Action.RETURN, None, noon + 3 * SECOND, site, reason="请补<b>图</b>。")
    shown = page(draft, noon + 3 * SECOND + AFTER).content.decode()
    assert "请补&lt;b&gt;图&lt;/b&gt;。" in shown
    assert "写错了的理由" not in shown
    assert "欢迎再次投稿" in shown


def test_reasons_for_the_desk_alone_stay_there(page, new_draft, noon, site):
    spiked, withdrawn = new_draft(), new_draft()
    decisions.decide(spiked.pk, Action.SPIKE, None, noon, site, reason="内部意见一")
    decisions.decide(withdrawn.pk, Action.APPROVE, None, noon, site)
    decisions.decide(withdrawn.pk, Action.WITHDRAW, None, noon + AFTER, site, reason="内部意见二")
    assert "未采用" in words(page(spiked, noon + DAY))
    assert "内部意见" not in words(page(spiked, noon + DAY))
    shown = words(page(withdrawn, noon + DAY))
    assert "已撤稿" in shown
    assert "内部意见" not in shown
    assert "/a/1.html" not in shown


def test_a_mail_of_several_pieces_shows_each_and_one_of_none_says_that_it_came(page, new_draft, client, noon):
    draft = new_draft(title="第一篇")
    DraftRecord.objects.create(
        submission=draft.submission, position=1, title="第二篇", received_at=noon, changed_at=noon
    )
    shown = words(page(draft))
    assert shown.index("第一篇") < shown.index("第二篇")
    bare = SubmissionRecord.objects.create(digest="f" * 64, size=1, received_at=noon, kept_at=noon, subject="运动会")
    assert "✓ 已收到" in words(client.get(f"/-/status/{status.token(bare.pk, noon)}/"))


def test_it_speaks_the_contributors_language(page, new_draft, noon):
    draft = new_draft(title="Reading festival opens")
    assert "Submission No." in words(page(draft))
    contributors.recount(draft.submission)
    draft.submission.refresh_from_db()
    contributors.describe(draft.submission.contributor.pk, contributors.Facts("", "zh", ""), None, noon)
    assert "来稿编号" in words(page(draft))


def test_it_is_plain_private_and_sets_no_cookie(page, new_draft):
    answer = page(new_draft())
    text = answer.content.decode()
    assert "Set-Cookie" not in answer.headers
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "script-src" not in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    for absent in ("<script", "<form", "<img", "style="):
        assert absent not in text
    assert len(answer.content) < 5000
    HTMLParser().feed(text)


def test_looking_changes_nothing_and_only_looking_is_allowed(page, client, new_draft, noon, django_assert_num_queries):
    draft = new_draft()
    before = list(DraftRecord.objects.values()), list(SubmissionRecord.objects.values())
    page(draft)
    address = f"/-/status/{status.token(draft.submission_id, noon)}/"
    assert client.head(address).status_code == 200
    for method in (client.post, client.put, client.delete, client.patch):
        assert method(address).status_code == 405
    assert (list(DraftRecord.objects.values()), list(SubmissionRecord.objects.values())) == before


def test_the_address_works_without_its_last_slash_and_for_a_year(client, at, new_draft, noon):
    draft = new_draft()
    address = f"/-/status/{status.token(draft.submission_id, noon)}"
    assert client.get(address).status_code == 200
    at(noon + 365 * DAY)
    assert client.get(address).status_code == 200
    at(noon + 366 * DAY)
    late = client.get(address)
    assert late.status_code == 404
    assert draft.title not in late.content.decode()


@pytest.mark.parametrize(
    "wrong", ["1", "1.2027-11-20", "1.2027-11-20.AAAA", "..", "x", "%00", "1.9999-12-31." + "A" * 43]
)
def test_what_is_no_token_of_ours_opens_nothing_and_says_so_in_both_languages(client, at, new_draft, wrong):
    new_draft()
    answer = client.get(f"/-/status/{wrong}/")
    assert answer.status_code == 404
    assert "已过期" in answer.content.decode()
    assert "not valid" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
NUMBERS = st.integers(1, 2**40)


@given(NUMBERS, st.timedeltas(timedelta(0), timedelta(days=364)))
def test_a_token_opens_the_mail_it_was_made_for(number, later):
    assert status.submission_of(status.token(number, NOW), NOW + later) == number


@given(NUMBERS, st.data())
def test_a_token_of_one_mail_never_opens_another(number, data):
    """However it is changed: another number, another day, characters swapped, cut or added, halves of two tokens."""
    own = status.token(number, NOW)
    other = status.token(data.draw(NUMBERS.filter(lambda each: each != number)), NOW)
    head, _, mac = own.rpartition(".")
    other_head, _, other_mac = other.rpartition(".")
    place = data.draw(st.integers(0, len(own) - 1))
    letter = data.draw(st.characters(min_codepoint=33, max_codepoint=126))
    for forged in (
        f"{other_head}.{mac}",
        f"{head}.{other_mac}",
        own[:place] + letter + own[place + 1 :],
        own[:place] + own[place + 1 :],
        own[:place] + letter + own[place:],
        own[:place],
        own + letter,
        f"{number + 1}{head[len(str(number)) :]}.{mac}",
        f"0{own}",
        f" {own}",
        head.replace("2027", "2099") + f".{mac}",
    ):
        assert forged == own or status.submission_of(forged, NOW) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(data=st.data())
def test_a_page_shows_its_own_mail_and_nothing_of_the_others(data, client, new_draft, noon, monkeypatch):
    monkeypatch.setattr(jobs, "clock", lambda: noon)
    DraftRecord.objects.all().delete()
    drafts = [new_draft(title=f"第{number}篇稿件标题") for number in range(4)]
    one = data.draw(st.sampled_from(drafts))
    shown = client.get(f"/-/status/{status.token(one.submission_id, noon)}/").content.decode()
    assert one.title in shown
    assert not any(other.title in shown for other in drafts if other is not one)
