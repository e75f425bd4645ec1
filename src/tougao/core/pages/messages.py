"""Pages of what readers wrote: the guestbook, and what stands below an article. Texts are plain; no word of them is markup."""

from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfo

from tougao.core import layout
from tougao.core.article import Reference
from tougao.core.layout import Edition, ListPage
from tougao.core.markup import escaped
from tougao.core.messages import Message, paragraphs
from tougao.core.pages.edition import Pages, Printed


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
    blocks = tuple(block for message in shown.messages for block in wap_blocks(message, pages.site.zone))
    path_of = partial(layout.messages_path, shown.page, Edition.WAP)
    return pages.on_sheets(path_of, "guestbook", blocks, {"board": shown})


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
