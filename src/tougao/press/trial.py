"""A theme tried before anything is printed with it: one page of every kind, in memory; and its troubles in words."""

import contextlib
import traceback
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import jinja2

from tougao.core import icons
from tougao.core.article import Article, Correction, Place, Reference, Supplier
from tougao.core.layout import ALL, GUESTBOOK, SUPPLIERS, ListPage, below_slug, supplier_slug
from tougao.core.messages import Message
from tougao.core.notice import gettext_noop
from tougao.core.pages import Listing, Pages
from tougao.core.pages.messages import Board, board
from tougao.core.reads import Ranked, Span
from tougao.errors import PressError, TougaoError
from tougao.press.furniture import LOGO, furniture, template

BROKEN = gettext_noop(
    "The template {file} cannot be used. Line {line}: {trouble}. Mend it; what was ordered is printed then."
)
NO_PICTURE = gettext_noop(
    "{file} cannot be used as the site's mark: {trouble}. Mend it; what was ordered is printed then."
)
SUPPLIER = Supplier(1, "单位")


def try_theme(editions: Sequence[Pages], templates: Sequence[Path], now: datetime) -> None:
    """So that one that breaks leaves the site as it was. Raises whatever a template does, and PressError."""
    for pages in editions:
        _print_every_kind(pages, now)
    _try_mark(template(templates, LOGO))
    for _ in furniture(editions[0].site, editions, templates, (SUPPLIER,)):
        pass


def _print_every_kind(pages: Pages, now: datetime) -> None:
    """Every kind of page that articles and messages make, of an article that has everything and of one that has nothing."""
    site = pages.site
    category = site.categories[0].slug if site.categories else ""
    messages = (Message(2, "读者", "留言\n第二行\n\n第二段", now, "答复", now), Message(1, "", "留言", now))
    full = _full(category, messages, now)
    bare = Article(1, "tag:x,2026:1", "标题", "", "", "", "", "<p>文</p>", Place(category, 1), now, now)
    most_read = [Ranked(each.number, each.title, 1000) for each in (full, bare)]
    pages.article(full, bare.reference, Reference(3, full.title))
    pages.article(bare, None, None)
    for newest in ([full, full, bare], [bare, full], []):
        pages.home(newest, [(each, newest) for each in site.categories], most_read)
    pages.hot({Span.DAY: [], Span.WEEK: most_read})
    for slug in (ALL, category, supplier_slug(SUPPLIER.number)):
        pages.listing(Listing(ListPage(slug), "列表", (full, bare), older=1, description="说明"))
        pages.listing(Listing(ListPage(slug, 1), "列表", older=1, newer=0))
    pages.listing(Listing(ListPage(SUPPLIERS), "来源", suppliers=(SUPPLIER,)))
    board(pages, Board(ListPage(GUESTBOOK), site.guestbook.title, messages, archived=1))
    board(pages, Board(ListPage(below_slug(1), 1), "留言", (), older=1, newer=0, article=full.reference))
    pages.gone(full)


def _full(category: str, messages: tuple[Message, ...], now: datetime) -> Article:
    """Corrected, pinned and often read; with a picture, sections, and more text than a page of the wap edition holds."""
    picture = f'<figure><img src="media:{"0" * 64}.jpg" width="1600" height="900" alt="图"><figcaption>图</figcaption></figure>'
    section = f"<p>{'文' * 1000}</p>" * 6
    return Article(
        2, "tag:x,2026:2", "青禾师院：春季运动会开幕", "作者", "来源", "单位", "摘要",
        f"{picture}<h2>一、节</h2>{section}<h2>二、节</h2>{section}", Place(category, 2), now - timedelta(days=1), now,
        reads=1_000_000, supplied=Place(supplier_slug(SUPPLIER.number), 1), pinned_at=now, corrections=(Correction(now, "更正"),),
        related=(Reference(1, "相关"),), messages=messages, message_count=9,
    )  # fmt: skip


def _try_mark(logo: Path) -> None:
    """Raises PressError where the site's mark is no picture."""
    try:
        data = logo.read_bytes()
        icons.framed(data)
        icons.favicon(data)
    except Exception as trouble:
        raise PressError(NO_PICTURE, file=logo, trouble=trouble) from trouble


@contextlib.contextmanager
def in_words(templates: tuple[Path, ...]) -> Iterator[None]:
    """What a template raises becomes a PressError that names its file and line."""
    try:
        yield
    except TougaoError:
        raise
    except Exception as trouble:
        place = _place(trouble, templates)
        if place is None:
            raise
        raise PressError(
            BROKEN, file=place[0], line=place[1], trouble=str(trouble) or type(trouble).__name__
        ) from trouble


def _place(trouble: Exception, templates: tuple[Path, ...]) -> tuple[str, int] | None:
    """The last line of a template that was being read or printed; Jinja makes them stand in the traceback as if they were code."""
    if isinstance(trouble, jinja2.TemplateSyntaxError):
        return trouble.filename or trouble.name or "", trouble.lineno
    frames = traceback.extract_tb(trouble.__traceback__)
    found = [
        (frame.filename, frame.lineno or 0)
        for frame in frames
        if any(Path(frame.filename).is_relative_to(folder) for folder in templates)
    ]
    return found[-1] if found else None
