"""Two editors at one draft, in the database: both texts are put together, or nothing is saved and a person is asked."""

from dataclasses import asdict, replace

import pytest

from tougao.archive import decisions, merging, revisions
from tougao.archive.decisions import DraftFields
from tougao.archive.merging import Clashing
from tougao.core.merging import Choice
from tougao.core.workflow import Action
from tougao.errors import DecisionError

pytestmark = pytest.mark.django_db

FIRST = "<p>十一月二十日，青禾师范学院第二十届田径运动会在南校区开幕。</p>"
FIRST_2 = "<p>十一月二十一日，青禾师范学院第二十届田径运动会在南校区开幕。</p>"
FIRST_3 = "<p>十一月二十日上午，青禾师范学院第二十届田径运动会开幕。</p>"
LAST = "<p>比赛共设三十六个项目，历时两天，于二十二日下午圆满闭幕。</p>"
LAST_2 = "<p>比赛共设三十八个项目，历时两天，于二十二日下午圆满闭幕。</p>"


@pytest.fixture
def opened(new_draft):
    draft = new_draft(title="运动会开幕", html=f"{FIRST}\n{LAST}")
    return draft, DraftFields(**revisions.fields_of(draft))


@pytest.fixture
def people(new_editor):
    return new_editor("lin"), new_editor("zhao")


def now_stands(draft) -> dict[str, str]:
    draft.refresh_from_db()
    return revisions.fields_of(draft)


def test_who_saves_the_version_he_saw_saves_as_ever(opened, people, noon):
    (draft, begun), (lin, _zhao) = opened, people
    saved = merging.save(draft.pk, 1, lin, noon, replace(begun, title="新标题"), begun)
    assert (saved.is_stale, saved.is_merged, now_stands(draft)["title"]) == (False, False, "新标题")


def test_paragraphs_of_two_editors_are_put_together(opened, people, noon):
    (draft, begun), (lin, zhao) = opened, people
    merging.save(draft.pk, 1, lin, noon, replace(begun, html=f"{FIRST_2}\n{LAST}"), begun)
    saved = merging.save(draft.pk, 1, zhao, noon, replace(begun, html=f"{FIRST}\r\n{LAST_2}", byline="赵蕊"), begun)
    assert (saved.is_stale, saved.is_merged) == (True, True)
    assert now_stands(draft)["html"] == f"{FIRST_2}\n{LAST_2}"
    assert now_stands(draft)["byline"] == "赵蕊"
    assert revisions.last_editor(draft) == zhao


def test_without_the_version_one_began_with_the_kept_one_serves(opened, people, noon):
    (draft, begun), (lin, zhao) = opened, people
    merging.save(draft.pk, 1, lin, noon, replace(begun, html=f"{FIRST_2}\n{LAST}"))
    merging.save(draft.pk, 1, zhao, noon, replace(begun, html=f"{FIRST}\n{LAST_2}"))
    assert now_stands(draft)["html"] == f"{FIRST_2}\n{LAST_2}"


def test_where_nothing_was_kept_every_difference_is_asked_about(opened, people, noon):
    (draft, begun), (_lin, zhao) = opened, people
    type(draft).objects.filter(pk=draft.pk).update(version=7, title="别处改的标题")
    with pytest.raises(Clashing) as asked:
        merging.save(draft.pk, 6, zhao, noon, replace(begun, title="我的标题"))
    assert [clash.key for clash in asked.value.clashes] == ["title"]


def test_one_paragraph_changed_by_both_saves_nothing_until_somebody_chooses(opened, people, noon):
    (draft, begun), (lin, zhao) = opened, people
    merging.save(draft.pk, 1, lin, noon, replace(begun, html=f"{FIRST_2}\n{LAST}"), begun)
    mine = replace(begun, html=f"{FIRST_3}\n{LAST_2}")
    with pytest.raises(Clashing) as asked:
        merging.save(draft.pk, 1, zhao, noon, mine, begun)
    assert asked.value.version == 2
    assert asdict(asked.value.mine) == asdict(mine)
    (clash,) = asked.value.clashes
    assert now_stands(draft)["html"] == f"{FIRST_2}\n{LAST}"
    choices = {clash.key: Choice.MINE}
    merging.save(draft.pk, 1, zhao, noon, mine, begun, choices, chosen_at=2)
    assert now_stands(draft)["html"] == f"{FIRST_3}\n{LAST_2}"


def test_a_choice_counts_only_for_the_version_it_was_made_on(opened, people, noon):
    (draft, begun), (lin, zhao) = opened, people
    merging.save(draft.pk, 1, lin, noon, replace(begun, title="甲"), begun)
    merging.save(draft.pk, 2, lin, noon, replace(begun, title="乙"), begun)
    with pytest.raises(Clashing) as asked:
        merging.save(draft.pk, 1, zhao, noon, replace(begun, title="丙"), begun, {"title": Choice.MINE}, chosen_at=2)
    assert asked.value.version == 3


def test_a_decision_of_another_is_no_change_of_the_text(opened, people, noon, site):
    (draft, begun), (lin, zhao) = opened, people
    decisions.decide(draft.pk, Action.APPROVE, lin, noon, site)
    saved = merging.save(draft.pk, 1, zhao, noon, replace(begun, title="新标题"), begun)
    assert (saved.is_stale, saved.is_merged) == (True, False)


def test_a_spiked_draft_takes_no_text(opened, people, noon, site):
    (draft, begun), (lin, zhao) = opened, people
    decisions.decide(draft.pk, Action.SPIKE, lin, noon, site)
    with pytest.raises(DecisionError, match="spiked"):
        merging.save(draft.pk, 1, zhao, noon, replace(begun, title="新标题"), begun)
    with pytest.raises(DecisionError, match="no draft"):
        merging.save(draft.pk + 1, 1, zhao, noon, begun, begun)
