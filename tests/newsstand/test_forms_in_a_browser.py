"""The public forms and what comes of them in a real Chromium: work proven, no fault for axe, and no payload that does anything."""

import json
import re
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import feedparser
import pytest

from tests.accounts.test_xss import ROWS, SUSPECTS, filled, runs_or_loads
from tests.support.browser import chromium, press, sign_in
from tests.support.installation import Installation
from tests.support.parts import need_package
from tests.support.trap import Trap
from tests.support.waiting import eventually

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FORMS = ("/-/submit/", "/-/guestbook", "/-/comment/1", "/-/rights",
         "/-/submit/?language=en", "/-/guestbook?language=en", "/-/rights?language=en")  # fmt: skip
SMALLEST_TARGET = 24  # CSS pixels; WCAG 2.2, 2.5.8
TOO_SMALL = """least => [...document.querySelectorAll('a[href], button, input:not([type=hidden]):not([tabindex="-1"]), select, textarea')]
  .filter(each => getComputedStyle(each).display !== 'inline' || !each.closest('p'))
  .map(each => [each, each.getBoundingClientRect()]).filter(([, box]) => box.bottom > 0 && box.right > 0 && (box.width < least || box.height < least))
  .map(([each]) => each.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def trap():
    made = Trap()
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = Installation(tmp_path_factory.mktemp("forms"), host="localhost")
    made.configure("comments = false", "comments = true")
    made.add_editor("chen", "administrator")
    made.start()
    raw = b"From: <lin@example.cn>\r\nTo: t@example.cn\r\nSubject: =?utf-8?B?5pil5a2j6L+Q5Yqo5Lya5byA5bmV?=\r\nMessage-ID: <1@example.cn>\r\n"
    text = (
        "青禾师范学院春季运动会开幕\n\n本网讯 十一月二十日，青禾师范学院春季运动会开幕，来自各学院的运动员参加了比赛。\n"
        * 3
    )
    made.deliver(raw + b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text.encode())
    eventually(lambda: made.command("drafts", "--json").strip())
    yield made
    made.stop()


@pytest.fixture(scope="module")
def browser():
    with chromium() as made:
        yield made


@pytest.fixture(scope="module")
def signed_in(browser, desk):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    page = context.new_page()
    sign_in(page, desk, "chen")
    page.wait_for_url("**/desk/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content())[1]
    number = json.loads(desk.command("drafts", "--json").splitlines()[0])["id"]
    shown = context.request.get(f"{desk.address}/desk/drafts/{number}/").text()
    version = re.search(r'name="version" value="(\d+)"', shown)[1]
    form = {
        "csrfmiddlewaretoken": token, "version": version, "action": "approve", "category": "news", "title": "春季运动会开幕",
        "html": "<p>正文。</p>",
    }  # fmt: skip
    address = f"{desk.address}/desk/drafts/{number}/"
    context.request.post(address, form=form, headers={"Referer": address})
    eventually(lambda: (desk.site / "a/1.html").exists())
    yield context
    context.close()


def test_axe_finds_nothing_in_any_form_at_any_width_in_light_and_dark(desk, browser, signed_in):
    axe = (need_package("axe-core") / "axe.min.js").read_text()
    for width, scheme in ((360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")):
        context = browser.new_context(viewport={"width": width, "height": 740}, color_scheme=scheme, locale="zh-CN")
        page = context.new_page()
        for path in FORMS:
            for is_sent in (False, True):
                page.goto(desk.address + path)
                if is_sent:  # too quickly, and empty: every fault is shown
                    page.evaluate("form => document.querySelector('form.letter').noValidate = true")
                    page.evaluate("document.querySelector('form.letter').submit()")
                    page.wait_for_selector(".bad")
                page.evaluate(axe)
                found = page.evaluate(
                    "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
                )
                assert [each["id"] for each in found["violations"]] == [], (path, width, scheme, found["violations"])
                assert page.evaluate("document.documentElement.scrollWidth") <= width, path
                assert page.evaluate(TOO_SMALL, SMALLEST_TARGET) == [], path
        context.close()


def test_axe_finds_nothing_on_the_desk_nor_on_the_printed_pages(desk, browser, signed_in):
    axe = (need_package("axe-core") / "axe.min.js").read_text()
    send(desk, "/-/guestbook", "10.0.0.1", text="请问投稿邮箱是哪个？", name="林晓禾")
    send(desk, "/-/rights", "10.0.0.1", where="/a/1.html", ground="facts", name="赵一", address="zhao@example.cn",
         text="文中把我的名字写错了，请更正。", declared="yes")  # fmt: skip
    page = signed_in.new_page()
    page.goto(f"{desk.address}/desk/guestbook")
    mark(page, "请问投稿邮箱是哪个？")
    press(page, "r")
    page.keyboard.type("投稿邮箱在每页的下方。")
    look(page, axe, desk, ["/desk/guestbook", "/desk/cases", "/desk/cases/1/"])
    page.goto(f"{desk.address}/desk/guestbook")
    mark(page, "请问投稿邮箱是哪个？")
    press(page, "a")
    page.wait_for_selector(".undo")
    eventually(lambda: "请问投稿邮箱" in (desk.site / "guestbook/index.html").read_text())
    look(page, axe, desk, ["/desk/guestbook?standing=shown", "/guestbook/", "/a/1.html", "/p/rights.html"])
    page.close()


def mark(page, text):
    """By the key, as an editor goes there."""
    for _ in range(page.locator("[data-message]").count()):
        press(page, "j")
        if text in page.locator("[data-message].marked").text_content():
            return
    raise AssertionError(text)


def look(page, axe, desk, paths):
    for path in paths:
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(desk.address + path)
            page.evaluate(axe)
            found = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES)
            assert [each["id"] for each in found["violations"]] == [], (path, width, found["violations"])
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_browser_with_scripts_does_its_work_while_somebody_types(desk, browser, signed_in):
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{desk.address}/-/guestbook")
    page.fill("[name=text]", "有脚本的浏览器发来的留言")
    page.wait_for_selector("[name=proof]:not([value=''])", state="attached", timeout=60_000)
    time.sleep(3)
    page.click("form.letter button")
    page.wait_for_selector("[role=status]")
    assert "留言已经收到" in page.content()
    desk_page = signed_in.new_page()
    desk_page.goto(f"{desk.address}/desk/guestbook")
    row = desk_page.locator("[data-message]", has_text="有脚本的浏览器发来的留言").text_content()
    assert "未验证" not in row
    context.close()


def test_a_browser_without_scripts_is_heard_too(desk, browser, signed_in):
    context = browser.new_context(locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{desk.address}/-/wap/guestbook")
    page.fill("[name=text]", "没有脚本的手机发来的留言")
    time.sleep(3)
    page.click("[type=submit]")
    assert "留言已经收到" in page.content()
    desk_page = signed_in.new_page()
    desk_page.goto(f"{desk.address}/desk/guestbook")
    row = desk_page.locator("[data-message]", has_text="没有脚本的手机发来的留言").text_content()
    assert "未验证" in row
    context.close()


def send(desk, path, visitor, wait=True, token="", **fields):
    token = token or opened(desk, path)
    if wait:
        time.sleep(3.1)
    data = urllib.parse.urlencode({"token": token} | fields, encoding="utf-8", errors="replace").encode()
    request = urllib.request.Request(desk.address + path, data, {"X-Forwarded-For": visitor})
    try:
        with urllib.request.urlopen(request) as answer:
            return "sent=" in answer.url, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return False, refused.read().decode()


def opened(desk, path):
    with urllib.request.urlopen(desk.address + path) as answer:
        return re.search(r'name="token" value="([^"]+)"', answer.read().decode())[1]


def test_no_payload_does_anything_in_messages_and_cases_on_the_desk_and_on_the_site(desk, browser, signed_in, trap):
    payloads = [filled(row["payload"], number, trap) for number, row in enumerate(ROWS)][::2]
    page = signed_in.new_page()
    noticed = []
    page.on("dialog", lambda dialog: (noticed.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: "Content Security Policy" in message.text and noticed.append(message.text))
    kept = 0
    jobs = []
    for number, payload in enumerate(payloads):
        visitor = f"10.1.{number // 200}.{number % 200 + 1}"
        for path, fields in (
            ("/-/guestbook", {"name": payload[:30], "text": f"{number} {payload}"}),
            ("/-/comment/1", {"name": payload[:30], "text": f"{number} {payload}"}),
            ("/-/wap/rights", {"where": f"{number} {payload}"[:300], "ground": payload[:20], "name": payload[:60], "declared": "yes",
                               "address": f"x{number}@example.cn", "text": f"{number} 请看：{payload}"}),
        ):  # fmt: skip
            jobs.append((path, visitor, opened(desk, path), fields))
    time.sleep(3.1)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda job: send(desk, job[0], job[1], False, job[2], **job[3]), jobs))
    kept = sum(was_sent for was_sent, _ in answers)
    assert kept > len(jobs) * 0.8
    for was_sent, text in answers:  # those that were refused show the form again with what was typed
        if not was_sent:
            page.set_content(text)
            assert page.evaluate(SUSPECTS) == [], text
    looked = [f"/desk/guestbook?page={number}" for number in range(1, 5)]
    look_at(page, desk, looked)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content())[1]
    while True:
        shown = signed_in.request.get(f"{desk.address}/desk/guestbook").text()
        ids = re.findall(r'name="message" value="(\d+)"', shown)
        if not ids:
            break
        body = urllib.parse.urlencode(
            [("csrfmiddlewaretoken", token), ("deed", "let through"), *(("message", each) for each in ids)]
        )
        answer = signed_in.request.post(
            f"{desk.address}/desk/guestbook/decide", data=body, max_redirects=0,
            headers={"Content-Type": "application/x-www-form-urlencoded", "Referer": f"{desk.address}/desk/guestbook"},
        )  # fmt: skip
        assert answer.status == 302
    last = f"{len(payloads) - 1} "
    folder = desk.site
    eventually(lambda: last in (folder / "guestbook/feed.atom").read_text())
    eventually(lambda: last in (folder / "a/1/index.html").read_text())
    printed = [
        path for part in ("guestbook", "wap/guestbook", "a/1", "wap/a/1") for path in (folder / part).rglob("*.html")
    ]
    assert len(printed) > 6
    cases = re.findall(r'href="(/desk/cases/\d+/)"', signed_in.request.get(f"{desk.address}/desk/cases").text())
    assert len(cases) > 20
    look_at(page, desk, ["/" + str(path.relative_to(folder)) for path in printed])
    look_at(page, desk, ["/a/1.html", "/wap/a/1.html", "/desk/cases", "/desk/guestbook?standing=shown", *cases])
    assert noticed == []
    assert trap.asked == []
    for feed in ("guestbook/feed.atom", "guestbook/feed.rss", "a/1/feed.atom"):
        entries = feedparser.parse((folder / feed).read_bytes(), sanitize_html=False).entries
        assert entries
        assert not any(runs_or_loads(each.value) for entry in entries for each in entry.get("content", ()))


def look_at(page, desk, paths):
    for path in paths:
        page.goto(desk.address + path)
        assert page.evaluate(SUSPECTS) == [], path
