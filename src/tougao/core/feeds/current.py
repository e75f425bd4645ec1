"""What a current feed holds: which articles, in which order, and how much of their texts (RFC 5005 section 4, RFC 4287)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from tougao.core import layout
from tougao.core.article import Article
from tougao.core.feeds import jsonfeed, xml
from tougao.core.feeds.feed import Entry
from tougao.core.layout import ListPage
from tougao.core.markup import escaped

MOST_BYTES = 450_000  # of the entries as they are written; some readers refuse feeds over 500 kB
TOMBSTONE_AGE = timedelta(days=30)
MOST_TOMBSTONES = 100
NEWEST = 10  # of a list that are always told, whatever day they bear
BRIEF_CHARACTERS = 300


def current(page: ListPage, last: int, newest: Sequence[Article], told_again: Iterable[Article]) -> list[Article]:
    """The articles of a list's current feed, those first that readers were told of last.

    `last` is the list's last ordinal, `newest` those that came into it last, the last one first. `told_again` are older ones
    that readers should see once more: corrected, or withdrawn and brought back. Those that stand in no archive document yet
    are always among them.
    """
    unarchived = sum(not is_archived(page, last, article) for article in newest)
    always = newest[: max(NEWEST, unarchived)]
    known = {article.number for article in always}
    more = {article.number: article for article in (*newest, *told_again) if article.number not in known}

    def age(article: Article) -> tuple[datetime, int]:
        return article.told_at, article.ordinal_in(page.slug)

    latest = sorted(more.values(), key=age, reverse=True)[: max(0, layout.FEED_ENTRIES - len(always))]
    return sorted([*always, *latest], key=age, reverse=True)


def is_archived(page: ListPage, last: int, article: Article) -> bool:
    """Does it stand in an archive document of the list?"""
    return layout.page_of(page.slug, article.ordinal_in(page.slug)) <= layout.full_pages(page.slug, last)


def fitting(entries: Sequence[Entry], archived: Collection[str], more: str) -> tuple[Entry, ...]:
    """The entries, as many and as long as MOST_BYTES hold in the form that takes most.

    The last ones are left out as long as they stand in an archive document, too (`archived` holds their ids). If that is
    not enough, the longest of the rest tell their summary and, in the words of `more`, where to read on; in the archive
    document that they will come into they stand whole.
    """
    kept = list(entries)
    sizes = [_bytes(entry) for entry in kept]
    while sum(sizes) > MOST_BYTES and len(kept) > 1 and kept[-1].entry_id in archived:
        kept.pop()
        sizes.pop()
    for place in sorted(range(len(kept)), key=lambda place: (-sizes[place], place)):
        if sum(sizes) <= MOST_BYTES:
            break
        kept[place] = _brief(kept[place], more)
        sizes[place] = _bytes(kept[place])
    return tuple(kept)


def _bytes(entry: Entry) -> int:
    """As it is written, escaped. One that no XML can hold is left out of its feeds, whatever it takes."""
    try:
        return max(
            len(xml.item_bytes(entry, "rss")),
            len(xml.item_bytes(entry, "atom")),
            len(jsonfeed.item_text(entry).encode()),
        )
    except ValueError:
        return 0


def _brief(entry: Entry, more: str) -> Entry:
    summary = entry.summary if len(entry.summary) <= BRIEF_CHARACTERS else f"{entry.summary[: BRIEF_CHARACTERS - 1]}…"
    return replace(
        entry,
        summary=summary,
        html=f'<p>{escaped(summary)}</p>\n<p><a href="{escaped(entry.url)}">{escaped(more)}</a></p>',
        pictures=tuple(replace(each, description=each.description[:BRIEF_CHARACTERS]) for each in entry.pictures[:1]),
    )
