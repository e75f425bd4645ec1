"""Those without mail: the upload form in a real browser with scripts on and off, on the wap edition, and through kills."""

import re
import socket
import time
import urllib.request

import pytest

from tests.support.installation import Installation
from tests.support.waiting import eventually

pytestmark = [pytest.mark.browser, pytest.mark.smtp]
TEXT = "2026年11月20日，青禾师范学院春季运动会在东操场开幕。来自全校十二个学院的一千余名运动员参加了开幕式，校长致辞。"


@pytest.fixture(scope="module")
def running(peer, tmp_path_factory):
    made = Installation(tmp_path_factory.mktemp("upload"), smtp_port=peer.port)
    made.start()
    yield made
    made.stop()


def is_trouble(told) -> bool:
    """A form that is told what is wrong is a 422; XHTML pages name no icon, so a browser looks for one."""
    where = told.location["url"]
    return told.type == "error" and not where.endswith(("favicon.ico", "/-/submit/"))


def as_html(page) -> None:
    """Playwright chooses files in HTML alone; Chromium would get XHTML."""
    page.route(
        "**/-/wap/submit/",
        lambda route: (
            route.continue_(headers={**route.request.headers, "accept": "text/html"})
            if route.request.method == "GET"
            else route.continue_()
        ),
    )


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def page(browser, request):
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, locale="zh-CN", java_script_enabled=request.param
    )
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda told: troubles.append(told.text) if is_trouble(told) else None)
    yield page
    assert troubles == []
    context.close()


@pytest.fixture
def manuscript(tmp_path):
    path = tmp_path / "运动会 通讯稿.txt"
    path.write_text("春季运动会在东操场开幕\n作者：赵蕊\n" + TEXT, "utf-8")
    return path


def drafts(running, title: str) -> list[tuple]:
    return running.rows(f"select title, byline, status from draft where title = '{title}'")


@pytest.mark.parametrize("edition", ["", "wap/"])
def test_a_piece_is_found_typed_chosen_sent_and_followed(running, page, peer, manuscript, edition):
    before, found = len(running.rows("select id from submission")), len(drafts(running, "春季运动会在东操场开幕"))
    if edition:
        as_html(page)
    start = f"{running.address}/wap/p/submit.html" if edition else f"{running.address}/p/submit.html"
    page.goto(start)
    assert "40 MB" in page.inner_text("body")
    page.get_by_role("link", name="打开投稿表单").click()
    page.wait_for_url(f"{running.address}/-/{edition}submit/")
    page.fill("[name=name]", "林晓禾")
    page.fill("[name=title]", "春季运动会开幕")
    page.fill("[name=address]", f"lin{before}@example.edu.cn")
    page.locator("[name=files]").first.set_input_files(str(manuscript))
    time.sleep(3.2)  # nobody fills a form in less
    page.get_by_role("button", name="提交").click()
    page.locator("h1", has_text="来稿已收到").wait_for()
    assert page.url.startswith(f"{running.address}/-/{edition}submit/sent/")
    page.reload()
    eventually(lambda: len(drafts(running, "春季运动会在东操场开幕")) == found + 1)
    page.locator("a[href*='/-/status/']").first.click()
    page.locator("h1", has_text=f"来稿编号 {before + 1}").wait_for()
    assert len(running.rows("select id from submission")) == before + 1
    eventually(lambda: any(f"lin{before}@example.edu.cn" in str(mail["To"]) for mail in peer.mails))


def test_a_mistake_costs_nothing_that_was_typed(running, page):
    page.goto(f"{running.address}/-/submit/")
    page.fill("[name=name]", "林晓禾")
    page.fill("[name=title]", "教学楼落成典礼")
    page.fill("[name=text]", "太短")
    time.sleep(3.2)
    page.get_by_role("button", name="提交").click()
    page.locator("#text-wrong", has_text="请填写正文").wait_for()
    assert page.input_value("[name=title]") == "教学楼落成典礼"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.fill("[name=text]", TEXT)
    page.get_by_role("button", name="提交").click()
    page.locator("h1", has_text="来稿已收到").wait_for()


def test_two_clicks_are_one_piece(running, browser):
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{running.address}/-/submit/")
    page.fill("[name=name]", "急性子")
    page.fill("[name=title]", "连点两次的稿件")
    page.fill("[name=text]", TEXT)
    time.sleep(3.2)
    page.get_by_role("button", name="提交").dblclick()
    # The second click ends the first one's request, which wait_for_url would take for a failure.
    page.locator("h1", has_text="来稿已收到").wait_for()
    page.go_back()
    assert page.input_value("[name=title]") == "连点两次的稿件"
    time.sleep(3.2)
    page.get_by_role("button", name="提交").click()
    page.wait_for_url("**/sent/**")
    context.close()
    assert len(eventually(lambda: drafts(running, "连点两次的稿件"))) == 1


def token(running) -> str:
    with urllib.request.urlopen(f"{running.address}/-/submit/", timeout=20) as answer:
        return re.search(r'name="token" value="([^"]+)"', answer.read().decode())[1]


def request(running, signed: str, title: str) -> bytes:
    parts = {"token": signed, "name": "林晓禾", "title": title, "text": TEXT}
    body = "".join(
        f'--xyz\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{words}\r\n' for name, words in parts.items()
    ).encode()
    body += (
        b'--xyz\r\nContent-Disposition: form-data; name="files"; filename="a.bin"\r\n\r\n'
        + b"\x00" * 3_000_000
        + b"\r\n--xyz--\r\n"
    )
    head = (
        f"POST /-/submit/ HTTP/1.1\r\nHost: 127.0.0.1:{running.port}\r\nConnection: close\r\n"
        f"Content-Type: multipart/form-data; boundary=xyz\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def test_killed_between_upload_and_reading_nothing_is_lost(running):
    for number in range(2):
        signed, title = token(running), f"断电之前的第{'一二'[number]}篇稿件"
        time.sleep(3.2)
        with socket.create_connection(("127.0.0.1", running.port), 20) as line:
            line.sendall(request(running, signed, title))
            answer = line.recv(4096)
            running.kill()  # with the first bytes of the answer
        assert b" 303 " in answer.split(b"\r\n")[0]
        running.start()
        assert eventually(lambda title=title: drafts(running, title)) == [(title, "", "new")]


def test_killed_in_the_middle_of_an_upload_nothing_is_half_there(running):
    signed = token(running)
    time.sleep(3.2)
    whole = request(running, signed, "只来了一半的稿件")
    with socket.create_connection(("127.0.0.1", running.port), 20) as line:
        line.sendall(whole[: len(whole) // 2])
        time.sleep(0.3)
        running.kill()
    running.start()
    assert drafts(running, "只来了一半的稿件") == []
    assert list((running.folder / "var").glob("uploads/*")) == []
    with socket.create_connection(("127.0.0.1", running.port), 20) as line:  # the browser tries again
        line.sendall(whole)
        assert b" 303 " in line.recv(4096)
    assert eventually(lambda: drafts(running, "只来了一半的稿件"))
