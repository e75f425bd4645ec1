"""An editor's five minutes in a real Chromium: by keyboard alone, two at one desk, on a phone, without scripts."""

import re
from dataclasses import replace

import pytest

from tests.desk.seated.looking import at_the_newest, heard, on_the_card, shows, statuses
from tests.support import seats
from tests.support.waiting import eventually
from tougao.archive import decisions
from tougao.archive.models import ArticleRecord, DecisionRecord, DraftRecord, EditorRecord, LetterRecord
from tougao.core.site import ReturnTemplate
from tougao.core.workflow import Action, Role, Status

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_ten_drafts_by_keyboard_alone(sit, new_draft, settings):
    """Look at one, open, preview, approve, return one, spike one, undo: without a mouse, and without a reload."""
    settings.SITE = replace(
        settings.SITE,
        returns=(ReturnTemplate("图片不清", "图片不够清楚，请换原图。", "Please send sharper pictures."),),
    )
    for number in range(10):
        new_draft(title=f"第{number}篇")
    lin = sit()
    page = lin.page
    lin.press("j", " ")
    page.wait_for_selector(".queue .marked .peek .paper")
    assert "运动会开幕" in page.inner_text(".peek")
    lin.press("j")  # the look goes along
    page.wait_for_selector(".queue li:nth-child(2).marked .peek .paper")
    lin.shoot("queue-look")
    lin.press(" ", "k", "Enter")
    shows(page, "第9篇")
    lin.press("p")
    page.frame_locator(".phone iframe").locator("h1").wait_for()
    lin.press("a")  # approved; the next opens by itself
    shows(page, "第8篇")
    lin.press("u")  # ten seconds to take it back
    shows(page, "第9篇")
    assert statuses()["第9篇"] == Status.NEW
    lin.press("a")
    shows(page, "第8篇")
    lin.press("r")
    page.wait_for_selector("[data-templates]:focus")  # a template first, by keyboard, then words of one's own
    lin.press("ArrowDown", "Tab")
    template = page.input_value("[name=reason-return]")
    assert template
    page.keyboard.press("Control+End")
    page.keyboard.type("请补充照片。")
    lin.press("Control+Enter")
    shows(page, "第7篇")
    lin.press("x")  # ticks in the queue, and does nothing here
    lin.press("#")
    for number in range(6, 0, -1):
        shows(page, f"第{number}篇")
        lin.press("a")
    shows(page, "第0篇")
    lin.press("a")
    page.wait_for_selector(".empty")
    assert statuses() == {"第9篇": "published", "第8篇": "returned", "第7篇": "spiked"} | {
        f"第{n}篇": "published" for n in range(7)
    }
    assert ArticleRecord.objects.filter(withdrawn_at=None).count() == 8
    assert "请补充照片。" in LetterRecord.objects.get(decision__action=Action.RETURN).body


@pytest.mark.parametrize("key", ["a", "#"])
def test_a_key_held_down_decides_one_draft(sit, new_draft, key):
    lin = at_the_newest(sit, new_draft, 5)
    page = lin.page
    page.keyboard.down(key)
    shows(page, "第3篇")
    for _ in range(20):  # the keyboard repeats, and the page is another one
        page.wait_for_timeout(50)
        page.keyboard.down(key)
    assert sum(status != "new" for status in statuses().values()) == 1
    # Some systems do not say that a key is repeated: then the page knows it from the one before.
    code = {"a": "KeyA", "#": "Digit3"}[key]
    page.evaluate(
        "told => document.body.dispatchEvent(new KeyboardEvent('keydown', {...told, bubbles: true, cancelable: true}))",
        {"key": key, "code": code},
    )
    page.wait_for_timeout(500)
    assert sum(status != "new" for status in statuses().values()) == 1
    page.keyboard.up(key)
    page.keyboard.press(key)  # let go, and pressed again: it is meant
    shows(page, "第2篇")


TWICE = """() => { for (const kind of ['keydown', 'keyup', 'keydown', 'keyup'])
  document.body.dispatchEvent(new KeyboardEvent(kind, {key: 'a', code: 'KeyA', bubbles: true, cancelable: true})) }"""


def test_a_key_pressed_twice_at_once_decides_once_and_complains_of_nothing(sit, new_draft):
    lin = at_the_newest(sit, new_draft, 3)
    page = lin.page
    sent = []
    is_form = lambda request: request.is_navigation_request() and request.method == "POST"  # noqa: E731
    page.on("request", lambda request: sent.append(request.url) if is_form(request) else None)
    page.evaluate(TWICE)  # within one turn of the page: however slow the machine, the second is not the next page's
    shows(page, "第1篇")
    page.wait_for_timeout(500)
    assert statuses() == {"第0篇": "new", "第1篇": "new", "第2篇": "published"}
    assert page.locator(":is(.note.warning, .note.error):visible").count() == 0
    assert len(sent) == 1


