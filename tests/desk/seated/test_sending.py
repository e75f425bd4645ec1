"""Forms leave once, whole, or not at all and in words: in a real Chromium, on a desk that is slow, full or out of reach."""

import threading

import pytest

from tests.desk.seated.looking import statuses
from tests.support.waiting import eventually
from tougao.archive import comments
from tougao.archive.models import AuditRecord, CommentRecord, DraftRecord, EditorRecord
from tougao.core.workflow import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BACK = "window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"

LATE = """() => {
  const fetched = window.fetch;
  window.fetch = async (address, ...rest) => {
    if (String(address).includes("working-copy")) await new Promise((done) => { setTimeout(done, 1500); });
    return fetched(address, ...rest);
  };
}"""

# Something is typed and the page is left at once; how many requests were made that outlive it.
LEFT = """() => {
  const fetched = window.fetch;
  let count = 0;
  window.fetch = (address, told) => { if (told?.keepalive && String(address).includes("working-copy")) count += 1; return fetched(address, told); };
  const summary = document.querySelector("[name=summary]");
  summary.value = "回来以后写的";
  summary.dispatchEvent(new Event("input", { bubbles: true }));
  window.dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
  return count;
}"""


class Slow:
    """The first question of a page to `path` waits until it is let go."""

    def __init__(self, page, path):
        self.waiting = []
        page.route(path, lambda route: self.waiting.append(route), times=1)

    def let_go(self):
        self.waiting[0].continue_()


def pause(page, holds):
    """Wait for it in the browser's own time, so that its requests are heard."""
    return eventually(lambda: page.wait_for_timeout(50) or holds())


def test_a_clash_is_chosen_from_on_a_slow_line(sit, new_draft, new_editor):
    draft = new_draft(html="<p>第一段。</p>", summary="提要")
    lin = sit()
    page = lin.open(f"drafts/{draft.pk}/")
    page.wait_for_selector("html[data-draft=ready]")
    DraftRecord.objects.update(summary="赵写的提要", version=2)
    page.fill("[name=summary]", "林写的提要")
    page.keyboard.press("Control+s")
    page.wait_for_selector("#kept[data-state=clash]")

    page.evaluate(LATE)
    page.click("#kept button")
    page.wait_for_selector(".clashes", timeout=15000)
    lin.troubles.clear()  # the browser itself complains of the clash


def takes_a_proposal(sit, new_draft, meanwhile):
    """Somebody whose proposal is taken, though `meanwhile` happened to the page between the press and the desk's answer."""
    draft = new_draft(html="<p>旧的,文字</p>")
    lin = sit()
    page = lin.open(f"drafts/{draft.pk}/")
    page.wait_for_selector("html[data-draft=ready]")
    slow = Slow(page, "**/signed-in")
    page.click("#copy button[value='style:safe']")
    pause(page, lambda: slow.waiting)
    page.evaluate(meanwhile)
    slow.let_go()
    page.wait_for_selector(".note.success")
    assert DraftRecord.objects.get().html == "<p>旧的，文字</p>"
    return lin


def test_a_button_that_was_drawn_anew_meanwhile_is_pressed_all_the_same(sit, new_draft):
    takes_a_proposal(
        sit, new_draft, "() => { const copy = document.querySelector('#copy'); copy.innerHTML = copy.innerHTML; }"
    )


def test_a_button_that_is_gone_is_sent_and_the_next_deed_is_asked_about(sit, new_draft):
    lin = takes_a_proposal(sit, new_draft, "() => document.querySelector('#copy').replaceChildren()")
    page = lin.page
    lin.context.set_offline(True)
    lin.press("a")
    page.wait_for_selector("#held:has-text('没有连接')")
    assert statuses() == {DraftRecord.objects.get().title: "new"}
    lin.context.set_offline(False)
    lin.troubles.clear()  # the browser itself complains of what was cut


def test_each_table_that_is_asked_for_comes_however_fast(sit, new_draft):
    new_draft()
    lin = sit()
    EditorRecord.objects.update(role=Role.CHIEF)
    page = lin.open("readings")
    files = []
    page.on("download", lambda file: files.append(file.suggested_filename))
    buttons = page.locator("form[action$='.csv'] button")
    assert buttons.count() >= 3
    for place in range(3):
        buttons.nth(place).click()
        page.wait_for_timeout(900)
    pause(page, lambda: len(files) == 3)
    assert len(set(files)) == 3
    buttons.nth(0).click()  # and once more, when one likes
    pause(page, lambda: len(files) == 4)
    assert not page.is_visible("#held")


