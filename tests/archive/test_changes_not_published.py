"""A published draft that was changed says so, until what readers see is the same again."""

from dataclasses import replace

import pytest

from tougao.archive import decisions, queue, revisions, views
from tougao.archive.decisions import DraftFields
from tougao.archive.models import DraftRecord
from tougao.core.listing import Listing
from tougao.core.workflow import Action

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(new_draft, noon, site):
    draft = new_draft()
    decisions.decide(draft.pk, Action.APPROVE, None, noon, site)
    return draft


def is_ahead(draft) -> bool:
    return DraftRecord.objects.get(pk=draft.pk).is_ahead


def changed(draft, noon, **fields):
    found = DraftRecord.objects.get(pk=draft.pk)
    now = replace(DraftFields(**revisions.fields_of(found)), **fields)
    decisions.save(draft.pk, found.version, None, noon, now, is_autosave=True)


def test_a_change_of_a_published_draft_waits_to_be_published(published, noon):
    assert not is_ahead(published)
    changed(published, noon, html="<p>改了一个字。</p>")
    assert is_ahead(published)


def test_a_change_that_is_taken_back_waits_for_nothing(published, noon):
    title = published.title
    changed(published, noon, title="改过的标题")
    changed(published, noon, title=title)
    assert not is_ahead(published)


@pytest.mark.parametrize("action", [Action.CORRECT, Action.AMEND, Action.WITHDRAW])
def test_it_is_over_when_readers_see_the_change_or_nothing(published, noon, site, action):
    changed(published, noon, category="news")
    decision = decisions.decide(published.pk, action, None, noon, site, reason="更正")
    assert not is_ahead(published)
    decisions.undo(decision.pk, None, noon)
    assert is_ahead(published)


def test_pinning_publishes_no_change(published, noon, site):
    changed(published, noon, summary="新的摘要")
    decisions.decide(published.pk, Action.PIN, None, noon, site)
    assert is_ahead(published)


def test_what_readers_never_saw_is_not_ahead_of_anything(new_draft, noon):
    draft = new_draft()
    changed(draft, noon, title="改过的标题")
    assert not is_ahead(draft)


def test_a_view_lists_them_and_stands_there_only_while_it_holds_something(published, new_editor, new_draft, noon, site):
    lin = new_editor()
    decisions.decide(new_draft().pk, Action.APPROVE, None, noon, site)
    assert views.AHEAD not in [each.name for each in views.in_use(site.reviews, queue.counts(lin).views)]
    changed(published, noon, title="改过的标题")
    counts = queue.counts(lin)
    assert (counts.views[views.AHEAD], counts.views["published"]) == (1, 2)
    assert views.AHEAD in [each.name for each in views.in_use(site.reviews, counts.views)]
    rows = queue.page(Listing(view=views.AHEAD), lin, site, noon).rows
    assert [row.draft.pk for row in rows] == [published.pk]


def test_page_and_row_say_so(published, noon, client, new_editor):
    client.force_login(new_editor(), backend="allauth.account.auth_backends.AuthenticationBackend")
    pages = (f"/desk/drafts/{published.pk}/", "/desk/?view=published")
    said = "有未发布的修改"
    assert [said in client.get(page).content.decode() for page in pages] == [False, False]
    changed(published, noon, title="改过的标题")
    assert [said in client.get(page).content.decode() for page in pages] == [True, True]
