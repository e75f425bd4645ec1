"""The body of an entry in the small HTML of this site, with its pictures where they stood. No word is added or lost."""

from collections.abc import Iterator, Mapping
from urllib.parse import urljoin

import lxml.html
from lxml.html import HtmlElement

from tougao.core import markup
from tougao.core.article import Picture
from tougao.core.characters import line, printable
from tougao.core.importing.entry import Entry
from tougao.core.markup import escaped

# Where scripts that load pictures late keep the address; it is better than what stands in src.
LATE = ("data-src", "data-original", "data-lazy-src", "data-actualsrc")
MOST_PICTURES = 100
WRAPPERS = frozenset(("a", "p", "div", "span", "center", "picture", "font"))


def pictures_of(entry: Entry) -> tuple[str, ...]:
    """The addresses of its pictures, absolute where its own address is known, each once."""
    found = ([urljoin(entry.base, entry.lead)] if entry.lead else []) + [
        _address(image, entry) for image in _parsed(entry.html).iter("img")
    ]
    return tuple(dict.fromkeys(address for address in found if address))[:MOST_PICTURES]


def body(entry: Entry, pictures: Mapping[str, Picture]) -> str:
    """`pictures` maps addresses to what is printed; one it does not hold is left out."""
    root = _parsed(entry.html)
    for image in list(root.iter("img")):
        address = _address(image, entry)
        picture = pictures.get(address)
        if picture is None:
            _outermost(image).drop_tree()
            continue
        if address == picture.reference:
            continue  # an export of ours, which stands as it stood here
        alt = line(image.get("alt") or "")
        image.attrib.clear()
        for name, value in _attributes(picture, alt):
            image.set(name, value)
        _lift(image)
    _keep_addresses(root, entry)
    inner = escaped(root.text or "") + "".join(
        str(lxml.html.tostring(each, encoding="unicode", method="html")) for each in root
    )
    lead = pictures.get(urljoin(entry.base, entry.lead)) if entry.lead else None
    if lead and lead.reference not in inner:
        words = " ".join(f'{name}="{escaped(value)}"' for name, value in _attributes(lead, ""))
        inner = f"<figure><img {words}></figure>\n{inner}"
    return markup.clean(inner)


def _parsed(html: str) -> HtmlElement:
    root: HtmlElement = lxml.html.fromstring(f"<div>{printable(html)[: markup.MAX_HTML_CHARACTERS]}</div>")
    return root


def _address(image: HtmlElement, entry: Entry) -> str:
    told = (image.get(name) for name in (*LATE, "src"))
    src = next((str(each) for each in told if each), "").strip()
    if src.startswith(("data:", "media:")) or not src:
        return src if src.startswith("media:") else ""
    try:
        return str(urljoin(entry.base, src))
    except ValueError:
        return ""


def _attributes(picture: Picture, alt: str) -> Iterator[tuple[str, str]]:
    yield "src", picture.reference
    yield "alt", alt
    yield "width", str(picture.width)
    yield "height", str(picture.height)


def _lift(image: HtmlElement) -> None:
    """A picture alone in a paragraph, a link or a box is a figure; its link led to itself."""
    node = _outermost(image)
    parent = node.getparent()
    if node is image or parent is None:
        return
    image.tail = None
    tail, node.tail = node.tail, None
    held: HtmlElement = image
    if parent.tag != "figure":
        held = lxml.html.Element("figure")
    parent.replace(node, held)
    if held is not image:
        held.append(image)
    held.tail = tail


def _outermost(image: HtmlElement) -> HtmlElement:
    """The picture with the boxes that hold it and nothing else."""
    node: HtmlElement = image
    parent = node.getparent()
    while parent is not None and parent.getparent() is not None and parent.tag in WRAPPERS and _is_alone(node, parent):
        node, parent = parent, parent.getparent()
    return node


def _is_alone(node: HtmlElement, parent: HtmlElement) -> bool:
    return bool(len(parent) == 1 and not (parent.text or "").strip() and not (node.tail or "").strip())


def _keep_addresses(root: HtmlElement, entry: Entry) -> None:
    """Links that were relative lead where they led."""
    for link in root.iter("a"):
        href = (link.get("href") or "").strip()
        if href and entry.base and not href.startswith(("#", "mailto:")):
            try:
                link.set("href", urljoin(entry.base, href))
            except ValueError:
                link.drop_tag()
