"""Invented letters, printed, leaned, greyed and scanned: what the reading of a batch is tried with. Fixed seeds.

Written apart from the reading: it knows nothing of how codes, skew or objects are found.
"""

from __future__ import annotations

import io
import subprocess
from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
from weasyprint import HTML

from documents.letters import render_letter
from tests.documents.samples import ADMIVILLE, acknowledgement

DPI = 200
A4 = (1654, 2339)
_STYLE = """
@page { size: A4; margin: 18mm 20mm }
body { font: 11.5pt/1.5 "DejaVu Serif", serif }
.from { width: 75mm; line-height: 1.4 } .to { margin: 4mm 0 0 95mm } .date { text-align: right; margin: 8mm 0 }
.object { margin: 6mm 0; font-weight: bold } .sign { margin: 12mm 0 0 95mm }
"""


@dataclass(frozen=True)
class Paper:
    """One letter as somebody wrote it."""

    sender: tuple[str, ...]
    subject: str
    body: tuple[str, ...]
    date: str = "12 novembre 2026"
    pages: int = 1

    def html(self) -> str:
        lines = "<br>".join(self.sender)
        text = "".join(f"<p>{paragraph}</p>" for paragraph in self.body)
        more = "".join(f'<p style="break-before:page">Suite, page {n}.</p>{text}' for n in range(2, self.pages + 1))
        return (
            f"<style>{_STYLE}</style><div class=from>{lines}</div>"
            "<div class=to>Monsieur le Maire<br>Hôtel de ville<br>1 rue du Beffroi<br>99000 Admiville</div>"
            f"<p class=date>Admiville, le {self.date}</p><p class=object>Objet : {self.subject}</p>"
            f"<p>Monsieur le Maire,</p>{text}{more}<p>Je vous prie d’agréer, Monsieur le Maire, mes salutations.</p>"
            f"<p class=sign>{self.sender[0]}</p>"
        )


@dataclass(frozen=True)
class Wear:
    """What post and scanner did to a sheet; degrees clockwise by quarters in ``turned``."""

    skew: float = 0.0
    noise: float = 0.0
    grey: int = 255
    turned: int = 0
    holes: bool = False
    seed: int = 1


_THANKS = "Je vous remercie de l’attention que vous porterez à ma demande et reste à votre disposition."
LETTERS = [
    Paper(("Robert Zimmermann", "5 allée des Tilleuls", "99000 Admiville"), "arbre dangereux, allée des Tilleuls",
          ("Le grand tilleul placé devant le numéro 5 a perdu deux grosses branches pendant le coup de vent. "
           "L’une d’elles est tombée sur le trottoir, où passent les enfants de l’école.", _THANKS)),
    Paper(("Josette Ferrand", "14 rue des Tanneurs", "99000 Admiville"), "copie de mon acte de naissance",
          ("Née à Admiville, je souhaite recevoir une copie intégrale de mon acte de naissance.", _THANKS)),
    Paper(("Paul Lemercier", "8 rue du Moulin", "99000 Admiville"), "nid-de-poule sur la chaussée",
          ("La chaussée de la rue du Moulin présente un trou profond au milieu de la voie.", _THANKS)),
    Paper(("Amina Kaddour", "22 avenue de la Gare", "99000 Admiville"), "lampadaire éteint depuis trois semaines",
          ("Le lampadaire situé devant le numéro 22 est éteint depuis trois semaines.", _THANKS)),
    Paper(("Henri Vasseur", "3 place du Marché", "99000 Admiville"), "question sur les horaires de la mairie",
          ("Pouvez-vous me dire si la mairie est ouverte le samedi matin ?", _THANKS)),
    Paper(("Lucie Barbier", "41 rue des Orfèvres", "99000 Admiville"), "dépôt sauvage derrière le gymnase",
          ("Des sacs de gravats et un matelas sont déposés derrière le gymnase municipal.", _THANKS)),
    Paper(("Michel Pottier", "17 chemin des Vignes", "99000 Admiville"), "copie d’acte de mariage",
          ("Marié à Admiville en 1984, je souhaite une copie intégrale de mon acte de mariage.", _THANKS)),
    Paper(("Nadège Collin", "6 impasse des Lilas", "99000 Admiville"), "trottoir abîmé devant l’école",
          ("Le trottoir devant l’école est abîmé et les poussettes ne passent plus.", _THANKS)),
    Paper(("Georges Imbert", "29 boulevard Voltaire", "99000 Admiville"), "réclamation sur la propreté du square",
          ("Le square n’est plus nettoyé depuis plusieurs mois et les corbeilles débordent.", _THANKS)),
]  # fmt: skip
SOCIAL = Paper(
    ("Solange Petit", "11 rue Basse", "99000 Admiville"),
    "demande d’aide sociale pour un loyer impayé",
    ("En grande difficulté, je sollicite du CCAS une aide financière pour un loyer impayé et une facture.", _THANKS),
)


