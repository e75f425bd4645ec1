"""A draft whose text is longer than its page can carry, in a real Chromium."""

import pytest

from tests.desk.seated.looking import statuses
from tougao.archive.models import DraftRecord

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_it_is_told_saved_by_no_page_that_nobody_writes_on_and_decided_whole(sit, new_draft):
    whole = "".join(f"<p>第{number}段。{'运动会开幕。' * 20}</p>" for number in range(5000))
    draft = new_draft(title="长文", html=whole)
    lin = sit()
    page = lin.open(f"drafts/{draft.pk}/")
    page.wait_for_selector("html[data-draft=ready]")
    assert page.is_visible("[data-too-long]")
    assert "第10段。" in page.inner_text(".paper")
    page.wait_for_timeout(3000)  # longer than it waits before it saves
    assert DraftRecord.objects.get().html == whole
    lin.press("#")
    page.wait_for_selector(".empty")
    assert statuses() == {"长文": "spiked"}
    assert DraftRecord.objects.get().html == whole
