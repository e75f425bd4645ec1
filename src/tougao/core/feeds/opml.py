"""OPML 2.0: every feed of the site in one file that readers' programs import.

Feeds of the messages below an article are not in it: there may be one for each article, and the page of those messages names it.
"""

from collections.abc import Iterable

import lxml.etree

from tougao.core import layout
from tougao.core.article import Supplier
from tougao.core.characters import printable
from tougao.core.layout import ALL, GUESTBOOK, ListPage
from tougao.core.site import Site


def opml(site: Site, suppliers: Iterable[Supplier]) -> bytes:
    root = lxml.etree.Element("opml", version="2.0")
    head = lxml.etree.SubElement(root, "head")
    lxml.etree.SubElement(head, "title").text = site.name
    body = lxml.etree.SubElement(root, "body")
    for slug, name in (
        (ALL, site.name),
        *((category.slug, f"{site.name} · {category.name}") for category in site.categories),
        *((layout.supplier_slug(each.number), f"{site.name} · {printable(each.name)}") for each in suppliers),
        *(((GUESTBOOK, f"{site.name} · {site.guestbook.title}"),) if site.guestbook.on else ()),
    ):
        front = layout.list_path(ListPage(slug)) if slug else layout.home_path()
        lxml.etree.SubElement(
            body,
            "outline",
            type="rss",
            text=name,
            title=name,
            xmlUrl=f"{site.url}/{layout.feed_path(ListPage(slug), 'rss')}",
            htmlUrl=site.url + layout.address(front),
        )
    return lxml.etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"
