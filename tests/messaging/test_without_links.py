"""Anyone may have the town write to anyone: what they typed carries no link."""

import pytest

from messaging.rules.wording import without_links
from requests_app import variables
from tests import builders


@pytest.mark.parametrize(
    "link",
    [
        "http://faux.example/prime",
        "HTTPS://FAUX.example",
        "javascript://x",
        "www.faux.example",
        "faux.xyz/prime",
        "impots-gouv.com",
        "a.b.net",
    ],
)
def test_a_link_is_taken_out(link):
    assert without_links(f"Cliquez {link} vite") == "Cliquez (…) vite"


@pytest.mark.parametrize(
    "text", ["Trou devant le 12 rue St.Jean", "M.Dupont", "n° 4/5, à 10 h.", "Éclairage : rue du Lavoir", "1.5 km"]
)
def test_ordinary_words_stay(text):
    assert without_links(text) == text


@pytest.mark.django_db
def test_the_subject_and_the_name_typed_by_the_person_carry_none():
    made = builders.make_request()
    made.title, made.reply_name = "Prime http://faux.example", "Ana www.faux.example"
    said = variables.of_request(made)
    assert said["objet"] == "Prime (…)"
    assert said["personne"] == "Ana (…)"
