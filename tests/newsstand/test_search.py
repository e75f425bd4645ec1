"""Readers' search: published articles alone, on a page of either edition, without scripts; bounded, and switched off by a key."""

import html
import re
from dataclasses import replace

import lxml.etree
import lxml.html
import pytest
from django.core.cache import cache

from tests.proof.test_html import complaints
from tests.proof.test_wap import BASIC, MOST_PAGE_BYTES, invalid
from tests.support import seats
from tougao import jobs
from tougao.archive import decisions
from tougao.core.workflow import Action
from tougao.newsstand import search

pytestmark = pytest.mark.django_db
POLICY = "default-src 'none'"


@pytest.fixture(autouse=True)
def own_site(settings, site, tmp_path):
    settings.SITE = site
    cache.clear()


@pytest.fixture
def published(new_draft, site, noon):
    """`published(title="…")` is an article that readers see."""

    def publish(**fields):
        draft = new_draft(**fields)
        decisions.decide(draft.pk, Action.APPROVE, None, noon, site)
        return draft

    return publish


@pytest.fixture
def found(client):
    """`found("运动会")` are the titles on the page, as a reader's browser reads them."""

    def ask(words, edition="", **more):
        answer = client.get(f"{edition}/search", {"q": words, **more})
        assert answer.status_code == 200
        page = lxml.html.fromstring(answer.content)
        path = "//li/a" if edition else "//ul[@class='list']//b"
        return [node.text_content() for node in page.xpath(path) if "/a/" in (node.get("href") or "/a/")]

    return ask


def test_published_articles_are_found_by_any_word_of_theirs(found, published, new_draft):
    published(title="青禾师范学院春季运动会开幕", html="<p>彩旗飘扬。</p>", source="青禾师范学院")
    published(title="读书节闭幕", html="<p>书香满园，彩旗也收了。</p>")
    new_draft(title="还没有签发的运动会")
    assert found("运动会") == ["青禾师范学院春季运动会开幕"]
    assert sorted(found("彩旗")) == ["读书节闭幕", "青禾师范学院春季运动会开幕"]
    assert found("彩旗 -闭幕") == ["青禾师范学院春季运动会开幕"]
    assert found("旗") == found("彩旗")
    assert found("“春季运动会”") == ["青禾师范学院春季运动会开幕"]
    assert found("标题：读书节 栏目：校园动态") == ["读书节闭幕"]
    assert found("彩旗", "/wap") == found("彩旗")


def test_what_is_withdrawn_corrected_or_scheduled_is_found_as_readers_see_it(found, published, site, noon):
    draft = published(title="运动会开幕", html="<p>旧的句子。</p>")
    fields = decisions.DraftFields("运动会开幕", "", "", "", "", "campus", "<p>新的句子。</p>")
    decisions.save(draft.pk, 2, None, noon, fields)
    assert (found("旧的句子"), found("新的句子")) == (["运动会开幕"], [])
    decisions.decide(draft.pk, Action.CORRECT, None, noon, site)
    assert (found("旧的句子"), found("新的句子")) == ([], ["运动会开幕"])
    decisions.decide(draft.pk, Action.WITHDRAW, None, noon, site, "作者要求")
    assert found("运动会") == []


def test_a_result_tells_where_it_leads_and_marks_what_was_looked_for(client, published):
    published(title="春季运动会开幕", html="<p>春雨之后，运动会在东校区开幕。</p>", source="青禾师范学院")
    page = client.get("/search?q=运动会").content.decode()
    assert '<a href="/a/1.html">' in page
    assert "<b>春季<mark>运动会</mark>开幕</b>" in page
    assert "春雨之后，<mark>运动会</mark>在东校区开幕。" in page
    assert "校园动态　青禾师范学院　<time" in page
    assert "2026-11-20</time>" in page
    wap = client.get("/wap/search?q=运动会").content.decode()
    assert '<a href="/wap/a/1.html">春季<b>运动会</b>开幕</a>' in wap


