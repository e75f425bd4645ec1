"""The table of decisions, walked whole, for newsrooms that read a draft once, twice, three times."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from tougao.core import workflow
from tougao.core.workflow import STAGES, Action, Effect, Reviews, Role, Status, transitions
from tougao.errors import DecisionError

NEWSROOMS = [
    Reviews(),
    Reviews((Role.EDITOR, Role.CHIEF)),
    Reviews((Role.EDITOR, Role.EDITOR, Role.CHIEF)),
    Reviews((Role.CHIEF,)),
]
EVERY = list(itertools.product(NEWSROOMS, Status, Action, Role))
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
each_newsroom = pytest.mark.parametrize("reviews", NEWSROOMS)


@pytest.mark.parametrize(("reviews", "status", "action", "role"), EVERY)
def test_what_the_table_does_not_name_is_refused(reviews, status, action, role):
    step = transitions(reviews).get((status, action))
    allowed = step is not None and role.covers(step.needs)
    assert allowed == (action in dict(workflow.possible(reviews, status, role)))
    if allowed:
        assert workflow.transition(reviews, status, action, role, "有理由") is step
    else:
        with pytest.raises(DecisionError):
            workflow.transition(reviews, status, action, role, "有理由")


@each_newsroom
def test_each_role_may_do_all_that_the_one_before_it_may(reviews):
    for status in Status:
        editor, chief, administrator = (set(dict(workflow.possible(reviews, status, role))) for role in Role)
        assert editor <= chief <= administrator


@each_newsroom
def test_no_draft_is_ever_stuck_even_when_its_reading_was_abolished(reviews):
    for status in Status:
        assert dict(workflow.possible(reviews, status, Role.ADMINISTRATOR)), status


@each_newsroom
def test_nothing_leads_readers_to_a_draft_but_approving_it(reviews):
    leading = {
        action
        for (status, action), step in transitions(reviews).items()
        if step.to is Status.PUBLISHED and status is not Status.PUBLISHED
    }
    assert leading == {Action.APPROVE}


@each_newsroom
def test_a_new_draft_is_read_as_often_as_the_newsroom_wants_by_whom_it_wants(reviews):
    status, read_by = Status.NEW, []
    while status is not Status.PUBLISHED:
        table = transitions(reviews)
        action = Action.PASS if (status, Action.PASS) in table else Action.APPROVE
        read_by.append(table[status, action].needs)
        status = table[status, action].to
    assert tuple(read_by) == reviews.roles


@each_newsroom
def test_what_readers_see_is_changed_by_nobody_who_could_not_publish_it(reviews):
    for (status, action), step in transitions(reviews).items():
        if step.effect in (Effect.PUBLISH, Effect.CORRECT, Effect.AMEND) or step.to is Status.SCHEDULED:
            assert step.needs.covers(reviews.roles[-1]), (status, action)


@each_newsroom
def test_only_a_later_reading_sends_back_to_the_first(reviews):
    sending = {status for (status, action) in transitions(reviews) if action is Action.SEND_BACK}
    assert sending == set(STAGES[1:])


def test_an_action_does_the_same_to_the_site_wherever_it_is_taken():
    for reviews in NEWSROOMS:
        for (_, action), step in transitions(reviews).items():
            assert step.effect is workflow.effect_of(action)


@pytest.mark.parametrize(
    ("action", "hour", "embargo", "words"),
    [
        (Action.APPROVE, None, None, ""),
        (Action.APPROVE, None, NOON, ""),
        (Action.APPROVE, None, NOON + HOUR, "under embargo"),
        (Action.SCHEDULE, NOON + HOUR, None, ""),
        (Action.SCHEDULE, NOON, None, "still to come"),
        (Action.SCHEDULE, None, None, "still to come"),
        (Action.SCHEDULE, NOON + HOUR, NOON + HOUR, ""),
        (Action.SCHEDULE, NOON + HOUR, NOON + 2 * HOUR, "under embargo"),
        (Action.SPIKE, None, NOON + HOUR, ""),
    ],
)
def test_hours_and_embargoes(action, hour, embargo, words):
    step = transitions(Reviews())[Status.NEW, action]
    if words:
        with pytest.raises(DecisionError, match=words):
            workflow.check_hour(step, action, hour, embargo, NOON)
    else:
        workflow.check_hour(step, action, hour, embargo, NOON)


@each_newsroom
@pytest.mark.parametrize("must_differ", [False, True])
def test_a_draft_waits_for_somebody_else_exactly_where_its_next_word_is_not_offered(reviews, must_differ):
    for status, role in itertools.product(Status, Role):
        differs = must_differ and status in workflow.STAGES
        mine = {action for action, _step in workflow.offered(reviews, status, role, must_differ=differs)}
        waits = workflow.waits_for(reviews, status, role, must_differ=differs)
        if (needed := workflow.decides(reviews, status)) is None:
            assert waits is None
            continue
        assert (waits is None) == bool(mine & {Action.PASS, Action.APPROVE, Action.CORRECT}), (status, role)
        if waits:
            assert waits.role is needed
            assert waits.is_for_another == role.covers(needed), (status, role)
