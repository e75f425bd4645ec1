"""Icons of the site: from its mark, or from the first letter of its name."""

import io
from dataclasses import replace
from pathlib import Path

import lxml.etree
import pytest
from PIL import Image

from tougao.core import icons
from tougao.core.site import Site

LOGO = (Path(__file__).parents[2] / "templates" / "shared" / "logo.png").read_bytes()


@pytest.mark.parametrize(
    ("name", "letter"), [("华夏教育网", "华"), ("“青禾”周刊", "青"), ("lakeside News", "L"), ("—", "·")]
)
def test_a_site_without_a_mark_has_the_first_letter_of_its_name(name, letter):
    root = lxml.etree.fromstring(icons.initial(replace(Site("", ""), name=name)))
    assert "".join(root.itertext()).strip() == letter


def test_a_favicon_holds_the_mark_as_bitmaps_that_every_phone_reads():
    data = icons.favicon(LOGO)
    assert len(data) < 6_000
    assert b"PNG" not in data  # a form that old ones do not know
    with Image.open(io.BytesIO(data)) as image:
        assert image.info["sizes"] == {(16, 16), (32, 32)}
        assert image.convert("RGB").getpixel((2, 16))[0] > 140  # red, as the mark is


def test_a_sites_own_mark_stands_whole_in_its_icon():
    root = lxml.etree.fromstring(icons.framed(LOGO))
    assert root[0].get("href").startswith("data:image/png;base64,")


@pytest.mark.parametrize("size", [(300, 12), (12, 12), (200, 40), (1, 400), (33, 7)])
def test_a_mark_of_any_shape_and_size_stands_in_the_middle_of_both_icons(size):
    out = io.BytesIO()
    Image.new("RGB", size, "#9c1c28").save(out, "PNG")
    with Image.open(io.BytesIO(icons.favicon(out.getvalue()))) as image:
        assert image.info["sizes"] == {(16, 16), (32, 32)}
        assert image.size == (32, 32)
        shown = image.convert("RGBA").getchannel("A").point(lambda alpha: 255 if alpha else 0).getbbox()
    left, upper, right, lower = shown
    assert abs(left - (32 - right)) <= 2
    assert abs(upper - (32 - lower)) <= 2
