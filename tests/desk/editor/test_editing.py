"""Editors at the desk, in a real browser on a real installation: what they type is never lost, whatever happens meanwhile."""

import base64
import contextlib
import re
import sqlite3
from pathlib import Path

import pytest

from tests.core.test_pictures import photo
from tests.mails.building import docx, mail, mime, mixed, word
from tests.mails.stories import SPORT
from tests.support.installation import EDITOR_PASSWORD, ROOT, Installation
from tests.support.waiting import eventually
from tougao.archive.revisions import FIELDS

pytestmark = pytest.mark.browser

# What a browser notes when a line is cut, a save is refused, or somebody types onclick into the HTML.
EXPECTED = r"ERR_INTERNET_DISCONNECTED|status of 40[39]|inline event handler"
# Each tells the page round it, or a host elsewhere, that it ran.
SHOUT = "parent.postMessage({ran:1},'*')"
ATTACKS = (
    f'<script>{SHOUT}</script><img src=x onerror="{SHOUT}"><svg onload="{SHOUT}"></svg><a href="javascript:{SHOUT}">链接</a>'
    "<img src=http://elsewhere.example/a.gif><iframe src=http://elsewhere.example/></iframe><link rel=stylesheet href=http://elsewhere.example/c>"
    "<style>@import url(http://elsewhere.example/s);p{background:url(http://elsewhere.example/b)}</style>"
    "<meta http-equiv=refresh content='0;url=http://elsewhere.example/'><video src=http://elsewhere.example/v autoplay></video>"
)
ARTEFACTS = ROOT / "test-artefacts"
FIRST, SECOND = SPORT.paragraphs[0], SPORT.paragraphs[1]
NAMES = (
    "输入", "自动保存", "断线", "崩溃", "退出", "换人", "两窗", "两人", "同段", "粘贴", "拖图", "来处", "预览", "手机", "版本", "链接", "键盘", "图片", "规范",
)  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """One draft for each story, named after it."""
    desk = Installation(tmp_path_factory.mktemp("editing"))
    desk.add_editor("lin", "chief")
    desk.add_editor("zhao", "editor")
    for name in NAMES:
        body = f"{name}：{SPORT.title}\n\n{SPORT.text}\n\n（林晓禾）"
        desk.deliver(mail(body, f"投稿：{name}"))
    note = mime.text("各位编辑：附件是我院的稿件，请查收。")
    for name in ("附件", "出处"):
        file = word(*SPORT.paragraphs, title=f"{name}：{SPORT.title}", picture=photo(1200, 800), caption="运动员入场")
        parts = mixed(note, docx("稿件.docx", file), mime.file("操场.jpg", "image/jpeg", photo()))
        desk.deliver(mail(parts, f"投稿：{name}"))
    rows = "".join(f"<p>{row}</p>" for row in SPORT.paragraphs)
    desk.deliver(mail(mime.text(f"<h1>恶意：{SPORT.title}</h1>{rows}{ATTACKS}", "utf-8", "html"), "投稿：恶意"))
    desk.start()
    eventually(lambda: desk.rows("select count(*) from draft") == [(len(NAMES) + 3,)])
    yield desk
    desk.stop()


@pytest.fixture
def sit(desk, chromium):
    """`sit("lin", 360)` is somebody signed in at a browser of that width; troubles are looked at in the end."""
    contexts = []

    def down(name: str = "lin", width: int = 1280, **more):
        context = chromium.new_context(viewport={"width": width, "height": 860}, locale="zh-CN", **more)
        contexts.append(context)
        page = new_window(context)
        sign_in(page, desk, name)
        return page

    yield down
    for context in contexts:
        troubles = [trouble for page in context.pages for trouble in page.troubles]
        context.close()
        assert [trouble for trouble in troubles if not re.search(EXPECTED, trouble)] == []


def new_window(context):
    page = context.new_page()
    page.troubles = []
    page.on("console", lambda message: page.troubles.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda trouble: page.troubles.append(str(trouble)))
    page.on("dialog", lambda dialog: dialog.accept())
    return page


def sign_in(page, desk, name: str = "lin") -> None:
    page.goto(f"{desk.address}/desk/sign-in")
    page.fill("[name=username]", name)
    page.fill("[name=password]", EDITOR_PASSWORD)
    page.click("button.main")
    page.wait_for_url("**/desk/")


