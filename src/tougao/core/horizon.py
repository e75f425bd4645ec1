"""How far a print run looks: what the site held when it began, however much editors do meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass

from tougao.core.layout import ALL, SUPPLIERS, below_of, supplier_of

ENDLESS = 2**63 - 1  # no ordinal and no row has a higher number


@dataclass(frozen=True)
class Horizon:
    """Taken together with the orders of a run. What lies beyond has an order of its own, which the next run takes.

    `lasts` are the last ordinals of the lists of articles, of suppliers and of the guestbook. `order` is the last order for an
    article and `deed` the last deed with a message: what came after them tells which articles were off the site then and what
    stood below each (archive.since), so that a horizon stays small however much there is.
    """

    lasts: Mapping[str, int]
    order: int = 0
    deed: int = 0

    @property
    def last(self) -> int:
        """The highest publication number."""
        return self.last_of(ALL)

    def last_of(self, slug: str) -> int:
        """The last ordinal of a list; 0 of one that was empty.

        >>> [Horizon({"": 4}).last_of(slug) for slug in ("", "news")]
        [4, 0]
        """
        assert below_of(slug) is None, "archive.since knows the lists of messages below articles"
        return self.lasts.get(slug, 0)

    def has(self, slug: str) -> bool:
        """Does this run print the list of this supplier? Every other list has a front.

        >>> [Horizon({"s/": 2}).has(slug) for slug in ("s/2", "s/3", "news")]
        [True, False, True]
        """
        return (supplier_of(slug) or 0) <= self.last_of(SUPPLIERS)


class _Endless(Horizon):
    def last_of(self, slug: str) -> int:
        return ENDLESS


# For whoever asks how the site stands now: nothing lies beyond it.
EVERYTHING: Horizon = _Endless({}, ENDLESS, ENDLESS)
