import time

import pytest
from django.core.cache import cache

from tougao.core.workflow import Role


@pytest.fixture(autouse=True)
def own_site(settings, site):
    settings.SITE = site
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one takes its time
    settings.ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]


@pytest.fixture(autouse=True)
def nothing_is_counted_yet():
    cache.clear()


def signed_in_as(client, person, ago: float = 0):
    """A browser in which that person signed in with a password `ago` seconds ago."""
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - ago}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    client.editor = person
    return client


@pytest.fixture
def signed_in(client, new_editor):
    """`signed_in(Role.CHIEF)` is a browser with somebody of that role at it."""

    def sign_in(role=Role.EDITOR, name="lin", ago=0):
        return signed_in_as(client, new_editor(name, role), ago)

    return sign_in