def open_draft(page, desk, name: str) -> int:
    page.goto(f"{desk.address}/desk/?q={name}：")
    page.click(f".queue a:has-text('{name}：')")
    return ready(page)


def ready(page) -> int:
    page.wait_for_selector("html[data-draft=ready]")
    return int(re.search(r"drafts/(\d+)", page.url)[1])


def state(page) -> str:
    return page.get_attribute("#kept", "data-state")


def wait_state(page, wanted: str) -> None:
    """Told, and so visible: before its first save a page is as saved as it came, and says nothing."""
    page.wait_for_selector(f"#kept[data-state={wanted}]", timeout=60_000)


def saved(desk, number: int) -> dict[str, str]:
    """What stands in the database."""
    with contextlib.closing(sqlite3.connect(desk.database)) as database:
        row = database.execute(f"SELECT {', '.join(FIELDS)} FROM draft WHERE id = ?", (number,)).fetchone()
    return dict(zip(FIELDS, row, strict=True))


def paragraph(page, number: int):
    return page.locator(f".paper > p:nth-of-type({number})")


def write(page, number: int, words: str) -> None:
    """At the end of a paragraph of the paper."""
    paragraph(page, number).click()
    page.keyboard.press("End")
    page.keyboard.type(words)


def end_sessions(desk) -> None:
    with contextlib.closing(sqlite3.connect(desk.database)) as database, database:
        database.execute("DELETE FROM session")


def shoot(page, name: str) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"editor-{name}.png")


def test_chinese_is_typed_saved_by_itself_and_told(sit, desk):
    page = sit()
    number = open_draft(page, desk, "输入")
    paragraph(page, 1).click()
    page.keyboard.press("End")
    client = page.context.new_cdp_session(page)
    for step in ("y", "ya", "ya w"):
        client.send("Input.imeSetComposition", {"text": step, "selectionStart": len(step), "selectionEnd": len(step)})
    page.wait_for_timeout(2500)
    assert "ya" not in saved(desk, number)["html"], "nobody saves half a syllable"
    client.send("Input.insertText", {"text": "亚文"})
    wait_state(page, "saved")
    assert re.search(r"已保存 \d\d:\d\d", page.inner_text("#kept"))
    assert "亚文" in saved(desk, number)["html"]
    page.fill("[name=title]", "输入：改过的标题")
    page.keyboard.press("Tab")
    wait_state(page, "saved")
    assert saved(desk, number)["title"] == "输入：改过的标题"
    shoot(page, "saved")


def test_what_is_saved_is_left_alone_until_something_changes(sit, desk):
    page = sit()
    number = open_draft(page, desk, "自动保存")
    before = saved(desk, number)
    sent = []
    is_saving = lambda request: request.method == "POST" and not request.url.endswith("/here")  # noqa: E731
    page.on("request", lambda request: sent.append(request.url) if is_saving(request) else None)
    paragraph(page, 1).click()
    page.wait_for_timeout(2500)
    page.reload()
    ready(page)
    assert sent == []
    assert saved(desk, number) == before
    write(page, 1, "x")
    page.click("text=← 稿件列表")
    page.wait_for_url("**/desk/?q=*")
    assert "x" in saved(desk, number)["html"]


def test_a_connection_lost_in_mid_edit_loses_nothing(sit, desk):
    page = sit()
    number = open_draft(page, desk, "断线")
    page.context.set_offline(True)
    write(page, 1, "断线时写的。")
    wait_state(page, "offline")
    assert "连接不上编辑台" in page.inner_text("#kept")
    shoot(page, "offline")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.wait_for_timeout(300)
    assert "/drafts/" in page.url, "nothing is sent into the void"
    write(page, 2, "又一句。")
    page.context.set_offline(False)
    wait_state(page, "saved")
    html = saved(desk, number)["html"]
    assert "断线时写的。" in html
    assert "又一句。" in html


def gone_down_offline(page, desk, words: str):
    """Somebody wrote these words without a network, and the browser went down. The draft's number, and what it keeps.

    It crashes: a page that is closed sends what it has, and is often no longer offline by then.
    """
    number = open_draft(page, desk, "崩溃")
    page.context.set_offline(True)
    write(page, 1, words)
    from playwright.sync_api import Error

    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash")
    page.close()
    page.context.set_offline(False)
    return number, page.context


