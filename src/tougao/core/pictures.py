"""Photos as readers get them: upright, without metadata, at most MAX_WIDTH wide; and their narrower copies."""

import hashlib
import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

from tougao.core.article import Picture
from tougao.core.notice import gettext_noop
from tougao.errors import SubmissionError

MAX_WIDTH = 1600
MAX_PIXELS = 80_000_000
JPEG_QUALITY = 85
RENDITION_QUALITY = 78
WEBP_QUALITY, AVIF_QUALITY = 76, 50
AVIF_SPEED = 6  # a fifth smaller than at 8, and three times as slow: it is done before an editor asks for it
FORM_NAMES = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF"}
SMALL_WIDTH, MOST_SMALL_BYTES = 240, 9_000  # on a wap page, which has 20 kB with all it loads (mobileOK Basic 1.0)
SMALLER_QUALITIES, SMALLER_PALETTES, SMALLER_SCALES = (65, 50, 35, 20), (64, 16, 8), (1.0, 0.7, 0.5, 0.3, 0.15)
MIN_SIDE = 120  # smaller ones are logos, lines, emoji and counters
BANNER_RATIO = 7.0

UNREADABLE = gettext_noop("The picture {name} cannot be read: it is damaged or of an unknown format.")
TOO_LARGE = gettext_noop("The picture {name} has more than {limit} million pixels.")

NO_HEIC = gettext_noop(
    "The picture {name} is a HEIC file, and pillow-heif, which opens those, is not installed; ask for a JPEG."
)

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF")
HEIC_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"))


@dataclass(frozen=True)
class Rectangle:
    """A part of an upright picture, in ten-thousandths of its width and height; `right` and `bottom` are outside."""

    left: int = 0
    top: int = 0
    right: int = 10_000
    bottom: int = 10_000

    @property
    def is_usable(self) -> bool:
        return 0 <= self.left < self.right <= 10_000 and 0 <= self.top < self.bottom <= 10_000

    def of(self, width: int, height: int) -> tuple[int, int, int, int]:
        """In pixels; at least one of them."""
        left, top = self.left * width // 10_000, self.top * height // 10_000
        right, bottom = round(self.right * width / 10_000), round(self.bottom * height / 10_000)
        return left, top, max(right, left + 1), max(bottom, top + 1)


WHOLE = Rectangle()


def published(data: bytes, name: str, caption: str = "", part: Rectangle = WHOLE) -> tuple[Picture, bytes]:
    """The picture as it will be published, and its bytes. Raises SubmissionError when it cannot be read.

    Same input, same bytes. Photos become JPEG; what has transparency or few colours stays PNG.
    """
    image = _opened(data, name)
    keeps_png = image.mode in ("RGBA", "LA", "P", "1") and image.format != "JPEG"
    picture = ImageOps.exif_transpose(image)
    if part != WHOLE:
        picture = picture.crop(part.of(picture.width, picture.height))
    if keeps_png:
        picture = picture.convert("RGBA" if _has_transparency(picture) else "RGB")
        keeps_png = picture.mode == "RGBA" or _has_few_colours(picture)
    else:
        picture = picture.convert("RGB")
    picture = _at_most(picture, MAX_WIDTH)
    if keeps_png:
        content, extension = _saved(picture, "PNG"), "png"
    else:
        content, extension = _saved(picture.convert("RGB"), "JPEG", JPEG_QUALITY), "jpg"
    if picture.width <= SMALL_WIDTH and len(content) > MOST_SMALL_BYTES:
        content = _small(picture, "PNG" if keeps_png else "JPEG")
    digest = hashlib.sha256(content).hexdigest()
    return Picture(digest, extension, name, caption, picture.width, picture.height, len(content)), content


