"""Words that somebody writes once are kept in the browser until the server has them, and nothing else is: in a real Chromium."""

from dataclasses import replace

import pytest

from tests.desk.seated.looking import shows, statuses
from tests.support.waiting import eventually
from tougao import jobs
from tougao.archive import batches, cases, merging, messages, revisions
from tougao.archive.decisions import DraftFields
from tougao.archive.models import (
    CaseEntryRecord,
    CommentRecord,
    ContributorRecord,
    DraftRecord,
    EditorRecord,
    MessageRecord,
)
from tougao.core.cases import complaint
from tougao.core.messages import Deed, typed
from tougao.core.site import Guestbook, Link, Rights
from tougao.core.workflow import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEPT = "() => JSON.stringify(Object.entries({...localStorage, ...sessionStorage}).filter(([key]) => key.startsWith('tougao-')))"
REASON = "[name=reason-return]"


def kept(page):
    """All that the browser keeps of what was typed, as text."""
    return page.evaluate(KEPT)


def wrote(*texts):
    """Messages of readers."""
    return [messages.receive(typed("", text), None, text, True, "mobile", jobs.clock()).pk for text in texts]


@pytest.mark.parametrize(
    ("path", "field", "words"),
    [
        ("settings/footer/", "[name=title] >> nth=0", "改了一行"),
        ("settings/texts/", "[name=description]", "新的说明"),
        ("settings/returns/", "[name=chinese] >> nth=0", "请补充照片。"),
        ("contributors/{contributor}/", "[name=note]", "写到一半的备注"),
        ("contributors/{contributor}/", "[name=organisation]", "青禾大学"),
        ("drafts/{draft}/", "[name=embargo_until]", "2099-12-01T08:30"),
        ("account/app", "[name=code]", "123456"),
        ("account/password", "[name=oldpassword]", "春江潮水"),
    ],
)
def test_what_is_no_word_written_once_is_not_kept(sit, new_draft, settings, path, field, words):
    settings.SITE = replace(settings.SITE, footer=(Link("甲", "/a.html"), Link("乙", "/b.html")))
    draft = new_draft()
    contributor = ContributorRecord.objects.create(address=draft.submission.sender_address)
    lin = sit()
    EditorRecord.objects.update(role=Role.ADMINISTRATOR)
    path = path.format(draft=draft.pk, contributor=contributor.pk)
    page = lin.open(path)
    before = page.eval_on_selector_all("main form [name]", "all => all.map(each => each.value)")
    page.fill(field, words)
    page.keyboard.press("Tab")
    assert words not in kept(page)
    page = lin.open(path)
    again = page.eval_on_selector_all("main form [name]", "all => all.map(each => each.value)")
    assert [each for each in again if each not in before and words in each] == []


def test_what_a_colleague_chose_meanwhile_stands(sit, new_draft, new_editor):
    draft = new_draft()
    lin = sit()
    page = lin.open(f"drafts/{draft.pk}/")
    page.select_option("#talk [name=editor]", "lin")
    zhao = new_editor("zhao")
    DraftRecord.objects.update(assigned_to=zhao)
    page = lin.open(f"drafts/{draft.pk}/")
    assert page.input_value("#talk [name=editor]") == "zhao"


def test_a_reason_comes_back_until_it_is_sent_and_is_gone_then(sit, new_draft):
    new_draft(title="旧")
    draft = new_draft(title="新")
    lin = sit()
    page = lin.open(f"drafts/{draft.pk}/")
    lin.press("r")
    page.fill(REASON, "请补充照片。")
    page = lin.open(f"drafts/{draft.pk}/")
    assert page.is_visible(REASON)
    assert page.input_value(REASON) == "请补充照片。"
    page.focus(REASON)
    lin.press("Control+Enter")
    shows(page, "旧")
    page.wait_for_load_state()  # and its scripts have run
    assert statuses() == {"旧": "new", "新": "returned"}
    assert "请补充照片" not in kept(page)


def test_a_reason_stays_where_the_draft_is_saved_without_it(sit, new_draft):
    draft = new_draft()
    lin = sit()
    page = lin.open(f"drafts/{draft.pk}/")
    lin.press("r")
    page.fill(REASON, "请补充照片。")
    lin.press("Escape", "s")
    page.wait_for_selector("text=已保存。")
    page.wait_for_load_state()
    assert page.input_value(REASON) == "请补充照片。"
    page = lin.open(f"drafts/{draft.pk}/")
    assert page.input_value(REASON) == "请补充照片。"


