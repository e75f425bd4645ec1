"""A session ends when it is too old, and when nobody has used it for too long, though its page stands open and asks by itself."""

from datetime import timedelta

import pytest
from django.conf import settings as django_settings

from tougao import jobs
from tougao.archive.models import SessionRecord

pytestmark = pytest.mark.django_db
BY_ITSELF = {"X-By-Itself": "yes"}  # as static/dom.js has it
MINUTE = timedelta(minutes=1)
STEP = 5  # minutes between what an open page asks; it asks more often


@pytest.fixture
def clock(monkeypatch, settings, noon):
    """`clock.now` may be moved; a session may rest for half an hour."""
    settings.SESSION_IDLE = 30 * MINUTE

    class Clock:
        now = noon

    monkeypatch.setattr(jobs, "clock", lambda: Clock.now)
    return Clock


def is_in(client) -> bool:
    return client.get("/desk/account").status_code == 200


def asked_by_an_open_page(client, draft):
    """What the pages of queue and draft ask while they are open."""
    path = f"/desk/drafts/{draft.pk}"
    return [
        client.get("/desk/live"),
        client.get(f"{path}/live"),
        client.post(f"{path}/here"),
        client.get(f"{path}/working-copy"),
        client.get(f"{path}/preview"),
        client.get(f"{path}/preview/feed"),
        client.get(f"{path}/preview/card"),
        client.get(f"{path}/sources/0"),
        client.get(f"{path}/counterparts"),
        client.get(f"{path}/", headers=BY_ITSELF),
        client.get("/desk/", headers=BY_ITSELF),
    ]


def left_open(client, draft, clock, minutes):
    """The statuses of the last answers."""
    answers = []
    for _ in range(minutes // STEP):
        clock.now += STEP * MINUTE
        answers = [answer.status_code for answer in asked_by_an_open_page(client, draft)]
    return answers


def test_pages_that_stand_open_keep_nobody_signed_in(signed_in, new_draft, clock):
    client, draft = signed_in(), new_draft()
    assert is_in(client)
    assert set(left_open(client, draft, clock, 25)) == {200}
    answers = left_open(client, draft, clock, 10)
    assert set(answers) == {302}  # as static/live.js and draft/keeping.js hear that they are signed out
    assert not is_in(client)
    assert not SessionRecord.objects.exists()


def typed(client, draft, words):
    draft.refresh_from_db()
    sent = {"version": draft.version, "title": draft.title, "html": f"<p>{words}</p>"}
    assert client.post(f"/desk/drafts/{draft.pk}/working-copy", sent).status_code == 200


@pytest.mark.parametrize(
    "use",
    [
        lambda client, draft: typed(client, draft, f"字{draft.version}"),
        lambda client, draft: client.get(f"/desk/drafts/{draft.pk}/"),
        lambda client, draft: client.get(f"/desk/drafts/{draft.pk}/", headers={"Sec-Fetch-Dest": "empty"}),
        lambda client, draft: client.get("/desk/"),
        lambda client, draft: client.post("/desk/bulk", {}, headers=BY_ITSELF),
        lambda client, draft: client.post(f"/desk/drafts/{draft.pk}/here", {"take": "yes"}),
    ],
    ids=["typing", "looking", "another pane", "the queue", "a deed", "taking over"],
)
def test_who_works_stays_signed_in(signed_in, new_draft, clock, use):
    client, draft = signed_in(), new_draft()
    assert is_in(client)
    for _ in range(3):
        left_open(client, draft, clock, 25)
        use(client, draft)
    assert is_in(client)


def test_a_session_is_over_when_it_is_too_old_however_busy(signed_in, clock, settings):
    settings.SESSION_LONGEST = timedelta(hours=2)
    client = signed_in()
    for _ in range(12):
        assert is_in(client)
        clock.now += 10 * MINUTE
    assert is_in(client)
    clock.now += MINUTE
    assert client.get("/desk/account")["Location"].startswith("/desk/sign-in")
    assert "会话已结束" in client.get("/desk/sign-in").content.decode()


def test_the_browser_forgets_the_cookie_as_soon(signed_in):
    client = signed_in()
    client.get("/desk/")
    assert client.cookies["desk"]["max-age"] == django_settings.SESSION_IDLE.total_seconds()
