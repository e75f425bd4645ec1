"""Signing in: nobody guesses, nobody learns who exists, and every attempt is recorded. (Who may open what: test_addresses.py.)"""

import re

import pytest
from django.test import Client

from tougao.archive.models import AuditRecord, EditorRecord
from tougao.core.audit import Event
from tougao.core.workflow import Role

pytestmark = pytest.mark.django_db
PASSWORD = "春江潮水连海平"


def told(answer) -> str:
    return answer.content.decode()


def events() -> list[str]:
    return list(AuditRecord.objects.order_by("number").values_list("event", flat=True))


def test_five_wrong_passwords_close_the_door_without_telling_who_exists(client, new_editor):
    new_editor("lin")
    pages = {}
    for name in ("lin", "nobody"):
        answers = [client.post("/desk/sign-in", {"username": name, "password": "wrong"}) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [200] * 5 + [429]
        pages[name] = [told(answer).replace(answer.wsgi_request.META["CSRF_COOKIE"], "") for answer in answers]
    assert [without_token(page) for page in pages["lin"]] == [without_token(page) for page in pages["nobody"]]
    right = client.post("/desk/sign-in", {"username": "lin", "password": PASSWORD})
    assert right.status_code == 429
    assert events().count(Event.SIGN_IN_LOCKED) == 2


def without_token(page: str) -> str:
    return re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"', "", page)


def test_a_closed_account_is_told_the_same_as_a_wrong_password(client, new_editor):
    EditorRecord.objects.filter(pk=new_editor("lin").pk).update(is_active=False)
    closed = told(client.post("/desk/sign-in", {"username": "lin", "password": PASSWORD}))
    wrong = told(client.post("/desk/sign-in", {"username": "lin", "password": "wrong"}))
    assert without_token(closed) == without_token(wrong)
    assert "用户名或密码不正确" in closed


def test_whoever_guesses_locks_nobody_out_elsewhere(new_editor):
    new_editor("lin")
    for _ in range(6):
        Client(REMOTE_ADDR="203.0.113.9").post("/desk/sign-in", {"username": "lin", "password": "wrong"})
    here = Client(REMOTE_ADDR="198.51.100.7").post("/desk/sign-in", {"username": "lin", "password": PASSWORD})
    assert here["Location"] == "/desk/"


def test_one_name_is_not_guessed_from_everywhere_for_ever(new_editor):
    new_editor("lin")
    answers = [
        Client(REMOTE_ADDR=f"203.0.113.{number}").post("/desk/sign-in", {"username": "lin", "password": "wrong"})
        for number in range(62)
    ]
    assert [answer.status_code for answer in answers][58:] == [200, 200, 429, 429]


def test_what_was_typed_as_a_name_is_not_recorded_when_nobody_has_it(client):
    client.post("/desk/sign-in", {"username": "my-password-by-mistake", "password": "x"})
    row = AuditRecord.objects.get()
    assert (row.event, row.subject, row.address) == (Event.SIGN_IN_FAILED, "unknown name", "127.0.0.1")
    assert "my-password" not in str(list(AuditRecord.objects.values()))


def test_signing_in_makes_a_new_session_and_signing_out_ends_it(client, new_editor):
    new_editor("lin")
    client.get("/desk/sign-in/passkey", headers={"Accept": "application/json"})
    before = client.cookies["desk"].value
    answer = client.post("/desk/sign-in", {"username": "lin", "password": PASSWORD})
    assert answer["Location"] == "/desk/"
    cookie = client.cookies["desk"]
    assert cookie.value != before
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert Client().get("/desk/", headers={"Cookie": f"desk={before}"}).status_code == 302
    client.post("/desk/sign-out")
    assert Client().get("/desk/", headers={"Cookie": f"desk={cookie.value}"}).status_code == 302
    assert events() == [Event.SIGNED_IN, Event.SIGNED_OUT]


def test_one_is_led_on_within_the_desk_only(client, new_editor):
    new_editor("lin")
    good = client.post("/desk/sign-in", {"username": "lin", "password": PASSWORD, "next": "/desk/log"})
    assert good["Location"] == "/desk/log"
    client.post("/desk/sign-out")
    for bad in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        answer = client.post("/desk/sign-in", {"username": "lin", "password": PASSWORD, "next": bad})
        assert answer["Location"] == "/desk/"
        client.post("/desk/sign-out")


def test_nobody_registers_himself(client):
    assert client.get("/desk/sign-up").status_code == 404
    assert "sign-up" not in told(client.get("/desk/sign-in"))


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CHIEF])
def test_only_an_administrator_invites_and_changes_accounts(signed_in, new_editor, role):
    client = signed_in(role)
    other = new_editor("zhao")
    made = client.post("/desk/invitations", {"username": "qian", "role": "administrator"})
    changed = client.post(f"/desk/editors/{other.pk}", {"role": "administrator"})
    assert (made.status_code, changed.status_code) == (403, 403)
    assert EditorRecord.objects.filter(role=Role.ADMINISTRATOR).count() == 0
    assert not EditorRecord.objects.filter(username="qian").exists()


def test_an_administrator_changes_and_closes_accounts_but_not_his_own(signed_in, new_editor):
    client, qian = signed_in(Role.ADMINISTRATOR), new_editor("qian", Role.CHIEF)
    client.post(f"/desk/editors/{qian.pk}", {"role": "editor", "email": "qian@example.cn"})
    client.post(f"/desk/editors/{qian.pk}", {"active": "no"})
    qian.refresh_from_db()
    assert (qian.role, qian.email, qian.is_active) == (Role.EDITOR, "qian@example.cn", False)
    client.post(f"/desk/editors/{qian.pk}", {"active": "yes"})
    client.post(f"/desk/editors/{client.editor.pk}", {"active": "no"})
    client.post(f"/desk/editors/{client.editor.pk}", {"role": "editor"})
    qian.refresh_from_db()
    client.editor.refresh_from_db()
    assert qian.is_active
    assert (client.editor.is_active, client.editor.role) == (True, Role.ADMINISTRATOR)


def test_a_closed_account_is_out_at_once(signed_in, new_editor):
    from tests.desk.conftest import signed_in_as

    qian = new_editor("qian")
    theirs = signed_in_as(Client(), qian)
    assert theirs.get("/desk/").status_code == 200
    signed_in(Role.ADMINISTRATOR).post(f"/desk/editors/{qian.pk}", {"active": "no"})
    assert theirs.get("/desk/").status_code == 302
    assert qian.sessions.count() == 0
    assert events()[-2:] == [Event.ACCOUNT_CLOSED, Event.SESSION_ENDED]


def test_forms_from_elsewhere_are_refused(new_editor, new_draft):
    client = Client(enforce_csrf_checks=True)
    client.force_login(new_editor())
    answer = client.post(f"/desk/drafts/{new_draft().pk}/", {"action": "approve"})
    assert (answer.status_code, "所以什么也没有做" in answer.content.decode()) == (403, True)


@pytest.mark.parametrize("path", ["/desk/", "/desk/sign-in", "/desk/log"])
def test_pages_of_the_desk_run_only_our_scripts_and_are_not_cached(signed_in, path):
    client = signed_in()
    answer = client.get(path, follow=True)
    nonce = re.search(r"script-src 'nonce-([\w-]{24})';", answer["Content-Security-Policy"])[1]
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"
    scripts = re.findall(r"<script[^>]*>", told(answer))
    assert scripts
    assert all(f'nonce="{nonce}" ' in script and " src=" in script for script in scripts)
    assert nonce not in told(client.get(path, follow=True))
    assert b" style=" not in answer.content
    assert b" onclick=" not in answer.content
