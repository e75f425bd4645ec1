"""Pictures as readers get them, whole or a part of them."""

import io

import pytest
from PIL import Image

from tougao.core.pictures import WHOLE, Rectangle, published
from tougao.errors import SubmissionError


def photo(width: int = 2000, height: int = 1000, orientation: int = 1) -> bytes:
    """Left half red, right half blue."""
    image = Image.new("RGB", (width, height), (200, 0, 0))
    image.paste((0, 0, 200), (width // 2, 0, width, height))
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, quality=95)
    return out.getvalue()


def shown(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def test_a_part_is_cut_from_the_original_and_not_from_what_was_printed():
    whole, _ = published(photo(), "a.jpg")
    part, printed = published(photo(), "a.jpg", part=Rectangle(5000, 0, 10_000, 10_000))
    assert (whole.width, whole.height) == (1600, 800)
    assert (part.width, part.height) == (1000, 1000)
    red, _green, blue = shown(printed).getpixel((500, 500))
    assert blue > 150 > red


def test_what_is_upright_is_cut():
    """Orientation 6: to be turned a quarter clockwise, so what was on the left is on top."""
    part, printed = published(photo(orientation=6), "a.jpg", part=Rectangle(0, 0, 10_000, 5000))
    assert (part.width, part.height) == (1000, 1000)
    assert shown(printed).getpixel((500, 500))[0] > 150


def test_the_same_part_is_the_same_bytes_and_the_whole_is_the_whole():
    part = Rectangle(100, 200, 9000, 8000)
    assert published(photo(), "a.jpg", part=part) == published(photo(), "a.jpg", part=part)
    assert published(photo(), "a.jpg", part=WHOLE) == published(photo(), "a.jpg")


@pytest.mark.parametrize(
    ("part", "usable"),
    [
        (WHOLE, True),
        (Rectangle(0, 0, 1, 1), True),
        (Rectangle(5, 0, 5, 10_000), False),
        (Rectangle(0, 9, 10, 8), False),
        (Rectangle(0, 0, 10_001, 10), False),
        (Rectangle(-1, 0, 10, 10), False),
    ],
)
def test_which_parts_there_are(part, usable):
    assert part.is_usable is usable


def test_even_the_smallest_part_has_a_pixel():
    part, _ = published(photo(100, 50), "a.jpg", part=Rectangle(9999, 9999, 10_000, 10_000))
    assert (part.width, part.height) == (1, 1)


def test_what_is_no_picture_is_told():
    with pytest.raises(SubmissionError, match="cannot be read"):
        published(b"no picture", "a.jpg", part=Rectangle(0, 0, 5, 5))
