"""A print run: from the database to the published folder, repeatable after any crash.

Order: media, article pages, lists, feeds, so no file points to one that is not there; withdrawn articles come last,
when nothing points to them any more, and leave a notice.
"""

import hashlib
import logging
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path

import jinja2

import tougao
from tougao.archive import reading, reads
from tougao.archive.store import Store
from tougao.core import layout
from tougao.core.layout import Edition, Touched
from tougao.core.pages import Pages, environment
from tougao.core.site import Site
from tougao.press import crew
from tougao.press.crew import Done, Part
from tougao.press.files import Files, locked
from tougao.press.media import Media
from tougao.press.words import LOCALE_FOLDER, translations
from tougao.press.work import Run, Work, unwatched

log = logging.getLogger("tougao.press")


def _same(site: Site) -> Site:
    return site


@dataclass(frozen=True)
class Press:
    """Prints one site into one folder. `templates` are looked up in order, the site's own before ours."""

    site: Site
    templates: tuple[Path, ...]
    folder: Path
    media: Store
    compresses: bool = False  # .gz and .br beside each text
    processes: int = 1  # that share a full run
    shared_from: int = 2000  # articles; below, starting processes costs more than they save
    newest: Callable[[Site], Site] = _same  # the site as it stands now, should it have been edited since

    def print_ordered(self, now: datetime, watched: Callable[[int, int], None] = unwatched) -> Run:
        """Print what is ordered; the whole site when that was ordered, or when configuration or templates changed.

        `watched` is told how many articles of how many are done.

        Raises PressError; then the orders stay open. Killed anywhere, the next run finishes the same work.
        """
        with locked(self._beside("press.lock")):
            orders = reading.print_orders()
            # Asked for after the orders: an edit of the site that is not in it has its own order, which stays open.
            return replace(self, site=self.newest(self.site))._print(orders, now, watched)

    def _print(self, orders: list[reading.PrintOrder], now: datetime, watched: Callable[[int, int], None]) -> Run:
        fingerprint = self.fingerprint()
        everything = self._printed_fingerprint() != fingerprint or any(order.is_everything for order in orders)
        if not orders and not everything:
            return Run()
        work = self._work(now, watched=watched)
        if everything:
            run = self._everything(work)
            self._beside("press.fingerprint").write_text(fingerprint)
        else:
            run = work.print(self._touched(orders), [each for order in orders for each in order.pictures])
        reading.printed(orders, now)
        log.info("printed", extra={"orders": len(orders), "written": run.written, "removed": run.removed})
        return run

    def print_reads(self, most: int, now: datetime) -> Run | None:
        """Print the reads that moved since they were printed: the pages of at most `most` articles, and the most-read.

        None while something is ordered: pages made now might lead to one that is not printed yet. Raises PressError.
        """
        run = Run()
        with locked(self._beside("press.lock")):
            reads.rank(now, self.site.hot)
            counts = reads.to_print(most)
            work = self._work(now)
            pages = work.reads(counts)
            if reading.has_print_orders():  # asked after all was read: what came in between shows here
                return None
            run.changed.extend(work.put(pages))
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
        return self._everything(self._work(now, rehearsal=True))

    def _everything(self, work: Work) -> Run:
        do = partial(_part, self, work.now, work.rehearsal)
        is_shared = self.processes > 1 and len(reading.every_number()) >= self.shared_from
        with crew.together(do, self.processes) if is_shared else crew.alone(do) as share:
            return work.everything(share)

    def fingerprint(self) -> str:
        """Of everything that shapes pages beside the articles: version, configuration, templates, words."""
        folders = (*self.templates, LOCALE_FOLDER)
        told = f"{tougao.__version__}\n{self.site!r}\n{self.compresses}\n{_digest_of(folders, _state_of(folders))}"
        return hashlib.sha256(told.encode()).hexdigest()

    def pages(self, edition: Edition, is_preview: bool = False) -> Pages:
        """Of a preview nobody who looks is counted."""
        return Pages(self.site, self._compiled(), edition, is_preview)

    def _compiled(self) -> jinja2.Environment:
        return compiled(self.templates, self.site, _state_of(self.templates))

    def _work(self, now: datetime, rehearsal: bool = False, watched: Callable[[int, int], None] = unwatched) -> Work:
        templates = self._compiled()
        editions = [Pages(self.site, templates, edition) for edition in Edition]
        minted = reading.minted()
        return Work(
            replace(self.site, authority=minted[0], minted=minted[1]) if minted else self.site,
            editions,
            self.templates,
            Media(self.media, self.renditions),
            Files(self.folder, self.compresses),
            now,
            rehearsal,
            watched,
        )

    def _beside(self, name: str) -> Path:
        return self.folder.parent / name

    def _printed_fingerprint(self) -> str:
        try:
            return self._beside("press.fingerprint").read_text()
        except FileNotFoundError:
            return ""

    def _touched(self, orders: Iterable[reading.PrintOrder]) -> Touched:
        lasts = reading.last_ordinals()
        changes = []
        for order in orders:
            if order.number is None:
                changes.append(layout.touched_by_messages(order.places, lasts))
            else:
                changes.append(layout.touched(order.number, reading.naming(order.number), order.places, lasts))
        return layout.merged(changes)


def _part(press: Press, now: datetime, rehearsal: bool, part: Part) -> Done:
    """One part of a full run, in whichever process."""
    return press._work(now, rehearsal).part(part)


def _state_of(templates: tuple[Path, ...]) -> frozenset[tuple[str, int]]:
    """Which templates there are, and when each was last changed."""
    files = (entry for folder in templates if folder.is_dir() for entry in _entries(folder))
    return frozenset((entry.path, entry.stat().st_mtime_ns) for entry in files)


def _entries(folder: str | Path) -> Iterator[os.DirEntry[str]]:
    """Looked at before every run, so not by pathlib, which takes four times as long."""
    with os.scandir(folder) as found:
        for entry in found:
            yield entry
            if entry.is_dir(follow_symlinks=False):
                yield from _entries(entry.path)


@lru_cache(maxsize=4)
def _digest_of(folders: tuple[Path, ...], state: frozenset[tuple[str, int]]) -> str:
    """Of all files but sources of translations; read anew when their `state` is another."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.is_file() and path.suffix != ".po":
                digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=4)
def compiled(templates: tuple[Path, ...], site: Site, state: frozenset[tuple[str, int]]) -> jinja2.Environment:
    """Templates are compiled once in a process, and anew when the site or their `state` is another."""
    loader = jinja2.FileSystemLoader([str(folder) for folder in templates])
    return environment(loader, translations(site.language), site)
