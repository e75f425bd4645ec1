"""The home page: the newest, then a section for each category that has more; and no larger than an old phone takes."""

import re
from dataclasses import replace
from datetime import timedelta

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tougao.archive import decisions
from tougao.core.site import Category, Link
from tougao.core.workflow import Action
from tougao.press.run import Press

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def home(press, edition=""):
    return lxml.html.fromstring((press.folder / edition / "index.html").read_bytes())


def sections(press):
    """Category and the numbers of its articles, for each section."""
    return {
        section.find("h2")[0].text: [int(re.sub(r"\D", "", link)) for link in section.xpath(".//li/a/@href")]
        for section in home(press).xpath("//section[not(@class)]")
    }


def test_the_busiest_category_keeps_its_section_beside_the_newest(press, publish, noon, site):
    for _ in range(18):
        publish(category="news")
    press.print_ordered(noon + HOUR)
    assert sections(press) == {site.category("news").name: [8, 7, 6, 5, 4, 3]}


def test_every_category_with_something_further_has_a_section_and_no_article_stands_twice(press, publish, noon, site):
    slugs = [category.slug for category in site.categories]
    for slug in slugs:
        publish(category=slug)
    for number in range(12):
        publish(category=slugs[number % len(slugs)])
    press.print_ordered(noon + HOUR)
    found = sections(press)
    assert list(found) == [category.name for category in site.categories]
    links = home(press).xpath("//main//li/a/@href")
    assert len(links) == len(set(links))


def test_sections_cost_one_statement_each_however_much_is_published(press, publish, noon):
    publish(category="news")
    press.print_ordered(noon + HOUR)
    publish(category="news")
    with CaptureQueriesContext(connection) as few:
        press.print_ordered(noon + HOUR)
    for _ in range(30):
        publish(category="news")
    press.print_ordered(noon + HOUR)
    publish(category="news")
    with CaptureQueriesContext(connection) as many:
        press.print_ordered(noon + HOUR)
    assert len(many) <= len(few) + 3


def test_rows_say_their_category_and_their_hour_on_the_day_that_the_page_names(press, publish, noon, site):
    """The day is that of the newest article, never that of whoever looks at the page: what is printed stays true."""
    old = publish(title="去年的旧闻")
    publish(title="今日的新闻")
    from tougao.archive.models import ArticleRecord

    ArticleRecord.objects.filter(draft=old).update(published_at=noon - timedelta(days=365))
    press.print_ordered(noon + HOUR)
    rows = {row.find(".//b").text_content(): row for row in home(press).xpath("//main//li")}
    assert home(press).find_class("today")[0].text_content() == "2026年11月20日"
    assert rows["今日的新闻"].find(".//time").text == "12:01"
    assert rows["去年的旧闻"].find(".//time").text == "2025-11-20"
    assert site.category("campus").name in rows["今日的新闻"].find(".//small").text_content()


def test_the_picture_on_top_comes_in_every_form_and_before_all_else(press, publish, noon, photo):
    html, digest = photo(1600, "JPEG")
    publish(html=html)
    press.print_ordered(noon + HOUR)
    (lead,) = home(press).find_class("lead")
    assert [source.get("type") for source in lead.iter("source")] == ["image/avif", "image/webp"]
    image = lead.find(".//img")
    assert image.get("fetchpriority") == "high"
    assert image.get("loading") is None
    assert f"{digest}-1600.jpg 1600w" in image.get("srcset")
    named = re.findall(r"/(media/\S+)", lxml.html.tostring(lead, encoding="unicode").replace('"', " "))
    assert all((press.folder / path).is_file() for path in named)
    article = lxml.html.fromstring((press.folder / "a/1.html").read_bytes())
    assert article.find(".//figure//img").get("fetchpriority") == "high"


