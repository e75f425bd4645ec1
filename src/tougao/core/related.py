"""Which earlier articles belong beside a new one: those whose titles share words that few others have.

The answer is stored when an article is published and names earlier ones only, so no page changes when another comes.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from tougao.core.article import Reference, headline
from tougao.core.characters import HAN

MOST = 4
LEAST_SCORE = 1.0
SAME_SUPPLIER = 1.5
WORD = re.compile(r"[A-Za-z][A-Za-z0-9'-]{2,}")
HAN_RUN = re.compile(f"{HAN.pattern}{{2,}}")


@dataclass(frozen=True)
class Candidate:
    article: Reference
    same_supplier: bool = False


def related(title: str, candidates: Iterable[Candidate], most: int = MOST) -> tuple[Reference, ...]:
    """The articles nearest to `title`, the nearest first, of the same score the newest first.

    A pair of characters counts the more the fewer titles have it, so “学校” alone relates nothing.
    """
    among = list(candidates)
    own = terms(title)
    of_each = [terms(each.article.title) for each in among]
    frequency = Counter(term for found in of_each for term in found)
    rare = {term: math.log(1 + len(among) / frequency[term]) for term in own if frequency[term]}
    scored = []
    for each, found in zip(among, of_each, strict=True):
        shared = own & found
        if len(shared) < 2 and not any(term.isascii() for term in shared):
            continue
        score = sum(rare[term] for term in shared) / math.sqrt(len(found))
        score *= SAME_SUPPLIER if each.same_supplier else 1
        if score >= LEAST_SCORE:
            scored.append((score, each.article))
    scored.sort(key=lambda row: (-row[0], -row[1].number))
    return tuple(article for _, article in scored[:most])


@lru_cache(maxsize=4096)  # the next article of a category is held against nearly the same titles
def terms(title: str) -> frozenset[str]:
    """Pairs of neighbouring Han characters and Latin words, without the kicker, which names who and not what.

    >>> sorted(terms("青禾师院：运动会与NBA"))
    ['nba', '会与', '动会', '运动']
    """
    _, words = headline(title)
    pairs = {run[at : at + 2] for run in HAN_RUN.findall(words) for at in range(len(run) - 1)}
    return frozenset(pairs | {word.lower() for word in WORD.findall(words)})
