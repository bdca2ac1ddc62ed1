"""Each way to ask for somebody, what is told of why, and the plan of the question."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from citizens.operations import add_contact, create_person, merge_people, update_person
from citizens.rules.asking import parse
from citizens.rules.phonetics import word_key
from citizens.search import find_people
from core.actor import Actor
from core.models import Commune
from organisation.enums import Role
from tests.builders import actor, make_agent, make_town
from tests.citizens.noisy_queries import make_town as make_people
from tests.citizens.town_of_people import settle

BY = Actor.system("test")
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def malika(db):
    made = create_person(
        commune_id=make_town().pk,
        family_name="Petit",
        first_names="Malika",
        birth_date=dt.date(1987, 4, 12),
        phone="06 39 98 41 27",
        email="malika.benhaddou@courriel.example",
        postal_address="14 rue des Tanneurs, 99000 Admiville",
        by=BY,
    )
    for number in range(12):
        create_person(commune_id=made.commune_id, family_name="Petit", first_names=f"Paul{number}", by=BY)
    return update_person(made.pk, name_in_use="Benhaddou", civility="madame", by=BY)


ASKED = {
    "BENHADDOU malika": "Même nom",
    "malika benadou": "Nom proche",
    "Malika Petit": "Même nom",
    "benhad malika": "Nom proche",
    "malkia benhaddou": "Nom proche",
    "12/04/1987": "Née le 12 avril 1987",
    "née le 12 avril 87 malika": "Née le 12 avril 1987",
    "12041987": "Née le 12 avril 1987",
    "benhaddou 1987": "Née le 12 avril 1987",
    "avril 1987 malika": "Née le 12 avril 1987",
    "06.39.98.41.27": "Même téléphone",
    "+33 6 39 98 41 27": "Même téléphone",
    "malika 41 27": "Téléphone qui contient ces chiffres",
    "malika.benhaddou@courriel.example": "Même courriel",
    "malika tanneur": "Habite 14 rue des tanneurs",
    "14 rue des tanneurs": "Habite 14 rue des tanneurs",
}


@pytest.mark.parametrize("query", ASKED)
def test_somebody_is_found_first_and_it_is_said_why(malika, query):
    match = find_people(query, commune_id=malika.commune_id, by=BY)[0]
    assert match.citizen == malika
    assert ASKED[query] in match.reasons


@pytest.mark.parametrize("query", ["", "   ", "de la", "zzzzzz", "31/02/1987", "\x00", "%_'\"(", "é" * 500, "🦄"])
def test_what_says_nobody_finds_nobody_and_never_fails(malika, query):
    assert find_people(query, commune_id=malika.commune_id, by=BY) == []


def test_equals_are_in_alphabetical_order(malika):
    found = find_people("petit paul", commune_id=malika.commune_id, by=BY)
    names = [match.citizen.sort_key for match in found]
    assert names == sorted(names)
    assert len(names) == 8


def test_a_merged_person_is_found_by_either_name_under_the_kept_row(malika):
    other = create_person(commune_id=malika.commune_id, family_name="Quéméneur", phone="0639980188", by=BY)
    merge_people(kept_id=malika.pk, merged_id=other.pk, reason="même personne", by=BY)
    for query in ("quemeneur", "0188", "malika quemeneur"):
        assert [match.citizen for match in find_people(query, commune_id=malika.commune_id, by=BY)][0] == malika


def test_what_changes_is_found_at_once(malika):
    add_contact(malika.pk, kind="phone", value="01 99 00 55 66", by=BY)
    update_person(malika.pk, first_names="Lina", by=BY)
    assert find_people("lina 5566", commune_id=malika.commune_id, by=BY)[0].citizen == malika


def test_another_commune_and_agents_without_a_role_find_nobody(malika):
    other = Commune.objects.create(name="Ingeville", slug="ingeville", insee_code="99002", postcode="99100")
    reception = actor(make_agent("accueil", Role.COUNTER))
    assert find_people("malika", commune_id=malika.commune_id, by=reception)
    assert not find_people("malika", commune_id=other.pk, by=reception)
    assert not find_people("malika", commune_id=malika.commune_id, by=actor(make_agent("accueil", Role.ELECTED)))
    assert not find_people("malika", commune_id=malika.commune_id, by=Actor.anonymous())


def test_three_queries_at_most_through_the_index_whatever_the_size(db):
    commune = make_town()
    settle(commune.pk, make_people(4_000))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE citizens_personsearchrow DROP CONSTRAINT citizens_search_row_once")
    for query in ("martin", "matrin jaen 4127", "durand 12/04/1987", "bernad silvie rue des tanneurs 14"):
        with CaptureQueriesContext(connection) as captured:
            find_people(query, commune_id=commune.pk, by=BY)
        assert len(captured) <= 3
        for one in captured:
            if "citizens_personsearchrow" not in one["sql"]:
                continue
            with connection.cursor() as cursor:
                # A few thousand rows are cheaper read whole, in a large town they are not.
                cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
                cursor.execute("EXPLAIN " + one["sql"])
                plan = "\n".join(row[0] for row in cursor.fetchall())
            assert "citizens_marks" in plan
            assert "Seq Scan" not in plan


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("12/04/1987", ["1987-04-12"]),
        ("12.4.87", ["1987-04-12"]),
        ("1987-04-12", ["1987-04-12"]),
        ("12 avril 1987", ["1987-04-12"]),
        ("1er févr. 2001", ["2001-02-01"]),
        ("04/27/1987", ["1987-04-27"]),
        ("03 02 14", ["1914-02-03", "2014-02-03"]),
        ("rue du 8 mai 1945", []),
        ("06 39 98 41 27", []),
        ("mailka 18 71", []),
        ("12/04/2087", []),
    ],
)
def test_a_day_is_read_in_any_spelling(text, days):
    assert [one.isoformat() for one in parse(text, TODAY).dates] == days


ALIKE = ["philippe filip", "lefebvre lefevre lefaivre", "moreau morot moro", "gauthier gautier gotier", "jean jan"]
ALIKE += ["christophe kristof", "renaud reno renault", "thibault tibo thibaut", "dupont dupond", "henry henri"]
ALIKE += ["fontaine fontene", "girard jirar", "michael mickael", "leroy leroi", "francois fransois", "faure fore"]
UNLIKE = ["martin martine", "paul pauline", "durand durel", "roux roy", "simon simone", "petit petrel"]


@pytest.mark.parametrize("words", ALIKE)
def test_names_that_sound_alike_have_one_key(words):
    assert len({word_key(word) for word in words.split()}) == 1


@pytest.mark.parametrize("words", UNLIKE)
def test_names_that_do_not_have_two(words):
    assert len({word_key(word) for word in words.split()}) == 2
