"""The table of decisions, walked whole."""

import itertools

import pytest

from tougao.core import workflow
from tougao.core.workflow import TRANSITIONS, Action, Role, Status
from tougao.errors import DecisionError

EVERY = list(itertools.product(Status, Action, Role))


@pytest.mark.parametrize(("status", "action", "role"), EVERY)
def test_what_the_table_does_not_name_is_refused(status, action, role):
    step = TRANSITIONS.get((status, action))
    allowed = step is not None and role.covers(step.needs)
    assert allowed == (action in dict(workflow.possible(status, role)))
    if allowed:
        assert workflow.transition(status, action, role, "有理由") is step
    else:
        with pytest.raises(DecisionError):
            workflow.transition(status, action, role, "有理由")


def test_each_role_may_do_all_that_the_one_before_it_may():
    for status in Status:
        editor, chief, administrator = (set(dict(workflow.possible(status, role))) for role in Role)
        assert editor <= chief <= administrator


def test_no_draft_is_ever_stuck():
    for status in Status:
        assert dict(workflow.possible(status, Role.ADMINISTRATOR)), status


def test_nothing_leads_readers_to_a_draft_but_approving_it():
    leading = {
        action
        for (status, action), step in TRANSITIONS.items()
        if step.to is Status.PUBLISHED and status is not Status.PUBLISHED
    }
    assert leading == {Action.APPROVE}
