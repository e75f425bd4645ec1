"""Invitations: signed, for seven days, used once; and there is always one administrator."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import signing

from tougao.archive import accounts, invitations, outbox, sessions
from tougao.archive.models import AuditRecord, EditorRecord, InvitationRecord, LetterRecord
from tougao.core.workflow import Role
from tougao.errors import DecisionError

pytestmark = pytest.mark.django_db
SECRET = "s" * 32
GOOD = "春江潮水连海平海上明月"


@pytest.fixture
def invited(site, noon, monkeypatch):
    monkeypatch.setattr("time.time", noon.timestamp)
    return invitations.invite("qian", Role.CHIEF, "qian@example.cn", None, noon, SECRET, site)


def test_it_makes_a_closed_account_and_a_letter(invited, noon):
    qian = EditorRecord.objects.get(username="qian")
    assert (qian.is_active, qian.role, qian.has_usable_password()) == (False, Role.CHIEF, False)
    letter = LetterRecord.objects.get()
    assert letter.recipient == "qian@example.cn"
    assert f"https://news.example.cn/desk/invitations/{invited.token}" in letter.body
    assert invitations.is_waiting(qian)
    assert AuditRecord.objects.get().event == "invited"


def test_the_secret_is_kept_nowhere(invited):
    assert SECRET not in str(list(InvitationRecord.objects.values()))
    assert SECRET not in str(list(AuditRecord.objects.values()))


@pytest.mark.parametrize("ends", ["sent", "accepted", "withdrawn", "replaced", "given up"])
def test_the_letter_that_carries_it_is_empty_once_it_has_left_or_is_of_no_use(invited, site, noon, ends):
    letter = LetterRecord.objects.get()
    match ends:
        case "sent":
            outbox.sent(letter, noon)
        case "accepted":
            invitations.accept(invited.token, noon, GOOD, "password")
        case "withdrawn":
            invitations.withdraw(invited.invitation.editor, None, noon)
        case "replaced":
            invitations.invite_again(invited.invitation.editor, None, noon, "t" * 32, site)
        case "given up":
            outbox.failed(letter, "no such mailbox", noon, for_good=True)
    letter.refresh_from_db()
    assert (letter.body, letter.html) == ("", "")
    assert letter.sent_at or letter.cancelled_at
    assert SECRET not in str(list(LetterRecord.objects.values()))


def test_the_link_leads_to_the_desk_wherever_that_is(site, noon):
    made = invitations.invite(
        "sun", Role.EDITOR, "sun@example.cn", None, noon, SECRET, replace(site, desk_url="https://desk.example.cn")
    )
    assert f"https://desk.example.cn/desk/invitations/{made.token}" in LetterRecord.objects.get().body


def test_it_opens_the_account_once(invited, noon):
    account = invitations.accept(invited.token, noon, GOOD, "password")
    assert (account.is_active, account.check_password(GOOD)) == (True, True)
    for attempt in (
        lambda: invitations.opened(invited.token, noon),
        lambda: invitations.accept(invited.token, noon, GOOD, "x"),
    ):
        with pytest.raises(DecisionError, match="no longer good"):
            attempt()


def test_a_weak_password_uses_nothing_up(invited, noon):
    for weak in ("short", "password123", "1234567890", "qianqianqian"[:4]):
        with pytest.raises(DecisionError):
            invitations.accept(invited.token, noon, weak, "password")
    assert invitations.accept(invited.token, noon, GOOD, "password").is_active


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: f"9{token}",
        lambda token: token.split(":")[0],
        lambda _token: "nonsense",
        lambda _token: signing.TimestampSigner(salt="another").sign(f"1-{SECRET}"),
        lambda _token: signing.TimestampSigner(salt=invitations.SALT).sign("999-" + SECRET),
        lambda _token: signing.TimestampSigner(salt=invitations.SALT).sign("x"),
    ],
)
def test_a_link_that_was_changed_or_made_up_is_not_good(invited, noon, spoil):
    with pytest.raises(DecisionError, match="no longer good"):
        invitations.opened(spoil(invited.token), noon)


def test_it_runs_out_after_seven_days(invited, noon):
    assert invitations.opened(invited.token, noon + timedelta(days=6, hours=23)).editor.username == "qian"
    with pytest.raises(DecisionError, match="no longer good"):
        invitations.opened(invited.token, noon + timedelta(days=7))


def test_a_new_link_voids_the_old_one(invited, site, noon):
    again = invitations.invite_again(invited.invitation.editor, None, noon, "t" * 32, site)
    with pytest.raises(DecisionError):
        invitations.opened(invited.token, noon)
    assert invitations.accept(again.token, noon, GOOD, "password").is_active


def test_withdrawn_it_is_void_and_the_empty_account_gone(invited, noon):
    invitations.withdraw(invited.invitation.editor, None, noon)
    with pytest.raises(DecisionError):
        invitations.opened(invited.token, noon)
    assert not EditorRecord.objects.filter(username="qian").exists()


def test_a_link_for_a_new_password_ends_sessions_and_opens_no_closed_account(site, noon, new_editor, monkeypatch):
    monkeypatch.setattr("time.time", noon.timestamp)
    lin = new_editor("lin")
    link = invitations.invite_again(lin, None, noon, SECRET, site)
    assert not link.invitation.opens
    store = sessions.SessionStore()
    store["_auth_user_id"] = str(lin.pk)
    store.save()
    invitations.accept(link.token, noon, GOOD, "password")
    assert lin.sessions.count() == 0
    other = invitations.invite_again(lin, None, noon, "u" * 32, site)
    EditorRecord.objects.filter(pk=lin.pk).update(is_active=False)
    with pytest.raises(DecisionError, match="no longer good"):
        invitations.opened(other.token, noon)


@pytest.mark.parametrize(
    ("name", "address"), [("QIAN", ""), ("zhao", "Qian@Example.cn"), ("a b", ""), ("", ""), ("x", "no address")]
)
def test_names_and_addresses_are_had_once(invited, site, noon, name, address):
    with pytest.raises(DecisionError):
        invitations.invite(name, Role.EDITOR, address, None, noon, SECRET, site)
    assert EditorRecord.objects.count() == 1


def test_the_last_administrator_stays_one(new_editor, noon):
    chen, wu = new_editor("chen", Role.ADMINISTRATOR), new_editor("wu", Role.ADMINISTRATOR)
    accounts.change_role(chen.pk, Role.EDITOR, wu, noon)
    for deed in (
        lambda: accounts.change_role(wu.pk, Role.EDITOR, None, noon),
        lambda: accounts.close(wu.pk, None, noon),
    ):
        with pytest.raises(DecisionError, match="last administrator"):
            deed()
    with pytest.raises(DecisionError, match="your own account"):
        accounts.close(wu.pk, wu, noon)
    wu.refresh_from_db()
    assert (wu.is_active, wu.role) == (True, Role.ADMINISTRATOR)


def test_an_administrator_who_was_only_invited_does_not_count(new_editor, site, noon):
    wu = new_editor("wu", Role.ADMINISTRATOR)
    invitations.invite("chen", Role.ADMINISTRATOR, "", wu, noon, SECRET, site)
    with pytest.raises(DecisionError, match="last administrator"):
        accounts.close(wu.pk, None, noon)


def test_an_invited_account_is_opened_by_its_link_alone(invited, noon):
    accounts.open_again(invited.invitation.editor.pk, None, noon)
    assert not EditorRecord.objects.get(username="qian").is_active