def test_an_answer_stays_where_another_message_is_decided(sit, settings):
    settings.SITE = replace(settings.SITE, guestbook=Guestbook(on=True))
    first, second = wrote("第一条", "第二条")
    lin = sit()
    page = lin.open("guestbook")
    lin.press("j", "r")
    page.fill(f"[name=answer-{first}]", "写到一半")
    lin.press("Escape", "j", "a")
    page.wait_for_selector(f"[name=answer-{second}]", state="detached")
    page.wait_for_load_state()
    assert MessageRecord.objects.get(pk=second).standing == "shown"
    assert page.is_visible(f"[name=answer-{first}]")
    assert page.input_value(f"[name=answer-{first}]") == "写到一半"
    page.focus(f"[name=answer-{first}]")
    lin.press("Control+Enter")
    page.wait_for_selector(".empty")
    page.wait_for_load_state()
    assert "写到一半" not in kept(page)


def test_an_answer_is_not_laid_over_that_of_a_colleague(sit, settings, new_editor):
    settings.SITE = replace(settings.SITE, guestbook=Guestbook(on=True))
    (only,) = wrote("第一条")
    messages.decide([only], Deed.ANSWER, None, jobs.clock(), "谢谢。")
    lin = sit()
    page = lin.open("guestbook?standing=shown")
    lin.press("j", "r")
    page.fill(f"[name=answer-{only}]", "谢谢您。")
    page = lin.open("guestbook?standing=shown")
    assert page.input_value(f"[name=answer-{only}]") == "谢谢您。"
    messages.decide([only], Deed.ANSWER, new_editor("zhao"), jobs.clock(), "已转有关部门。")
    page = lin.open("guestbook?standing=shown")
    assert page.input_value(f"[name=answer-{only}]") == "已转有关部门。"


def test_a_reason_stays_where_a_colleague_saved_a_moment_before(sit, new_draft, new_editor):
    draft = new_draft(title="第一篇")
    lin = sit()
    page = lin.open(f"drafts/{draft.pk}/")
    page.wait_for_selector("html[data-draft=ready]")
    page.route("**/live", lambda route: route.abort())  # it does not hear of it in time
    lin.press("r")
    page.fill(REASON, "请补充照片。")
    theirs = DraftFields(**revisions.fields_of(draft))
    merging.save(draft.pk, draft.version, new_editor("zhao"), jobs.clock(), replace(theirs, summary="赵写的提要"))
    page.focus(REASON)
    lin.press("Control+Enter")
    page.wait_for_selector(".note.warning:has-text('改')")
    page.wait_for_load_state()
    assert page.input_value("[name=summary]") == "赵写的提要"
    assert page.input_value(REASON) == "请补充照片。"
    assert DraftRecord.objects.get().status == "new"
    lin.troubles.clear()  # the browser itself complains of what was cut


def refuse(page, path):
    """The desk cannot do it just now."""
    page.route(path, lambda route: route.fulfill(status=503, content_type="text/html", body="<h1>503</h1>"))


@pytest.mark.parametrize("is_in_another_window", [False, True])
def test_what_failed_is_not_taken_for_done_by_the_next_deed(sit, new_draft, is_in_another_window):
    commented, spiked = new_draft(title="甲"), new_draft(title="乙")
    lin = sit()
    page = lin.open(f"drafts/{commented.pk}/")
    refuse(page, "**/comment")
    page.fill("[name=comment]", "看过了")
    page.click("#talk form[action$=comment] button")
    page.wait_for_selector("h1:has-text('503')")
    other = lin.context.new_page() if is_in_another_window else page
    other.goto(f"{lin.address}/desk/drafts/{spiked.pk}/")
    other.wait_for_load_state()
    other.keyboard.press("#")
    shows(other, "甲")
    assert statuses()["乙"] == "spiked"
    page.goto(f"{lin.address}/desk/drafts/{commented.pk}/")
    assert page.input_value("[name=comment]") == "看过了"
    assert not CommentRecord.objects.exists()
    lin.troubles.clear()  # the browser itself complains of what was refused


