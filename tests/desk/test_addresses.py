"""Every address × every role × every method, against the table of tests/desk/addresses.py; and looking changes nothing."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests.desk.addresses import NEVER, POSTS, TABLE, WHO
from tests.desk.conftest import signed_in_as
from tougao import jobs
from tougao.archive import accounts, batches, cases, decisions, intake, invitations, messages, status
from tougao.archive.batches import Deed, Order, Tick
from tougao.archive.models import (
    ContributorRecord,
    DraftRecord,
    EditorRecord,
    LikenessRecord,
    PictureRecord,
    SubmissionRecord,
)
from tougao.archive.store import Store
from tougao.core.cases import complaint
from tougao.core.messages import typed
from tougao.core.site import Guestbook, Rights
from tougao.core.workflow import Action, Role
from tougao.desk import ways

pytestmark = pytest.mark.django_db
MAILS = Path(__file__).parents[2] / "demo" / "mails"

# What a look may change: the browser's own session (a challenge waits there; it was seen just now).
ITS_OWN = {"session"}

# Here a refusal, or leaving, is itself recorded.
RECORDED = {"desk/sign-in/passkey", "desk/sign-out"}
LOG = {"audit", "audit_head"}
REFUSED = ("no", "404", "429")  # outcomes that are recorded (test_refusals.py)


def every(resolver, before: str = ""):
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield route, each
        else:
            yield from every(each, route)


ROUTES = dict(every(get_resolver()))


def test_every_address_has_a_row_and_every_row_an_address():
    assert set(ROUTES) == set(TABLE)
    for others in (OWN, POSTS):
        assert set(others) <= set(TABLE)


@pytest.fixture
def world(settings, new_editor, new_draft, noon, site):
    """One of everything, so that no address is empty by chance."""
    settings.SITE = replace(site, guestbook=Guestbook(on=True, comments=True), rights=Rights(on=True))
    decisions.decide(new_draft(title="读者看得到的一篇").pk, Action.APPROVE, None, jobs.clock(), site)
    message = messages.receive(typed("", "一条留言"), None, "token", False, "wap", noon)
    told = complaint("/a/1.html", "facts", "赵一", "zhao@example.cn", "文中的日期有误，请更正。")
    case = cases.receive(told, "token", True, "zh", settings.SITE, noon, writes=False)
    settings.SECURITY_CONTACT = "mailto:security@example.cn"
    raw = (MAILS / "03-html-pictures.eml").read_bytes()
    mails, media = Store(settings.MAIL_STORE), Store(settings.MEDIA_STORE)
    kept = intake.keep(raw, noon, noon, mails)
    jobs.read_kept()
    submission = SubmissionRecord.objects.get(pk=kept.submission_id)
    draft = DraftRecord.objects.filter(submission=submission).get()
    picture = PictureRecord.objects.filter(draft=draft).first()
    assert media.read(picture.sha256, f".{picture.extension}")
    earlier = new_draft(title="早先的一篇")
    LikenessRecord.objects.create(draft=draft, earlier=earlier, share=0.9, same_sender=False)
    zhao = new_editor("zhao")
    batch = batches.carry_out([Tick(earlier.pk, 1)], Order(Deed.CATEGORY, category="news"), zhao, jobs.clock(), site)
    decision = decisions.decide(earlier.pk, Action.SPIKE, zhao, jobs.clock(), site)
    cases.answer(case.pk, "已经更正。", zhao, settings.SITE, jobs.clock())
    token = invitations.invite("sun", Role.EDITOR, "", None, jobs.clock(), "s" * 32, site).token
    people = {name: new_editor(name, role) for name, role in ROLES.items()}
    return {
        "people": people,
        "draft_id": draft.pk,
        "earlier_id": earlier.pk,
        "decision_id": decision.pk,
        "batch_id": batch.pk,
        "submission_id": submission.pk,
        "editor_id": zhao.pk,
        "position": submission.attachments.first().position,
        "sha256": picture.sha256,
        "width": "240",
        "extension": picture.extension,
        "token": token,
        "provider_id": "elsewhere",
        "link_id": 1,
        "first": 0,
        "contributor_id": ContributorRecord.objects.get(address=submission.sender_address.lower()).pk,
        "reply_id": 1,
        "part": "texts",
        "table": "mails",
        "batch": "0",
        "case_id": case.pk,
        "message_id": message.pk,
        "entry_id": case.entries.latest("pk").pk,
        "deed": "note",
        "article": 1,
        "status_token": status.token(submission.pk, jobs.clock()),
        "pk": 1,
        "number": 1,
    }


ROLES = {"editor": Role.EDITOR, "chief": Role.CHIEF, "administrator": Role.ADMINISTRATOR, "closed": Role.ADMINISTRATOR}


def browser(world, who):
    """Somebody at the desk; the closed account was signed in before it was closed."""
    client = Client(REMOTE_ADDR="127.0.0.1")
    if who != "nobody":
        signed_in_as(client, world["people"][who])
        assert client.get("/desk/").status_code == 200
    if who == "closed":
        accounts.close(world["people"][who].pk, None, jobs.clock())
    return client


def address(route, world):
    names = re.findall(r"<(?:\w+:)?(\w+)>", route)
    own = OWN.get(route, {})
    return reverse(ROUTES[route].name, kwargs={name: world[own.get(name, name)] for name in names})


def posted(route, world) -> dict[str, str]:
    return {name: value.format_map(world) for name, value in POSTS.get(route, {}).items()}


# Where a name in an address means something else than elsewhere.
OWN = {
    "-/status/<str:token>/": {"token": "status_token"},
    "-/status/<str:token>": {"token": "status_token"},
    "-/submit/sent/<str:token>/": {"token": "status_token"},
    "-/wap/submit/sent/<str:token>/": {"token": "status_token"},
    "desk/drafts/<int:draft_id>/sources/<int:number>": {"number": "first"},
}


def outcome(answer) -> str:
    if answer.status_code in (301, 302, 303):
        return "door" if answer["Location"].startswith("/desk/sign-in") else "on"
    return {403: "no"}.get(answer.status_code, str(answer.status_code))


def dump():
    """Every row of every table."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name not in ITS_OWN]
        out = {}
        for name in tables:
            cursor.execute(f'SELECT * FROM "{name}"')
            out[name] = cursor.fetchall()
    return out


