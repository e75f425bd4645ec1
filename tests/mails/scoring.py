"""What was read, against what should have been: one finding a field that the expectation speaks of."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Finding:
    field: str
    wanted: Any
    got: Any

    @property
    def is_right(self) -> bool:
        """A list of wanted kinds or titles names several that are right."""
        if isinstance(self.wanted, list) and not isinstance(self.got, list):
            return self.got in self.wanted
        return bool(self.wanted == self.got)


def findings(wanted: dict[str, Any], got: dict[str, Any]) -> Iterator[Finding]:
    """`wanted` is any part of the object `tougao inspect` prints, and `refused` and `warnings`: words that must occur."""
    for name in ("kind", "subject", "from"):
        if name in wanted:
            yield Finding(name, wanted[name], got[name])
    articles = wanted.get("articles")
    if articles is not None:
        yield Finding("articles", len(articles), len(got["articles"]))
        for place, article in enumerate(articles):
            yield from _of_article(article, got["articles"][place] if place < len(got["articles"]) else {})
    for words in wanted.get("warnings", ()):
        said = next((told for told in got["warnings"] if words in told), "")
        yield Finding("warnings", True, bool(said))
    if "warnings_at_most" in wanted:
        yield Finding("warnings", True, len(got["warnings"]) <= wanted["warnings_at_most"])
    for name in wanted.get("refused", ()):
        roles = [file["role"] for file in got["attachments"] if file["name"] == name]
        yield Finding("refused", ["refused"], roles)
    for file in wanted.get("attachments", ()):
        yield Finding("attachments", True, any(file.items() <= each.items() for each in got["attachments"]))


def _of_article(wanted: dict[str, Any], got: dict[str, Any]) -> Iterator[Finding]:
    for name in ("title", "byline", "source", "credit", "headings"):
        if name in wanted:
            yield Finding(name, wanted[name], got.get(name))
    if "text" in wanted:
        rows, read = wanted["text"].split("\n"), (got.get("text") or "").split("\n")
        yield Finding("first paragraph", rows[0], read[0])
        yield Finding("last paragraph", rows[-1], read[-1])
        yield Finding("paragraphs", rows if rows == read else len(rows), read if rows == read else len(read))
        yield Finding("text", wanted["text"], got.get("text"))
    if "images" in wanted:
        yield Finding("pictures", len(wanted["images"]), len(got.get("images", ())))
        captions = [picture["caption"] for picture in wanted["images"] if "caption" in picture]
        if captions:
            yield Finding("captions", captions, [picture["caption"] for picture in got.get("images", ())])
