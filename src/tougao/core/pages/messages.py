"""Pages of what readers wrote: the guestbook, and what stands below an article. Texts are plain; no word of them is markup."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from tougao.core import layout
from tougao.core.article import Reference
from tougao.core.layout import Edition, ListPage
from tougao.core.markup import escaped
from tougao.core.messages import Message, paragraphs
from tougao.core.pages import body
from tougao.core.pages.edition import SHEET_MARGIN_BYTES, Pages, Printed
from tougao.core.pages.sheets import MAX_PAGE_BYTES, SMALLEST_BUDGET_BYTES, sheets


@dataclass(frozen=True)
class Board:
    """A page of a list of messages, newest first. `older` and `newer` are permanent page numbers; `newer` 0 is the front,
    None is no link. `article` is what they stand below; None is the guestbook. Numbers up to `archived` stand on permanent pages."""

    page: ListPage
    title: str
    messages: tuple[Message, ...]
    older: int | None = None
    newer: int | None = None
    article: Reference | None = None
    archived: int = 0

    @property
    def writing(self) -> str:
        """The address of the form, after the edition's."""
        return f"comment/{self.article.number}" if self.article else "guestbook"


def board(pages: Pages, shown: Board) -> tuple[Printed, ...]:
    """One page, or in the wap edition as many sheets as it takes."""
    if pages.edition is Edition.MOBILE:
        return (pages.made(layout.messages_path(shown.page), "guestbook", board=shown),)
    blocks = [block for message in shown.messages for block in wap_blocks(message, pages.site.zone)]

    def sheet(number: int, count: int, words: Sequence[str]) -> Printed:
        path = layout.messages_path(shown.page, Edition.WAP, number)
        text = body.joined(words)
        return pages.made(path, "guestbook", board=shown, body=text, sheet=number, sheets=count)

    bare = len(sheet(9, 99, ()).data)
    first, last = (len(sheet(number, 99, ()).data) - bare for number in (1, 99))
    budget = MAX_PAGE_BYTES - bare - SHEET_MARGIN_BYTES
    while True:
        parts = sheets(blocks, budget, first, last)
        printed = tuple(sheet(number, len(parts), part) for number, part in enumerate(parts, 1))
        if max(len(each.data) for each in printed) <= MAX_PAGE_BYTES or budget < SMALLEST_BUDGET_BYTES:
            return printed
        budget = budget * 3 // 4


def wap_blocks(message: Message, zone: ZoneInfo) -> list[str]:
    """A head with number, name and day; the text; the answer."""
    written = message.written_at.astimezone(zone)
    name = f" {escaped(message.name)}" if message.name else ""
    rows = [f"<h3>#{message.number}{name} {written:%Y-%m-%d}</h3>"]
    rows += [f"<p>{'<br/>'.join(map(escaped, part))}</p>" for part in paragraphs(message.text)]
    if message.answer:
        told = "".join(f"<p>{'<br/>'.join(map(escaped, part))}</p>" for part in paragraphs(message.answer))
        rows.append(f"<blockquote>{told}</blockquote>")
    return rows
