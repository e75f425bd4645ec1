"""Articles → feeds: RSS 2.0 and Atom 1.0 by feedgen, JSON Feed 1.1. Same input, same bytes."""

from tougao.core.feeds.current import current, fitting, is_archived
from tougao.core.feeds.feed import LOGO_PATH, Channel, Entry, channel, entry
from tougao.core.feeds.jsonfeed import json_feed
from tougao.core.feeds.messages import message_channel
from tougao.core.feeds.opml import opml
from tougao.core.feeds.xml import atom, rss

__all__ = [
    "LOGO_PATH", "Channel", "Entry", "atom", "channel", "current", "entry", "fitting", "is_archived", "json_feed", "message_channel",
    "opml", "rss",
]  # fmt: skip

MEDIA_TYPES = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
}
