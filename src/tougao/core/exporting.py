"""Articles in forms that any program reads: a JSON object, a page that stands alone, a row of a table. Same input, same bytes."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from tougao.core import layout
from tougao.core.article import Article, credit_line
from tougao.core.markup import escaped
from tougao.core.site import Site
from tougao.core.tables import Cell

COLUMNS = (
    "guid", "url", "title", "byline", "source", "credit", "summary", "category", "published", "updated", "html"
)  # fmt: skip
IMAGE = re.compile(r'(<img\b[^>]*? src=")media:([0-9a-f]{64}\.(?:jpg|png))"')

README = """\
This folder holds everything of {name}, in open formats. `tougao import {folder} --publish` reads it back;
`tougao backup` is the way to move a whole installation.

articles.jsonl    one article a line (JSON, UTF-8), in the order of its number; withdrawn ones have withdrawn_at.
                  html: the site's small HTML; a picture is <img src="media:NAME">, its file media/NAME. Times are ISO 8601.
                  id: the tag: URI of its feed entry. old_urls: addresses it had on a site it was imported from.
articles/N.html   the same articles that readers see, as pages that stand alone, with pictures from ../media.
articles-N.atom   the same as Atom (RFC 4287), {per_feed} a document, with their whole texts.
articles.csv      the same for a spreadsheet (RFC 4180, UTF-8 with a mark of its order). A text that a spreadsheet would take for a
                  formula begins with an apostrophe; articles.jsonl has it as it is. `tougao import` reads its columns.
media/            every picture that an article or a draft shows, as it is published: NAME is its SHA-256.
redirects.csv     old addresses and where they lead now.
drafts.jsonl      every draft with its status and its fields, also those that nobody published.
submissions.jsonl what is known of each mail: sender, subject, kind, verdict, notices, files; file names the mail in submissions/.
submissions/      the mails as they came (RFC 5322), each N.eml by its number.
decisions.jsonl   who decided what about which draft, when and why.
letters.jsonl     the letters to contributors, with their words.
contributors.jsonl  who writes, and what editors decided about them.
audit.jsonl       the audit log; each entry holds the SHA-256 of the one before (docs/security.md says how it is checked).
settings.toml     what is edited on the desk, as tables of the configuration file.

Passwords, second factors, sessions and keys are not in it.
"""


def line(value: Mapping[str, Any]) -> str:
    """One JSON object a line; times as ISO 8601 in UTC."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=_told) + "\n"


def _told(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return str(value)


def article(site: Site, each: Article, old_urls: Sequence[str] = ()) -> dict[str, Any]:
    """What core.importing.lines reads back."""
    category = site.category(each.place.slug)
    return {
        "id": each.entry_id,
        "number": each.number,
        "url": _url(site, each),
        "old_urls": list(old_urls),
        "title": each.title,
        "byline": each.byline,
        "source": each.source,
        "credit": each.credit,
        "summary": each.summary,
        "html": each.html,
        "category": each.place.slug,
        "category_name": category.name if category else "",
        "published_at": each.published_at,
        "updated_at": each.updated_at,
        "withdrawn_at": each.withdrawn_at,
        "pinned_at": each.pinned_at,
        "reads": each.reads,
        "corrections": [{"corrected_at": note.corrected_at, "note": note.note} for note in each.corrections],
        "related": [other.number for other in each.related],
        "pictures": [f"{sha256}.{extension}" for sha256, extension in layout.references(each.html)],
    }


def page(site: Site, each: Article) -> str:
    """An article as a page that stands alone in articles/."""
    meta = (
        ("author", each.byline),
        ("description", each.summary),
        ("date", each.published_at.isoformat()),
        ("last-modified", each.updated_at.isoformat()),
        ("source", each.source),
    )
    rows = "".join(f'<meta name="{name}" content="{_attribute(words)}">\n' for name, words in meta if words)
    body = IMAGE.sub(r'\1../media/\2"', each.html)
    credit = f"<p>{escaped(credit_line(each.credit))}</p>\n" if each.credit else ""
    notes = "".join(f"<p>{escaped(f'{note.corrected_at:%Y-%m-%d}: {note.note}')}</p>\n" for note in each.corrections)
    return (
        f'<!doctype html>\n<html lang="{_attribute(site.language)}">\n<meta charset="utf-8">\n<title>{escaped(each.title)}</title>\n'
        f'<link rel="canonical" href="{_attribute(_url(site, each))}">\n{rows}<h1>{escaped(each.title)}</h1>\n'
        f"<p>{escaped(' · '.join(filter(None, (each.byline, each.source, f'{each.published_at.astimezone(site.zone):%Y-%m-%d}'))))}</p>\n"
        f"{body}\n{credit}{notes}"
    )


def row(site: Site, each: Article) -> tuple[Cell, ...]:
    """In the order of COLUMNS."""
    category = site.category(each.place.slug)
    return (
        each.entry_id,
        _url(site, each),
        each.title,
        each.byline,
        each.source,
        each.credit,
        each.summary,
        category.name if category else each.place.slug,
        each.published_at.isoformat(),
        each.updated_at.isoformat(),
        each.html,
    )


def pictures(bodies: Iterable[str]) -> list[str]:
    """The names of every picture that bodies show, in order of their names."""
    return sorted({f"{sha256}.{extension}" for html in bodies for sha256, extension in layout.references(html)})


def _url(site: Site, each: Article) -> str:
    return site.url + layout.address(layout.article_path(each.number))


def _attribute(words: str) -> str:
    return escaped(words).replace('"', "&quot;")
