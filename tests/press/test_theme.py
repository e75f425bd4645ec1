"""A site's own templates: one that breaks leaves the site as it was and is told of in words; one that changes prints it anew."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.press.conftest import tree
from tougao import jobs
from tougao.archive import print_orders, pushes
from tougao.errors import PressError

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
WHERE = "{%% if %s %%}{{ nothing.at_all }}{%% endif %%}"
ITEM = (
    "{%% macro item(article, lead=false, summary=true, picture=true, pinned=false, latest=none, label=true) %%}"
    + WHERE
    + "{%% endmacro %%}"
)
RANKING = "{% macro ranking(ranks) %}{% endmacro %}"
SAID = "{%% macro said(message, article=none) %%}" + WHERE + "{%% endmacro %%}"
BREAKING = {
    "what is nowhere": ("mobile/home.html", "<p>\n{{ nothing.at_all }}", 2),
    "a slip of the pen": ("mobile/home.html", "<p>\n\n{% if %}", 3),
    "a sum that cannot be": ("wap/article.xhtml", "{{ 1 // (article.number - article.number) }}", 1),
    "a template that is not there": ("mobile/list.html", '{% include "mobile/no-such.html" %}', 1),
    "what is rendered once for all pages": ("mobile/footer.html", "\n{{ nothing.at_all }}", 2),
    "a page of messages": ("mobile/guestbook.html", "{{ board.nonsense.more }}", 1),
    "the most-read": ("wap/hot.xhtml", "{{ rankings.nonsense.more }}", 1),
    "a page beside the articles": ("mobile/feeds.html", "{{ nothing.at_all }}", 1),
    "a lead with a picture": ("mobile/items.html", ITEM % "lead and lead_picture(article)" + RANKING, 1),
    "a row with a picture": ("mobile/items.html", ITEM % "not lead and thumbnail(article)" + RANKING, 1),
    "a row of what is pinned": ("mobile/items.html", ITEM % "pinned" + RANKING, 1),
    "a card with a picture": ("mobile/article.html", WHERE % "shared_picture(article)", 1),
    "an article with nothing beside it": ("mobile/article.html", WHERE % "not article.related and not older", 1),
    "an article that was corrected": ("wap/article.xhtml", WHERE % "article.updated_at > article.published_at", 1),
    "one that is often read": ("wap/article.xhtml", WHERE % "article.reads >= LEAST_READS", 1),
    "a further sheet": ("wap/article.xhtml", "{{ body }}" + WHERE % "sheet > 1", 1),
    "a list that goes on": ("wap/list.xhtml", WHERE % "listing.newer is not none", 1),
    "a list without anything": ("mobile/list.html", WHERE % "not listing.articles and not listing.suppliers", 1),
    "nothing published yet": ("wap/home.xhtml", WHERE % "not newest", 1),
    "a message without a name": ("mobile/messages.html", SAID % "not message.name", 1),
}


@pytest.fixture
def theme(tmp_path) -> Path:
    folder = tmp_path / "theme"
    folder.mkdir()
    return folder


@pytest.fixture
def own(press, theme):
    return replace(press, templates=(theme, *press.templates))


@pytest.fixture
def put(theme):
    """`put(name, words)` writes a template, each a second later than the one before."""
    moments = iter(range(2_000_000_000, 2_000_001_000))

    def write(name, words):
        path = theme / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(words if isinstance(words, bytes) else words.encode())
        os.utime(path, (moment := next(moments), moment))
        return path

    return write


@pytest.mark.parametrize(("name", "words", "line"), BREAKING.values(), ids=BREAKING.keys())
def test_a_template_that_breaks_touches_nothing_is_named_with_its_line_and_keeps_the_order_open(
    press, own, publish, noon, put, name, words, line
):
    publish()
    press.print_ordered(noon)
    before = tree(press.folder)
    put("mobile/style.css", "p { color: red }")
    path = put(name, words)
    publish(title="后来的一篇")
    for _ in range(2):
        with pytest.raises(PressError) as trouble:
            own.print_ordered(noon + HOUR)
        assert f"{path} cannot be used. Line {line}:" in str(trouble.value)
        assert tree(press.folder) == before
        assert [order.number for order in print_orders.waiting()] == [2]
        assert pushes.trouble()["values"]["file"] == str(path)
    path.unlink()
    own.print_ordered(noon + HOUR)
    assert "color: red" in (press.folder / "index.html").read_text()
    assert "后来的一篇" in (press.folder / "index.html").read_text()
    assert pushes.trouble() is None


def test_a_mark_that_is_no_picture_touches_nothing(press, own, publish, noon, put):
    publish()
    press.print_ordered(noon)
    before = tree(press.folder)
    path = put("shared/logo.png", b"no picture")
    print_orders.order_everything(noon)
    with pytest.raises(PressError, match=str(path)):
        own.print_ordered(noon + HOUR)
    assert tree(press.folder) == before


def test_what_breaks_for_one_article_alone_is_told_in_words_too_whoever_prints_it(own, publish, noon, put):
    for _ in range(3):
        publish()
    path = put("mobile/article.html", "{{ 1 // (article.number - 2) }}")
    with pytest.raises(PressError, match=rf"{path} cannot be used. Line 1: .*zero"):
        own.print_ordered(noon + HOUR)
    assert len(print_orders.waiting()) == 3


def test_a_theme_that_breaks_is_told_on_the_desk_and_to_whoever_watches(
    press, own, publish, noon, put, client, new_editor, settings
):
    settings.ALLOWED_HOSTS = ["testserver"]
    publish()
    press.print_ordered(noon)
    path = put("mobile/home.html", "{{ nothing.at_all }}")
    publish()
    client.force_login(new_editor())
    assert "mobile/home.html" not in client.get("/desk/").content.decode()
    with pytest.raises(PressError):
        own.print_ordered(noon + HOUR)
    assert str(path) in client.get("/desk/").content.decode()
    answer = client.get("/-/health")
    assert answer.status_code == 503
    assert answer.content.decode() == "the site could not be printed; the desk and the log say why\n"
    path.unlink()
    own.print_ordered(noon + HOUR)
    assert client.get("/-/health").status_code == 200
    assert str(path) not in client.get("/desk/").content.decode()


def test_the_site_is_printed_anew_by_itself_when_a_template_of_its_own_changes(publish, theme, put, settings, tmp_path):
    settings.TEMPLATE_FOLDERS = (theme, *settings.TEMPLATE_FOLDERS)
    settings.SITE_FOLDER = tmp_path / "site"
    publish()
    assert jobs.print_ordered() > 0
    assert jobs.print_ordered() == 0
    put("mobile/footer.html", "<footer>换过的页脚</footer>")
    assert jobs.print_ordered() > 0
    assert "换过的页脚" in (settings.SITE_FOLDER / "a/1.html").read_text()
    assert jobs.print_ordered() == 0
    path = put("mobile/footer.html", "{{ nothing.at_all }}")
    for _ in range(2):
        with pytest.raises(PressError, match="footer"):
            jobs.print_ordered()
        assert len(print_orders.waiting()) == 1
        assert pushes.trouble()["values"]["file"] == str(path)
    path.unlink()
    assert jobs.print_ordered() > 0
    assert jobs.print_ordered() == 0


def test_reads_are_not_printed_with_a_theme_that_the_site_was_not_printed_with(own, publish, noon, put):
    publish()
    own.print_ordered(noon)
    put("mobile/footer.html", "<footer>半新的页脚</footer>")
    assert own.print_reads(100, noon + HOUR) is None
    own.print_ordered(noon + HOUR)
    assert own.print_reads(100, noon + HOUR) is not None


def test_the_command_says_in_one_line_which_template_breaks(tmp_path):
    (tmp_path / "theme/mobile").mkdir(parents=True)
    (tmp_path / "tougao.toml").write_text(
        '[site]\nname = "华夏教育网"\nurl = "https://news.example.cn"\n[storage]\nvar = "var"\ntemplates = "theme"\n'
    )
    (tmp_path / "theme/mobile/home.html").write_text("<p>\n{{ nothing.at_all }}")
    done = subprocess.run(
        [sys.executable, "-m", "tougao", "--config", str(tmp_path / "tougao.toml"), "publish"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert done.stderr.count("\n") == 1
    assert f"{tmp_path}/theme/mobile/home.html cannot be used. Line 2: 'nothing' is undefined" in done.stderr
    assert not (tmp_path / "var/site").exists()
