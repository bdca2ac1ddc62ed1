"""What nobody should type in the search of the site: a page, and a sentence."""

import pytest

from tests import builders

pytestmark = pytest.mark.django_db
CUT = "Recherche trop longue"
ODD = ("", "   ", "%", "_", "\\", "\x00", "…", "le la les", "a" * 10_000, "trottoir " * 1111)


@pytest.mark.parametrize("typed", ODD)
def test_any_search_answers_with_a_page(client, typed, django_assert_max_num_queries):
    builders.make_town()
    with django_assert_max_num_queries(8):
        page = client.get("/recherche/", {"q": typed})
    assert page.status_code == 200
    assert (CUT in page.content.decode()) == (len(typed) > 1000)


def test_two_hundred_words_are_cut_with_a_sentence(client):
    builders.make_town()
    assert CUT in client.get("/recherche/", {"q": " ".join(f"acte{n}" for n in range(200))}).content.decode()
    assert CUT not in client.get("/recherche/", {"q": "acte de naissance"}).content.decode()
