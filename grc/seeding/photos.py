"""Photos that nobody took: a wall or a road, and what is wrong with it, drawn by the machine."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw, ImageFilter

SIZE = (960, 720)


def photo(subject: str, seed: int) -> bytes:
    """A JPEG of a few tens of kilobytes. ``subject``: pothole, lamp, dump, graffiti, tree, leak, sign."""
    chance = random.Random(seed)  # noqa: S311 - a drawing, not a secret
    night = subject == "lamp"
    image = Image.new("RGB", SIZE, (24, 28, 44) if night else (176, 196, 214))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 430, *SIZE), fill=(34, 34, 38) if night else (112, 112, 114))
    draw.rectangle((0, 400, SIZE[0], 430), fill=(60, 60, 64) if night else (168, 164, 156))
    _speckle(draw, chance, night)
    DRAWINGS[subject](draw, chance)
    kept = io.BytesIO()
    image.filter(ImageFilter.GaussianBlur(1.1)).save(kept, "JPEG", quality=70)
    return kept.getvalue()


def _speckle(draw: ImageDraw.ImageDraw, chance: random.Random, night: bool) -> None:
    for _ in range(5000):
        x, y = chance.randrange(SIZE[0]), chance.randrange(430, SIZE[1])
        grey = chance.randrange(20, 60) if night else chance.randrange(80, 150)
        draw.point((x, y), fill=(grey, grey, grey))


def _pothole(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    x, y = chance.randrange(300, 560), chance.randrange(520, 600)
    draw.ellipse((x - 150, y - 55, x + 150, y + 55), fill=(84, 80, 76))
    draw.ellipse((x - 118, y - 40, x + 122, y + 44), fill=(46, 43, 41))
    draw.ellipse((x - 60, y - 8, x + 70, y + 34), fill=(70, 78, 88))


def _lamp(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    x = chance.randrange(380, 520)
    draw.rectangle((x, 90, x + 12, 430), fill=(64, 68, 74))
    draw.polygon([(x - 50, 92), (x + 62, 92), (x + 34, 70), (x - 22, 70)], fill=(72, 76, 84))
    draw.ellipse((760, 250, 800, 290), fill=(250, 220, 150))


def _dump(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    colours = [(120, 84, 52), (40, 44, 52), (150, 150, 156), (96, 62, 58), (44, 70, 110)]
    for index in range(9):
        x, y = 260 + index * 48 + chance.randrange(-20, 20), chance.randrange(420, 520)
        draw.rectangle(
            (x, y, x + chance.randrange(60, 130), y + chance.randrange(60, 120)), fill=chance.choice(colours)
        )


def _graffiti(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    draw.rectangle((90, 110, 870, 400), fill=(206, 190, 166))
    for colour in ((196, 38, 84), (32, 92, 186), (24, 24, 30)):
        points = [(chance.randrange(180, 780), chance.randrange(160, 360)) for _ in range(7)]
        draw.line(points, fill=colour, width=16, joint="curve")


def _tree(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    draw.rectangle((430, 120, 500, 430), fill=(92, 68, 48))
    for _ in range(60):
        x, y = chance.randrange(280, 660), chance.randrange(20, 230)
        draw.ellipse((x - 40, y - 30, x + 40, y + 30), fill=(58, chance.randrange(90, 140), 58))
    draw.line([(520, 470), (720, 540), (840, 520)], fill=(92, 68, 48), width=22)


def _leak(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    y = chance.randrange(540, 600)
    draw.polygon([(200, y), (420, y - 60), (760, y - 30), (900, y + 60), (480, y + 90)], fill=(96, 118, 140))
    draw.ellipse((430, y - 40, 520, y - 6), fill=(58, 60, 64))


def _sign(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    x = chance.randrange(400, 480)
    draw.line([(x, 200), (x + 130, 440)], fill=(120, 122, 126), width=14)
    draw.ellipse((x - 70, 130, x + 60, 260), fill=(196, 34, 40))
    draw.rectangle((x - 48, 182, x + 38, 208), fill=(240, 240, 240))


DRAWINGS = {
    "pothole": _pothole,
    "lamp": _lamp,
    "dump": _dump,
    "graffiti": _graffiti,
    "tree": _tree,
    "leak": _leak,
    "sign": _sign,
}
