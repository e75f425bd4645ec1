"""The Accept field of a request, and the media type a file is sent with for it; config/deploy has the same rules.

A page of the wap edition has the best type its reader names (W3C, XHTML media types). A feed has its own for whoever
names that or no page: browsers, which name pages alone, show application/rss+xml as raw source, and style text/xml.
"""

import re

from tougao.core.layout import Edition

WAP_TYPES = ("application/vnd.wap.xhtml+xml", "application/xhtml+xml")
PAGE = "text/html"
BROWSED_FEED = "text/xml"
FEED_TYPES = ("application/rss+xml", "application/atom+xml")
FEEDS = (".rss", ".atom")
REFUSED = re.compile(r"q\s*=\s*0(?:\.0*)?")


def names(accept: str, kind: str) -> bool:
    """Does the field name this very type, and not to refuse it (RFC 9110, 12.4.2)? Wildcards name nothing.

    >>> names("text/html;q=0.9, */*", "text/html"), names("text/html;q=0, */*", "text/html"), names("*/*", "text/html")
    (True, False, False)
    """
    for part in accept.lower().split(","):
        name, *parameters = (each.strip() for each in part.split(";"))
        if name == kind and not any(REFUSED.fullmatch(each) for each in parameters):
            return True
    return False


def wap_type(accept: str) -> str:
    return next((kind for kind in WAP_TYPES if names(accept, kind)), PAGE)


def page_type(edition: Edition, accept: str) -> str:
    """The Content-Type of a page of an edition."""
    return f"{wap_type(accept) if edition is Edition.WAP else PAGE}; charset=utf-8"


def feed_type(accept: str, own: str) -> str:
    """The type of a feed whose own is this one."""
    is_browsed = names(accept, PAGE) and not any(names(accept, kind) for kind in FEED_TYPES)
    return BROWSED_FEED if is_browsed else own


def varies(path: str) -> bool:
    """Is what stands at this address sent as one type to some and as another to others?"""
    return path.startswith("/wap/") or path.endswith(FEEDS)


def negotiated(path: str, own: str, accept: str) -> str:
    """The type that something of this type is sent with from this address.

    >>> negotiated("/wap/", "text/html", ""), negotiated("/feed.rss", "application/rss+xml", "text/html")
    ('text/html', 'text/xml')
    >>> negotiated("/wap/wap.css", "text/css", "application/xhtml+xml"), negotiated("/no/feed.rss", "text/html", "text/html")
    ('text/css', 'text/html')
    """
    if own in FEED_TYPES:
        return feed_type(accept, own)
    return wap_type(accept) if path.startswith("/wap/") and own == PAGE else own
