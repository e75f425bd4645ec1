"""What stands beside the texts: suppliers' pages and feeds, related articles, corrections, pins, pictures in modern forms."""

import hashlib
import json
import re
from dataclasses import replace
from datetime import timedelta

import feedparser
import pytest
from PIL import Image

from tests.press.conftest import tree
from tougao.archive import decisions
from tougao.core.workflow import Action
from tougao.press.run import Press

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_a_supplier_has_a_page_and_feeds_in_both_editions(press, publish, noon):
    publish(credit="济源职业技术学院", title="甲篇")
    publish(title="乙篇")
    press.print_ordered(noon + HOUR)
    files = tree(press.folder)
    for path in ("s/1/index.html", "wap/s/1/index.html", "s/1/feed.rss", "s/1/feed.atom", "s/1/feed.json"):
        assert "甲篇" in files[path].decode(), path
        assert "乙篇" not in files[path].decode(), path
    for path in ("s/index.html", "wap/s/index.html", "feeds.opml"):
        assert "济源职业技术学院" in files[path].decode(), path
    assert 'href="/s/1/"' in files["a/1.html"].decode()
    assert 'href="/s/' not in files["a/2.html"].decode().split("<main")[1]
    assert feedparser.parse(files["s/1/feed.atom"]).feed.title == "华夏教育网 · 济源职业技术学院"


def test_one_more_article_of_a_known_supplier_touches_its_page_and_feeds_and_no_other_list(press, publish, noon):
    for _ in range(3):
        publish(credit="济源职业技术学院")
    publish(credit="青禾师范学院")
    press.print_ordered(noon + HOUR)
    before = tree(press.folder)
    publish(credit="济源职业技术学院")
    press.print_ordered(noon + HOUR)
    after = tree(press.folder)
    changed = {path for path in after if before.get(path) != after[path]}
    assert {path for path in changed if "s/" in path} >= {"s/1/index.html", "wap/s/1/index.html", "s/1/feed.atom"}
    assert not {path for path in changed if "s/2/" in path or path == "s/index.html"}
    assert len(changed) < 30


def test_pieces_and_the_whole_are_the_same_site_with_suppliers_moved_and_withdrawn(
    press, publish, noon, site, tmp_path
):
    names = ("济源职业技术学院", "青禾师范学院", "")
    drafts = []
    for number in range(50):
        drafts.append(publish(credit=names[number % 3], category=("news", "campus")[number % 2]))
        press.print_ordered(noon + HOUR)
    for draft in (drafts[0], drafts[4]):
        decisions.decide(draft.pk, Action.WITHDRAW, None, noon + HOUR, site, reason="误发")
        press.print_ordered(noon + HOUR)
    draft = drafts[9]
    draft.refresh_from_db()
    values = {name: getattr(draft, name) for name in decisions.DraftFields.__dataclass_fields__}
    decisions.save(draft.pk, draft.version, None, noon, decisions.DraftFields(**values | {"credit": names[1]}))
    decisions.decide(draft.pk, Action.AMEND, None, noon + HOUR, site)
    decisions.decide(drafts[20].pk, Action.PIN, None, noon + HOUR, site)
    press.print_ordered(noon + HOUR)
    whole = Press(site, press.templates, tmp_path / "whole" / "site", press.media)
    whole.print_ordered(noon + HOUR)
    assert tree(press.folder) == tree(whole.folder)


def test_a_page_that_names_a_withdrawn_article_is_printed_without_it(press, publish, noon, site):
    draft = publish(title="青禾师院：春季运动会开幕")
    for number in range(3):
        publish(title=f"会议纪要之{'甲乙丙'[number]}")
    publish(title="云岭一中举行春季运动会")
    press.print_ordered(noon + HOUR)
    assert 'href="/a/1.html"' in (press.folder / "a/5.html").read_text()
    assert 'href="/wap/a/1.html"' in (press.folder / "wap/a/5.html").read_text()
    decisions.decide(draft.pk, Action.WITHDRAW, None, noon + HOUR, site, reason="误发")
    press.print_ordered(noon + HOUR)
    assert "/a/1.html" not in (press.folder / "a/5.html").read_text()


def test_a_correction_says_what_was_wrong_and_when_in_both_editions(press, publish, noon, site):
    draft = publish()
    decisions.decide(draft.pk, Action.CORRECT, None, noon + HOUR, site, note="日期误作<十一月>。")
    press.print_ordered(noon + HOUR)
    for path in ("a/1.html", "wap/a/1.html"):
        page = (press.folder / path).read_text()
        assert "日期误作&lt;十一月&gt;。" in page, path
        assert "2026-11-20 13:00" in page, path


