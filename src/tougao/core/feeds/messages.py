"""Messages of readers as a feed: the guestbook's, or that below an article."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from tougao.core import layout
from tougao.core.characters import line
from tougao.core.feeds.feed import Channel, Entry, Tombstone
from tougao.core.language import language_of
from tougao.core.layout import ListPage
from tougao.core.markup import escaped
from tougao.core.messages import Message, paragraphs
from tougao.core.site import Site

LONGEST_TITLE = 40  # characters of the text that a feed shows as its title


def message_channel(
    site: Site,
    page: ListPage,
    name: str,
    shown: Sequence[Message],
    last: int,
    gone: Iterable[tuple[int, datetime]] = (),
) -> Channel:
    """`last` is the last ordinal of the list; `gone` are the messages (number, moment) that readers should forget.

    No hub is named: it is told of articles alone.
    """
    full = layout.full_pages(page.slug, last)
    stones = tuple(Tombstone(entry_id(site, page.slug, number), moment) for number, moment in gone)
    moments = [*(message.changed_at for message in shown), *(stone.withdrawn_at for stone in stones)]
    return Channel(
        site=replace(site, hub=""),
        page=page,
        title=line(f"{site.name} · {name}"),
        description=line(f"{site.name} · {name}"),
        updated_at=max(moments, default=datetime.fromisoformat(f"{site.minted}T00:00:00+00:00")),
        entries=tuple(message_entry(site, page.slug, message) for message in shown),
        tombstones=stones,
        previous_page=(page.page - 1 if page.page else full),
        next_page=(page.page + 1 if page.page and page.page < full else 0),
    )


def message_entry(site: Site, slug: str, message: Message) -> Entry:
    """It leads to the list's front, and to its permanent page once that is full; no page of its own is printed."""
    title = line(message.text)
    title = title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"
    language = language_of(title, message.text, site.language)
    answer = f"\n<blockquote>{_html(message.answer)}</blockquote>" if message.answer else ""
    return Entry(
        entry_id=entry_id(site, slug, message.number),
        url=f"{site.url}{layout.address(layout.list_path(ListPage(slug)))}#m{message.number}",
        title=title,
        summary=line(message.text),
        html=_html(message.text) + answer,
        authors=(message.name or site.name,),
        categories=(),
        published_at=message.written_at,
        updated_at=message.changed_at,
        language=language if language != site.language else "",
    )


def entry_id(site: Site, slug: str, number: int) -> str:
    """
    >>> entry_id(Site("x", "https://a.cn"), "guestbook/", 7)
    'tag:a.cn,2026-01-01:guestbook/7'
    """
    return f"tag:{site.domain},{site.minted}:{slug}{number}"


def _html(text: str) -> str:
    return "\n".join(f"<p>{'<br>'.join(map(escaped, part))}</p>" for part in paragraphs(text))
