"""Articles from elsewhere in the archive: once each, whole or not at all, with their days, also through reviews and the desk."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tougao.archive import decisions, imports
from tougao.archive.imports import Ready
from tougao.archive.models import (
    ArticleRecord,
    DraftRecord,
    ImportRecord,
    LetterRecord,
    OldAddressRecord,
    SubmissionRecord,
)
from tougao.archive.store import Store
from tougao.core.article import Correction
from tougao.core.importing import Entry
from tougao.core.workflow import Action, Reviews, Role
from tougao.errors import DecisionError, SubmissionError

pytestmark = pytest.mark.django_db
THEN = datetime(2019, 5, 6, 1, 0, tzinfo=UTC)
ENTRY = Entry(
    guid="http://old.example/?p=7",
    urls=("http://old.example/2019/05/x/", "http://old.example/?p=7"),
    title="春季运动会开幕",
    byline="林晓禾",
    html="<p>运动会开幕。</p>",
    published_at=THEN,
)


@pytest.fixture
def bring(site, settings, noon):
    def do(entry: Entry = ENTRY, html: str = "<p>运动会开幕。</p>", category: str = "campus") -> DraftRecord:
        return imports.bring(Ready(entry, html, category), site, Store(settings.MAIL_STORE), noon)

    return do


def test_an_entry_is_kept_as_it_came_and_becomes_a_draft(bring, settings):
    draft = bring()
    raw = Store(settings.MAIL_STORE).read(draft.submission.digest, ".eml")
    assert b"Content-Location: " in raw
    assert (draft.submission.state, draft.submission.answerable, draft.status) == ("read", False, "new")
    assert imports.known([ENTRY.key, "x"]) == {ENTRY.key}
    assert imports.moves() == {}  # nobody can read it yet


@pytest.mark.parametrize(("entry", "html"), [(replace(ENTRY, title=""), "<p>x</p>"), (ENTRY, "")])
def test_what_lacks_a_title_or_a_text_leaves_nothing_behind(bring, entry, html):
    with pytest.raises(SubmissionError):
        bring(entry, html)
    assert not SubmissionRecord.objects.exists()
    assert not ImportRecord.objects.exists()


def test_published_at_once_it_bears_its_day_and_nobody_is_written_to(bring, site, noon):
    entry = replace(
        ENTRY, updated_at=THEN + timedelta(days=1), corrections=(Correction(THEN + timedelta(days=1), "人数更正。"),)
    )
    article = imports.publish(bring(entry), entry, site, noon)
    assert (article.published_at, article.updated_at) == (THEN, THEN + timedelta(days=1))
    assert article.corrections.get().note == "人数更正。"
    assert not LetterRecord.objects.exists()
    assert imports.moves() == {"/2019/05/x/": "/a/1.html", "/?p=7": "/a/1.html"}


def test_approved_on_the_desk_later_it_bears_its_day_too(bring, site, noon, new_editor):
    draft = bring()
    decisions.decide(draft.pk, Action.APPROVE, new_editor(), noon, site)
    assert ArticleRecord.objects.get().published_at == THEN
    assert imports.moves()["/?p=7"] == "/a/1.html"


def test_a_newsroom_of_three_reviews_does_not_review_it_again(bring, site, noon):
    strict = replace(site, reviews=Reviews((Role.EDITOR, Role.EDITOR, Role.CHIEF)))
    assert imports.publish(bring(), ENTRY, strict, noon).number == 1


def test_a_day_that_lies_ahead_stays_a_draft(bring, site, noon):
    entry = replace(ENTRY, published_at=noon + timedelta(days=1))
    with pytest.raises(DecisionError):
        imports.publish(bring(entry), entry, site, noon)
    assert DraftRecord.objects.get().status == "new"


def test_numbers_of_an_export_of_ours_are_kept_where_they_are_free(bring, site, noon):
    def one(number: int) -> ArticleRecord:
        entry = replace(ENTRY, guid=f"tag:old.example,2020:{number}", urls=(), number=number, reads=796)
        return imports.publish(bring(entry), entry, site, noon)

    seven = one(7)
    assert (seven.number, seven.entry_id, seven.reads) == (7, "tag:old.example,2020:7", 796)
    three = one(3)  # seven was given out; three would break the order of permanent pages
    assert (three.number, three.entry_id, three.reads) == (8, site.entry_id(8), 0)


def test_two_articles_may_claim_one_old_address_and_the_first_has_it(bring, site, noon):
    first, second = ENTRY, replace(ENTRY, guid="another")
    imports.publish(bring(first), first, site, noon)
    imports.publish(bring(second), second, site, noon)
    assert OldAddressRecord.objects.count() == 2
    assert set(imports.moves().values()) == {"/a/1.html"}
