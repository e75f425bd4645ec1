import pytest

from tougao.core.workflow import Role


@pytest.fixture(autouse=True)
def own_site(settings, site):
    settings.SITE = site
    settings.ALLOWED_HOSTS = ["testserver"]


@pytest.fixture
def signed_in(client, new_editor):
    """`signed_in(Role.CHIEF)` is a browser with somebody of that role at it."""

    def sign_in(role=Role.EDITOR, name="lin"):
        person = new_editor(name, role)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        client.editor = person
        return client

    return sign_in