def test_a_mended_slip_is_told_to_nobody(press, publish, noon, site):
    draft = publish()
    press.print_ordered(noon + HOUR)
    feed = (press.folder / "feed.atom").read_bytes()
    decisions.decide(draft.pk, Action.AMEND, None, noon + HOUR, site)
    run = press.print_ordered(noon + HOUR)
    assert run.changed == []
    assert (press.folder / "feed.atom").read_bytes() == feed


def test_the_pinned_article_leads_the_home_page_until_it_is_unpinned(press, publish, noon, site):
    drafts = [publish(title=f"第{number}篇") for number in range(15)]
    decisions.decide(drafts[0].pk, Action.PIN, None, noon + HOUR, site)
    press.print_ordered(noon + HOUR)
    for edition in ("", "wap/"):
        first = re.search(r'href="/(?:wap/)?a/(\d+)\.html"', (press.folder / f"{edition}index.html").read_text())
        assert first is not None
        assert first[1] == "1"
    assert "置顶" in (press.folder / "index.html").read_text()
    decisions.decide(drafts[0].pk, Action.UNPIN, None, noon + HOUR, site)
    press.print_ordered(noon + HOUR)
    assert "置顶" not in (press.folder / "index.html").read_text()


@pytest.mark.parametrize(
    ("width", "kind", "forms"),
    [(1600, "JPEG", {"jpg": {240, 720, 1600}, "webp": {720, 1600}, "avif": {720, 1600}}),
     (300, "JPEG", {"jpg": {240, 300}, "webp": {300}, "avif": {300}}),
     (900, "PNG", {"png": {240, 720, 900}, "webp": {720, 900}})],
)  # fmt: skip
def test_a_picture_is_printed_in_every_form_and_width_that_its_page_names(
    press, publish, noon, photo, width, kind, forms
):
    html, digest = photo(width, kind)
    publish(html=html)
    press.print_ordered(noon + HOUR)
    found: dict[str, set[int]] = {}
    for path in (press.folder / "media").rglob("*.*"):
        sha256, _, rest = path.name.partition("-")
        assert sha256 == digest
        number, _, form = rest.partition(".")
        found.setdefault(form, set()).add(int(number))
        with Image.open(path) as image:
            assert (image.width, image.format) == (int(number), {"jpg": "JPEG"}.get(form, form.upper()))
    assert found == forms
    page = (press.folder / "a/1.html").read_text()
    named = set(re.findall(r"/(media/[0-9a-f]{2}/[0-9a-f]{64}-\d+\.\w+)", page))
    assert named <= {str(path.relative_to(press.folder)) for path in (press.folder / "media").rglob("*.*")}
    assert [form for form in ("avif", "webp") if f'type="image/{form}"' in page] == [
        f for f in ("avif", "webp") if f in forms
    ]


def test_pictures_prepared_beforehand_are_copied_and_the_same(press, publish, noon, photo, tmp_path):
    html, digest = photo(900)
    assert press.prepare(digest, "jpg", 900) == 6
    assert press.prepare(digest, "jpg", 900) == 0
    prepared = {path.name: path.read_bytes() for path in (press.renditions / "media").rglob("*.*")}
    publish(html=html)
    press.print_ordered(noon + HOUR)
    printed = {path.name: path.read_bytes() for path in (press.folder / "media").rglob("*.*")}
    assert {name: printed[name] for name in prepared} == prepared
    unprepared = replace(press, folder=tmp_path / "other" / "site")
    unprepared.print_ordered(noon + HOUR)
    assert {path.name: path.read_bytes() for path in (unprepared.folder / "media").rglob("*.*")} == printed


def test_a_withdrawn_picture_is_gone_in_every_form(press, publish, noon, photo, site):
    html, _ = photo(900)
    draft = publish(html=html)
    press.print_ordered(noon + HOUR)
    decisions.decide(draft.pk, Action.WITHDRAW, None, noon + HOUR, site, reason="误发")
    press.print_ordered(noon + HOUR)
    assert not [path for path in (press.folder / "media").rglob("*") if path.is_file()]


def test_feeds_tell_every_picture_with_its_true_size(press, publish, noon, photo):
    html, digest = photo(900)
    publish(html=html)
    press.print_ordered(noon + HOUR)
    original = press.media.read(digest, ".jpg")
    assert hashlib.sha256(original).hexdigest() == digest
    for form in ("rss", "atom"):
        (entry,) = feedparser.parse((press.folder / f"feed.{form}").read_bytes()).entries
        (content,) = entry.media_content
        assert (content["type"], content["width"], content["height"]) == ("image/jpeg", "900", "600")
        assert int(content["filesize"]) == len(original)
        (enclosure,) = entry.enclosures
        assert (enclosure.href, int(enclosure.length)) == (content["url"], len(original))
        path = press.folder / content["url"].removeprefix("https://news.example.cn/")
        assert path.read_bytes() == original