def test_a_browser_that_goes_down_offline_asks_what_to_do_with_the_text(sit, desk):
    number, context = gone_down_offline(sit(), desk, "关窗前写的。")
    page = new_window(context)
    page.goto(f"{desk.address}/desk/drafts/{number}/")
    ready(page)
    page.wait_for_selector("#copy-question:visible")
    assert "关窗前写的" not in page.inner_text(".paper")
    shoot(page, "question")
    page.click("[data-take]")
    wait_state(page, "saved")
    assert "关窗前写的。" in saved(desk, number)["html"]
    page.reload()
    ready(page)
    page.wait_for_timeout(500)
    assert page.is_hidden("#copy-question")


def test_an_old_text_that_is_thrown_away_does_not_come_back(sit, desk):
    number, context = gone_down_offline(sit(), desk, "不要的。")
    page = new_window(context)
    page.goto(f"{desk.address}/desk/drafts/{number}/")
    page.click("[data-throw]")
    page.wait_for_selector("#copy-question", state="hidden")
    page = new_window(context)
    page.goto(f"{desk.address}/desk/drafts/{number}/")
    ready(page)
    page.wait_for_timeout(1000)  # in which it would ask
    assert page.is_hidden("#copy-question")
    assert "不要的" not in saved(desk, number)["html"]


def test_a_session_that_ends_in_mid_edit_loses_nothing(sit, desk):
    page = sit()
    number = open_draft(page, desk, "退出")
    end_sessions(desk)
    write(page, 1, "退出后写的。")
    wait_state(page, "signed-out")
    assert "您的文字保存在本浏览器中" in page.inner_text("#kept")
    shoot(page, "signed-out")
    with page.context.expect_page() as opened:
        page.click("#kept a")
    other = opened.value
    other.fill("[name=username]", "lin")
    other.fill("[name=password]", EDITOR_PASSWORD)
    other.click("button.main")
    other.wait_for_url("**/desk/")
    other.close()
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    wait_state(page, "saved")
    assert "退出后写的。" in saved(desk, number)["html"]
    page.keyboard.press("Escape")
    page.keyboard.press("s")  # the form has the new session's token as well
    page.wait_for_selector("text=已保存。")


def test_who_signs_in_as_another_does_not_save_in_his_name(sit, desk):
    page = sit()
    number = open_draft(page, desk, "换人")
    end_sessions(desk)
    write(page, 1, "林写的。")
    wait_state(page, "signed-out")
    other = new_window(page.context)
    sign_in(other, desk, "zhao")
    other.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.wait_for_selector("#kept:has-text('登录的是别人')")
    assert "林写的" not in saved(desk, number)["html"]


def test_two_windows_of_one_editor_show_each_others_text(sit, desk):
    page = sit()
    number = open_draft(page, desk, "两窗")
    other = new_window(page.context)
    other.goto(page.url)
    ready(other)
    write(page, 1, "甲窗写的。")
    wait_state(page, "saved")
    other.wait_for_selector(".paper:has-text('甲窗写的。')")
    # Both write at once, in two paragraphs.
    write(other, 2, "乙窗写的。")
    write(page, 1, "又写。")
    for each in (page, other):
        each.keyboard.press("Control+s")
        wait_state(each, "saved")
    page.wait_for_selector(".paper:has-text('乙窗写的。')")
    other.wait_for_selector(".paper:has-text('又写。')")
    html = saved(desk, number)["html"]
    for words in ("甲窗写的。又写。", "乙窗写的。"):
        assert words in html


def test_two_editors_on_one_draft_are_put_together_while_they_write(sit, desk):
    lin, zhao = sit("lin"), sit("zhao")
    number = open_draft(lin, desk, "两人")
    open_draft(zhao, desk, "两人")
    # Lin's page looks for nothing by itself, however long it takes: it hears of zhao's words when it saves.
    lin.route("**/working-copy", lambda route: route.abort() if route.request.method == "GET" else route.continue_())
    write(zhao, 2, "赵写的。")
    wait_state(zhao, "saved")
    write(lin, 1, "林写的。")
    wait_state(lin, "saved")
    lin.wait_for_selector(".paper:has-text('赵写的。')")
    assert "zhao 同时改了别的段落" in lin.inner_text("#kept")
    lin.keyboard.type("接着写。")  # the caret is where it was
    wait_state(lin, "saved")
    html = saved(desk, number)["html"]
    assert "林写的。接着写。" in html
    assert "赵写的。" in html
    zhao.evaluate("window.dispatchEvent(new Event('focus'))")


