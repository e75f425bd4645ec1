"""Two at once on PostgreSQL: whoever comes second waits and sees what the first has done; nobody loses anything."""

import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.support.at_once import Beside, only_on_postgresql
from tougao.archive import audit, batches, contributors, decisions, presence, publication, reads, telling
from tougao.archive import site as sites
from tougao.archive.batches import Deed, Order, Tick
from tougao.archive.contributors import Facts
from tougao.archive.models import ArticleRecord, ContributorRecord, DecisionRecord
from tougao.core import setting
from tougao.core.layout import ALL, ListPage
from tougao.core.setting import Part
from tougao.core.workflow import Action
from tougao.errors import DecisionError

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def on_postgresql(transactional_db):
    only_on_postgresql()


def test_a_contributor_who_is_blocked_while_somebody_describes_him_stays_blocked(noon):
    contributors.decide("lin@example.edu.cn", "usual", "", None, noon)
    writer = ContributorRecord.objects.get()
    with transaction.atomic():
        contributors.decide(writer.address, "blocked", None, None, noon)
        other = Beside(lambda: contributors.describe(writer.pk, Facts("青禾师院", "zh", "电话联系"), None, noon))
        other.until_it_waits()
    other.over()
    writer.refresh_from_db()
    assert (writer.standing, writer.organisation, writer.note) == ("blocked", "青禾师院", "电话联系")


def test_two_who_give_numbers_in_a_new_list_wait_for_each_other_and_give_different_ones():
    with transaction.atomic():
        mine = publication.next_ordinal("s/77")
        other = Beside(lambda: _number_in("s/77"))
        other.until_it_waits()
    assert (mine, other.over()) == (1, 2)


def _number_in(slug):
    with transaction.atomic():
        return publication.next_ordinal(slug)


@pytest.mark.parametrize("deed", [Deed.APPROVE, Deed.SPIKE])
def test_a_batch_and_a_decision_on_one_of_its_drafts_never_wait_for_each_other(new_draft, new_editor, noon, site, deed):
    first, second = new_draft(), new_draft()
    lin, zhao = new_editor("lin"), new_editor("zhao")
    ticks = [Tick(first.pk, 1), Tick(second.pk, 1)]
    with transaction.atomic():
        decisions.hold([second.pk])
        batch = Beside(lambda: batches.carry_out(ticks, Order(deed), lin, noon, site))
        batch.until_it_waits()
        decisions.decide(second.pk, Action.SPIKE, zhao, noon, site)
    assert [row["done"] for row in batch.over().rows] == [True, False]
    assert audit.breaks() == []


def test_whoever_decides_holds_the_log_before_anything_that_others_may_hold(new_draft, new_editor, noon, site):
    """So two who count the same contributor's figures, or give numbers in the same list, never wait for each other."""
    draft, lin = new_draft(), new_editor("lin")
    deeds = (
        lambda: decisions.decide(draft.pk, Action.APPROVE, lin, noon, site),
        lambda: decisions.undo(DecisionRecord.objects.get().pk, lin, noon),
        lambda: contributors.decide("linxiaohe@example.edu.cn", "blocked", None, lin, noon),
    )
    for deed in deeds:
        with CaptureQueriesContext(connection) as told:
            deed()
        locking = [each["sql"] for each in told if re.search(r"^(UPDATE|INSERT)| FOR (NO KEY )?UPDATE", each["sql"])]
        at = next(place for place, sql in enumerate(locking) if '"audit_head"' in sql)
        own = re.compile(r'FROM "(draft|decision)" .* FOR (NO KEY )?UPDATE')
        assert [sql for sql in locking[:at] if not own.search(sql)] == []


def test_a_batch_is_undone_while_somebody_saves_one_of_its_drafts(new_draft, new_editor, noon, site):
    first, second = new_draft(), new_draft()
    lin = new_editor("lin")
    batch = batches.carry_out([Tick(second.pk, 1), Tick(first.pk, 1)], Order(Deed.SPIKE), lin, noon, site)
    with transaction.atomic():
        decisions.hold([first.pk])
        undone = Beside(lambda: batches.undo(batch.pk, lin, noon))
        undone.until_it_waits()
        decisions.hold([second.pk])
        audit.hold()
    assert all(row["undone"] for row in undone.over().rows)


def test_reads_that_are_counted_while_somebody_pins_are_not_lost(new_draft, noon, site):
    draft = new_draft()
    decisions.decide(draft.pk, Action.APPROVE, None, noon, site)
    with transaction.atomic():
        reads.add({1: 3}, noon)
        pinned = Beside(lambda: decisions.decide(draft.pk, Action.PIN, None, noon, site))
        pinned.until_it_waits()
    pinned.over()
    article = ArticleRecord.objects.get()
    assert (article.reads, article.pinned_at) == (3, noon)


def test_the_first_approval_and_what_expires_write_the_same_first_row_of_a_feed(new_draft, noon, site):
    draft, day = new_draft(), timedelta(days=1)
    with transaction.atomic():
        assert not telling.order_expired(noon, day, day)
        approved = Beside(lambda: decisions.decide(draft.pk, Action.APPROVE, None, noon, site))
        approved.until_it_waits()
    approved.over()
    assert telling.told_at([ListPage(ALL), ListPage(draft.category)]) == {
        ListPage(ALL): noon,
        ListPage(draft.category): noon,
    }


def texts(site, **changes):
    return {**setting.taken(site, Part.TEXTS), **changes}


def test_two_parts_of_the_site_edited_at_once_both_hold(noon, site):
    def edit_the_footer():
        sites.edit(Part.FOOTER, [{"title": "首页", "url": "/"}], 0, None, site, noon)
        return sites.present(site)

    with transaction.atomic():
        sites.edit(Part.TEXTS, texts(site, icp="京ICP备1号"), 0, None, site, noon)
        other = Beside(edit_the_footer)
        other.until_it_waits()
    other.over()
    now = sites.present(site)
    assert (now.icp, [link.title for link in now.footer]) == ("京ICP备1号", ["首页"])


def test_whoever_edits_the_same_part_second_is_told_so(noon, site):
    with transaction.atomic():
        sites.edit(Part.TEXTS, texts(site, icp="京ICP备1号"), 0, None, site, noon)
        other = Beside(lambda: sites.edit(Part.TEXTS, texts(site, icp="京ICP备2号"), 0, None, site, noon))
        other.until_it_waits()
    with pytest.raises(DecisionError, match="Somebody else changed this"):
        other.over()
    assert sites.present(site).icp == "京ICP备1号"


def test_two_tabs_of_an_editor_opened_together_are_one_presence(new_draft, new_editor, noon):
    draft, lin = new_draft(), new_editor("lin")
    with transaction.atomic():
        presence.come(draft.pk, lin, noon)
        other = Beside(lambda: presence.take_over(draft.pk, lin, noon))
        other.until_it_waits()
    other.over()
    (there,) = presence.there([draft.pk], noon)[draft.pk]
    assert (there.since, there.taken_at) == (noon, noon)
