"""What a page picture shows before it is read: blank or not, how much it leans, its shadows. Pure (numpy)."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

# Ink is this much darker than the paper around it, out of 255.
INK = 60
# Share of inked dots under which a page says nothing (a page number, dust).
BLANK_SHARE = 0.0008
_COARSE = 800  # longest side, in dots, of the copy on which a page is judged
_STEEPEST = 6.0  # degrees
# Margins left out of the judgement: punch holes, staples, black edges of the glass.
_SIDES, _ENDS = 0.11, 0.04


def is_blank(picture: Image.Image) -> bool:
    """True for white paper, its dust, its punch holes and what shows through from the other side."""
    return ink_share(picture) < BLANK_SHARE


def ink_share(picture: Image.Image) -> float:
    # Lone dots of noise are averaged away by the coarse copy.
    ink = _ink(_coarse(picture))
    rows, columns = ink.shape
    inside = ink[int(rows * _ENDS) : int(rows * (1 - _ENDS)), int(columns * _SIDES) : int(columns * (1 - _SIDES))]
    return float(inside.mean()) if inside.size else 0.0


def skew_of(picture: Image.Image) -> float:
    """Degrees to turn the picture counter-clockwise so that its lines lie flat; 0 when it cannot be told.

    The right angle is the one whose rows of dots alternate most between text and white.
    """
    ink = _ink(_coarse(picture))
    if ink.mean() < BLANK_SHARE:
        return 0.0
    # Sparse dark dots are enough, and quick: their rows after a rotation are a projection.
    down, across = np.nonzero(ink)
    if len(down) > 60_000:
        chosen = np.random.default_rng(7).choice(len(down), 60_000, replace=False)
        down, across = down[chosen], across[chosen]
    best = _best(down, across, np.arange(-_STEEPEST, _STEEPEST + 0.01, 0.5))
    best = _best(down, across, np.arange(best - 0.5, best + 0.51, 0.1))
    return 0.0 if abs(best) >= _STEEPEST - 0.01 else round(float(best), 1)


def _best(down: np.ndarray, across: np.ndarray, angles: np.ndarray) -> float:
    return float(max(angles, key=lambda angle: _sharpness(down, across, float(angle))))


def _sharpness(down: np.ndarray, across: np.ndarray, angle: float) -> float:
    turn = np.deg2rad(angle)
    rows = np.round(down * np.cos(turn) - across * np.sin(turn)).astype(int)
    counts = np.bincount(rows - rows.min())
    return float((np.diff(counts.astype(float)) ** 2).sum())


def upright(picture: Image.Image, *, turned: int, skew: float) -> Image.Image:
    """Turned clockwise by quarters, then by its skew; new corners are white."""
    if turned:
        quarters = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
        picture = picture.transpose(quarters[turned])
    if abs(skew) >= 0.2:
        picture = picture.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=255)
    return picture


def even_light(picture: Image.Image) -> Image.Image:
    """Grey paper and the shadow of a hand become white: each dot is measured against the paper around it."""
    grey = np.asarray(picture, dtype=np.float32)
    paper = _paper(picture)
    light = np.clip(grey / np.maximum(paper, 1.0), 0.0, 1.0) * 255.0
    return Image.fromarray(light.astype(np.uint8), "L")


def _paper(picture: Image.Image) -> np.ndarray:
    """The colour of the paper at each dot: the light maximum of a coarse copy, smoothed."""
    small = picture.resize((max(1, picture.width // 16), max(1, picture.height // 16)), Image.Resampling.BOX)
    smooth = small.filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.GaussianBlur(6))
    return np.asarray(smooth.resize(picture.size, Image.Resampling.BILINEAR), dtype=np.float32)


def _coarse(picture: Image.Image) -> Image.Image:
    scale = _COARSE / max(picture.size)
    if scale >= 1:
        return picture
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.BOX)


def _ink(picture: Image.Image) -> np.ndarray:
    grey = np.asarray(picture, dtype=np.int16)
    paper = np.asarray(picture.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(20)), dtype=np.int16)
    return (paper - grey) > INK
