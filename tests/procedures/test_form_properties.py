"""Whatever is posted or stored, the engine answers: it never raises, and hidden answers never survive."""

import datetime as dt
import json

import pytest
from hypothesis import given, settings, strategies as st

from procedures.form_engine import KINDS, Form
from procedures.form_engine.loading import load_definition
from procedures.operations.import_procedures import CATALOGUE
from tests.procedures.builders import field, form, one_field

TODAY = dt.date(2026, 11, 22)
FILES = sorted(path for path in CATALOGUE.glob("*.yaml") if path.stem != "familles")
FORMS = {path.stem: Form.from_definition(load_definition(path.read_text("utf-8"), path.name)) for path in FILES}

surrogates = st.characters()
typed = st.one_of(
    st.text(surrogates, max_size=60),
    st.sampled_from(["31", "2", "1992", "oui", "autre", "a@b.fr", "06 12 34 56 78", "\x00", "\ud800", "-1", "1e400"]),
    st.lists(st.text(surrogates, max_size=8), max_size=3),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(surrogates, max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)


def names_of(the_form):
    return [name for one in the_form.fields for name in KINDS[one.kind].names(one)]


def storable(value):
    """PostgreSQL takes it: JSON without NUL, without lone surrogates."""
    text = json.dumps(value, ensure_ascii=False)
    text.encode("utf-8")
    return "\\u0000" not in text


@pytest.mark.parametrize("code", sorted(FORMS))
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_arbitrary_input_never_raises_and_is_always_storable(code, data):
    the_form = FORMS[code]
    page = data.draw(st.sampled_from([page.key for page in the_form.all_pages]))
    posted = data.draw(st.dictionaries(st.sampled_from(names_of(the_form)), typed, max_size=12))
    answers = data.draw(st.dictionaries(st.sampled_from([one.key for one in the_form.fields]), json_values, max_size=6))
    cleaned = the_form.clean_page(page, posted, answers, on=TODAY)
    assert storable(cleaned.values)
    assert storable(cleaned.raw)
    assert all(sentence.strip() for sentence in cleaned.errors.values())
    the_form.clean_all(answers, on=TODAY)
    the_form.display(answers)
    the_form.subject(answers)
    for shown in the_form.pages(answers):
        the_form.bind(shown.key, answers, raw=cleaned.raw, errors=cleaned.errors)


@pytest.mark.parametrize("kind", sorted(KINDS))
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_value_that_was_accepted_is_accepted_again_and_unchanged(kind, data):
    the_form = one_field(kind)
    posted = data.draw(st.dictionaries(st.sampled_from(names_of(the_form) or ["rien"]), typed, max_size=4))
    value = the_form.clean_page("page1", posted, {}, on=TODAY).values.get("q")
    if value is not None:
        assert the_form.clean_all({"q": value}, on=TODAY) == {}
        assert the_form.normalised({"q": value}, on=TODAY) == {"q": value}


@settings(max_examples=150, deadline=None)
@given(first=st.sampled_from(["oui", "non", ""]), secret=st.text(max_size=20), old=json_values)
def test_hidden_answers_never_survive(first, secret, old):
    the_form = form([field("a"), field("b", when={"field": "a", "op": "eq", "value": "oui"})])
    cleaned = the_form.clean_page("page1", {"a": first, "b": secret}, {"b": old}, on=TODAY)
    kept = the_form.relevant({"b": old} | cleaned.values)
    assert "b" not in kept or first == "oui"
    assert "b" not in cleaned.errors or first == "oui"
