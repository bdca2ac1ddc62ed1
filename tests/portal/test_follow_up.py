"""Following a request: by number and code the state alone, by its link the whole story."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from requests_app.enums import Phase
from requests_app.models import Message, ServiceRequest
from tests.builders import bring_to, make_photo, make_request, make_town
from tests.portal.pages import soup, title, words

pytestmark = pytest.mark.django_db


def story(made: ServiceRequest) -> str:
    return f"/suivi/{made.link_token}/"


def asked(made: ServiceRequest, **typed: str) -> dict[str, str]:
    return {"numero": made.number, "code": made.spoken_code, "preuve": "Benhaddou", **typed}


@pytest.mark.parametrize("proof", ["BENHADDOU", "malika benhaddou", "12/04/1987", "12 4 1987"])
def test_number_code_and_name_or_birth_date_show_the_state(client, proof):
    made = make_request()
    told = words(client.post("/suivi/etat/", asked(made, preuve=proof)))
    assert "Votre demande est reçue" in told
    assert "14 rue des Tanneurs" not in told


def test_whatever_is_wrong_the_sentence_is_the_same(client):
    made = make_request()
    wrongs = [{"code": "AAAA-AAAA"}, {"preuve": "Dupont"}, {"numero": "2026-999999-" + "K"}]
    sentences = set()
    for wrong in wrongs[:2]:
        page = client.post("/suivi/etat/", asked(made, **wrong))
        assert title(page).startswith("Erreur")
        sentences.add(soup(page).select_one(".ds-error-summary").get_text())
    assert len(sentences) == 1


def test_an_empty_form_says_what_to_write_and_keeps_what_was_written(client):
    make_town()
    page = client.post("/suivi/etat/", {"code": "KR7M-4TXP"})
    assert "Écrivez le numéro de la demande" in words(page)
    assert soup(page).find(id="code")["value"] == "KR7M-4TXP"
    assert client.get("/suivi/etat/").url == "/suivi/"


def test_an_anonymous_report_needs_no_name(client):
    made = make_request("signalement-voirie", anonymous=True)
    assert "Votre demande est reçue" in words(client.post("/suivi/etat/", asked(made, preuve="")))


def test_codes_cannot_be_tried_for_ever(client):
    made = make_request()
    answers = [client.post("/suivi/etat/", asked(made, code=f"{n:08d}")).status_code for n in range(12)]
    assert answers[-1] == 429


def test_the_link_opens_the_story_and_only_a_whole_link(client):
    made = make_request(phase=Phase.IN_PROGRESS)
    told = words(client.get(story(made)))
    assert "a commencé l’étude de votre demande" in told
    assert "14 rue des Tanneurs" in told
    for broken in (made.link_token[:-1] + ("A" if made.link_token[-1] != "A" else "B"), made.link_token[:20], "é"):
        assert client.get(f"/suivi/{broken}/").status_code in (403, 404)


def test_what_the_person_must_do_comes_first(client):
    made = make_request(phase=Phase.WAITING_PERSON)
    page = soup(client.get(story(made)))
    assert page.find("main").find("h2").get_text() == "Le service attend votre réponse"
    prefilled = soup(client.get(story(made) + "?je-ne-peux-pas=1")).find("textarea").get_text()
    assert prefilled.strip().startswith("Je ne peux pas")


def test_an_answer_with_a_file_goes_to_the_service(client):
    made = make_request(phase=Phase.WAITING_PERSON)
    sent = {"texte": "Voici.", "fichiers": SimpleUploadedFile("p.png", make_photo()), "une_fois": "a"}
    page = client.post(story(made), sent, follow=True)
    assert "Votre message est bien parti" in words(page)
    assert "p.png" in words(page)
    made.refresh_from_db()
    assert made.phase == Phase.IN_PROGRESS


def test_a_message_sent_twice_by_the_same_form_is_one(client):
    made = make_request()
    for _click in range(3):
        client.post(story(made), {"texte": "Bonjour", "une_fois": "meme"})
    assert Message.objects.count() == 1
    client.post(story(made), {"texte": "Bonjour", "une_fois": "autre"})
    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [({"texte": "  "}, "Écrivez un message"), ({"texte": "x" * 6000}, "La limite est de 5 000")],
)
def test_a_message_that_cannot_leave_is_kept_with_its_error(client, typed, said):
    made = make_request()
    page = client.post(story(made), typed)
    assert page.status_code == 422
    assert said in words(page)
    assert typed["texte"].strip() in soup(page).find("textarea").get_text()


def test_a_refused_file_keeps_the_message(client):
    made = make_request()
    sent = {"texte": "Voici mon bail.", "fichiers": SimpleUploadedFile("bail.exe", b"MZ"), "une_fois": "a"}
    page = client.post(story(made), sent)
    assert page.status_code == 422
    assert "Voici mon bail." in soup(page).find("textarea").get_text()
    again = client.post(story(made), {"texte": "Voici mon bail.", "une_fois": "a"})
    assert again.status_code == 302


def test_giving_up_takes_two_gestures_and_is_told(client):
    made = make_request()
    assert "Oui, annuler ma demande" in words(client.get(story(made)))
    assert "Votre demande est annulée" in words(client.post(story(made), {"action": "annuler"}, follow=True))
    page = client.post(story(made), {"action": "annuler"})
    assert page.status_code == 422


def test_a_decision_is_shown_with_its_author(client):
    made = make_request(phase=Phase.DECIDED)
    told = words(client.get(story(made)))
    assert "Votre demande est accordée" in told
    assert "Samira Marchand, Officière d’état civil déléguée" in told


def test_a_file_of_another_request_does_not_exist_here(client):
    mine, theirs = make_request(), make_request()
    client.post(story(theirs), {"texte": "Voici", "fichiers": SimpleUploadedFile("p.png", make_photo())})
    stored = theirs.messages.get()
    assert stored
    assert client.get(f"/suivi/{mine.link_token}/documents/{uuid.uuid4()}/").status_code == 404


def test_the_story_costs_the_same_for_one_message_or_many(client, django_assert_max_num_queries):
    made = bring_to(make_request(), Phase.IN_PROGRESS)
    for number in range(6):
        client.post(story(made), {"texte": f"Message {number}", "une_fois": str(number)})
    with django_assert_max_num_queries(45):
        client.get(story(made))
