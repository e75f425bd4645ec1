"""What search engines read on an article's page: schema.org NewsArticle and BreadcrumbList, as JSON-LD."""

from datetime import datetime
from typing import Any

from tougao.core import layout
from tougao.core.article import Article, people
from tougao.core.layout import ListPage
from tougao.core.pages.body import shared_picture
from tougao.core.site import Category, Site


def news_article(site: Site, article: Article, category: Category | None) -> dict[str, Any]:
    """Google's and Baidu's rules for articles: whole addresses, times with an offset, pictures with their sizes."""
    url = site.url + layout.address(layout.article_path(article.number))
    publisher = {"@type": "Organization", "name": site.name, "url": f"{site.url}/"}
    authors = [{"@type": "Person", "name": name} for name in people(article.byline)]
    told: dict[str, Any] = {
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.summary or article.title,
        "inLanguage": article.language_in(site.language),
        "datePublished": _moment(site, article.published_at),
        "dateModified": _moment(site, max(article.updated_at, article.published_at)),
        "author": authors or [{"@type": "Organization", "name": article.source or site.name}],
        "publisher": publisher,
        "mainEntityOfPage": url,
        "isAccessibleForFree": True,
    }
    picture = shared_picture(article)
    if picture:
        told["image"] = {
            "@type": "ImageObject",
            "url": site.url + picture.url,
            "width": picture.width,
            "height": picture.height,
        }
    if article.corrections:
        told["correction"] = [each.note for each in article.corrections]
    if category:
        told["articleSection"] = category.name
    return {"@context": "https://schema.org", "@graph": [told, _crumbs(site, category, url, article.title)]}


def _crumbs(site: Site, category: Category | None, url: str, title: str) -> dict[str, Any]:
    way = [(site.name, f"{site.url}/")]
    if category:
        way.append((category.name, site.url + layout.address(layout.list_path(ListPage(category.slug)))))
    rows = [
        {"@type": "ListItem", "position": position, "name": name, "item": item}
        for position, (name, item) in enumerate([*way, (title, url)], 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": rows}


def _moment(site: Site, moment: datetime) -> str:
    return moment.astimezone(site.zone).replace(microsecond=0).isoformat()
