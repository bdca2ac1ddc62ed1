"""A request filed on the web waits for a signed paper: it comes by post under our own sheet, in the mail of the day."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image, ImageDraw

from channels_app.models import PostalItem, ScanBatch
from channels_app.post.enums import ItemState
from files.models import StoredFile
from files.reading import content_for_scan
from organisation.enums import Role
from requests_app.enums import Phase
from requests_app.models import ServiceRequest
from tests.builders import CIVIL_STATUS, make_agent
from tests.channels_app.post import letters_on_paper as drawing, post_room
from tests.documents import pdf
from tests.journeys import paper
from tests.journeys.forms import page_of, submit, words
from tests.journeys.stage import Agent, Visitor, let_everything_happen, letters_of, text_of, to

pytestmark = pytest.mark.django_db
WHO, MAIL = "malika.benhaddou@courriel.example", "/agents/courrier/"
CLAIRE, SAMIRA = "claire@admiville.example", "samira@admiville.example"
COPY = drawing.Paper(
    ("Malika Benhaddou", "14 rue des Tanneurs", "99000 Admiville"),
    "copie de mon livret de famille",
    ("Je certifie que cette copie est conforme à mon livret de famille.",),
)


@pytest.fixture(autouse=True)
def _scanner(settings):
    settings.FILES_SCANNER = "demo"


def test_it_joins_its_request_and_the_rest_of_the_mail_is_registered(settings):
    make_agent("accueil", Role.COUNTER, email=CLAIRE, first_name="Claire", last_name="Lemoine")
    make_agent("etat-civil", email=SAMIRA)
    claire, samira, home = Agent(CLAIRE), Agent(SAMIRA), Visitor()

    home.send(home.fill_in("acte-etat-civil", CIVIL_STATUS))
    made = ServiceRequest.objects.get()
    (receipt,) = to(let_everything_happen(settings), WHO)
    sheet = letters_of(receipt)["bordereau-d-envoi.pdf"]
    assert "La page de suivi les montre dès qu’ils sont joints" in pdf.words(sheet)
    samira.act(made, "prendre")
    samira.act(made, "demander", text="Envoyez-nous une copie signée de votre livret de famille.")
    (asked,) = to(let_everything_happen(settings), WHO)
    assert "copie signée" in text_of(asked)

    batch = the_mail_of_the_day(claire, sheet)
    before, hers, after = paper.items(batch)
    assert [one.state for one in (before, hers, after)] == [ItemState.PROPOSED, ItemState.JOINED, ItemState.PROPOSED]
    assert hers.request == made
    assert [post_room.numbers(one) for one in (before, hers, after)] == [[1], [3, 4], [6]]

    # The request moves on, its service is told, and the pages are in it, one file.
    made.refresh_from_db()
    assert made.phase == Phase.IN_PROGRESS
    mails = let_everything_happen(settings)
    (notice,) = to(mails, "etat-civil@admiville.example")
    assert made.number in str(notice["Subject"])
    assert "livret" not in text_of(notice).lower()
    assert "Courrier reçu le" in samira.read(made)
    document = StoredFile.objects.of("message", hers.message_id).get()
    assert pdf.page_count(content_for_scan(document)) == 2
    assert "Courrier reçu le" in Visitor().open(f"/suivi/{made.link_token}/")
    assert to(mails, WHO) == []

    the_rest_is_registered(claire, before, after)
    numbers = sorted(PostalItem.objects.values_list("arrival_number", flat=True))
    assert [number[-6:] for number in numbers] == ["000001", "000002", "000003"]
    assert not samira.client.get(f"{MAIL}?pli={before.public_id}").content.decode().count("Zimmermann")


def the_mail_of_the_day(claire: Agent, sheet: bytes) -> ScanBatch:
    """Three letters and two separator sheets in one PDF, each page as crooked and grey as scanners make them."""
    (cover,) = drawing.raster(sheet)
    pages = paper.scanned(
        post_room.letter(0)[0], post_room.separator(), signed(cover), *drawing.sheets(COPY), post_room.separator(),
        post_room.letter(2)[0], turned=(5,),
    )  # fmt: skip
    upload = io.BytesIO(drawing.as_pdf(pages))
    upload.name = "courrier-du-matin.pdf"
    said = submit(claire, page_of(claire, MAIL), "input[name=scans]", scans=upload)
    assert "courrier-du-matin.pdf est reçu" in words(said)
    paper.read_everything()
    return ScanBatch.objects.get()


def signed(sheet: Image.Image, seed: int = 4) -> Image.Image:
    """By hand, in the white under the last line, the pen crossing what it meets."""
    hand, pen = random.Random(seed), ImageDraw.Draw(sheet)  # noqa: S311 - a scribble
    points = [(950 + step * 14, 2050 + hand.randint(-70, 70)) for step in range(36)]
    pen.line(points, fill=40, width=6, joint="curve")
    return sheet


def the_rest_is_registered(claire: Agent, *letters: PostalItem) -> None:
    for item in letters:
        shown = page_of(claire, f"{MAIL}?pli={item.public_id}")
        assert item.read_sender.partition(",")[0] in shown.select_one("[name=sender]")["value"]
        done = submit(claire, shown, "[name=sender]", geste="enregistrer", person="nouvelle")
        assert "enregistré" in words(done)
        item.refresh_from_db()
        assert item.state == ItemState.FILED
        assert item.request.channel == "post"
