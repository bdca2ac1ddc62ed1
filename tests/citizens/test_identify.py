from datetime import date

import pytest

from citizens.models import Citizen, ContactPoint
from citizens.querysets import person_set
from core.errors import Refused
from core.models import Commune, SearchEntry
from tests.citizens.conftest import MALIKA

SAME_PERSON = {
    "capitals": {"family_name": "BENHADDOU", "first_names": "MALIKA"},
    "spaces": {"family_name": "  Benhaddou ", "first_names": " Malika  "},
    "names the other way round": {"family_name": "Malika", "first_names": "Benhaddou"},
    "e-mail in capitals": {"email": "Malika.Benhaddou@COURRIEL.example "},
    "another e-mail, same phone": {"email": "autre@courriel.example", "phone": "+33 6 39 98 01 12"},
}


@pytest.mark.parametrize("case", SAME_PERSON)
def test_a_person_known_by_name_and_contact_is_found_again(case, meet):
    first = meet(**MALIKA, phone="06 39 98 01 12")
    assert meet(**(MALIKA | SAME_PERSON[case])) == first
    assert Citizen.objects.count() == 1


def test_accents_and_hyphens_do_not_make_another_person(meet):
    first = meet(family_name="Le Guérec", first_names="Jean-Étienne", phone="01 99 00 12 34")
    assert meet(family_name="LE GUEREC", first_names="Jean Etienne", phone="0199001234") == first


DIFFERENT = {
    "same e-mail, another name: a couple shares it": {"first_names": "Karim"},
    "same name, another e-mail": {"email": "malika@ailleurs.example"},
    "same name, no contact at all": {"email": ""},
    "same name, an e-mail that is none": {"email": "malika(at)courriel"},
}


@pytest.mark.parametrize("case", DIFFERENT)
def test_name_and_contact_must_both_agree(case, meet):
    meet()
    meet(**(MALIKA | DIFFERENT[case]))
    assert Citizen.objects.count() == 2


def test_two_births_are_two_persons_even_with_everything_else_alike(meet):
    mother = meet(**MALIKA, birth_date=date(1960, 1, 1))
    daughter = meet(**MALIKA, birth_date=date(1990, 1, 1))
    assert mother != daughter
    assert meet(**MALIKA, birth_date=date(1990, 1, 1)) == daughter


def test_a_birth_date_learned_later_is_kept(meet):
    citizen = meet()
    meet(**MALIKA, birth_date=date(1988, 3, 2))
    citizen.refresh_from_db()
    assert citizen.birth_date == date(1988, 3, 2)
    meet()
    citizen.refresh_from_db()
    assert citizen.birth_date == date(1988, 3, 2)


ROOF = {"family_name": "Morvan", "first_names": "Étienne", "postal_address": "3, rue du Port, 99000 Admiville"}


def test_a_shared_roof_is_not_enough_without_the_birth_date(meet):
    meet(**ROOF)
    meet(**ROOF)
    assert Citizen.objects.count() == 2


def test_a_roof_and_a_birth_date_are_enough(meet):
    first = meet(**ROOF, birth_date=date(1950, 5, 5))
    assert meet(**(ROOF | {"postal_address": "3 RUE DU PORT 99000 ADMIVILLE"}), birth_date=date(1950, 5, 5)) == first


def test_the_contact_points_gather_once_each_unverified(meet):
    citizen = meet()
    meet(**MALIKA, phone="0639980112")
    meet(**MALIKA, phone="+33 6 39 98 01 12", postal_address="1 place de la Mairie")
    points = ContactPoint.objects.filter(citizen=citizen)
    assert sorted(points.values_list("kind", "normalised")) == [
        ("email", "malika.benhaddou@courriel.example"),
        ("phone", "+33639980112"),
        ("postal", "1 place de la mairie"),
    ]
    assert not points.exclude(verified_at=None).exists()


def test_a_wrong_phone_or_e_mail_never_stops_a_filing(meet):
    citizen = meet(family_name="Diallo", first_names="Amadou", phone="12", email="rien")
    assert not citizen.contact_points.exists()


def test_without_any_name_it_is_told(meet):
    with pytest.raises(Refused, match="nom"):
        meet(family_name=" ", first_names="", email="a@courriel.example")


def test_a_single_name_is_a_name(meet):
    assert meet(family_name="", first_names="Nadia", phone="0639980112").display_name == "Nadia"


def test_a_very_long_or_hostile_name_is_kept_within_bounds(meet):
    citizen = meet(family_name="x" * 1000, first_names="<script>alert(1)</script>" * 20)
    assert len(citizen.family_name) == len(citizen.first_names) == 150


def test_another_commune_has_its_own_people(meet):
    meet()
    other = Commune.objects.create(name="Ingeville", slug="ingeville", insee_code="99002", postcode="99100")
    meet(**MALIKA, commune_id=other.pk)
    assert Citizen.objects.count() == 2


def test_the_row_that_matches_is_given_even_merged_into_another(meet):
    """So that what comes stays with it if the merge is undone; pages show the kept one."""
    merged, kept = meet(), meet(family_name="Benhaddou-Petit", first_names="Malika", phone="0639980112")
    Citizen.objects.filter(pk=merged.pk).update(canonical=kept)
    merged.refresh_from_db()
    assert meet() == merged
    assert meet().kept_id == kept.pk
    assert set(person_set(merged)) == set(person_set(kept)) == {merged, kept}


def test_probable_duplicates_are_a_hint_not_a_merge(meet):
    one, other = meet(), meet(**(MALIKA | {"email": "malika@ailleurs.example"}))
    husband = meet(**(MALIKA | {"first_names": "Karim"}))
    stranger = meet(family_name="Nguyen", first_names="Camille", email="camille@courriel.example")
    assert set(Citizen.objects.probable_duplicates_of(one)) == {other, husband}
    assert not Citizen.objects.probable_duplicates_of(stranger).exists()


def test_a_person_is_indexed_by_name_phone_and_e_mail(meet):
    citizen = meet(family_name="Kervella", first_names="Solène", phone="06 39 98 01 12", email="sk@courriel.example")
    entry = SearchEntry.objects.get(kind="citizen", ref=citizen.pk)
    for word in ("kervella", "solene", "0639980112", "sk@courriel.example"):
        assert word in entry.text


def test_meeting_a_known_person_costs_the_same_however_many_contacts_others_have(meet, django_assert_max_num_queries):
    meet()
    for number in range(20):
        meet(family_name="Benhaddou", first_names="Malika", email=f"malika{number}@courriel.example")
    with django_assert_max_num_queries(6):
        meet()
