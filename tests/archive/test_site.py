"""The present site: the configuration's, with what was edited over it; every version kept, brought back, and at once in force."""

import threading
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction

from tougao import jobs
from tougao.archive import audit, decisions, print_orders
from tougao.archive import site as sites
from tougao.archive.models import SettingRecord
from tougao.core import setting
from tougao.core.audit import Event
from tougao.core.setting import Part
from tougao.core.workflow import Action, Role
from tougao.errors import DecisionError

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def texts(site, **changes):
    return {**setting.taken(site, Part.TEXTS), **changes}


def test_without_an_edit_the_file_holds(site):
    assert sites.present(site) is site
    assert sites.number_of(Part.TEXTS) == 0


def test_a_row_that_somebody_wrote_past_us_brings_no_character_that_no_xml_holds(site, noon):
    value = texts(site, description="说\x0b明\u202e", icp="京\x01ICP备1号")
    SettingRecord.objects.create(part=Part.TEXTS, number=1, value=value, edited_at=noon, digest="1")
    now = sites.present(site)
    assert (now.description, now.icp) == ("说\n明", "京ICP备1号")


def test_an_edit_holds_at_once_and_says_who_when_before_and_after(site, noon, new_editor):
    lin = new_editor("lin", Role.ADMINISTRATOR)
    sites.edit(Part.TEXTS, texts(site, description="新的说明"), 0, lin, site, noon)
    assert sites.present(site) == replace(site, description="新的说明")
    (version,) = sites.history(Part.TEXTS, site)
    assert (version.row.edited_by, version.row.edited_at, version.row.number) == (lin, noon, 1)
    (difference,) = version.differences
    assert (difference.field, difference.before, difference.after) == ("description", site.description, "新的说明")


def test_every_version_stands_in_the_audit_log_and_one_that_was_refused_does_not(site, noon, new_editor):
    lin = new_editor("lin", Role.ADMINISTRATOR)
    sites.edit(Part.TEXTS, texts(site, description="新的说明"), 0, lin, site, noon)
    with pytest.raises(DecisionError):
        sites.edit(Part.TEXTS, texts(site, description="另一个"), 0, lin, site, noon)
    with suppress(RuntimeError), transaction.atomic():
        sites.edit(Part.TEXTS, texts(site, description="不算数"), 1, lin, site, noon)
        raise RuntimeError
    sites.restore(Part.TEXTS, 0, 1, lin, site, noon + HOUR)
    entries = audit.found(audit.Wanted(event=Event.SETTINGS_CHANGED)).order_by("number")
    assert [(each.who, each.subject, each.details, each.at) for each in entries] == [
        ("lin", "setting texts", {"version": 1}, noon),
        ("lin", "setting texts", {"version": 2}, noon + HOUR),
    ]
    assert audit.breaks() == []


def test_parts_stand_side_by_side_and_the_file_gives_the_rest(site, noon):
    sites.edit(Part.TEXTS, texts(site, icp="京ICP备1号"), 0, None, site, noon)
    sites.edit(Part.FOOTER, [{"title": "首页", "url": "/"}], 0, None, site, noon)
    now = sites.present(replace(site, hub="https://hub.example"))
    assert (now.icp, now.footer[0].title, now.hub, now.categories) == (
        "京ICP备1号",
        "首页",
        "https://hub.example",
        site.categories,
    )


def test_saying_what_holds_already_makes_no_version(site, noon):
    assert sites.edit(Part.TEXTS, texts(site), 0, None, site, noon) is None
    assert not SettingRecord.objects.exists()


def test_an_old_version_and_the_file_itself_are_brought_back_as_new_versions(site, noon):
    for number, name in enumerate(("甲", "乙")):
        sites.edit(Part.TEXTS, texts(site, name=name), number, None, site, noon)
    sites.restore(Part.TEXTS, 1, 2, None, site, noon + HOUR)
    assert sites.present(site).name == "甲"
    sites.restore(Part.TEXTS, 0, 3, None, site, noon + HOUR)
    assert sites.present(site) == site
    assert [
        (v.row.number, v.row.restores, [(d.before, d.after) for d in v.differences])
        for v in sites.history(Part.TEXTS, site)
    ] == [
        (4, 0, [("甲", site.name)]),
        (3, 1, [("乙", "甲")]),
        (2, None, [("甲", "乙")]),
        (1, None, [(site.name, "甲")]),
    ]
    assert sites.edited_parts() == {}
    with pytest.raises(DecisionError, match="no version 9"):
        sites.restore(Part.TEXTS, 9, 4, None, site, noon)


