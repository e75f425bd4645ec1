"""tougao import: the articles of another site, once each, with their pictures, their days and their old addresses."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings

from tougao import jobs
from tougao.archive import imports
from tougao.archive.imports import Ready
from tougao.archive.models import DraftRecord
from tougao.archive.store import Store
from tougao.cli.output import json_line, progress, table
from tougao.core import names
from tougao.core.article import Picture
from tougao.core.importing import Entry, body, read
from tougao.core.media_types import media_type
from tougao.core.notice import gettext_noop
from tougao.core.site import Site
from tougao.core.submission import Attachment
from tougao.errors import ConfigError, DecisionError, SubmissionError
from tougao.mailroom.fetch import Address, Fetcher, is_public
from tougao.sandbox import Sandbox

MOST_FILE_BYTES = 500 * 1024 * 1024
MOST_PICTURE_BYTES = 40 * 1024 * 1024
ARTICLES, MEDIA = "articles.jsonl", "media"  # of an export of ours
IMPORTED, PUBLISHED, KNOWN, FAILED = "imported", "published", "known already", "failed"

NO_CATEGORY = gettext_noop(
    "it has no category here: {words}; name one with --category “{words}=slug” or --default-category"
)
NO_PICTURE = gettext_noop("the picture {name} is not in the folder")


@dataclass
class Outcome:
    """What became of one entry; `told` is what somebody should know."""

    entry: Entry
    state: str
    told: list[str] = field(default_factory=list)
    draft: DraftRecord | None = None
    number: int | None = None


def import_(given: argparse.Namespace) -> int:
    site = jobs.site()
    shelf = _Shelf(given)
    mapping = _mapping(given.category, site)
    if given.default_category and not site.category(given.default_category):
        raise ConfigError(f"--default-category: there is no category “{given.default_category}”. {_there_are(site)}")
    entries = _unique(_in_order([entry for name in given.files for entry in _entries(name, shelf, site, given)]))
    known = imports.known(entry.key for entry in entries)
    unmapped: Counter[str] = Counter()
    outcomes = []
    with Sandbox() as sandbox:
        importing = _Importing(site, shelf, sandbox, mapping, given, unmapped)
        for entry in progress(entries, "Importing"):
            if entry.key in known:
                outcomes.append(Outcome(entry, KNOWN))
            else:
                outcomes.append(importing.take(entry))
            if given.json:
                _print_json(outcomes[-1])
    if not given.dry_run:
        jobs.print_moves()
        if given.publish:
            jobs.press().print_ordered(jobs.clock())
    if not given.json:
        _print(outcomes, unmapped, site, given)
    return 1 if any(outcome.state == FAILED for outcome in outcomes) else 0


class _Importing:
    def __init__(
        self,
        site: Site,
        shelf: "_Shelf",
        sandbox: Sandbox,
        mapping: Mapping[str, str],
        given: argparse.Namespace,
        unmapped: "Counter[str]",
    ) -> None:
        self.site, self.shelf, self.sandbox, self.mapping = site, shelf, sandbox, mapping
        self.given, self.unmapped = given, unmapped
        self.media, self.mails = Store(settings.MEDIA_STORE), Store(settings.MAIL_STORE)

    def take(self, entry: Entry) -> Outcome:
        """One entry; whatever is wrong with it, the rest goes on."""
        outcome = Outcome(entry, PUBLISHED if self.given.publish else IMPORTED)
        try:
            category = self._category(entry)
            if self.given.publish and not category:
                words = "、".join((*entry.categories, *entry.tags)) or "—"
                raise SubmissionError(NO_CATEGORY, words=words)
            if self.given.dry_run:
                if not entry.title or not body.body(entry, {}):
                    raise SubmissionError(imports.NO_TITLE if not entry.title else imports.NO_TEXT)
                return outcome
            pictures = self._pictures(entry, outcome)
            html = body.body(entry, pictures)
            shown = tuple(dict.fromkeys(each for each in pictures.values() if each.reference in html))
            now = jobs.clock()
            outcome.draft = imports.bring(Ready(entry, html, category, shown), self.site, self.mails, now)
            if self.given.publish:
                outcome.number = imports.publish(outcome.draft, entry, self.site, now).number
        except (SubmissionError, DecisionError) as trouble:
            outcome.told.append(str(trouble))
            outcome.state = FAILED if outcome.draft is None else IMPORTED
        except OSError as trouble:
            outcome.told.append(f"{trouble.strerror or trouble}")
            outcome.state = FAILED
        return outcome

    def _category(self, entry: Entry) -> str:
        """By --category, then by a category of that name or address; the words of tags are tried last."""
        for words in (*entry.categories, *entry.tags):
            found = self.mapping.get(words.casefold())
            if found:
                return found
        self.unmapped.update(entry.categories[:1] or ("—",))
        return str(self.given.default_category or "")

    def _pictures(self, entry: Entry, outcome: Outcome) -> dict[str, Picture]:
        """What is to be printed, by the address it had; opened in the sandbox, like every stranger's file."""
        out = {}
        for address in body.pictures_of(entry):
            try:
                data = self.shelf.picture(address)
                name = names.safe(unquote(urlsplit(address).path))
                opened = self.sandbox.opened(Attachment(name, media_type(data, "", name), data))
            except SubmissionError as trouble:
                outcome.told.append(str(trouble))
                continue
            if opened.picture is None:
                if opened.trouble and not opened.is_ornament:
                    outcome.told.append(str(opened.trouble))
                continue
            picture, printed = opened.picture, opened.printed
            if address.startswith("media:"):
                picture, printed = _as_it_was(address, data, picture, printed)
            self.media.keep(printed, f".{picture.extension}")
            out[address] = picture
        return out


