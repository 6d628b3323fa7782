"""A map that grows and a mosaic of tiles for the demo school, drawn by code: nobody's pictures, always the same."""

import math
import random
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter, ImageFont

SIZE = (1600, 1200)
PAPER = (248, 244, 232)
PENCIL = (92, 90, 88)
INK = (52, 58, 62)
Point = tuple[float, float]


def sketch() -> bytes:
    """A river with two bends, in pencil. A JPEG."""
    picture = _paper()
    pen = ImageDraw.Draw(picture)
    for offset in (-46, 46):
        pen.line(_river(offset), fill=PENCIL, width=5, joint="curve")
    _bridge(pen, PENCIL, None)
    _trees(pen, PENCIL, None)
    return _jpeg(picture)


def coloured() -> bytes:
    """The same in colours, with arrows along the water. A JPEG."""
    picture = _paper()
    _paint(picture)
    return _jpeg(picture)


def labelled() -> bytes:
    """With the places of three jars, a path and a scale. A JPEG."""
    picture = _paper()
    pen = _paint(picture)
    path = [(1010 + 26 * math.sin(n / 3), 1180 - 26 * n) for n in range(24)]
    for one, other in zip(path[::2], path[1::2], strict=False):
        pen.line([one, other], fill=(150, 108, 62), width=12)
    font = ImageFont.load_default(54)
    for number, along in ((1, 0.16), (2, 0.56), (3, 0.82)):
        x, y = _at(along)
        pen.ellipse([x - 44, y - 44, x + 44, y + 44], fill=(255, 252, 240), outline=(176, 74, 40), width=8)
        pen.text((x, y), str(number), fill=(140, 52, 26), font=font, anchor="mm")
    pen.line([(120, 1110), (420, 1110)], fill=INK, width=6)
    for x in (120, 270, 420):
        pen.line([(x, 1095), (x, 1125)], fill=INK, width=6)
    pen.text((270, 1070), "100 m", fill=INK, font=ImageFont.load_default(40), anchor="mm")
    return _jpeg(picture)


def bee(*, plain: bool) -> bytes:
    """A bee of tiles, with white wings or with wings that shimmer. A JPEG."""
    chance = random.Random(11)  # noqa: S311 - a drawing
    picture = Image.new("RGB", SIZE, (84, 80, 74))
    pen = ImageDraw.Draw(picture)
    step = 40
    for row in range(SIZE[1] // step):
        for column in range(SIZE[0] // step):
            colour = _tile(column * step + step / 2, row * step + step / 2, plain, chance)
            x, y = column * step + chance.randint(2, 4), row * step + chance.randint(2, 4)
            pen.rounded_rectangle([x, y, x + step - 6, y + step - 6], 5, fill=_shaded(colour, chance))
    return _jpeg(picture)


def _tile(x: float, y: float, plain: bool, chance: random.Random) -> tuple[int, int, int]:
    if ((x - 820) / 420) ** 2 + ((y - 720) / 230) ** 2 < 1:
        return (64, 44, 34) if int((x - 380) // 130) % 2 else (226, 174, 44)
    if ((x - 1280) / 150) ** 2 + ((y - 650) / 140) ** 2 < 1:
        return (58, 42, 36)
    for wing in ((640, 360, 0.5), (960, 330, -0.4)):
        across, along = x - wing[0], y - wing[1]
        turned = (across * math.cos(wing[2]) - along * math.sin(wing[2]), across * math.sin(wing[2]) + along * math.cos(wing[2]))
        if (turned[0] / 150) ** 2 + (turned[1] / 300) ** 2 < 1:
            return (238, 238, 232) if plain else chance.choice(((222, 232, 238), (150, 190, 214), (196, 204, 210), (238, 240, 240)))
    return (126, 158, 122)


def _shaded(colour: tuple[int, int, int], chance: random.Random) -> tuple[int, int, int]:
    change = chance.randint(-12, 12)
    return tuple(max(0, min(255, part + change)) for part in colour)  # type: ignore[return-value]


def _paint(picture: Image.Image) -> ImageDraw.ImageDraw:
    pen = ImageDraw.Draw(picture)
    pen.line(_river(0), fill=(150, 184, 128), width=190, joint="curve")
    pen.line(_river(0), fill=(108, 164, 200), width=96, joint="curve")
    for along in (0.08, 0.3, 0.48, 0.7, 0.92):
        (x, y), (further, lower) = _at(along), _at(along + 0.02)
        turn = math.atan2(lower - y, further - x)
        tip = [(x + 34 * math.cos(turn + angle), y + 34 * math.sin(turn + angle)) for angle in (0, 2.5, -2.5)]
        pen.polygon(tip, fill=(240, 248, 252))
    _bridge(pen, INK, (176, 150, 118))
    _trees(pen, (70, 96, 58), (112, 150, 88))
    return pen


def _paper() -> Image.Image:
    chance = random.Random(3)  # noqa: S311 - a drawing
    picture = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(picture)
    for _speck in range(2400):
        x, y = chance.randrange(SIZE[0]), chance.randrange(SIZE[1])
        pen.point((x, y), fill=(236, 230, 214))
    return picture


def _at(along: float) -> Point:
    """A point of the river's middle, from its spring (0) to where it leaves the sheet (1)."""
    return 80 + along * 1500, 560 + 260 * math.sin(along * 2 * math.pi)


def _river(offset: float) -> list[Point]:
    return [(x, y + offset) for x, y in (_at(n / 120) for n in range(-8, 130))]


def _bridge(pen: ImageDraw.ImageDraw, edge: tuple[int, int, int], fill: tuple[int, int, int] | None) -> None:
    x, y = _at(0.68)
    pen.polygon([(x - 50, y - 120), (x + 30, y - 120), (x + 60, y + 120), (x - 20, y + 120)], fill=fill, outline=edge, width=6)


def _trees(pen: ImageDraw.ImageDraw, edge: tuple[int, int, int], fill: tuple[int, int, int] | None) -> None:
    chance = random.Random(5)  # noqa: S311 - a drawing
    for _tree in range(26):
        x, y = chance.randint(60, 1540), chance.choice((chance.randint(60, 240), chance.randint(960, 1030)))
        pen.ellipse([x - 34, y - 40, x + 34, y + 30], fill=fill, outline=edge, width=5)
        pen.line([(x, y + 30), (x, y + 62)], fill=edge, width=6)


def _jpeg(picture: Image.Image) -> bytes:
    written = BytesIO()
    picture.filter(ImageFilter.GaussianBlur(0.8)).save(written, "JPEG", quality=88)
    return written.getvalue()
