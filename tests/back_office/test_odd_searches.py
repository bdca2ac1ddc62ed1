"""What nobody should type, typed in each search of the agents: a sentence, never an error nor a long wait."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import search
from core.models import SearchEntry
from organisation.enums import Role
from tests import builders
from tests.back_office.pages import plain, text_of

pytestmark = pytest.mark.django_db
NOTHING = ("", "   ", "%", "_", "\\", "%%__\\\\", "\x00", "…", "'")
ODD = (*NOTHING, "le la les", "la", "mot " * 200, "trottoir " * 1111, " ".join(f"mot{n}" for n in range(200)))
CUT = "Recherche trop longue"


@pytest.fixture
def client(desk, agent):
    builders.give(agent, "accueil", Role.COUNTER)
    builders.make_request()
    return desk


@pytest.mark.parametrize("typed", ODD)
@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/agents/", "q"), ("/agents/usagers/", "q"), ("/agents/guichet/", "q"), ("/agents/guichet/", "mots"),
        ("/agents/courrier/", "q"),
    ],
)  # fmt: skip
def test_any_search_answers_with_a_page(client, address, name, typed):
    client.get(address)
    with CaptureQueriesContext(connection) as plain:
        client.get(address, {name: "benhaddou"})
    with CaptureQueriesContext(connection) as odd:
        assert client.get(address, {name: typed}).status_code == 200
    assert len(odd) <= len(plain) + 6


@pytest.mark.parametrize("typed", ["%", "_", "\\", "…"])
def test_a_sign_alone_is_no_word_and_matches_nothing(client, typed):
    assert "Rien à chercher dans" in text_of(client.get("/agents/", {"vue": "toutes", "q": typed}))


def test_words_that_say_nothing_find_what_holds_them(client):
    SearchEntry.objects.update(text="rue des tilleuls")
    page = text_of(client.get("/agents/", {"vue": "toutes", "q": "le la des"}))
    assert "1 demande" in page


def test_a_search_too_long_says_what_is_looked_for(client):
    long = " ".join(f"mot{n}" for n in range(12))
    assert "seuls les 8 premiers mots sont cherchés" in plain(text_of(client.get("/agents/", {"q": long})))
    assert CUT in text_of(client.get("/agents/usagers/", {"q": long}))
    assert CUT not in text_of(client.get("/agents/", {"q": "benhaddou malika"}))
    assert CUT not in text_of(client.get("/agents/usagers/", {"q": "benhaddou malika"}))


def test_the_finder_of_the_desk_says_it_too(client):
    def asked(words: str) -> str:
        return client.get("/agents/guichet/demarches/", {"_mots": words}, HTTP_HX_REQUEST="true").content.decode()

    assert CUT in asked(" ".join(f"naissance{n}" for n in range(40)))
    assert CUT not in asked("acte de naissance")


def test_a_word_said_twice_counts_once():
    assert search.words_of("mot " * 40) == (["mot"], False)
    assert search.words_of("trottoir " * 1111) == (["trottoir"], True)
    assert search.words_of(" \\ % _ ") == ([], False)
