"""What a page says of itself to whoever shares it: the Open Graph properties (ogp.me), else title and description."""

from dataclasses import dataclass

import lxml.html


@dataclass(frozen=True)
class Card:
    """`picture` is an absolute address, or empty."""

    title: str
    description: str
    picture: str
    site: str


def card(page: bytes) -> Card:
    """Read from the bytes of a page as it is printed, as a messenger would read them."""
    root = lxml.html.document_fromstring(page, parser=lxml.html.HTMLParser(encoding="utf-8"))
    said = {
        meta.get("property") or meta.get("name") or "": (meta.get("content") or "").strip()
        for meta in root.iter("meta")
    }
    return Card(
        title=said.get("og:title") or (root.findtext(".//title") or "").strip(),
        description=said.get("og:description") or said.get("description", ""),
        picture=said.get("og:image", ""),
        site=said.get("og:site_name", ""),
    )
