"""« Usagers »: found as one types, created with two fields, nothing lost by an error."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from citizens.models import Citizen
from citizens.operations import create_person
from core.models import AccessTrailEntry
from organisation.enums import Role
from tests.back_office.pages import part, plain, soup, text_of
from tests.builders import SYSTEM, make_agent, make_citizen, make_request, make_town

pytestmark = pytest.mark.django_db
LIST, NEW = "/agents/usagers/", "/agents/usagers/nouvelle-fiche/"


@pytest.fixture
def counter(sign_in):
    return sign_in(make_agent("accueil", Role.COUNTER))


def rows(page) -> list[str]:
    return [plain(row.get_text(" ")) for row in soup(page).select("#resultats tr[data-row]")]


def test_nobody_is_listed_before_one_types(counter):
    make_citizen()
    page = counter.get(LIST)
    assert rows(page) == []
    assert "Qui cherchez-vous" in text_of(page)


def test_a_person_is_found_badly_spelt_with_the_reason_and_how_to_reach_them(counter):
    make_citizen(postal_address="14 rue des Tanneurs, 99000 Admiville")
    (row,) = rows(counter.get(LIST, {"q": "benadou malika 12/04/1987"}))
    assert "Malika Benhaddou Né(e) le 12 avril 1987 06 39 98 41 27" in row
    assert "14 rue des Tanneurs 99000 Admiville" in row
    assert "née le 12 avril 1987" in row.lower() or "né le 12 avril 1987" in row.lower()


def test_what_htmx_asks_is_what_the_page_holds(counter):
    make_citizen()
    whole = part(counter.get(LIST, {"q": "benhaddou"}), "resultats")
    fragment = counter.get(LIST, {"q": "benhaddou"}, headers={"HX-Request": "true"})
    assert str(soup(fragment).find(id="resultats")) == str(whole)


def test_a_search_leaves_one_trace_without_its_words(counter):
    counter.get(LIST, {"q": "benhaddou malika"})
    (entry,) = AccessTrailEntry.objects.filter(verb="search", subject_kind="citizen")
    assert entry.detail == {"words": 2}


def test_a_request_number_typed_whole_leads_to_the_request(sign_in):
    made = make_request()
    page = sign_in(make_agent("etat-civil")).get(LIST, {"q": made.number})
    assert f"Ouvrir la demande {made.number}" in text_of(page)


def test_nobody_found_offers_to_create_with_the_words_typed(counter):
    page = counter.get(LIST, {"q": "Solène Kervella"})
    assert "Personne ne répond à ces mots" in text_of(page)
    values = {one["name"]: one.get("value", "") for one in soup(page).select(".newcomer input")}
    assert (values["family_name"], values["first_names"]) == ("Kervella", "Solène")


def test_two_fields_create_a_person_and_open_their_page(counter):
    answer = counter.post(NEW, {"family_name": "Kervella", "first_names": "Solène"})
    citizen = Citizen.objects.get(family_name="Kervella")
    assert answer["Location"] == reverse("back_office:person", args=[citizen.public_id])
    assert "La fiche de Solène Kervella est créée" in text_of(counter.get(answer["Location"]))


def test_a_probable_duplicate_is_told_and_nothing_is_refused(counter):
    make_citizen()
    answer = counter.post(NEW, {"family_name": "Benhaddou", "first_names": "Malika", "phone": "06 39 98 41 27"})
    assert "Une autre fiche lui ressemble" in text_of(counter.get(answer["Location"]))


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("phone", "06 39", "Ce numéro de téléphone n’existe pas"),
        ("email", "solene@", "Cette adresse électronique est incomplète"),
        ("birth_date", "12/04/2087", "La date de naissance est dans le futur"),
        ("birth_date", "12/04/1787", "La date de naissance est trop ancienne"),
        ("birth_date", "hier", "Écrivez la date de naissance comme 12/04/1987"),
        ("family_name", "", "Indiquez le nom de la personne"),
        ("family_name", "\x00", "Indiquez le nom"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(counter, field, typed, sentence):
    known = {"family_name": "Kervella", "first_names": "Solène", field: typed}
    page = counter.post(NEW, known)
    assert page.status_code == 422
    assert sentence in text_of(page)
    values = {one["name"]: one.get("value", "") for one in soup(page).select(".newcomer input")}
    assert values["first_names"] == "Solène"
    assert values[field].replace("\x00", "") == typed.replace("\x00", "")
    assert not Citizen.objects.exists()


def test_organisations_have_their_tab_by_name(counter):
    make_citizen("Aviron", "Jeanne")
    for name in ("Tennis club", "Aviron d’Admiville"):
        create_person(commune_id=make_town().pk, family_name=name, kind="association", by=SYSTEM)
    listed = rows(counter.get(LIST, {"onglet": "organismes"}))
    assert [row.split(" Association")[0].split(" association")[0] for row in listed] == [
        "Aviron d’Admiville",
        "Tennis club",
    ]
    assert len(rows(counter.get(LIST, {"onglet": "organismes", "q": "aviron"}))) == 1
    assert "Jeanne" in rows(counter.get(LIST, {"q": "aviron"}))[0]


def test_organisations_are_paged_by_key(counter, monkeypatch):
    monkeypatch.setattr("back_office.people.PAGE", 2)
    for name in ("A", "B", "C"):
        create_person(commune_id=make_town().pk, family_name=f"Club {name}", kind="association", by=SYSTEM)
    first = counter.get(LIST, {"onglet": "organismes"})
    following = soup(first).select_one(".pager a")["href"]
    assert [row[:6] for row in rows(first)] == ["Club A", "Club B"]
    assert [row[:6] for row in rows(counter.get(following))] == ["Club C"]


def test_an_organisation_is_created_with_its_number(counter):
    known = {"onglet": "organismes", "family_name": "Aviron", "body": "association", "registration": "W123456789"}
    assert counter.post(NEW, known).status_code == 302
    wrong = counter.post(NEW, known | {"registration": "123"})
    assert "ni un RNA" in text_of(wrong)
    assert Citizen.objects.get().registration == "W123456789"


@pytest.mark.parametrize(("role", "status"), [(Role.ELECTED, 403), (Role.DPO, 403), (Role.TECHNICIAN, 200)])
def test_who_neither_receives_nor_handles_has_no_such_page(sign_in, role, status):
    client = sign_in(make_agent("accueil", role))
    assert client.get(LIST, {"q": "benhaddou"}).status_code == status


def test_a_technician_reads_and_creates_nobody(sign_in):
    client = sign_in(make_agent("voirie", Role.TECHNICIAN))
    assert soup(client.get(LIST)).select(".newcomer") == []
    assert client.post(NEW, {"family_name": "Kervella"}).status_code == 403


def test_one_person_or_thirty_cost_the_same(counter):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost() -> int:
        with CaptureQueriesContext(connection) as found:
            assert counter.get(LIST, {"q": "morvan"}).status_code == 200
        return len(found)

    make_citizen("Morvan", "Étienne")
    counter.get(LIST)
    one = cost()
    for rank in range(29):
        make_citizen(
            "Morvan", f"Prénom{chr(97 + rank % 26)}{rank}", birth_date=dt.date(1960, 1, 1 + rank % 28), email=""
        )
    assert (len(rows(counter.get(LIST, {"q": "morvan"}))) >= 25, cost()) == (True, one)
