"""Reads on pages: printed on a schedule, where the number would change, and the most-read with them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.press.conftest import tree
from tougao.archive import decisions, reads
from tougao.archive.models import ArticleRecord
from tougao.core.workflow import Action
from tougao.press.run import Press

pytestmark = pytest.mark.django_db
MOST = 100


def changed(before, after):
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def test_reads_reach_the_articles_that_were_read_and_the_most_read_alone(press, publish, noon):
    for _ in range(3):
        publish()
    press.print_ordered(noon)
    before = tree(press.folder)
    reads.add({2: 796}, noon)
    run = press.print_reads(MOST, noon)
    after = tree(press.folder)
    assert changed(before, after) == set(run.changed)
    assert set(run.changed) == {
        "a/2.html", "wap/a/2.html", "index.html", "wap/index.html", "hot/index.html", "wap/hot/index.html",
    }  # fmt: skip
    assert '<span id="reads" data-number="2">796</span>' in (press.folder / "a/2.html").read_text()
    assert "阅读：796" in (press.folder / "wap/a/2.html").read_text()
    assert ArticleRecord.objects.get(number=2).reads_printed == 796
    assert press.print_reads(MOST, noon).changed == []


def test_a_schedule_prints_no_more_pages_than_it_may_and_goes_on_the_next_time(press, publish, noon):
    for _ in range(5):
        publish()
    press.print_ordered(noon)
    reads.add({number: number * 10 for number in range(1, 6)}, noon)
    articles = [sorted(path for path in press.print_reads(2, noon).changed if path.startswith("a/")) for _ in range(4)]
    assert articles == [["a/4.html", "a/5.html"], ["a/2.html", "a/3.html"], ["a/1.html"], []]


def test_nothing_is_printed_for_reads_while_something_is_ordered(press, publish, noon):
    """A front made now would lead to an article that is not there yet."""
    publish()
    press.print_ordered(noon)
    publish()
    reads.add({1: 5}, noon)
    before = tree(press.folder)
    assert press.print_reads(MOST, noon) is None
    assert tree(press.folder) == before
    press.print_ordered(noon)
    assert "a/1.html" in press.print_reads(MOST, noon).changed


def test_the_most_read_stand_in_their_order_in_both_editions(press, publish, noon):
    for _ in range(3):
        publish()
    press.print_ordered(noon)
    reads.add({1: 5, 3: 7}, noon - timedelta(days=3))
    reads.add({2: 2}, noon)
    press.print_reads(MOST, noon)
    for folder, path in (("", "/a/{}.html"), ("wap/", "/wap/a/{}.html")):
        page = (press.folder / folder / "hot/index.html").read_text()
        day, week = page.split("七天内")
        assert [number for number in (1, 2, 3) if path.format(number) in day] == [2]
        assert sorted((1, 2, 3), key=lambda number: week.index(path.format(number))) == [3, 1, 2]
        home = (press.folder / folder / "index.html").read_text()
        assert (
            home.index("热门文章")
            < home.rindex(path.format(3))
            < home.rindex(path.format(1))
            < home.rindex(path.format(2))
        )


def test_a_withdrawn_article_leaves_the_most_read_in_the_run_that_takes_it_down(press, publish, noon, site):
    draft = publish()
    publish()
    press.print_ordered(noon)
    reads.add({1: 5, 2: 4}, noon)
    press.print_reads(MOST, noon)
    decisions.decide(draft.pk, Action.WITHDRAW, None, noon + timedelta(hours=1), site, reason="x")
    press.print_ordered(noon + timedelta(hours=1))
    for path in ("hot/index.html", "wap/hot/index.html", "index.html", "wap/index.html"):
        page = (press.folder / path).read_text()
        assert ("a/1.html" in page, "a/2.html" in page) == (False, True)


def test_a_full_run_prints_the_reads_and_rankings_as_they_stand(press, publish, noon):
    for _ in range(3):
        publish()
    press.print_ordered(noon)
    reads.add({1: 5, 2: 7}, noon)
    press.print_reads(MOST, noon)
    reads.add({3: 99}, noon)
    run = press.rehearse(noon)
    assert (run.changed, run.gone) == ([], [])


def test_a_wap_page_of_the_most_read_stays_small_and_loses_the_last(site, press, publish, noon):
    for _ in range(50):
        publish(title="标题" * 60)
    wide = Press(replace(site, hot=50), press.templates, press.folder, press.media)
    wide.print_ordered(noon)
    reads.add({number: number for number in range(1, 51)}, noon)
    wide.print_reads(MOST, noon)
    page = (press.folder / "wap/hot/index.html").read_bytes()
    assert len(page) <= 10_000
    assert b"/wap/a/50.html" in page
    assert b"/wap/a/1.html" not in page
    assert len((press.folder / "wap/index.html").read_bytes()) <= 10_000


@pytest.mark.parametrize(("counts", "hot"), [(False, 10), (True, 0)])
def test_a_site_that_does_not_want_it_shows_no_counter_and_no_ranking(site, press, publish, noon, counts, hot):
    publish()
    reads.add({1: 50}, noon)
    quiet = Press(replace(site, counts_reads=counts, hot=hot), press.templates, press.folder, press.media)
    quiet.print_ordered(noon)
    quiet.print_reads(MOST, noon)
    assert not (press.folder / "hot").exists()
    pages = "".join(path.read_text() for path in press.folder.rglob("*.html"))
    assert "/hot/" not in pages
    assert ("/-/read/1" in pages, "/read.js" in pages, "阅读：50" in pages) == (counts, counts, counts)
