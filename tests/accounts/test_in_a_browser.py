"""Accounts as people meet them: a real Chromium with a key of its own, a real provider elsewhere, a phone's screen."""

import re
import time

import pytest

from tests.support.browser import chromium, sign_in
from tests.support.installation import EDITOR_PASSWORD, Installation
from tests.support.oidc import CLIENT_ID, CLIENT_SECRET, Provider

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def school():
    provider = Provider({"sub": "a-7", "name": "Wu", "email": "wu@school.example", "email_verified": True})
    provider.start()
    yield provider
    provider.stop()


@pytest.fixture(scope="module")
def desk(tmp_path_factory, school):
    oidc = f'[[oidc]]\nname = "school"\ntitle = "校园统一认证"\nissuer = "{school.issuer}"\nclient_id = "{CLIENT_ID}"\n'
    made = Installation(
        tmp_path_factory.mktemp("accounts"), oidc, TOUGAO_OIDC_SCHOOL_SECRET=CLIENT_SECRET, host="localhost"
    )
    for name, role in (("chen", "administrator"), ("lin", "editor"), ("wang", "chief")):
        made.add_editor(name, role)
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


class Person:
    """A browser window; its own troubles are gathered."""

    def __init__(self, browser, width=1280, key=False, **more):
        self.context = browser.new_context(viewport={"width": width, "height": 860}, locale="zh-CN", **more)
        self.page = self.context.new_page()
        self.troubles = []
        self.page.on("console", lambda message: self.troubles.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda trouble: self.troubles.append(str(trouble)))
        if key:
            keys = self.context.new_cdp_session(self.page)
            keys.send("WebAuthn.enable")
            options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                       "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
            keys.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.fixture
def person(browser):
    made = []

    def make(**wishes):
        made.append(Person(browser, **wishes))
        return made[-1]

    yield make
    for each in made:
        each.context.close()
        # A wrong code is answered with 429 in time, and Chromium tells of that.
        assert [words for words in each.troubles if "429" not in words and "410" not in words] == []


def code_of(secret: str, ahead: int = 0) -> str:
    """RFC 6238, written again here, so that nothing is tested against itself."""
    import base64
    import hmac

    counter = int(time.time()) // 30 + ahead
    digest = hmac.digest(base64.b32decode(secret), counter.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 10**6:06}"


def test_an_authenticator_app_is_set_up_and_asked_for(desk, person):
    lin = person()
    page = lin.page
    sign_in(page, desk, "lin")
    page.wait_for_url("**/desk/")
    page.click(".who summary")
    page.click("text=我的账号")
    page.click("text=设置验证器 App")
    page.click("text=无法扫描")
    secret = page.inner_text(".secret")
    assert page.evaluate("document.querySelector('.qr').naturalWidth") > 0
    page.fill("[name=code]", "000000")
    page.click("button.main")
    page.wait_for_selector("text=验证码不正确")
    page.fill("[name=code]", code_of(secret))
    page.click("button.main")
    page.wait_for_selector(".codes")
    codes = page.locator(".codes li").all_inner_texts()
    assert len(codes) == 10
    again = person().page
    sign_in(again, desk, "lin")
    again.wait_for_selector("text=验证器 App 上的验证码")
    again.goto(f"{desk.address}/desk/")
    assert "/desk/sign-in/code" in again.url  # signed in only with both
    again.fill("[name=code]", "123456")
    again.click("button.main")
    again.wait_for_selector("text=验证码不正确")
    again.fill("[name=code]", code_of(secret, 1))
    again.click("button.main")
    again.wait_for_url("**/desk/")
    with_code = person().page
    sign_in(with_code, desk, "lin")
    with_code.fill("[name=code]", codes[0])
    with_code.click("button.main")
    with_code.wait_for_url("**/desk/")
    used_up = person().page
    sign_in(used_up, desk, "lin")
    used_up.fill("[name=code]", codes[0])
    used_up.click("button.main")
    used_up.wait_for_selector("text=验证码不正确")


def test_sessions_are_listed_and_ended(desk, person):
    here, there = (
        person().page,
        person(user_agent="Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Safari/605").page,
    )
    for page in (here, there):
        sign_in(page, desk, "wang")
        page.wait_for_url("**/desk/")
    here.goto(f"{desk.address}/desk/account")
    assert "Safari · iPhone" in here.inner_text("#sessions")
    assert "127.0.0.1" in here.inner_text("#sessions")
    here.click("#sessions li:has-text('iPhone') button")
    here.wait_for_selector("text=已结束 1 个会话")
    assert "iPhone" not in here.inner_text("#sessions")
    there.goto(f"{desk.address}/desk/log")
    assert "/desk/sign-in" in there.url


