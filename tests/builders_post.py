"""Letters already read, without a scanner: pages drawn in a moment, described as the reading does."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from accounts.models import User
from channels_app.models import PostalItem, ScanBatch, ScanPage
from channels_app.operations.postal import describing
from channels_app.operations.postal.read_one_page import put_picture
from channels_app.post.enums import BatchState, Boundary, PageKind
from core import calendar
from organisation.models import Service
from tests.builders import make_town

TREE = ("Robert Zimmermann, 5 allée des Tilleuls, 99000 Admiville", "arbre dangereux, allée des Tilleuls")
HOLE = ("Paul Lemercier, 8 rue du Moulin, 99000 Admiville", "nid-de-poule sur la chaussée")
LAMP = ("Amina Kaddour, 22 avenue de la Gare, 99000 Admiville", "lampadaire éteint depuis trois semaines")
SOCIAL = ("Solange Petit, 11 rue Basse, 99000 Admiville", "demande d’aide sociale pour un loyer impayé")


def make_batch(*letters: tuple[str, str], pages: int = 1, by: User | None = None, rank: int = 1) -> ScanBatch:
    """One scan, read; a letter is its sender and its object; an empty one could not be read."""
    commune = make_town()
    today = calendar.today(commune)
    batch = ScanBatch.objects.create(
        commune=commune,
        service=Service.objects.get(commune=commune, code="accueil"),
        sha256=f"{rank:064d}",
        kind="pdf",
        name="lot.pdf",
        source="upload",
        received_on=today,
        rank=rank,
        taken_by=by,
        page_count=pages * len(letters),
        state=BatchState.READ,
        read_at=calendar.now(),
    )
    for place, letter in enumerate(letters, start=1):
        _item(batch, place, letter, pages)
    return batch


def _item(batch: ScanBatch, rank: int, letter: tuple[str, str], pages: int) -> PostalItem:
    boundary = Boundary.SEPARATOR if rank > 1 else Boundary.START
    item = PostalItem(commune=batch.commune, batch=batch, rank=rank, service=batch.service, boundary=boundary)
    item.received_on = batch.received_on
    item.save()
    made = [_page(batch, item, (rank - 1) * pages + place, place, letter) for place in range(1, pages + 1)]
    describing.describe(item, made)
    return item


def _page(batch: ScanBatch, item: PostalItem, number: int, position: int, letter: tuple[str, str]) -> ScanPage:
    sender, subject = letter
    readable = bool(sender or subject)
    page = ScanPage(batch=batch, number=number, item=item, position=position)
    page.kind = PageKind.TEXT if readable else PageKind.UNREADABLE
    page.problem = "" if readable else "Page de travers et trop pâle : aucun texte n’a pu y être lu."
    page.read_at, page.confidence = calendar.now(), 92
    if readable:
        page.text = f"{sender}\n\nObjet : {subject}\n\nMonsieur le Maire,\n\nPage {position}. {subject.capitalize()}."
    if readable and position == 1:
        page.read_sender, page.read_subject = sender, subject
        page.blocks = {"sender": [80, 50, 360, 90], "subject": [80, 300, 640, 32]}
    page.save()
    put_picture(page, drawn(sender, subject), (1654, 2339))
    page.save()
    return page


def drawn(sender: str, subject: str) -> bytes:
    """A sheet that looks like a letter."""
    sheet = Image.new("L", (1654, 2339), 252)
    pen = ImageDraw.Draw(sheet)
    for rank, line in enumerate(sender.split(", ")):
        pen.text((150, 130 + rank * 60), line, fill=30, font_size=38)
    pen.text((150, 715), f"Objet : {subject}" if subject else "", fill=20, font_size=38)
    for rank in range(12 if sender else 0):
        pen.line((150, 900 + rank * 70, 1500 - rank % 3 * 120, 900 + rank * 70), fill=170, width=6)
    output = io.BytesIO()
    sheet.save(output, "JPEG", quality=70)
    return output.getvalue()
