"""Filling in a form: every gesture is saved, nothing typed is lost, whatever is posted."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.models import Commune
from files.models import StoredFile
from requests_app.models import Draft
from tests.builders import make_draft, make_photo, make_request, make_town
from tests.portal.pages import soup, title, words

POLICY = "Content-Security-Policy"
pytestmark = pytest.mark.django_db


def address(draft: Draft, page: str) -> str:
    return f"/brouillon/{draft.public_id}/{page}/"


def test_beginning_twice_opens_the_same_empty_draft(client):
    make_town()
    first = client.post("/demarches/acte-etat-civil/commencer/")
    second = client.post("/demarches/acte-etat-civil/commencer/")
    assert first.url == second.url
    assert Draft.objects.count() == 1


def test_reading_the_address_of_the_beginning_begins_nothing(client):
    make_town()
    assert client.get("/demarches/acte-etat-civil/commencer/").status_code == 302
    assert not Draft.objects.exists()


def test_a_mistake_is_told_above_the_title_and_beside_the_question(client):
    draft = make_draft(answers={})
    answer = client.post(address(draft, "acte"), {"nature": "", "action": "continuer"}, follow=True)
    assert title(answer).startswith("Erreur : Étape 1 sur")
    page = soup(answer)
    summary = page.select_one(".ds-error-summary")
    assert summary.find_next("h1")
    target = summary.a["href"].lstrip("#")
    assert page.find(id=target)


def test_going_on_leads_to_the_next_page_then_to_the_summary(client):
    draft = make_draft()
    answer = client.post(address(draft, "acte"), {"nature": "naissance", "forme": "copie"})
    assert answer.url == address(draft, "personne")
    answer = client.post(
        address(draft, "coordonnees"), {"courriel": "a@courriel.example", "attestation": "oui", "action": "continuer"}
    )
    assert answer.url == address(draft, "resume")


def test_going_back_keeps_what_was_typed_even_when_wrong(client):
    draft = make_draft(answers={"nature": "naissance", "forme": "copie"})
    typed = {
        "qualite": "moi",
        "identite-family_name": "Morel",
        "identite-birth_date-annee": "92",
        "action": "precedent",
    }
    assert client.post(address(draft, "personne"), typed).url == address(draft, "acte")
    page = soup(client.get(address(draft, "personne")))
    assert page.find(attrs={"name": "identite-family_name"})["value"] == "Morel"
    assert page.find(attrs={"name": "identite-birth_date-annee"})["value"] == "92"
    assert not page.select(".ds-error-summary")


def test_a_question_opened_by_an_answer_is_not_the_persons_mistake(client):
    draft = make_draft(answers={})
    answer = client.post(address(draft, "acte"), {"nature": "naissance", "_shown": "nature,motif"}, follow=True)
    assert "Sous quelle forme" in words(answer)
    assert not soup(answer).select(".ds-error-summary")


def test_the_fragment_is_the_one_that_the_page_holds(client):
    draft = make_draft(answers={})
    fragment = client.post(
        address(draft, "acte"), {"nature": "mariage", "action": "actualiser"}, headers={"HX-Request": "true"}
    )
    whole = client.get(address(draft, "acte"))
    assert str(soup(whole).find(id="questions")).split() == str(soup(fragment).find(id="questions")).split()


def test_autosave_keeps_and_judges_nothing(client):
    draft = make_draft(answers={})
    answer = client.post(address(draft, "enregistrer"), {"page": "coordonnees", "courriel": "pas-une-adresse"})
    assert "Brouillon enregistré à" in words(answer)
    assert "erreur" not in words(answer).lower()
    draft.refresh_from_db()
    assert draft.raw["courriel"] == "pas-une-adresse"


def test_a_file_has_its_row_and_can_be_taken_away(client):
    draft = make_draft("signalement-voirie", {"categorie": "bruit", "danger": False})
    photo = SimpleUploadedFile("rue.png", make_photo())
    client.post(address(draft, "probleme"), {"categorie": "bruit", "photos": photo, "action": "joindre"})
    stored = StoredFile.objects.get()
    assert "rue.png" in words(client.get(address(draft, "probleme")))
    client.post(address(draft, "probleme"), {"categorie": "bruit", "retirer": str(stored.public_id)})
    assert not StoredFile.objects.exists()


def test_nobody_takes_away_the_file_of_another_draft(client):
    mine, theirs = make_draft("signalement-voirie", {}), make_draft("signalement-voirie", {})
    photo = SimpleUploadedFile("rue.png", make_photo())
    client.post(address(theirs, "probleme"), {"photos": photo, "action": "joindre"})
    client.post(address(mine, "probleme"), {"retirer": str(StoredFile.objects.get().public_id)})
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [("vide.png", b"", "vide"), ("faux.pdf", b"MZ rien", "faux.pdf"), ("page.html", b"<script>", "page.html")],
)
def test_a_file_that_cannot_be_kept_says_why_and_keeps_the_rest(client, name, content, said):
    draft = make_draft("signalement-voirie", {})
    sent = {"categorie": "bruit", "description": "Très fort", "photos": SimpleUploadedFile(name, content)}
    answer = client.post(address(draft, "probleme"), {**sent, "action": "continuer"}, follow=True)
    assert said in soup(answer).select_one(".ds-error-summary").get_text()
    assert "Très fort" in words(answer)


def test_more_files_than_asked_are_refused_one_by_one(client):
    draft = make_draft("signalement-voirie", {})
    for number in range(4):
        photo = SimpleUploadedFile(f"rue{number}.png", make_photo())
        client.post(address(draft, "probleme"), {"categorie": "bruit", "photos": photo, "action": "joindre"})
    assert StoredFile.objects.count() == 3
    assert "Retirez-en un" in words(client.get(address(draft, "probleme")))


HOSTILE = [
    "\x00",
    "\u202egnp.exe",
    "<img src=x onerror=alert(1)>",
    "é" * 100_000,
    "'; DROP TABLE",
    "\ud800",
    "[]",
    "{{7*7}}",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_in_every_field_is_never_a_failure(client, text):
    draft = make_draft(answers={"nature": "mariage", "forme": "copie", "qualite": "autre"})
    names = [field["key"] for field in draft.procedure_version.definition["form"]["pages"][1]["fields"]]
    typed = {name: text.encode("utf-8", "replace").decode() for name in (*names, "identite-family_name", "_shown")}
    answer = client.post(address(draft, "personne"), typed, follow=True)
    assert answer.status_code == 200
    assert b"<img src=x" not in answer.content


def test_unknown_actions_pages_and_drafts_are_answered(client):
    draft = make_draft()
    assert client.post(address(draft, "acte"), {"action": "n’importe quoi"}).status_code == 302
    assert client.get(address(draft, "page-inconnue")).status_code == 302
    assert client.get(f"/brouillon/{uuid.uuid4()}/acte/").status_code == 404
    assert client.post(address(draft, "enregistrer"), {"page": "inconnue"}).status_code == 204


def test_a_draft_is_found_again_by_its_code_however_it_is_typed(client):
    draft = make_draft(answers={"nature": "naissance"})
    found = client.post("/brouillon/reprendre/", {"code": f" {draft.resume_code.lower().replace('-', '')} "})
    assert str(draft.public_id) in found.url
    wrong = client.post("/brouillon/reprendre/", {"code": "AAAA-AAAA-AAAA"})
    assert "Aucun brouillon ne porte ce code" in words(wrong)
    assert title(wrong).startswith("Erreur")


def test_codes_cannot_be_tried_for_ever(client):
    make_town()
    answers = [client.post("/brouillon/reprendre/", {"code": str(n)}).status_code for n in range(12)]
    assert answers[-1] == 429


def test_personal_pages_are_never_kept_nor_indexed(client):
    draft = make_draft()
    made = make_request()
    for path in (address(draft, "acte"), address(draft, "resume"), f"/suivi/{made.link_token}/", "/suivi/"):
        page = client.get(path)
        assert "no-store" in page["Cache-Control"]
        assert page["Referrer-Policy"] == "same-origin"
        assert "noindex" in page["X-Robots-Tag"]


def test_the_policy_of_content_opens_to_tiles_only_on_a_map_and_only_to_theirs(client):
    draft = make_draft("signalement-voirie", {"categorie": "bruit", "danger": False})
    assert "tuiles" not in client.get(address(draft, "lieu"))[POLICY]
    Commune.objects.update(map_tile_url="https://{s}.tuiles.example/{z}/{x}/{y}.png")
    assert "img-src 'self' data: blob: https://*.tuiles.example;" in client.get(address(draft, "lieu"))[POLICY] + ";"
    assert "tuiles" not in client.get(address(draft, "probleme"))[POLICY]
    assert "tuiles" not in client.get("/")[POLICY]


def test_all_the_photos_of_a_phone_are_not_too_many_to_be_told(client):
    draft = make_draft("signalement-voirie", answers={})
    photos = [SimpleUploadedFile(f"rue{number}.png", make_photo()) for number in range(40)]
    page = client.post(address(draft, "probleme"), {"description": "À garder", "photos": photos}, follow=True)
    assert page.status_code == 200
    assert "À garder" in words(page)
    assert StoredFile.objects.filter(owner_kind="draft", owner_id=draft.pk).count() == 3
    assert "Vous avez déjà joint 3 fichiers" in words(page)