def test_two_administrators_at_once_lose_nothing(site, noon):
    sites.edit(Part.TEXTS, texts(site, name="第一位"), 0, None, site, noon)
    with pytest.raises(DecisionError, match="Somebody else changed this"):
        sites.edit(Part.TEXTS, texts(site, name="第二位"), 0, None, site, noon)
    assert sites.present(site).name == "第一位"


@pytest.mark.parametrize(
    ("part", "role", "may"),
    [
        (Part.TEXTS, Role.CHIEF, False),
        (Part.CATEGORIES, Role.EDITOR, False),
        (Part.RETURNS, Role.EDITOR, False),
        (Part.RETURNS, Role.CHIEF, True),
        (Part.TEXTS, Role.ADMINISTRATOR, True),
    ],
)
def test_each_part_is_edited_by_those_who_may(site, noon, new_editor, part, role, may):
    who = new_editor("zhao", role)
    value = texts(site, name="甲") if part is Part.TEXTS else [{"title": "x", "chinese": "甲", "english": "a"}]
    if may:
        assert sites.edit(part, value, 0, who, site, noon)
    else:
        with pytest.raises(DecisionError, match="needs the role"):
            sites.edit(part, value, 0, who, site, noon)


def test_a_category_that_holds_something_cannot_lose_its_address_but_can_be_renamed_and_hidden(site, noon, new_draft):
    draft = new_draft(category="campus")
    value = setting.taken(site, Part.CATEGORIES)
    with pytest.raises(DecisionError, match=r"campus.*must stay"):
        sites.edit(Part.CATEGORIES, [row for row in value if row["slug"] != "campus"], 0, None, site, noon)
    renamed = [row | {"name": "校园", "hidden": True} if row["slug"] == "campus" else row for row in value]
    sites.edit(Part.CATEGORIES, renamed, 0, None, site, noon)
    now = sites.present(site)
    assert "campus" not in [each.slug for each in now.categories]
    decisions.decide(draft.pk, Action.APPROVE, None, noon, now)
    assert print_orders.with_horizon()[1].lasts == {"": 1, "campus": 1}
    unused = [row for row in renamed if row["slug"] != "industry"]
    sites.edit(Part.CATEGORIES, unused, 1, None, site, noon)
    assert sites.present(site).category("industry") is None


def test_what_readers_see_is_ordered_to_be_printed_and_return_templates_are_not(site, noon):
    sites.edit(Part.RETURNS, [{"title": "x", "chinese": "甲", "english": "a"}], 0, None, site, noon)
    assert not print_orders.any_waiting()
    assert sites.present(site).returns[0].chinese == "甲"
    sites.edit(Part.TEXTS, texts(site, name="甲"), 0, None, site, noon)
    assert print_orders.any_waiting()


def test_an_edit_that_is_rolled_back_was_never_there(site, noon):
    def edit(name):
        sites.edit(Part.TEXTS, texts(site, name=name), 0, None, site, noon)
        return sites.present(site).name

    with transaction.atomic():
        assert edit("甲") == "甲"
        transaction.set_rollback(True)
    assert sites.present(site) == site
    assert edit("乙") == "乙"


@pytest.mark.django_db(transaction=True)
def test_another_thread_sees_an_edit_at_once(site, noon):
    asked, edited, seen = threading.Event(), threading.Event(), []

    def look() -> None:
        seen.append(sites.present(site).name)
        asked.set()
        edited.wait(10)
        seen.append(sites.present(site).name)
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    assert asked.wait(10)
    sites.edit(Part.TEXTS, texts(site, name="甲"), 0, None, site, noon)
    edited.set()
    thread.join(10)
    assert seen == [site.name, "甲"]


def test_asking_for_the_present_site_costs_one_query(site, noon, django_assert_num_queries):
    sites.edit(Part.TEXTS, texts(site, name="甲"), 0, None, site, noon)
    sites.present(site)
    with django_assert_num_queries(1):
        sites.present(site)


def test_an_edit_made_while_a_run_begins_is_printed_by_it_or_by_the_next(site, noon, settings):
    """The press was made ready with the site as it was before."""
    settings.SITE = site
    jobs.print_ordered()
    ready = jobs.press()
    sites.edit(Part.TEXTS, texts(site, name="新名字"), 0, None, site, noon)
    ready.print_ordered(noon)
    assert "新名字" in (settings.SITE_FOLDER / "index.html").read_text()
    assert not print_orders.any_waiting()