def told():
    """Every row of every table but those of the audit log, where refusals are recorded."""
    return {name: rows for name, rows in dump().items() if name not in LOG}


def test_everybody_gets_what_the_table_says(world):
    found, wanted, changed = {}, {}, []
    for route, (get, post) in TABLE.items():
        for method, column in (("get", get), ("head", get), ("post", post)):
            expected = column.split()
            wanted[route, method] = column
            seen = []
            for who, outcome_wanted in zip(WHO, expected, strict=True):
                cache.clear()
                with transaction.atomic():
                    client = browser(world, who)
                    before = dump()
                    answer = getattr(client, method)(
                        address(route, world), POSTS.get(route) if method == "post" else None
                    )
                    seen.append(outcome(answer))
                    may_change = method == "post" and outcome_wanted in ("on", "200")
                    after = dump()
                    moved = {name for name in before if before[name] != after[name]}
                    is_recorded = route in RECORDED or outcome_wanted in REFUSED
                    if moved - (LOG if is_recorded else set()) and not may_change:
                        changed.append((route, method, who, moved))
                    transaction.set_rollback(True)
            found[route, method] = " ".join(seen)
    wrong = {key: value for key, value in found.items() if wanted[key] != value}
    assert not wrong, "\n".join(f"{key}: {value}, not {wanted[key]}" for key, value in wrong.items())
    assert changed == []


def test_what_is_called_a_page_can_be_opened_and_nothing_else_is(world):
    of_the_desk = {route: get for route, (get, _post) in TABLE.items() if route.startswith("desk/")}
    assert sum(get == NEVER for get in of_the_desk.values()) > 20
    for route, get in of_the_desk.items():
        assert ways.is_page(address(route, world)) == (get != NEVER), route
    assert not ways.is_page("/desk/nothing/here")


def test_no_other_method_is_answered(world):
    client = browser(world, "administrator")
    before = dump()
    for route in TABLE:
        for method in ("put", "patch", "delete", "options", "trace"):
            assert getattr(client, method)(address(route, world)).status_code == 405, (route, method)
    assert dump() == before


def test_deeds_that_look_like_questions_change_nothing(world):
    client = browser(world, "administrator")
    before = told()
    for route in TABLE:
        for question in ("?action=approve&active=no&role=editor", "?standing=blocked&address=a@b.cn&session=x"):
            client.get(address(route, world) + question)
        cache.clear()
    assert told() == before