def test_a_comment_that_has_arrived_does_not_come_back(sit, new_draft):
    draft = new_draft()
    lin = sit()
    page = lin.open(f"drafts/{draft.pk}/")
    page.click("[name=comment]")
    page.keyboard.type("看过了")
    lin.press("Control+Enter")  # the field still has the focus: it says that it was changed when the page has left
    page.wait_for_selector("#talk .log:has-text('看过了')")
    page.wait_for_load_state()
    assert page.input_value("[name=comment]") == ""
    assert "看过了" not in kept(page)


def test_what_is_written_in_another_window_meanwhile_stays(sit, new_draft):
    draft = new_draft()
    lin = sit()
    page, other = lin.open(f"drafts/{draft.pk}/"), lin.context.new_page()
    page.fill("[name=comment]", "看过了")
    other.goto(f"{lin.address}/desk/drafts/{draft.pk}/")
    other.fill("[name=comment]", "看过了，第二段还要核对")
    page.bring_to_front()
    page.focus("[name=comment]")
    lin.press("Control+Enter")
    page.wait_for_selector("#talk .log:has-text('看过了')")
    page.wait_for_load_state()
    other.reload()
    assert other.input_value("[name=comment]") == "看过了，第二段还要核对"


def test_words_of_a_case_come_back_also_after_the_desk_refused_them(sit, settings, new_draft):
    settings.SITE = replace(settings.SITE, rights=Rights(on=True))
    found = complaint("/a/1.html", "privacy", "赵一", "zhao@example.cn", "请撤下。")
    case = cases.receive(found, "t", False, "zh", settings.SITE, jobs.clock(), writes=False)
    lin = sit()
    page = lin.open(f"cases/{case.pk}/")
    page.eval_on_selector("[name=outcome]", "each => { each.required = false; }")
    page.fill("[name=note]", "先问过法务")
    page.fill("[name=why]", "已协商")
    page.focus("[name=why]")
    lin.press("Control+Enter")
    page.wait_for_selector(".note.error:has-text('结')")
    page.wait_for_load_state()
    page.fill("[name=why]", "已协商解决")  # where the page shows back what was refused
    page = lin.open(f"cases/{case.pk}/")
    assert page.input_value("[name=why]") == "已协商解决"
    assert page.input_value("[name=note]") == "先问过法务"
    page.focus("[name=note]")
    lin.press("Control+Enter")
    page.wait_for_selector(".mails blockquote:has-text('先问过法务')")
    page.wait_for_load_state()
    assert page.input_value("[name=note]") == ""
    assert page.input_value("[name=why]") == "已协商解决"
    assert CaseEntryRecord.objects.filter(text="先问过法务").count() == 1
    lin.troubles.clear()  # the browser itself complains of what was refused


def test_a_line_for_many_stays_where_nothing_could_be_done(sit, new_draft, new_editor, site):
    draft = new_draft(title="第一篇")
    lin = sit()
    page = lin.page
    page.route("**/desk/live*", lambda route: route.abort())  # it does not hear of it in time
    lin.press("X", "r")
    page.select_option("#bulk [name=template]", "")
    page.fill("#bulk [name=own]", "请补充照片。")
    order = batches.Order(batches.Deed.SPIKE, "", "", "")
    batches.carry_out([batches.Tick(draft.pk, draft.version)], order, new_editor("zhao"), jobs.clock(), site)
    lin.press("Control+Enter")
    page.wait_for_selector(".report.warning")
    page.wait_for_load_state()
    assert "请补充照片。" in kept(page)
    lin.troubles.clear()  # the browser itself complains of what was cut


def test_words_that_left_and_met_no_server_come_back(sit, new_draft):
    draft = new_draft()
    lin = sit()
    page = lin.open(f"drafts/{draft.pk}/")
    page.fill("[name=comment]", "看过了")
    page.route("**/comment", lambda route: route.abort())
    page.focus("[name=comment]")
    lin.press("Control+Enter")
    eventually(lambda: page.wait_for_timeout(100) or page.url.startswith("chrome-error:"))
    page = lin.open(f"drafts/{draft.pk}/")
    assert page.input_value("[name=comment]") == "看过了"
    lin.troubles.clear()  # the browser itself complains of what was cut
