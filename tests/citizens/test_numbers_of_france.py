"""Numbers typed as in France stay French; those of overseas keep the country code they are reached by."""

import pytest

from citizens.rules.contacts import normalise_phone
from procedures.form_engine.kinds import KINDS


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("06 39 98 01 12", "+33639980112"),
        ("+33 (0)6 39 98 01 12", "+33639980112"),
        ("0033 6 39 98 01 12", "+33639980112"),
        ("06 12 34 56 78", "+33612345678"),
        ("0590 12 34 56", "+590590123456"),
        ("+33 5 90 12 34 56", "+590590123456"),
        ("0639 69 12 34", "+262639691234"),
    ],
)
def test_one_number_has_one_spelling_whatever_was_typed(typed, kept):
    assert normalise_phone(typed) == kept


def test_a_number_of_the_range_kept_for_fiction_is_shown_as_typed():
    assert KINDS["phone"].show(None, "+33639980112") == "06 39 98 01 12"


@pytest.mark.parametrize("typed", ["", "abc", "12", "00"])
def test_what_is_no_number_is_none(typed):
    assert normalise_phone(typed) is None
