"""Any text in, a valid feed out, and the same text back: ten thousand titles and bodies of a fixed seed, and what hypothesis finds."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree  # expat

import lxml.etree
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.proof.bodies import BODIES
from tests.proof.feeds import ATOM, CONTENT, complaints
from tougao.core import feeds
from tougao.core.article import Article, Place
from tougao.core.characters import printable
from tougao.core.feeds import xml
from tougao.core.layout import ListPage
from tougao.core.markup import clean
from tougao.core.site import Category, Site

SEED = 20261123
ARTICLES, PER_FEED, CHECKED_EVERY = 10_000, 20, 25
AT = datetime(2026, 11, 20, 4, tzinfo=UTC)
SITE = Site(
    "华夏教育网", "https://news.example.cn", authority="news.example.cn", categories=(Category("news", "新闻"),)
)
NASTY = (
    *map(chr, range(0x20)), "\x7f", *map(chr, range(0x80, 0xA0)), "\x00", "\ufffe", "\uffff", "\ud800", "\udfff", "\ud83d", "\ufeff",
    "\u202e", "\u2066", "\u200b", "\u2028", "\U0002fffe", "]]>", "&nbsp;", "&", "&amp;", "&#0;", "&#x1F;", "<", ">", "<!--", "-->", "<![CDATA[",
    "<?x?>", "<script>alert(1)</script>", "<b>", "</b>", '"', "'", "😀", "👨‍👩‍👧", "𠀀", "𪚥", "\U0010ffff", "é", "é", "甲", "新闻", "。", "“", "　", "\r\n", "\r",
)  # fmt: skip


def words(chance: random.Random, most: int) -> str:
    return "".join(chance.choice(NASTY) for _ in range(chance.randrange(most)))


def made(number: int, title: str, html: str, byline: str, summary: str) -> Article:
    at = AT - timedelta(minutes=number)
    return Article(
        number, f"tag:news.example.cn,2026-01-01:{number}", title, byline, byline, byline, summary, html,
        Place("news", number), at, at + timedelta(seconds=number % 3),
    )  # fmt: skip


def groups() -> Iterator[list[Article]]:
    chance = random.Random(SEED)
    for first in range(1, ARTICLES + 1, PER_FEED):
        yield [
            made(number, words(chance, 30), f"<p>{words(chance, 60)}</p>" if chance.random() < 0.5 else words(chance, 60), words(chance, 6), words(chance, 9))
            for number in range(first, first + PER_FEED)
        ]  # fmt: skip


def channel(articles: list[Article]) -> feeds.Channel:
    return feeds.channel(SITE, ListPage("news"), "新闻", [feeds.entry(SITE, article, {}) for article in articles])


def written_and_read_back(articles: list[Article]) -> None:
    """Both parsers of XML read back each title and body as it was cleaned, and so does JSON; no article is left out."""
    told = channel(articles)
    assert [entry.entry_id for entry in told.entries] == [article.entry_id for article in articles]
    wanted = []
    for entry, article in zip(told.entries, articles, strict=True):
        assert entry.title == (printable(article.title).strip() or entry.url)
        wanted.append((entry.title, entry.html))
    atom, rss = feeds.atom(told), feeds.rss(told)
    for parse in (lxml.etree.fromstring, ElementTree.fromstring):
        shown = parse(atom).findall(f"{ATOM}entry")
        assert [(entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}content") or "") for entry in shown] == wanted
        shown = parse(rss).findall("channel/item")
        assert [(item.findtext("title"), item.findtext(CONTENT) or "") for item in shown] == wanted
    items = json.loads(feeds.json_feed(told))["items"]
    assert [(item["title"], item["content_html"]) for item in items] == wanted


def wrong_with(articles: list[Article]) -> list[str]:
    told = channel(articles)
    return [
        f"{form}: {words}"
        for form, written in (("atom", feeds.atom), ("rss", feeds.rss), ("json", feeds.json_feed))
        for words in complaints(form, written(told), told.url(form))
    ]


def test_ten_thousand_titles_and_bodies_full_of_what_breaks_feeds():
    count = 0
    for articles in groups():
        written_and_read_back(articles)
        count += len(articles)
    assert count == ARTICLES


def test_a_body_that_was_cleaned_makes_a_valid_feed_whatever_it_was():
    for number, articles in enumerate(groups()):
        if number % CHECKED_EVERY == 0:
            cleaned = [
                made(each.number, each.title, clean(each.html) or "<p>甲</p>", printable(each.byline).replace("@", ""), each.summary)
                for each in articles
            ]  # fmt: skip
            assert wrong_with(cleaned) == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    titles=st.lists(st.text(st.characters(exclude_categories=())), min_size=1, max_size=4),
    body=st.one_of(BODIES, st.text(st.characters(exclude_categories=()))),
    byline=st.text(st.characters(exclude_categories=(), exclude_characters="@"), max_size=20),
)
def test_any_title_any_byline_any_body(titles, body, byline):
    raw = [made(number, title, body, byline, title) for number, title in enumerate(titles, 1)]
    written_and_read_back(raw)
    assert (
        wrong_with([made(each.number, each.title, clean(body) or "<p>甲</p>", byline, each.title) for each in raw])
        == []
    )


def test_items_stand_in_a_feed_as_feedgen_would_write_them_there():
    for number, articles in enumerate(groups()):
        if number % CHECKED_EVERY == 0:
            told = channel(articles)
            for form, written in (("atom", feeds.atom), ("rss", feeds.rss)):
                whole = xml.generator(told, form)
                for entry in told.entries:
                    whole.add_entry(xml.item(entry, form), order="append")
                plain = whole.atom_str() if form == "atom" else whole.rss_str()
                assert written(told).partition(b"?>\n")[2].partition(b"?>\n")[2] == plain.partition(b"?>\n")[2] + b"\n"


def test_the_same_articles_make_the_same_bytes_at_any_time():
    articles = next(groups())
    once, again = channel(articles), channel(list(articles))
    for written in (feeds.atom, feeds.rss, feeds.json_feed):
        assert written(once) == written(again)