def test_two_editors_in_one_paragraph_choose(sit, desk):
    lin, zhao = sit("lin"), sit("zhao")
    number = open_draft(lin, desk, "同段")
    open_draft(zhao, desk, "同段")
    write(zhao, 1, "赵改的。")
    wait_state(zhao, "saved")
    write(lin, 1, "林改的。")
    write(lin, 2, "林加的。")
    wait_state(lin, "clash")
    assert "zhao" in lin.inner_text("#kept")
    assert "林改的" not in saved(desk, number)["html"]
    lin.click("#kept button")
    lin.wait_for_selector(".clashes")
    shoot(lin, "clash")
    assert "赵改的。" in lin.inner_text(".choice >> nth=0")
    assert "林改的。" in lin.inner_text(".choice >> nth=1")
    lin.click("button[value=save]")
    assert lin.is_visible(".clashes"), "nobody goes on without a choice"
    lin.click(".choice >> nth=1")
    lin.click("button[value=save]")
    ready(lin)
    html = saved(desk, number)["html"]
    for words, count in (("林改的。", 1), ("林加的。", 1), ("赵改的。", 0)):
        assert html.count(words) == count
    lin.wait_for_timeout(500)
    assert lin.is_hidden("#copy-question")
    versions = lin.request.get(f"{desk.address}/desk/drafts/{number}/versions/").text()
    assert "赵改的。" in re.sub(r"<ins>.*?</ins>|<[^>]*>", "", versions), "what was not chosen stays among the versions"


def test_a_word_sample_is_pasted_saved_and_small(sit, desk):
    page = sit()
    number = open_draft(page, desk, "粘贴")
    sample = Path(__file__).with_name("pasted") / "word.html"
    paragraph(page, 1).click()
    page.keyboard.press("End")
    page.evaluate(
        """(html) => { const data = new DataTransfer(); data.setData("text/html", html); data.setData("text/plain", "x");
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }""",
        sample.read_text(),
    )
    assert "未能带入的图片：1 张" in page.inner_text(".paper-note")
    page.keyboard.press("Control+s")
    wait_state(page, "saved")
    html = saved(desk, number)["html"]
    for piece in sample.with_suffix(".cleaned").read_text().split("\n")[1:6]:
        assert piece in html
    assert "mso" not in html.lower()


DROP = """([data, x, y]) => {
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], "操场.jpg", { type: "image/jpeg" }));
    for (const type of ["dragover", "drop"]) {
        document.elementFromPoint(x, y).dispatchEvent(new DragEvent(type, { dataTransfer: transfer, clientX: x, clientY: y, bubbles: true, cancelable: true }));
    }
}"""


def test_a_picture_is_dragged_in_described_captioned_and_cropped(sit, desk):
    page = sit()
    number = open_draft(page, desk, "拖图")
    place = paragraph(page, 1).bounding_box()
    page.evaluate(DROP, [base64.b64encode(photo()).decode(), place["x"] + 40, place["y"] + place["height"] - 2])
    page.wait_for_selector(".paper figure")
    assert page.get_attribute(".paper figure", "data-ask") == "还没有文字说明"
    page.keyboard.press("Enter")
    page.keyboard.type("caption")
    page.fill("[name=alt]", "操场左边红、右边蓝")
    assert page.get_attribute(".paper figure", "data-ask") is None
    shoot(page, "picture")
    page.click("[data-deed=crop]")
    page.wait_for_selector("#crop[open]")
    page.check("#crop input[name=ratio][value='1']")
    page.focus(".crop-part")
    for _ in range(60):
        page.keyboard.press("ArrowRight")
    shoot(page, "crop")
    page.click("#crop button[value=cut]")
    page.wait_for_selector(".paper figure img[width='1000']")
    page.keyboard.press("Control+s")
    wait_state(page, "saved")
    html = saved(desk, number)["html"]
    figure = re.search(
        r'<figure><img src="media:([0-9a-f]{64})\.jpg" width="1000" height="1000" alt="([^"]*)"><figcaption>caption</figcaption></figure>',
        html,
    )
    assert figure
    assert figure[2] == "操场左边红、右边蓝"
    # Cut again, it is the whole one that is shown.
    page.click(".paper figure .frame")
    page.click("[data-deed=crop]")
    page.wait_for_selector("#crop[open]")
    assert page.input_value("#crop input[name=left]") == "50"
    page.click("#crop button[value='']")
    page.focus(".paper figure")
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Delete")
    page.keyboard.press("Control+s")
    wait_state(page, "saved")
    assert "<figure>" not in saved(desk, number)["html"]


