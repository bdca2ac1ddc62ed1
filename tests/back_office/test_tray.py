import pytest
from django.urls import reverse

from core.enums import Channel
from core.models import AccessTrailEntry
from organisation.enums import Role
from requests_app.enums import Phase
from requests_app.models import ServiceRequest
from tests import builders
from tests.back_office.pages import act_url, part, soup, text_of, url_of

pytestmark = pytest.mark.django_db
TRAY = reverse("back_office:tray")
MAIL = {
    "objet": "Besoin d’un acte de naissance",
    "message": "Bonjour,\nil me faut mon acte.\n\nLe lun. 2 nov. 2026, la mairie a écrit :\n> Bonjour Madame",
    "courriel": "malika.benhaddou@courriel.example",
}


@pytest.fixture
def reception(sign_in):
    return sign_in(builders.make_agent("accueil", Role.COUNTER))


def arrived(**answers: str) -> ServiceRequest:
    return builders.make_request("a-qualifier", answers={**MAIL, **answers}, channel=Channel.EMAIL)


def value(code: str = "acte-etat-civil") -> str:
    return str(builders.procedure(code).current.public_id)


def test_the_message_is_read_with_its_history_folded(reception):
    arrived()
    page = reception.get(TRAY)
    assert "il me faut mon acte." in text_of(page)
    folded = soup(page).select_one(".read details")
    assert "Bonjour Madame" in folded.get_text()
    assert "il me faut" not in folded.get_text()


def test_a_procedure_is_proposed_with_the_words_that_say_so(reception):
    arrived()
    first = soup(reception.get(TRAY)).select_one("[data-choice='1']")
    assert first["value"] == value()
    assert "acte de naissance" in first.get_text()
    assert "objet" in first.get_text()


def test_qualifying_from_the_tray_comes_back_to_what_waits(reception):
    made, second = arrived(), arrived(objet="Un trou dans la rue")
    answer = reception.post(
        act_url(made, "qualifier"), {"procedure": value(), "revision": made.revision, "corbeille": "1"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == TRAY
    assert second.number in text_of(answer)
    assert made.number not in text_of(answer)
    assert ServiceRequest.objects.get(pk=made.pk).procedure.code == "acte-etat-civil"


def test_a_choice_that_is_no_procedure_is_refused_with_a_sentence(reception):
    made = arrived()
    for wrong in ("", "rien", str(made.procedure_version.public_id)):
        answer = reception.post(act_url(made, "qualifier"), {"procedure": wrong, "corbeille": "1"})
        assert answer.status_code == 422
    assert ServiceRequest.objects.get(pk=made.pk).procedure.is_system


def test_it_is_put_aside_and_taken_up_again_from_its_page(reception):
    made = arrived()
    sent = {"cause": "automatic", "reason": "Une publicité.", "corbeille": "1"}
    reception.post(act_url(made, "ecarter"), sent)
    assert ServiceRequest.objects.get(pk=made.pk).phase == Phase.SET_ASIDE
    assert "Reprendre la demande" in text_of(reception.get(url_of(made)))
    reception.post(act_url(made, "reprendre"))
    assert ServiceRequest.objects.get(pk=made.pk).phase == Phase.RECEIVED


def test_putting_aside_without_a_reason_keeps_what_was_typed(reception):
    answer = reception.post(act_url(arrived(), "ecarter"), {"cause": "abusive", "reason": " "})
    assert answer.status_code == 422
    assert "Dites pourquoi" in text_of(answer)


def test_what_is_qualified_is_neither_qualified_again_nor_put_aside_from_its_page(desk):
    made = builders.make_request()
    page = text_of(desk.get(url_of(made)))
    assert "Qualifier…" not in page
    assert "Écarter…" not in page


def test_the_page_of_a_qualified_mail_shows_it_whole_and_what_it_does_not_say(reception, desk):
    made = arrived()
    reception.post(act_url(made, "qualifier"), {"procedure": value()})
    page = text_of(desk.get(url_of(made)))
    assert "il me faut mon acte." in page
    assert "Le message ne dit pas" in page


def test_the_tray_of_another_service_is_empty(desk):
    made = arrived()
    page = text_of(desk.get(TRAY, {"demande": str(made.public_id)}))
    assert made.number not in page
    assert "Rien à qualifier" in page


def test_an_address_that_means_nothing_opens_the_first(reception):
    made = arrived()
    for wanted in ("x", "00000000-0000-4000-8000-000000000000", ""):
        assert made.number in text_of(reception.get(TRAY, {"demande": wanted}))


def test_reading_in_the_tray_is_recorded(reception):
    made = arrived()
    reception.get(TRAY)
    assert AccessTrailEntry.objects.filter(verb="read", subject_kind="request", subject_ref=str(made.pk)).count() == 1


def test_the_tray_costs_the_same_for_two_or_ten(reception, django_assert_max_num_queries):
    for _rank in range(2):
        arrived()
    reception.get(TRAY)
    with django_assert_max_num_queries(60) as few:
        reception.get(TRAY)
    for _rank in range(8):
        arrived()
    with django_assert_max_num_queries(len(few)):
        reception.get(TRAY)


def test_the_list_of_keys_says_how_to_qualify(reception):
    arrived()
    keys = part(reception.get(TRAY), "raccourcis")
    line = next(one for one in keys.find_all("dt") if "Qualifier" in one.get_text())
    assert [key.get_text() for key in line.find_next("dd").find_all("kbd")] == ["Q", "1"]


def test_the_list_shows_what_was_forwarded_and_not_its_frame():
    from back_office.quoted import first_words

    forward = (
        "-----Message d'origine-----\nDe : Josette <j@c.example>\nEnvoyé : lundi\nÀ : Ines\nObjet : Lampe\n\nLa lampe."
    )
    assert first_words(forward) == "La lampe."
    assert first_words("-----") == "-----"


def test_the_history_of_an_answer_is_folded_in_the_story_and_whole():
    from back_office.quoted import split

    assert split("Oui.\n\nLe 3 nov. 2026, la mairie a écrit :\n> Venez-vous ?") == (
        "Oui.", "Le 3 nov. 2026, la mairie a écrit :\n> Venez-vous ?",
    )  # fmt: skip
