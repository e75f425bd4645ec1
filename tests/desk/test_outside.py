"""Signing in by way of another system: a real OpenID Connect provider on loopback."""

import re
import urllib.request
from html import unescape

import pytest
from django.test import Client

from tests.support.oidc import CLIENT_ID, CLIENT_SECRET, Provider
from tougao import jobs
from tougao.archive import invitations
from tougao.archive.models import AuditRecord, EditorRecord
from tougao.config import OidcProvider
from tougao.core.audit import Event
from tougao.core.workflow import Role
from tougao.settings import outside

pytestmark = pytest.mark.django_db
PERSON = {"sub": "a-7", "name": "林晓禾", "email": "Lin@School.example", "email_verified": True}


@pytest.fixture(scope="module")
def school():
    provider = Provider()
    provider.start()
    yield provider
    provider.stop()


@pytest.fixture(autouse=True)
def configured(settings, school):
    school.person, school.faults = dict(PERSON), {}
    configure(settings, school)


def configure(settings, school, by_email=True):
    settings.OIDC = (OidcProvider("school", "校园统一认证", school.issuer, CLIENT_ID, by_email, CLIENT_SECRET),)
    settings.SOCIALACCOUNT_PROVIDERS = outside(settings.OIDC)


@pytest.fixture
def lin(new_editor):
    person = new_editor("lin", Role.CHIEF)
    person.email = "lin@school.example"
    person.save()
    return person


def there(page) -> str:
    """Where the page of ours leads."""
    return unescape(re.search(r'<a href="([^"]+)"', page.content.decode().split("<section")[1])[1])


def way_back(address: str) -> str:
    """What the provider's own page leads to."""
    with urllib.request.urlopen(address) as answer:
        return unescape(re.search(r'<a [^>]*href="([^"]+)"', answer.read().decode())[1]).removeprefix(
            "http://testserver"
        )


def go(client) -> object:
    return client.get(way_back(there(client.post("/desk/sign-in/with/school/"))))


def who(client) -> str:
    return client.get("/desk/account").wsgi_request.user.username


def told(client) -> str:
    return client.get("/desk/sign-in").content.decode()


def last() -> AuditRecord:
    return AuditRecord.objects.order_by("-number").first()


def test_the_sign_in_page_offers_it(client):
    assert "用校园统一认证登录" in told(client)


def test_a_verified_address_that_an_administrator_noted_signs_an_editor_in(client, lin, school):
    answer = go(client)
    assert answer["Location"] == "/desk/"
    assert who(client) == "lin"
    asked = school.asked[-1]
    assert asked["redirect_uri"] == "http://testserver/desk/sign-in/with/school/callback"
    assert (asked["code_challenge_method"], set(asked["scope"].split())) == ("S256", {"openid", "profile", "email"})
    assert [row.event for row in AuditRecord.objects.order_by("number")] == [Event.LINKED, Event.SIGNED_IN]
    assert last().details == {"with": "school"}


def test_from_then_on_the_person_counts_and_not_the_address(client, lin, school):
    go(client)
    client.post("/desk/sign-out")
    school.person["email"] = "new@school.example"
    go(client)
    assert who(client) == "lin"
    client.post("/desk/sign-out")
    school.person |= {"sub": "b-8", "email": "lin@school.example"}  # another person who got the old address
    assert go(client)["Location"] == "/desk/sign-in"
    assert who(client) == ""


def test_what_the_other_system_tells_of_a_person_is_not_kept(client, lin):
    from allauth.socialaccount.models import SocialAccount, SocialToken

    go(client)
    client.post("/desk/sign-out")
    go(client)
    assert SocialAccount.objects.get().extra_data == {}
    assert not SocialToken.objects.exists()
    assert EditorRecord.objects.get().first_name == ""