def test_keys_go_on_after_a_click_into_the_original_and_the_preview(sit, new_draft):
    lin = at_the_newest(sit, new_draft, 3)
    page = lin.page
    page.frame_locator("iframe.original").locator("[tabindex='0']").wait_for()  # its script has begun to listen
    page.frame_locator("iframe.original").locator("p").first.click()
    page.wait_for_function("() => document.activeElement.tagName !== 'IFRAME'")
    lin.press("p")
    page.frame_locator(".phone iframe").locator("h1").click()
    page.wait_for_function("() => document.activeElement.tagName !== 'IFRAME'")
    lin.press("a")
    shows(page, "第1篇")
    page.frame_locator("iframe.original").locator("[data-place]").first.focus()  # by keyboard: the frame keeps it
    assert page.evaluate("document.activeElement.tagName") == "IFRAME"
    page.evaluate("window.postMessage({key: 'a'}, '*')")  # nobody but the frame is heard
    page.wait_for_timeout(300)
    lin.press("a")
    shows(page, "第0篇")
    assert statuses() == {"第0篇": "new", "第1篇": "published", "第2篇": "published"}


def test_a_form_that_cannot_arrive_is_held_back_and_its_words_stay(sit, new_draft):
    new_draft(title="第一篇")
    lin = sit()
    page = lin.page
    lin.press("j", "Enter")
    shows(page, "第一篇")
    lin.context.set_offline(True)
    lin.press("a")
    page.wait_for_selector("#held:has-text('没有')")
    assert "/drafts/" in page.url
    lin.context.set_offline(False)
    lin.context.clear_cookies()
    lin.press("r")
    page.fill("[name=reason-return]", "请补充照片。")
    lin.press("Control+Enter")
    page.wait_for_selector("#held a:visible")  # signed out
    lin.troubles.clear()  # the browser itself complains of what was cut
    with lin.context.expect_page() as opened:
        page.click("#held a")
    opened.value.fill("[name=username]", "lin")
    opened.value.fill("[name=password]", seats.PASSWORD)
    opened.value.click("button.main >> nth=0")
    opened.value.wait_for_selector("header.bar")
    opened.value.close()
    page.reload()
    assert page.input_value("[name=reason-return]") == "请补充照片。"
    page.fill("[name=comment]", "@lin 看过了")
    page.focus("[name=comment]")
    lin.press("Control+Enter")
    page.wait_for_selector("#talk .log:has-text('看过了')")
    assert page.input_value("[name=comment]") == ""
    page.wait_for_timeout(800)  # a key pressed sooner may be taken for the one before, still held down
    page.focus("[name=reason-return]")
    lin.press("Control+Enter")
    page.wait_for_selector(".empty")
    assert "请补充照片。" in LetterRecord.objects.get(decision__action=Action.RETURN).body


def test_several_at_a_stroke_and_one_undo_for_all(sit, new_draft):
    for number in range(6):
        new_draft(title=f"第{number}篇", category="" if number == 2 else "news")
    lin = sit()
    page = lin.page
    assert not page.is_visible("#bulk")
    lin.press("j", "x", "j", "x", "j", "j", "x")
    assert page.inner_text("[data-ticked]") == "3"
    lin.shoot("bulk")
    lin.press("a")
    page.wait_for_selector(".report")
    lin.shoot("report")
    assert "已签发：2 篇 · 未处理：1 篇" in page.inner_text(".report summary")
    assert "第2篇 未签发，请先打开查看：没有栏目" in " ".join(page.inner_text(".report li.left").split())
    assert sorted(title for title, status in statuses().items() if status == "published") == ["第4篇", "第5篇"]
    lin.press("u")
    page.wait_for_selector("text=已撤销：2 篇")
    assert set(statuses().values()) == {"new"}
    lin.press("X")
    assert page.inner_text("[data-ticked]") == "6"
    lin.press("r")
    page.wait_for_selector("#bulk details[open] select:focus")
    lin.press("Escape")  # out of the field; then out of the panel; then unticked
    lin.press("Escape")
    assert page.locator("#bulk details[open]").count() == 0
    lin.press("Escape")
    assert not page.is_visible("#bulk")
    lin.press("X", "c")
    page.wait_for_selector("#bulk details[open] select:focus")
    page.select_option("#bulk [name=category]", "campus")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=已归入栏目：6 篇")
    assert set(DraftRecord.objects.values_list("category", flat=True)) == {"campus"}
    lin.press("X", "#")
    page.wait_for_selector("text=已弃：6 篇")
    page.wait_for_selector(".empty")
    lin.press("u")
    page.wait_for_selector("text=已撤销：6 篇")
    assert page.locator(".queue > li").count() == 6


