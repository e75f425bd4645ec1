"""How much the home page of the wap edition shows, so that it stays under the size an old phone takes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Most:
    """How many of each kind. Categories and friends that are left out stand on the site map; so does the foot of a page,
    where its words are many."""

    newest: int = 10
    section: int = 3
    hot: int = 5
    categories: int = 100
    friends: int = 24
    has_foot: bool = True


# The first that fits is printed. What a reader came for goes last.
MEASURES = (
    Most(),
    Most(friends=12, section=2, hot=4),
    Most(friends=6, section=1, hot=3),
    Most(friends=0, section=1, hot=3),
    Most(friends=0, section=1, hot=3, categories=16),
    Most(friends=0, section=0, hot=2, categories=16),
    Most(friends=0, section=0, hot=0, categories=12),
    Most(friends=0, section=0, hot=0, categories=12, has_foot=False),
    Most(friends=0, section=0, hot=0, categories=0, has_foot=False),
    Most(friends=0, section=0, hot=0, categories=0, has_foot=False, newest=5),
)
