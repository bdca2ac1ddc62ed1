"""Story A in a browser: from the home page to the follow-up, with and without scripts, wide and narrow."""

import pytest

from core import outbox
from core.enums import Lane
from core.models import Commune
from messaging.operations import ensure_templates, prepare_due
from requests_app.models import ServiceRequest
from tests.browser.visitor import Visitor
from tests.builders import make_photo, make_request


def fill_act(visitor: Visitor) -> None:
    visitor.go("/")
    visitor.page.get_by_label("Que souhaitez-vous faire").fill("acte de naisance")
    visitor.press("Chercher")
    visitor.check()
    visitor.page.get_by_role("link", name="Demander une copie d’acte d’état civil").click()
    visitor.check()
    visitor.press("Commencer la demande")
    visitor.check()
    visitor.choose("Acte de naissance", opens="Sous quelle forme ?")
    visitor.page.get_by_label("Copie intégrale").check()
    visitor.press("Continuer")


def fill_person(visitor: Visitor) -> None:
    visitor.choose("Pour une autre personne", opens="Quel est votre lien avec cette personne ?")
    visitor.select("Quel est votre lien avec cette personne", "ascendant")
    visitor.fill("identite-family_name", "Morel")
    visitor.fill("identite-first_names", "Julien Marc")
    visitor.fill("identite-birth_date-jour", "9")
    visitor.fill("identite-birth_date-mois", "11")
    visitor.fill("identite-birth_date-annee", "92")
    visitor.press("Continuer")


def correct_person(visitor: Visitor) -> None:
    visitor.page.locator(".ds-error-summary").wait_for()
    assert visitor.page.title().startswith("Erreur")
    assert visitor.page.locator("#f-identite-family_name").input_value() == "Morel"
    visitor.check()
    visitor.fill("identite-birth_date-annee", "1992")
    visitor.fill("parent_1-family_name", "Morel")
    visitor.fill("parent_1-first_names", "Marc")
    visitor.press("Continuer")


def fill_delivery(visitor: Visitor, tmp_path) -> None:
    visitor.choose("Par la poste", opens="À quelle adresse envoyer l’acte ?")
    visitor.fill("adresse_envoi", "14 rue des Tanneurs, 99000 Admiville")
    visitor.choose("Oui, je joins une photo ou un PDF", opens="Livret de famille ou mandat")
    photo, liar = tmp_path / "livret.png", tmp_path / "faux.pdf"
    photo.write_bytes(make_photo())
    liar.write_bytes(b"ceci n'est pas un PDF")
    visitor.attach(photo)
    visitor.attach(liar)
    assert visitor.file("faux.pdf").get_attribute("data-state") == "error"
    visitor.check()
    visitor.press("Continuer")


def fill_contact(visitor: Visitor) -> None:
    visitor.fill("demandeur-family_name", "Morel")
    visitor.fill("demandeur-first_names", "Claire")
    visitor.fill("courriel", "c.morel@courriel.example")
    visitor.page.get_by_label("J’atteste").check()
    visitor.check()
    visitor.press("Continuer")


def test_from_the_home_page_to_the_story_of_the_request(visitor, tmp_path):
    fill_act(visitor)
    fill_person(visitor)
    correct_person(visitor)
    fill_delivery(visitor, tmp_path)
    fill_contact(visitor)
    assert visitor.heading() == "Vérifier et envoyer"
    assert "livret.png" in visitor.page.inner_text("main")
    visitor.check()
    summary = visitor.page.url
    visitor.press("Envoyer la demande")
    made = ServiceRequest.objects.get()
    assert visitor.heading() == "Votre demande est bien arrivée"
    assert made.number in visitor.page.inner_text("main")
    assert made.spoken_code in visitor.page.inner_text("main")
    assert made.service.code == "etat-civil"
    visitor.check()

    visitor.go(summary)
    assert visitor.heading() == "Votre demande est bien arrivée"
    assert ServiceRequest.objects.count() == 1

    visitor.page.get_by_role("link", name="Suivre cette demande").click()
    visitor.page.get_by_label("Écrire au service").fill("Bonjour, le livret est celui de mon père.")
    visitor.press("Envoyer")
    assert "Votre message est bien parti." in visitor.page.inner_text("main")
    assert made.messages.count() == 1
    visitor.check()


def test_the_acknowledgement_can_be_downloaded_once_it_is_ready(visit):
    visitor = visit(scripts=True, width=1280)
    ensure_templates(Commune.objects.current().pk)
    made = make_request()
    visitor.go(f"/envoyee/{made.link_token}/")
    assert "en préparation" in visitor.page.inner_text("#papiers")
    outbox.relay(Lane.FAST)
    prepare_due()
    link = visitor.page.locator("#papiers").get_by_role("link", name="Accusé de réception")
    link.wait_for()
    with visitor.page.expect_download() as download:
        link.click()
    assert download.value.path().read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("scripts, width", [(True, 360), (False, 1280)])
def test_number_code_and_name_show_the_state_and_nothing_else(visit, scripts, width):
    visitor = visit(scripts, width)
    made = make_request()
    visitor.go("/")
    visitor.page.locator("#numero").fill(made.number)
    visitor.page.locator("#code").fill("AAAA-AAAA")
    visitor.press("Voir où elle en est")
    assert visitor.heading() == "Suivre une demande"
    visitor.page.locator("#preuve").fill("benhaddou")
    visitor.press("Voir où elle en est")
    assert "Aucune demande ne correspond" in visitor.page.inner_text("main")
    visitor.check()
    visitor.page.locator("#code").fill(made.spoken_code.lower())
    visitor.press("Voir où elle en est")
    told = visitor.page.inner_text("main")
    assert "Votre demande est reçue" in told
    assert "14 rue des Tanneurs" not in told
    visitor.check()
