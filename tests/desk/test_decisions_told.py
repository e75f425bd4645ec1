"""Decisions that ask for something more: an hour, a note to readers; and the hours as editors write them."""

from datetime import timedelta

import pytest

from tests.desk.test_draft import form
from tougao import jobs
from tougao.archive.models import ArticleRecord, CorrectionRecord, DraftRecord
from tougao.core.workflow import Role, Status

pytestmark = pytest.mark.django_db


def test_an_editor_schedules_in_the_sites_time_zone(signed_in, new_draft):
    draft, client = new_draft(), signed_in()
    client.post(f"/desk/drafts/{draft.pk}/", form(draft, action="schedule", publish_at="2099-12-01T08:30"))
    draft.refresh_from_db()
    assert draft.status == Status.SCHEDULED
    assert draft.publish_at.isoformat() == "2099-12-01T00:30:00+00:00"
    page = client.get(f"/desk/drafts/{draft.pk}/").content.decode()
    assert "将于 2099-12-01 08:30 发布" in page
    assert 'name="publish_at" value="2099-12-01T08:30"' in page
    assert "<fieldset disabled>" in page
    assert "定时待发" in client.get("/desk/?status=scheduled").content.decode()


@pytest.mark.parametrize("hour", ["", "2001-01-01T00:00"])
def test_without_an_hour_to_come_nothing_is_scheduled(signed_in, new_draft, hour):
    draft, client = new_draft(), signed_in()
    answer = client.post(f"/desk/drafts/{draft.pk}/", form(draft, action="schedule", publish_at=hour))
    assert answer.status_code == 409
    assert "“定时发布”需要一个将来的时间。" in answer.content.decode()
    assert DraftRecord.objects.get().status == Status.NEW


def test_what_is_no_hour_is_refused_in_words_and_what_was_typed_stays(signed_in, new_draft):
    draft, client = new_draft(), signed_in()
    answer = client.post(
        f"/desk/drafts/{draft.pk}/", form(draft, title="改过的标题", action="schedule", publish_at="明天早上")
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "“明天早上”不是日期和时间" in page
    assert "改过的标题" in page


def test_an_embargo_is_kept_with_the_draft_and_holds(signed_in, new_draft):
    draft, client = new_draft(), signed_in(Role.ADMINISTRATOR)
    refused = client.post(f"/desk/drafts/{draft.pk}/embargo", {"embargo_until": "übermorgen"}, follow=True)
    assert "不是日期和时间" in refused.content.decode()
    client.post(f"/desk/drafts/{draft.pk}/embargo", {"embargo_until": "2099-12-01T08:30"})
    draft.refresh_from_db()
    answer = client.post(f"/desk/drafts/{draft.pk}/", form(draft, action="approve"))
    assert "此稿在 2099-12-01 08:30 之前不得发布" in answer.content.decode()
    assert "2099-12-01 08:30 前不得发布" in client.get(f"/desk/drafts/{draft.pk}/").content.decode()
    client.post(f"/desk/drafts/{draft.pk}/embargo", {"embargo_until": ""})
    draft.refresh_from_db()
    client.post(f"/desk/drafts/{draft.pk}/", form(draft, action="approve"))
    assert ArticleRecord.objects.exists()
    late = client.post(f"/desk/drafts/{draft.pk}/embargo", {"embargo_until": "2099-12-01T08:30"}, follow=True)
    assert "已经看到" in late.content.decode()


def test_a_slip_is_mended_quietly_and_a_correction_is_told(signed_in, new_draft):
    draft, client = new_draft(), signed_in()
    client.post(f"/desk/drafts/{draft.pk}/", form(draft, action="approve"))
    draft.refresh_from_db()
    client.post(f"/desk/drafts/{draft.pk}/", form(draft, title="没有错字的标题", action="amend"))
    article = ArticleRecord.objects.get()
    assert (article.title, article.updated_at) == ("没有错字的标题", article.published_at)
    draft.refresh_from_db()
    client.post(f"/desk/drafts/{draft.pk}/", form(draft, title="更正后的标题", action="correct", note="人名有误。"))
    article.refresh_from_db()
    assert article.updated_at > article.published_at
    assert CorrectionRecord.objects.get().note == "人名有误。"
    assert "人名有误。" in client.get(f"/desk/drafts/{draft.pk}/").content.decode()


def test_the_standing_job_publishes_what_is_due(new_draft, settings):
    draft = new_draft(status=Status.NEW)
    from tougao.archive import decisions
    from tougao.core.workflow import Action

    now = jobs.clock()
    decisions.decide(
        draft.pk, Action.SCHEDULE, None, now - timedelta(hours=2), settings.SITE, publish_at=now - timedelta(hours=1)
    )
    assert jobs.publish_due() == 1
    jobs.print_ordered()
    assert (jobs.press().folder / "a/1.html").exists()
    assert jobs.publish_due() == 0