def test_a_picture_of_the_mail_is_put_in_again_and_one_is_chosen_from_the_device(sit, desk):
    page = sit()
    number = open_draft(page, desk, "附件")
    before = saved(desk, number)["html"]
    assert before.count("<figure>") == 2
    page.click(".paper figure >> nth=0 >> .frame")
    page.keyboard.press("Delete")
    paragraph(page, 2).click()
    page.click("[data-do=picture]")
    page.wait_for_selector("#choose-picture[open]")
    assert page.locator("#choose-picture li").count() == 2
    page.click("#choose-picture li button >> nth=0")
    assert page.locator(".paper figure").count() == 2
    page.click("[data-do=picture]")
    with page.expect_file_chooser() as chooser:
        page.click("#choose-picture [data-send]")
    chooser.value.set_files(
        [
            {"name": "近景.jpg", "mimeType": "image/jpeg", "buffer": photo(800, 600)},
            {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"x"},
        ]
    )
    page.wait_for_selector(".paper figure >> nth=2")
    page.wait_for_selector(".paper-note.error:has-text('x.jpg')")
    page.keyboard.press("Control+s")
    wait_state(page, "saved")
    assert saved(desk, number)["html"].count("<figure>") == 3


def test_a_paragraph_shows_where_it_came_from_and_the_other_way_round(sit, desk):
    page = sit()
    open_draft(page, desk, "出处")
    frame = page.frame_locator("iframe[data-source]")
    frame.locator("[data-place]").first.wait_for()
    assert page.inner_text(".looks [aria-current]") == "稿件.docx"
    paragraph(page, 2).click()
    frame.locator(".marked", has_text=SECOND[:12]).wait_for()
    frame.locator("[data-place]", has_text=FIRST[:12]).click()
    page.wait_for_selector(".paper [data-marked]")
    assert FIRST[:12] in page.inner_text(".paper [data-marked]")
    shoot(page, "counterpart")
    page.focus("[name=title]")
    frame.locator(".marked", has_text=SPORT.title[:8]).wait_for()
    # A paragraph of one's own has none; the mail is another tab.
    page.click(".looks >> text=来信")
    page.frame_locator("iframe[data-source]").locator("text=请查收").wait_for()
    paragraph(page, 1).click()
    page.click("[data-do=origin]")
    page.frame_locator("iframe[data-source='1']").locator(".marked").wait_for()


def test_a_hostile_mail_runs_and_loads_nothing_beside_its_draft(sit, desk):
    page = sit()
    asked = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.add_init_script("addEventListener('message', ({ data }) => { if (data?.ran) window.ran = true; });")
    number = open_draft(page, desk, "恶意")
    frame = page.frame_locator("iframe[data-source]")
    frame.locator("[data-place]", has_text=SECOND[:12]).click()
    page.wait_for_selector(".paper [data-marked]")
    for path in (f"drafts/{number}/?pane=preview&as={look}" for look in ("phone", "wap", "feed", "card")):
        page.goto(f"{desk.address}/desk/{path}")
        page.wait_for_load_state("networkidle")
    assert page.evaluate("() => window.ran ?? false") is False
    assert [url for url in asked if not url.startswith((desk.address, "data:"))] == []
    policies = [
        page.request.get(f"{desk.address}/desk/drafts/{number}/sources/0").headers["content-security-policy"]
        for _ in range(2)
    ]
    assert policies[0] != policies[1], "a nonce is used once"


def test_every_look_is_shown_and_follows_what_is_written(sit, desk):
    page = sit()
    number = open_draft(page, desk, "预览")
    page.keyboard.press("p")
    phone = page.frame_locator("iframe[data-preview]")
    phone.locator("h1").wait_for()
    write(page, 1, "预览里也有。")
    wait_state(page, "saved")
    phone.locator("text=预览里也有。").wait_for()
    assert page.frame_locator("iframe[data-preview]").locator("html").evaluate("node => node.clientWidth") == 360
    shoot(page, "preview-phone")
    for look, words in (("桌面", "预览里也有"), ("WAP", "运动会"), ("订阅", "预览里也有"), ("分享", SPORT.title[:6])):
        before = page.url
        page.click(f".looks >> text={look}")
        page.wait_for_function("before => location.href !== before", arg=before)
        page.frame_locator("iframe[data-preview]").locator(f"text={words} >> nth=0").wait_for()
        shoot(page, f"preview-{look}")
        assert "&pane=preview&as=" in page.url
        assert page.url.startswith(f"{desk.address}/desk/drafts/{number}/?q="), (
            "the listing it was opened from is forgotten"
        )
    assert "预览里也有" in page.inner_text(".paper"), "the text was not left for a moment"


