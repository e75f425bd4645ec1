"""A WordPress export (WXR 1.0–1.2, an RSS 2.0 with the wp: namespace) → entries: published posts, with their lead pictures."""

import io
import re
from datetime import UTC, datetime, tzinfo

import lxml.etree

from tougao.core.characters import line, printable
from tougao.core.importing.entry import Entry, moment
from tougao.core.markup import escaped, text_of
from tougao.core.notice import Notice, gettext_noop, notice
from tougao.errors import SubmissionError

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
BROKEN = gettext_noop("{name} is not well formed and cannot be read: {trouble}")
LEFT_OUT = gettext_noop("{count} items of the export are no published posts ({kinds}) and were left out.")
CAPTION = re.compile(r"\[caption\b[^\]]*\](?P<inside>.*?)\[/caption\]", re.DOTALL)
INNER_CAPTION = re.compile(r"^(?P<picture>.*?<img\b[^>]*>(?:\s*</a>)?)(?P<words>.*)$", re.DOTALL)
SHORTCODE = re.compile(r"\[/?(?:gallery|audio|video|embed|playlist|vc_[a-z_]+|et_pb_[a-z_]+)\b[^\]]*\]")
BLOCK = re.compile(r"<(?:p|div|h[1-6]|ul|ol|table|blockquote|figure|pre|section|article|hr)\b", re.IGNORECASE)
Node = lxml.etree._Element


def entries(data: bytes, name: str, zone: tzinfo) -> tuple[tuple[Entry, ...], tuple[Notice, ...]]:
    """Raises SubmissionError where the file cannot be read."""
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=True)
    try:
        tree = lxml.etree.parse(io.BytesIO(data), parser)
    except (lxml.etree.XMLSyntaxError, ValueError) as trouble:
        raise SubmissionError(BROKEN, name=name, trouble=line(str(trouble))[:200]) from trouble
    root = tree.getroot()
    if root is None:
        raise SubmissionError(BROKEN, name=name, trouble="it is empty")
    people = {_text(each, "author_login"): _text(each, "author_display_name") for each in _all(root, "author")}
    items = list(root.iter("item"))
    if not items:
        raise SubmissionError(BROKEN, name=name, trouble="it holds no items")
    files = {_text(each, "post_id"): _text(each, "attachment_url") for each in items}
    posts = [each for each in items if _text(each, "post_type") == "post" and _text(each, "status") == "publish"]
    others = [each for each in items if each not in posts]
    kinds = sorted({f"{_text(each, 'post_type') or 'item'}/{_text(each, 'status') or '-'}" for each in others})
    told = (notice(LEFT_OUT, count=len(others), kinds=", ".join(kinds)),) if others else ()
    return tuple(_entry(each, people, files, zone) for each in posts), told


def _entry(item: Node, people: dict[str, str], files: dict[str, str], zone: tzinfo) -> Entry:
    creator = (item.findtext(CREATOR) or "").strip()
    link, guid = ((item.findtext(tag) or "").strip() for tag in ("link", "guid"))
    said = [(each.get("domain", ""), line(each.text or "")) for each in item.findall("category")]
    post_id = _text(item, "post_id")
    short = re.sub(r"^(https?://[^/]+)/.*$", rf"\1/?p={post_id}", link) if post_id and "://" in link else ""
    published = _gmt(_text(item, "post_date_gmt")) or moment(_text(item, "post_date"), zone)
    return Entry(
        guid=guid,
        urls=tuple(dict.fromkeys(filter(None, (link, guid if "://" in guid else "", short)))),
        title=line(text_of(item.findtext("title") or "")),
        byline=line(people.get(creator) or creator),
        summary=line(text_of(_encoded(item, "excerpt"))),
        html=body(item.findtext(CONTENT) or ""),
        lead=files.get(_meta(item, "_thumbnail_id"), ""),
        categories=tuple(words for domain, words in said if domain in ("category", "") and words),
        tags=tuple(words for domain, words in said if domain == "post_tag" and words),
        published_at=published or moment(item.findtext("pubDate") or "", zone),
        updated_at=_gmt(_text(item, "post_modified_gmt")),
    )


def body(html: str) -> str:
    """The HTML that WordPress would show: captions as figures, lines as paragraphs where no tag makes them.

    >>> body("一段。\\n\\n二段，\\n换行。")
    '<p>一段。</p>\\n<p>二段，<br>换行。</p>'
    """
    html = CAPTION.sub(_figure, SHORTCODE.sub("", printable(html)))
    out = []
    for piece in re.split(r"\n\s*\n", html):
        piece = piece.strip()
        if not piece:
            continue
        out.append(
            piece if BLOCK.search(piece) or piece.startswith("<!--") else f"<p>{piece.replace(chr(10), '<br>')}</p>"
        )
    return "\n".join(out)


def _figure(found: re.Match[str]) -> str:
    parts = INNER_CAPTION.match(found["inside"].strip())
    if not parts:
        return found["inside"]
    words = line(text_of(parts["words"]))
    caption = f"<figcaption>{escaped(words)}</figcaption>" if words else ""
    return f"\n\n<figure>{parts['picture']}{caption}</figure>\n\n"


def _all(root: Node, name: str) -> list[Node]:
    """Elements of the wp: namespace, whose address names its version."""
    return [each for each in root.iter() if isinstance(each.tag, str) and _is_wordpress(each.tag, name)]


def _is_wordpress(tag: str, name: str) -> bool:
    return tag.startswith("{http://wordpress.org/export/") and tag.endswith(f"}}{name}")


def _text(node: Node, name: str) -> str:
    return next(
        ((each.text or "").strip() for each in node if isinstance(each.tag, str) and _is_wordpress(each.tag, name)), ""
    )


def _encoded(item: Node, kind: str) -> str:
    return next(
        (each.text or "" for each in item if isinstance(each.tag, str) and f"/{kind}/}}encoded" in each.tag), ""
    )


def _meta(item: Node, name: str) -> str:
    for each in item:
        if isinstance(each.tag, str) and _is_wordpress(each.tag, "postmeta") and _text(each, "meta_key") == name:
            return _text(each, "meta_value")
    return ""


def _gmt(words: str) -> datetime | None:
    """WordPress writes 0000-00-00 where it knows no day."""
    return moment(words, UTC) if words and not words.startswith("0000") else None
