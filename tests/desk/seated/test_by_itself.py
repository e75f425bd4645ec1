"""Pages stand open in a real Chromium and nobody sits there: all that they ask says so, for no use renews the session."""

from dataclasses import replace

import pytest
from django.test import RequestFactory

from tougao import jobs
from tougao.archive import decisions, revisions
from tougao.archive.decisions import DraftFields
from tougao.desk import middleware

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def is_quiet(request):
    """As the desk hears it over plain http, where a browser does not say what it fetches for."""
    path = request.url.partition("/desk")[2]
    said = {name: value for name, value in request.all_headers().items() if not name.startswith("sec-fetch")}
    return middleware.is_quiet(RequestFactory().generic(request.method, f"/desk{path}", headers=said))


@pytest.mark.parametrize("query", ["?pane=original", "?pane=preview", "?pane=preview&as=feed", "?pane=preview&as=card"])
def test_a_draft_that_others_change_asks_quietly(sit, new_draft, new_editor, query):
    draft = new_draft(html="<p>旧的,文字</p>")
    page = sit().open(f"drafts/{draft.pk}/{query}")
    page.wait_for_selector("html[data-draft=ready]")
    page.wait_for_load_state("networkidle")
    asked = []
    page.on("request", lambda request: asked.append(request) if "/desk/" in request.url else None)
    fields = replace(DraftFields(**revisions.fields_of(draft)), title="另一个标题", html="<p>新的,文字,两处</p>")
    decisions.save(draft.pk, draft.version, new_editor("zhao"), jobs.clock(), fields)
    with page.expect_request(lambda request: request.url.split("?")[0].endswith(f"/drafts/{draft.pk}/")):
        pass  # what is proposed for the new text
    if "preview" in query:
        page.frame_locator("iframe[data-preview]").locator("text=另一个标题 >> nth=0").wait_for()
    assert len({request.url for request in asked}) >= 3
    assert [f"{request.method} {request.url}" for request in asked if not is_quiet(request)] == []


def test_an_empty_queue_that_fills_by_itself_asks_quietly_and_a_click_does_not(sit, new_draft):
    lin = sit()
    page, asked = lin.open(), []
    page.wait_for_selector(".empty")
    page.on("request", lambda request: asked.append(request) if "/desk/" in request.url else None)
    new_draft(title="第一篇")
    page.wait_for_selector(".queue b:has-text('第一篇')")
    assert [f"{request.method} {request.url}" for request in asked if not is_quiet(request)] == []
    new_draft(title="第二篇")
    page.wait_for_selector("[data-fresh]:visible")
    lin.press("n")
    page.wait_for_selector(".queue b:has-text('第二篇')")
    assert any(not is_quiet(request) for request in asked)
