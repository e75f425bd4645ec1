"""The body of an article as each edition shows it. No word is added, changed or lost."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import lxml.etree
import lxml.html
from markupsafe import Markup

from tougao.core import layout, typography
from tougao.core.article import Article
from tougao.core.markup import escaped, text_of
from tougao.core.pages.mending import ROW_GROUPS, mended

SIZES = "(min-width: 62rem) 40.5rem, calc(100vw - 2.25rem)"
LEAD_SIZES = "(min-width: 62rem) 38rem, calc(100vw - 2.25rem)"
WAP_PICTURE_WIDTH = 240
MOST_WAP_ADDRESS = 500  # characters; a longer one would fill the page
# Other elements, and what a parser would write in another way: references, carriage returns, empty runs.
BEYOND_PARAGRAPHS = re.compile(r"<(?!/?[pbi]>)|&(?!(?:amp|lt|gt);)|\r|<[bi]></")
SENTENCE_END = re.compile(r"(?<=[。！？；!?;])")


@dataclass(frozen=True)
class Thumbnail:
    url: str
    width: int
    height: int
    alt: str


def _whole(html: str) -> lxml.html.HtmlElement:
    """A body as the children of one element."""
    return next(lxml.html.document_fromstring(f"<div>{html}</div>").iter("div"))


@lru_cache(maxsize=2)  # each edition asks for the same body
def _paragraphs(html: str) -> tuple[str, ...] | None:
    """The blocks of a body that holds paragraphs alone, as most do: they are in every edition what they are. Else None."""
    if BEYOND_PARAGRAPHS.search(html):
        return None
    blocks = tuple(f"{block.lstrip()}</p>" for block in html.split("</p>") if block.strip())
    return blocks if all(block.startswith("<p>") for block in blocks) else None


def _html(node: lxml.html.HtmlElement) -> str:
    node.tail = None
    return str(lxml.html.tostring(node, encoding="unicode")).replace(
        "</source>", ""
    )  # libxml2 does not know it is void


def shared_picture(article: Article) -> Thumbnail | None:
    """The first picture of an article as wide as it is printed: search engines and shared cards want 1200 pixels and more."""
    return _shown_as_wide_as(article, None)


def first_picture(article: Article, wide: bool = False) -> Thumbnail | None:
    """The first picture of an article in the width that lists show; `wide` for the next one."""
    return _shown_as_wide_as(article, layout.PICTURE_WIDTHS[1 if wide else 0])


def lead_picture(article: Article) -> Markup:
    """The first picture of an article on top of the home page, in every form; nothing without one. The headline beside it says
    what it shows, so it has no words of its own."""
    image = _first_image(article)
    if image is None:
        return Markup()
    image.set("alt", "")
    return Markup(_html(_responsive(image, is_first=True, sizes=LEAD_SIZES)))  # noqa: S704


def _shown_as_wide_as(article: Article, most: int | None) -> Thumbnail | None:
    """The first picture of an article, no wider than `most` pixels."""
    image = _first_image(article)
    match = layout.MEDIA.fullmatch(image.get("src", "")) if image is not None else None
    if image is None or match is None:
        return None
    own, high = int(image.get("width") or 1), int(image.get("height") or 1)
    width = min(own, most or own)
    url = "/" + layout.media_path(match[1], width, match[2])
    return Thumbnail(url, width, round(high * width / own), image.get("alt", ""))


def _first_image(article: Article) -> lxml.html.HtmlElement | None:
    images = _whole(article.html).iter("img") if "<img" in article.html else ()
    return next((image for image in images if layout.MEDIA.fullmatch(image.get("src", ""))), None)


def mobile(html: str) -> tuple[Markup, tuple[str, ...]]:
    """HTML5 with responsive pictures, and the section headings, numbered s1, s2 … for a table of contents."""
    paragraphs = _paragraphs(html)
    if paragraphs is not None:
        return joined(paragraphs), ()
    out, headings = [], []
    whole = _whole(html)
    blocks = mended(whole)
    for number, image in enumerate(list(whole.iter("img"))):
        _responsive(image, is_first=number == 0)
    for node in blocks:
        if node.tag == "h2":
            headings.append(node.text_content())
            mark, rest = typography.numbered(headings[-1])
            begin = f"<span>{escaped(mark)}</span>" if mark else ""
            out.append(f'<h2 id="s{len(headings)}">{begin}<b>{typography.breakable(rest)}</b></h2>')
            continue
        if node.tag == "table":
            out.append(f'<div class="wide" tabindex="0">{_html(node)}</div>')
            continue
        out.append(_html(node))
    return joined(out), tuple(headings)


def joined(blocks: Iterable[str]) -> Markup:
    """Blocks as a template may print them: core.markup cleaned them when they were saved."""
    return Markup("\n".join(blocks))  # noqa: S704


def _responsive(image: lxml.html.HtmlElement, is_first: bool, sizes: str = SIZES) -> lxml.html.HtmlElement:
    """A picture in the forms and widths it is printed in; the browser takes the first form it knows, and loads what stands first
    on a page before all else. `sizes` is how wide it will stand."""
    match = layout.MEDIA.fullmatch(image.get("src", ""))
    if not match:
        return image
    sha256, extension = match.groups()
    own = int(image.get("width") or layout.PICTURE_WIDTHS[-1])
    choices = layout.widths(own)
    middle = next((width for width in choices if width >= layout.PICTURE_WIDTHS[-1]), own)
    image.set("src", "/" + layout.media_path(sha256, middle, extension))
    if len(choices) > 1:
        image.set("srcset", _srcset(sha256, choices, extension))
        image.set("sizes", sizes)
    image.set("decoding", "async")
    if is_first:
        image.set("fetchpriority", "high")
    else:
        image.set("loading", "lazy")
    modern = layout.modern_widths(own)
    return _wrapped(image, [_source(sha256, modern, form, sizes) for form in layout.MODERN_FORMS[extension]])


def _srcset(sha256: str, widths: Iterable[int], form: str) -> str:
    return ", ".join(f"/{layout.media_path(sha256, width, form)} {width}w" for width in widths)


def _source(sha256: str, widths: Iterable[int], form: str, sizes: str) -> lxml.html.HtmlElement:
    return lxml.html.Element("source", type=f"image/{form}", srcset=_srcset(sha256, widths, form), sizes=sizes)


def _wrapped(image: lxml.html.HtmlElement, sources: Iterable[lxml.html.HtmlElement]) -> lxml.html.HtmlElement:
    """`<picture>` takes the place of the image, with what follows it."""
    picture = lxml.html.Element("picture")
    parent = image.getparent()
    assert parent is not None, "a picture of a body stands in a block"
    parent.replace(image, picture)
    picture.tail, image.tail = image.tail, None
    picture.extend([*sources, image])
    return picture


def wap_blocks(html: str) -> tuple[str, ...]:
    """XHTML Mobile Profile blocks: headings, paragraphs, pictures of WAP_PICTURE_WIDTH, lists, tables."""
    paragraphs = _paragraphs(html)
    if paragraphs is not None:
        return tuple(block for block in paragraphs if block[3:-4].strip())
    out: list[str] = []
    for node in _whole(html):
        out.extend(_wap(node))
    return tuple(block for block in out if block)


def _wap(node: lxml.html.HtmlElement) -> list[str]:
    match node.tag:
        case "h2" | "h3":
            words = escaped(node.text_content())
            return [f"<{node.tag}>{words}</{node.tag}>"] if words.strip() else []
        case "figure":
            return _wap_figure(node)
        case "table":
            rows = [
                "".join(f"<{cell.tag}>{escaped(cell.text_content())}</{cell.tag}>" for cell in cells)
                for cells in _rows(node)
            ]
            return [f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"] if rows else []
        case "ul" | "ol":
            items = "".join(f"<li>{_wap_inline(item)}</li>" for item in node if item.tag == "li")
            return [f"<{node.tag}>{items}</{node.tag}>"] if items else []
        case "blockquote":
            rows = [row for row in text_of(_html(node)).split("\n") if row]
            return [f"<blockquote>{''.join(f'<p>{escaped(row)}</p>' for row in rows)}</blockquote>"] if rows else []
        case _:
            inline = _wap_inline(node)
            return [f"<p>{inline}</p>"] if inline.strip() else []


def _rows(table: lxml.html.HtmlElement) -> list[list[lxml.html.HtmlElement]]:
    """The cells of each row of a table, not those of a table in a cell; rows without cells left out."""
    rows = [row for part in table for row in ([part] if part.tag == "tr" else part if part.tag in ROW_GROUPS else [])]
    return [cells for cells in ([cell for cell in row if cell.tag in ("td", "th")] for row in rows) if cells]


def _wap_figure(node: lxml.html.HtmlElement) -> list[str]:
    """Its pictures, the caption below the last; a figure without a picture of ours is a paragraph."""
    shown = [image for image in map(_wap_image, node.iter("img")) if image]
    words = escaped(" ".join(node.text_content().split()))
    if not shown:
        return [f"<p>{words}</p>"] if words else []
    below = f"<br/>{words}" if words else ""
    return [*(f'<p class="c">{image}</p>' for image in shown[:-1]), f'<p class="c">{shown[-1]}{below}</p>']


def _wap_image(image: lxml.html.HtmlElement) -> str:
    match = layout.MEDIA.fullmatch(image.get("src", ""))
    if match is None:
        return ""
    own, high = int(image.get("width") or 1), int(image.get("height") or 1)
    width = min(own, WAP_PICTURE_WIDTH)
    address = "/" + layout.media_path(match[1], width, match[2])
    alt = escaped(image.get("alt", "")).replace('"', "&quot;")
    return f'<img src="{address}" width="{width}" height="{max(1, round(high * width / own))}" alt="{alt}"/>'


def _wap_inline(node: lxml.html.HtmlElement) -> str:
    """b, i, a, br and pictures stay; other inline elements give their words."""
    out = [escaped(node.text or "")]
    for child in node:
        if not isinstance(child.tag, str):
            continue
        inner = _wap_inline(child)
        target = escaped(layout.in_wap(child.get("href", ""))).replace('"', "&quot;")
        if child.tag == "br":
            out.append("<br/>")
        elif child.tag == "img":
            out.append(_wap_image(child))
        elif child.tag in ("b", "i") and inner:
            out.append(f"<{child.tag}>{inner}</{child.tag}>")
        elif child.tag == "a" and 0 < len(target) <= MOST_WAP_ADDRESS:
            out.append(f'<a href="{target}">{inner}</a>')
        else:
            out.append(inner)
        out.append(escaped(child.tail or ""))
    return "".join(out)
