"""Through a draft's page by Tab in a real Chromium: into the frame beside it, and out again to what stands behind."""

import pytest

from tests.desk.seated.looking import statuses
from tougao.archive import intake
from tougao.archive.store import Store

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

READY = "html[data-draft=ready]"
ENOUGH = 60  # tabs from the side's first link to its end, at most
WHERE = """() => {
  const at = document.activeElement, frame = document.querySelector('[data-pane] iframe');
  if (at === frame) return 'frame';
  return frame.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING ? 'behind' : 'before';
}"""


def open_frame(page, query):
    page.wait_for_selector(READY)
    frame = page.frame_locator("[data-pane] iframe")
    frame.locator("[tabindex='0']" if "original" in query else "body").first.wait_for()
    return frame


@pytest.mark.parametrize(
    "query", ["pane=original", *(f"pane=preview&as={look}" for look in ("phone", "desktop", "wap", "feed", "card"))]
)
def test_tab_leads_through_the_frame_to_what_stands_behind_it_and_back(sit, new_draft, query):
    draft = new_draft()
    lin = sit()
    lin.context.route(
        "**/wap/wap.css", lambda route: route.fulfill(content_type="text/css", body="")
    )  # nothing is printed
    page = lin.open(f"drafts/{draft.pk}/?{query}")
    open_frame(page, query)
    frame = page.locator("[data-pane] iframe")
    frame.hover()  # where the pointer lies makes no difference
    page.focus("[data-pane] nav a")
    been = []
    for _ in range(ENOUGH):
        page.keyboard.press("Tab")
        page.wait_for_timeout(60)  # what would throw it back comes a moment later
        been.append(page.evaluate(WHERE))
        if been[-1] == "behind":
            break
    assert "frame" in been
    assert been[-1] == "behind"
    assert been == sorted(been, key=["before", "frame", "behind"].index), "thrown back"
    page.keyboard.press("Shift+Tab")
    page.wait_for_timeout(60)
    assert page.evaluate(WHERE) == "frame"


def test_after_a_press_in_a_preview_the_keys_are_the_pages_again_also_after_tabbing_there(sit, new_draft):
    draft = new_draft(title="第一篇")
    lin = sit()
    page = lin.open(f"drafts/{draft.pk}/?pane=preview")
    preview = open_frame(page, "pane=preview")
    page.focus("[data-pane] nav.looks a:last-child")
    page.keyboard.press("Tab")
    page.wait_for_timeout(100)
    assert page.evaluate(WHERE) == "frame"
    page.focus("[data-pane] nav a")
    preview.locator("h1").click()
    page.wait_for_selector("[data-pane]:focus")
    lin.press("#")
    page.wait_for_selector(".empty")
    assert statuses() == {"第一篇": "spiked"}


def test_enter_on_a_link_of_the_original_leaves_the_focus_on_it(sit, new_draft, settings):
    draft = new_draft()
    body = '<p>正文一段。</p><p>又见<a href="https://example.cn/a">这里</a>。</p>'
    raw = f"From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n{body}\n"
    draft.submission.digest = Store(settings.MAIL_STORE).keep(raw.encode(), intake.MAIL_SUFFIX)
    draft.submission.save()
    lin = sit()
    lin.context.route("https://example.cn/**", lambda route: route.fulfill(body="there"))
    page = lin.open(f"drafts/{draft.pk}/")
    original = open_frame(page, "pane=original")
    link = original.locator("a", has_text="这里")
    link.focus()
    with lin.context.expect_page() as opened:
        page.keyboard.press("Enter")
    opened.value.close()
    page.wait_for_timeout(200)
    assert page.evaluate(WHERE) == "frame"
    assert link.evaluate("node => node === document.activeElement")
    original.locator("p").first.click()
    page.wait_for_selector("[data-pane]:focus")