def test_a_site_of_many_links_and_categories_stays_small_on_an_old_phone(site, press, publish, noon):
    crowded = replace(
        site,
        friends=tuple(Link(f"友好单位第{number}号高级中学", f"https://example.cn/{number}") for number in range(60)),
        disclaimer="声明：" + "本站内容仅供参考。" * 100,
        rights_notice="请在三十日内来信。" * 100,
        categories=site.categories + tuple(Category(f"c{number}", f"第{number}类校园新闻动态") for number in range(40)),
    )
    for number in range(30):
        publish(title="青禾师范学院" * 12, category=("news", "campus")[number % 2])
    wide = Press(crowded, press.templates, press.folder, press.media)
    wide.print_ordered(noon + HOUR)
    sizes = {str(path): path.stat().st_size for path in (press.folder / "wap").rglob("*.html")}
    assert {path: size for path, size in sizes.items() if size > 10_000} == {}
    front = (press.folder / "wap/index.html").read_text()
    assert len(re.findall(r"/wap/a/\d+\.html", front)) >= 10  # what a reader comes for stays
    maps = "".join(path.read_text() for path in (press.folder / "wap/p").glob("sitemap*.html"))
    assert all(f"https://example.cn/{number}" in maps for number in range(60))
    assert 'href="/wap/p/sitemap.html"' in front


def test_titles_on_old_phones_are_cut_at_a_word_and_days_leave_out_the_year_they_share(press, publish, noon):
    publish(
        title="Lakeside International School Opens Its First Student-Run Weather Station After Eleven Weeks of Planning"
    )
    publish()
    press.print_ordered(noon + HOUR)
    page = lxml.html.fromstring((press.folder / "wap/all/index.html").read_bytes())
    titles = [row.find("a").text for row in page.iter("li")]
    assert titles[1] == "Lakeside International School Opens Its First Student-Run Weather Station…"
    assert [each.text for each in page.find_class("d")] == ["2026-11-20", "11-20"]


def test_every_page_of_both_editions_tells_where_its_feeds_are(press, publish, noon):
    publish()
    press.print_ordered(noon + HOUR)
    for path in press.folder.rglob("*.html"):
        text = path.read_text()
        assert 'type="application/atom+xml" href="/feed.atom"' in text, path
    assert 'href="/c/campus/feed.atom"' in (press.folder / "wap/c/campus/index.html").read_text()


def test_few_reads_are_not_told_and_many_are(press, publish, noon):
    from tougao.archive import reads

    publish()
    press.print_ordered(noon + HOUR)
    told = lxml.html.fromstring((press.folder / "a/1.html").read_bytes()).get_element_by_id("reads").getparent()
    assert told.get("hidden") is not None
    assert "阅读" not in (press.folder / "wap/a/1.html").read_text()
    reads.add({1: 10}, noon)
    press.print_reads(9, noon + HOUR)
    told = lxml.html.fromstring((press.folder / "a/1.html").read_bytes()).get_element_by_id("reads").getparent()
    assert told.get("hidden") is None
    assert "阅读：10" in (press.folder / "wap/a/1.html").read_text()


def test_the_sites_own_mark_becomes_its_icon_and_without_one_its_first_letter_does(press, publish, noon, tmp_path):
    publish()
    press.print_ordered(noon + HOUR)
    assert "华" in (press.folder / "icon.svg").read_text()
    ours = (press.folder / "favicon.ico").read_bytes()
    theme = tmp_path / "theme" / "shared"
    theme.mkdir(parents=True)
    from PIL import Image

    Image.new("RGB", (144, 144), (10, 92, 72)).save(theme / "logo.png")
    Press(press.site, (theme.parent, *press.templates), press.folder, press.media).print_ordered(noon + HOUR)
    assert "data:image/png" in (press.folder / "icon.svg").read_text()
    assert (press.folder / "favicon.ico").read_bytes() != ours


def test_a_pinned_article_is_no_reason_for_a_section_to_lose_one(press, publish, noon, site):
    drafts = [publish(category="news") for _ in range(20)]
    decisions.decide(drafts[0].pk, Action.PIN, None, noon + HOUR, site)
    press.print_ordered(noon + HOUR)
    assert sections(press)[site.category("news").name] == [11, 10, 9, 8, 7, 6]