def sheets(paper: Paper) -> list[Image.Image]:
    """The clean pages of a letter, grey, 200 dots an inch."""
    return raster(HTML(string=paper.html()).write_pdf())


def cover_sheet(code: str, number: str = "2026-042317-K") -> Image.Image:
    """The house’s own cover sheet, with this deposit code."""
    data = {**acknowledgement(), "deposit_code": code, "number": number}
    return raster(render_letter("cover_sheet.html", data, commune=ADMIVILLE, title="Bordereau"))[0]


def raster(pdf: bytes, dpi: int = DPI) -> list[Image.Image]:
    done = subprocess.run(["pdftoppm", "-gray", "-r", str(dpi), "-"], input=pdf, capture_output=True, check=True)
    stream, pages = io.BytesIO(done.stdout), []
    while stream.tell() < len(done.stdout):
        pages.append(_next_pgm(stream))
    return pages


def _next_pgm(stream: io.BytesIO) -> Image.Image:
    assert stream.readline().strip() == b"P5"
    width, height = (int(word) for word in stream.readline().split())
    stream.readline()
    return Image.frombytes("L", (width, height), stream.read(width * height))


def worn(sheet: Image.Image, wear: Wear) -> Image.Image:
    """As the scanner saw it."""
    rng = np.random.default_rng(wear.seed)
    page = sheet.rotate(wear.skew, resample=Image.Resampling.BICUBIC, fillcolor=255)
    if wear.holes:
        pen = ImageDraw.Draw(page)
        for down in (page.height // 2 - 315, page.height // 2 + 315):
            pen.ellipse((60, down - 24, 108, down + 24), fill=40)
    grey = np.asarray(page, dtype=np.float32) * (wear.grey / 255)
    if wear.noise:
        grey += rng.normal(0, wear.noise, grey.shape)
        grey[rng.random(grey.shape) < 0.0004] = 30
    page = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8), "L")
    return page.rotate(-wear.turned, expand=True) if wear.turned else page


def blank(wear: Wear | None = None) -> Image.Image:
    return worn(Image.new("L", A4, 255), wear or Wear(noise=8, grey=242, holes=True))


def photo(sheet: Image.Image) -> bytes:
    """A hand-held photo: a shadow across the page, a wooden table around it, no resolution said."""
    table = Image.new("L", (sheet.width + 300, sheet.height + 300), 90)
    table.paste(sheet.rotate(1.5, fillcolor=255), (150, 150))
    shadow = np.linspace(1.0, 0.55, table.width, dtype=np.float32)[None, :]
    lit = np.asarray(table, dtype=np.float32) * shadow
    output = io.BytesIO()
    Image.fromarray(lit.astype(np.uint8), "L").filter(ImageFilter.GaussianBlur(0.6)).save(output, "JPEG", quality=80)
    return output.getvalue()


def as_pdf(pages: list[Image.Image], dpi: int = DPI) -> bytes:
    """One picture a page, as scanners write."""
    output = io.BytesIO()
    pages[0].save(output, "PDF", save_all=True, append_images=pages[1:], resolution=dpi, quality=75)
    return output.getvalue()


def as_tiff(pages: list[Image.Image]) -> bytes:
    output = io.BytesIO()
    pages[0].save(output, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_lzw", dpi=(DPI, DPI))
    return output.getvalue()


@dataclass
class Batch:
    """A batch to scan, and what it is made of: ``letters[i]`` lists the numbers of its pages, in order."""

    pages: list[Image.Image] = field(default_factory=list)
    letters: list[list[int]] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=dict)

    def add(self, images: list[Image.Image], code: str = "") -> None:
        first = len(self.pages) + 1
        self.pages += images
        self.letters.append(list(range(first, first + len(images))))
        if code:
            self.codes[len(self.letters) - 1] = code

    def lay(self, sheet: Image.Image) -> None:
        """A sheet that belongs to no letter."""
        self.pages.append(sheet)


def twelve_letters(codes: list[str], separator: Image.Image, seed: int = 2026) -> Batch:
    """Nine letters and three cover sheets followed by what they carry; skewed ±3°, noisy, grey, some upside down."""
    rng = np.random.default_rng(seed)
    batch = Batch()
    bearers = dict(zip((2, 6, 9), codes, strict=True))
    waiting = iter(LETTERS)
    for place in range(12):
        if place:
            batch.lay(worn(separator, _wear(rng, 0)))
        turned = 180 if place in (3, 6, 10) else 0
        if place in bearers:
            pages = [cover_sheet(bearers[place]), *sheets(LETTERS[0])]
        else:
            pages = sheets(next(waiting))
        batch.add([worn(page, _wear(rng, turned)) for page in pages], bearers.get(place, ""))
    return batch


def _wear(rng: np.random.Generator, turned: int) -> Wear:
    return Wear(
        skew=float(rng.uniform(-3, 3)), noise=float(rng.uniform(6, 14)), grey=int(rng.integers(215, 250)),
        turned=turned, holes=bool(rng.random() < 0.4), seed=int(rng.integers(1, 10_000)),
    )  # fmt: skip
