"""Mail addresses on readers' pages, so that people can read them and harvesters cannot.

Harvesters look for mailto: links and for anything with an @; most read no JavaScript, but decode entities. So a shielded
address is written for people: 418526785（at）qq.com.
"""

import re
from enum import StrEnum

ADDRESS = re.compile(r"[\w.+%-]+@(?:[\w-]+\.)+[A-Za-z]{2,24}\b", re.ASCII)
ENTITY = re.compile(r"&#(?:0*64|x0*40);|&commat;", re.IGNORECASE)
LINK = re.compile(
    r'<a\b[^>]*\bhref="mailto:(?P<address>[^"?]*)[^"]*"[^>]*>(?P<words>.*?)</a>', re.IGNORECASE | re.DOTALL
)


class Shown(StrEnum):
    """How the site's mail addresses stand on its pages."""

    PLAIN = "plain"  # as they are, and as links
    WORDS = "words"  # written for people
    FORM = "form"  # not at all: a link to the form stands in their place


def worded(address: str, language: str) -> str:
    """
    >>> worded("418526785@qq.com", "zh-CN"), worded("news@example.org", "en")
    ('418526785（at）qq.com', 'news (at) example (dot) org')
    """
    name, _, host = address.partition("@")
    if language.startswith("zh"):
        return f"{name}（at）{host}"
    return f"{name} (at) {host.replace('.', ' (dot) ')}"


def shielded(text: str, language: str) -> str:
    """Plain text or HTML with every mail address worded; links that hold one are words, too.

    >>> shielded('写信至<a href="mailto:a@b.cn?subject=x">a@b.cn</a>或<a href="mailto:c@d.cn">主编</a>', "zh-CN")
    '写信至a（at）b.cn或主编（c（at）d.cn）'
    """

    def words_of(link: re.Match[str]) -> str:
        address = ENTITY.sub("@", link["address"])
        words = link["words"]
        if address in ENTITY.sub("@", words) or "@" not in address:
            return words
        return f"{words}（{address}）" if language.startswith("zh") else f"{words} ({address})"

    return ADDRESS.sub(lambda found: worded(found[0], language), ENTITY.sub("@", LINK.sub(words_of, text)))