def _as_it_was(address: str, data: bytes, picture: Picture, printed: bytes) -> tuple[Picture, bytes]:
    """A picture of an export of ours has been made ready for print before; another time would make it worse."""
    from dataclasses import replace
    from hashlib import sha256

    digest, _, extension = address.removeprefix("media:").partition(".")
    if sha256(data).hexdigest() != digest or extension not in ("jpg", "png"):
        return picture, printed
    return replace(picture, sha256=digest, extension=extension, size=len(data)), data


class _Shelf:
    """Where files come from: the web, within bounds, or a folder."""

    def __init__(self, given: argparse.Namespace) -> None:
        try:
            networks = [ip_network(each) for each in given.allow_network]
        except ValueError as trouble:
            raise ConfigError(f"--allow-network: {trouble}. Write a network such as 10.0.0.0/8.") from trouble

        def may_ask(address: Address) -> bool:
            return is_public(address) or any(address in network for network in networks)

        self.folder: Path | None = given.pictures
        self.files = Fetcher(MOST_FILE_BYTES, 600, may_ask)
        self.pictures = Fetcher(MOST_PICTURE_BYTES, 60, may_ask)

    def file(self, name: str) -> bytes:
        """Raises SubmissionError, or OSError for a file that is not there."""
        if name.startswith(("http://", "https://")):
            return self.files.fetch(name)
        path = Path(name)
        if path.is_dir():
            self.folder = self.folder or path
            return (path / ARTICLES).read_bytes()
        return path.read_bytes()

    def picture(self, address: str) -> bytes:
        """From the folder where one was named: by the longest end of its path that is there; else from the web."""
        if self.folder is None:
            return self.pictures.fetch(address)
        if address.startswith("media:"):
            path = self.folder / MEDIA / names.safe(address.removeprefix("media:"))
            if path.is_file():
                return path.read_bytes()
            raise SubmissionError(NO_PICTURE, name=address)
        parts = [part for part in unquote(urlsplit(address).path).split("/") if part not in ("", ".", "..")]
        root = self.folder.resolve()
        for start in range(len(parts)):
            path = root.joinpath(*parts[start:]).resolve()
            if path.is_relative_to(root) and path.is_file():
                return path.read_bytes()
        raise SubmissionError(NO_PICTURE, name="/".join(parts))


def _entries(name: str, shelf: _Shelf, site: Site, given: argparse.Namespace) -> Iterator[Entry]:
    found = read(shelf.file(name), name, site.zone)
    if not given.json:
        print(f"{name}: {found.form}, {len(found.entries)} articles", file=sys.stderr)
        for told in found.notices:
            print(f"  {told}", file=sys.stderr)
    yield from found.entries


def _in_order(entries: Sequence[Entry]) -> list[Entry]:
    """Those of an export of ours by their numbers; then the oldest first, so that numbers and permanent pages follow the days."""
    latest = datetime.max.replace(tzinfo=UTC)
    return sorted(entries, key=lambda entry: (not entry.number, entry.number, entry.published_at or latest))


def _unique(entries: list[Entry]) -> list[Entry]:
    return list({entry.key: entry for entry in reversed(entries)}.values())[::-1]


def _mapping(pairs: list[str], site: Site) -> dict[str, str]:
    """Words of the old site → a slug of ours."""
    out = {}
    for category in site.every_category:
        out[category.name.casefold()] = out[category.slug] = category.slug
    for pair in pairs:
        old, _, new = pair.rpartition("=")
        slug = out.get(new.casefold(), "")
        if not old or not slug:
            raise ConfigError(f"--category {pair}: write “old name=slug”. {_there_are(site)}")
        out[old.casefold()] = slug
    return out


def _there_are(site: Site) -> str:
    return "There are: " + ", ".join(f"{each.slug} ({each.name})" for each in site.every_category) + "."


def _print_json(outcome: Outcome) -> None:
    entry = outcome.entry
    json_line(
        {
            "state": outcome.state,
            "title": entry.title,
            "url": next(iter(entry.urls), ""),
            "published": entry.published_at.isoformat() if entry.published_at else None,
            "draft": outcome.draft.pk if outcome.draft else None,
            "number": outcome.number,
            "told": outcome.told,
        }
    )


def _print(outcomes: list[Outcome], unmapped: "Counter[str]", site: Site, given: argparse.Namespace) -> None:
    would = "would be " if given.dry_run else ""
    if given.dry_run:
        rows = [
            (
                would + outcome.state if outcome.state in (IMPORTED, PUBLISHED) else outcome.state,
                f"{outcome.entry.published_at:%Y-%m-%d}" if outcome.entry.published_at else "—",
                outcome.entry.title[:60],
                "; ".join(outcome.told),
            )
            for outcome in outcomes
        ]
        table(("", "day", "title", ""), rows)
    else:
        for outcome in outcomes:
            for told in outcome.told:
                print(f"{outcome.entry.title[:60] or outcome.entry.key[:12]}: {told}", file=sys.stderr)
    counts = Counter(
        f"{would}{outcome.state}" if outcome.state in (IMPORTED, PUBLISHED) else outcome.state for outcome in outcomes
    )
    print(", ".join(f"{count} {state}" for state, count in counts.items()) or "no articles")
    for words, count in unmapped.most_common():
        where = f"went to {given.default_category}" if given.default_category else "have no category"
        print(f'  {count} of “{words}” {where}; choose one with --category "{words}=SLUG". {_there_are(site)}')