def test_enter_in_a_box_decides_nothing(sit, new_draft):
    new_draft()
    lin = sit()
    lin.page.check("[name=draft]")
    lin.page.focus("[name=draft]")
    lin.press("Enter")
    lin.page.wait_for_selector("#draft")  # it opens the draft
    assert not DecisionRecord.objects.exists()


def test_two_editors_see_each_other_and_one_takes_over(sit, new_draft):
    draft = new_draft(title="第一篇")
    lin, zhao = sit("lin"), sit("zhao")
    lin.open(f"drafts/{draft.pk}/")
    zhao.page.wait_for_selector(".queue .there:has-text('lin 正在处理')")
    zhao.shoot("queue-presence")
    zhao.press("j", "Enter")
    zhao.page.wait_for_selector(".presence li:has-text('lin 正在处理这篇稿件')")
    lin.page.wait_for_selector(".presence li:has-text('zhao 也打开了这篇稿件')")
    assert not lin.page.is_visible("[data-key=o]")
    lin.page.fill("[name=summary]", "林正在写的提要")
    zhao.press("o")
    lin.page.wait_for_selector(".presence li:has-text('zhao 已接手这篇稿件')")
    lin.shoot("draft-presence")
    assert lin.page.input_value("[name=summary]") == "林正在写的提要"  # nothing typed is lost
    lin.press("Escape", "s")  # nor is anybody kept from saving
    lin.page.wait_for_selector("text=已保存。")
    # What lin saved comes to zhao by itself, and nothing is asked of him.
    eventually(lambda: zhao.page.input_value("[name=summary]") == "林正在写的提要")
    assert not zhao.page.is_visible("[data-meanwhile]")
    lin.press("a")
    lin.page.wait_for_selector(".empty")
    zhao.page.wait_for_selector("[data-meanwhile]:has-text('现状：已发布')")
    zhao.page.wait_for_selector(".presence ul:not(:has(li))", state="attached")


def test_what_happens_meanwhile_is_told_without_a_reload(sit, new_draft, site, noon, new_editor):
    taken, other = new_draft(title="甲"), new_draft(title="乙")
    lin = sit()
    page = lin.page
    page.evaluate("window.sameness = true")
    lin.press("j", "j", "x")
    decisions.decide(taken.pk, Action.SPIKE, new_editor("zhao"), noon, site)
    new_draft(title="丙")
    page.wait_for_selector(".fresh:has-text('1 篇新稿件')")
    row = f".queue > li[data-id='{taken.pk}']"
    assert page.inner_text(f"{row} .news") == "已弃 · zhao"
    assert page.is_disabled(f"{row} [name=draft]")
    assert not page.is_visible("#bulk")  # it was ticked; a decided draft is not
    assert page.inner_text("[data-count=new]") == "2"
    assert page.title().startswith("(1) ")
    lin.shoot("live")
    assert page.locator(".queue > li").count() == 2  # nothing jumps away under the hand
    lin.press("k", "n")
    page.wait_for_selector(".queue b:has-text('丙')")
    assert [each.inner_text() for each in page.locator(".queue > li > a > b").all()] == ["丙", "乙"]
    assert page.inner_text(".queue .marked b") == "乙"  # the mark stays where it was
    assert not page.title().startswith("(")
    assert page.evaluate("window.sameness")
    assert other.status == Status.NEW


def test_an_empty_queue_fills_by_itself(sit, new_draft):
    lin = sit()
    lin.page.wait_for_selector("text=新来信解析后会自动出现在这里")
    new_draft(title="第一篇")
    lin.page.wait_for_selector(".queue b:has-text('第一篇')")


