"""Pages that no link leads to before axe-core: second factors at the door, forms that came back with what is wrong, answers to a POST.

Beside tests/desk/test_axe.py, which looks at every page that is asked for by its address.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.accounts.test_in_a_browser import code_of
from tests.desk.test_addresses import world  # noqa: F401 - a fixture
from tests.desk.test_axe import chromium, furnished, served, wrong  # noqa: F401 - fixtures
from tests.support import seats
from tougao import jobs
from tougao.archive import decisions
from tougao.archive.models import DraftRecord, MessageRecord

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Fields = list[tuple[str, str]]
World = dict[str, Any]

SEND = """([action, fields, own]) => {
  const form = document.createElement("form");
  const token = own || document.querySelector("[name=csrfmiddlewaretoken]").value;
  for (const [name, value] of [["csrfmiddlewaretoken", token], ...fields]) {
    const field = document.createElement("textarea");
    [field.name, field.value] = [name, value];
    form.append(field);
  }
  [form.method, form.action, form.hidden] = ["post", action, true];
  document.body.append(form);
  HTMLFormElement.prototype.submit.call(form);
}"""


def send(page: Any, action: str, fields: Fields, token: str = "") -> int:
    """Post it from the page that stands there, as a form of the page would; the status of what comes back."""
    with page.expect_navigation() as told:
        page.evaluate(SEND, [action, fields, token])
    return int(told.value.status)


@pytest.fixture
def by_name(served: str, settings: Any) -> str:  # noqa: F811
    """The desk at an address that has a name: browsers allow passkeys there."""
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
    return served.replace("127.0.0.1", "localhost")


class Key:
    """A device that holds passkeys, in one browser window; `knows_me` is whether it recognises a finger."""

    def __init__(self, page: Any) -> None:
        self.session = page.context.new_cdp_session(page)
        self.session.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                   "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
        self.name = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def knows_me(self, does: bool) -> None:
        self.session.send("WebAuthn.setUserVerified", {"authenticatorId": self.name, "isUserVerified": does})


def refused_by_key(page: Any) -> None:
    page.click("form[data-passkey] button")
    page.wait_for_selector("form[data-passkey] [data-trouble]:visible")


@contextmanager
def visitor(chromium: Any) -> Iterator[Any]:  # noqa: F811
    context = chromium.new_context(locale="zh-CN")
    yield context.new_page()
    context.close()


def until_too_many(page: Any, fields: Fields) -> Any:
    """The page, sent as often as it takes to be told to wait."""
    assert 429 in (send(page, page.url, fields) for _again in range(9))
    page.wait_for_selector("[role=alert]:visible")
    return page


def test_axe_finds_nothing_while_second_factors_are_set_up_and_asked_for(chromium, by_name, furnished):  # noqa: F811
    seat = seats.Seat(chromium, by_name, "editor")
    page, key, found = seat.page, Key(seat.page), []
    page.goto(f"{by_name}/desk/account/app")
    assert send(page, page.url, [("code", "000000")]) == 200
    page.wait_for_selector("text=验证码不正确")
    found += wrong(page, "an app whose code is wrong")
    page.click("summary >> text=无法扫描")
    secret = page.inner_text(".secret")
    page.fill("[name=code]", code_of(secret))
    page.click("button.main")
    page.wait_for_selector(".codes")
    found += wrong(page, "recovery codes")
    page.goto(f"{by_name}/desk/account/passkeys")
    key.knows_me(False)
    refused_by_key(page)
    found += wrong(page, "a passkey that was not made")
    key.knows_me(True)
    page.fill("[name=name]", "我的手机")
    page.click("button.main")
    page.wait_for_url("**/desk/account")
    found += wrong(page, "an account with factors")
    assert send(page, f"{by_name}/desk/account/codes", []) == 200
    found += wrong(page, "recovery codes shown again")
    for path, sent in (("again", ("password", "wrong")), ("again/code", ("code", "000000"))):
        page.goto(f"{by_name}/desk/{path}")
        found += wrong(page, path)
        assert send(page, page.url, [sent]) == 200
        page.wait_for_selector("[role=alert]:visible")
        found += wrong(page, f"{path} refused")
    page.goto(f"{by_name}/desk/again/passkey")
    key.knows_me(False)
    refused_by_key(page)
    found += wrong(page, "again/passkey refused")
    seat.context.close()
    with visitor(chromium) as page:
        key = Key(page)
        page.goto(f"{by_name}/desk/sign-in")
        assert send(page, page.url, [("username", "editor"), ("password", seats.PASSWORD)]) == 200
        page.wait_for_url("**/desk/sign-in/code")
        page.wait_for_selector("form[data-passkey]:visible")
        found += wrong(page, "a second factor asked for")
        key.knows_me(False)
        refused_by_key(page)
        found += wrong(page, "a passkey that was not used")
        assert send(page, page.url, [("code", "000000")]) == 200
        page.wait_for_selector("text=验证码不正确")
        found += wrong(page, "a wrong code")
        found += wrong(until_too_many(page, [("code", "000000")]), "too many wrong codes")
    assert found == [], "\n".join(found)


def test_axe_finds_nothing_when_somebody_is_not_let_in(chromium, by_name, furnished):  # noqa: F811
    found = []
    with visitor(chromium) as page:
        key = Key(page)
        page.goto(f"{by_name}/desk/sign-in")
        page.wait_for_selector("form[data-passkey]:visible")
        found += wrong(page, "the door, with passkeys")
        key.knows_me(False)
        refused_by_key(page)
        found += wrong(page, "a passkey that was not used at the door")
        found += wrong(until_too_many(page, [("username", "zhao"), ("password", "wrong")]), "too many wrong passwords")
        page.goto(f"{by_name}/desk/invitations/{furnished['token']}")
        page.wait_for_selector("form[data-passkey]:visible")
        found += wrong(page, "an invitation, with passkeys")
        assert send(page, page.url, [("password", "short")]) == 400
        found += wrong(page, "an invitation refused")
        assert page.goto(f"{by_name}/desk/invitations/nonsense").status == 410
        found += wrong(page, "an invitation that is over")
    assert found == [], "\n".join(found)


def draft_fields(number: int, **changes: str) -> Fields:
    row = DraftRecord.objects.get(pk=number)
    values = {name: getattr(row, name) for name in decisions.DraftFields.__dataclass_fields__}
    return [*(values | {"version": str(row.version), "action": "save"} | changes).items()]


def message() -> str:
    return str(MessageRecord.objects.latest("pk").pk)


# What is posted and comes back with what is wrong, or is only an answer: (status, path, fields).
Case = tuple[int, Callable[[World], str], Callable[[World], Fields]]
ANSWERS: dict[str, Case] = {
    "a draft without a title": (409, lambda w: f"drafts/{w['written']}/", lambda w: draft_fields(w["written"], title="")),
    "a return without a reason": (
        409,
        lambda w: f"drafts/{w['written']}/",
        lambda w: draft_fields(w["written"], action="return", reason=""),
    ),
    "an hour that is over": (
        409,
        lambda w: f"drafts/{w['written']}/",
        lambda w: draft_fields(w["written"], action="schedule", publish_at="2020-01-01T08:00"),
    ),
    "a case answered without words": (409, lambda w: f"cases/{w['case_id']}/answer", lambda _w: [("answer", "")]),
    "a case closed without an outcome": (409, lambda w: f"cases/{w['case_id']}/close", lambda _w: [("why", "写了很久")]),
    "a case answered, undo": (200, lambda w: f"cases/{w['case_id']}/answer", lambda _w: [("answer", "已经更正。")]),
    "a reader answered without words": (
        409,
        lambda _w: "guestbook/decide",
        lambda _w: [("deed", f"answer:{message()}"), ("standing", "waiting"), (f"answer-{message()}", "")],
    ),
    "a message let through, undo": (
        200,
        lambda _w: "guestbook/decide",
        lambda _w: [("deed", f"let through:{message()}"), ("standing", "waiting")],
    ),
    "a digest to no address": (400, lambda _w: "digest", lambda _w: [("address", "林"), ("is_on", "yes")]),
    "site texts without a name": (400, lambda _w: "settings/texts/", lambda _w: [("seen", "0"), ("name", "")]),
    "a category without a name": (
        400,
        lambda _w: "settings/categories/",
        lambda _w: [("seen", "0"), ("slug", "Sport!"), ("name", ""), ("description", ""), ("keywords", "")],
    ),
    "a link that leads nowhere": (
        400,
        lambda _w: "settings/footer/",
        lambda _w: [("seen", "0"), ("title", "链接"), ("url", "javascript:x")],
    ),
    "a page without a title": (
        400,
        lambda _w: "settings/pages/",
        lambda _w: [("seen", "0"), ("name", "help"), ("source", "没有标题")],
    ),
    "a return template in one language": (
        400,
        lambda _w: "settings/returns/",
        lambda _w: [("seen", "0"), ("title", "缺图"), ("chinese", "请补图"), ("english", "")],
    ),
    "a guestbook without a title": (
        400,
        lambda _w: "settings/guestbook/",
        lambda _w: [("seen", "0"), ("title", ""), ("proof_bits", "许多"), ("per_hour", "0")],
    ),
    "complaints without days": (
        400,
        lambda _w: "settings/rights/",
        lambda _w: [("seen", "0"), ("title", "权利声明"), ("days", ""), ("reminders", "明天"), ("keep_days", "1")],
    ),
    "a setting that somebody else changed": (
        409,
        lambda _w: "settings/texts/",
        lambda _w: [("seen", "7"), ("name", "新名字")],
    ),
    "an invitation": (200, lambda _w: "invitations", lambda _w: [("username", "xu"), ("role", "editor"), ("email", "")]),
    "an invitation refused": (200, lambda _w: "invitations", lambda _w: [("username", "zhao"), ("role", "editor")]),
    "a password that cannot be": (
        200,
        lambda _w: "account/password",
        lambda _w: [("oldpassword", "wrong"), ("password1", "short"), ("password2", "other")],
    ),
}  # fmt: skip


def test_axe_finds_nothing_on_what_only_a_post_shows(chromium, served, furnished, settings):  # noqa: F811
    seat = seats.Seat(chromium, served, "administrator")
    page, found = seat.page, []
    for name, (status, path, fields) in ANSWERS.items():
        page.goto(f"{served}/desk/log")
        page.set_viewport_size({"width": 1280, "height": 900})
        assert send(page, f"{served}/desk/{path(furnished)}", fields(furnished)) == status, name
        page.wait_for_selector(".undo" if "undo" in name else "main")
        found += wrong(page, name)
    settings.DESK_LIMITS = settings.DESK_LIMITS | {"invite": "1/m/user"}
    for _again in range(2):
        page.goto(f"{served}/desk/log")
        status = send(page, f"{served}/desk/invitations", [("username", "wu"), ("role", "editor"), ("email", "")])
    assert status == 429
    found += wrong(page, "too many at once")
    page.goto(f"{served}/desk/log")
    assert send(page, f"{served}/desk/digest", [], token="x" * 64) == 403
    page.wait_for_selector("text=没有提交")
    found += wrong(page, "a form that is not ours")
    seat.context.close()
    assert found == [], "\n".join(found)


def test_axe_finds_nothing_where_two_editors_wrote_in_one_paragraph(chromium, served, furnished, noon):  # noqa: F811
    """Without scripts, too, the merge is a page: in a title, in a paragraph, and chosen too late."""
    number = furnished["written"]
    mine = draft_fields(number, title="我改的标题", html="<p>我改的一段。</p><h2>一、题</h2><p>字</p>")
    row = DraftRecord.objects.get(pk=number)
    theirs = decisions.DraftFields(**{name: getattr(row, name) for name in decisions.DraftFields.__dataclass_fields__} | {
        "title": "别人改的标题", "html": "<p>别人改的一段。</p><h2>一、题</h2><p>字</p>",
    })  # fmt: skip
    decisions.save(number, row.version, furnished["people"]["chief"], jobs.clock(), theirs)
    seat, found = seats.Seat(chromium, served, "editor"), []
    page = seat.page
    page.goto(f"{served}/desk/log")
    assert send(page, f"{served}/desk/drafts/{number}/", mine) == 409
    assert page.locator("fieldset.clash").count() == 2
    found += wrong(page, "a merge")
    for choice in page.locator(".clash").all():
        choice.locator("[value=mine]").check()
    found += wrong(page, "a merge, chosen")
    seat.context.close()
    assert found == [], "\n".join(found)
