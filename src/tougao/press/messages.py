"""What readers wrote, as pages and feeds: which there are, and what stands on each."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from tougao.archive import messages, reading, since
from tougao.core import feeds, layout
from tougao.core.article import Article, Reference
from tougao.core.feeds import Channel
from tougao.core.feeds.current import TOMBSTONE_AGE
from tougao.core.horizon import Horizon
from tougao.core.layout import GUESTBOOK, ListPage
from tougao.core.pages import Pages, Printed
from tougao.core.pages.messages import Board, board
from tougao.core.site import Site
from tougao.press.words import translations


def every_list(site: Site, horizon: Horizon) -> dict[str, int]:
    """The last ordinal of every list of messages that this site prints."""
    found = {GUESTBOOK: horizon.last_of(GUESTBOOK)} if site.guestbook.on else {}
    if site.guestbook.comments:
        below = since.last_messages(horizon)
        found |= {slug: below[slug] for slug in messages.slugs() if slug in below}
    return found


def lasts(slugs: Iterable[str], horizon: Horizon) -> dict[str, int]:
    """The last ordinals of these lists of messages."""
    wanted = set(slugs)
    of_guests = {GUESTBOOK: horizon.last_of(GUESTBOOK)} if GUESTBOOK in wanted else {}
    return {**dict.fromkeys(wanted, 0), **of_guests, **since.last_messages(horizon, wanted - {GUESTBOOK})}


def pages_below(numbers: Iterable[int], horizon: Horizon) -> dict[int, list[ListPage]]:
    """The pages of messages below these articles; a front alone where there are none."""
    slugs = {number: layout.below_slug(number) for number in numbers}
    found = lasts(slugs.values(), horizon)
    return {number: _pages_of(slug, found[slug]) for number, slug in slugs.items()}


def _pages_of(slug: str, last: int) -> list[ListPage]:
    return [ListPage(slug, page) for page in range(layout.full_pages(slug, last) + 1)]


def beside(site: Site, articles: Iterable[Article], horizon: Horizon) -> list[ListPage]:
    """The pages of messages that name these articles in their heads."""
    if not site.guestbook.comments:
        return []
    found = lasts((layout.below_slug(article.number) for article in articles), horizon)
    return [page for slug, last in found.items() if last for page in _pages_of(slug, last)]


def is_left(site: Site, slug: str, horizon: Horizon) -> bool:
    """Does a list that is not printed stay? Where its article was withdrawn, or came back, since the horizon, for its page stays."""
    number = layout.below_of(slug)
    if number is None or not site.guestbook.comments:
        return False
    return number not in since.off(horizon, [number]) or number not in reading.articles([number], horizon)


def printed(site: Site, editions: Sequence[Pages], page: ListPage, last: int, horizon: Horizon) -> Iterator[Printed]:
    """A page of a list, whose last ordinal is `last`, in every edition."""
    shown = _board(site, page, last, horizon)
    if shown is not None:
        for pages in editions:
            yield from board(pages, shown)


def channel(site: Site, page: ListPage, last: int, horizon: Horizon, now: datetime) -> Channel | None:
    """Its feed: the newest of a list, or the archive document of a full page."""
    shown = _board(site, page, last, horizon)
    if shown is None:
        return None
    gone = messages.taken_back_since(page.slug, now - TOMBSTONE_AGE) if not page.page else ()
    told = shown.messages if page.page else messages.newest(page.slug, layout.FEED_ENTRIES, horizon)
    name = f"{shown.title} · {shown.article.title}" if shown.article else shown.title
    return feeds.message_channel(site, page, name, told, last, gone)


def _board(site: Site, page: ListPage, last: int, horizon: Horizon) -> Board | None:
    """None for what the site does not print: messages below an article that is not there, or where they are off."""
    article: Reference | None = None
    number = layout.below_of(page.slug)
    title = site.guestbook.title
    if number is not None:
        found = reading.articles([number], horizon).get(number)
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
