"""The network is down for a day: forms printed in advance are filled by hand, entered the day after with their date."""

from __future__ import annotations

import datetime as dt

import pytest

from channels_app.models import FormPack, ReservedCode, ScanBatch
from channels_app.operations import make_form_pack
from channels_app.post import codes
from channels_app.post.enums import ItemState
from core import calendar
from files.reading import content_for_scan
from messaging.models import Dispatch
from organisation.enums import Role
from requests_app.models import ServiceRequest
from tests.builders import make_agent, make_town
from tests.channels_app.post import letters_on_paper as drawing, post_room
from tests.documents import pdf
from tests.journeys import paper
from tests.journeys.forms import page_of, submit, words
from tests.journeys.stage import Agent, Visitor, let_everything_happen

pytestmark = pytest.mark.django_db
FORMS, CLAIRE = "/agents/continuite/", "claire@admiville.example"
HOME = "14 rue des Tanneurs, 99000 Admiville"
SHE_WROTE = {
    "nature": "naissance", "forme": "copie", "qualite": "moi", "identite-family_name": "Ferrand",
    "identite-first_names": "Josette", "identite-birth_date-jour": "3", "identite-birth_date-mois": "2",
    "identite-birth_date-annee": "1948", "remise": "guichet", "attestation": "oui", "adresse_postale": HOME,
    "_recepisse": "1", "_reponse": "courrier", "_reponse_adresse": HOME,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _scanner(settings):
    settings.FILES_SCANNER = "demo"


def test_a_form_of_the_day_before_keeps_its_date_and_its_one_receipt(settings):
    make_agent("accueil", Role.COUNTER, email=CLAIRE, first_name="Claire", last_name="Lemoine")
    claire = Agent(CLAIRE)
    printed, code = a_pack_is_printed(claire)
    yesterday = a_night_passes()

    # The next morning, from the code under the drawing, as somebody copies it: small letters, spaces.
    desk = submit(claire, page_of(claire, FORMS), "form[action$='/saisir/']", code=spaced(code.lower()))
    desk = submit(claire, desk, "#demande", _mots="acte de naissance", action="chercher-demarche")
    desk = submit(claire, desk, "#demande [data-proposal]")
    desk = submit(claire, desk, "#demande", **SHE_WROTE, action="actualiser")
    assert "Le récépissé détachable a été remis ce jour-là" in words(desk)
    done = submit(claire, desk, "#demande", **SHE_WROTE, _recue_le=yesterday.isoformat(), action="deposer")
    made = ServiceRequest.objects.get()
    assert made.number in words(done)
    assert (made.received_on, made.deposit_code) == (yesterday, code)
    assert made.ar_sent_on == yesterday, "the receipt torn off the form was the acknowledgement"

    mails = let_everything_happen(settings)
    assert made.acknowledgements.count() == 1
    assert not Dispatch.objects.filter(kind="acknowledgement").exists()
    assert [mail["To"].addresses[0].addr_spec for mail in mails] == ["etat-civil@admiville.example"]
    the_code_serves_once(claire, code)
    the_paper_joins_what_was_typed(printed, made)
    # With the number that the desk gave and her code, she follows it as anybody else.
    seen = Visitor().post("/suivi/etat/", {"numero": made.number, "code": made.spoken_code, "preuve": "ferrand"})
    assert made.number in seen


def a_pack_is_printed(claire: Agent) -> tuple[bytes, str]:
    asked = submit(claire, page_of(claire, FORMS), "[name='copies-acte-etat-civil']", **{"copies-acte-etat-civil": "2"})
    assert "se préparent" in words(asked)
    assert make_form_pack(FormPack.objects.get().pk)
    shown = page_of(claire, FORMS)
    link = shown.select_one("a[href$='.pdf']")["href"]
    assert claire.client.get(link, follow=True).content.startswith(b"%PDF")
    content = content_for_scan(FormPack.objects.get().file)
    reserved = list(ReservedCode.objects.order_by("pk").values_list("code", flat=True))
    assert len(set(reserved)) == 2
    assert all(spaced(code) in pdf.words(content) for code in reserved)
    assert not ServiceRequest.objects.exists(), "a blank form has no number"
    return content, reserved[0]


def spaced(code: str) -> str:
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def a_night_passes() -> dt.date:
    before = calendar.now() - dt.timedelta(days=1)
    FormPack.objects.update(made_at=before)
    ReservedCode.objects.update(reserved_at=before)
    return calendar.local_date(make_town(), before)


def the_code_serves_once(claire: Agent, code: str) -> None:
    again = submit(claire, page_of(claire, FORMS), "form[action$='/saisir/']", code=code)
    assert "son code ne sert qu’une fois" in words(again)
    # Two windows on the same paper: the second one is told, and nothing is filed twice.
    desk = page_of(claire, f"/agents/guichet/?code={code}&mots=acte+de+naissance&personne=sans")
    desk = submit(claire, desk, "#demande [data-proposal]")
    desk = submit(claire, desk, "#demande", **SHE_WROTE, action="actualiser")
    refused = submit(claire, desk, "#demande", **SHE_WROTE, action="deposer")
    assert "déjà saisi" in words(refused)
    assert ServiceRequest.objects.count() == 1


def the_paper_joins_what_was_typed(printed: bytes, made: ServiceRequest) -> None:
    """The sheet itself, scanned for the file: its code is now that of the request."""
    first = drawing.raster(printed)[0]
    assert made.deposit_code in codes.read(first).deposits
    batch: ScanBatch = post_room.read(paper.scanned(first))
    (item,) = paper.items(batch)
    assert (item.state, item.request) == (ItemState.JOINED, made)