def test_a_picture_shown_narrower_than_it_is_has_the_length_of_the_file_that_is_named(press, publish, noon, photo):
    wide, _ = photo(1600)
    publish(html=re.sub(r'width="\d+" height="\d+"', 'width="100" height="67"', wide))
    publish(html=wide.replace("1600", "900").replace("1066", "600"))
    press.print_ordered(noon + HOUR)
    for form in ("rss", "atom"):
        for entry in feedparser.parse((press.folder / f"feed.{form}").read_bytes()).entries:
            for url, length in [(each.href, each.length) for each in entry.enclosures] + [
                (each["url"], each["filesize"]) for each in entry.media_content
            ]:
                path = press.folder / url.removeprefix("https://news.example.cn/")
                assert path.stat().st_size == int(length)
    for item in json.loads((press.folder / "feed.json").read_bytes())["items"]:
        (told,) = item["attachments"]
        assert (press.folder / told["url"].removeprefix("https://news.example.cn/")).stat().st_size == told[
            "size_in_bytes"
        ]


def test_cards_and_search_engines_are_given_the_widest_picture_there_is(press, publish, noon, photo):
    publish(html=photo(1600)[0] + photo(900)[0])
    publish(html=photo(300)[0])
    publish(html="<p>没有图片。</p>")
    press.print_ordered(noon + HOUR)
    for number, size in ((1, (1600, 1066)), (2, (300, 200))):
        page = (press.folder / f"a/{number}.html").read_text()
        told = dict(re.findall(r'property="og:image(:?\w*)" content="([^"]+)"', page))
        assert (int(told[":width"]), int(told[":height"])) == size
        with Image.open(press.folder / told[""].removeprefix("https://news.example.cn/")) as image:
            assert image.size == size
        data = json.loads(re.search(r"<script type=.application/ld.json.>(.*?)</script>", page)[1])
        assert data["@graph"][0]["image"] == {
            "@type": "ImageObject", "url": told[""], "width": size[0], "height": size[1],
        }  # fmt: skip
    assert "og:image" not in (press.folder / "a/3.html").read_text()


def test_pages_feeds_and_search_engines_are_told_the_same_language(press, publish, noon):
    publish(
        title="A new library for the lakeside school", html="<p>The school opened its doors to the public today.</p>"
    )
    publish(title="新图书馆开放", html="<p>学校今天开放了新图书馆。</p>")
    press.print_ordered(noon + HOUR)
    items = {item["url"]: item for item in json.loads((press.folder / "feed.json").read_bytes())["items"]}
    for number, language in ((1, "en"), (2, "zh-CN")):
        page = (press.folder / f"a/{number}.html").read_text()
        data = json.loads(re.search(r"<script type=.application/ld.json.>(.*?)</script>", page)[1])
        assert data["@graph"][0]["inLanguage"] == language
        assert re.search(r'<h1[^>]* lang="en"', page) is not None if language == "en" else 'lang="en"' not in page
        assert items[f"https://news.example.cn/a/{number}.html"].get("language", "zh-CN") == language


def test_authors_have_the_address_of_the_page_of_whoever_supplied_the_text(press, publish, noon, site):
    publish(byline="林晓禾 赵蕊", credit="青禾师范学院")
    publish(byline="", source="青禾师范学院", credit="")
    publish(byline="何欣", source=site.name, credit="")
    press.print_ordered(noon + HOUR)
    page = "https://news.example.cn/s/1/"
    wanted = [[("何欣", None)], [("青禾师范学院", page)], [("林晓禾", page), ("赵蕊", page)]]
    entries = feedparser.parse((press.folder / "feed.atom").read_bytes()).entries
    assert [[(each.name, each.get("href")) for each in entry.authors] for entry in entries] == wanted
    items = json.loads((press.folder / "feed.json").read_bytes())["items"]
    assert [[(each["name"], each.get("url")) for each in item["authors"]] for item in items] == wanted
    assert (press.folder / "s/1/index.html").exists()


