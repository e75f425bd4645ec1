"""What no article touches: fixed pages, the site map, style sheets, icons, notices of absence."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tougao.core import feeds, icons, sitemap
from tougao.core.article import Supplier
from tougao.core.pages import Pages, Printed
from tougao.core.site import Site

LOGO = "shared/logo.png"
FILES = (
    ("wap/wap.css", "wap/wap.css"),
    ("shared/feed.css", "feed.css"),
    ("shared/read.js", "read.js"),
    (LOGO, feeds.LOGO_PATH),
)


def furniture(
    site: Site, editions: Sequence[Pages], templates: Sequence[Path], suppliers: Iterable[Supplier]
) -> Iterator[Printed]:
    """`templates` are folders that are looked up in order, the site's own before ours."""
    for pages in editions:
        yield from (printed for page in site.other_pages for printed in pages.fixed(page))
        yield from pages.guidelines()
        yield from pages.site_map()
        yield pages.not_found()
    yield editions[0].feeds()
    yield all_feeds(site, suppliers)
    if site.indexnow_key:
        yield Printed(f"{site.indexnow_key}.txt", site.indexnow_key.encode())
    yield Printed("robots.txt", sitemap.robots(site))
    yield Printed(sitemap.path_of(0), sitemap.fronts(site))
    for name, path in FILES:
        yield Printed(path, template(templates, name).read_bytes())
    logo = template(templates, LOGO)
    is_ours = logo.is_relative_to(templates[-1])  # and so no mark of this site's
    yield Printed(icons.ICON_PATH, icons.initial(site) if is_ours else icons.framed(logo.read_bytes()))
    yield Printed(icons.FAVICON_PATH, icons.favicon(logo.read_bytes()))


def all_feeds(site: Site, suppliers: Iterable[Supplier]) -> Printed:
    """feeds.opml, which a new supplier touches, too."""
    return Printed("feeds.opml", feeds.opml(site, suppliers))


def template(templates: Iterable[Path], name: str) -> Path:
    """The site's own file of this name, else ours."""
    return next(folder / name for folder in templates if (folder / name).exists())
