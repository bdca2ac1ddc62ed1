"""Conditions: evaluated on the server, over the answers that are themselves asked for."""

import pytest

from procedures.form_engine import Form, holds
from procedures.form_engine.conditions import fields_of
from tests.procedures.builders import definition, field, form

ANSWERS = {"nature": "naissance", "nombre": 3, "tags": ["a", "b"], "ok": True, "qui": {"birth_date": "1992-11-09"}}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (None, True),
        ({"field": "nature", "op": "eq", "value": "naissance"}, True),
        ({"field": "nature", "op": "ne", "value": "naissance"}, False),
        ({"field": "absent", "op": "ne", "value": "naissance"}, True),
        ({"field": "nombre", "op": "gt", "value": 2}, True),
        ({"field": "nombre", "op": "lt", "value": 2}, False),
        ({"field": "nature", "op": "gt", "value": 2}, False),
        ({"field": "qui.birth_date", "op": "lt", "value": "2000-01-01"}, True),
        ({"field": "tags", "op": "contains", "value": "b"}, True),
        ({"field": "nature", "op": "contains", "value": "NAISS"}, True),
        ({"field": "nature", "op": "in", "value": ["deces", "naissance"]}, True),
        ({"field": "absent", "op": "empty", "value": True}, True),
        ({"field": "nature", "op": "empty", "value": False}, True),
        ({"field": "ok", "op": "eq", "value": True}, True),
        ({"field": "nombre", "op": "eq", "value": True}, False),
        ({"not": {"field": "ok", "op": "eq", "value": True}}, False),
        ({"all": [{"field": "ok", "op": "eq", "value": True}, {"field": "nombre", "op": "gt", "value": 5}]}, False),
        ({"any": [{"field": "ok", "op": "eq", "value": True}, {"field": "nombre", "op": "gt", "value": 5}]}, True),
    ],
)
def test_each_operator(condition, expected):
    assert holds(condition, ANSWERS) is expected


def test_the_fields_a_condition_reads_are_listed():
    condition = {"all": [{"field": "a", "op": "eq"}, {"not": {"any": [{"field": "b.c", "op": "eq"}]}}]}
    assert list(fields_of(condition)) == ["a", "b.c"]


SHOW = {"field": "a", "op": "eq", "value": "oui"}


def test_a_hidden_question_neither_asks_nor_answers():
    the_form = form([field("a"), field("b", when=SHOW)])
    cleaned = the_form.clean_page("page1", {"a": "non", "b": "secret"}, {"b": "ancien"})
    assert cleaned.ok
    assert cleaned.values == {"a": "non", "b": None}
    assert the_form.relevant({"a": "non", "b": "ancien"}) == {"a": "non"}


def test_what_depends_on_a_hidden_answer_is_hidden_too():
    third = field("c", when={"field": "b", "op": "eq", "value": "x"})
    the_form = form([field("a"), field("b", when=SHOW)], [third])
    assert [page.key for page in the_form.pages({"a": "oui", "b": "x"})] == ["page1", "page2"]
    assert [page.key for page in the_form.pages({"a": "non", "b": "x", "c": "y"})] == ["page1"]
    assert the_form.relevant({"a": "non", "b": "x", "c": "y"}) == {"a": "non"}


def test_a_page_has_its_own_condition():
    whole = definition([field("a")], [field("b")])
    whole["form"]["pages"][1]["when"] = SHOW
    the_form = Form.from_definition(whole)
    assert the_form.next_page("page1", {"a": "oui"}).key == "page2"
    assert the_form.next_page("page1", {"a": "non"}) is None
    assert the_form.clean_all({"a": "non"}) == {}
    assert the_form.clean_all({"a": "oui"}) == {"page2": {"b": "Répondez à cette question."}}


def test_an_answer_that_is_not_valid_opens_nothing():
    the_form = form([field("q", "choice"), field("suite", when={"field": "q", "op": "ne", "value": "b"})])
    cleaned = the_form.clean_page("page1", {"q": "pirate"}, {"q": "b"})
    assert cleaned.errors["q"] == "Choisissez une réponse dans la liste."
    assert cleaned.values["q"] is None