def test_nothing_is_asked_while_the_page_is_hidden_and_a_lost_connection_is_told(sit):
    lin = sit()
    page, asked = lin.page, []
    page.on("request", lambda request: asked.append(request.url) if "/desk/live" in request.url else None)
    hide = "Object.defineProperty(document, 'hidden', {value: %s, configurable: true}); document.dispatchEvent(new Event('visibilitychange'))"
    page.evaluate(hide % "true")
    page.wait_for_timeout(4500)
    assert asked == []
    page.evaluate(hide % "false")
    page.wait_for_timeout(500)
    assert len(asked) == 1
    page.route("**/desk/live*", lambda route: route.abort())
    for _ in range(3):
        page.evaluate(hide % "false")
        page.wait_for_timeout(100)
    lin.troubles.clear()  # the browser itself complains of what was cut
    page.unroute("**/desk/live*")
    lin.context.clear_cookies()
    page.evaluate(hide % "false")
    page.wait_for_selector("[data-signed-out]:has-text('登录')")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_one_thumb_does_it_all_on_a_phone(sit, new_draft, theme):
    for number in range(12):
        new_draft(title=f"第{number}篇：青禾师范学院春季运动会开幕式在新落成的体育馆举行")
    lin = sit(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, color_scheme=theme)
    page = lin.page
    lin.shoot(f"queue-phone-{theme}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    low = page.evaluate("innerHeight / 2")
    for selector in (".tabs a >> nth=0", ".search [type=search]"):  # within reach of a thumb
        assert page.locator(selector).bounding_box()["y"] > low
    for selector in (".queue .tick", ".queue .look", ".tabs a", ".queue > li > a"):
        box = page.locator(selector).first.bounding_box()
        assert min(box["width"], box["height"]) >= 43, selector
    page.locator(".look").nth(1).tap()
    page.wait_for_selector(".peek .paper")
    page.locator(".look").nth(1).tap()
    for place in (0, 1, 2):
        page.locator(".tick").nth(place).tap()
    page.wait_for_selector("#bulk:visible")
    assert page.locator("#bulk button.main").bounding_box()["y"] > low
    lin.shoot(f"bulk-phone-{theme}")
    page.locator("#bulk button.main").tap()
    page.wait_for_selector("text=已签发：3 篇")
    page.locator(".undo button").tap()
    page.wait_for_selector("text=已撤销：3 篇")
    page.locator(".tabs a:has-text('已发布')").tap()
    page.wait_for_selector(".empty")
    page.goto(f"{lin.address}/desk/search?q=体育馆")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_it_works_without_scripts(sit, new_draft):
    for number in range(3):
        new_draft(title=f"第{number}篇")
    lin = sit(java_script_enabled=False)
    page = lin.page
    page.check("[name=draft] >> nth=0")
    page.check("[name=draft] >> nth=2")
    page.click("#bulk [value=spike]")
    assert "已弃：2 篇" in page.inner_text(".report summary")
    page.click(".undo button")
    assert "已撤销：2 篇" in page.inner_text(".report summary")
    page.click(".sieve summary")
    page.select_option(".filters [name=sort]", "oldest")
    page.click(".filters button")
    assert page.locator(".queue > li > a > b").first.inner_text() == "第0篇"
    page.click(".queue > li > a >> nth=0")
    page.click("text=告诉其他人我在处理")
    assert page.locator("#draft").count() == 1


def test_the_card_tells_every_key_and_no_other(sit, new_draft):
    """On pages that have everything: neighbours, suggestions, set-aside words, a text seen before, something to undo."""
    from tougao.archive.models import LikenessRecord

    older, draft, newer = new_draft(), new_draft(html="<p>旧的,文字</p>", set_aside=["您好！"]), new_draft()
    LikenessRecord.objects.create(draft=draft, earlier=older, share=0.9, same_sender=True)
    lin = sit()
    page = lin.open()
    lin.press("?")
    page.wait_for_selector("#keys[open]")
    lin.shoot("keys")
    assert on_the_card(page, "queue") == heard(page)
    page = lin.open(f"drafts/{draft.pk}/")
    assert on_the_card(page, "draft") == heard(page)
    published = new_draft(title="已发布", status=Status.PUBLISHED)
    EditorRecord.objects.update(role=Role.CHIEF)  # who may withdraw
    for other in (published, new_draft(status=Status.RETURNED), new_draft(status=Status.SECOND)):
        page = lin.open(f"drafts/{other.pk}/")
        assert on_the_card(page, "draft") == heard(page)
    assert newer.pk > draft.pk


def test_every_key_of_the_queue_does_what_the_card_says(sit, new_draft):
    for number in range(3):
        new_draft(title=f"第{number}篇")
    lin = sit()
    page = lin.page
    lin.press("f")
    assert page.locator(".sieve details[open]").count() == 1
    lin.press("/")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.type("第1篇")
    lin.press("Enter")
    page.wait_for_url(re.compile(r"\?q="))
    assert page.locator(".queue > li").count() == 1
    lin.press("]")
    page.wait_for_url("**/?view=assigned")
    lin.press("[")
    page.wait_for_url("**/?view=new")
    lin.press("j", "j", "j", "j", "k")
    assert page.inner_text(".queue .marked b") == "第1篇"
    lin.press("Enter")
    page.wait_for_selector("#draft")
    lin.press("g")
    page.wait_for_selector(".queue .marked b:has-text('第1篇')")  # back where one was
