"""Print runs: what a change touches and nothing else, in an order that survives a crash."""

import json
import os
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.press.conftest import tree
from tougao.archive import decisions, print_orders
from tougao.archive.models import PrintOrderRecord
from tougao.archive.publication import leave_out_before
from tougao.core.fixed_pages import fixed_page
from tougao.core.workflow import Action
from tougao.errors import PressError
from tougao.press.files import Files
from tougao.press.run import Press

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def test_one_approval_touches_its_pages_its_neighbour_and_the_fronts_and_nothing_else(press, publish, noon):
    for _ in range(45):
        publish(category="news")
    for _ in range(3):
        publish(category="campus")
    press.print_ordered(noon + HOUR)
    before = tree(press.folder)
    publish(category="campus", title="新的一篇")
    press.print_ordered(noon + HOUR)
    assert changed(before, tree(press.folder)) == {
        "a/49.html", "a/48.html", "wap/a/49.html", "wap/a/48.html",
        "index.html", "wap/index.html",
        "all/index.html", "wap/all/index.html", "c/campus/index.html", "wap/c/campus/index.html",
        "feed.rss", "feed.atom", "feed.json", "c/campus/feed.rss", "c/campus/feed.atom", "c/campus/feed.json",
        "sitemap-1.xml", "news-sitemap.xml",
    }  # fmt: skip


@pytest.mark.parametrize("count", [19, 39])
def test_the_article_that_fills_a_page_prints_it_and_links_it(press, publish, noon, count):
    for _ in range(count):
        publish(category="news")
    press.print_ordered(noon + HOUR)
    page = (count + 1) // 20
    assert not (press.folder / f"all/{page}.html").exists()
    publish(category="news")
    press.print_ordered(noon + HOUR)
    shown = (press.folder / f"c/news/{page}.html").read_text()
    assert len(set(re.findall(r'href="/a/(\d+)\.html"', shown))) == 20
    assert (press.folder / f"feed-{page}.atom").exists()
    if page > 1:
        assert f'href="/c/news/{page}.html"' in (press.folder / f"c/news/{page - 1}.html").read_text()


def test_permanent_pages_never_change_when_articles_come(press, publish, noon):
    for _ in range(45):
        publish(category="news")
    press.print_ordered(noon + HOUR)
    before = {
        path: data
        for path, data in tree(press.folder).items()
        if re.search(r"(?:^|/)(?:feed-)?1\.(?:html|rss|atom)$", path) and "a/" not in path
    }
    assert before
    for _ in range(16):
        publish(category="news")
    press.print_ordered(noon + HOUR)
    after = tree(press.folder)
    assert {path: after[path] for path in before} == before


def test_every_article_can_be_reached_from_the_front_page_by_page(press, publish, noon):
    for _ in range(67):
        publish(category="news")
    press.print_ordered(noon + HOUR)
    for edition in ("", "wap/"):
        path, found = f"{edition}c/news/index.html", set()
        for _ in range(10):
            text = (press.folder / path).read_text()
            found |= set(map(int, re.findall(r'href="/(?:wap/)?a/(\d+)\.html"', text)))
            older = re.search(rf'href="/({edition}c/news/\d+\.html)"[^>]*>(?:\d\.)?较早', text)
            if not older:
                break
            path = older[1]
        assert found == set(range(1, 68))


def test_everything_printed_anew_is_the_same_bytes_and_the_same_times(press, publish, noon):
    for _ in range(25):
        publish(category="news")
    press.print_ordered(noon + HOUR)
    times = {path: path.stat().st_mtime_ns for path in press.folder.rglob("*") if path.is_file()}
    print_orders.order_everything(noon)
    run = press.print_ordered(noon + HOUR)
    assert (run.changed, run.gone) == ([], [])
    assert {path: path.stat().st_mtime_ns for path in press.folder.rglob("*") if path.is_file()} == times


def test_pieces_printed_one_by_one_and_all_at_once_are_the_same_site(press, publish, noon, tmp_path, site):
    drafts = []
    for number in range(47):
        drafts.append(publish(category=("news", "campus")[number % 2]))
        press.print_ordered(noon + HOUR)
        if number == 11:
            decisions.decide(drafts[-1].pk, Action.WITHDRAW, None, noon + HOUR, site, reason="误发")
            press.print_ordered(noon + HOUR)
    for hours, (number, action, category) in enumerate(
        [
            (0, Action.CORRECT, "news"),
            (3, Action.CORRECT, "news"),
            (40, Action.AMEND, "campus"),
            (2, Action.AMEND, "news"),
        ]
    ):
        draft = drafts[number]
        draft.refresh_from_db()
        values = {name: getattr(draft, name) for name in decisions.DraftFields.__dataclass_fields__}
        fields = decisions.DraftFields(**values | {"category": category, "html": "<p>换了正文。</p>"})
        decisions.save(draft.pk, draft.version, None, noon, fields)
        last = decisions.decide(draft.pk, action, None, noon + (2 + hours) * HOUR, site)
        press.print_ordered(noon + (2 + hours) * HOUR)
    decisions.undo(last.pk, None, noon + 5 * HOUR)
    press.print_ordered(noon + 5 * HOUR)
    whole = Press(site, press.templates, tmp_path / "whole" / "site", press.media)
    whole.print_ordered(noon + 5 * HOUR)
    assert tree(press.folder) == tree(whole.folder)


