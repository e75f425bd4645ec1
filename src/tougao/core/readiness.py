"""Whether a draft may be approved without being opened: what stands in the way, in words.

Approving one by one is an editor's judgement; approving a dozen at a stroke is only for drafts that leave nothing to judge.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tougao.core import markup
from tougao.core.authentication import Verdict
from tougao.core.notice import Notice, gettext_noop, notice
from tougao.core.site import Site

NO_TITLE = gettext_noop("it has no title")
NO_TEXT = gettext_noop("it has no text")
NO_CATEGORY = gettext_noop("it has no category")
NOBODY = gettext_noop("neither author nor source is named")
GUESS = gettext_noop("a field is a guess: {field}")
NOTICES = gettext_noop("it has notices that somebody should read ({count})")
SEEN_BEFORE = gettext_noop("a text like it was seen before")
SUSPECT = gettext_noop("its sender may be forged")
PICTURES = gettext_noop("{count} of its pictures could not be taken")
OCCUPIED = gettext_noop("{name} is at it now")


@dataclass(frozen=True)
class Candidate:
    """A draft, as far as this matters. `guesses` name fields in the words of the desk, `others` the editors at it now."""

    title: str
    html: str
    category: str
    people: str
    guesses: tuple[str, ...] = ()
    notices: int = 0
    is_seen_before: bool = False
    verdict: Verdict = Verdict.UNVERIFIED
    refused_pictures: int = 0
    others: tuple[str, ...] = ()


def hindrances(draft: Candidate, site: Site) -> tuple[Notice, ...]:
    """Why the draft must be opened first; empty when it is complete."""
    return tuple(_hindrances(draft, site))


def _hindrances(draft: Candidate, site: Site) -> Iterator[Notice]:
    if not draft.title.strip():
        yield notice(NO_TITLE)
    if not markup.text(draft.html).strip():
        yield notice(NO_TEXT)
    if site.category(draft.category) is None:
        yield notice(NO_CATEGORY)
    if not draft.people.strip():
        yield notice(NOBODY)
    for field in draft.guesses:
        yield notice(GUESS, field=field)
    if draft.notices:
        yield notice(NOTICES, count=draft.notices)
    if draft.is_seen_before:
        yield notice(SEEN_BEFORE)
    if draft.verdict is Verdict.SUSPECT:
        yield notice(SUSPECT)
    if draft.refused_pictures:
        yield notice(PICTURES, count=draft.refused_pictures)
    for name in draft.others:
        yield notice(OCCUPIED, name=name)
