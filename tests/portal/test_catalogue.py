"""Home, themes, A to Z, search, one procedure."""

import pytest

from procedures.models import Procedure
from tests.builders import make_town
from tests.portal.pages import soup, words

pytestmark = pytest.mark.django_db


def test_home_shows_themes_and_the_ways_that_are_not_the_web(client):
    make_town()
    page = client.get("/")
    assert "Internet n’est pas obligatoire" in words(page)
    assert "État civil et identité" in words(page)
    assert "Accessibilité" in soup(page).footer.get_text()


def test_home_costs_the_same_for_any_number_of_procedures(client, django_assert_max_num_queries):
    make_town()
    with django_assert_max_num_queries(8):
        client.get("/")


@pytest.mark.parametrize("query", ["acte de naisance", "NAISSANCE", "extrait d'acte", "état civil", "livret"])
def test_search_forgives_accents_case_and_slips(client, query):
    make_town()
    assert "Demander une copie d’acte d’état civil" in words(client.get("/recherche/", {"q": query}))


def test_a_search_without_answer_offers_other_ways(client):
    town = make_town()
    town.phone = "01 99 00 40 00"
    town.save()
    page = words(client.get("/recherche/", {"q": "téléportation"}))
    assert "Aucune démarche ne répond" in page
    assert "01 99 00 40 00" in page


@pytest.mark.parametrize(
    "query", ["", " ", "\x00", "<script>alert(1)</script>", "'; drop table", "é" * 5000, "%", "🙂"]
)
def test_hostile_searches_are_pages(client, query):
    make_town()
    page = client.get("/recherche/", {"q": query})
    assert page.status_code == 200
    assert b"<script>alert" not in page.content


def test_a_procedure_says_what_who_how_long_and_the_other_ways(client):
    make_town()
    page = words(client.get("/demarches/acte-etat-civil/"))
    for told in (
        "Gratuit",
        "3 jours ouvrés",
        "Qui peut faire cette demande",
        "Sans passer par Internet",
        "Par courrier",
    ):
        assert told in page


@pytest.mark.parametrize("path", ["/demarches/inconnue/", "/demarches/a-qualifier/", "/demarches/theme/vide/"])
def test_what_is_not_open_does_not_exist(client, path):
    make_town()
    assert client.get(path).status_code == 404


def test_a_closed_procedure_leaves_every_list(client):
    make_town()
    Procedure.objects.filter(code="aide-ccas").update(is_open=False)
    for path in ("/", "/demarches/", "/plan-du-site/", "/recherche/?q=ccas"):
        assert "Demander une aide au CCAS" not in words(client.get(path))


@pytest.mark.parametrize(
    "path",
    [
        "/demarches/",
        "/mentions-legales/",
        "/conditions/",
        "/donnees-personnelles/",
        "/accessibilite/",
        "/plan-du-site/",
        "/contact/",
    ],
)
def test_pages_that_a_public_site_must_have(client, path):
    make_town()
    page = client.get(path)
    assert page.status_code == 200
    assert len(soup(page).find_all("h1")) == 1


def test_the_statement_of_accessibility_claims_nothing_before_an_audit(client):
    make_town()
    page = words(client.get("/accessibilite/"))
    assert "non conforme" in page
    assert "Défenseur des droits" in page


def test_the_theme_the_mark_and_the_plan_are_the_towns(client):
    town = make_town()
    assert client.get("/carte/couche.geojson").status_code == 404
    town.primary_colour, town.map_layer = "#1d4ed8", {"type": "FeatureCollection", "features": []}
    town.save()
    assert b"#1d4ed8" in client.get("/theme.css").content
    assert b"#1d4ed8" in client.get("/favicon.svg").content
    assert client.get("/carte/couche.geojson").json()["type"] == "FeatureCollection"


def test_streets_are_proposed(client):
    make_town()
    assert client.get("/adresses/", {"q": "14 r. des tan"}).json()["results"] == [
        "14 rue des Tanneurs, 99000 Admiville"
    ]
    assert client.get("/adresses/", {"q": "\x00"}).json() == {"results": []}


def test_nothing_is_inline_so_that_the_policy_of_content_can_be_strict(client):
    make_town()
    page = client.get("/")
    assert "unsafe" not in page["Content-Security-Policy"]
    assert not soup(page).find_all(style=True)
    assert all(script.get("src") for script in soup(page).find_all("script"))