def test_a_withdrawn_article_leaves_a_notice_and_nothing_of_its_text(press, publish, noon, site):
    draft = publish(category="news", title="误发的稿件", html="<p>不该发表的内容，不该发表的内容。</p>")
    publish(category="news")
    press.print_ordered(noon + HOUR)
    decisions.decide(draft.pk, Action.WITHDRAW, None, noon + HOUR, site, reason="误发")
    press.print_ordered(noon + 2 * HOUR)
    files = tree(press.folder)
    assert "a/1.html" not in files
    assert "wap/a/1.html" not in files
    assert "误发的稿件" in files["gone/a/1.html"].decode()
    assert not any("不该发表" in data.decode("utf-8", "ignore") for data in files.values())
    assert b'deleted-entry ref="tag:news.example.cn,2026-01-01:1"' in files["feed.atom"]
    assert b"/a/1.html" not in files["feed.rss"] + files["sitemap-1.xml"] + files["a/2.html"] + files["index.html"]


def test_a_withdrawn_article_that_is_approved_again_has_its_old_address(press, publish, noon, site):
    draft = publish(category="news")
    press.print_ordered(noon + HOUR)
    decisions.decide(draft.pk, Action.WITHDRAW, None, noon + HOUR, site, reason="误发")
    press.print_ordered(noon + HOUR)
    decisions.decide(draft.pk, Action.REOPEN, None, noon + HOUR, site)
    decisions.decide(draft.pk, Action.APPROVE, None, noon + 2 * HOUR, site)
    press.print_ordered(noon + 2 * HOUR)
    files = tree(press.folder)
    assert "a/1.html" in files
    assert "gone/a/1.html" not in files
    assert b"deleted-entry" not in files["feed.atom"]


def test_a_long_fixed_page_is_turned_over_on_old_phones_and_becomes_one_again(press, site, noon):
    paragraphs = [f"第{number}条　" + "本站尊重并保护投稿人的权利。" * 24 for number in range(1, 31)]
    long = replace(press, site=replace(site, pages=(fixed_page("rules", "# 投稿须知\n\n" + "\n\n".join(paragraphs)),)))
    print_orders.order_everything(noon)
    long.print_ordered(noon)
    sheets = [press.folder / "wap/p" / f"rules{number}.html" for number in ("", ".2", ".3", ".4", ".5", ".6", ".7")]
    there = [path.read_text() for path in sheets if path.exists()]
    assert len(there) > 2
    assert all(len(text.encode()) <= 10_000 for text in there)
    assert [text.count(f"{number}/{len(there)} ") for number, text in enumerate(there, 1)] == [1] * len(there)
    assert re.findall(r"第\d+条", "".join(there)) == [f"第{number}条" for number in range(1, 31)]
    assert 'href="/wap/p/rules.2.html" accesskey="6"' in there[0]
    assert 'href="/wap/p/rules.html" accesskey="4"' in there[1]
    assert 'href="/p/rules.html" accesskey="5"' in there[1]
    short = replace(press, site=replace(site, pages=(fixed_page("rules", "# 投稿须知\n\n请用 Word 文件。"),)))
    short.print_ordered(noon)
    assert [path.exists() for path in sheets] == [True, *[False] * 6]


def test_a_text_that_becomes_shorter_leaves_no_sheet_behind(press, publish, noon, site):
    draft = publish(category="news", html="".join(f"<p>{'青禾师范学院的春天。' * 40}</p>" for _ in range(20)))
    press.print_ordered(noon + HOUR)
    assert len(list((press.folder / "wap/a").glob("1-*.html"))) >= 2
    draft.refresh_from_db()
    values = {name: getattr(draft, name) for name in decisions.DraftFields.__dataclass_fields__} | {
        "html": "<p>短。</p>"
    }
    decisions.save(draft.pk, draft.version, None, noon, decisions.DraftFields(**values))
    decisions.decide(draft.pk, Action.CORRECT, None, noon + HOUR, site)
    press.print_ordered(noon + HOUR)
    assert list((press.folder / "wap/a").glob("1-*.html")) == []


@pytest.mark.parametrize("cut", range(1, 9))
def test_a_run_that_dies_anywhere_is_finished_by_the_next_and_no_file_points_to_one_that_is_not_there(
    press, publish, noon, monkeypatch, cut
):
    publish(category="news")
    press.print_ordered(noon + HOUR)
    publish(category="news")
    calls = 0
    whole = Files.write

    def write(self, group):
        nonlocal calls
        calls += 1
        if calls == cut:
            raise KeyboardInterrupt
        return whole(self, group)

    monkeypatch.setattr(Files, "write", write)
    died = False
    try:
        press.print_ordered(noon + HOUR)
    except KeyboardInterrupt:
        died = True
    monkeypatch.undo()
    if died:
        assert PrintOrderRecord.objects.filter(printed_at=None).exists()
    for path in ("index.html", "c/news/index.html", "feed.rss"):
        for number in re.findall(r"/a/(\d+)\.html", (press.folder / path).read_text()):
            assert (press.folder / f"a/{number}.html").exists()
    press.print_ordered(noon + HOUR)
    assert not PrintOrderRecord.objects.filter(printed_at=None).exists()
    assert "/a/2.html" in (press.folder / "index.html").read_text()


