"""An export of ours (articles.jsonl, one article a line) → entries."""

import json
from datetime import UTC, datetime
from typing import Any

from tougao.core import charsets
from tougao.core.article import Correction
from tougao.core.characters import line, printable
from tougao.core.importing.entry import Entry
from tougao.core.notice import gettext_noop
from tougao.errors import SubmissionError

BROKEN = gettext_noop("{name}: line {line} is no article of an export of ours: {trouble}")


def entries(data: bytes, name: str) -> tuple[Entry, ...]:
    """Withdrawn articles are left out: their readers were told that they are gone. Raises SubmissionError."""
    out = []
    for number, row in enumerate(charsets.decode(data).text.split("\n"), 1):
        if not row.strip():
            continue
        try:
            told = json.loads(row)
            if not told.get("withdrawn_at"):
                out.append(_entry(told))
        except (ValueError, KeyError, TypeError, AttributeError) as trouble:
            raise SubmissionError(BROKEN, name=name, line=number, trouble=f"{trouble}") from trouble
    return tuple(out)


def _entry(told: dict[str, Any]) -> Entry:
    return Entry(
        guid=line(str(told["id"])),
        urls=tuple(map(str, (told["url"], *told.get("old_urls", ())))),
        title=line(str(told["title"])),
        byline=line(str(told["byline"])),
        source=line(str(told["source"])),
        credit=line(str(told["credit"])),
        summary=printable(str(told["summary"])).strip(),
        html=str(told["html"]),
        categories=(str(told["category"]),),
        published_at=_moment(told["published_at"]),
        updated_at=_moment(told["updated_at"]),
        number=int(told["number"]),
        reads=int(told.get("reads", 0)),
        pinned_at=_moment(told["pinned_at"]) if told.get("pinned_at") else None,
        corrections=tuple(
            Correction(
                datetime.fromisoformat(each["corrected_at"]).astimezone(UTC), printable(str(each["note"])).strip()
            )
            for each in told.get("corrections", ())
        ),
    )


def _moment(words: str) -> datetime:
    return datetime.fromisoformat(words).astimezone(UTC)
