"""An editor's digest: switched on and off by himself; its links open a draft, and open nothing to strangers."""

import re

import pytest

from tests.desk.test_draft import form
from tougao.archive import digests
from tougao.archive.models import DecisionRecord, LetterRecord, SubscriptionRecord

pytestmark = pytest.mark.django_db


def test_an_editor_switches_it_on_and_off(signed_in, settings):
    settings.DIGEST_HOURS = (8, 17)
    client = signed_in()
    assert "8:00、17:00" in client.get("/desk/digest").content.decode()
    client.post("/desk/digest", {"is_on": "yes", "address": "lin@example.cn"})
    wish = SubscriptionRecord.objects.get()
    assert (wish.editor, wish.address, wish.is_on) == (client.editor, "lin@example.cn", True)
    assert "checked" in client.get("/desk/digest").content.decode()
    client.post("/desk/digest", {"address": "lin@example.cn"})
    wish.refresh_from_db()
    assert not wish.is_on


@pytest.mark.parametrize("address", ["", "lin", "a@b", "a@b.cn\nBcc: x@y.cn", "a@b.cn, c@d.cn"])
def test_a_wrong_address_is_told_and_changes_nothing(signed_in, address):
    answer = signed_in().post("/desk/digest", {"is_on": "yes", "address": address})
    assert answer.status_code == 400
    assert "不是有效的邮箱地址" in answer.content.decode()
    assert not SubscriptionRecord.objects.exists()


def test_a_link_of_the_digest_opens_the_draft_after_signing_in_and_decides_nothing_before(
    client, new_editor, new_draft, site, noon
):
    from datetime import timedelta

    lin, draft = new_editor(), new_draft()
    digests.subscribe(lin, "lin@example.cn", True, noon - timedelta(minutes=1))
    digests.write_due(site, (13,), noon + timedelta(hours=1))
    link = re.search(r"https://news\.example\.cn(/desk/drafts/\S+)", LetterRecord.objects.get().body)[1]
    before = draft.version, draft.status
    answer = client.get(link)
    assert answer["Location"] == f"/desk/sign-in?next=/desk/drafts/{draft.pk}/"
    assert draft.title not in client.get(answer["Location"]).content.decode()
    posted = client.post(link, form(draft, action="approve"))
    assert posted["Location"].startswith("/desk/sign-in")
    draft.refresh_from_db()
    assert ((draft.version, draft.status), DecisionRecord.objects.count()) == (before, 0)

    signed = client.post(answer["Location"], {"username": "lin", "password": "春江潮水连海平", "next": link})
    assert signed["Location"] == link
    assert draft.title in client.get(link).content.decode()
    client.post(link, form(draft, action="approve"))
    assert DecisionRecord.objects.get().editor == lin
