"""Our own words on what browsers word otherwise, and a link of the draft that costs nothing of what is typed."""

import pytest

from messaging.models import Dispatch
from requests_app.models import Draft
from tests.builders import make_draft, make_photo, make_request


def test_the_files_of_a_message_are_chosen_by_our_own_button_and_named(visit, tmp_path):
    visitor = visit(scripts=True, width=320)
    photo = tmp_path / "livret de famille.png"
    photo.write_bytes(make_photo())
    visitor.go(f"/suivi/{make_request().link_token}/")
    assert visitor.page.get_by_text("Choisir des fichiers").is_visible()
    visitor.page.get_by_label("Joindre des fichiers").set_input_files(photo)
    assert "livret de famille.png" in visitor.page.locator("[data-picked]").inner_text()
    visitor.check()
    visitor.press("Envoyer")
    assert visitor.page.locator(".msg").get_by_text("livret de famille.png").is_visible()


def test_without_scripts_the_same_field_is_there(visit, tmp_path):
    visitor = visit(scripts=False, width=320)
    photo = tmp_path / "livret.png"
    photo.write_bytes(make_photo())
    visitor.go(f"/suivi/{make_request().link_token}/")
    visitor.page.get_by_label("Joindre des fichiers").set_input_files(photo)
    visitor.check()
    visitor.press("Envoyer")
    assert visitor.page.locator(".msg").get_by_text("livret.png").is_visible()


@pytest.mark.parametrize(("scripts", "width"), [(True, 320), (False, 1280)])
def test_the_link_of_a_draft_is_asked_without_losing_the_page(visit, scripts, width):
    visitor = visit(scripts, width)
    draft = make_draft("question", {})
    first = draft.procedure_version.definition["form"]["pages"][0]["key"]
    visitor.go(f"/brouillon/{draft.public_id}/{first}/")
    field = visitor.page.locator("#questions textarea, #questions input[type=text]").first
    field.fill("Où est la piscine ?")
    visitor.page.get_by_text("Recevoir le lien pour reprendre").click()
    asked = visitor.page.get_by_label("Votre adresse électronique")
    asked.fill("c.morel@")
    visitor.press("Envoyer le lien")
    assert "n’est pas complète" in visitor.page.locator("#courriel-reprise-erreur").inner_text()
    visitor.check()
    asked.fill("c.morel@courriel.example")
    if scripts:
        asked.press("Enter")
        visitor.page.get_by_text("Le lien part à").wait_for()
    else:
        visitor.press("Envoyer le lien")
    assert "Le lien part à" in visitor.page.inner_text("#lien")
    assert field.input_value() == "Où est la piscine ?"
    assert Dispatch.objects.get().to_address == "c.morel@courriel.example"
    assert Draft.objects.get().request is None
    visitor.check()
