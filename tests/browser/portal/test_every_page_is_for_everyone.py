"""Every page and state: axe, width, weight; and what is typed is never lost."""

import pytest

from core.models import Commune
from requests_app.enums import Phase
from requests_app.models import Draft, ServiceRequest
from tests.browser.visitor import MAX_KILOBYTES, MAX_REQUESTS, Weight
from tests.builders import bring_to, make_draft, make_request, service

PAGES = [
    "/",
    "/demarches/",
    "/demarches/theme/etat-civil/",
    "/demarches/acte-etat-civil/",
    "/demarches/aide-ccas/",
    "/recherche/?q=introuvable",
    "/suivi/",
    "/brouillon/reprendre/",
    "/contact/",
    "/mentions-legales/",
    "/conditions/",
    "/donnees-personnelles/",
    "/accessibilite/",
    "/plan-du-site/",
    "/cette-page-n-existe-pas/",
]


@pytest.mark.parametrize("width", [1280, 320])
def test_public_pages(visit, width):
    visitor = visit(scripts=True, width=width)
    for path in PAGES:
        visitor.go(path)
        visitor.check()


@pytest.mark.parametrize("width", [1280, 320])
def test_the_story_of_a_request_in_each_of_its_phases(visit, width):
    visitor = visit(scripts=True, width=width)
    for phase in (Phase.WAITING_PERSON, Phase.DECIDED, Phase.CLOSED):
        made = make_request(phase=phase)
        visitor.go(f"/suivi/{made.link_token}/")
        visitor.check()
    visitor.go("/suivi/un-lien-incomplet/")
    visitor.check()


def test_a_page_with_everything_on_it_stays_light(visit):
    visitor = visit(scripts=True, width=1280)
    weight = Weight()
    draft = make_draft("signalement-voirie", {"categorie": "bruit", "danger": False})
    visitor.page.on("requestfinished", lambda asked: weight.add(asked.response()))
    visitor.go(f"/brouillon/{draft.public_id}/lieu/")
    visitor.page.locator("[data-map][data-state=ready]").wait_for()
    visitor.page.wait_for_load_state("networkidle")
    assert weight.requests <= MAX_REQUESTS
    assert weight.compressed <= MAX_KILOBYTES * 1024


def test_what_is_typed_is_saved_by_itself_and_found_by_its_code(visit):
    visitor = visit(scripts=True, width=360)
    draft = make_draft("question", {})
    first = draft.procedure_version.definition["form"]["pages"][0]["key"]
    visitor.go(f"/brouillon/{draft.public_id}/{first}/")
    field = visitor.page.locator("#questions textarea, #questions input[type=text]").first
    with visitor.page.expect_response("**/enregistrer/") as saved:
        field.fill("Où est la piscine ?")
    assert "Brouillon enregistré à" in saved.value.text()
    key = field.get_attribute("name")
    assert Draft.objects.get().raw[key] == "Où est la piscine ?"
    elsewhere = visit(scripts=False, width=1280)
    elsewhere.go("/brouillon/reprendre/")
    elsewhere.page.locator("#reprise").fill(draft.resume_code.lower().replace("-", " "))
    elsewhere.press("Reprendre")
    assert elsewhere.page.locator(f"[name={key}]").input_value() == "Où est la piscine ?"


def test_a_session_that_expired_loses_nothing(visit):
    visitor = visit(scripts=False, width=360)
    made = make_request(phase=Phase.WAITING_PERSON)
    visitor.go(f"/suivi/{made.link_token}/")
    visitor.page.get_by_label("Écrire au service").fill("Voici la précision demandée.")
    visitor.page.context.clear_cookies()
    visitor.press("Envoyer")
    assert visitor.heading() == "La page est restée ouverte trop longtemps"
    visitor.press("Envoyer de nouveau")
    assert made.messages.filter(text="Voici la précision demandée.").count() == 1


def test_back_then_send_again_makes_one_request(visit):
    visitor = visit(scripts=True, width=1280)
    draft = make_draft()
    visitor.go(f"/brouillon/{draft.public_id}/resume/")
    visitor.page.get_by_role("button", name="Envoyer la demande").dblclick()
    visitor.page.get_by_role("heading", name="Votre demande est bien arrivée").wait_for()
    visitor.page.go_back()
    assert visitor.heading() == "Votre demande est bien arrivée"
    assert ServiceRequest.objects.count() == 1


def test_the_keyboard_alone_is_enough(visit):
    visitor = visit(scripts=True, width=1280)
    visitor.go("/")
    visitor.page.keyboard.press("Tab")
    skip = visitor.page.locator(":focus")
    assert skip.inner_text() == "Aller au contenu"
    visitor.page.keyboard.press("Enter")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.locator(":focus").get_attribute("id") == "q"
    visitor.page.keyboard.type("acte")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/recherche/**")


def test_a_commune_without_anything_still_has_pages(visit):
    Commune.objects.update(phone="", map_layer=None, opening_hours=[], accessibility_level="none")
    bring_to(make_request(), Phase.IN_PROGRESS)
    assert service("etat-civil").opening_hours == []
    visitor = visit(scripts=True, width=360)
    for path in ("/", "/contact/", "/demarches/acte-etat-civil/"):
        visitor.go(path)
        visitor.check()