def test_the_ids_of_feeds_stay_when_the_site_moves(press, publish, noon, site):
    publish()
    press.print_ordered(noon + HOUR)
    before = feedparser.parse((press.folder / "feed.atom").read_bytes())
    moved = replace(press, site=replace(site, url="https://www.huaxia.example", authority="", minted="2030-01-01"))
    moved.print_ordered(noon + HOUR)
    after = feedparser.parse((press.folder / "feed.atom").read_bytes())
    assert after.feed.link != before.feed.link
    assert (after.feed.id, after.entries[0].id) == (before.feed.id, before.entries[0].id)


CELL = "<td><b>7</b></td>"
TEXTS = {
    "words": f"<p>{'长' * 30_000}</p>",
    "a table": f"<table><tbody>{f'<tr>{CELL * 12}</tr>' * 200}</tbody></table>",
    "ampersands": f"<p>{'&amp;' * 10_000}</p>",
    "quotation marks": f"<p>{chr(34) * 40_000}</p>",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
@pytest.mark.parametrize("count", [19, 20, 25])
def test_a_current_feed_stays_small_in_every_form_and_with_its_archives_holds_every_text(
    press, publish, noon, text, count
):
    for _ in range(count):
        publish(html=text)
    press.print_ordered(noon + HOUR)
    whole: dict[str, set[int]] = {}
    for form in ("rss", "atom"):
        data = (press.folder / f"feed.{form}").read_bytes()
        assert len(data) < 500_000
        current = feedparser.parse(data)
        archives = sorted(press.folder.glob(f"feed-*.{form}"))
        archived = [each for path in archives for each in feedparser.parse(path.read_bytes()).entries]
        assert {each.id for each in [*current.entries, *archived]} == {each.id for each in archived} | {
            f"tag:news.example.cn,2026-01-01:{number}" for number in range(1, count + 1)
        }
        assert all(len(each.content[0].value) > 20_000 for each in archived)
        told = [(each.id, each.content[-1].value) for each in current.entries]
        whole[form] = {len(html) > 20_000 for _, html in told}
        for name, html in told:
            if len(html) < 20_000:  # it stands in no archive document yet
                assert name not in {each.id for each in archived}
                assert (
                    f'<a href="https://news.example.cn/a/{name.rpartition(":")[2]}.html">到网站上阅读全文</a>' in html
                )
    items = json.loads((press.folder / "feed.json").read_bytes())["items"]
    assert (press.folder / "feed.json").stat().st_size < 500_000
    assert [(each["id"], each["content_html"]) for each in items] == told
    assert True in whole["rss"]  # what fits is told whole


def test_one_entry_that_cannot_be_written_leaves_the_others_in_the_feed(press, publish, noon, caplog, monkeypatch):
    from tougao.archive.models import ArticleRecord

    publish(title="好的一篇")
    publish(title="坏的一篇")
    ArticleRecord.objects.filter(number=2).update(entry_id="tag:\x00:2")
    press.print_ordered(noon + HOUR)
    for form in ("rss", "atom"):
        assert [entry.title for entry in feedparser.parse((press.folder / f"feed.{form}").read_bytes()).entries] == [
            "好的一篇"
        ]
    assert "feed" in caplog.text


def test_a_picture_that_a_mended_article_no_longer_shows_is_gone_in_every_form(press, publish, noon, photo, site):
    first, gone = photo(900)
    second, stays = photo(300)
    draft = publish(html=first)
    publish(html=second)
    press.print_ordered(noon + HOUR)
    draft.refresh_from_db()
    values = {name: getattr(draft, name) for name in decisions.DraftFields.__dataclass_fields__}
    decisions.save(draft.pk, draft.version, None, noon, decisions.DraftFields(**values | {"html": second}))
    decisions.decide(draft.pk, Action.AMEND, None, noon + HOUR, site)
    press.print_ordered(noon + HOUR)
    names = {path.name[:64] for path in (press.folder / "media").rglob("*.*")}
    assert gone not in names
    assert stays in names


def test_a_backdated_article_bears_its_day_and_is_no_news(press, publish, new_draft, noon, site):
    publish(title="今天的一篇")
    draft = new_draft(title="补登的一篇")
    decisions.decide(draft.pk, Action.APPROVE, None, noon + HOUR, site, dated=noon - timedelta(days=400))
    press.print_ordered(noon + HOUR)
    assert "2025年10月16日" in (press.folder / "a/2.html").read_text()
    entry = feedparser.parse((press.folder / "feed.atom").read_bytes()).entries[-1]
    assert (entry.published, entry.updated) == ("2025-10-16T04:00:00+00:00", "2025-10-16T04:00:00+00:00")
    news = (press.folder / "news-sitemap.xml").read_text()
    assert "今天的一篇" in news
    assert "补登的一篇" not in news
