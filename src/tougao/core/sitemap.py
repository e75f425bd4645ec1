"""Sitemaps (sitemaps.org 0.9) for search engines, a thousand articles a file, and the news sitemap of two days."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import lxml.etree
from markupsafe import escape

from tougao.core import layout
from tougao.core.article import Article
from tougao.core.layout import ListPage
from tougao.core.site import GUIDELINES, Site

PER_SITEMAP = 1000
NEWS_AGE = timedelta(days=2)
INDEX_PATH = "sitemap.xml"
NEWS_PATH = "news-sitemap.xml"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
# lxml takes None for the default namespace; its stubs say str.
NAMESPACES: dict[Any, str] = {None: SITEMAP}
HEAD = "<?xml version='1.0' encoding='UTF-8'?>\n"  # as lxml writes it
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def sitemap_of(number: int) -> int:
    """The sitemap file, counted from 1, that an article's number belongs to."""
    return (number - 1) // PER_SITEMAP + 1


def path_of(page: int) -> str:
    """Of a sitemap file; 0 is that of what is not an article.

    >>> path_of(7)
    'sitemap-7.xml'
    """
    return f"sitemap-{page}.xml"


def numbers_of(page: int) -> range:
    """The numbers a sitemap file holds."""
    return range((page - 1) * PER_SITEMAP + 1, page * PER_SITEMAP + 1)


def index(site: Site, pages: Iterable[int], has_news: bool) -> bytes:
    """/sitemap.xml: the files there are, that of the news among them while it holds any."""
    root = lxml.etree.Element(f"{{{SITEMAP}}}sitemapindex", nsmap=NAMESPACES)
    for name in (path_of(0), *map(path_of, pages), *([NEWS_PATH] if has_news else [])):
        entry = lxml.etree.SubElement(root, f"{{{SITEMAP}}}sitemap")
        lxml.etree.SubElement(entry, f"{{{SITEMAP}}}loc").text = f"{site.url}/{name}"
    return _written(root)


def fronts(site: Site) -> bytes:
    """/sitemap-0.xml: what is not an article."""
    paths = [layout.home_path(), *(layout.list_path(ListPage(category.slug)) for category in site.categories)]
    paths += [layout.hot_path()] if site.shows_hot else []
    paths += [layout.fixed_path(name) for name in (GUIDELINES, *(page.name for page in site.other_pages))]
    paths += [layout.list_path(ListPage(layout.GUESTBOOK))] if site.guestbook.on else []
    root = lxml.etree.Element(f"{{{SITEMAP}}}urlset", nsmap=NAMESPACES)
    for path in paths:
        _url(root, site, path, None)
    return _written(root)


def page(site: Site, moments: Iterable[tuple[int, datetime]]) -> bytes:
    """/sitemap-7.xml: the live articles of one thousand numbers, each with the time of its last change.

    Every publication prints one anew, so its rows are put together as text; nothing in them needs escaping but the address.
    """
    url = escape(site.url)
    rows = (
        f"<url><loc>{url}{layout.address(layout.article_path(number))}</loc><lastmod>{_moment(moment)}</lastmod></url>"
        for number, moment in moments
    )
    return f'{HEAD}<urlset xmlns="{SITEMAP}">{"".join(rows)}</urlset>\n'.encode()


def news(site: Site, articles: Iterable[Article]) -> bytes:
    """/news-sitemap.xml: what was published in the last two days; not printed where that is nothing, for none may be empty."""
    root = lxml.etree.Element(f"{{{SITEMAP}}}urlset", nsmap={**NAMESPACES, "news": NEWS})
    language = {"zh-CN": "zh-cn", "zh-TW": "zh-tw"}.get(site.language, site.language.split("-")[0])
    for article in articles:
        entry = _url(root, site, layout.article_path(article.number), None)
        told = lxml.etree.SubElement(entry, f"{{{NEWS}}}news")
        publication = lxml.etree.SubElement(told, f"{{{NEWS}}}publication")
        lxml.etree.SubElement(publication, f"{{{NEWS}}}name").text = site.name
        lxml.etree.SubElement(publication, f"{{{NEWS}}}language").text = language
        lxml.etree.SubElement(told, f"{{{NEWS}}}publication_date").text = _moment(article.published_at)
        lxml.etree.SubElement(told, f"{{{NEWS}}}title").text = article.title.strip() or site.name
    return _written(root)


def robots(site: Site) -> bytes:
    rows = ["User-agent: *", "Disallow: /desk/", "Disallow: /-/"]
    rows += ["Disallow: /search", "Disallow: /wap/search", ""] if site.search else [""]
    rows += [f"Sitemap: {site.url}/{INDEX_PATH}"]  # it names the others
    return "\n".join([*rows, ""]).encode()


def _url(root: lxml.etree._Element, site: Site, path: str, changed_at: datetime | None) -> lxml.etree._Element:
    entry = lxml.etree.SubElement(root, f"{{{SITEMAP}}}url")
    lxml.etree.SubElement(entry, f"{{{SITEMAP}}}loc").text = site.url + layout.address(path)
    if changed_at:
        lxml.etree.SubElement(entry, f"{{{SITEMAP}}}lastmod").text = _moment(changed_at)
    return entry


def _moment(moment: datetime) -> str:
    return moment.replace(microsecond=0).isoformat()


def _written(root: lxml.etree._Element) -> bytes:
    return lxml.etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"
