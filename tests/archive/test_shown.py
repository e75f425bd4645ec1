"""Which pictures articles show: the index beside their texts, and how it came to archives that had none."""

from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.archive.test_decisions import save
from tougao.archive import decisions, migrations, shown
from tougao.archive.models import ArticleRecord, DecisionRecord, PrintOrderRecord, ShownRecord
from tougao.core.workflow import Action

MINUTE = timedelta(minutes=1)
FIELD, HALL, POOL = ("a" * 64, "b" * 64, "c" * 64)


def body(*digests: str) -> str:
    figures = (f'<figure><img src="media:{each}.jpg" width="900" height="600" alt=""></figure>' for each in digests)
    return "<p>文</p>" + "".join(figures)


def approve(draft, now, site):
    decisions.decide(draft.pk, Action.APPROVE, None, now, site)
    return ArticleRecord.objects.get(draft=draft)


def test_what_is_published_amended_withdrawn_and_undone_is_known_at_once(new_draft, noon, site):
    draft, other = new_draft(html=body(FIELD, HALL)), new_draft(html=body(HALL))
    approve(draft, noon, site)
    approve(other, noon, site)
    assert shown.among([FIELD, HALL, POOL]) == {FIELD, HALL}
    save(draft, noon, html=body(POOL))
    decisions.decide(draft.pk, Action.AMEND, None, noon + MINUTE, site)
    assert shown.among([FIELD, HALL, POOL]) == {HALL, POOL}
    decisions.decide(other.pk, Action.WITHDRAW, None, noon + MINUTE, site, reason="误发")
    assert shown.among([FIELD, HALL, POOL]) == {POOL}
    decisions.undo(DecisionRecord.objects.latest("pk").pk, None, noon + MINUTE)
    assert shown.among([FIELD, HALL, POOL]) == {HALL, POOL}


def test_a_picture_that_is_shown_twice_is_noted_once(new_draft, noon, site):
    article = approve(new_draft(html=body(FIELD, FIELD)), noon, site)
    assert list(article.shown.values_list("sha256", flat=True)) == [FIELD]


def test_however_many_pictures_are_asked_for_it_is_one_statement_that_reads_no_text(new_draft, noon, site):
    digests = [f"{number:064x}" for number in range(60)]
    approve(new_draft(html=body(*digests)), noon, site)
    with CaptureQueriesContext(connection) as told:
        assert shown.among(digests) == set(digests)
    (statement,) = told.captured_queries
    assert "html" not in statement["sql"]


def steps(articles, new_draft, noon, site) -> int:
    """What SQLite does, in steps of its machine, to know of a picture that so many articles show."""
    for _ in range(articles):
        approve(new_draft(html=body(FIELD)), noon, site)
    connection.ensure_connection()
    taken = 0

    def step() -> int:
        nonlocal taken
        taken += 1
        return 0

    connection.connection.set_progress_handler(step, 1)
    try:
        assert shown.among([FIELD]) == {FIELD}
    finally:
        connection.connection.set_progress_handler(None, 0)
    return taken


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="its machine's steps are counted")
def test_a_picture_that_many_articles_show_costs_no_more_than_one_that_few_do(new_draft, noon, site):
    few = steps(3, new_draft, noon, site)
    assert steps(40, new_draft, noon, site) <= few + 5


def test_nothing_is_asked_where_nothing_is_asked_for(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert shown.among([]) == set()


def test_an_order_names_the_pictures_that_are_shown_no_more_and_no_others(new_draft, noon, site):
    draft = new_draft(html=body(FIELD, HALL))

    def ordered() -> set[str]:
        return {sha256 for sha256, _, _ in PrintOrderRecord.objects.latest("pk").pictures}

    approve(draft, noon, site)
    assert ordered() == set()
    decisions.decide(draft.pk, Action.PIN, None, noon, site)
    assert ordered() == set()
    save(draft, noon, html=body(HALL, POOL))
    decisions.decide(draft.pk, Action.CORRECT, None, noon + MINUTE, site, reason="换图")
    assert ordered() == {FIELD}
    decisions.undo(DecisionRecord.objects.latest("pk").pk, None, noon + MINUTE)
    assert ordered() == {POOL}
    decisions.decide(draft.pk, Action.WITHDRAW, None, noon + 2 * MINUTE, site, reason="误发")
    assert ordered() == {FIELD, HALL}


@pytest.mark.parametrize("batch", [1, 500])
def test_an_archive_from_before_is_filled_from_its_texts(new_draft, noon, site, monkeypatch, batch):
    for html in (body(FIELD, HALL), body(), body(HALL)):
        approve(new_draft(html=html), noon, site)
    before = sorted(ShownRecord.objects.values_list("article__number", "sha256"))
    ShownRecord.objects.all().delete()
    (path,) = Path(migrations.__file__).parent.glob("*_shown.py")
    migration = import_module(f"tougao.archive.migrations.{path.stem}")
    monkeypatch.setattr(migration, "BATCH", batch)
    migration.fill(apps, None)
    assert sorted(ShownRecord.objects.values_list("article__number", "sha256")) == before
