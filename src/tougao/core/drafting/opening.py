"""Drafts that were made before their length was bounded: what the desk's page can carry of them is their beginning."""

from tougao.core.drafting.bounds import MOST_BODY_CHARACTERS, MOST_SAVED_CHARACTERS, MOST_SUMMARY_CHARACTERS, TAGS
from tougao.core.markup import escaped, text
from tougao.core.paragraphs import parted


def opening(html: str, summary: str) -> tuple[str, str]:
    """A body and a summary as they are where they may be saved; else their beginnings, the body's in whole paragraphs."""
    if len(html) + len(summary) <= MOST_SAVED_CHARACTERS:
        return html, summary
    return _beginning(html), summary[:MOST_SUMMARY_CHARACTERS]


def _beginning(html: str) -> str:
    out: list[str] = []
    left = MOST_BODY_CHARACTERS
    for piece in parted(html):
        if len(piece) > left:
            return "".join(out) or _cut(piece)
        out.append(piece)
        left -= len(piece)
    return "".join(out)


def _cut(piece: str) -> str:
    """The first paragraph alone is longer: of that, the first words."""
    most = MOST_BODY_CHARACTERS - TAGS
    words = text(piece)[:most]
    while len(words) > 1 and len(escaped(words)) > most:
        words = words[: len(words) // 2]
    return f"<p>{escaped(words)}</p>"
