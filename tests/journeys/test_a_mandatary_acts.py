"""Solène acts for her father: both are told when it begins, each act is marked, and both are told when it ends."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from citizens.models import Citizen, Mandate
from core import calendar
from messaging.models import Dispatch
from organisation.enums import Role
from requests_app.models import ServiceRequest
from tests.builders import make_agent, make_citizen, make_photo, make_town
from tests.documents import pdf
from tests.journeys import paper
from tests.journeys.forms import page_of, submit, words
from tests.journeys.stage import Agent, let_everything_happen, text_of, to

pytestmark = pytest.mark.django_db
CLAIRE, SAMIRA, HERS = "claire@admiville.example", "samira@admiville.example", "solene@courriel.example"
HOME = "8 rue des Tanneurs, 99000 Admiville"
FOR_HIM = {
    "nature": "naissance", "forme": "copie", "qualite": "moi", "identite-family_name": "Morvan",
    "identite-first_names": "Étienne", "identite-birth_date-jour": "9", "identite-birth_date-mois": "5",
    "identite-birth_date-annee": "1941", "remise": "courrier", "adresse_envoi": HOME, "attestation": "oui",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _scanner(settings):
    settings.FILES_SCANNER = "demo"


def test_from_the_first_day_of_the_mandate_to_its_last(settings):
    make_agent("accueil", Role.COUNTER, email=CLAIRE, first_name="Claire", last_name="Lemoine")
    make_agent("etat-civil", email=SAMIRA)
    claire, samira = Agent(CLAIRE), Agent(SAMIRA)
    father = make_citizen("Morvan", "Étienne", email="", phone="0639982760", birth_date=None, postal_address=HOME)
    daughter = make_citizen("Morvan", "Solène", email=HERS, phone="", birth_date=None)

    until = given(claire, father, daughter)
    (mail,) = to(let_everything_happen(settings), HERS)
    assert "Étienne Morvan vous donne mandat" in text_of(mail)
    (letter,) = letters_to(father)
    assert "Solène Morvan peut agir en votre nom" in pdf.words(letter)
    assert paper.in_the_window(letter, "8 RUE DES TANNEURS")

    # She comes to the counter for him: the request is his, and says on every page who came.
    desk = form_for_him(claire, daughter)
    chosen = next(one["value"] for one in desk.select("#mandat option") if "Étienne Morvan" in one.text)
    deposit = {**FOR_HIM, "_mandat": chosen, "_reponse": "courriel", "_reponse_courriel": HERS}
    submit(claire, desk, "#demande", **deposit, action="deposer")
    made = ServiceRequest.objects.get()
    assert (made.citizen, made.filed_by, made.mandate.until_on) == (father, daughter, until)
    said = "éposée par Solène Morvan pour Étienne Morvan (mandat jusqu’au"
    assert said in samira.read(made)
    assert "par mandat" in words(page_of(samira, card(daughter)))
    assert "Solène Morvan, mandataire" in words(page_of(samira, card(father)))
    receipts = to(let_everything_happen(settings), HERS)
    assert [made.number in text_of(one) for one in receipts] == [True]

    # He ends it while she is at the counter again, a form half filled: nothing is filed in anybody’s name by mistake.
    desk = form_for_him(claire, daughter)
    ended = submit(claire, page_of(claire, card(father)), "form[action$='/revoquer-mandat/']")
    assert "Le mandat a pris fin" in words(ended)
    refused = submit(claire, desk, "#demande", **deposit, action="deposer")
    assert "Ce mandat n’est plus en cours" in words(refused)
    assert not refused.select(f"#mandat option[value='{chosen}']")
    assert ServiceRequest.objects.count() == 1
    (mail,) = to(let_everything_happen(settings), HERS)
    assert "Étienne Morvan" in text_of(mail)
    assert len(letters_to(father)) == 2
    assert Dispatch.objects.filter(template_code="mandat-revoque").count() == 2
    assert Mandate.objects.get().revoked_on == calendar.today(make_town())


def card(citizen: Citizen) -> str:
    return f"/agents/usagers/{citizen.public_id}/"


def given(claire: Agent, father: Citizen, daughter: Citizen) -> dt.date:
    """On his card, with the paper he signed."""
    until = calendar.today(make_town()) + dt.timedelta(days=365)
    opened = page_of(claire, f"{card(father)}?faire=mandat&autre={daughter.public_id}")
    signed = SimpleUploadedFile("procuration.png", make_photo(), "image/png")
    typed = {"scope": "tout", "until_on": until.isoformat(), "document": signed}
    done = submit(claire, opened, "[name=until_on]", **typed)
    assert "Les deux personnes en sont averties" in words(done)
    assert Mandate.objects.get().document is not None
    return until


def form_for_him(claire: Agent, daughter: Citizen) -> BeautifulSoup:
    address = f"/agents/guichet/?situation=counter&personne={daughter.public_id}&mots=acte+de+naissance"
    desk = submit(claire, page_of(claire, address), "#demande [data-proposal]")
    return submit(claire, desk, "#demande", **FOR_HIM, action="actualiser")


def letters_to(father: Citizen) -> list[bytes]:
    """What waits for the printer for him, about his mandate."""
    posted = Dispatch.objects.filter(subject_kind="mandate", channel="post", to_name=father.letter_name).order_by("pk")
    return [paper.letters_in(one)[0] for one in posted]
