"""Keys in a real Chromium: turned off by whoever wants none, and what each does on pages other than queue and draft."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from tests.desk.seated.looking import shows, statuses
from tougao import jobs
from tougao.archive import cases, comments, decisions, messages
from tougao.archive.models import CaseRecord, ContributorRecord, EditorRecord, LetterRecord, MessageRecord
from tougao.core.cases import complaint
from tougao.core.messages import typed
from tougao.core.site import Guestbook, Rights
from tougao.core.workflow import Action

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_whoever_wants_no_single_keys_turns_them_off_and_on_again(sit, new_draft):
    for number in range(3):
        new_draft(title=f"第{number}篇")
    lin = sit()
    page = lin.open("account")
    page.click("#keys-switch button")
    page.wait_for_selector("#keys-switch :text('现在已关闭')")
    assert not EditorRecord.objects.get(username="lin").single_keys
    page = lin.open()
    lin.press("j", "x", " ", "?")
    assert page.locator(".queue .marked, .queue .peek, .queue :checked, #keys[open]").count() == 0
    page.click("header .who summary")
    page.click("[data-help]")
    assert "已关闭" in page.inner_text("#keys .note")
    assert page.locator("#keys .note a").get_attribute("href") == "/desk/account#keys-switch"
    lin.press("Escape")
    page.click(".queue > li > a >> nth=0")
    shows(page, "第2篇")
    page.wait_for_selector("html[data-draft=ready]")
    assert page.locator("main kbd:visible").count() == 0  # no button tells of a key that is off
    lin.press("a", "#", "j", "p")
    page.frame_locator("iframe.original").locator("[data-place]").first.focus()
    lin.press("a")
    page.wait_for_timeout(700)
    assert statuses() == dict.fromkeys(("第0篇", "第1篇", "第2篇"), "new")
    assert page.input_value("#draft [name=title]") == "第2篇"
    page.fill("[name=comment]", "看过了")
    lin.press("Control+Enter")  # not of one letter
    page.wait_for_selector("#talk .log:has-text('看过了')")
    page = lin.open("account")
    page.click("#keys-switch button")
    page.wait_for_selector("#keys-switch :text('现在已打开')")
    page = lin.open()
    lin.press("j", "k", "Enter")
    shows(page, "第2篇")
    lin.press("a")
    shows(page, "第1篇")
    assert statuses()["第2篇"] == "published"


@pytest.fixture
def furnished(sit, new_draft, new_editor, settings, site, noon):
    """A newsroom that has everything: an article, a case about it, messages, comments that call upon lin, contributors."""
    lin = sit()
    settings.SITE = replace(site, guestbook=Guestbook(on=True), rights=Rights(on=True))
    drafts = [new_draft(title=f"第{number}篇") for number in range(3)]
    decisions.decide(drafts[0].pk, Action.APPROVE, None, noon, settings.SITE)
    for number in range(3):
        messages.receive(typed("", f"第{number}条"), None, f"t{number}", True, "mobile", noon)
        found = complaint("/a/1.html", "privacy", "赵一", "zhao@example.cn", f"第{number}件：请撤下。")
        cases.receive(found, f"t{number}", True, "zh", settings.SITE, jobs.clock(), writes=False)
    zhao = new_editor("zhao")
    for draft in drafts:
        comments.write(draft, zhao, "@lin 请看", noon)
        ContributorRecord.objects.create(address=f"{draft.pk}@example.cn", mails=1)
    return SimpleNamespace(lin=lin, drafts=drafts)


LISTS = ("submissions/", "search?q=运动会", "contributors", "cases", "mentions")


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_gone_along_and_opened_by_keys(furnished, path):
    lin = furnished.lin
    page = lin.open(path)
    leads = page.evaluate(
        "[...document.querySelectorAll('[data-list] :is(li, tbody tr)')].map(row => row.querySelector('a').href)"
    )
    assert len(leads) >= 2
    marked = "document.querySelector('[data-list] .marked a').href"
    lin.press("Escape", "j")
    assert page.evaluate(marked) == leads[0]
    lin.press("j")
    assert page.evaluate(marked) == leads[1]
    lin.press("k", "k", "j")
    assert page.evaluate(marked) == leads[1]
    lin.press("Enter")
    page.wait_for_url(leads[1])
    page.go_back()
    page.wait_for_selector("[data-list] .marked")
    assert page.evaluate(marked) == leads[1]
    assert page.evaluate("document.activeElement.href") == leads[1]
    lin.press("k")
    assert page.evaluate(marked) == leads[0]
    page = lin.open(path)  # come here by another way: nothing was opened from it last
    assert page.locator("[data-list] .marked").count() == 0


def test_the_guestbook_is_gone_through_by_keys(furnished):
    lin = furnished.lin
    page = lin.open("guestbook")
    lin.press("j", "x", "j", " ")
    assert page.locator("[name=message]:checked").count() == 2  # x ticks, as it does in the queue
    assert MessageRecord.objects.filter(standing="waiting").count() == 3
    lin.press("k", "#")
    page.wait_for_selector(".undo")
    assert sorted(MessageRecord.objects.values_list("standing", flat=True)) == ["refused", "waiting", "waiting"]
    lin.press("u")
    page.wait_for_selector(".undo", state="detached")
    lin.press("j", "a")
    page.wait_for_selector(".undo")
    assert sorted(MessageRecord.objects.values_list("standing", flat=True)) == ["shown", "waiting", "waiting"]
    lin.press("j", "r")
    page.wait_for_selector(".marked textarea:focus")
    page.keyboard.type("谢谢！")
    lin.press("Control+Enter")
    page.wait_for_selector(".tabs :text('1') >> nth=0")
    page.wait_for_function("() => document.querySelectorAll('[data-message]').length === 1")
    assert MessageRecord.objects.get(answer="谢谢！").standing == "shown"


def test_r_on_a_case_sends_nothing_and_leads_to_the_box(furnished):
    lin = furnished.lin
    page = lin.open(f"cases/{CaseRecord.objects.first().pk}/")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.fill("[name=answer]", "已收到。")
    lin.press("Escape", "r")
    page.wait_for_selector("[name=answer]:focus")
    lin.press("Escape", "c")
    page.wait_for_selector("[name=note]:focus")
    page.wait_for_timeout(300)
    assert sent == []
    assert not LetterRecord.objects.filter(subject__contains="权利").exists()
    lin.press("Escape", "r", "Control+Enter")
    page.wait_for_selector(".undo")
    assert "已收到。" in page.inner_text("ol.mails")


def test_e_leads_to_the_hour_of_the_embargo(furnished):
    lin = furnished.lin
    page = lin.open(f"drafts/{furnished.drafts[1].pk}/")
    lin.press("e")
    page.wait_for_selector("[name=embargo_until]:focus")
