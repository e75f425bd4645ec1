"""HTML of strangers → the site's small allow-list of HTML; HTML → plain text; text → HTML.

The small HTML of a body: p h2 h3 blockquote ul ol li table thead tbody tr th td figure figcaption img br b i sub sup a.
Its addresses are http, https, mailto, and media: for pictures of ours (core.article).
"""

import html as escaping
import re
from collections.abc import Callable
from html.entities import html5
from urllib.parse import urlsplit

import lxml.etree
import lxml.html
import nh3

from tougao.core.characters import line, printable

MAX_HTML_CHARACTERS = 3_000_000

BODY_TAGS = frozenset(
    ("p h2 h3 blockquote ul ol li table thead tbody tr th td figure figcaption img br b i sub sup a").split()
)
BODY_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "b": {"class"},
    "p": {"class"},
}
BODY_CLASSES = {"b": {"dateline"}, "p": {"credit"}}
# What a paragraph consisted of before an editor emptied it.
EMPTY_PARAGRAPH = re.compile(
    r"<p(?: class=\"[^\"]*\")?>(?:\s|<br>|&nbsp;|\u00a0|</?(?:b|i|a|sub|sup)(?: [^>]*)?>)*</p>\s*"
)
# A picture of another site, or one whose renditions cannot be named because its size is not known.
UNPRINTABLE_PICTURE = re.compile(r'<img(?!(?=[^>]* src="media:)(?=[^>]* width="\d)(?=[^>]* height="\d))[^>]*>')
BODY_BLOCKS = ("p", "h2", "h3", "blockquote", "ul", "ol", "table", "figure")
RENAMED = {"div": "p", "strong": "b", "em": "i", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}

# What an editor may see of a mail as it was sent: its looks, but nothing that runs, loads or leads astray.
MAIL_TAGS = BODY_TAGS | frozenset(
    ("div span font center h1 h4 h5 h6 u s strong em hr pre code dl dt dd caption colgroup col big small tt").split()
)
MAIL_ATTRIBUTES = {
    **{tag: set(names) for tag, names in BODY_ATTRIBUTES.items()},
    "font": {"color", "size"},
    "table": {"border", "cellpadding", "cellspacing", "width", "align"},
    "td": {"colspan", "rowspan", "align", "valign", "width"},
    "p": {"align"},
    "div": {"align"},
}

BLOCKS = frozenset(
    (
        "address article aside blockquote body caption center dd div dl dt fieldset figcaption figure footer form "
        "h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody td tfoot th thead tr ul"
    ).split()
)
UNSEEN = frozenset(("script style head title meta link template noscript svg math object embed iframe").split())
MEDIA = re.compile(r"media:[0-9a-f]{64}\.(?:jpg|png)")
LINK_TARGET = re.compile(r"(?:https?://|mailto:)[^\s]+", re.IGNORECASE)
MOST_READINGS = 5
# What RFC 3986 lets stand in an address only as %XX; brackets are at home round the numbers of an IPv6 host alone.
NOT_IN_ADDRESS = re.compile(r'["<>\\^`{|}\[\]]|%(?![0-9A-Fa-f]{2})')


def clean(html: str) -> str:
    """The small HTML of `html`: everything else is dropped, the words of what is dropped stay. Idempotent."""
    for old, new in RENAMED.items():
        html = re.sub(rf"(</?){old}(?=[\s>/])", rf"\1{new}", html, flags=re.IGNORECASE)
    whole = paragraphed(_known(html[:MAX_HTML_CHARACTERS]))
    # A list in a bold run, or a heading that a table pushed out: read once more, it is as browsers read it.
    for _ in range(MOST_READINGS):
        once_more = paragraphed(_known(whole))
        if once_more == whole:
            break
        whole = once_more
    return whole


def _known(html: str) -> str:
    """Only what the small HTML knows."""
    cleaned = nh3.clean(
        printable(html),
        tags=set(BODY_TAGS),
        attributes={
            tag: set(names) - ({"class"} if tag in BODY_CLASSES else set()) for tag, names in BODY_ATTRIBUTES.items()
        },
        allowed_classes={tag: set(names) for tag, names in BODY_CLASSES.items()},
        attribute_filter=_body_attribute,
        url_schemes={"http", "https", "mailto", "media"},
        clean_content_tags=set(UNSEEN - {"link", "meta"}),
        link_rel=None,
        strip_comments=True,
    )
    return EMPTY_PARAGRAPH.sub("", UNPRINTABLE_PICTURE.sub("", cleaned)).strip()


