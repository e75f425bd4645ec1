"""Second factors: demanded of roles, kept encrypted, never the last one lost; passwords and sessions beside them."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from tests.desk.conftest import signed_in_as
from tougao import jobs
from tougao.archive import factors, invitations, sessions
from tougao.archive.models import AuditRecord, EditorRecord
from tougao.core.audit import Event
from tougao.core.workflow import Role

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "春江潮水连海平"


def code(ahead: int = 0) -> str:
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(SECRET, counters[len(counters) // 2] + ahead))


def with_app(person) -> EditorRecord:
    from allauth.core import context

    with context.request_context(None):
        TOTP.activate(person, SECRET)
    return person


def sign_in(name: str, address: str = "127.0.0.1") -> Client:
    client = Client(REMOTE_ADDR=address)
    client.post("/desk/sign-in", {"username": name, "password": PASSWORD})
    return client


def is_in(client) -> bool:
    return client.get("/desk/account").status_code == 200


@pytest.mark.parametrize("role", [Role.CHIEF, Role.ADMINISTRATOR])
def test_a_role_that_needs_one_gets_nowhere_without(settings, signed_in, role, new_draft):
    settings.SECOND_FACTOR = (Role.CHIEF, Role.ADMINISTRATOR)
    client, draft = signed_in(role), new_draft()
    for path in ("/desk/", f"/desk/drafts/{draft.pk}/", "/desk/log"):
        assert client.get(path)["Location"] == "/desk/account"
    client.post(f"/desk/drafts/{draft.pk}/", {"version": 1, "title": "x", "html": "<p>x</p>", "action": "spike"})
    draft.refresh_from_db()
    assert draft.status == "new"
    assert "您的角色必须使用第二重验证" in client.get("/desk/account").content.decode()
    with_app(client.editor)
    assert client.get("/desk/").status_code == 200


def test_other_roles_are_left_alone(settings, signed_in):
    settings.SECOND_FACTOR = (Role.ADMINISTRATOR,)
    assert signed_in(Role.EDITOR).get("/desk/").status_code == 200


def test_where_it_is_needed_the_last_one_stays(settings, signed_in):
    settings.SECOND_FACTOR = (Role.CHIEF,)
    client = signed_in(Role.CHIEF)
    with_app(client.editor)
    client.post("/desk/account/app/remove")
    key = Authenticator.objects.create(user=client.editor, type="webauthn", data={"name": "key", "credential": {}})
    assert Authenticator.objects.filter(type="totp").exists()
    client.post("/desk/account/app/remove")  # now there is another
    assert not Authenticator.objects.filter(type="totp").exists()
    client.post(f"/desk/account/passkeys/{key.pk}/remove")
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_secrets_stand_encrypted_in_the_database(new_editor):
    with_app(new_editor("lin"))
    assert SECRET not in str(list(Authenticator.objects.values()))


def test_name_password_and_code_sign_in_and_each_step_is_recorded(new_editor):
    with_app(new_editor("lin"))
    client = sign_in("lin")
    assert not is_in(client)
    client.post("/desk/sign-in/code", {"code": "000000"})
    assert not is_in(client)
    client.post("/desk/sign-in/code", {"code": code()})
    assert is_in(client)
    told = [(row.event, row.details.get("with")) for row in AuditRecord.objects.order_by("number")]
    assert told == [(Event.SIGN_IN_FAILED, "second factor"), (Event.SIGNED_IN, "password, totp")]


def test_a_code_counts_once(new_editor):
    with_app(new_editor("lin"))
    now = code()
    first, second = sign_in("lin"), sign_in("lin")
    first.post("/desk/sign-in/code", {"code": now})
    second.post("/desk/sign-in/code", {"code": now})
    assert (is_in(first), is_in(second)) == (True, False)


def test_codes_are_not_guessed_for_long(new_editor):
    with_app(new_editor("lin"))
    client = sign_in("lin")
    answers = [client.post("/desk/sign-in/code", {"code": f"{number:06}"}).status_code for number in range(7)]
    assert answers[:5] == [200] * 5
    assert answers[5:] == [429] * 2
    client.post("/desk/sign-in/code", {"code": code()})
    assert not is_in(client)
    assert AuditRecord.objects.filter(event=Event.SIGN_IN_LOCKED).exists()


def test_recovery_codes_are_shown_on_demand_and_made_anew(signed_in):
    client = signed_in()
    with_app(client.editor)
    client.post("/desk/account/codes/new")
    first = factors_codes(client)
    assert len(first) == 10
    client.post("/desk/account/codes/new")
    second = factors_codes(client)
    assert set(first).isdisjoint(second)
    fresh = sign_in("lin")
    fresh.post("/desk/sign-in/code", {"code": first[0]})
    assert not is_in(fresh)
    fresh.post("/desk/sign-in/code", {"code": second[0]})
    assert is_in(fresh)
    assert AuditRecord.objects.filter(event=Event.CODES_SHOWN).count() == 2


def factors_codes(client) -> list[str]:
    import re

    return re.findall(r"<li>(\d{8})</li>", client.post("/desk/account/codes").content.decode())


def test_being_asked_again_takes_a_code_too_and_a_wrong_one_is_recorded(new_editor, settings):
    wang = with_app(new_editor("wang", Role.ADMINISTRATOR))
    client = signed_in_as(Client(), wang, ago=settings.CONFIRMED_SECONDS + 1)
    assert client.get("/desk/again").status_code == 200  # the password is the first choice, a code the other
    assert "/desk/again/code" in client.get("/desk/again").content.decode()
    client.post("/desk/again/code", {"code": "000000"})
    assert client.post("/desk/audit/export")["Location"].startswith("/desk/again")
    client.post("/desk/again/code", {"code": code()})
    taken = client.post("/desk/audit/export")
    assert (taken.status_code, taken.streaming) == (200, True)
    assert b"sign-in failed" in taken.getvalue()
    told = [row.event for row in AuditRecord.objects.order_by("number")]
    assert told == [Event.SIGN_IN_FAILED, Event.CONFIRMED, Event.EXPORTED]


def test_an_administrator_helps_somebody_who_lost_the_telephone(signed_in, new_editor):
    wang = with_app(new_editor("wang"))
    client = signed_in(Role.ADMINISTRATOR)
    client.post(f"/desk/editors/{wang.pk}/factors")
    assert factors.of(wang) == []
    assert is_in(sign_in("wang"))
    with_app(client.editor)
    client.post(f"/desk/editors/{client.editor.pk}/factors")  # not one's own
    assert len(factors.of(client.editor)) == 1


def test_a_new_password_wants_the_old_one_and_signs_out_elsewhere(new_editor):
    lin = new_editor("lin")
    here, there = sign_in("lin"), sign_in("lin")
    good = {"password1": "滟滟随波千万里何处春江", "password2": "滟滟随波千万里何处春江"}
    here.post("/desk/account/password", {"oldpassword": "wrong", **good})
    lin.refresh_from_db()
    assert lin.check_password(PASSWORD)
    for weak in ("short", "1234567890", "password123"):
        here.post("/desk/account/password", {"oldpassword": PASSWORD, "password1": weak, "password2": weak})
    lin.refresh_from_db()
    assert lin.check_password(PASSWORD)
    here.post("/desk/account/password", {"oldpassword": PASSWORD, **good})
    lin.refresh_from_db()
    assert lin.check_password(good["password1"])
    assert (is_in(here), is_in(there)) == (True, False)
    assert lin.sessions.count() == 1


def test_a_link_for_a_new_password_does_not_pass_by_the_second_factor(new_editor, site):
    lin = with_app(new_editor("lin"))
    link = invitations.invite_again(lin, None, jobs.clock(), "s" * 32, site)
    client = Client()
    answer = client.post(f"/desk/invitations/{link.token}", {"password": "滟滟随波千万里何处春江"})
    assert answer["Location"] == "/desk/sign-in/code"
    assert not is_in(client)


@pytest.mark.parametrize("sent", [{"credential": "{}", "name": "x"}, {"provider": "school"}])
def test_nor_does_it_offer_a_passkey_or_an_outside_account_in_its_place(new_editor, site, sent):
    link = invitations.invite_again(with_app(new_editor("lin")), None, jobs.clock(), "s" * 32, site)
    client = Client()
    assert "data-passkey" not in client.get(f"/desk/invitations/{link.token}").content.decode()
    answer = client.post(f"/desk/invitations/{link.token}", sent)
    assert answer.status_code == 400
    assert "第二重验证" in answer.content.decode()
    assert not is_in(client)
    assert client.get(f"/desk/invitations/{link.token}").status_code == 200


def test_sessions_are_ended_one_by_one_or_all_others(new_editor):
    lin = new_editor("lin")
    here, phone, library = sign_in("lin"), sign_in("lin", "198.51.100.7"), sign_in("lin", "203.0.113.9")
    listed = sessions.of(lin, jobs.clock(), here.session.session_key)
    assert {each.address for each in listed} == {"127.0.0.1", "198.51.100.7", "203.0.113.9"}
    assert [each.is_this_one for each in listed].count(True) == 1
    name = next(each.key for each in listed if each.address == "198.51.100.7")
    here.post("/desk/account/sessions", {"session": name})
    assert (is_in(here), is_in(phone), is_in(library)) == (True, False, True)
    here.post("/desk/account/sessions")
    assert (is_in(here), is_in(library)) == (True, False)
    assert AuditRecord.objects.filter(event=Event.SESSION_ENDED).count() == 2


def test_an_administrator_ends_sessions_of_others(signed_in, new_editor):
    wang = new_editor("wang")
    theirs = signed_in_as(Client(), wang)
    assert is_in(theirs)
    signed_in(Role.ADMINISTRATOR).post(f"/desk/editors/{wang.pk}/sessions")
    assert not is_in(theirs)


def test_what_has_run_out_is_swept_away(new_editor):
    from datetime import timedelta

    sign_in(new_editor("lin").username)
    assert sessions.sweep(jobs.clock()) == 0
    assert sessions.sweep(jobs.clock() + timedelta(days=2)) == 1


def test_a_session_names_no_key_that_signs_in(new_editor):
    client = sign_in(new_editor("lin").username)
    page = client.get("/desk/account").content.decode()
    assert client.session.session_key not in page


def test_administrators_are_told_while_nobody_has_to_use_one(signed_in, settings):
    client, words = signed_in(Role.ADMINISTRATOR), "accounts.second_factor"
    assert words in client.get("/desk/editors").content.decode()
    settings.SECOND_FACTOR = frozenset({Role.CHIEF})
    assert words not in client.get("/desk/editors").content.decode()