@pytest.mark.parametrize("edition", ["", "/wap"])
def test_pages_of_results_follow_one_another_without_gap_or_double(client, published, edition, monkeypatch):
    monkeypatch.setattr(search, "PER_PAGE", dict.fromkeys(search.PER_PAGE, 4))
    for number in range(10):
        published(title=f"运动会第{number}日")
    seen, address = [], f"{edition}/search?q=运动会"
    for _ in range(3):
        page = client.get(address).content.decode()
        seen.append(re.findall(r'<a href="[^"]*/a/(\d+)\.html"', page))
        onwards = re.search(r'href="([^"]*page=\d+)"[^>]*>(?:6\.)?下页', page)
        address = html.unescape(onwards[1]) if onwards else ""
    assert [len(each) for each in seen] == [4, 4, 2]
    assert len({number for each in seen for number in each}) == 10
    assert address == ""
    assert "上页" in page


@pytest.mark.parametrize("given", ["0", "-1", "x", "９", "1e3", "99999999999", ""])
def test_a_page_that_there_is_not_is_the_first_or_none(client, published, given):
    published(title="运动会")
    answer = client.get("/search", {"q": "运动会", "page": given})
    assert answer.status_code == 200
    assert "/a/1.html" in answer.content.decode()


def test_behind_the_last_page_nothing_more_is_told(client, published):
    published(title="运动会")
    page = client.get("/search", {"q": "运动会", "page": "9"}).content.decode()
    assert "没有更多结果了" in page
    assert re.search(r'<a href="/search\?q=[^"&]+">回到第一页', page)


def test_without_words_or_finds_the_page_says_how_to_search(client):
    for address, words in (
        ("/search", "文章须包含"),
        ("/search?q=%20", "文章须包含"),
        ("/search?q=鲸鱼", "没有找到相关文章"),
    ):
        for edition in ("", "/wap"):
            answer = client.get(edition + address)
            assert (answer.status_code, words in answer.content.decode()) == (200, True)
    page = client.get("/search", {"q": "栏目：体育"}).content.decode()
    assert "没有“体育”这个栏目" in page


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'\"&{{7*7}}", "\x00\x1b[0m", "运" * 5000, "-- ' OR 1=1 *"]
)  # fmt: skip
@pytest.mark.parametrize("edition", ["", "/wap"])
def test_whatever_is_typed_is_shown_as_words_and_breaks_nothing(client, published, words, edition):
    published(title="<b>运动会</b>", html="<p>&lt;script&gt;</p>")
    answer = client.get(f"{edition}/search", {"q": words})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "<script" not in page
    assert "<img" not in page
    assert len(answer.content) < 20_000
    if edition:
        lxml.etree.fromstring(answer.content)


def test_an_answer_sets_nothing_is_kept_for_a_minute_and_stays_out_of_other_searches(client, published):
    published(title="运动会")
    for address in ("/search?q=运动会", "/wap/search?q=运动会", "/search"):
        answer = client.get(address)
        assert answer.cookies == {}
        assert answer["Cache-Control"] == "max-age=60, public"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert POLICY in answer["Content-Security-Policy"]
        assert "Cookie" not in answer.get("Vary", "")
        assert 'name="robots" content="noindex,nofollow"' in answer.content.decode()
    assert client.post("/search", {"q": "运动会"}).status_code == 405


