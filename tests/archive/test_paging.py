"""The drafts before and after one, where the database sorts senders its own way."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from tougao.archive import decisions, queue
from tougao.archive.models import DraftRecord
from tougao.core.listing import Listing, Sort
from tougao.core.workflow import Action

pytestmark = pytest.mark.django_db
LISTING = Listing(category="campus", sort=Sort.SENDER)
HOUR = timedelta(hours=1)


@pytest.fixture
def sorted_as_people_do(db):
    """PostgreSQL made with a locale sorts anna before Zhao; its tests' server sorts by code points, as SQLite does."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute('ALTER TABLE draft ALTER COLUMN sender TYPE varchar(320) COLLATE "und-x-icu"')


def test_next_and_before_follow_the_order_of_the_page(sorted_as_people_do, new_draft, new_editor, noon, site):
    lin = new_editor()
    for number, sender in enumerate(("Zhao", "anna", "Bo", "zoe", "林", "anna", "陈")):
        DraftRecord.objects.filter(pk=new_draft(sender=sender).pk).update(received_at=noon + number * HOUR)
    keys = [row.draft.pk for row in queue.page(LISTING, lin, site, noon).rows]
    assert len(keys) == 7
    found = [queue.beside(DraftRecord.objects.get(pk=key), LISTING, lin, site, noon) for key in keys]
    assert [before and before.pk for before, _after in found] == [None, *keys[:-1]]
    assert [after and after.pk for _before, after in found] == [*keys[1:], None]


def test_a_draft_that_has_just_left_the_page_still_has_its_place(
    sorted_as_people_do, new_draft, new_editor, noon, site
):
    lin = new_editor()
    for sender in ("Zhao", "anna", "Bo"):
        new_draft(sender=sender)
    keys = [row.draft.pk for row in queue.page(replace(LISTING, view="new"), lin, site, noon).rows]
    decisions.decide(keys[1], Action.SPIKE, lin, noon, site)
    left = DraftRecord.objects.get(pk=keys[1])
    assert [each.pk for each in queue.beside(left, LISTING, lin, site, noon)] == [keys[0], keys[2]]
