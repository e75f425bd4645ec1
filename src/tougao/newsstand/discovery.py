"""The Link field of feeds: which hub tells of their changes, and what to ask it for (WebSub, 4)."""

import re
from dataclasses import dataclass

# The current feeds, which name the hub inside, too; archive documents never change, and of messages no hub is told.
FOLLOWED = re.compile(r"/(?:c/[a-z0-9-]+/|s/\d+/)?feed\.(?:rss|atom|json)")


@dataclass(frozen=True)
class Hub:
    """`site` is the address of the site, without a slash at its end."""

    address: str
    site: str

    def link(self, path: str) -> str:
        """
        >>> Hub("https://hub.example/", "https://news.example.cn").link("/feed.atom")
        '<https://hub.example/>; rel="hub", <https://news.example.cn/feed.atom>; rel="self"'
        >>> Hub("https://hub.example/", "https://news.example.cn").link("/feed-1.atom")
        ''
        """
        if not FOLLOWED.fullmatch(path):
            return ""
        return f'<{self.address}>; rel="hub", <{self.site}{path}>; rel="self"'
