"""In which order a full run over a site that stands writes: new files, then articles, lists, and the home page last."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tougao.press.files import Files

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
FURNITURE = ("404.html", "robots.txt", "feeds.opml", "read.js", "feed.css", "icon.svg", "logo.png", "favicon.ico")


@pytest.fixture
def renewed(press, publish, noon, monkeypatch):
    """What a run writes, in its order, that gives a standing site another name; `without` some of its files."""

    def run(*without: str) -> list[str]:
        for number in range(25):
            publish(category=("news", "campus")[number % 2])
        press.print_ordered(noon + HOUR)
        for path in without:
            (press.folder / path).unlink()
        whole, written = Files.write, []

        def write(self, group):
            files = list(group)
            written.extend(file.path for file in files)
            return whole(self, files)

        monkeypatch.setattr(Files, "write", write)
        replace(press, site=replace(press.site, name="换了名字的站")).print_ordered(noon + 2 * HOUR)
        return written

    return run


def test_the_home_page_and_the_style_of_a_standing_site_come_after_its_articles_and_lists(renewed):
    written = renewed()
    last = max(place for place, path in enumerate(written) if path.startswith(("a/", "c/", "all/", "wap/a/", "feed-")))
    for path in ("index.html", "wap/index.html", *FURNITURE):
        assert written.index(path) > last, path


def test_what_stands_is_printed_once(renewed):
    written = renewed()
    assert sorted(written) == sorted(set(written))
    assert {"feed.json", "feed.atom", "all/index.html", *FURNITURE} <= set(written)


def test_what_is_missing_of_it_comes_first(renewed):
    written = renewed("a/7.html", "feed.json", "404.html")
    assert max(map(written.index, ("a/7.html", "feed.json", "404.html"))) < written.index("a/1.html")