def test_both_forms_of_the_audit_log_come(sit):
    lin = sit()
    EditorRecord.objects.update(role=Role.ADMINISTRATOR)
    page = lin.open("audit")
    files = []
    page.on("download", lambda file: files.append(file.suggested_filename))
    for form in ("csv", "jsonl"):
        page.click(f"button[value={form}]")
        page.wait_for_timeout(900)
    pause(page, lambda: len(files) == 2)
    assert AuditRecord.objects.filter(event="exported").count() == 2


@pytest.fixture
def slow_comments(monkeypatch):
    """Whoever comments waits until this is set; at most twelve seconds."""
    is_free, write = threading.Event(), comments.write

    def wait(*values):
        is_free.wait(12)
        return write(*values)

    monkeypatch.setattr(comments, "write", wait)
    yield is_free
    is_free.set()


# While an answer is awaited, the page is asked nothing: it does by itself what its editor would, and tells what it shows.
PRESSED_AGAIN = """([before, after]) => {
  const form = document.querySelector("#talk form[action$=comment]");
  const held = document.querySelector("#held");
  new MutationObserver(() => console.log(held.textContent)).observe(held, { childList: true, subtree: true });
  setTimeout(() => {
    if (before) window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    form.requestSubmit();
  }, after);
  form.requestSubmit();
}"""


def pressed_again(lin, draft, after, is_back=False):
    """The posts of a comment, and what the page told, when its button is pressed once more after so many milliseconds."""
    page, sent, told = lin.open(f"drafts/{draft.pk}/"), [], []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/comment") else None)
    page.on("console", lambda message: told.append(message.text))
    page.fill("[name=comment]", "看过了")
    page.evaluate(PRESSED_AGAIN, [is_back, after])
    page.wait_for_timeout(after + 1500)
    return sent, told


def test_an_answer_that_takes_its_time_lets_nothing_be_sent_twice(sit, new_draft, slow_comments):
    lin = sit()
    sent, told = pressed_again(lin, new_draft(), 5500)
    assert len(sent) == 1
    assert "还在发送" in "".join(told)
    slow_comments.set()
    lin.page.wait_for_selector("#talk .log:has-text('看过了')")
    assert CommentRecord.objects.count() == 1


def test_a_page_that_is_come_back_to_sends_again_and_the_same_words_are_one_comment(sit, new_draft, slow_comments):
    lin = sit()
    sent, _told = pressed_again(lin, new_draft(), 1000, is_back=True)
    assert len(sent) == 2
    slow_comments.set()
    lin.page.wait_for_selector("#talk .log:has-text('看过了')")
    eventually(lambda: CommentRecord.objects.count())
    lin.page.wait_for_timeout(500)
    assert CommentRecord.objects.count() == 1


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_desk_that_cannot_answer_is_not_told_as_a_lost_connection(sit, new_draft, status):
    draft = new_draft()
    lin = sit()
    page = lin.open(f"drafts/{draft.pk}/")
    page.route("**/signed-in", lambda route: route.fulfill(status=status, body=""))
    page.fill("[name=comment]", "看过了")
    lin.press("Control+Enter")
    page.wait_for_selector("#held:has-text('暂时无法响应')")
    assert page.input_value("[name=comment]") == "看过了"
    page.unroute("**/signed-in")
    lin.press("Control+Enter")
    page.wait_for_selector("#talk .log:has-text('看过了')")
    lin.troubles.clear()  # the browser itself complains of what was refused


def test_a_page_that_is_come_back_to_saves_what_is_typed_when_it_is_left(sit, new_draft):
    draft = new_draft()
    lin = sit()
    page = lin.open(f"drafts/{draft.pk}/")
    page.wait_for_selector("html[data-draft=ready]")
    # It is left: stopped here, so that the same page goes on, as one does that the browser had put by.
    page.evaluate("window.addEventListener('submit', event => event.preventDefault(), { once: true })")
    lin.press("s")
    page.wait_for_timeout(700)
    page.evaluate(BACK)
    kept_alive = page.evaluate(LEFT)
    assert kept_alive == 1
    pause(page, lambda: DraftRecord.objects.get().summary == "回来以后写的")


def test_a_key_that_was_down_when_the_page_was_left_is_up_when_one_comes_back(sit, new_draft):
    new_draft()
    lin = sit()
    page = lin.page
    page.keyboard.down("x")
    page.evaluate(BACK)
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    assert page.evaluate("sessionStorage.getItem('desk.held')") == "[]"
    page.keyboard.up("x")


def test_a_queue_that_was_signed_out_goes_on_when_one_looks_at_it_again(sit, new_draft):
    lin = sit()
    page = lin.page
    cookies = lin.context.cookies()
    lin.context.clear_cookies()
    page.wait_for_selector("[data-signed-out]:visible")
    lin.context.add_cookies(cookies)
    new_draft(title="第一篇")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.wait_for_selector(".queue b:has-text('第一篇')")
    assert not page.is_visible("[data-signed-out]")
    lin.troubles.clear()  # the browser itself complains of what was refused
