"""Photos for the demo mails, drawn here so that nobody's face or work is in the repository. Same call, same bytes."""

import io
import math
import random

from PIL import Image, ImageDraw, ImageFilter

SKIES = {
    "morning": ((247, 214, 178), (126, 170, 205)),
    "noon": ((214, 234, 246), (84, 146, 205)),
    "evening": ((250, 178, 122), (72, 74, 122)),
}


def scene(name: str, width: int, height: int, sky: str = "noon") -> Image.Image:
    """One of: campus, track, workshop, library."""
    draw_scene = {"campus": _campus, "track": _track, "workshop": _workshop, "library": _library}[name]
    image = _gradient(width, height, *SKIES[sky])
    draw_scene(ImageDraw.Draw(image), width, height, random.Random(name))
    return _grain(image.filter(ImageFilter.GaussianBlur(0.6)), random.Random(f"{name}{width}"))


def jpeg(image: Image.Image, quality: int = 82, exif: Image.Exif | None = None) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, exif=exif or Image.Exif())
    return out.getvalue()


def sideways_jpeg(image: Image.Image) -> bytes:
    """As a phone held upright stores it: turned, with orientation, maker and place in its EXIF."""
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn right by 90 degrees
    exif[0x010F] = "HUAWEI"
    exif[0x9286] = "not for readers"
    exif.get_ifd(0x8825)[1] = "N"
    return jpeg(image.transpose(Image.Transpose.ROTATE_90), exif=exif)


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def logo() -> bytes:
    """A school's badge, as signatures carry it."""
    image = Image.new("RGBA", (96, 96), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((4, 4, 92, 92), fill=(10, 92, 72, 255))
    draw.polygon([(48, 20), (74, 66), (22, 66)], fill=(255, 255, 255, 255))
    return png(image)


def _gradient(width: int, height: int, low: tuple[int, ...], high: tuple[int, ...]) -> Image.Image:
    column = Image.new("RGB", (1, height))
    for y in range(height):
        share = y / height
        column.putpixel((0, y), tuple(round(h + (b - h) * share) for h, b in zip(high, low, strict=True)))
    return column.resize((width, height))


def _grain(image: Image.Image, chance: random.Random) -> Image.Image:
    noise = Image.frombytes("L", (256, 256), chance.randbytes(65536)).resize(image.size, Image.Resampling.BILINEAR)
    return Image.blend(image, Image.merge("RGB", (noise, noise, noise)), 0.04)


def _trees(draw: ImageDraw.ImageDraw, width: int, base: int, size: int, chance: random.Random) -> None:
    for _ in range(14):
        x, r = chance.randrange(width), round(size * chance.uniform(0.6, 1.2))
        green = chance.randrange(70, 120)
        draw.rectangle((x - r // 12, base - r, x + r // 12, base), fill=(88, 66, 48))
        draw.ellipse((x - r // 2, base - 2 * r, x + r // 2, base - r // 2), fill=(46, green, 58))


def _campus(draw: ImageDraw.ImageDraw, width: int, height: int, chance: random.Random) -> None:
    ground = round(height * 0.74)
    draw.rectangle((0, ground, width, height), fill=(126, 148, 104))
    draw.polygon(
        [(width * 0.42, ground), (width * 0.58, ground), (width * 0.8, height), (width * 0.2, height)],
        fill=(202, 196, 184),
    )
    left, right, top = width * 0.18, width * 0.82, height * 0.32
    draw.rectangle((left, top, right, ground), fill=(226, 216, 200))
    draw.polygon(
        [(left - width * 0.03, top), (right + width * 0.03, top), (width * 0.5, height * 0.18)], fill=(150, 70, 58)
    )
    columns, rows = 12, 4
    for row in range(rows):
        for column in range(columns):
            x = left + (right - left) * (column + 0.5) / columns
            y = top + (ground - top) * (row + 0.5) / rows
            draw.rectangle(
                (x - width * 0.016, y - height * 0.03, x + width * 0.016, y + height * 0.03), fill=(96, 128, 150)
            )
    draw.rectangle((width * 0.47, ground - height * 0.1, width * 0.53, ground), fill=(92, 62, 46))
    _trees(draw, width, ground + height // 30, height // 9, chance)


def _track(draw: ImageDraw.ImageDraw, width: int, height: int, chance: random.Random) -> None:
    ground = round(height * 0.5)
    draw.rectangle((0, ground, width, height), fill=(176, 84, 66))
    for lane in range(9):
        x = width * (lane / 8)
        draw.line(
            (width / 2 + (x - width / 2) * 0.25, ground, x * 1.6 - width * 0.3, height),
            fill=(240, 232, 224),
            width=max(2, width // 320),
        )
    _trees(draw, width, ground, height // 10, chance)
    for runner in range(6):
        x, y = width * (0.16 + runner * 0.13), height * (0.66 + 0.05 * math.sin(runner * 2))
        size = height * 0.13
        shirt = chance.choice([(22, 92, 150), (222, 180, 40), (245, 245, 245), (10, 92, 72)])
        draw.ellipse((x - size * 0.13, y - size * 0.95, x + size * 0.13, y - size * 0.68), fill=(206, 160, 128))
        draw.polygon(
            [
                (x - size * 0.2, y - size * 0.66),
                (x + size * 0.2, y - size * 0.66),
                (x + size * 0.12, y - size * 0.1),
                (x - size * 0.12, y - size * 0.1),
            ],
            fill=shirt,
        )
        for side in (-1, 1):
            draw.line(
                (x, y - size * 0.1, x + side * size * 0.3, y + size * 0.42),
                fill=(52, 54, 66),
                width=max(3, round(size * 0.11)),
            )
            draw.line(
                (x, y - size * 0.55, x + side * size * 0.34, y - size * 0.3),
                fill=(206, 160, 128),
                width=max(2, round(size * 0.08)),
            )


def _workshop(draw: ImageDraw.ImageDraw, width: int, height: int, chance: random.Random) -> None:
    draw.rectangle((0, 0, width, height), fill=(206, 212, 214))
    draw.rectangle((0, height * 0.72, width, height), fill=(128, 138, 140))
    for bay in range(4):
        x = width * (0.06 + bay * 0.24)
        draw.rectangle((x, height * 0.36, x + width * 0.18, height * 0.74), fill=(58, 96, 122))
        draw.rectangle((x + width * 0.02, height * 0.42, x + width * 0.1, height * 0.58), fill=(176, 214, 224))
        draw.ellipse(
            (x + width * 0.12, height * 0.46, x + width * 0.15, height * 0.51),
            fill=chance.choice([(220, 70, 50), (80, 180, 90)]),
        )
        draw.rectangle((x, height * 0.3, x + width * 0.18, height * 0.36), fill=(232, 186, 60))
    for lamp in range(5):
        x = width * (0.1 + lamp * 0.2)
        draw.rectangle((x - width * 0.05, height * 0.08, x + width * 0.05, height * 0.11), fill=(255, 252, 236))


def _library(draw: ImageDraw.ImageDraw, width: int, height: int, chance: random.Random) -> None:
    draw.rectangle((0, 0, width, height), fill=(110, 82, 60))
    for shelf in range(6):
        y = height * (0.08 + shelf * 0.15)
        x = width * 0.03
        while x < width * 0.97:
            w = width * chance.uniform(0.008, 0.02)
            tall = height * chance.uniform(0.09, 0.125)
            colour = tuple(chance.randrange(60, 220) for _ in range(3))
            draw.rectangle((x, y + height * 0.125 - tall, x + w, y + height * 0.125), fill=colour)
            x += w + width * 0.002
        draw.rectangle((0, y + height * 0.125, width, y + height * 0.145), fill=(76, 54, 38))
