"""What readers see, and the draft it grows from.

A body is the site's small HTML (core.markup says which tags). A picture stands in it as
`<figure><img src="media:{sha256}.{ext}" width="1080" height="720" alt="…"><figcaption>…</figcaption></figure>`;
the press turns the `media:` address into a file of the site. Section headings are `<h2>`; the label before a lead
("本网讯") is `<b class="dateline">`; the first sentence of an 一是 paragraph may be `<b>`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tougao.core.language import language_of
from tougao.core.messages import Message
from tougao.core.notice import Notice

TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Picture:
    """A picture as it will be published: upright, without metadata, at most 1600 px wide."""

    sha256: str
    extension: str  # jpg or png
    name: str
    caption: str
    width: int
    height: int
    size: int

    @property
    def reference(self) -> str:
        """Its address inside a body."""
        return f"media:{self.sha256}.{self.extension}"


class Certainty(StrEnum):
    """How far an editor may trust a field."""

    SURE = "sure"  # the sender said so by name: a label, a mark of the trade
    LIKELY = "likely"  # its place or its look says so
    GUESSED = "guessed"  # something had to stand there


@dataclass(frozen=True)
class Origin:
    """Where the value of a draft's field came from, for whoever doubts it. `field` is a name of `Draft`'s."""

    field: str
    certainty: Certainty
    place: Notice


@dataclass(frozen=True)
class Draft:
    """What we made of a manuscript. `byline` holds people, a space between; `source` and `credit` organisations.

    `category` is the slug we suggest, or empty; `manuscript` names the file or part the text came from.
    `set_aside` holds the paragraphs left out (greetings, covering notes, signatures, quoted mail), in order.
    """

    title: str
    byline: str = ""
    source: str = ""
    credit: str = ""
    summary: str = ""
    html: str = ""
    category: str = ""
    manuscript: str = ""
    pictures: tuple[Picture, ...] = ()
    set_aside: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Place:
    """Where an article stands in a list: the 1-based ordinal it was given when it came into that list."""

    slug: str
    ordinal: int


@dataclass(frozen=True)
class Reference:
    """An article as another page names it."""

    number: int
    title: str


@dataclass(frozen=True)
class Correction:
    """What readers are told was wrong. `note` is plain text."""

    corrected_at: datetime
    note: str


@dataclass(frozen=True)
class Supplier:
    """Who gives articles: an organisation, with a page and feeds of its own at /s/{number}/."""

    number: int
    name: str


@dataclass(frozen=True)
class Article:
    """A published article. `number` is its publication number, `entry_id` its tag: URI; neither ever changes.

    `published_at` never moves. `updated_at` moves on a correction. All times are aware UTC.
    `place` is its place in its category, `supplied` that in the list of its supplier. `related` were published before it.
    """

    number: int
    entry_id: str
    title: str
    byline: str
    source: str
    credit: str
    summary: str
    html: str
    place: Place
    published_at: datetime
    updated_at: datetime
    reads: int = 0
    withdrawn_at: datetime | None = None
    supplied: Place | None = None
    pinned_at: datetime | None = None
    corrections: tuple[Correction, ...] = ()
    related: tuple[Reference, ...] = ()
    messages: tuple[Message, ...] = ()  # the newest of those that readers wrote below it
    message_count: int = 0

    @property
    def reference(self) -> Reference:
        return Reference(self.number, self.title)

    @property
    def told_at(self) -> datetime:
        """When readers were last told of it: published, or corrected, or brought back."""
        return max(self.updated_at, self.published_at)

    def ordinal_in(self, slug: str) -> int:
        """Its ordinal in a list that it stands in (core.layout names lists)."""
        found = (place.ordinal for place in (self.place, self.supplied) if place and place.slug == slug)
        return next(found, self.number)

    def language_in(self, language: str) -> str:
        """The BCP 47 tag of its text in a site of this language: one answer for pages, feeds and search engines."""
        return language_of(self.title, self.words, language)

    @property
    def words(self) -> str:
        """The text with a space for each tag: for whoever counts letters, and fast."""
        return TAG.sub(" ", self.html)


def people(byline: str) -> tuple[str, ...]:
    """
    >>> people("方可 赵蕊"), people("Anna Brown, Li Wei"), people("")
    (('方可', '赵蕊'), ('Anna Brown', 'Li Wei'), ())
    """
    parts = byline.split(",") if "," in byline or byline.isascii() else byline.split()
    return tuple(name for name in (part.strip() for part in parts) if name)


def supplier_name(source: str, credit: str, house_names: Iterable[str]) -> str:
    """Who gave the text: whoever is thanked for supplying it, else its source; empty for the site's own.

    >>> supplier_name("华夏教育网", "", ["华夏教育网"]), supplier_name("华夏教育网", "青禾师院", ["华夏教育网"])
    ('', '青禾师院')
    """
    return next((name for name in (credit, source) if name and name not in house_names), "")


def headline(title: str) -> tuple[str, str]:
    """Kicker and headline of a title, split at its first colon; no character is changed or lost.

    >>> headline("济源职业技术学院：“三联递进”深化产教融合")
    ('济源职业技术学院：', '“三联递进”深化产教融合')
    """
    for mark in ("：", ":"):
        kicker, colon, rest = title.partition(mark)
        if colon and 2 <= len(kicker) <= 16 and len(rest.strip()) >= 4 and not kicker.isascii():
            return kicker + colon, rest
    return "", title


def credit_line(credit: str) -> str:
    """The line below a text that says who supplied it.

    >>> credit_line("济源职业技术学院"), credit_line("Lakeside School")
    ('（济源职业技术学院供稿）', '(Supplied by Lakeside School)')
    """
    return f"(Supplied by {credit})" if credit.isascii() else f"（{credit}供稿）"
