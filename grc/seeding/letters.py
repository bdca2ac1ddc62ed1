"""One batch of the day’s mail, already read: its text is stored here, so that a first run starts no reader."""

from __future__ import annotations

import io

import segno
from PIL import Image, ImageDraw, ImageFont

from channels_app.models import ScanBatch
from channels_app.operations import postal
from channels_app.post import ocr
from channels_app.post.codes import SEPARATOR
from core.actor import Actor
from core.models import Commune
from requests_app.enums import OPEN
from requests_app.models import ServiceRequest

BY = Actor.system("seed_demonstration")
_A4 = (1240, 1754)
_SIZE, _STEP, _LEFT, _TOP = 26, 40, 110, 130
_FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"

LETTERS: tuple[tuple[str, ...], ...] = (
    (
        "Robert Zimmermann", "5 allée des Tilleuls", "99000 Admiville", "", "Admiville, le 12 novembre 2026", "",
        "Objet : arbre dangereux devant chez moi, allée des Tilleuls", "", "Monsieur le Maire,",
        "Le grand tilleul placé devant le numéro 5 a perdu deux grosses branches",
        "pendant le coup de vent. L’une d’elles est tombée sur le trottoir.",
        "Je vous demande de faire examiner cet arbre sans attendre.",
    ),
    (
        "Hôtel du Parc", "2 place de la Gare", "99000 Admiville", "", "Admiville, le 10 novembre 2026", "",
        "Objet : réclamation sur la taxe de séjour", "", "Madame, Monsieur,",
        "Le montant qui nous est demandé ne correspond pas à nos déclarations.",
        "Nous vous prions de bien vouloir le revoir.",
    ),
    (
        "Solange Petit", "11 rue Basse", "99000 Admiville", "", "Admiville, le 9 novembre 2026", "",
        "Objet : demande d’aide du CCAS pour un loyer impayé", "", "Madame, Monsieur,",
        "En grande difficulté, je sollicite une aide financière pour mon loyer.",
    ),
)  # fmt: skip


def lay_the_letters(commune: Commune) -> int:
    """Returns how many letters; nothing once there is a batch. Without an antivirus yet, a worker reads it later."""
    if ScanBatch.objects.filter(commune=commune).exists():
        return 0
    open_ones = ServiceRequest.objects.filter(commune=commune, phase__in=OPEN, confidential=False)
    known = open_ones.filter(procedure__code="acte-etat-civil").order_by("pk").first()
    sheets = [(_page(text), _lines(text)) for text in LETTERS]
    if known is not None:
        form = ("Bordereau pour joindre des documents", "Votre demande", known.number)
        sheets.insert(0, (_page(form, code=known.deposit_code), _lines(form)))
    pages: list[Image.Image] = []
    for image, _text in sheets:
        pages += [image, _page(("Feuille de séparation",), code=SEPARATOR)]
    batch = postal.take_scan(_pdf(pages[:-1]), name="courrier-du-jour.pdf", by=BY, commune_id=commune.pk)
    postal.read_scan(batch.pk, seconds=60, reader=_Known([lines for _image, lines in sheets]))
    return len(sheets)


class _Known(ocr.Reader):
    """Tells in their order the lines of letters drawn here, all upright."""

    def __init__(self, sheets: list[list[ocr.Line]]) -> None:
        self._sheets = iter(sheets)

    def lines(self, picture: Image.Image) -> list[ocr.Line]:
        return next(self._sheets)

    def side(self, picture: Image.Image) -> int:
        return 0


def _page(lines: tuple[str, ...], *, code: str = "") -> Image.Image:
    page = Image.new("L", _A4, 255)
    pen = ImageDraw.Draw(page)
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont
    try:
        font = ImageFont.truetype(_FONT, _SIZE)
    except OSError:
        font = ImageFont.load_default(_SIZE)
    for rank, line in enumerate(lines):
        pen.text((_LEFT, _TOP + rank * _STEP), line, fill=20, font=font)
    if code:
        drawn = io.BytesIO()
        segno.make(code, error="m", micro=False).save(drawn, kind="png", scale=8, border=4)
        page.paste(Image.open(drawn).convert("L"), (760, 60))
    return page


def _lines(lines: tuple[str, ...]) -> list[ocr.Line]:
    """As the reader would tell them, on a page drawn at 200 dots an inch."""
    grown = 1654 / _A4[0]
    return [
        ocr.Line(
            text,
            round(_LEFT * grown),
            round((_TOP + rank * _STEP) * grown),
            round(14 * len(text) * grown),
            round(_SIZE * grown),
            95.0,
            block=lines[:rank].count(""),
        )
        for rank, text in enumerate(lines)
        if text
    ]


def _pdf(pages: list[Image.Image]) -> bytes:
    output = io.BytesIO()
    pages[0].save(output, "PDF", save_all=True, append_images=pages[1:], resolution=150, quality=80)
    return output.getvalue()