def paragraphed(html: str) -> str:
    """A body whose words all stand in blocks: what an editor's browser left between them becomes paragraphs."""
    if not html:
        return ""
    out: list[str] = []
    loose = ""
    is_loose = False
    for fragment in lxml.html.fragments_fromstring(html):
        tail = ""
        if isinstance(fragment, str):
            piece, inline = escaped(fragment), True
        else:
            tail, fragment.tail = fragment.tail or "", None
            piece = str(lxml.html.tostring(fragment, encoding="unicode"))
            inline = fragment.tag not in BODY_BLOCKS
        if inline:
            loose += piece
        else:
            out += [loose, piece]
            loose = ""
        loose += escaped(tail)
        is_loose |= bool(loose.strip())
    if not is_loose:
        return html
    whole = "\n".join(
        piece
        if piece.startswith("<") and re.match(rf"<(?:{'|'.join(BODY_BLOCKS)})[ >]", piece)
        else f"<p>{piece.strip()}</p>"
        for piece in [*out, loose]
        if piece.strip()
    )
    return whole.replace("\u00a0", "&nbsp;")  # as nh3 writes it


def _body_attribute(tag: str, name: str, value: str) -> str | None:
    match tag, name:
        case "img", "src":
            return value if MEDIA.fullmatch(value) else None
        case "img", "width" | "height":
            return value if re.fullmatch("[1-9][0-9]{0,4}", value) else None
        case "a", "href":
            return address(value) or None
        case "td" | "th", "colspan" | "rowspan":
            return value if re.fullmatch("[1-9][0-9]?", value) else None
    return value


def address(found: str) -> str:
    """Where a link may lead, written as RFC 3986 wants it; "" for what is no address of the web or of mail.

    >>> address(" https://example.cn/a b?q=[1]|2"), address("https://"), address("javascript:x")
    ('https://example.cn/a%20b?q=%5B1%5D%7C2', '', '')
    """
    target = found.strip().replace(" ", "%20")
    if not LINK_TARGET.fullmatch(target):
        return ""
    try:
        parts = urlsplit(target)
        is_whole = parts.scheme.lower() == "mailto" or bool(parts.hostname and (parts.port is None or parts.port))
    except ValueError:
        return ""
    if not is_whole or NOT_IN_ADDRESS.search(parts.netloc.replace("[", "").replace("]", "")):
        return ""
    before, _, fragment = target.partition("#")
    head = before.find(parts.netloc) + len(parts.netloc) if parts.netloc else 0
    encoded = before[:head] + NOT_IN_ADDRESS.sub(_percent, before[head:])
    return f"{encoded}#{NOT_IN_ADDRESS.sub(_percent, fragment).replace('#', '%23')}" if fragment else encoded


def _percent(found: re.Match[str]) -> str:
    return f"%{ord(found[0]):02X}"


def viewable(html: str, picture: Callable[[str], str]) -> str:
    """A mail's HTML for the sandboxed frame of the desk. `picture` turns a Content-ID into an address, or "" for none.

    Pictures from elsewhere are left out: to load one would tell its host that the mail is read.
    """

    def attribute(tag: str, name: str, value: str) -> str | None:
        if tag == "img" and name == "src":
            return picture(value[4:]) or None if value.lower().startswith("cid:") else None
        if tag == "a" and name == "href":
            return address(value) or None
        return value

    return nh3.clean(
        printable(html[:MAX_HTML_CHARACTERS]),
        tags=set(MAIL_TAGS),
        attributes={
            tag: set(names) - ({"class"} if tag in ("b", "p") else set()) for tag, names in MAIL_ATTRIBUTES.items()
        },
        attribute_filter=attribute,
        url_schemes={"http", "https", "mailto", "cid"},
        url_relative="deny",
        clean_content_tags=set(UNSEEN - {"link", "meta"}),
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
        strip_comments=True,
    )


