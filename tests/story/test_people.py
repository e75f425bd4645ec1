"""Those who write and those who answer, whole: a running Tougao, a real browser, a real SMTP server.

Contributors, return templates, letters, the status page, settings, readings; by keyboard, at 360 px, without scripts.
"""

import csv
import io
import re

import pytest

from tests.story.test_story import MAILS, get, shoot
from tests.support.browser import press
from tests.support.installation import EDITOR_PASSWORD, Installation
from tests.support.waiting import eventually

pytestmark = [pytest.mark.browser, pytest.mark.smtp]
WIDTH = 360


@pytest.fixture(scope="module")
def running(peer, tmp_path_factory):
    """A `tougao run` on a Maildir of its own, with the demo's mails in it; lin is its administrator."""
    made = Installation(tmp_path_factory.mktemp("people"), smtp_port=peer.port)
    made.add_editor("lin", "administrator")
    made.start()
    mails = sorted(MAILS.glob("*.eml"))
    for path in mails:
        made.deliver(path.read_bytes())
    eventually(lambda: made.log.read_text().count("mail read") == len(mails))
    yield made
    made.stop()


@pytest.fixture
def page(browser, running):
    """A phone, signed in."""
    context = browser.new_context(viewport={"width": WIDTH, "height": 740}, locale="zh-CN", accept_downloads=True)
    page = context.new_page()
    page.troubles = []
    page.on("console", lambda message: page.troubles.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda trouble: page.troubles.append(str(trouble)))
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, running)
    yield page
    assert page.troubles == []
    context.close()


def sign_in(page, running) -> None:
    page.goto(f"{running.address}/desk/")
    page.fill("[name=username]", "lin")
    page.fill("[name=password]", EDITOR_PASSWORD)
    page.click("button.main")
    page.wait_for_selector(".bar")


def ready(page, selector: str = "main") -> None:
    page.wait_for_selector(selector)
    page.wait_for_load_state("networkidle")


def mailed(peer, subject: str):
    found = [mail for mail in peer.mails if mail["Subject"].startswith(subject)]
    return found[-1] if found else None


def test_a_draft_is_returned_with_a_template_by_keys_and_its_contributor_sees_why_on_an_old_phone(
    page, running, peer, browser
):
    page.goto(f"{running.address}/desk/?q=志愿者")
    ready(page, ".queue a")
    press(page, "j")
    press(page, "Enter")
    ready(page, "#draft")
    press(page, "r")
    page.wait_for_selector(".reason.open select:focus")
    press(page, "ArrowDown")
    press(page, "ArrowDown")
    assert page.input_value(".reason.open select") == "缺少照片"
    assert page.input_value(".reason.open textarea").startswith("请补寄一至三张现场照片")
    press(page, "Tab")
    press(page, "Control+End")
    page.keyboard.type("\n周五前寄来即可。")
    shoot(page, "return-360")
    press(page, "Tab")
    press(page, "Enter")
    page.wait_for_selector(".undo")
    eventually(lambda: mailed(peer, "退稿："))
    letter = mailed(peer, "退稿：").get_content()
    assert letter.count("请补寄一至三张现场照片") == 1
    assert "周五前寄来即可。" in letter
    receipt = mailed(peer, "已收到来稿：志愿者").get_content()
    links = {re.search(r"http://\S+/-/status/\S+", words)[0] for words in (letter, receipt)}

    # No cookie, no script, no account: a phone of long ago.
    old = browser.new_context(viewport={"width": 240, "height": 320}, java_script_enabled=False)
    phone = old.new_page()
    for link in links:
        phone.goto(link)
        shown = phone.inner_text("body")
        assert "周五前寄来即可。" in shown
        assert "来稿编号" in shown
        assert phone.evaluate("document.documentElement.scrollWidth") <= 240
    assert old.cookies() == []
    shoot(phone, "status-240")
    old.close()
    assert get(f"{running.address}/-/status/1.2999-01-01.AAAA/")[0] == 404


def test_a_reply_comes_back_to_the_draft_and_is_looked_after(page, running, peer):
    answered = mailed(peer, "退稿：")
    assert answered
    raw = (
        f"From: 宋词 <songci@139-demo.example>\nTo: 418526785@qq.com\nSubject: =?utf-8?b?5Zue5aSN77ya6YCA56i/?=\n"
        f"Message-ID: <answer@139-demo.example>\nIn-Reply-To: {answered['Message-ID']}\nMIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n照片今晚寄出。\n\n> 您好：\n> 来稿经编辑审阅\n"
    )
    running.deliver(raw.encode())
    page.goto(f"{running.address}/desk/")
    eventually(lambda: page.reload() and page.locator("text=1 封投稿人的回信").count() == 1)
    page.click("text=1 封投稿人的回信")
    ready(page, ".reply")
    assert page.inner_text(".reply blockquote") == "照片今晚寄出。"
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    page.click("main h2 a")
    ready(page, "#history")
    assert "照片今晚寄出。" in page.inner_text(".log")
    page.click(".reply button")
    page.locator(".reply", has_text="lin 于").wait_for()


