"""Photos for the demo school, drawn by code: nobody's pictures, always the same."""

import random
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

SIZE = (1600, 1200)


def two_jars() -> bytes:
    """Two jars on a windowsill: muddy water after the rain, clear water in a dry week. A JPEG."""
    picture = _window()
    _jar(picture, 430, (142, 110, 70))
    _jar(picture, 930, (190, 214, 220))
    return _jpeg(picture)


def river_bank() -> bytes:
    """The river below the bridge, with reeds. A JPEG."""
    chance = random.Random(7)  # noqa: S311 - a drawing
    picture = Image.new("RGB", SIZE)
    pen = ImageDraw.Draw(picture)
    for y in range(SIZE[1]):
        shade = y / SIZE[1]
        if shade < 0.42:
            colour = (int(170 + 50 * shade), int(205 + 20 * shade), 228)
        else:
            colour = (int(96 - 20 * shade), int(134 - 10 * shade), int(128 + 10 * shade))
        pen.line([(0, y), (SIZE[0], y)], fill=colour)
    pen.ellipse([-200, 380, 900, 760], fill=(92, 122, 74))
    pen.ellipse([900, 400, 1900, 700], fill=(82, 112, 70))
    pen.arc([350, 330, 1250, 900], 180, 360, fill=(150, 138, 122), width=46)
    for _reed in range(160):
        x, height = chance.randint(0, SIZE[0]), chance.randint(120, 330)
        green = (60 + chance.randint(0, 40), 96 + chance.randint(0, 40), 48)
        pen.line([(x, SIZE[1]), (x + chance.randint(-40, 40), SIZE[1] - height)], fill=green, width=chance.randint(3, 7))
    for _glint in range(220):
        x, y = chance.randint(0, SIZE[0]), chance.randint(560, SIZE[1] - 120)
        pen.line([(x, y), (x + chance.randint(20, 90), y)], fill=(150, 186, 184), width=2)
    return _jpeg(picture)


def _window() -> Image.Image:
    picture = Image.new("RGB", SIZE, (214, 226, 222))
    pen = ImageDraw.Draw(picture)
    for y in range(860):
        pen.line([(0, y), (SIZE[0], y)], fill=(206 + y // 40, 224 + y // 60, 232))
    pen.rectangle([0, 860, SIZE[0], SIZE[1]], fill=(186, 158, 122))
    for y in range(870, SIZE[1], 34):
        pen.line([(0, y), (SIZE[0], y + 8)], fill=(172, 144, 110), width=3)
    pen.rectangle([780, 0, 812, 860], fill=(238, 238, 232))
    return picture


def _jar(picture: Image.Image, x: int, water: tuple[int, int, int]) -> None:
    pen = ImageDraw.Draw(picture, "RGBA")
    pen.ellipse([x - 10, 1010, x + 330, 1080], fill=(110, 90, 66, 120))
    pen.rounded_rectangle([x, 330, x + 310, 1040], 48, fill=(236, 244, 244, 150), outline=(120, 140, 140, 255), width=7)
    pen.rounded_rectangle([x + 12, 500, x + 298, 1028], 38, fill=(*water, 235))
    pen.rectangle([x + 12, 500, x + 298, 540], fill=(*(min(255, part + 22) for part in water), 235))
    pen.rounded_rectangle([x - 6, 296, x + 316, 350], 14, fill=(196, 200, 196, 255))
    pen.line([(x + 46, 390), (x + 46, 960)], fill=(255, 255, 255, 150), width=16)


def _jpeg(picture: Image.Image) -> bytes:
    written = BytesIO()
    picture.filter(ImageFilter.GaussianBlur(1.2)).save(written, "JPEG", quality=88)
    return written.getvalue()
