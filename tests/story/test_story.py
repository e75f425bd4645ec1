"""The whole story, with real parts: a mail delivered into Dovecot, an editor in Chromium, a reader with a feed reader.

Screenshots are kept in test-artefacts/.
"""

import re
import signal
import time
import urllib.error
import urllib.request

import feedparser
import pytest

from tests.mails.building import mail
from tests.mails.stories import SPORT
from tests.support.browser import press
from tests.support.dovecot import PASSWORD, Dovecot
from tests.support.installation import EDITOR_PASSWORD, ROOT, Installation
from tests.support.waiting import eventually

MAILS = ROOT / "demo" / "mails"
ARTEFACTS = ROOT / "test-artefacts"
pytestmark = [pytest.mark.dovecot, pytest.mark.browser]


@pytest.fixture(scope="module")
def dovecot():
    server = Dovecot()
    server.start()
    yield server
    server.remove()


MAILBOX = """
[[mailboxes]]
name = "main"
host = "127.0.0.1"
port = {port}
security = "none"
user = "story"
"""


@pytest.fixture(scope="module")
def running(dovecot, peer, tmp_path_factory):
    made = Installation(
        tmp_path_factory.mktemp("story"),
        mailbox=MAILBOX.format(port=dovecot.port),
        smtp_port=peer.port,
        TOUGAO_MAIN_PASSWORD=PASSWORD,
    )
    made.add_editor("lin", "chief")
    made.start()
    yield made
    made.stop()


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 860}, locale="zh-CN")
    page = context.new_page()
    page.troubles = []
    page.on("console", lambda message: page.troubles.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda trouble: page.troubles.append(str(trouble)))
    page.on("dialog", lambda dialog: dialog.accept())
    yield page
    context.close()


def shoot(page, name: str) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png")


def sign_in(page, running) -> None:
    page.goto(f"{running.address}/desk/")
    page.fill("[name=username]", "lin")
    page.fill("[name=password]", EDITOR_PASSWORD)
    page.click("button.main")
    page.wait_for_url("**/desk/")


