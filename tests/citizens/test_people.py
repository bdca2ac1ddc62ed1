from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from citizens.models import Citizen, ContactPoint
from citizens.operations import anonymise
from citizens.privacy import _export_citizen, _export_contact
from citizens.rules.contacts import normalise, normalise_email, normalise_phone
from citizens.rules.names import directory_key, folded_name
from core.models import SearchEntry


@pytest.mark.parametrize(
    ("text", "normalised"),
    [
        ("Malika@Courriel.Example", "malika@courriel.example"),
        (" a.b+c@courriel.example ", "a.b+c@courriel.example"),
        ("jo@mairie-été.example", "jo@xn--mairie-t-h1ab.example"),
        ("pas une adresse", None),
        ("a@b@c.example", None),
        ("", None),
        ("x" * 400 + "@courriel.example", None),
    ],
)
def test_e_mails_have_one_spelling(text, normalised):
    assert normalise_email(text) == normalised


@pytest.mark.parametrize(
    "text",
    ["06 39 98 01 12", "06.39.98.01.12", "0639980112", "+33 6 39 98 01 12", "0033639980112", "+33 (0)6 39980112"],
)
def test_phones_have_one_spelling(text):
    assert normalise_phone(text) == "+33639980112"


@pytest.mark.parametrize(
    ("text", "normalised"), [("+32 470 12 34 56", "+32470123456"), ("12", None), ("bonjour", None)]
)
def test_foreign_and_impossible_phones(text, normalised):
    assert normalise_phone(text) == normalised


def test_an_empty_contact_is_none_whatever_its_kind():
    assert [normalise(kind, "  ") for kind in ("email", "phone", "postal")] == [None, None, None]


def test_people_are_sorted_as_in_a_directory(meet):
    for family_name in ("Zola", "Éluard", "Œuvrard", "d’Arc", "Arnaud"):
        meet(family_name=family_name, first_names="Jean")
    assert [person.family_name for person in Citizen.objects.all()] == ["Arnaud", "d’Arc", "Éluard", "Œuvrard", "Zola"]


def test_a_name_is_compared_without_order_and_sorted_with_it():
    assert folded_name("Benhaddou", "Malika") == folded_name("MALIKA", "benhaddou")
    assert directory_key("Benhaddou", "Malika") == "benhaddou malika"


def test_the_name_on_the_page_on_the_envelope_and_in_the_circle():
    person = Citizen(civility="madame", family_name="Petit", name_in_use="Benhaddou", first_names="Malika")
    assert (person.display_name, person.letter_name, person.initials) == (
        "Malika Benhaddou",
        "Madame Malika Benhaddou",
        "MB",
    )


WRONG = {
    "Le nom de famille manque.": {"family_name": ""},
    "La date de naissance est trop ancienne.": {"birth_date": date(1492, 10, 12)},
}


@pytest.mark.parametrize("sentence", WRONG)
def test_the_database_refuses_nonsense_and_says_so_in_french(sentence, commune):
    details = {"commune": commune, "family_name": "Petit", "sort_key": "petit", "folded_name": "petit"}
    person = Citizen(**(details | WRONG[sentence]))
    with pytest.raises(ValidationError) as refusal:
        person.validate_constraints()
    assert sentence in refusal.value.messages
    with pytest.raises(IntegrityError), transaction.atomic():
        person.save()


def test_nobody_is_merged_into_themselves(meet):
    person = meet()
    person.canonical = person
    with pytest.raises(IntegrityError), transaction.atomic():
        person.save()


def test_a_contact_is_kept_once_a_person(meet):
    person = meet()
    point = person.contact_points.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactPoint.objects.create(citizen=person, kind=point.kind, value="x", normalised=point.normalised)


def test_erasing_a_person_leaves_no_word_of_them_and_keeps_the_row(meet):
    person = meet()
    for _time in range(2):
        anonymise(person.pk)
    person.refresh_from_db()
    words = " ".join(str(value) for value in vars(person).values())
    assert "malika" not in words.lower()
    assert "benhaddou" not in words.lower()
    assert not person.contact_points.exists()
    assert not SearchEntry.objects.filter(kind="citizen", ref=person.pk).exists()


def test_a_person_takes_away_what_the_town_knows(meet):
    person = meet()
    assert _export_citizen(person)["nom_de_famille"] == "Benhaddou"
    assert _export_contact(person.contact_points.get())["valeur"] == "malika.benhaddou@courriel.example"
