import pytest
from hypothesis import given, strategies as st

from core.folding import fold


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Élodie  N’Guyen", "elodie n guyen"),
        ("Jean-Moulin", "jean moulin"),
        ("Cœur d’Œuvre", "coeur d oeuvre"),
        ("06 39 98 41 27", "0639984127"),
        ("+33 6 39.98.41.27", "0639984127"),
        ("0033639984127", "0639984127"),
        ("m.benhaddou@courriel.example", "m.benhaddou@courriel.example"),
        ("MÜLLER/Straße", "muller strasse"),
        ("", ""),
    ],
)
def test_what_reads_the_same_folds_the_same(typed, folded):
    assert fold(typed) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    once = fold(text)
    assert fold(once) == once
