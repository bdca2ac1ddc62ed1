"""Fields of several inputs: dates, persons, places, files."""

import datetime as dt
from uuid import uuid4

import pytest

from tests.procedures.builders import one_field

TODAY = dt.date(2026, 11, 22)


def post(kind, answers=None, data=None, **more):
    return one_field(kind, **more).clean_page("page1", data or {}, answers or {}, on=TODAY)


def date(day, month, year, **more):
    return post("date", data={"q-jour": day, "q-mois": month, "q-annee": year}, **more)


def test_a_date_is_three_inputs_and_one_answer():
    assert date("9", "11", "1992").values == {"q": "1992-11-09"}
    assert date("1", "mars", "1984").values == {"q": "1984-03-01"}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("9", "11", "92"), "Écrivez l’année avec 4 chiffres, par exemple 1984."),
        (("31", "2", "1992"), "Le 31 février 1992 n’existe pas. Vérifiez le jour."),
        (("9", "13", "1992"), "Le mois va de 1 à 12."),
        (("", "11", "1992"), "Il manque le jour."),
        (("9", "11", ""), "Il manque l’année."),
        (("neuf", "11", "1992"), "Écrivez la date en chiffres, par exemple 27 3 1984."),
        (("9", "11", "0001"), "Vérifiez l’année."),
        (("", "", ""), "Indiquez une date."),
        (("٩", "11", "1992"), "Écrivez la date en chiffres, par exemple 27 3 1984."),
    ],
)
def test_a_wrong_date_says_which_part_is_wrong(typed, sentence):
    assert date(*typed).errors == {"q": sentence}


def test_a_date_keeps_to_its_bounds():
    assert date("23", "11", "2026", max="today").errors["q"].startswith("Cette date est dans le futur")
    assert date("22", "11", "2026", max="today").ok
    assert date("1", "1", "1799", min="1800-01-01").errors["q"] == "Indiquez une date à partir du 1er janvier 1800."


def test_the_part_at_fault_is_the_one_the_summary_leads_to():
    the_form = one_field("date")
    raw = {"q-jour": "9", "q-mois": "11", "q-annee": "92"}
    cleaned = the_form.clean_page("page1", raw, {})
    bound = the_form.bind("page1", {}, raw=cleaned.raw, errors=cleaned.errors)
    assert bound.errors[0].target == "f-q-annee"
    assert [part.invalid for part in bound.fields[0].parts] == [False, False, True]
    assert bound.fields[0].parts[2].value == "92"


def test_a_person_is_a_block_whose_parts_have_their_own_errors():
    cleaned = post("identity", data={"q-family_name": "Morel"}, parts=["family_name", "first_names"])
    assert cleaned.errors == {"q-first_names": "Indiquez les prénoms."}
    whole = post("identity", data={"q-family_name": " Morel ", "q-first_names": "Julien  Marc"})
    assert whole.values == {"q": {"family_name": "Morel", "first_names": "Julien Marc"}}


def test_an_optional_person_may_be_left_out_but_not_half_given():
    assert post("identity", required=False).ok
    half = post("identity", data={"q-first_names": "Julien"}, required=False)
    assert half.errors == {"q-family_name": "Indiquez le nom de naissance."}


def test_an_error_within_a_person_keeps_the_rest_typed():
    data = {"q-family_name": "Morel", "q-first_names": "Julien", "q-birth_date-annee": "92", "q-birth_date-jour": "9"}
    parts = ["family_name", "first_names", "birth_date"]
    cleaned = post("identity", data=data, parts=parts)
    assert cleaned.errors == {"q-birth_date": "Il manque le mois."}
    bound = one_field("identity", parts=parts).bind("page1", {}, raw=cleaned.raw, errors=cleaned.errors).fields[0]
    assert [child.value for child in bound.children[:2]] == ["Morel", "Julien"]
    assert bound.children[2].parts[2].value == "92"


def test_a_place_is_words_or_a_point():
    assert post("point", data={"q-words": "place du Marché"}).values["q"] == {
        "words": "place du Marché",
        "lat": None,
        "lon": None,
    }
    pointed = post("point", data={"q-lat": "46.5912345678", "q-lon": "3.3"})
    assert pointed.values["q"] == {"words": "", "lat": 46.591235, "lon": 3.3}
    assert post("point").errors == {"q": "Dites où c’est : une adresse ou un repère suffit."}


@pytest.mark.parametrize("lat", ["91", "nan", "inf", "1e5", "abc", "46.5;drop", "٤٦"])
def test_a_point_that_is_none_is_refused(lat):
    assert "n’a pas été compris" in post("point", data={"q-lat": lat, "q-lon": "3.3"}).errors["q"]


def test_a_point_out_of_bounds_is_refused():
    bounds = [46.5, 2.4, 46.7, 2.5]
    assert "hors de la commune" in post("point", data={"q-lat": "48.8", "q-lon": "2.45"}, bounds=bounds).errors["q"]
    assert post("point", data={"q-lat": "46.6", "q-lon": "2.45"}, bounds=bounds).ok


def test_files_come_from_the_draft_and_never_from_the_browser():
    mine, stolen = str(uuid4()), str(uuid4())
    cleaned = post("file", answers={"q": [mine]}, data={"q": [stolen]})
    assert cleaned.values == {"q": [mine]}
    assert post("file", data={"q": [stolen]}).errors == {"q": "Ajoutez un fichier."}


def test_too_many_files_are_counted():
    ids = [str(uuid4()) for _n in range(4)]
    assert post("file", answers={"q": ids}, max_files=3).errors == {"q": "3 fichiers au plus : retirez-en 1."}


def test_what_is_not_an_id_is_no_file():
    assert post("file", answers={"q": ["../../etc/passwd", 12, None]}, required=False).values == {"q": None}
