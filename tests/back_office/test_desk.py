"""The single counter as plain forms: no JavaScript, post then read again."""

import pytest
from django.urls import reverse

from channels_app.models import Contact, PhoneCall
from core import calendar
from core.enums import Channel
from organisation.enums import Role
from requests_app.enums import TaskKind
from requests_app.models import Draft, IdentityCheck, ServiceRequest, Task
from tests import builders
from tests.back_office.pages import part, soup, text_of

pytestmark = pytest.mark.django_db
REPORT = {
    "categorie": "eclairage", "danger": "non", "lieu-words": "8 rue des Tanneurs", "suivi": "oui",
    "courriel": "malika.benhaddou@courriel.example", "identite-family_name": "Benhaddou",
    "identite-first_names": "Malika",
}  # fmt: skip


@pytest.fixture
def reception(sign_in):
    return sign_in(builders.make_agent("accueil", Role.COUNTER))


def desk_url() -> str:
    return reverse("back_office:desk")


def version(code: str) -> str:
    return str(builders.procedure(code).current.public_id)


def follow(client, **data):
    return client.post(desk_url(), data, follow=True)


def address(answer) -> str:
    return answer.redirect_chain[-1][0]


def hidden(answer) -> dict[str, str]:
    """Everything the one form of the page would send, buttons apart."""
    form = part(answer, "demande")
    sent: dict[str, str] = {}
    for field in form.find_all(["input", "textarea", "select"]):
        name, kind = field.get("name"), field.get("type", "")
        if not name or kind == "file" or (kind in ("radio", "checkbox") and not field.has_attr("checked")):
            continue
        if field.name == "select":
            chosen = field.find("option", selected=True)
            sent[name] = chosen["value"] if chosen else ""
        else:
            sent[name] = field.get("value", "on" if kind == "checkbox" else "") if field.name == "input" else field.text
    return sent


def test_a_report_is_filed_from_the_words_to_the_acknowledgement(reception):
    person = builders.make_citizen()
    page = reception.get(desk_url(), {"q": "benhaddou", "situation": "phone"})
    assert "Malika Benhaddou" in text_of(page)
    page = follow(reception, **hidden(page), _choisir=str(person.public_id))
    page = follow(reception, **{**hidden(page), "_mots": "lampadaire éteint"}, action="chercher-demarche")
    found = soup(page).select_one("[data-proposal]")
    assert found["value"] == version("signalement-voirie")
    assert "lampadaire" in [mark.get_text() for mark in found.select("mark")]
    page = follow(reception, **hidden(page), _demarche=found["value"])
    first = {
        **hidden(page),
        "categorie": "eclairage",
        "danger": "non",
        "lieu-words": "8 rue des Tanneurs",
        "suivi": "oui",
    }
    page = follow(reception, **first, action="actualiser")
    sent = hidden(page)
    assert sent["courriel"] == "malika.benhaddou@courriel.example"
    assert sent["identite-family_name"] == "Benhaddou"
    done = follow(reception, **sent, action="deposer")
    made = ServiceRequest.objects.get()
    assert made.channel == Channel.PHONE
    assert made.citizen == person
    assert made.reply_email == "malika.benhaddou@courriel.example"
    assert made.acknowledgements.filter(kind="ARE").exists()
    assert made.number in text_of(done)
    assert made.spoken_code in text_of(done)
    assert soup(done).select_one(".qr svg")
    again = reception.post(desk_url(), {**sent, "action": "deposer"}, follow=True)
    assert ServiceRequest.objects.count() == 1
    assert made.number in text_of(again)


def opened(client, code: str = "signalement-voirie", situation: str = "phone", **state: str):
    return follow(client, _situation=situation, _demarche=version(code), **state)


def test_what_is_missing_is_said_and_nothing_is_lost(reception):
    page = opened(reception, _personne="sans")
    page = follow(reception, **{**hidden(page), "lieu-words": "place du Marché"}, action="deposer")
    assert "Il manque" in text_of(page)
    assert hidden(page)["lieu-words"] == "place du Marché"
    assert not ServiceRequest.objects.exists()


def test_a_reload_of_the_address_gives_everything_back(reception):
    page = opened(reception, _personne="sans", _mots="lampadaire")
    page = follow(reception, **{**hidden(page), "lieu-words": "place du Marché", "_reponse": "main"})
    again = reception.get(address(page))
    assert hidden(again)["lieu-words"] == "place du Marché"
    assert hidden(again)["_reponse"] == "main"
    assert hidden(again)["_mots"] == "lampadaire"