def test_no_form_is_taken_from_elsewhere(world):
    client = Client(enforce_csrf_checks=True)
    signed_in_as(client, world["people"]["administrator"])
    before = told()
    for route, (_get, post) in TABLE.items():
        # Forms for readers carry a token of their own: they have no session whose rights another site could use.
        if post != NEVER and route.startswith("desk/"):
            assert client.post(address(route, world), posted(route, world)).status_code == 403, route
    assert told() == before


def test_every_answer_of_the_desk_is_guarded(world):
    """No inline script or style, no cache, no frame of others, no other origin."""
    client = browser(world, "administrator")
    for route in TABLE:
        if not route.startswith("desk/"):
            continue
        answer = client.get(address(route, world))
        policy = answer["Content-Security-Policy"]
        assert "unsafe" not in policy, route
        assert "default-src 'none'" in policy, route
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in answer["Permissions-Policy"]
        assert answer["Referrer-Policy"] == "same-origin"
        assert "no-store" in answer["Cache-Control"] or route.startswith("desk/media"), route
        if answer["Content-Type"].startswith("text/html") and "sandbox" not in policy:
            assert not re.search(
                rb"<script(?![^>]*(?:\bnonce=\"[\w-]{24}\"[^>]*\bsrc=|type=\"application/json\"))|<style|\sstyle=|\son\w+=",
                answer.content,
            ), route
            assert re.search(r"script-src '(?:none|nonce-[\w-]{24})';", policy), route


def test_somebody_elses_keys_links_sessions_and_decisions_are_out_of_reach(world):
    from allauth.mfa.models import Authenticator
    from allauth.socialaccount.models import SocialAccount

    other = EditorRecord.objects.get(username="zhao")
    key = Authenticator.objects.create(user=other, type="webauthn", data={"name": "theirs"})
    link = SocialAccount.objects.create(user=other, provider="school", uid="1")
    theirs = signed_in_as(Client(), other)
    theirs.get("/desk/")
    from tougao.archive import sessions

    client = browser(world, "administrator")
    before = told()
    name = sessions.name_of(theirs.session.session_key)
    assert client.post(f"/desk/account/passkeys/{key.pk}/remove").status_code == 404
    client.post(f"/desk/account/links/{link.pk}")
    client.post("/desk/account/sessions", {"session": name})
    client.post(f"/desk/decisions/{world['decision_id']}/undo")
    assert told() == before
    assert theirs.get("/desk/").status_code == 200


def test_an_old_sign_in_is_asked_again_before_what_matters(world):
    """And then the deed goes on by itself."""
    client = Client()
    signed_in_as(client, world["people"]["administrator"], ago=django_settings.CONFIRMED_SECONDS + 1)
    zhao = world["editor_id"]
    answer = client.post(f"/desk/editors/{zhao}", {"role": "chief"})
    assert answer["Location"] == f"/desk/again?next=%2Fdesk%2Feditors%2F{zhao}"
    assert EditorRecord.objects.get(pk=zhao).role == Role.EDITOR
    assert client.post(answer["Location"], {"password": "wrong"}).status_code == 200
    assert EditorRecord.objects.get(pk=zhao).role == Role.EDITOR
    client.post(answer["Location"], {"password": "春江潮水连海平"})
    assert EditorRecord.objects.get(pk=zhao).role == Role.CHIEF


def test_every_deed_on_accounts_wants_to_know_who_it_is(world):
    client = Client()
    signed_in_as(client, world["people"]["administrator"], ago=django_settings.CONFIRMED_SECONDS + 1)
    before = dump()
    for route, (_get, post) in TABLE.items():
        if "no no" in post and not route.startswith(("desk/settings/", "-/")):
            answer = client.post(address(route, world), posted(route, world))
            assert answer["Location"].startswith("/desk/again?"), route
    assert dump() == before


def test_what_is_costly_can_be_asked_for_only_so_often(world):
    client = browser(world, "administrator")
    statuses = [client.post("/desk/audit/export", {"form": "csv"}).status_code for _ in range(8)]
    assert (statuses[0], statuses[-1]) == (200, 429)
    searches = [client.get("/desk/audit?q=x").status_code for _ in range(70)]
    assert (searches[0], searches[-1]) == (200, 429)
    links = [Client().get("/desk/invitations/nonsense").status_code for _ in range(25)]
    assert (links[0], links[-1]) == (410, 429)
