"""What counts as the same decision sent twice, and what is another one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tougao.archive import decisions, repeating, revisions
from tougao.archive.decisions import DraftFields
from tougao.archive.models import DraftRecord
from tougao.archive.repeating import Asked
from tougao.core.workflow import UNDO_WINDOW, Action

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def lin(new_editor):
    return new_editor("lin")


@pytest.fixture
def scheduled(new_draft, lin, noon, site):
    """A draft that lin has just scheduled, and what he asked for."""
    draft = new_draft()
    asked = Asked("schedule", "", noon + HOUR, draft.version, DraftFields(**revisions.fields_of(draft)))
    decisions.decide(draft.pk, Action.SCHEDULE, lin, noon, site, version=draft.version, publish_at=noon + HOUR)
    return DraftRecord.objects.get(pk=draft.pk), asked


def test_the_very_same_is_known_again(scheduled, lin, noon):
    draft, asked = scheduled
    assert repeating.just_done(draft, asked, lin, noon).action == Action.SCHEDULE
    spaced = replace(asked, fields=replace(asked.fields, title=f" {asked.fields.title} "))
    assert repeating.just_done(draft, spaced, lin, noon)


@pytest.mark.parametrize(
    "other",
    [
        lambda asked, _draft: replace(asked, action="approve"),
        lambda asked, _draft: replace(asked, reason="请补充。"),
        lambda asked, _draft: replace(asked, publish_at=asked.publish_at + HOUR),
        lambda asked, draft: replace(asked, version=draft.version),
        lambda asked, _draft: replace(asked, fields=replace(asked.fields, title="另一个标题")),
        lambda asked, _draft: replace(asked, fields=None),
    ],
    ids=["deed", "reason", "hour", "seen what it did", "text", "no text"],
)
def test_what_differs_in_anything_is_another(scheduled, lin, noon, other):
    draft, asked = scheduled
    assert repeating.just_done(draft, other(asked, draft), lin, noon) is None


def test_it_is_the_same_persons_and_of_just_now(scheduled, lin, new_editor, noon):
    draft, asked = scheduled
    assert repeating.just_done(draft, asked, new_editor("zhao"), noon) is None
    assert repeating.just_done(draft, asked, lin, noon + UNDO_WINDOW + HOUR) is None
