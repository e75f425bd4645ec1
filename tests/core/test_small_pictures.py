"""Pictures for wap pages: small enough for a page of 20 kB with all it loads, whatever they show."""

import io
import random

import pytest
from PIL import Image

from tougao.core.pictures import MOST_SMALL_BYTES, SMALL_WIDTH, published, rendition


def noise(width: int, height: int, mode: str, kind: str) -> bytes:
    """The hardest there is to pack."""
    out = io.BytesIO()
    dots = random.Random(7).randbytes(width * height * len(mode))
    Image.frombytes(mode, (width, height), dots).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("width", "height", "mode", "kind", "extension"),
    [(1080, 720, "RGB", "JPEG", "jpg"), (1080, 3000, "RGB", "JPEG", "jpg"), (900, 900, "RGBA", "PNG", "png")],
)
def test_the_narrow_rendition_of_any_picture_fits(width, height, mode, kind, extension):
    picture, data = published(noise(width, height, mode, kind), f"x.{extension}")
    small = rendition(data, SMALL_WIDTH, extension)
    assert len(small) <= MOST_SMALL_BYTES
    assert small == rendition(data, SMALL_WIDTH, extension)
    assert Image.open(io.BytesIO(small)).format == kind
    assert (picture.width, picture.height) == (width, height)


@pytest.mark.parametrize(("mode", "kind"), [("RGB", "JPEG"), ("RGBA", "PNG")])
def test_a_picture_that_is_narrow_itself_is_published_so_small(mode, kind):
    picture, data = published(noise(200, 260, mode, kind), f"x.{kind.lower()}")
    assert picture.size == len(data) <= MOST_SMALL_BYTES
    assert (picture.width, picture.height) == (200, 260)
    assert rendition(data, 200, picture.extension) == data


def test_a_picture_that_is_small_already_keeps_its_quality():
    out = io.BytesIO()
    Image.new("RGB", (600, 400), (10, 90, 70)).save(out, "JPEG")
    _, data = published(out.getvalue(), "x.jpg")
    assert Image.open(io.BytesIO(rendition(data, SMALL_WIDTH, "jpg"))).size == (240, 160)
