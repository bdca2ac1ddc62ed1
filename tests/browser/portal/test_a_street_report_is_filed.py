"""Story B in a browser: a photo, a place on the map or in words, nobody's name."""

from files.models import StoredFile
from requests_app.models import ServiceRequest
from tests.browser.visitor import Visitor
from tests.builders import make_photo


def place_on_the_map(visitor: Visitor) -> None:
    """With scripts the map is moved and pointed at by the keyboard alone; without, words suffice."""
    if not visitor.scripts:
        assert not visitor.page.locator("[data-map]").is_visible()
        return
    visitor.page.locator("[data-map][data-state=ready]").wait_for()
    visitor.page.get_by_role("application").press("ArrowRight")
    visitor.page.get_by_role("button", name="Placer au centre du plan").press("Enter")
    visitor.page.get_by_role("status").get_by_text("Lieu placé sur le plan.").wait_for()


def test_anonymously_with_a_photo_and_a_place(visitor, tmp_path):
    visitor.go("/demarches/signalement-voirie/")
    visitor.press("Commencer la demande")
    visitor.choose("Trou ou chaussée abîmée", opens="Décrivez ce que vous avez vu")
    visitor.page.get_by_label("Non", exact=True).check()
    visitor.fill("description", "Un trou de 30 cm.")
    photo = tmp_path / "trou.png"
    photo.write_bytes(make_photo())
    visitor.attach(photo)
    visitor.check()
    visitor.press("Continuer")
    visitor.fill("lieu-words", "devant le 12 rue des Tanneurs")
    place_on_the_map(visitor)
    visitor.check()
    visitor.press("Continuer")
    visitor.page.get_by_label("Non, je reste anonyme").check()
    visitor.press("Continuer")
    visitor.check()
    visitor.press("Envoyer la demande")
    made = ServiceRequest.objects.get()
    assert made.citizen is None
    assert made.service.code == "voirie"
    assert (made.lat is not None) is visitor.scripts
    assert StoredFile.objects.of("request", made.pk).count() == 1
    visitor.check()


def test_streets_are_proposed_and_free_text_stands(visit):
    visitor = visit(scripts=True, width=360)
    visitor.go("/demarches/signalement-voirie/")
    visitor.press("Commencer la demande")
    visitor.choose("Bruit")
    visitor.page.get_by_label("Non", exact=True).check()
    visitor.press("Continuer")
    words = visitor.page.locator("#f-lieu-words")
    words.press_sequentially("12 rue des tan")
    visitor.page.get_by_role("option").first.wait_for()
    visitor.check()
    words.press("ArrowDown")
    words.press("Enter")
    assert words.input_value() == "12 rue des Tanneurs, 99000 Admiville"
    words.fill("près du grand chêne")
    words.press("Escape")
    assert words.input_value() == "près du grand chêne"


def test_without_a_layer_there_is_no_grey_map(visit, town):
    town.map_layer = None
    town.save()
    visitor = visit(scripts=True, width=1280)
    visitor.go("/demarches/signalement-voirie/")
    visitor.press("Commencer la demande")
    visitor.choose("Bruit")
    visitor.page.get_by_label("Non", exact=True).check()
    visitor.press("Continuer")
    assert visitor.page.locator("[data-map]").count() == 0
    assert visitor.page.get_by_label("Adresse ou repère").is_visible()
