"""What becomes of a draft, its article, the print orders and the letters when an editor decides."""

from datetime import timedelta

import pytest

from tougao.archive import decisions
from tougao.archive.decisions import DraftFields
from tougao.archive.models import ArticleRecord, DecisionRecord, DraftRecord, LetterRecord, PrintOrderRecord
from tougao.core.workflow import UNDO_WINDOW, Action, Role, Status
from tougao.errors import DecisionError

SECOND = timedelta(seconds=1)


def orders():
    return list(PrintOrderRecord.objects.order_by("pk").values_list("article__number", "places"))


def test_approving_publishes_the_draft_and_orders_its_print(new_draft, new_editor, noon, site):
    draft, lin = new_draft(), new_editor()
    decision = decisions.decide(draft.pk, Action.APPROVE, lin, noon, site, version=1)
    article = ArticleRecord.objects.get()
    assert (article.number, article.title, article.category, article.ordinal) == (1, draft.title, "campus", 1)
    assert article.entry_id == "tag:news.example.cn,2026-01-01:1"
    assert article.published_at == article.updated_at == noon
    assert orders() == [(1, [["campus", 1]])]
    draft.refresh_from_db()
    assert (draft.status, draft.version) == (Status.PUBLISHED, 2)
    assert (decision.editor, decision.decided_at, decision.from_status) == (lin, noon, Status.NEW)


def test_numbers_count_the_site_and_ordinals_count_each_category(new_draft, noon, site):
    for category in ("news", "campus", "news"):
        decisions.decide(new_draft(category=category).pk, Action.APPROVE, None, noon, site)
    assert list(ArticleRecord.objects.order_by("number").values_list("number", "category", "ordinal")) == [
        (1, "news", 1),
        (2, "campus", 1),
        (3, "news", 2),
    ]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"category": ""}, "Choose a category"),
        ({"category": "no-such"}, "Choose a category"),
        ({"html": ""}, "needs a text"),
        ({"title": " "}, "needs a title"),
    ],
)
def test_a_draft_that_readers_could_not_read_is_not_approved(new_draft, noon, site, fields, words):
    draft = new_draft(**fields)
    with pytest.raises(DecisionError, match=words):
        decisions.decide(draft.pk, Action.APPROVE, None, noon, site)
    draft.refresh_from_db()
    assert draft.status == Status.NEW
    assert not DecisionRecord.objects.exists()
    assert not PrintOrderRecord.objects.exists()


def test_a_decision_on_an_older_version_is_refused_and_changes_nothing(new_draft, noon, site):
    draft = new_draft()
    save(draft, noon, title="新的标题")
    with pytest.raises(DecisionError, match="Somebody else saved"):
        decisions.decide(draft.pk, Action.APPROVE, None, noon, site, version=1)
    assert not ArticleRecord.objects.exists()


@pytest.mark.parametrize(("role", "may"), [(Role.EDITOR, False), (Role.CHIEF, True), (Role.ADMINISTRATOR, True)])
def test_only_a_chief_withdraws_what_readers_have_seen(new_draft, new_editor, noon, site, role, may):
    draft, person = new_draft(), new_editor("zhao", role)
    decisions.decide(draft.pk, Action.APPROVE, person, noon, site)
    if not may:
        with pytest.raises(DecisionError, match="needs the role chief"):
            decisions.decide(draft.pk, Action.WITHDRAW, person, noon, site, reason="作者要求撤稿")
        assert ArticleRecord.objects.get().withdrawn_at is None
        return
    decisions.decide(draft.pk, Action.WITHDRAW, person, noon + SECOND, site, reason="作者要求撤稿")
    assert ArticleRecord.objects.get().withdrawn_at == noon + SECOND
    assert orders()[-1] == (1, [["campus", 1]])


def test_withdrawing_and_returning_need_a_reason(new_draft, noon, site):
    with pytest.raises(DecisionError, match="needs a reason"):
        decisions.decide(new_draft().pk, Action.RETURN, None, noon, site, reason="  ")


def test_a_correction_in_another_category_takes_a_new_place_and_orders_both(new_draft, noon, site):
    draft = new_draft(category="news")
    decisions.decide(draft.pk, Action.APPROVE, None, noon, site)
    decisions.decide(new_draft(category="campus").pk, Action.APPROVE, None, noon, site)
    save(draft, noon, category="campus", title="更正后的标题")
    decisions.decide(draft.pk, Action.CORRECT, None, noon + SECOND, site)
    article = ArticleRecord.objects.get(number=1)
    assert (article.category, article.ordinal, article.title) == ("campus", 2, "更正后的标题")
    assert (article.published_at, article.updated_at) == (noon, noon + SECOND)
    assert orders()[-1] == (1, [["news", 1], ["campus", 2]])


def test_a_saved_change_to_a_published_draft_is_not_seen_before_it_is_a_correction(new_draft, noon, site):
    draft = new_draft()
    decisions.decide(draft.pk, Action.APPROVE, None, noon, site)
    save(draft, noon, title="还没有签发的标题")
    assert ArticleRecord.objects.get().title == "青禾师范学院春季运动会开幕"
    assert len(orders()) == 1