def test_somebody_is_invited_and_comes_with_a_passkey(desk, person):
    chen, qian = person().page, person(key=True)
    sign_in(chen, desk, "chen")
    chen.wait_for_url("**/desk/")
    chen.goto(f"{desk.address}/desk/editors")
    chen.fill(".card [name=username]", "qian")
    chen.select_option(".card [name=role]", "chief")
    chen.click("text=邀请 >> nth=-1")
    link = chen.input_value(".link")
    assert link.startswith(f"{desk.address}/desk/invitations/")
    page = qian.page
    page.goto(link)
    assert "您的用户名是 qian，角色是主编" in page.inner_text("main")
    page.goto(link)  # a look uses nothing up
    page.click("form[data-passkey] button")
    page.wait_for_url("**/desk/")
    assert page.inner_text(".who summary").startswith("qian")
    page.click(".who summary")
    page.click("form[action$=sign-out] button")
    page.wait_for_url("**/desk/sign-in")
    page.click("text=用通行密钥登录")
    page.wait_for_url("**/desk/")
    assert page.inner_text(".who summary").startswith("qian")
    late = person().page
    late.goto(link)
    assert "链接已经失效" in late.inner_text("main")
    chen.goto(f"{desk.address}/desk/audit?q=qian")
    words = chen.inner_text("table")
    assert "接受邀请" in words
    assert "邀请" in words
    assert "通行密钥" in words


def test_a_passkey_is_a_second_factor_too(desk, person):
    wang = person(key=True)
    page = wang.page
    sign_in(page, desk, "wang")
    page.wait_for_url("**/desk/")
    page.goto(f"{desk.address}/desk/account/passkeys")
    page.fill("[name=name]", "办公室的电脑")
    page.click("button.main")
    page.wait_for_selector(".codes")
    page.goto(f"{desk.address}/desk/account")
    assert "办公室的电脑" in page.inner_text("main")
    page.click(".who summary")
    page.click("form[action$=sign-out] button")
    page.wait_for_url("**/desk/sign-in")
    sign_in(page, desk, "wang")
    page.wait_for_url("**/desk/sign-in/code")
    page.click("form[data-passkey] button")
    page.wait_for_url("**/desk/")
    page.goto(f"{desk.address}/desk/account")
    page.click("li:has-text('办公室的电脑') button")
    page.wait_for_selector("text=通行密钥已移除")


def test_somebody_comes_by_way_of_another_system(desk, person):
    chen, wu = person().page, person().page
    sign_in(chen, desk, "chen")
    chen.wait_for_url("**/desk/")
    chen.goto(f"{desk.address}/desk/editors")
    chen.fill(".card [name=username]", "wu")
    chen.fill(".card [name=email]", "wu@school.example")
    chen.click("text=邀请 >> nth=-1")
    wu.goto(chen.input_value(".link"))
    wu.click("text=用校园统一认证")
    wu.click("#go")  # the provider's own page
    wu.wait_for_url("**/desk/")
    assert wu.inner_text(".who summary").startswith("wu")
    wu.click(".who summary")
    wu.click("form[action$=sign-out] button")
    wu.click("text=用校园统一认证登录")
    wu.click("#go")
    wu.wait_for_url("**/desk/")


def test_the_pages_fit_a_phone_and_have_names_for_everything(desk, person):
    chen = person(width=360)
    page = chen.page
    page.goto(f"{desk.address}/desk/sign-in")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    sign_in(page, desk, "chen")
    page.wait_for_url("**/desk/")
    paths = (
        "account",
        "account/password",
        "account/app",
        "account/passkeys",
        "editors",
        "editors/1",
        "editors/2",
        "audit",
    )
    for path in paths:
        page.goto(f"{desk.address}/desk/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        nameless = page.evaluate(
            "[...document.querySelectorAll('input:not([type=hidden]):not([hidden]),select,button')]"
            ".filter((each) => !(each.labels?.length || each.getAttribute('aria-label') || each.textContent.trim())).map((each) => each.outerHTML)"
        )
        assert nameless == [], path


def test_the_log_holds_and_nothing_secret_was_written(desk):
    out = desk.command("audit", "verify")
    assert re.search(r"^\d+ entries, each chained", out)
    head = out.splitlines()[-1]
    assert desk.command("audit", "verify", "--head", head)
    rows = desk.command("audit", "export")
    for secret in (EDITOR_PASSWORD, CLIENT_SECRET):
        assert secret not in rows
        assert secret not in desk.log.read_text()