def test_the_draft_of_a_colleague_is_not_opened(reception, sign_in):
    opened(reception, _personne="sans")
    draft = Draft.objects.get()
    other = sign_in(builders.make_agent("accueil", Role.COUNTER))
    page = other.get(desk_url(), {"brouillon": str(draft.public_id)})
    assert "Ce brouillon n’est plus là" in text_of(page)
    assert not soup(page).select("#questions")


def test_two_fields_make_a_person(reception):
    page = follow(reception, _situation="phone", action="nouvelle-personne", _q="kervella 0639984199")
    assert hidden(page)["_nom"] == "Kervella"
    page = follow(reception, **{**hidden(page), "_nom": "Kervella", "_tel": "06 39 98 41 99"}, action="creer-personne")
    assert "Kervella" in part(page, "personne").get_text()


def test_a_person_that_cannot_be_is_refused_beside_the_form(reception):
    page = follow(reception, _situation="phone", action="nouvelle-personne")
    sent = {**hidden(page), "_nom": "Kervella", "_naissance": "31/02/1987", "action": "creer-personne"}
    answer = reception.post(desk_url(), sent)
    assert answer.status_code == 422
    assert "comme 12/04/1987" in text_of(answer)
    assert hidden(answer)["_nom"] == "Kervella"


def test_one_fact_checks_nobody(reception):
    person = builders.make_citizen()
    page = reception.get(desk_url(), {"personne": str(person.public_id), "situation": "phone"})
    assert "Identité non vérifiée" in text_of(page)
    answer = reception.post(desk_url(), {**hidden(page), "_fait": "birth_date", "action": "verifier-faits"})
    assert answer.status_code == 422
    assert "deux faits" in text_of(answer).lower()
    assert not IdentityCheck.objects.exists()
    two = {**hidden(page), "_fait": ["birth_date", "email"], "action": "verifier-faits"}
    page = reception.post(desk_url(), two, follow=True)
    assert IdentityCheck.objects.count() == 1
    assert "Deux faits vérifiés" in text_of(page)


def test_an_information_given_is_a_contact_and_no_request(reception):
    page = follow(reception, _situation="phone", _mots="horaires de la piscine", action="ouvrir-renseignement")
    assert hidden(page)["_objet"] == "horaires de la piscine"
    page = follow(reception, **hidden(page), action="noter-contact")
    assert Contact.objects.get().subject == "horaires de la piscine"
    assert not ServiceRequest.objects.exists()
    assert "Le contact est noté" in text_of(page)


def test_a_contact_without_subject_is_refused_where_it_is_typed(reception):
    page = follow(reception, _situation="phone", action="ouvrir-renseignement")
    answer = reception.post(desk_url(), {**hidden(page), "action": "noter-contact"})
    assert answer.status_code == 422
    assert "de quoi il s’agit" in part(answer, "faire").get_text()


def test_a_call_back_is_a_task_of_the_service(reception):
    person = builders.make_citizen()
    page = follow(reception, _situation="phone", _personne=str(person.public_id), action="ouvrir-rappeler")
    follow(reception, **{**hidden(page), "_objet": "Horaires", "_rappel_tel": "06 39 98 41 27"}, action="noter-rappel")
    task = Task.objects.get()
    assert task.kind == TaskKind.CALL_BACK
    assert task.citizen == person
    assert Contact.objects.get().outcome == "call_back"


def test_a_number_that_is_none_is_refused_and_the_words_stay(reception):
    page = follow(reception, _situation="phone", action="ouvrir-rappeler")
    sent = {**hidden(page), "_objet": "Horaires", "_rappel_tel": "12", "action": "noter-rappel"}
    answer = reception.post(desk_url(), sent)
    assert answer.status_code == 422
    assert "n’est pas un numéro" in text_of(answer)
    assert hidden(answer)["_objet"] == "Horaires"
    assert not Contact.objects.exists()


def test_an_unknown_number_opens_the_creation_already_filled(reception):
    page = reception.get(desk_url(), {"telephone": "+33639980099"})
    assert hidden(page)["_tel"] == "06 39 98 00 99"


