"""The session ends while a page stands open, in a real Chromium: nothing is lost, and whoever signs in again goes on."""

import re

import pytest

from tests.desk.seated.looking import shows, statuses
from tests.support import seats
from tests.support.waiting import eventually
from tougao.archive.models import CommentRecord, DraftRecord, LetterRecord

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def leave(seat):
    """The session is over, and the page does not know."""
    seat.context.clear_cookies()


def sign_in_again(seat):
    """In another window of the same browser."""
    page = seat.context.new_page()
    page.goto(f"{seat.address}/desk/sign-in")
    page.fill("[name=username]", "lin")
    page.fill("[name=password]", seats.PASSWORD)
    page.click("button.main >> nth=0")
    page.wait_for_selector("header.bar")
    page.close()
    seat.troubles.clear()  # the browser itself complains of what was refused meanwhile


def comment(lin, draft):
    lin.page.fill("[name=comment]", "看过了")
    lin.page.focus("[name=comment]")
    lin.press("Control+Enter")
    lin.page.wait_for_selector("#talk .log:has-text('看过了')")
    assert CommentRecord.objects.get().text == "看过了"


def assign(lin, draft):
    lin.page.select_option("#talk [name=editor]", "zhao")
    lin.page.focus("#talk [name=editor]")
    lin.press("Control+Enter")
    lin.page.wait_for_selector("text=已分给 zhao")
    draft.refresh_from_db()
    assert draft.assigned_to.username == "zhao"


def send_back_to_the_contributor(lin, draft):
    lin.press("r")
    lin.page.fill("[name=reason-return]", "请补充照片。")
    lin.press("Control+Enter")
    eventually(lambda: DraftRecord.objects.get(pk=draft.pk).status == "returned")
    assert "请补充照片。" in LetterRecord.objects.get(decision__action="return").body


def take_over(lin, draft):
    lin.press("o")
    lin.page.wait_for_selector(".presence li:has-text('zhao 也打开了这篇稿件')")
    assert not lin.page.is_visible("[data-key=o]")


@pytest.mark.parametrize("deed", [comment, assign, send_back_to_the_contributor, take_over])
def test_who_signed_in_again_in_another_window_goes_on_with_a_draft(sit, new_draft, deed):
    draft = new_draft(title="第一篇")
    zhao, lin = sit("zhao"), sit("lin")
    zhao.open(f"drafts/{draft.pk}/")
    zhao.page.wait_for_timeout(500)  # there first
    page = lin.open(f"drafts/{draft.pk}/")
    page.wait_for_selector(".presence li:has-text('zhao 正在处理这篇稿件')")
    leave(lin)
    sign_in_again(lin)
    deed(lin, draft)
    assert page.locator("#held:visible, .note.error:visible").count() == 0
    lin.troubles.clear()


def test_who_signed_in_again_in_another_window_goes_on_in_the_queue(sit, new_draft):
    for number in range(3):
        new_draft(title=f"第{number}篇")
    lin = sit()
    page = lin.page
    lin.press("j", "x", "j", "x")
    leave(lin)
    sign_in_again(lin)
    lin.press("#")
    page.wait_for_selector("text=已弃：2 篇")
    assert statuses() == {"第0篇": "new", "第1篇": "spiked", "第2篇": "spiked"}


def test_the_reason_of_many_that_could_not_be_sent_is_still_there(sit, new_draft):
    for number in range(2):
        new_draft(title=f"第{number}篇")
    lin = sit()
    page = lin.page
    lin.press("X", "r")
    page.fill("#bulk [name=own]", "请一并补充照片。")
    lin.context.set_offline(True)
    lin.press("Control+Enter")
    page.wait_for_selector("#held:has-text('没有')")
    assert page.input_value("#bulk [name=own]") == "请一并补充照片。"
    assert page.locator("[name=draft]:checked").count() == 2
    lin.context.set_offline(False)
    leave(lin)
    page.focus("#bulk [name=own]")
    lin.press("Control+Enter")
    page.wait_for_selector("#held a:visible")
    sign_in_again(lin)
    page.reload()
    lin.press("X", "r")
    assert page.input_value("#bulk [name=own]") == "请一并补充照片。"
    page.focus("#bulk [name=own]")
    lin.press("Control+Enter")
    page.wait_for_selector(".report summary:has-text('2 篇')")
    assert set(statuses().values()) == {"returned"}
    assert all("请一并补充照片。" in each.body for each in LetterRecord.objects.filter(decision__action="return"))
    assert LetterRecord.objects.filter(decision__action="return").count() == 2
    new_draft(title="再来一篇")
    lin.open()
    lin.press("X", "r")
    assert page.input_value("#bulk [name=own]") == ""  # it has arrived


def test_undo_leads_back_into_the_listing_with_its_filter(sit, new_draft):
    new_draft(title="甲", category="news")
    new_draft(title="乙", category="campus")
    new_draft(title="丙", category="news")
    lin = sit()
    page = lin.open("?category=news&sort=oldest")
    lin.press("j", "Enter")
    shows(page, "甲")
    lin.press("#")
    shows(page, "丙")
    lin.press("u")
    shows(page, "甲")
    assert page.url.endswith("/?category=news&sort=oldest")
    lin.press("j")
    shows(page, "丙")  # and not the one of another category
    lin.press("g")
    page.wait_for_url("**/desk/?category=news&sort=oldest")
    assert page.locator(".queue > li").count() == 2
    lin.press("X", "#")
    page.wait_for_selector("text=已弃：2 篇")
    lin.press("u")
    page.wait_for_selector("text=已撤销：2 篇")
    assert re.search(r"\?category=news&sort=oldest&done=\d+$", page.url)
    assert page.locator(".queue > li").count() == 2


def test_a_draft_left_open_asks_no_more_when_nobody_is_signed_in_and_says_so(sit, new_draft):
    draft = new_draft(title="第一篇")
    lin = sit()
    page = lin.open(f"drafts/{draft.pk}/")
    page.fill("[name=comment]", "写到一半")
    leave(lin)
    page.wait_for_selector("#held:has-text('登录')")  # by itself, at the next look
    assert page.is_visible("#held a")
    assert "操作" not in page.inner_text("#held"), "it only looked: nobody had asked for anything"
    asked = []
    page.on("request", lambda request: asked.append(request.url) if re.search("/(live|here)$", request.url) else None)
    page.wait_for_timeout(9000)
    assert asked == []
    sign_in_again(lin)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.wait_for_selector("#held", state="hidden")
    eventually(lambda: page.wait_for_timeout(100) or len(asked) >= 2)
    assert page.input_value("[name=comment]") == "写到一半"
    lin.troubles.clear()
