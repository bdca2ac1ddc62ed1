"""One page: its picture set upright, its codes, its text, what it says of its sender. No database here."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from PIL import Image

from channels_app.post import codes, ocr, picture
from channels_app.post.enums import PageKind
from channels_app.post.letter import Letter, understand

# Of the stored picture: readable, a quarter of the weight of a PNG.
_QUALITY = 70
# Below, what was read is noise; out of 100.
_LEAST_SURE = 45
_LONGEST_TEXT = 20_000
# An agent may decipher a short page; a machine’s twelve letters are no text.
_LEAST_LETTERS = 12


@dataclass(frozen=True)
class PageFound:
    """What one page is. ``printed`` are texts that look like a deposit code, tried when no QR code was read."""

    kind: PageKind
    image: Image.Image
    turned: int = 0
    skew: float = 0.0
    text: str = ""
    confidence: int = 0
    deposits: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()
    problem: str = ""
    letter: Letter = field(default_factory=Letter)

    def jpeg(self) -> bytes:
        """The upright picture, as it is stored and shown."""
        output = io.BytesIO()
        self.image.save(output, "JPEG", quality=_QUALITY, dpi=(200, 200))
        return output.getvalue()


def read_page(
    image: Image.Image, *, today: dt.date, turned: int | None = None, reader: ocr.Reader | None = None
) -> PageFound:
    """``turned`` is what an agent decided; None lets the codes, then the text, say which side is up.

    Never raises for what the page shows: a page that cannot be read is told so, and kept.
    """
    reader = reader or ocr.Reader()
    bare = codes.read(image)
    if bare.separator:
        return PageFound(PageKind.SEPARATOR, _upright(image, bare.side or 0), turned=bare.side or 0)
    if not bare.deposits and picture.is_blank(image):
        return PageFound(PageKind.BLANK, image)
    clear = picture.even_light(image)
    side = _side(clear, bare, turned, reader)
    standing = _upright(clear, side)
    lean = picture.skew_of(standing)
    straight = picture.upright(standing, turned=0, skew=lean)
    deposits = bare.deposits or codes.read(straight).deposits
    try:
        lines = reader.lines(straight)
    except ocr.CannotRead as failure:
        return PageFound(PageKind.UNREADABLE, straight, turned=side, skew=lean, deposits=deposits, problem=str(failure))
    return _understood(straight, lines, deposits, side, lean, today)


def _upright(image: Image.Image, turned: int) -> Image.Image:
    return picture.upright(image, turned=turned, skew=0.0)


def _side(image: Image.Image, found: codes.Codes, decided: int | None, reader: ocr.Reader) -> int:
    if decided is not None:
        return decided
    return found.side if found.side is not None else reader.side(image)


def _understood(
    image: Image.Image, lines: list[ocr.Line], deposits: tuple[str, ...], side: int, lean: float, today: dt.date
) -> PageFound:
    text = codes.without_links(ocr.text_of(lines))[:_LONGEST_TEXT]
    sure = ocr.confidence_of(lines)
    legible = sure >= _LEAST_SURE and sum(letter.isalnum() for letter in text) >= _LEAST_LETTERS
    problem = ""
    if not legible and not deposits:
        problem = _(
            "Page illisible : trop pâle, de travers ou manuscrite. Numérisez-la à nouveau ou saisissez à la main."
        )
    return PageFound(
        PageKind.TEXT if legible or deposits else PageKind.UNREADABLE,
        image,
        turned=side,
        skew=lean,
        text=text,
        confidence=sure,
        deposits=deposits,
        printed=() if deposits else tuple(codes.in_text(text)),
        problem=problem,
        letter=understand(lines, image.size, today=today) if legible else Letter(),
    )