def test_versions_are_compared_and_brought_back(sit, desk):
    page = sit()
    number = open_draft(page, desk, "版本")
    before = saved(desk, number)
    write(page, 1, "多余的话。")
    wait_state(page, "saved")
    page.click("nav.tabs >> text=历史版本")
    page.wait_for_selector(".versions")
    assert page.inner_text(".beside ins") == "多余的话。"
    shoot(page, "versions")
    page.click(".restores button")
    ready(page)
    assert saved(desk, number) == before


def test_a_link_is_set_in_its_dialog(sit, desk):
    page = sit()
    number = open_draft(page, desk, "链接")
    paragraph(page, 1).dblclick()
    page.keyboard.press("Control+k")
    page.fill("#link input", "example.cn/a")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+s")
    wait_state(page, "saved")
    assert '<a href="https://example.cn/a">' in saved(desk, number)["html"]


def test_the_toolbar_is_one_stop_and_arrows_go_along_it(sit, desk):
    page = sit()
    number = open_draft(page, desk, "键盘")
    paragraph(page, 2).click()
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("() => document.activeElement.dataset.do") == "p"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.className") == "paper"
    page.keyboard.press("Control+s")
    wait_state(page, "saved")
    assert f"<h2>{SECOND}" in saved(desk, number)["html"]


def test_house_style_is_proposed_for_what_was_just_written_and_taken_with_a_key(sit, desk):
    page = sit()
    number = open_draft(page, desk, "规范")
    paragraph(page, 1).click()
    page.keyboard.press("End")
    page.keyboard.insert_text("新写的,一句。")
    wait_state(page, "saved")
    page.wait_for_selector("#copy del:has-text(',')", state="attached")
    page.keyboard.press("Escape")
    page.keyboard.press("y")
    page.wait_for_selector("text=已修改 1 处")
    assert "新写的，一句。" in saved(desk, number)["html"]


def test_the_body_may_be_written_as_html(sit, desk):
    page = sit()
    number = open_draft(page, desk, "图片")
    page.click("[data-do=html]")
    page.fill("#html", "<p onclick=x()>手写的<script>alert(1)</script> HTML</p><h2>题</h2>")
    page.click("[data-do=html]")
    assert page.inner_text(".paper h2") == "题"
    page.keyboard.press("Control+s")
    wait_state(page, "saved")
    assert saved(desk, number)["html"] == "<p>手写的 HTML</p><h2>题</h2>"


def test_a_phone_at_360_pixels_is_enough(sit, desk):
    page = sit("lin", 360, has_touch=True, is_mobile=True)
    number = open_draft(page, desk, "手机")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    paragraph(page, 1).tap()
    page.wait_for_timeout(200)
    bar = page.locator(".format").bounding_box()
    assert bar["y"] + bar["height"] >= page.viewport_size["height"] - 2, "what is pressed stands where the thumb is"
    assert all(box["height"] >= 44 for box in (page.locator(".format button >> nth=0").bounding_box(),))
    page.keyboard.type("x")
    page.tap("[data-do=h2]")
    wait_state(page, "saved")
    assert re.search(r"<h2>[^<]*x", saved(desk, number)["html"])
    shoot(page, "phone")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360


def test_no_page_of_the_desk_has_more_than_200_kilobytes_of_script(sit, desk):
    page = sit()
    number = open_draft(page, desk, "输入")
    weights = []
    page.on(
        "response",
        lambda answer: weights.append(len(answer.body())) if answer.request.resource_type == "script" else None,
    )
    for path in (
        "",
        f"drafts/{number}/",
        f"drafts/{number}/?pane=preview",
        f"drafts/{number}/versions/",
        "submissions/",
        "log",
    ):
        weights.clear()
        page.goto(f"{desk.address}/desk/{path}")
        page.wait_for_load_state("networkidle")
        assert sum(weights) < 200_000, (path, sum(weights))
