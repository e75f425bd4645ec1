"""tougao export: everything in open formats, in a folder. The same state gives the same bytes."""

import argparse
import shutil
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from rich.console import Console

from tougao import jobs
from tougao.archive import audit, exports, imports
from tougao.archive.audit import Wanted
from tougao.archive.intake import MAIL_SUFFIX
from tougao.archive.store import Store
from tougao.core import audit as core_audit
from tougao.core import exporting, feeds, layout, setting
from tougao.core.article import Article
from tougao.core.audit import Event
from tougao.core.layout import ALL, ListPage
from tougao.core.site import Site
from tougao.core.tables import as_csv
from tougao.errors import ConfigError

PER_FEED = 200


def export(given: argparse.Namespace) -> int:
    folder: Path = given.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConfigError(f"{folder} is there already and not empty. Name a folder that is new or empty.")
    site = jobs.site()
    for name in ("articles", "media", "submissions"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    with Console(stderr=True).status("Exporting …"):
        written = _Written(folder, site)
        written.articles()
        written.everything_else()
    audit.record(Event.EXPORTED, None, jobs.clock(), "everything")
    print(
        f"{folder}: {written.article_count} articles, {written.mail_count} mails, {written.picture_count} pictures; "
        "README.txt says what is where"
    )
    return 0


class _Written:
    """What stands in the folder."""

    def __init__(self, folder: Path, site: Site) -> None:
        self.folder, self.site = folder, site
        self.media, self.mails = Store(settings.MEDIA_STORE), Store(settings.MAIL_STORE)
        self.article_count = self.mail_count = self.picture_count = 0

    def articles(self) -> None:
        """Each in every form; a feed's worth of them is in memory at once, but for the table."""
        rows = []
        with (self.folder / "articles.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            for count, group in enumerate(_groups(exports.articles(), PER_FEED), 1):
                for article, old_urls in group:
                    file.write(exporting.line(exporting.article(self.site, article, old_urls)))
                live = [article for article, _ in group if not article.withdrawn_at]
                for article in live:
                    self._text(f"articles/{article.number}.html", exporting.page(self.site, article))
                    rows.append(exporting.row(self.site, article))
                if live:
                    (self.folder / f"articles-{count}.atom").write_bytes(self._feed(live))
                self._pictures(article.html for article, _ in group)
                self.article_count += len(group)
        (self.folder / "articles.csv").write_bytes(as_csv(exporting.COLUMNS, rows))

    def everything_else(self) -> None:
        self._text(
            "README.txt",
            exporting.README.format(name=self.site.name, folder=self.folder.name, per_feed=PER_FEED),
        )
        moved = sorted(imports.moves().items())
        (self.folder / "redirects.csv").write_bytes(as_csv(("old", "new"), [list(row) for row in moved]))
        self._lines("drafts.jsonl", self._drafts())
        self._lines("submissions.jsonl", self._submissions())
        self._lines("decisions.jsonl", exports.decisions())
        self._lines("letters.jsonl", exports.letters())
        self._lines("contributors.jsonl", exports.contributors())
        self._pieces("audit.jsonl", core_audit.as_json_lines(audit.exported(Wanted())))
        self._text("settings.toml", setting.as_toml(self.site))

    def _drafts(self) -> Iterator[dict[str, Any]]:
        for each in exports.drafts():
            self._pictures([each["html"]])
            yield each

    def _submissions(self) -> Iterator[dict[str, Any]]:
        for each in exports.submissions():
            source = self.mails.path(each["digest"], MAIL_SUFFIX)
            if source.is_file():
                shutil.copyfile(source, self.folder / each["file"])
                self.mail_count += 1
            else:
                each["file"] = ""
            yield each

    def _feed(self, live: list[Article]) -> bytes:
        sizes = {
            layout.media_path(sha256, width, extension): self._size(sha256, extension)
            for article in live
            for sha256, extension, width in layout.shown_pictures(article.html)
        }
        entries = tuple(feeds.entry(self.site, article, sizes) for article in reversed(live))
        newest = max(entry.updated_at for entry in entries)
        return feeds.atom(
            feeds.Channel(
                self.site, ListPage(ALL), self.site.name, self.site.description or self.site.name, newest, entries
            )
        )

    def _size(self, sha256: str, extension: str) -> int:
        path = self.media.path(sha256, f".{extension}")
        return path.stat().st_size if path.is_file() else 0

    def _pictures(self, bodies: Iterable[str]) -> None:
        for name in exporting.pictures(bodies):
            digest, _, extension = name.partition(".")
            source, target = self.media.path(digest, f".{extension}"), self.folder / "media" / name
            if source.is_file() and not target.exists():
                shutil.copyfile(source, target)
                self.picture_count += 1

    def _lines(self, name: str, rows: Iterable[dict[str, Any]]) -> None:
        self._pieces(name, (exporting.line(row) for row in rows))

    def _text(self, name: str, text: str) -> None:
        self._pieces(name, [text])

    def _pieces(self, name: str, pieces: Iterable[str]) -> None:
        with (self.folder / name).open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(pieces)


def _groups(
    items: Iterator[tuple[Article, tuple[str, ...]]], size: int
) -> Iterator[list[tuple[Article, tuple[str, ...]]]]:
    while group := list(islice(items, size)):
        yield group
