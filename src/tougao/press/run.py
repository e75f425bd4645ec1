"""A print run: from the database to the published folder, repeatable after any crash.

Order: media, article pages, lists, feeds, so no file points to one that is not there; withdrawn articles come last,
when nothing points to them any more, and leave a notice.
"""

import contextlib
import hashlib
import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path

import jinja2
from django.db import DatabaseError

import tougao
from tougao.archive import print_orders, pushes, reading, reads
from tougao.archive.print_orders import PrintOrder
from tougao.archive.store import Store
from tougao.core import layout
from tougao.core.horizon import Horizon
from tougao.core.layout import Edition, Touched
from tougao.core.pages import Pages, environment
from tougao.core.push import News, told_of
from tougao.core.site import Site
from tougao.errors import PressError
from tougao.press import beginning, crew, imprint, messages, trial
from tougao.press.crew import Done, Part
from tougao.press.files import NOT_WRITTEN, Files, locked
from tougao.press.imprint import Imprint, State
from tougao.press.media import Media
from tougao.press.words import LOCALE_FOLDER, translations
from tougao.press.work import Run, Work, unwatched

log = logging.getLogger("tougao.press")


def _same(site: Site) -> Site:
    return site


@dataclass(frozen=True)
class Press:
    """Prints one site into one folder. `templates` are looked up in order, the site's own before ours.

    No text of the site holds what no XML can hold (core.cleaned): one would end every run.
    """

    site: Site
    templates: tuple[Path, ...]
    folder: Path
    media: Store
    compresses: bool = False  # .gz and .br beside each text
    processes: int = 1  # that share a full run
    shared_from: int | None = None  # articles; None is crew.worth_sharing_from()
    newest: Callable[[Site], Site] = _same  # the site as it stands now, should it have been edited since

    def print_ordered(self, now: datetime, watched: Callable[[int, int], None] = unwatched) -> Run:
        """Print what is ordered; the whole site when that was ordered, or when configuration or templates changed.

        `watched` is told how many files of how many are done.

        Raises PressError; then the orders stay open. Killed anywhere, the next run finishes the same work.
        """
        orders: list[PrintOrder] | None = None
        try:
            with self._in_words(), locked(self._beside("press.lock")):
                orders, horizon = print_orders.with_horizon()
                # Asked for after the orders: an edit of the site that is not in it has its own order, which stays open.
                press = replace(self, site=self.newest(self.site))
                return press._print(orders, horizon, now, watched)
        except PressError as trouble:
            with contextlib.suppress(DatabaseError):  # of the same full disk, perhaps
                if orders == []:  # another configuration was to be printed; so it is tried again
                    print_orders.order_everything(now)
                pushes.not_printed(orders or print_orders.waiting(), trouble)
            raise

    @contextlib.contextmanager
    def _in_words(self) -> Iterator[None]:
        """What a template raises, and what the disk refuses wherever it is asked, becomes a PressError."""
        try:
            with trial.in_words(self.templates):
                yield
        except OSError as trouble:
            raise PressError(NOT_WRITTEN, folder=self.folder, trouble=trouble) from trouble

    def _print(
        self, orders: list[PrintOrder], horizon: Horizon, now: datetime, watched: Callable[[int, int], None]
    ) -> Run:
        present = self._imprint()
        is_ordered = any(order.is_everything for order in orders)
        everything = is_ordered or self._printed().whole != present.whole or not self._stands()
        if not orders and not everything:
            return Run()
        if everything and self._theme:
            trial.try_theme([self.pages(edition) for edition in Edition], self.templates, now)
        begun = self._beside("press.begun")
        was_left = begun.exists()
        begun.touch()
        if everything:
            run = self._everything(horizon, now, watched)
            imprint.write(self._beside("press.fingerprint"), present)
        else:
            run = self._work(horizon, now).print(self._touched(orders, horizon), orders)
        pushes.printed(orders, now, self._news(orders, run, was_left))
        begun.unlink(missing_ok=True)
        log.info("printed", extra={"orders": len(orders), "written": run.written, "removed": run.removed})
        return run

    def _news(self, orders: Iterable[PrintOrder], run: Run, was_left: bool) -> News:
        """What others are told of this run: of what the orders name, that whose bytes changed.

        Where an earlier run began on them and `was_left`, nobody knows what it changed: then all that they name.
        """
        changed, gone = set(run.changed), set(run.gone)
        named = told_of((order.number, (place.slug for place in order.places)) for order in orders)
        if was_left:
            there = {path for path in named if Files(self.folder).exists(path)}
            changed, gone = changed | there, gone | {path for path in named if path not in there}
        return News(tuple(path for path in named if path in changed), tuple(path for path in named if path in gone))

    def print_reads(self, most: int, now: datetime) -> Run | None:
        """Print the reads that moved since they were printed: the pages of at most `most` articles, and the most-read.

        None while something is ordered: pages made now might lead to one that is not printed yet. Raises PressError.
        """
        with self._in_words(), locked(self._beside("press.lock")):
            orders, horizon = print_orders.with_horizon()
            if orders or self.is_theme_changed():
                return None
            reads.rank(now, self.site.hot)
            counts = reads.to_print(most)
            work = self._work(horizon, now)
            run = Run(list(work.put(work.reads(counts))))
            reads.printed(counts)
        return run

    @property
    def renditions(self) -> Path:
        """Copies of pictures, kept beside the site: none is seen before its article is."""
        return self._beside("renditions")

    def prepare(self, sha256: str, extension: str, own: int) -> int:
        """Make the renditions of a picture before it is to be printed; how many were missing."""
        return Media(self.media, self.renditions).prepare(sha256, extension, own)

    def rehearse(self, now: datetime) -> Run:
        """What a full run would change, without changing it."""
        _, horizon = print_orders.with_horizon()
        with self._in_words():
            return self._whole(horizon, now, unwatched, rehearsal=True)

    def is_theme_changed(self) -> bool:
        """Are the site's own templates others than those it was printed with last? Asked every second."""
        return bool(self._theme) and self._printed().theme != imprint.digest_of(self._theme)

    @property
    def _theme(self) -> tuple[Path, ...]:
        """The site's own templates; ours come last."""
        return self.templates[:-1]

    def _stands(self) -> bool:
        """Is there a site in the folder?"""
        return (self.folder / layout.home_path()).exists()

    def _everything(self, horizon: Horizon, now: datetime, watched: Callable[[int, int], None]) -> Run:
        """The whole site: one from nothing beside its folder, and moved there at the end, so that nobody sees a half."""
        if not beginning.is_possible(self.folder):
            return self._whole(horizon, now, watched)
        beside = replace(self, folder=beginning.beside(self.folder))
        run = beside._whole(horizon, now, watched, is_seen=False)
        if beginning.moved(beside.folder, self.folder):
            return run
        return self._whole(horizon, now, watched)  # somebody put something there meanwhile

    def _whole(
        self,
        horizon: Horizon,
        now: datetime,
        watched: Callable[[int, int], None],
        *,
        is_seen: bool = True,
        rehearsal: bool = False,
    ) -> Run:
        do = partial(_part, self, horizon, now, rehearsal)
        least = crew.worth_sharing_from() if self.shared_from is None else self.shared_from
        is_shared = self.processes > 1 and horizon.last >= least
        with crew.together(do, self.processes) if is_shared else crew.alone(do) as share:
            return self._work(horizon, now, rehearsal, watched).everything(share, is_seen, self._printed().files)

    def _imprint(self) -> Imprint:
        """Of everything that shapes pages beside the articles: version, configuration, templates, words."""
        templates = imprint.digest_of((*self.templates, LOCALE_FOLDER))
        told = f"{tougao.__version__}\n{self.site!r}\n{self.compresses}\n{templates}"
        theme = imprint.digest_of(self._theme) if self._theme else ""
        return Imprint(hashlib.sha256(told.encode()).hexdigest(), theme, self.site.indexnow_key)

    def pages(self, edition: Edition, is_preview: bool = False) -> Pages:
        """Of a preview nobody who looks is counted."""
        return Pages(self.site, self._compiled(), edition, is_preview)

    def _compiled(self) -> jinja2.Environment:
        return compiled(self.templates, self.site, imprint.state_of(self.templates))

    def _work(
        self,
        horizon: Horizon,
        now: datetime,
        rehearsal: bool = False,
        watched: Callable[[int, int], None] = unwatched,
    ) -> Work:
        templates = self._compiled()
        editions = [Pages(self.site, templates, edition) for edition in Edition]
        minted = reading.minted()
        return Work(
            replace(self.site, authority=minted[0], minted=minted[1]) if minted else self.site,
            editions,
            self.templates,
            Media(self.media, self.renditions),
            Files(self.folder, self.compresses),
            horizon,
            now,
            rehearsal,
            watched,
        )

    def _beside(self, name: str) -> Path:
        return self.folder.parent / name

    def _printed(self) -> Imprint:
        return imprint.read(self._beside("press.fingerprint"))

    def _touched(self, orders: Collection[PrintOrder], horizon: Horizon) -> Touched:
        changes = []
        of_readers = {place.slug for order in orders for place in order.places if layout.holds_messages(place.slug)}
        lasts = {**horizon.lasts, **messages.lasts(of_readers, horizon)}
        for order in orders:
            if order.number is None:
                changes.append(layout.touched_in_lists(order.places, lasts))
            else:
                beside = reading.naming(order.number, horizon)
                changes.append(layout.touched(order.number, beside, order.places, lasts))
        return layout.merged(changes)


def _part(press: Press, horizon: Horizon, now: datetime, rehearsal: bool, part: Part) -> Done:
    """One part of a full run, in whichever process."""
    with trial.in_words(press.templates):
        return press._work(horizon, now, rehearsal).part(part)


@lru_cache(maxsize=4)
def compiled(templates: tuple[Path, ...], site: Site, state: State) -> jinja2.Environment:
    """Templates are compiled once in a process, and anew when the site or their `state` is another."""
    loader = jinja2.FileSystemLoader([str(folder) for folder in templates])
    return environment(loader, translations(site.language), site)
