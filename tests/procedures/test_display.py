"""Answers as a person reads them."""

from uuid import uuid4

from jsonschema import Draft202012Validator

from tests.procedures.builders import field, form

PARTS = ["family_name", "name_in_use", "first_names", "birth_date"]
WHO = {"family_name": "Benhaddou", "name_in_use": "Diallo", "first_names": "Malika", "birth_date": "1987-04-01"}


def values(the_form, answers, files=None):
    return {row.key: row.value for section in the_form.display(answers, files) for row in section.rows}


def test_each_kind_reads_as_french():
    the_form = form(
        [
            field("qui", "identity", parts=PARTS),
            field("le", "date"),
            field("tel", "phone"),
            field("combien", "number", decimals=2),
            field("choix", "choice"),
            field("plusieurs", "choices"),
            field("accord", "yes_no"),
        ]
    )
    shown = values(
        the_form,
        {
            "qui": WHO,
            "le": "2026-11-22",
            "tel": "+33612345678",
            "combien": 1234.5,
            "choix": "a",
            "plusieurs": ["a", "b"],
            "accord": False,
        },
    )
    assert shown == {
        "qui": "Malika Diallo, né(e) le 1er avril 1987",
        "le": "22 novembre 2026",
        "tel": "06 12 34 56 78",
        "combien": "1 234,5",
        "choix": "Réponse A",
        "plusieurs": "Réponse A, Réponse B",
        "accord": "Non",
    }


def test_a_foreign_or_overseas_number_keeps_its_country():
    assert values(form([field("tel", "phone")]), {"tel": "+590590123456"}) == {"tel": "+590 590 12 34 56"}


def test_files_are_named_and_their_ids_kept():
    one = str(uuid4())
    the_form = form([field("pieces", "file")])
    row = the_form.display({"pieces": [one]}, {one: "livret.pdf"})[0].rows[0]
    assert (row.value, row.files, row.kind) == ("livret.pdf", (one,), "file")
    assert the_form.display({"pieces": [one]})[0].rows[0].value == "1 fichier"


def test_unanswered_questions_and_empty_pages_are_not_shown():
    the_form = form([field("a"), field("b", required=False)], [field("c", required=False)])
    sections = the_form.display({"a": "oui"})
    assert [(section.key, [row.key for row in section.rows]) for section in sections] == [("page1", ["a"])]


def test_the_subject_is_made_of_short_answers():
    the_form = form([field("choix", "choice"), field("qui", "identity", parts=PARTS)], subject="{choix} – {qui}")
    assert the_form.subject({"choix": "b", "qui": WHO}) == "B – Malika Diallo"
    assert the_form.subject({"choix": "b"}) == "B"


def test_the_subject_keeps_to_one_line_of_readable_length():
    subject = form([field("a")], subject="{a}").subject({"a": "mot\nautre " * 60})
    assert len(subject) <= 160
    assert subject.endswith("…")
    assert "\n" not in subject


def test_answers_have_a_json_schema():
    the_form = form(
        [field("a"), field("b", "date", when={"field": "a", "op": "eq", "value": "x"}), field("c", "phone")]
    )
    schema = the_form.answers_schema()
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    assert schema["required"] == ["a", "c"]
    assert validator.is_valid({"a": "x", "c": "+33612345678"})
    assert not validator.is_valid({"a": "x", "c": "06", "z": 1})


def test_texts_in_another_language_fall_back_to_french():
    from procedures.form_engine import say

    assert say({"fr": "Bonjour", "en": "Hello"}, "en") == "Hello"
    assert say({"fr": "Bonjour"}, "uk") == "Bonjour"
    assert say("Bonjour", "en") == "Bonjour"
    assert say(None) == ""