def test_a_known_number_shows_the_people_of_that_number(reception):
    builders.make_citizen()
    page = reception.get(desk_url(), {"telephone": "+33639984127"})
    assert "Malika Benhaddou" in part(page, "personnes").get_text()
    assert "Identité" not in text_of(page)


def test_the_desk_costs_the_same_for_two_or_ten_requests(reception, django_assert_max_num_queries):
    person = builders.make_citizen()
    for _rank in range(2):
        builders.make_request(citizen=person)
    url = f"{desk_url()}?personne={person.public_id}"
    reception.get(url)
    with django_assert_max_num_queries(80) as few:
        reception.get(url)
    for _rank in range(8):
        builders.make_request(citizen=person)
    with django_assert_max_num_queries(len(few)):
        reception.get(url)


def test_who_receives_nobody_has_no_desk(sign_in):
    outsider = sign_in(builders.make_agent("voirie", Role.ELECTED))
    assert outsider.get(desk_url()).status_code == 403
    assert "Guichet unique" not in text_of(outsider.get(reverse("back_office:inbox")))


def test_the_search_of_every_page_finds_people_too(reception, sign_in):
    person = builders.make_citizen()
    inbox = reverse("back_office:inbox")
    found = soup(reception.get(inbox, {"q": "benhaddou", "vue": "toutes"})).select_one(".found-people a")
    assert str(person.public_id) in found["href"]
    handler = sign_in(builders.make_agent("voirie"))
    assert not soup(handler.get(inbox, {"q": "benhaddou", "vue": "toutes"})).select(".found-people")


def test_a_fragment_is_a_piece_of_the_page(reception):
    builders.make_citizen()
    fragment = reception.get(reverse("back_office:desk_people"), {"_q": "benhaddou"}, headers={"HX-Request": "true"})
    page = reception.get(desk_url(), {"q": "benhaddou"})
    assert part(fragment, "personnes") == part(page, "personnes")
    fragment = reception.get(
        reverse("back_office:desk_procedures"), {"_mots": "lampadaire"}, headers={"HX-Request": "true"}
    )
    page = reception.get(desk_url(), {"mots": "lampadaire"})
    assert part(fragment, "propositions") == part(page, "propositions")


def test_what_was_typed_after_the_session_ended_is_given_back(reception, client):
    page = opened(reception, _personne="sans")
    where, sent = address(page), {**hidden(page), "lieu-words": "place du Marché", "action": "actualiser"}
    reception.logout()
    answer = reception.post(desk_url(), sent)
    assert "/agents/connexion/" in answer["Location"]
    agent = Draft.objects.get().entered_by
    reception.force_login(builders.User.objects.get(pk=agent), backend="django.contrib.auth.backends.ModelBackend")
    session = reception.session
    session["kept_writing"] = {"path": where, "values": {k: v for k, v in sent.items() if v}}
    session.save()
    assert hidden(reception.get(where))["lieu-words"] == "place du Marché"


def test_where_the_phone_only_prepares_the_button_and_the_words_say_so(reception):
    builders.make_town()
    doors = {
        one.code: one.current.definition["channels"].get("phone") for one in builders.Procedure.objects.exclude(code="")
        if one.current
    }  # fmt: skip
    code = next(code for code, door in doors.items() if door == "prepares")
    page = opened(reception, code, _personne="sans")
    assert "Préparer et envoyer le lien" in text_of(page)
    done = follow(reception, **{**hidden(page), "_reponse": "main"}, action="deposer")
    assert Draft.objects.get().resume_code in text_of(done)
    assert "pas encore déposée" in text_of(done)
    assert not ServiceRequest.objects.exists()


def test_a_call_that_becomes_a_request_says_so_in_the_log(reception):
    call = PhoneCall.objects.create(
        commune=builders.make_town(), call_id="c1", caller="+33639984127", started_at=calendar.now(),
        state="answered", answered_at=calendar.now(),
    )  # fmt: skip
    page = opened(reception, _personne="sans", _appel=str(call.public_id))
    answers = {"categorie": "eclairage", "danger": "non", "lieu-words": "place du Marché", "suivi": "anonyme"}
    follow(reception, **{**hidden(page), **answers}, action="deposer")
    contact = Contact.objects.get()
    assert (contact.call, contact.request) == (call, ServiceRequest.objects.get())
    assert contact.outcome == "request"