def test_one_address_searches_only_so_often(client, published):
    published(title="运动会")
    answers = [client.get("/search?q=运动会") for _ in range(31)]
    assert [answer.status_code for answer in answers] == [200] * 30 + [429]
    assert "您刚才搜索得太频繁" in answers[-1].content.decode()
    assert (answers[-1]["Retry-After"], answers[-1]["Cache-Control"]) == ("60", "no-store")
    assert client.get("/search").status_code == 200  # the page itself costs nothing
    assert client.get("/search?q=运动会", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_searches_never_take_all_threads_from_the_desk(client, published, monkeypatch):
    published(title="运动会")
    monkeypatch.setattr(search, "LONGEST_WAIT_SECONDS", 0.01)
    for _ in range(search.MOST_AT_ONCE):
        search.SEATS.acquire()
    try:
        answer = client.get("/search?q=运动会")
    finally:
        for _ in range(search.MOST_AT_ONCE):
            search.SEATS.release()
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "此刻搜索的读者较多" in answer.content.decode()
    assert client.get("/search?q=运动会").status_code == 200


def test_a_search_asks_the_same_statements_however_much_is_found(client, published, django_assert_max_num_queries):
    for number in range(25):
        published(title=f"运动会第{number}日")
    with django_assert_max_num_queries(5):
        client.get("/search?q=运动会")


def test_browsers_are_told_how_to_search(client, settings, site):
    answer = client.get("/-/opensearch.xml")
    assert answer["Content-Type"].startswith("application/opensearchdescription+xml")
    root = lxml.etree.fromstring(answer.content)
    space = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    assert root.findtext("o:ShortName", namespaces=space) == site.name
    assert root.find("o:Url", space).get("template") == f"{site.url}/search?q={{searchTerms}}"
    assert "/-/opensearch.xml" in client.get("/search").content.decode()


def test_where_it_is_switched_off_there_is_no_box_and_no_such_page(client, settings, site):
    settings.SITE = replace(site, search=False)
    for address in ("/search?q=运动会", "/wap/search?q=运动会", "/-/opensearch.xml"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "没有这个页面" in answer.content.decode() or answer.content.startswith(b"<?xml")
        assert "/search" not in answer.content.decode()


def test_its_pages_are_valid_and_those_for_old_phones_small(client, published, tmp_path):
    for number in range(25):
        published(
            title=f"运动会第{number}日" + "长" * 250,
            html=f"<p>{'&lt;运动会&gt;与“&amp;”。' * 40}</p>",
            source="青禾师范学院",
        )
    asked = ("", "?q=运动会", "?q=运动会&page=2", "?q=鲸鱼", "?q=栏目：体育", "?q=%22%3E%26x", "?q=运动会&page=99")
    pages, small = [], []
    for number, address in enumerate(asked):
        pages.append(tmp_path / f"{number}.html")
        pages[-1].write_bytes(client.get(f"/search{address}").content)
        small.append(tmp_path / f"{number}.xhtml")
        small[-1].write_bytes(client.get(f"/wap/search{address}").content)
    assert complaints(*map(str, pages)) == []
    assert invalid(small, BASIC, tmp_path) == ""
    assert max(page.stat().st_size for page in small) <= MOST_PAGE_BYTES


@pytest.fixture
def served(settings, tmp_path):
    """The address of the site as `tougao run` serves it."""
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    settings.SITE_FOLDER = tmp_path / "site"
    with seats.served(settings.SITE_FOLDER) as address:
        yield address


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_reader_without_scripts_searches_from_any_page(published, served, theme, width):
    for number in range(22):
        published(title=f"青禾师范学院春季运动会第{number}日", html=f"<p>第{number}日，跳高比赛在东校区举行。</p>")
    jobs.print_ordered()
    with seats.browser() as browser:
        context = browser.new_context(
            java_script_enabled=False, viewport={"width": width, "height": 800}, color_scheme=theme
        )
        page = context.new_page()
        page.goto(f"{served}/a/3.html")
        page.fill(".find [name=q]", "跳高")
        page.press(".find [name=q]", "Enter")
        page.wait_for_url("**/search?q=*")
        assert page.inner_text("h1") == "搜索“跳高”"
        assert page.input_value(".find [name=q]") == "跳高"
        assert page.locator(".list li").count() == 20
        assert page.locator(".list mark").first.inner_text() == "跳高"
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.screenshot(path=seats.artefact(f"readers-search-{width}-{theme}"))
        page.click("[rel=next]")
        page.wait_for_selector("[rel=prev]")
        assert page.locator(".list li").count() == 2
        page.click(".list a >> nth=0")
        page.wait_for_url("**/a/*.html")
        page.fill(".find [name=q]", "鲸鱼")
        page.click(".find button")
        page.wait_for_selector("text=没有找到相关文章")
        page.screenshot(path=seats.artefact(f"readers-search-none-{width}-{theme}"))
        page.goto(f"{served}/wap/")
        page.fill("[name=q]", "跳高")
        page.click("[type=submit]")
        page.wait_for_url("**/wap/search?q=*")
        assert page.locator("li").count() == 8
        page.screenshot(path=seats.artefact(f"readers-search-wap-{width}-{theme}"))
        context.close()