def test_a_return_writes_a_letter_that_waits_until_undo_is_over(new_draft, noon, site):
    draft = new_draft()
    decision = decisions.decide(draft.pk, Action.RETURN, None, noon, site, reason="请补充活动时间和地点。")
    letter = LetterRecord.objects.get()
    assert letter.decision == decision
    assert letter.recipient == "linxiaohe@example.edu.cn"
    assert letter.in_reply_to == draft.submission.message_id
    assert "请补充活动时间和地点。" in letter.body
    assert "春季运动会开幕" in letter.body
    assert letter.not_before == noon + UNDO_WINDOW


def test_undoing_a_return_keeps_the_letter_at_home(new_draft, noon, site):
    draft = new_draft()
    decision = decisions.decide(draft.pk, Action.RETURN, None, noon, site, reason="请补图。")
    decisions.undo(decision.pk, None, noon + SECOND)
    draft.refresh_from_db()
    assert draft.status == Status.NEW
    assert LetterRecord.objects.get().cancelled_at == noon + SECOND


def test_undoing_a_first_approval_takes_the_article_off_the_site_and_keeps_its_number(new_draft, noon, site):
    draft = new_draft()
    decision = decisions.decide(draft.pk, Action.APPROVE, None, noon, site)
    decisions.undo(decision.pk, None, noon + SECOND)
    draft.refresh_from_db()
    assert draft.status == Status.NEW
    assert ArticleRecord.objects.get().withdrawn_at == noon + SECOND
    assert len(orders()) == 2
    decisions.decide(draft.pk, Action.APPROVE, None, noon + 2 * SECOND, site)
    article = ArticleRecord.objects.get()
    assert (article.number, article.ordinal, article.withdrawn_at) == (1, 2, None)
    assert article.published_at == noon + 2 * SECOND


def test_undoing_a_correction_brings_the_old_text_and_place_back(new_draft, noon, site):
    draft = new_draft(category="news")
    decisions.decide(draft.pk, Action.APPROVE, None, noon, site)
    save(draft, noon, title="错上加错", category="campus")
    decision = decisions.decide(draft.pk, Action.CORRECT, None, noon + SECOND, site)
    decisions.undo(decision.pk, None, noon + 2 * SECOND)
    article = ArticleRecord.objects.get()
    assert (article.title, article.category, article.ordinal) == ("青禾师范学院春季运动会开幕", "news", 1)
    assert article.updated_at == noon
    assert orders()[-1] == (1, [["campus", 1], ["news", 1]])


def test_undo_is_for_ten_seconds_for_oneself_for_the_last_decision_and_once(new_draft, new_editor, noon, site):
    lin, zhao = new_editor("lin"), new_editor("zhao")
    draft = new_draft()
    first = decisions.decide(draft.pk, Action.SPIKE, lin, noon, site)
    second = decisions.decide(draft.pk, Action.REOPEN, lin, noon, site)
    for decision, editor, at, words in (
        (second, lin, noon + UNDO_WINDOW + SECOND, "ten seconds"),
        (second, zhao, noon + SECOND, "Only the editor"),
        (first, lin, noon + SECOND, "Another decision"),
    ):
        assert not decisions.undoable(decision, editor, at)
        with pytest.raises(DecisionError, match=words):
            decisions.undo(decision.pk, editor, at)
    assert decisions.undoable(second, lin, noon + UNDO_WINDOW)
    decisions.undo(second.pk, lin, noon + UNDO_WINDOW)
    with pytest.raises(DecisionError, match="already been undone"):
        decisions.undo(second.pk, lin, noon + UNDO_WINDOW)
    assert DraftRecord.objects.get().status == Status.SPIKED


def test_saving_the_same_words_makes_no_new_version(new_draft, noon):
    draft = new_draft()
    assert save(draft, noon).version == 1
    assert save(draft, noon, byline="林晓禾 赵蕊").version == 2


def test_what_is_saved_is_the_small_html_of_the_site(new_draft, noon):
    saved = save(new_draft(), noon, html="<p onclick=x()>好<script>alert(1)</script></p>")
    assert saved.html == "<p>好</p>"


@pytest.mark.parametrize("action", [Action.SPIKE])
def test_a_spiked_draft_is_not_edited(new_draft, noon, site, action):
    draft = new_draft()
    decisions.decide(draft.pk, action, None, noon, site)
    with pytest.raises(DecisionError, match="Reopen it first"):
        decisions.save(draft.pk, 2, None, noon, fields_of(draft, title="改"))


def fields_of(draft: DraftRecord, **changes: str) -> DraftFields:
    values = {name: getattr(draft, name) for name in DraftFields.__dataclass_fields__}
    return DraftFields(**(values | changes))


def save(draft: DraftRecord, now, **changes: str) -> DraftRecord:
    version = DraftRecord.objects.get(pk=draft.pk).version
    return decisions.save(draft.pk, version, None, now, fields_of(draft, **changes))
