"""The page of a reader's search, in either edition, and what tells browsers of it. Made when it is asked for, never printed."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

import lxml.etree

from tougao.core.layout import Edition
from tougao.core.notice import Notice
from tougao.core.pages.edition import Pages
from tougao.core.site import Site
from tougao.core.typography import ELLIPSIS, clipped
from tougao.core.words import Piece

PATHS = {Edition.MOBILE: "/search", Edition.WAP: "/wap/search"}
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
SPACE: Any = {None: OPENSEARCH}
MOST_TITLE_COLUMNS = 80  # in the wap edition, as in its lists
MOST_NAME_CHARACTERS = 16  # of ShortName, by the specification


@dataclass(frozen=True)
class Result:
    """A published article that was found; what was looked for is marked in `title` and `snippet`."""

    number: int
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    category: str
    source: str
    published_at: datetime


class Trouble(StrEnum):
    """Why nothing was looked for."""

    OFTEN = "often"  # this address asks too often
    BUSY = "busy"  # too many search at this moment


@dataclass(frozen=True)
class Answer:
    """What a page of results shows. `words` are as they were typed, `page` counts from 1."""

    words: str
    page: int = 1
    results: tuple[Result, ...] = ()
    is_more: bool = False
    troubles: tuple[Notice, ...] = ()
    trouble: Trouble | None = None

    def with_results(self, results: tuple[Result, ...], is_more: bool) -> "Answer":
        return replace(self, results=results, is_more=is_more)


def results(pages: Pages, answer: Answer) -> bytes:
    """The page's bytes; small enough for an old phone in the wap edition."""
    path = PATHS[pages.edition]
    if pages.edition is Edition.WAP:
        short = (replace(each, title=cut(each.title, MOST_TITLE_COLUMNS)) for each in answer.results)
        answer = replace(answer, results=tuple(short))
    return pages.made(path, "search", answer=answer, beside=lambda by: address(path, answer, by)).data


def cut(pieces: tuple[Piece, ...], most: int) -> tuple[Piece, ...]:
    """A row of pieces, or the beginning of it that stands in so many columns (core.typography).

    >>> cut((Piece("春季"), Piece("运动会", True), Piece("开幕")), 11)
    (Piece(words='春季', is_found=False), Piece(words='运动…', is_found=True))
    """
    whole = "".join(each.words for each in pieces)
    kept = clipped(whole, most)
    if kept == whole:
        return pieces
    out: list[Piece] = []
    room = len(kept) - len(ELLIPSIS)
    for each in pieces:
        if room > 0:
            out.append(replace(each, words=each.words[:room]))
            room -= len(each.words)
    last = out.pop() if out else replace(pieces[0], words="")  # of a row of dashes nothing is kept
    return (*out, replace(last, words=last.words + ELLIPSIS))


def address(path: str, answer: Answer, by: int) -> str:
    """The page of results that stands `by` pages further on."""
    number = answer.page + by
    return f"{path}?{urlencode({'q': answer.words} | ({'page': number} if number > 1 else {}))}"


def description(site: Site) -> bytes:
    """OpenSearch 1.1 draft 6: how a browser asks this site."""
    root = lxml.etree.Element(f"{{{OPENSEARCH}}}OpenSearchDescription", nsmap=SPACE)
    rows = {
        "ShortName": site.name[:MOST_NAME_CHARACTERS],
        "Description": (site.description or site.name)[:1024],
        "InputEncoding": "UTF-8",
        "Language": site.language,
    }
    for name, words in rows.items():
        lxml.etree.SubElement(root, f"{{{OPENSEARCH}}}{name}").text = words
    template = f"{site.url}{PATHS[Edition.MOBILE]}?q={{searchTerms}}"
    lxml.etree.SubElement(root, f"{{{OPENSEARCH}}}Url", type="text/html", template=template)
    return lxml.etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"