def get(address: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.read()


def test_a_mailed_manuscript_becomes_a_published_article(running, dovecot, peer, page):
    sign_in(page, running)
    for name in ("03-html-pictures", "05-zip", "01-seed-word"):
        dovecot.deliver("story", (MAILS / f"{name}.eml").read_bytes())
    # The queue tells of new drafts without a reload: an empty one fills by itself, else they wait for a key.
    eventually(lambda: press(page, "n") or page.locator(".queue >> text=三联递进").count() == 1)
    eventually(lambda: press(page, "n") or page.locator(".queue > li").count() == 3)
    page.wait_for_selector("text=南湖技师学院在全国技能大赛中获三金两银")
    shoot(page, "queue")
    eventually(lambda: len(peer.mails) == 3)
    assert {mail["To"] for mail in peer.mails} == {
        "100000001@qq-demo.example",
        "qinlang@163-demo.example",
        "wangxiaoyu@jyvtc-demo.example",
    }

    # Open the seed article with the keyboard and read it beside its mail.
    press(page, "j")
    while "三联递进" not in page.inner_text(".queue .marked"):
        press(page, "j")
    press(page, "Enter")
    page.wait_for_selector("#draft")
    assert page.input_value("[name=byline]") == "王小语"
    assert page.input_value("[name=source]") == "华夏教育网"
    assert page.input_value("[name=credit]") == "济源职业技术学院"
    assert page.input_value("[name=category]") == "news"
    original = page.frame_locator("iframe.original")
    original.locator("text=校政行企").first.wait_for()
    page.click(".looks >> text=来信")
    original.locator("text=附件是我院关于产教融合校企合作的稿件").wait_for()
    assert "济源职业技术学院产教融合稿件.docx" in page.inner_text(".files")
    shoot(page, "draft")

    # Change a field and the body, see the preview.
    page.fill("[name=summary]", "济源职业技术学院的“三联递进”模式。")
    page.click(".paper p >> nth=0")
    press(page, "End")
    press(page, "Escape")
    press(page, "p")
    preview = page.frame_locator(".phone iframe")
    preview.locator("h1").wait_for()
    assert "济源职业技术学院" in preview.locator("h1").inner_text()
    shoot(page, "preview")

    # Approve, and it is live.
    press(page, "a")
    approved = time.monotonic()
    eventually(
        lambda: (running.site / "a" / "1.html").exists() and "三联递进" in (running.site / "index.html").read_text()
    )
    eventually(lambda: "/a/1.html" in (running.site / "feed.atom").read_text())
    live = time.monotonic() - approved
    assert live < 3, f"{live:.2f} s from the key to the feed"  # the goal is one second; a loaded machine may be slower
    page.wait_for_selector(".undo")
    assert "已签发" in page.inner_text(".undo")
    assert page.troubles == []


def test_the_reader_finds_it_everywhere(running, page):
    for path in ("/", "/all/", "/c/news/", "/wap/", "/wap/c/news/"):
        status, body = get(running.address + path)
        assert (status, "/a/1.html" in body.decode()) == (200, True), path
    for form in ("rss", "atom"):
        feed = feedparser.parse(get(f"{running.address}/feed.{form}")[1])
        assert not feed.bozo
        assert feed.entries[0].link == f"{running.address}/a/1.html"
    page.goto(f"{running.address}/a/1.html")
    words = "".join(page.inner_text("body").split())
    for wanted in (
        "首页>教育新闻",
        "作者：王小语",
        "来源：华夏教育网",
        "（济源职业技术学院供稿）",
        "30日内",
        "粤ICP备15082623号",
    ):
        assert wanted in words
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        shoot(page, f"article-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.goto(f"{running.address}/")
        shoot(page, f"home-{width}")
        page.goto(f"{running.address}/a/1.html")
    assert page.troubles == []


def test_undo_takes_it_back_and_a_return_is_mailed(running, page, peer):
    sign_in(page, running)
    page.click("text=青禾职业学院春季田径运动会落幕")
    page.wait_for_selector("#draft")
    press(page, "a")
    eventually(lambda: (running.site / "a" / "2.html").exists())
    page.wait_for_selector(".undo")
    shoot(page, "undo")
    press(page, "u")
    page.wait_for_selector("text=已撤销")
    eventually(lambda: not (running.site / "a" / "2.html").exists())
    assert get(f"{running.address}/a/2.html")[0] == 410
    assert "/a/2.html" not in (running.site / "feed.rss").read_text()

    press(page, "r")
    page.fill(".reason.open textarea", "请补充比赛名次。")
    page.click(".reason.open button")
    page.wait_for_selector(".undo")
    subject = "退稿：青禾职业学院春季田径运动会落幕 12项纪录被刷新"
    eventually(lambda: subject in [mail["Subject"] for mail in peer.mails])
    (letter,) = [mail for mail in peer.mails if mail["Subject"] == subject]
    assert "请补充比赛名次。" in letter.get_content()
    told = {mail["Subject"]: mail.get_content() for mail in peer.mails}
    (published,) = [words for subject, words in told.items() if subject.startswith("已发表：")]
    assert f"{running.address}/a/1.html" in published

    # The address in the letter shows where the piece stands, without an account.
    status = re.search(r"http://\S+/-/status/\S+", letter.get_content())[0]
    code, shown = get(status)
    assert (code, "请补充比赛名次。" in shown.decode()) == (200, True)
    assert page.troubles == []


def test_a_correction_and_a_withdrawal_reach_the_reader(running, page):
    sign_in(page, running)
    page.goto(f"{running.address}/desk/?status=published")
    page.click(".queue >> text=三联递进")
    page.wait_for_selector("#draft")
    page.fill("[name=title]", "更正：“三联递进”深化产教融合")
    press(page, "Escape")
    press(page, "a")
    page.fill(".reason.open textarea", "标题曾有误。")
    page.click(".reason.open button")
    eventually(lambda: "更正：“三联递进”深化产教融合" in (running.site / "feed.rss").read_text())
    assert "标题曾有误。" in get(f"{running.address}/a/1.html")[1].decode()
    entry = feedparser.parse((running.site / "feed.atom").read_bytes()).entries[0]
    assert entry.updated_parsed > entry.published_parsed
    page.goto(f"{running.address}/desk/?status=published")
    page.click(".queue >> text=三联递进")
    page.click("[data-reason=withdraw]")
    page.fill(".reason.open textarea", "作者要求撤稿")
    page.click(".reason.open button")
    eventually(lambda: get(f"{running.address}/a/1.html")[0] == 410)
    assert "本文已撤下" in get(f"{running.address}/a/1.html")[1].decode()
    page.goto(f"{running.address}/desk/log")
    assert "作者要求撤稿" in page.inner_text("main")
    shoot(page, "log")


def test_the_desk_works_on_a_phone_and_without_a_mouse(running, browser):
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN")
    page = context.new_page()
    sign_in(page, running)
    shoot(page, "queue-360")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.click(".queue a >> nth=0")
    page.wait_for_selector("#draft")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for name in ("[name=title]", ".body"):
        assert page.locator(name).first.bounding_box()["width"] > 300, name
    shoot(page, "draft-360")
    press(page, "?")
    assert page.is_visible("#keys")
    context.close()


def test_the_desk_works_without_scripts(running, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, running)
    page.goto(f"{running.address}/desk/?status=new")
    page.click(".queue a >> nth=0")
    page.fill("[name=html]", "<p>没有脚本也能改的正文。</p>")
    page.click("button[value=approve]")
    eventually(lambda: any("没有脚本也能改的正文" in path.read_text() for path in (running.site / "a").glob("*.html")))
    context.close()


def test_what_the_copy_room_proposes_is_taken_up_with_keys(running, dovecot, page):
    first = f"各位编辑：\n\n{SPORT.title}\n\n{SPORT.text}\n\n（林晓禾）"
    second = first.replace("1260", "1620").replace("，", ",")
    for number, words in enumerate((first, second)):
        dovecot.deliver("story", mail(words, f"更正稿{number}"))
        eventually(lambda number=number: running.log.read_text().count("mail read") > number)
    sign_in(page, running)
    page.goto(f"{running.address}/desk/?status=new&q=第二十届田径运动会")
    eventually(lambda: page.reload() and page.locator(".queue li").count() == 2)
    page.click(".queue li:has-text('见过') a")
    page.wait_for_selector("#draft")
    press(page, "d")
    page.wait_for_selector(".beside ins")
    assert "1260名" in page.inner_text(".beside tr.changed >> nth=0 >> td >> nth=0")
    assert "1620名" in page.inner_text(".beside tr.changed >> nth=0 >> td >> nth=1")
    shoot(page, "beside")
    press(page, "g")
    page.wait_for_selector("#draft")
    assert "," in page.input_value("#html")
    press(page, "Shift+Y")
    page.wait_for_selector("text=已修改")
    assert "," not in page.input_value("#html")
    assert "1620名" in page.input_value("#html")
    press(page, "b")
    page.wait_for_selector("text=放回正文末尾")
    assert page.input_value("#html").endswith("<p>各位编辑：</p>")
    shoot(page, "copy")
    assert page.troubles == []


def test_from_delivery_to_draft_with_idle_takes_less_than_two_seconds(running, dovecot):
    """The best of three counts: a busy machine says nothing about us."""
    seconds = []
    for name in ("02-gbk-text", "09-forward", "11-gb2312-label"):
        before = running.log.read_text().count("mail read")
        began = time.monotonic()
        dovecot.deliver("story", (MAILS / f"{name}.eml").read_bytes())
        eventually(lambda before=before: running.log.read_text().count("mail read") > before)
        seconds.append(time.monotonic() - began)
    assert min(seconds) < 2, seconds


def test_killed_and_started_again_it_goes_on_where_it_was(running, dovecot):
    drafts = running.command("drafts", "--json")
    running.kill()
    dovecot.deliver("story", (MAILS / "08-english.eml").read_bytes())
    running.start()
    eventually(lambda: len(running.command("drafts", "--json").splitlines()) == len(drafts.splitlines()) + 1)
    assert running.kill(signal.SIGTERM) == 0
    assert "Stopped. Everything is kept" in running.log.read_text()


def test_metrics_are_told_to_this_machine_and_not_through_a_web_server(running):
    running.start()
    assert b"tougao_mails_kept_total" in get(f"{running.address}/-/metrics")[1]
    request = urllib.request.Request(f"{running.address}/-/metrics", headers={"X-Forwarded-For": "203.0.113.9"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    refused.value.close()
    assert refused.value.code == 403
    assert get(f"{running.address}/-/health") == (200, b"ok\n")
    running.stop()


def test_no_secret_was_written_into_the_log(running):
    text = running.log.read_text()
    assert PASSWORD not in text
    assert EDITOR_PASSWORD not in text
    assert not re.search(r"secret_key=\S", text)