def normal(html: str) -> str:
    """A mail's HTML as a browser would build it (open elements closed, foreign ones left), with what tells its looks."""
    return nh3.clean(
        printable(html[:MAX_HTML_CHARACTERS]),
        tags=set(MAIL_TAGS) | {"body", "section", "article"},
        attributes={
            **{tag: set(names) for tag, names in MAIL_ATTRIBUTES.items()},
            "*": {"style", "class", "id", "align"},
        },
        url_schemes={"http", "https", "mailto", "cid"},
        clean_content_tags=set(UNSEEN - {"link", "meta", "svg", "math"}),
        link_rel=None,
        strip_comments=True,
    )


def tree(html: str) -> lxml.html.HtmlElement:
    """The body of any HTML as a forgiving tree; an empty `<div>` when there is nothing in it."""
    content = printable(html)
    content = re.sub(r"^\s*<\?xml[^>]*\?>", "", content)
    if not content.strip():
        return lxml.html.Element("div")
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        root = lxml.html.document_fromstring(content.encode("utf-8"), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError):
        return lxml.html.Element("div")
    body = root.find("body")
    return root if body is None else body


def text_of(html: str) -> str:
    """The words a reader sees, one paragraph a line, and one row of a table."""
    rows = [""]

    def visit(node: lxml.html.HtmlElement) -> None:
        tag = node.tag if isinstance(node.tag, str) else ""
        if tag and tag not in UNSEEN:
            is_cell = tag in ("td", "th") and not any(inner.tag in BLOCKS for inner in node)
            breaks = tag == "br" or (tag in BLOCKS and not is_cell)
            if breaks:
                rows.append("")
            rows[-1] += node.text or ""
            for child in node:
                visit(child)
            if breaks and tag != "br":
                rows.append("")
            if is_cell:
                rows[-1] += " "
        rows[-1] += node.tail or ""

    root = tree(html)
    root.tail = None
    try:
        visit(root)
    except RecursionError:
        return "\n".join(line(row) for row in root.itertext() if line(row))
    return "\n".join(line(row) for row in rows if line(row))


def text(html: str) -> str:
    """The words of a body of ours, one paragraph a line."""
    return text_of(html)


def paragraphs_html(text: str) -> str:
    """Plain text as HTML: blank lines part paragraphs, single line breaks stay line breaks."""
    paragraphs = (block.strip("\n") for block in re.split(r"\n[ \t\u3000]*\n", printable(text)))
    return "\n".join(
        "<p>" + "<br>".join(escaping.escape(row.rstrip(), quote=False) for row in block.split("\n")) + "</p>"
        for block in paragraphs
        if block.strip()
    )


def xhtml(html: str) -> str:
    """A body as well-formed XML in no namespace prefix: empty elements closed, only the five entities."""
    fragments = lxml.html.fragments_fromstring(html) if html.strip() else []
    out = []
    for fragment in fragments:
        if isinstance(fragment, str):
            out.append(escaping.escape(fragment, quote=False))
        else:
            out.append(lxml.etree.tostring(fragment, encoding="unicode", method="xml"))
    return "".join(out)


UNPRINTABLE_NAMES = sorted((name for name, told in html5.items() if printable(told) != told), key=len, reverse=True)
UNPRINTABLE_NAME = re.compile(f"&(?:{'|'.join(UNPRINTABLE_NAMES)})")
NUMBERED = re.compile(r"&#(?:x[0-9a-f]+|[0-9]+);?", re.IGNORECASE)


def printable_html(html: str) -> str:
    """HTML without a character that no reader should get, as itself, by its number or by its name. Idempotent.

    >>> printable_html("<p>a\\x00b&#11;c&#x202E;d&shy;e&#34;</p>")
    '<p>abcde&#34;</p>'
    """
    html = printable(html)
    while "&" in html:  # again, for what stood round one that is taken out may be another
        less = UNPRINTABLE_NAME.sub("", NUMBERED.sub(_printable_number, html))
        if less == html:
            break
        html = less
    return html


def _printable_number(number: re.Match[str]) -> str:
    character = escaping.unescape(number[0])
    return number[0] if character and character != "\ufffd" and printable(character) == character else ""


def escaped(text: str) -> str:
    return escaping.escape(text, quote=False)
