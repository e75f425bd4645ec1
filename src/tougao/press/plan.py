"""What a full run prints, in which parts and which order: what is not there yet before anything that may lead to it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from tougao.core import layout
from tougao.core.layout import SUPPLIERS, Edition, ListPage
from tougao.press.crew import Part
from tougao.press.feeds import forms_of

GROUP_ARTICLES, FEWEST_ARTICLES = 500, 50
GROUP_PAGES, FEWEST_PAGES = 200, 50  # of lists, with their feeds: about 40 MB of articles
PARTS = 8  # of a small site, so that those who share them end at the same time
T = TypeVar("T")


@dataclass(frozen=True)
class Plan:
    """Parts in the order in which they are printed: `first` what a standing site lacks, then the `rest`.

    Where some files of an article or a page are missing, those come first, and the others with the rest.
    """

    first: tuple[Part, ...]
    rest: tuple[Part, ...]

    @property
    def files(self) -> int:
        """About how many it prints: what a progress bar counts."""
        return sum(map(files_of, (*self.first, *self.rest)))


def plan(live: Sequence[int], pages: Sequence[ListPage], there: Collection[str]) -> Plan:
    """For all live articles and all pages of lists, fronts last. `there` are the files that stand: none when nobody sees them yet."""
    sizes = (_part_size(len(live), GROUP_ARTICLES, FEWEST_ARTICLES), _part_size(len(pages), GROUP_PAGES, FEWEST_PAGES))
    place = {number: index for index, number in enumerate(live)}

    def parts(numbers: Iterable[int], lists: Iterable[ListPage], is_half: bool = False) -> Iterator[Part]:
        found = (
            *(Part(numbers=tuple(row)) for row in _rows(numbers, place, sizes[0])),
            *(Part(pages=tuple(group)) for group in groups(lists, sizes[1])),
        )
        return (replace(part, is_half=is_half) for part in found)

    if not there:
        return Plan((), tuple(parts(live, pages)))
    articles = {number: _standing(article_files(number), there) for number in live}
    lists = {page: _standing(page_files(page), there) for page in pages}

    def those(found: Mapping[T, bool | None], *wanted: bool | None) -> list[T]:
        return [each for each, standing in found.items() if standing in wanted]

    first = (
        *parts(those(articles, False), ()),
        *parts(those(articles, None), (), is_half=True),
        *parts((), those(lists, False)),
        *parts((), those(lists, None), is_half=True),
    )
    return Plan(first, tuple(parts(those(articles, None, True), those(lists, None, True))))


def article_files(number: int) -> tuple[str, ...]:
    """Those that others lead to."""
    return tuple(layout.article_path(number, edition) for edition in Edition)


def page_files(page: ListPage) -> tuple[str, ...]:
    """Of a page of a list: in both editions, and its feeds.

    >>> page_files(ListPage("s/"))
    ('s/index.html', 'wap/s/index.html')
    """
    feeds = () if page.slug == SUPPLIERS else tuple(layout.feed_path(page, form) for form in forms_of(page))
    return (*(layout.list_path(page, edition) for edition in Edition), *feeds)


def files_of(part: Part) -> int:
    """About how many files a part prints."""
    return len(Edition) * len(part.numbers) + sum(len(page_files(page)) for page in part.pages)


def _standing(paths: Collection[str], there: Collection[str]) -> bool | None:
    """True where all of them are there, False where none is, None where some are."""
    found = sum(path in there for path in paths)
    return None if 0 < found < len(paths) else found > 0


def _rows(numbers: Iterable[int], place: Mapping[int, int], size: int) -> Iterator[list[int]]:
    """In groups that leave out none of the live articles between their first and their last."""
    row: list[int] = []
    for number in numbers:
        if row and (len(row) == size or place[number] != place[row[-1]] + 1):
            yield row
            row = []
        row.append(number)
    if row:
        yield row


def _part_size(count: int, most: int, fewest: int) -> int:
    return min(most, max(fewest, count // PARTS))


def groups(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while group := list(islice(rest, size)):
        yield group
