"""The site's icons: what stands in a browser's tab and what old phones ask for by name."""

import base64
import io

from markupsafe import escape
from PIL import Image

from tougao.core.site import Site

ICON_PATH, FAVICON_PATH = "icon.svg", "favicon.ico"
FAVICON_SIZES = ((16, 16), (32, 32))
FACES = "PingFang SC,Microsoft YaHei,Noto Sans CJK SC,sans-serif"


def initial(site: Site) -> bytes:
    """The first letter of the site's name on its colour, as SVG: for a site without a mark of its own."""
    letter = next((each for each in site.name if each.isalnum()), "·").upper()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="12" fill="#9c1c28"/>'
        f'<text x="32" y="46" font-size="40" font-weight="700" text-anchor="middle" fill="#fff" font-family="{FACES}">'
        f"{escape(letter[:1])}</text></svg>\n"
    ).encode()


def framed(logo: bytes) -> bytes:
    """A mark (PNG) as SVG, for a site that has one."""
    data = base64.b64encode(logo).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        f'<image width="64" height="64" href="data:image/png;base64,{data}"/></svg>\n'
    ).encode()


def favicon(logo: bytes) -> bytes:
    """A mark (PNG) as an icon file of the old form: bitmaps, which phones and browsers of any year read.

    One of another shape, or smaller than an icon, stands in the middle of a clear square.
    """
    out = io.BytesIO()
    with Image.open(io.BytesIO(logo)) as image:
        _squared(image.convert("RGBA")).save(out, "ICO", sizes=FAVICON_SIZES, bitmap_format="bmp")
    return out.getvalue()


def _squared(image: Image.Image) -> Image.Image:
    side = max(*image.size, *FAVICON_SIZES[-1])
    square = Image.new("RGBA", (side, side))
    square.paste(image, ((side - image.width) // 2, (side - image.height) // 2))
    return square
