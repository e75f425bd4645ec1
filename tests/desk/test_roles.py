"""Every deed on a draft and every part of the settings × every role, against the tables of tests/desk/addresses.py."""

from dataclasses import replace

import pytest
from django.db import transaction
from django.test import Client

from tests.desk.addresses import DEEDS, SETTINGS, WHO
from tests.desk.conftest import signed_in_as
from tests.desk.test_addresses import ROLES, outcome
from tougao import jobs
from tougao.archive import accounts, decisions, revisions
from tougao.archive import site as sites
from tougao.archive.models import AuditRecord, DecisionRecord, DraftRecord, SettingRecord
from tougao.core import setting
from tougao.core.setting import Part
from tougao.core.workflow import Action, Reviews, Role

pytestmark = pytest.mark.django_db

# How a draft comes to a status, by somebody who may do all.
WAY = {
    "new": (),
    "second": (Action.PASS,),
    "published": (Action.APPROVE,),
    "spiked": (Action.SPIKE,),
    "returned": (Action.RETURN,),
    "scheduled": (Action.SCHEDULE,),
    "withdrawn": (Action.APPROVE, Action.WITHDRAW),
}
TWICE = Reviews((Role.EDITOR, Role.CHIEF))
IN_A_LARGER_NEWSROOM = ("pass it on", "last review", "last word")
WORDS = ("approve", "send-back", "correct", "pass", "reopen")  # deeds that stand in the table more than once


def action_of(deed):
    return next((word for word in WORDS if deed == word or deed.startswith(f"{word} ")), deed)


@pytest.fixture
def people(new_editor):
    return {name: new_editor(name, role) for name, role in ROLES.items()}


@pytest.fixture
def browser(people):
    def sit(who):
        client = Client()
        if who != "nobody":
            signed_in_as(client, people[who])
        if who == "closed":
            accounts.close(people[who].pk, None, jobs.clock())
        return client

    return sit


def test_every_action_has_a_row():
    assert {action_of(deed) for deed in DEEDS} >= {str(action) for action in Action}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_is_done_for_whom_the_table_says(deed, browser, new_draft, settings, site, noon):
    status, more, wanted = DEEDS[deed]
    if any(words in deed for words in IN_A_LARGER_NEWSROOM):
        settings.SITE = site = replace(site, reviews=TWICE)
    draft = new_draft(set_aside=["您好！"])
    way = (Action.PASS, Action.APPROVE) if site.reviews == TWICE and status == "published" else WAY[status]
    for action in way:
        later = jobs.clock().replace(year=2099)
        decisions.decide(draft.pk, action, None, noon, site, reason="理由", publish_at=later)
    draft.refresh_from_db()
    assert draft.status == status
    seen = []
    for who in WHO:
        with transaction.atomic():
            client, before = browser(who), DecisionRecord.objects.count()
            sent = {**revisions.fields_of(draft), "version": draft.version, "action": action_of(deed), **more}
            seen.append(outcome(client.post(f"/desk/drafts/{draft.pk}/", sent)))
            is_decision = action_of(deed) in set(Action)
            assert DecisionRecord.objects.count() - before == (1 if is_decision and seen[-1] == "on" else 0), who
            if seen[-1] != "on":
                assert DraftRecord.objects.get(pk=draft.pk).status == status
            transaction.set_rollback(True)
    assert " ".join(seen) == wanted


ROW = {
    Part.CATEGORIES: {"slug": "more", "name": "更多", "description": "", "keywords": [], "hidden": False},
    Part.PAGES: {"name": "more", "source": "# 更多\n"},
    Part.RETURNS: {"title": "更多", "chinese": "请补图", "english": "Add pictures"},
    Part.STYLE: {"word": "帐号", "instead": "账号"},
    Part.FOOTER: {"title": "更多", "url": "/all/"},
    Part.FRIENDS: {"title": "更多", "url": "/all/"},
}
FIELD = {Part.TEXTS: ("description", "一句话"), Part.GUESTBOOK: ("per_hour", 7), Part.RIGHTS: ("days", 9)}


def three_values(part, site):
    """Three that a part may have one after the other, each with something that the one before has not."""
    now = setting.taken(site, part)
    if part in FIELD:
        name, value = FIELD[part]
        return [{**now, name: value + more} for more in (("", "。", "！") if part is Part.TEXTS else (0, 1, 2))]
    first = next(iter(ROW[part]))
    others = [{**ROW[part], first: ROW[part][first] + mark} for mark in ("", "2", "3")]
    return [[*now, *others[:count]] for count in (1, 2, 3)]


def form_of(part, value):
    """What a part says, as its form sends it."""
    if part is Part.STYLE:
        return {"words": "\n".join(f"{row['word']} → {row['instead']}" for row in value)}
    if isinstance(value, dict):
        sent = {name: "on" if words is True else words for name, words in value.items() if words is not False}
        return {name: ", ".join(map(str, words)) if isinstance(words, list) else words for name, words in sent.items()}
    rows = [{name: ", ".join(w) if isinstance(w, list) else w for name, w in row.items()} for row in value]
    return {name: [row[name] for row in rows] for name in rows[0] if name != "hidden"}


@pytest.mark.parametrize("part", list(Part))
def test_a_part_of_the_settings_is_looked_at_and_edited_by_whom_the_table_says(part, browser, site, settings):
    settings.SITE = site = replace(site, pages=())  # those of the fixture have no source
    look, edit = SETTINGS[part]
    first, second, third = three_values(part, site)
    for number, value in enumerate((first, second)):
        assert sites.edit(part, value, number, None, site, jobs.clock())
    sent = {**form_of(part, third), "seen": "2"}
    seen = {"look": [], "history": [], "edit": [], "restore": []}
    for who in WHO:
        with transaction.atomic():
            client = browser(who)
            seen["look"].append(outcome(client.get(f"/desk/settings/{part}/")))
            seen["history"].append(outcome(client.get(f"/desk/settings/{part}/history")))
            seen["edit"].append(outcome(client.post(f"/desk/settings/{part}/", sent)))
            is_edited = seen["edit"][-1] == "on"
            assert setting.taken(sites.present(site), part) == (third if is_edited else second), who
            back = {"seen": str(sites.number_of(part))}
            seen["restore"].append(outcome(client.post(f"/desk/settings/{part}/history/1", back)))
            is_restored = seen["restore"][-1] == "on"
            assert setting.taken(sites.present(site), part) == (first if is_restored else second), who
            assert (SettingRecord.objects.filter(part=part, restores=1).count() == 1) == is_restored, who
            recorded = AuditRecord.objects.filter(event="settings changed").count()
            assert recorded == 2 + is_edited + is_restored, who
            transaction.set_rollback(True)
    assert {name: " ".join(each) for name, each in seen.items()} == {
        "look": look,
        "history": look,
        "edit": edit,
        "restore": edit,
    }


def test_every_part_has_a_row():
    assert set(SETTINGS) == set(Part)
