"""Reading one posted page: what is kept, what is refused, in which words."""

import datetime as dt

import pytest
from django.http import QueryDict

from tests.procedures.builders import field, form, one_field

TODAY = dt.date(2026, 11, 22)


def clean(the_form, page="page1", answers=None, **data):
    return the_form.clean_page(page, data, answers or {}, on=TODAY)


def value_of(kind, typed, **more):
    return clean(one_field(kind, **more), q=typed).values["q"]


def error_of(kind, typed, **more):
    return clean(one_field(kind, **more), q=typed).errors["q"]


def test_a_required_question_left_empty_is_told_with_its_own_sentence():
    assert error_of("text", " ", error="Indiquez l’objet.") == "Indiquez l’objet."
    assert error_of("choice", "") == "Choisissez une réponse."


def test_an_optional_question_may_stay_empty():
    cleaned = clean(one_field("text", required=False), q="")
    assert cleaned.ok
    assert cleaned.values == {"q": None}


def test_a_text_too_long_says_both_lengths_and_is_shown_again_whole():
    cleaned = clean(one_field("text", max_length=10), q="x" * 1234)
    assert cleaned.errors["q"] == "Votre réponse compte 1 234 signes. La limite est de 10."
    assert cleaned.raw["q"] == "x" * 1234


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Jean\x00 Dupont", "Jean Dupont"),
        ("Jean\u202e Dupont\u2066", "Jean Dupont"),
        ("Je\ud800an", "Jean"),
        ("Jean\r\nDupont", "Jean Dupont"),
        ("a" + "\u0301" * 40, "á" + "\u0301" * 3),
        ("\ufeffÉ\u200bric", "Éric"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_hidden_and_hostile_characters_are_left_out(typed, kept):
    assert value_of("text", typed) == kept


def test_a_long_text_keeps_its_paragraphs():
    assert value_of("long_text", "Un\r\n\r\n\r\n\r\ndeux  \ntrois") == "Un\n\ndeux\ntrois"


def test_a_social_security_number_is_remarked_without_being_refused():
    cleaned = clean(one_field("long_text"), q="Mon numéro : 2 55 08 14 168 025 38")
    assert cleaned.ok
    assert "sécurité sociale" in cleaned.hints["q"]


@pytest.mark.parametrize("typed", ["Nom@Exemple.fr", " nom@exemple.fr ", "mailto:nom@exemple.fr", "<nom@exemple.fr>"])
def test_an_address_is_understood_however_it_is_pasted(typed):
    assert value_of("email", typed).lower() == "nom@exemple.fr"


@pytest.mark.parametrize("typed", ["nom", "nom@", "@exemple.fr", "nom@exemple", "nom@@exemple.fr", "a b@exemple .fr,x"])
def test_an_address_that_cannot_be_one_is_refused_in_french(typed):
    assert error_of("email", typed).endswith(".")


def test_a_misspelt_domain_is_asked_about_and_never_refused():
    cleaned = clean(one_field("email"), q="nom@gmial.com")
    assert cleaned.ok
    assert cleaned.hints["q"] == "Vouliez-vous dire nom@gmail.com ?"
    assert clean(one_field("email"), q="nom@admiville.example").hints == {}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("06.12.34.56.78", "+33612345678"),
        ("+33 (0)6 12 34 56 78", "+33612345678"),
        ("0033 6 12 34 56 78", "+33612345678"),
        ("06-12-34-56-78", "+33612345678"),
        ("0590 12 34 56", "+590590123456"),
        ("0692 12 34 56", "+262692123456"),
        ("+33 692 12 34 56", "+262692123456"),
        ("0639 12 34 56", "+262639123456"),
        ("+32 470 12 34 56", "+32470123456"),
    ],
)
def test_a_phone_is_understood_in_any_spelling_overseas_included(typed, kept):
    assert value_of("phone", typed) == kept


@pytest.mark.parametrize("typed", ["12", "06 12 34", "zéro six", "06 12 34 56 78 poste", "٠٦١٢"])
def test_a_phone_that_cannot_be_called_is_refused_with_an_example(typed):
    assert error_of("phone", typed) == "Écrivez un numéro complet, par exemple 06 12 34 56 78."


def test_numbers_are_read_as_the_french_write_them():
    assert value_of("number", "1 234") == 1234
    assert value_of("number", "12,5", decimals=2) == 12.5
    assert error_of("number", "12,5") == "Écrivez un nombre entier, sans virgule."
    assert error_of("number", "douze").startswith("Écrivez un nombre en chiffres")
    assert error_of("number", "0", min=1) == "Indiquez 1 au moins."
    assert error_of("number", "1e9999") == error_of("number", "nan")


def test_a_choice_outside_the_list_is_refused():
    assert value_of("choice", "a") == "a"
    assert error_of("choice", "z") == "Choisissez une réponse dans la liste."
    posted = QueryDict(mutable=True)
    posted.setlist("q", ["b", "a", "b"])
    assert one_field("choices").clean_page("page1", posted, {}).values == {"q": ["a", "b"]}


def test_an_attestation_must_be_ticked():
    assert value_of("attestation", "oui") is True
    assert error_of("attestation", "", error="Cochez.") == "Cochez."


def test_yes_and_no_are_answers_and_silence_is_none():
    assert value_of("yes_no", "non") is False
    assert error_of("yes_no", "") == "Répondez par oui ou par non."


def test_an_address_is_free_text_on_one_line():
    assert value_of("address", "14 rue des Tanneurs,\n99000 Admiville") == "14 rue des Tanneurs, 99000 Admiville"
    cleaned = clean(one_field("address", widget="postal"), q="14 rue des Tanneurs")
    assert cleaned.ok
    assert "code postal" in cleaned.hints["q"]


def test_a_question_that_has_just_appeared_is_not_a_fault_of_the_person():
    the_form = form([field("q", "choice"), field("suite", when={"field": "q", "op": "eq", "value": "a"})])
    cleaned = clean(the_form, q="a", _shown="q")
    assert not cleaned.ok
    assert cleaned.only_revealed
    again = clean(the_form, q="a", suite="", _shown="q,suite")
    assert not again.only_revealed


def test_a_check_across_fields_speaks_on_its_field():
    check = {"when": {"field": "b", "op": "empty", "value": True}, "field": "a", "message": "Indiquez a ou b."}
    the_form = form([field("a", required=False), field("b", required=False)], checks=(check,))
    assert clean(the_form, a="", b="").errors == {"a": "Indiquez a ou b."}
    assert clean(the_form, a="", b="x").ok


def test_an_unknown_page_gives_nothing():
    assert one_field("text").clean_page("ailleurs", {"q": "x"}, {}).values == {}