def rendition(data: bytes, width: int, extension: str) -> bytes:
    """A copy of a published picture, `width` pixels wide or as wide as it is, as jpg, png, webp or avif.

    In its own form and width it is the same bytes. Same input, same bytes.
    """
    image = Image.open(io.BytesIO(data))
    kind = FORM_NAMES[extension]
    if image.width <= width and image.format == kind:
        return data
    narrow = _at_most(image, width)
    is_small = width <= SMALL_WIDTH and kind in ("JPEG", "PNG")
    return _small(narrow, kind) if is_small else _saved(narrow, kind, RENDITION_QUALITY)


def is_decoration(data: bytes) -> bool:
    """A logo, a line, an emoji, a tracking dot: too small or too flat to be a news photo."""
    try:
        image = _opened(data, "")
    except SubmissionError:
        return False
    width, height = image.size
    if min(width, height) < MIN_SIDE or getattr(image, "n_frames", 1) > 1:
        return True
    return max(width, height) / min(width, height) > BANNER_RATIO


def _opened(data: bytes, name: str) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = _image(data, name)
            if image.width * image.height > MAX_PIXELS:
                raise SubmissionError(TOO_LARGE, name=name, limit=MAX_PIXELS // 1_000_000)
            image.load()
    except (SubmissionError, MemoryError):
        raise
    except Exception as trouble:  # a stranger's bytes can raise anything in a library
        raise SubmissionError(UNREADABLE, name=name) from trouble
    return image


def _image(data: bytes, name: str) -> Image.Image:
    """A picture whose size is known and whose dots are not read yet; HEIC by a library that may be absent."""
    if data[4:8] != b"ftyp" or data[8:12] not in HEIC_BRANDS:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    try:
        import pillow_heif
    except ImportError as trouble:
        raise SubmissionError(NO_HEIC, name=name) from trouble
    photo = pillow_heif.open_heif(io.BytesIO(data), convert_hdr_to_8bit=True)
    if photo.size[0] * photo.size[1] > MAX_PIXELS:
        raise SubmissionError(TOO_LARGE, name=name, limit=MAX_PIXELS // 1_000_000)
    image: Image.Image = photo.to_pillow()
    return image


def _at_most(image: Image.Image, width: int) -> Image.Image:
    if image.width <= width:
        return image
    return image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)


def _has_transparency(image: Image.Image) -> bool:
    if "transparency" not in image.info and image.mode not in ("RGBA", "LA"):
        return False
    alpha = image.convert("RGBA").getchannel("A").getextrema()
    return isinstance(alpha[0], int | float) and alpha[0] < 255


def _has_few_colours(image: Image.Image) -> bool:
    return image.getcolors(256) is not None


def _small(image: Image.Image, kind: str) -> bytes:
    """The best of a narrow picture that MOST_SMALL_BYTES hold: fewer colours or details, then fewer dots on the same place."""
    content = _saved(image, kind, RENDITION_QUALITY)
    for scale in SMALLER_SCALES:
        less = image if scale == 1 else _at_most(image, max(1, round(image.width * scale)))
        for step in SMALLER_PALETTES if kind == "PNG" else SMALLER_QUALITIES:
            if len(content) <= MOST_SMALL_BYTES:
                return content
            if kind == "PNG":
                content = _saved(less.quantize(step, Image.Quantize.FASTOCTREE).convert("RGBA"), kind)
            else:
                content = _saved(less.convert("RGB"), kind, step)
    return content


def _saved(image: Image.Image, kind: str, quality: int = JPEG_QUALITY) -> bytes:
    out = io.BytesIO()
    bare = Image.frombytes(image.mode, image.size, image.tobytes())  # no EXIF, no comment, no thumbnail goes along
    match kind:
        case "PNG":
            bare.save(out, "PNG", optimize=True)
        case "WEBP":
            bare.save(out, "WEBP", quality=WEBP_QUALITY, method=4)
        case "AVIF":
            bare.save(out, "AVIF", quality=AVIF_QUALITY, speed=AVIF_SPEED, max_threads=1)
        case _:
            bare.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()
