"""What readers wrote, as pages and feeds: which there are, and what stands on each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from tougao.archive import messages, reading
from tougao.core import feeds, layout
from tougao.core.article import Article, Reference
from tougao.core.feeds import Channel
from tougao.core.layout import GUESTBOOK, ListPage
from tougao.core.pages import Pages, Printed
from tougao.core.pages.messages import Board, board
from tougao.core.site import Site
from tougao.press.words import translations

TOMBSTONE_AGE = timedelta(days=30)


def slugs(site: Site) -> Iterator[str]:
    """Every list of messages that this site prints."""
    if site.guestbook.on:
        yield GUESTBOOK
    if site.guestbook.comments:
        yield from messages.slugs()


def pages_of(slug: str, lasts: Mapping[str, int]) -> list[ListPage]:
    return [ListPage(slug, page) for page in range(layout.full_pages(slug, lasts.get(slug, 0)) + 1)]


def beside(site: Site, articles: Iterable[Article], lasts: Mapping[str, int]) -> list[ListPage]:
    """The pages of messages that name these articles in their heads."""
    if not site.guestbook.comments:
        return []
    found = (layout.below_slug(article.number) for article in articles)
    return [page for slug in found if lasts.get(slug) for page in pages_of(slug, lasts)]


def printed(
    site: Site, editions: Sequence[Pages], wanted: Iterable[ListPage], lasts: Mapping[str, int]
) -> Iterator[Printed]:
    """The pages of these lists in every edition."""
    for page in wanted:
        shown = _board(site, page, lasts)
        if shown is not None:
            for pages in editions:
                yield from board(pages, shown)


def channels(site: Site, wanted: Iterable[ListPage], lasts: Mapping[str, int], now: datetime) -> Iterator[Channel]:
    """Their feeds: the newest of a list, and an archive document for each full page."""
    for page in wanted:
        shown = _board(site, page, lasts)
        if shown is None:
            continue
        last = lasts.get(page.slug, 0)
        gone = messages.taken_back_since(page.slug, now - TOMBSTONE_AGE) if not page.page else ()
        told = shown.messages if page.page else messages.newest(page.slug, layout.FEED_ENTRIES)
        name = f"{shown.title} · {shown.article.title}" if shown.article else shown.title
        yield feeds.message_channel(site, page, name, told, last, gone)


def _board(site: Site, page: ListPage, lasts: Mapping[str, int]) -> Board | None:
    """None for what the site does not print: messages below an article that is not there, or where they are off."""
    last = lasts.get(page.slug, 0)
    article: Reference | None = None
    number = layout.below_of(page.slug)
    title = site.guestbook.title
    if number is not None:
        found = reading.articles([number]).get(number)
        if found is None or found.withdrawn_at or not site.guestbook.comments:
            return None
        article, title = found.reference, translations(site.language).gettext("Readers’ messages")
    elif not site.guestbook.on:
        return None
    full = layout.full_pages(page.slug, last)
    ordinals = layout.ordinals_of(page) if page.page else layout.ordinals_of_front(page.slug, last)
    return Board(
        page=page,
        title=title,
        messages=tuple(messages.within(page.slug, ordinals)),
        older=(page.page - 1 or None) if page.page else (max(1, full - 1) if full else None),
        newer=None if not page.page else page.page + 1 if page.page < full else 0,
        article=article,
        archived=full * layout.per_page(page.slug),
    )
