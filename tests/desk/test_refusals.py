"""Who was refused what, and from where, stands in the audit log; a flood does not fill it, and no secret stands in it."""

import logging

import pytest
from django.test import Client

from tests.desk.conftest import signed_in_as
from tougao import logs
from tougao.archive.models import AuditRecord
from tougao.core.audit import Event
from tougao.core.workflow import Role

pytestmark = pytest.mark.django_db


def refused():
    rows = AuditRecord.objects.filter(event=Event.REFUSED).order_by("number")
    return [(row.who, row.address, row.subject, row.details) for row in rows]


def test_what_a_role_does_not_allow_is_recorded_with_who_and_where(signed_in):
    client = signed_in()
    client.post("/desk/editors/7", {"role": "administrator"}, REMOTE_ADDR="203.0.113.9")
    route = "address /desk/editors/<int:editor_id>"
    assert refused() == [("lin", "203.0.113.9", route, {"status": 403, "method": "POST", "editor_id": 7})]


def test_a_form_from_elsewhere_is_recorded(new_editor, new_draft):
    client = signed_in_as(Client(enforce_csrf_checks=True), new_editor())
    client.post(f"/desk/drafts/{new_draft().pk}/", {"action": "approve"})
    ((who, _address, subject, details),) = refused()
    assert (who, subject, details["status"]) == ("lin", "address /desk/drafts/<int:draft_id>/", 403)


def test_what_is_not_there_or_somebody_elses_is_recorded_of_editors_alone(signed_in):
    client = signed_in()
    client.post("/desk/account/passkeys/9/remove")
    client.get("/desk/nonsense")
    Client().get("/desk/nonsense")
    ((_who, _address, subject, details),) = refused()
    assert subject == "address /desk/account/passkeys/<int:pk>/remove"
    assert (details["status"], details["pk"]) == (404, 9)


def test_a_picture_that_is_not_there_is_recorded_with_its_draft(signed_in, new_draft):
    draft = new_draft()
    signed_in().get(f"/desk/drafts/{draft.pk}/pictures/{'0' * 64}")
    ((_who, _address, subject, details),) = refused()
    assert subject == "address /desk/drafts/<int:draft_id>/pictures/<sha256:sha256>"
    assert details == {"status": 404, "method": "GET", "draft_id": draft.pk}


def test_who_asks_too_often_is_recorded_and_no_secret_of_an_address_is(caplog):
    for _ in range(25):
        Client(REMOTE_ADDR="203.0.113.9").get("/desk/invitations/a-secret-token")
    assert [(subject, details["status"]) for _who, _where, subject, details in refused()] == [
        ("address /desk/invitations/<str:token>", 429)
    ] * 5
    ours = [vars(each) for each in caplog.records if each.name.startswith("tougao")]
    assert len(ours) == 5
    assert "a-secret-token" not in "".join(
        str(told) for record in ours for name, told in record.items() if name != "request"
    )


def test_a_flood_fills_neither_log(signed_in, settings, caplog):
    client = signed_in()
    for number in range(40):
        client.post("/desk/invitations", {"username": f"x{number}"}, REMOTE_ADDR="203.0.113.9")
    assert len(refused()) == 20
    assert len([each for each in caplog.records if each.getMessage() == "refused"]) == 20
    for number in range(250):
        client.post("/desk/invitations", REMOTE_ADDR=f"198.51.100.{number}")
    assert len(refused()) == 200


def test_an_administrator_reads_of_it_in_words(signed_in, new_editor):
    signed_in_as(Client(), new_editor("sun")).post("/desk/invitations")
    page = signed_in(Role.ADMINISTRATOR).get("/desk/audit").content.decode()
    assert "请求被拒绝" in page
    assert "/desk/invitations" in page


def test_djangos_own_words_about_addresses_stay_out_of_the_log():
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    try:
        logs.set_up(verbose=True)
        for name in ("django.request", "django.security.csrf"):
            assert not logging.getLogger(name).isEnabledFor(logging.WARNING)
            assert logging.getLogger(name).isEnabledFor(logging.ERROR)
    finally:
        root.handlers = handlers
        root.setLevel(level)
        for name in ("django.request", "django.security", "tougao", "waitress", "pypdf"):
            logging.getLogger(name).setLevel(logging.NOTSET)