@pytest.mark.parametrize(
    "change",
    [
        {"email": "stranger@school.example"},
        {"email_verified": False},
        {"email_verified": "false"},
        {"email_verified": None},
        {"email": ""},
    ],
)
def test_it_opens_no_account(client, lin, school, change):
    school.person |= change
    assert go(client)["Location"] == "/desk/sign-in"
    assert "您在本站还没有账号" in told(client)
    assert EditorRecord.objects.count() == 1
    assert (last().event, last().details["why"]) == (Event.SIGN_IN_FAILED, "no editor")


def test_by_invitation_alone_no_address_counts(settings, client, lin, school):
    configure(settings, school, by_email=False)
    assert go(client)["Location"] == "/desk/sign-in"


def test_a_closed_account_stays_closed(client, lin):
    go(client)
    client.post("/desk/sign-out")
    EditorRecord.objects.update(is_active=False)
    assert go(client)["Location"] == "/desk/sign-in"
    assert last().details["why"] == "closed account"


def test_an_invitation_is_accepted_with_it(settings, client, school, site):
    configure(settings, school, by_email=False)
    made = invitations.invite("qian", Role.EDITOR, "", None, jobs.clock(), "s" * 32, site)
    page = client.post(f"/desk/invitations/{made.token}", {"provider": "school"})
    assert client.get(way_back(there(page)))["Location"] == "/desk/"
    assert who(client) == "qian"
    assert not EditorRecord.objects.get().has_usable_password()
    again = Client()
    assert again.get(f"/desk/invitations/{made.token}").status_code == 410
    client.post("/desk/sign-out")
    go(client)
    assert who(client) == "qian"


@pytest.mark.parametrize(
    ("faults", "why"),
    [
        ({"userinfo": {"sub": "somebody-else"}}, "two subjects"),
        ({"id_token": {"iss": "https://evil.example"}}, "no answer"),
        ({"id_token": {"aud": "another client"}}, "no answer"),
        ({"id_token": {"exp": 1}}, "no answer"),
        ({"issuer": "https://evil.example", "id_token": {"iss": "https://evil.example"}}, "wrong issuer"),
        ({"token": True}, "no answer"),
    ],
)
def test_an_answer_that_is_not_right_signs_nobody_in(client, lin, school, faults, why):
    school.faults = faults
    assert go(client)["Location"] == "/desk/sign-in"
    assert who(client) == ""
    assert (last().event, last().details["why"]) == (Event.SIGN_IN_FAILED, why)


def test_an_answer_nobody_asked_for_counts_for_nothing(client, lin):
    """Login CSRF: the state must be that of this browser."""
    back = way_back(there(Client().post("/desk/sign-in/with/school/")))
    assert client.get(back).status_code in (302, 400, 403)
    assert who(client) == ""


def test_one_answer_counts_once(client, lin):
    back = way_back(there(client.post("/desk/sign-in/with/school/")))
    client.get(back)
    client.post("/desk/sign-out")
    client.get(back)
    assert who(client) == ""


def test_a_system_that_does_not_answer_is_told_in_words(settings, client, school):
    settings.OIDC = (
        OidcProvider("school", "校园统一认证", "http://127.0.0.1:9/nothing", CLIENT_ID, True, CLIENT_SECRET),
    )
    settings.SOCIALACCOUNT_PROVIDERS = outside(settings.OIDC)
    assert client.post("/desk/sign-in/with/school/")["Location"] == "/desk/sign-in"
    assert "外部登录没有成功" in told(client)


def test_a_second_factor_is_asked_for_all_the_same(client, lin):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(lin, generate_totp_secret())
    assert go(client)["Location"] == "/desk/sign-in/code"
    assert who(client) == ""


def test_the_last_way_in_is_not_unlinked(client, lin):
    from allauth.socialaccount.models import SocialAccount

    go(client)
    link = SocialAccount.objects.get()
    EditorRecord.objects.update(password="!")
    client.post("/desk/sign-out")
    go(client)
    client.post(f"/desk/account/links/{link.pk}")
    assert SocialAccount.objects.exists()
