"""Every version of a draft is kept; autosaves of one sitting are one; a decision knows the version it took."""

from datetime import timedelta

import pytest

from tougao.archive import decisions, revisions
from tougao.archive.decisions import DraftFields
from tougao.archive.models import RevisionRecord
from tougao.core.workflow import Action, Role

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def fields(draft, **changes) -> DraftFields:
    return DraftFields(**(revisions.fields_of(draft) | changes))


def saved(draft, editor, now, is_autosave=False, **changes):
    draft.refresh_from_db()
    return decisions.save(draft.pk, draft.version, editor, now, fields(draft, **changes), is_autosave=is_autosave)


def kept(draft) -> list[tuple[int, str, str]]:
    return [
        (each.number, each.editor.username if each.editor else "", each.fields["title"]) for each in revisions.of(draft)
    ]


def test_the_first_save_keeps_what_the_mail_gave_as_well(new_draft, new_editor, noon):
    draft, lin = new_draft(title="来稿的标题"), new_editor()
    assert revisions.of(draft) == []
    saved(draft, lin, noon + MINUTE, title="改过的标题")
    assert kept(draft) == [(2, "lin", "改过的标题"), (1, "", "来稿的标题")]
    assert [each.saved_at for each in revisions.of(draft)] == [noon + MINUTE, noon]


def test_every_save_is_a_version_and_an_empty_one_is_none(new_draft, new_editor, noon):
    draft, lin = new_draft(title="一"), new_editor()
    for title in ("二", "三", "三"):
        saved(draft, lin, noon, title=title)
    assert [title for _number, _who, title in kept(draft)] == ["三", "二", "一"]


def test_autosaves_of_one_sitting_are_one_version(new_draft, new_editor, noon):
    draft, lin = new_draft(title="一"), new_editor()
    for seconds in range(0, 299, 10):
        saved(draft, lin, noon + timedelta(seconds=seconds), is_autosave=True, title=f"标题{seconds}")
    assert kept(draft) == [(31, "lin", "标题290"), (1, "", "一")]
    saved(draft, lin, noon + timedelta(minutes=5), is_autosave=True, title="新的一段")
    assert len(kept(draft)) == 3


def test_nobody_writes_into_the_version_of_another(new_draft, new_editor, noon):
    draft, lin, zhao = new_draft(title="一"), new_editor(), new_editor("zhao")
    saved(draft, lin, noon, is_autosave=True, title="二")
    saved(draft, zhao, noon, is_autosave=True, title="三")
    saved(draft, lin, noon, is_autosave=True, title="四")
    assert [who for _number, who, _title in kept(draft)] == ["lin", "zhao", "lin", ""]


def test_a_save_on_purpose_ends_the_growing_even_where_nothing_is_new(new_draft, new_editor, noon):
    draft, lin = new_draft(title="一"), new_editor()
    saved(draft, lin, noon, is_autosave=True, title="二")
    saved(draft, lin, noon, title="二")
    saved(draft, lin, noon, is_autosave=True, title="三")
    assert [title for _number, _who, title in kept(draft)] == ["三", "二", "一"]


def test_a_version_that_was_decided_upon_never_changes(new_draft, new_editor, noon, site):
    draft, lin = new_draft(title="一"), new_editor("lin", Role.CHIEF)
    saved(draft, lin, noon, is_autosave=True, title="二")
    draft.refresh_from_db()
    approved = decisions.decide(draft.pk, Action.APPROVE, lin, noon + MINUTE, site)
    saved(draft, lin, noon + 2 * MINUTE, is_autosave=True, title="三")
    draft.refresh_from_db()
    corrected = decisions.decide(draft.pk, Action.CORRECT, lin, noon + 3 * MINUTE, site)
    taken = revisions.taken([approved, corrected], revisions.of(draft))
    assert [revisions.one(draft, taken[each.pk]).fields["title"] for each in (approved, corrected)] == ["二", "三"]


def test_bringing_paragraphs_back_is_a_version_too(new_draft, new_editor, noon):
    draft, lin = new_draft(set_aside=["此致敬礼"]), new_editor()
    decisions.bring_back(draft.pk, 1, [0], noon, lin)
    assert kept(draft)[0][:2] == (2, "lin")
    assert "此致敬礼" in revisions.of(draft)[0].fields["html"]


def test_what_two_versions_have_in_common_is_the_newest_both_grew_from(new_draft, new_editor, noon):
    draft, lin = new_draft(title="一"), new_editor()
    assert revisions.common(draft, 1) is None
    for number, title in enumerate(("二", "三", "四", "五")):
        saved(draft, lin, noon + number * MINUTE, is_autosave=number in (1, 2), title=title)
    assert [number for number, _who, _title in kept(draft)] == [5, 4, 2, 1]
    found = [revisions.common(draft, version)["title"] for version in (1, 2, 3, 4, 9)]
    assert found == ["一", "二", "二", "四", "五"]


def test_a_draft_of_which_nothing_was_kept_yet_is_followed_by_its_versions(new_draft):
    draft = new_draft()
    assert RevisionRecord.objects.filter(draft=draft).count() == 0
    assert revisions.taken([], []) == {}
    assert revisions.last_editor(draft) is None
