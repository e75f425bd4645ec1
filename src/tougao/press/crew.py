"""A full print run in parts, which several processes of this machine may share: ranges of articles, groups of list pages.

Each part stands alone and may be repeated. The process that holds the lock of the press hands them out and does what
must come before and after all of them.
"""

import gc
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context, parent_process

import django
from django.db import connections

from tougao.core.layout import ListPage
from tougao.core.notice import gettext_noop
from tougao.errors import PressError

FEW_COLLECTIONS = 50_000  # objects made before Python looks for garbage: pages make hardly any that it must look for
WORTH_SHARING_FROM = {"fork": 500, "spawn": 2000}
HAND_DIED = gettext_noop("A process that printed with us ended before its time; the next run finishes its work.")


@dataclass(frozen=True)
class Part:
    """Live articles by number, in order and without a gap; or pages of lists with their feeds.

    Of a part that `is_half` there, what is there waits for another part.
    """

    numbers: tuple[int, ...] = ()
    pages: tuple[ListPage, ...] = ()
    is_half: bool = False


@dataclass
class Done:
    """What a part did: changed, gone and all paths that belong to the site."""

    changed: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    planned: set[str] = field(default_factory=set)


Doer = Callable[[Part], Done]
Share = Callable[[Iterable[Part]], Iterator[Done]]


def alone(do: Doer) -> AbstractContextManager[Share]:
    """This process does every part itself."""

    @contextmanager
    def share() -> Iterator[Share]:
        yield lambda parts: map(do, parts)

    return share()


def together(do: Doer, processes: int) -> AbstractContextManager[Share]:
    """`processes` of them, each with its own connection to the database. `do` must be picklable."""

    @contextmanager
    def share() -> Iterator[Share]:
        with ProcessPoolExecutor(processes, get_context(_how_to_start()), _ready) as pool:
            yield lambda parts: _done(pool, do, parts)

    return share()


def worth_sharing_from() -> int:
    """How many articles a site has at least where processes save more time than starting them takes."""
    return WORTH_SHARING_FROM[_how_to_start()]


def _how_to_start() -> str:
    """A fork has all that is loaded and compiled at once, but may not be made beside other threads: they may hold locks."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _done(pool: ProcessPoolExecutor, do: Doer, parts: Iterable[Part]) -> Iterator[Done]:
    connections.close_all()  # the first part forks the processes, and what is open here would be open there
    try:
        yield from pool.map(do, parts)
    except BrokenProcessPool as trouble:
        raise PressError(HAND_DIED) from trouble


def _ready() -> None:
    """In the new process: settings and models, as they are in the one that asked for it."""
    django.setup()  # what starts a process here is not always a command of ours
    gc.freeze()
    gc.set_threshold(FEW_COLLECTIONS)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A hand whose foreman was killed must not go on printing beside the next one."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
