"""Who is called upon in a comment: @lin, @王老师."""

import re
from collections.abc import Iterable

MENTION = re.compile(r"(?<![A-Za-z0-9_@.+-])[@＠]([\w.+-]+)")


def mentioned(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names among `names` that a text calls upon, each once, in its order.

    Chinese is written without spaces, so the longest name that the words after @ begin with is meant.

    >>> mentioned("@lin 请核对数字，@王芳看一下配图。 a@lin.cn", ["lin", "王芳", "王"])
    ('lin', '王芳')
    """
    known = sorted(names, key=len, reverse=True)
    found = []
    for words in MENTION.findall(text):
        name = next((name for name in known if words.lower().startswith(name.lower()) and _ends(words, name)), None)
        if name and name not in found:
            found.append(name)
    return tuple(found)


def _ends(words: str, name: str) -> bool:
    """A Latin name must not go on: @linda is not lin."""
    rest = words[len(name) :]
    return not rest or not (name[-1].isascii() and rest[0].isascii() and rest[0].isalnum())