def test_a_contributor_is_found_and_described_by_keys(page, running):
    page.goto(f"{running.address}/desk/contributors")
    ready(page, ".people")
    press(page, "/")
    page.keyboard.type("王小语")
    press(page, "Enter")
    page.wait_for_url("**q=*")
    ready(page, ".people")
    assert page.locator(".people tbody tr").count() == 1
    page.locator(".people tbody a").focus()
    press(page, "Enter")
    ready(page, ".figures")
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    page.locator("[name=note]").focus()
    page.keyboard.type("通讯员，下午在岗。")
    press(page, "Tab")
    press(page, "Enter")
    page.wait_for_selector(".note.success")
    assert page.input_value("[name=note]") == "通讯员，下午在岗。"
    shoot(page, "contributor-360")


def test_categories_are_moved_by_keys_and_the_site_follows_at_once(page, running):
    page.goto(f"{running.address}/desk/settings/categories/")
    ready(page, "[data-rows]")
    names = [field.input_value() for field in page.locator("[name=name]").all()]
    page.locator("[name=name]").first.fill("要闻")
    page.locator("[data-move='1']").first.focus()
    press(page, "Enter")
    assert [field.input_value() for field in page.locator("[name=name]").all()][:2] == [names[1], "要闻"]
    assert [field.input_value() for field in page.locator("[name=order]").all()][:3] == ["1", "2", "3"]
    press(page, "Escape")
    page.evaluate("document.activeElement.blur()")
    press(page, "s")
    page.wait_for_selector(".note.success")
    shoot(page, "categories-360")
    eventually(lambda: "要闻" in (running.site / "index.html").read_text())
    home = (running.site / "index.html").read_text()
    assert home.index(names[1]) < home.index("要闻")
    page.goto(f"{running.address}/desk/settings/categories/history")
    assert "要闻" in page.inner_text("ins >> nth=0")
    page.click("section:last-of-type button")
    page.wait_for_selector(".note.success")
    eventually(lambda: names[0] in (running.site / "index.html").read_text())


def test_a_fixed_page_is_seen_before_it_is_saved(page, running):
    page.goto(f"{running.address}/desk/settings/pages/")
    ready(page, "[data-rows]")
    about = page.locator("[name=source] >> nth=0")
    about.fill("# 关于我们\n\n新写的**一段**。<script>alert(1)</script>")
    page.click("details[open] [name=show]")
    frame = page.frame_locator("iframe[name=preview]")
    frame.locator("text=新写的").wait_for()
    assert frame.locator("b").inner_text() == "一段"
    assert "新写的" not in (running.site / "p" / "about.html").read_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    page.click(".deeds .main")
    page.wait_for_selector(".note.success")
    eventually(lambda: "新写的" in (running.site / "p" / "about.html").read_text())


def test_readings_are_seen_as_charts_and_tables_and_taken_away_as_csv(page, running):
    page.goto(f"{running.address}/desk/readings")
    ready(page, ".chart")
    assert page.locator("svg.chart[role=img] > title").count() == 3
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    summary = page.locator("#mails summary")
    summary.focus()
    press(page, "Enter")
    assert page.locator("#mails table").is_visible()
    colours = page.evaluate("['s0','s1','s2'].map(s => getComputedStyle(document.querySelector('.chart .' + s)).fill)")
    assert len(set(colours)) == 3
    with page.expect_download() as download:
        page.click("#mails form button")
    data = download.value.path().read_bytes()
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    total = sum(int(row[1]) for row in rows[1:])
    assert f"共收到 {total} 封来信" in page.locator("#mails desc").text_content()
    shoot(page, "readings-360")


def test_every_page_fits_a_phone_in_both_languages(page, running):
    paths = ("contributors", "contributors/1/", "replies", "digest", "readings", "settings/", "settings/texts/",
             "settings/categories/", "settings/footer/", "settings/pages/", "settings/returns/", "settings/texts/history",
             "settings/pages/history")  # fmt: skip
    for _language in range(2):
        for path in paths:
            page.goto(f"{running.address}/desk/{path}")
            ready(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH, path
            small = page.evaluate(
                "[...document.querySelectorAll('main button, main select, main input:not([type=hidden]):not([type=checkbox])')]"
                ".filter(each => each.offsetParent && each.getBoundingClientRect().height < 32).map(each => each.outerHTML)"
            )
            assert small == [], path
        page.goto(f"{running.address}/desk/contributors")
        page.click(".who summary")
        page.click(".who form button >> nth=0")
        page.wait_for_selector("[data-page=queue]")


def test_without_scripts_templates_orders_and_settings_work_too(browser, running, peer):
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    sign_in(page, running)
    page.goto(f"{running.address}/desk/?status=new")
    page.click(".queue a >> nth=-1")
    title = page.input_value("[name=title]")
    page.select_option("[name=template]", "缺少署名")
    page.click(".reason[data-for=return] button")
    eventually(lambda: mailed(peer, f"退稿：{title[:10]}"))
    words = mailed(peer, f"退稿：{title[:10]}").get_content()
    assert "请注明作者姓名" in words
    page.goto(f"{running.address}/desk/settings/footer/")
    page.fill("[name=order] >> nth=0", "99")
    page.click(".deeds .main")
    page.wait_for_selector(".note.success")
    assert page.input_value("[name=title] >> nth=-2") == "联系我们"
    context.close()
