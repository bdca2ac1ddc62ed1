"""The page of one person: what is known, what may be changed, one story."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from citizens.models import Citizen, ContactPoint, PersonAlert
from citizens.operations import add_organisation_contact, create_person, raise_alert, update_person
from core import calendar
from core.models import AccessTrailEntry
from organisation.enums import Role
from requests_app.operations import check_identity
from tests.back_office.pages import part, plain, soup, text_of
from tests.builders import SYSTEM, actor, make_agent, make_citizen, make_request, make_town
from tests.builders_calls import make_contact, make_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(db):
    return make_agent("accueil", Role.COUNTER, first_name="Claire", last_name="Lemoine")


@pytest.fixture
def counter(clerk, sign_in):
    return sign_in(clerk)


def url(citizen, gesture: str = "") -> str:
    if gesture:
        return reverse("back_office:person_act", args=[citizen.public_id, gesture])
    return reverse("back_office:person", args=[citizen.public_id])


def seen(page) -> dict[str, str]:
    """Everything the form would post."""
    found = {}
    for one in soup(page).select(".person-form input, .person-form select"):
        if one.name == "select":
            chosen = one.select_one("option[selected]")
            found[one["name"]] = chosen["value"] if chosen else ""
        elif one.get("type") != "checkbox" or one.has_attr("checked"):
            found[one["name"]] = one.get("value", "")
    return found


def test_a_person_is_told_by_both_names_and_what_to_know(counter, clerk):
    person = make_citizen()
    make_citizen("Petit", "Karim", phone="0639984127", email="")
    changes = {"name_in_use": "Morel", "needs": ["interpreter"], "language": "ar", "preferred_channel": "post"}
    update_person(person.pk, by=actor(clerk), **changes)
    check_identity(citizen_id=person.pk, by=actor(clerk), method="seen")
    said = text_of(counter.get(url(person)))
    for words in ("Malika Morel", "Nom de famille Benhaddou", "Nom d’usage Morel", "arabe", "interprète", "Courrier"):
        assert words in said
    assert "partagé avec 1 personne" in said
    assert "Pièce d’identité vue par C. Lemoine le" in said


def test_reading_a_page_is_recorded(counter):
    person = make_citizen()
    counter.get(url(person))
    assert AccessTrailEntry.objects.filter(verb="read", subject_kind="citizen", subject_ref=str(person.pk)).exists()


def test_one_story_of_requests_contacts_calls_and_checks(counter, clerk):
    person, by = make_citizen(), actor(clerk)
    make_contact(citizen_id=person.pk, by=by, subject="Horaires de la piscine")
    make_task(citizen_id=person.pk, by=by, subject="Rappeler pour la cantine")
    check_identity(citizen_id=person.pk, by=by, method="seen")
    made = make_request(citizen=person)
    own = part(counter.get(url(person)), "contenu").select_one(".told").get_text(" ")
    for words in ("Horaires de la piscine", "Rappeler pour la cantine", "Pièce d’identité vue par"):
        assert words in plain(own)
    assert made.number not in own
    wide = counter.get(url(person), {"situation": "present"})
    assert made.number in text_of(wide)
    assert reverse("back_office:request", args=[made.public_id]) not in wide.content.decode()
    assert AccessTrailEntry.objects.filter(detail__counter="present").exists()


def test_who_does_not_receive_people_sees_the_requests_of_their_services_alone(sign_in):
    person = make_citizen()
    mine, other = make_request(citizen=person), make_request("signalement-voirie", citizen=person)
    page = sign_in(make_agent("etat-civil")).get(url(person), {"situation": "present"})
    assert mine.number in text_of(page)
    assert other.number not in text_of(page)
    assert "Personne présente" not in text_of(page)


def test_a_change_keeps_what_was_not_changed(counter):
    person = make_citizen()
    typed = seen(counter.get(url(person), {"faire": "identite"})) | {"name_in_use": "Morel"}
    assert counter.post(url(person, "identite"), typed).status_code == 302
    person.refresh_from_db()
    assert (person.name_in_use, person.birth_date, person.revision) == ("Morel", dt.date(1987, 4, 12), 1)


def test_a_colleague_between_is_shown_and_nothing_is_overwritten(counter, clerk):
    person = make_citizen()
    shown = seen(counter.get(url(person), {"faire": "identite"}))
    update_person(person.pk, by=actor(clerk), first_names="Malika Inès", name_in_use="Petit")
    page = counter.post(url(person, "identite"), shown | {"name_in_use": "Morel"})
    assert page.status_code == 409
    said = text_of(page)
    assert "« Malika » est devenu « Malika Inès »" in said
    assert "« vide » est devenu « Petit » , vous aviez écrit « Morel »" in said.replace("»,", "» ,")
    person.refresh_from_db()
    assert (person.name_in_use, person.first_names) == ("Petit", "Malika Inès")
    again = seen(page)
    assert (again["first_names"], again["name_in_use"]) == ("Malika Inès", "Morel")
    assert counter.post(url(person, "identite"), again).status_code == 302
    person.refresh_from_db()
    assert (person.name_in_use, person.first_names) == ("Morel", "Malika Inès")


@pytest.mark.parametrize(
    ("gesture", "typed", "sentence"),
    [
        ("identite", {"birth_date": "12/04/2087"}, "dans le futur"),
        ("identite", {"family_name": " "}, "Indiquez le nom"),
        ("identite", {"language": "klingon"}, "Choisissez dans la liste"),
        ("coordonnee", {"kind": "phone", "value": "06 39"}, "n’existe pas"),
        ("coordonnee", {"kind": "email", "value": "moi@"}, "incomplète"),
        ("coordonnee", {"kind": "email", "value": ""}, "Écrivez le numéro"),
        ("alerte", {"kind": "", "until_on": "2027-01-01"}, "Choisissez une alerte"),
        ("alerte", {"kind": "homonym", "until_on": "2020-01-01"}, "une date à venir"),
        ("alerte", {"kind": "homonym", "until_on": "2099-01-01"}, "un an au plus"),
        ("adresse", {}, "Nommez au moins un agent"),
    ],
)
def test_what_is_wrong_comes_back_with_its_sentence_and_what_was_typed(counter, gesture, typed, sentence):
    person = make_citizen()
    shown = seen(counter.get(url(person), {"faire": gesture}))
    shown = {name: value for name, value in shown.items() if name != "keepers"} | typed
    page = counter.post(url(person, gesture), shown)
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert "votre saisie est encore là" in text_of(page)
    back = seen(page)
    assert {name: back[name] for name in typed if name != "language"} == {
        name: value for name, value in typed.items() if name != "language"
    }


def test_a_contact_is_added_and_ended_and_stays_told(counter):
    person = make_citizen()
    counter.post(url(person, "coordonnee"), {"kind": "phone", "value": "01 99 00 41 99", "label": "travail"})
    point = ContactPoint.objects.get(label="travail")
    counter.post(url(person, "finir-coordonnee"), {"ref": point.pk})
    said = text_of(counter.get(url(person)))
    assert "n’est plus utilisée depuis le" in said
    point.refresh_from_db()
    assert point.ended_on == calendar.today(make_town())


@pytest.mark.parametrize("ref", ["", "x", "999999999999", "12", "١"])
def test_a_button_never_reaches_what_is_not_of_this_page(counter, ref):
    person, other = make_citizen(), make_citizen("Petit", "Karim", email="", phone="0639980101")
    stranger = other.contact_points.get()
    counter.post(url(person, "finir-coordonnee"), {"ref": ref})
    answer = counter.post(url(person, "finir-coordonnee"), {"ref": stranger.pk})
    assert "relisez-la" in text_of(counter.get(answer["Location"]))
    stranger.refresh_from_db()
    assert stranger.ended_on is None


def test_an_alert_has_an_author_and_an_end_and_is_lifted(counter):
    person, until = make_citizen(), calendar.today(make_town()) + dt.timedelta(days=30)
    counter.post(url(person, "alerte"), {"kind": "write_only", "until_on": until.isoformat()})
    said = text_of(counter.get(url(person)))
    assert "Répondre par écrit seulement posée par Claire Lemoine, jusqu’au" in said
    counter.post(url(person, "lever-alerte"), {"ref": PersonAlert.objects.get().public_id})
    assert "posée par" not in text_of(counter.get(url(person)))


def test_an_organisation_has_contacts_and_no_birth(counter):
    club = create_person(commune_id=make_town().pk, family_name="Aviron", kind="association", by=SYSTEM)
    person = make_citizen()
    found = text_of(counter.get(url(club), {"faire": "contact", "avec": "benhaddou"}))
    assert "Malika Benhaddou" in found
    typed = {"autre": person.public_id, "role": "présidente", "until_on": ""}
    assert counter.post(url(club, "contact"), typed).status_code == 302
    assert "Malika Benhaddou présidente" in text_of(counter.get(url(club)))
    assert "Parle pour Aviron présidente" in text_of(counter.get(url(person)))
    assert soup(counter.get(url(club), {"faire": "identite"})).select("[name=birth_date]") == []
    counter.post(url(person, "finir-contact"), {"ref": club.organisation_contacts.get().pk})
    assert "Parle pour" not in text_of(counter.get(url(person)))


def test_who_may_not_change_is_offered_nothing_and_refused(sign_in):
    person = make_citizen()
    client = sign_in(make_agent("voirie", Role.TECHNICIAN))
    page = client.get(url(person), {"faire": "identite"})
    assert soup(page).select("#contenu form, #formulaire") == []
    assert client.post(url(person, "identite"), {"family_name": "X"}).status_code == 404
    answer = client.post(url(person, "finir-coordonnee"), {"ref": person.contact_points.first().pk})
    assert answer.status_code == 403


def test_little_or_much_costs_the_same(counter, clerk):
    person, by = make_citizen(), actor(clerk)

    def more() -> None:
        make_request(citizen=Citizen.objects.get(pk=person.pk))
        make_contact(citizen_id=person.pk, by=by)
        make_task(citizen_id=person.pk, by=by)
        check_identity(citizen_id=person.pk, by=by, method="seen")
        club = create_person(commune_id=person.commune_id, family_name="Club", kind="association", by=SYSTEM)
        add_organisation_contact(club.pk, person_id=person.pk, by=by)

    def cost() -> int:
        with CaptureQueriesContext(connection) as found:
            assert counter.get(url(person), {"situation": "phone"}).status_code == 200
        return len(found)

    more()
    raise_alert(person.pk, kind="homonym", until_on=calendar.today(make_town()), by=by)
    counter.get(url(person))
    little = cost()
    for _time in range(5):
        more()
    assert cost() == little
