"""Fixed pages: Markdown (CommonMark with tables) → a page of the site, in its small HTML."""

import re

from markdown_it import MarkdownIt

from tougao.core import markup
from tougao.core.characters import line, printable
from tougao.core.notice import gettext_noop
from tougao.core.site import FixedPage
from tougao.errors import DecisionError

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
RESERVED_NAMES = ("sitemap", "feeds")
TITLE = re.compile(r"\s*#\s+(?P<title>.+)\n")

BAD_NAME = gettext_noop(
    "A page's address holds a-z, 0-9 and hyphens, and is not “sitemap” or “feeds”; “{name}” cannot be one: rename it."
)
UNTITLED = gettext_noop('The page “{name}” needs a title: begin it with "# " and its title.')


def fixed_page(name: str, source: str) -> FixedPage:
    """The page that `source` makes; its first heading is its title. Raises DecisionError for a bad name or no title.

    >>> fixed_page("about", "# 关于我们\\n\\n*学校*新闻。").html
    '<p><i>学校</i>新闻。</p>'
    """
    source = printable(source).strip() + "\n"
    if not NAME.fullmatch(name) or name in RESERVED_NAMES:
        raise DecisionError(BAD_NAME, name=name)
    title = TITLE.match(source)
    if not title:
        raise DecisionError(UNTITLED, name=name)
    html = MarkdownIt("commonmark").enable("table").render(source[title.end() :])
    return FixedPage(name, line(title["title"]), markup.clean(html), source)
