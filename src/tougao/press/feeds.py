"""The files of a feed: each form it is written in."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace

from tougao.core import feeds, layout
from tougao.core.layout import ListPage
from tougao.core.pages import Printed

log = logging.getLogger("tougao.press")

FORMS: dict[str, Callable[[feeds.Channel], bytes]] = {"rss": feeds.rss, "atom": feeds.atom, "json": feeds.json_feed}
ARCHIVED_FORMS = ("rss", "atom")


def forms_of(page: ListPage) -> tuple[str, ...]:
    """Archive documents are those of RFC 5005, which JSON Feed does not know."""
    return ARCHIVED_FORMS if page.page else tuple(FORMS)


def feed_files(channel: feeds.Channel) -> Iterator[Printed]:
    for form in forms_of(channel.page):
        yield Printed(layout.feed_path(channel.page, form), _whatever_can_be(FORMS[form], channel))


def _whatever_can_be(written: Callable[[feeds.Channel], bytes], channel: feeds.Channel) -> bytes:
    """The feed; an entry that no XML can hold is left out and named in the log, so that readers still get the others."""
    try:
        return written(channel)
    except ValueError:
        fit = tuple(each for each in channel.entries if _can_be(written, replace(channel, entries=(each,))))
        left_out = [each.url for each in channel.entries if each not in fit]
        log.exception("entries left out of a feed", extra={"feed": channel.url(""), "entries": left_out})
        return written(replace(channel, entries=fit))


def _can_be(written: Callable[[feeds.Channel], bytes], channel: feeds.Channel) -> bool:
    try:
        written(channel)
    except ValueError:
        return False
    return True