def test_a_folder_that_cannot_be_written_is_told_and_the_order_stays(press, publish, noon):
    publish()
    press.folder.write_text("a file stands where the folder should")
    with pytest.raises(PressError, match="could not be written"):
        press.print_ordered(noon)
    assert PrintOrderRecord.objects.filter(printed_at=None).count() == 1


def test_a_disk_that_is_full_changes_no_file_of_a_group(tmp_path, monkeypatch):
    from tougao.core.pages import Printed
    from tougao.press import files

    folder = Files(tmp_path)
    folder.write([Printed("a.html", b"old"), Printed("b.html", b"old")])
    calls = iter(range(10))
    whole = files._write

    def full(*given):
        if next(calls) == 1:
            raise OSError(28, "No space left on device")
        return whole(*given)

    monkeypatch.setattr(files, "_write", full)
    with pytest.raises(PressError, match="No space left"):
        folder.write([Printed("a.html", b"new"), Printed("b.html", b"new")])
    assert tree(tmp_path) == {"a.html": b"old", "b.html": b"old"}


def test_only_pages_of_ours_are_cleared_away(press, publish, noon):
    publish()
    press.print_ordered(noon)
    (press.folder / "verify-me.html").write_text("a search engine's token")
    (press.folder / "a" / "999.html").write_text("left behind")
    print_orders.order_everything(noon)
    run = press.print_ordered(noon)
    assert run.gone == ["a/999.html"]
    assert (press.folder / "verify-me.html").exists()


def test_a_change_of_configuration_prints_everything_anew(press, publish, noon, site):
    publish()
    press.print_ordered(noon)
    renamed = Press(replace(site, name="新的站名"), press.templates, press.folder, press.media)
    assert renamed.print_ordered(noon).written > 10
    assert "新的站名" in (press.folder / "a/1.html").read_text()
    assert renamed.print_ordered(noon).written == 0


def test_a_rehearsal_changes_nothing(press, publish, noon):
    publish()
    run = press.rehearse(noon)
    assert "a/1.html" in run.changed
    assert not press.folder.exists()


def test_the_json_feed_holds_what_the_article_holds(press, publish, noon):
    publish(title="标题<b>&", html="<p>正文</p>", credit="济源职业技术学院", byline="林晓禾 赵蕊")
    press.print_ordered(noon)
    (item,) = json.loads((press.folder / "feed.json").read_text())["items"]
    assert item["title"] == "标题<b>&"
    assert item["url"] == "https://news.example.cn/a/1.html"
    supplier = "https://news.example.cn/s/1/"
    assert item["authors"] == [{"name": "林晓禾", "url": supplier}, {"name": "赵蕊", "url": supplier}]
    assert "（济源职业技术学院供稿）" in item["content_html"]


def test_a_theme_replaces_file_by_file_and_a_change_of_it_prints_the_site_anew(press, publish, noon, tmp_path):
    theme = tmp_path / "theme" / "mobile"
    theme.mkdir(parents=True)
    (theme / "footer.html").write_text("<footer>{{ site.name }}的页脚 {{ _('Subscribe') }}</footer>")
    publish()
    own = replace(press, templates=(theme.parent, *press.templates))
    own.print_ordered(noon)
    page = (press.folder / "a/1.html").read_text()
    assert "华夏教育网的页脚 订阅" in page
    assert 'class="top"' in page
    (theme / "footer.html").write_text("<footer>换过的页脚</footer>")
    os.utime(theme / "footer.html", (2_000_000_000, 2_000_000_000))
    own.print_ordered(noon)
    assert "换过的页脚" in (press.folder / "a/1.html").read_text()
    (theme / "footer.html").unlink()
    own.print_ordered(noon)
    assert "换过的页脚" not in (press.folder / "a/1.html").read_text()


def test_every_sitemap_that_is_named_is_there_also_where_imported_numbers_left_a_gap(press, publish, noon):
    publish(category="news")
    press.print_ordered(noon + HOUR)
    leave_out_before(5001)
    publish(category="news")
    press.print_ordered(noon + 2 * HOUR)
    named = set(re.findall(r"<loc>https://[^/]+/(sitemap-\d+\.xml)", (press.folder / "sitemap.xml").read_text()))
    assert len(named) == 7
    assert named <= tree(press.folder).keys()
    print_orders.order_everything(noon + 3 * HOUR)
    press.print_ordered(noon + 3 * HOUR)
    assert named <= tree(press.folder).keys()
