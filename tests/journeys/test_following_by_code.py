"""Number and spoken code at a screen without the mail: the state, the same answer whatever is wrong, and a limit."""

import pytest

from core.numbers import format_number
from tests.builders import make_request
from tests.journeys.stage import Visitor

pytestmark = pytest.mark.django_db


def ask(number, code, proof):
    return Visitor().client.post("/suivi/etat/", {"numero": number, "code": code, "preuve": proof}, follow=True)


def test_name_or_birth_date_open_the_state_and_never_the_content():
    made = make_request()
    for proof in ("Benhaddou", "12/04/1987"):
        shown = ask(made.number.lower(), made.spoken_code.lower(), proof).content.decode()
        assert made.number in shown
        assert "Tanneurs" not in shown
        assert made.link_token not in shown


def test_a_wrong_code_and_a_number_that_does_not_exist_get_the_same_page():
    made = make_request()
    wrong = ask(made.number, "AAAA-AAAA", "Benhaddou")
    unknown = ask(format_number(2026, 999_999), "AAAA-AAAA", "Benhaddou")
    assert wrong.status_code == unknown.status_code
    sentence = "Aucune demande ne correspond"
    assert sentence in wrong.content.decode()
    assert sentence in unknown.content.decode()


def test_guessing_is_stopped():
    made = make_request()
    codes = [ask(made.number, "AAAA-AAAA", "x").status_code for _try in range(12)]
    assert codes[-1] == 429
    assert ask(made.number, made.spoken_code, "Benhaddou").status_code == 429


def test_a_confidential_request_says_its_state_and_not_its_subject():
    made = make_request("aide-ccas", answers={})
    shown = ask(made.number, made.spoken_code, "Benhaddou").content.decode()
    main = shown.partition("<main")[2].partition("</main>")[0]
    assert made.number in main
    assert "aide" not in main.lower()
