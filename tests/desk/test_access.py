"""Who may open what: every address of the desk, for strangers and for each role."""

import pytest
from django.urls import URLPattern

from tougao.archive.models import EditorRecord
from tougao.core.workflow import Role
from tougao.desk import urls

pytestmark = pytest.mark.django_db

OPEN = {"sign-in", "sign-out", "language"}
ADMINISTRATORS = {"editors", "editor"}
VALUES = {
    "draft_id": 1,
    "earlier_id": 2,
    "decision_id": 1,
    "batch_id": 1,
    "submission_id": 1,
    "editor_id": 1,
    "position": 0,
    "sha256": "a" * 64,
    "width": "240",
    "extension": "jpg",
}


def address(pattern: URLPattern) -> str:
    from django.urls import reverse

    return reverse(
        pattern.name,
        kwargs={
            name: VALUES[name] for name in pattern.pattern.converters | dict.fromkeys(pattern.pattern.regex.groupindex)
        },
    )


PATTERNS = [pattern for pattern in urls.urlpatterns if pattern.name not in OPEN]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_are_shown_the_door(client, pattern, method):
    answer = getattr(client, method)(address(pattern))
    assert answer.status_code in (302, 405), answer.status_code
    if answer.status_code == 302:
        assert answer["Location"].startswith("/desk/sign-in")


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
@pytest.mark.parametrize("role", list(Role))
def test_roles_open_what_is_theirs(signed_in, pattern, role):
    client = signed_in(role)
    answer = client.get(address(pattern))
    if pattern.name in ADMINISTRATORS and role is not Role.ADMINISTRATOR:
        assert answer.status_code in (403, 405)
    else:
        assert answer.status_code in (200, 404, 405)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CHIEF])
def test_only_an_administrator_makes_and_changes_accounts(signed_in, new_editor, role):
    client = signed_in(role)
    other = new_editor("zhao")
    made = client.post("/desk/editors", {"username": "qian", "role": "administrator", "password": "春江潮水连海平明月"})
    changed = client.post(f"/desk/editors/{other.pk}", {"role": "administrator"})
    assert (made.status_code, changed.status_code) == (403, 403)
    assert EditorRecord.objects.filter(role=Role.ADMINISTRATOR).count() == 0
    assert not EditorRecord.objects.filter(username="qian").exists()


def test_an_administrator_makes_changes_and_closes_accounts(signed_in, new_editor):
    client = signed_in(Role.ADMINISTRATOR)
    client.post("/desk/editors", {"username": "qian", "role": "chief", "password": "春江潮水连海平明月共潮生"})
    qian = EditorRecord.objects.get(username="qian")
    assert (qian.role, qian.check_password("春江潮水连海平明月共潮生")) == (Role.CHIEF, True)
    client.post(f"/desk/editors/{qian.pk}", {"role": "editor"})
    client.post(f"/desk/editors/{qian.pk}", {"active": "no"})
    qian.refresh_from_db()
    assert (qian.role, qian.is_active) == (Role.EDITOR, False)
    client.post(f"/desk/editors/{client.editor.pk}", {"active": "no"})
    client.editor.refresh_from_db()
    assert client.editor.is_active


@pytest.mark.parametrize("password", ["short", "1234567890", "password123"])
def test_weak_passwords_are_refused(signed_in, password):
    answer = signed_in(Role.ADMINISTRATOR).post(
        "/desk/editors", {"username": "qian", "role": "editor", "password": password}
    )
    assert answer.status_code == 400
    assert not EditorRecord.objects.filter(username="qian").exists()


def test_nothing_changes_by_looking(signed_in, new_draft):
    from tougao.archive.models import DecisionRecord, DraftRecord

    client, draft = signed_in(Role.ADMINISTRATOR), new_draft()
    before = list(DraftRecord.objects.values())
    for pattern in PATTERNS:
        client.get(address(pattern))
        client.get(address(pattern) + "?action=approve")
    assert list(DraftRecord.objects.values()) == before
    assert not DecisionRecord.objects.exists()
    assert draft.status == "new"


def test_forms_from_elsewhere_are_refused(new_editor, new_draft):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(new_editor(), backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(f"/desk/drafts/{new_draft().pk}/", {"action": "approve"}).status_code == 403


def test_five_wrong_passwords_close_the_door_without_telling_who_exists(client, new_editor):
    new_editor("lin")
    for name in ("lin", "nobody"):
        answers = [client.post("/desk/sign-in", {"username": name, "password": "wrong"}) for _ in range(6)]
        assert [answer.status_code for answer in answers][-1] == 429
        assert answers[0].status_code == 200
    right = client.post("/desk/sign-in", {"username": "lin", "password": "春江潮水连海平"})
    assert right.status_code == 429


def test_signing_in_makes_a_new_session(client, new_editor):
    new_editor("lin")
    client.get("/desk/sign-in")
    before = client.cookies.get("desk")
    answer = client.post("/desk/sign-in", {"username": "lin", "password": "春江潮水连海平"})
    assert answer["Location"] == "/desk/"
    cookie = client.cookies["desk"]
    assert before is None or cookie.value != before.value
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize("path", ["/desk/", "/desk/sign-in", "/desk/log"])
def test_pages_of_the_desk_run_only_our_scripts_and_are_not_cached(signed_in, path):
    answer = signed_in().get(path, follow=True)
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"
    assert b"<script>" not in answer.content
    assert b" style=" not in answer.content
    assert b" onclick=" not in answer.content
