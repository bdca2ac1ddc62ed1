"""No page and no clock reads a table that grows with the town from end to end (an index comes with its query)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils.module_loading import import_string

from back_office import listing, paging
from back_office.filters import AGENTS
from back_office.lists import LISTS
from citizens.models import Citizen
from citizens.search import find_people
from core.enums import Channel
from grc.celery import app
from organisation.models import Service
from requests_app.enums import Phase
from requests_app.models import ServiceRequest
from tests import builders
from tests.bench.multiplied import BIG
from tests.bench.plans import Complaint, complaints

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("plans")]
PAGES = (
    "a-qualifier/", "a-rappeler/", "appels/", "appel-en-cours/", "guichet/", "usagers/", "usagers/?q=benhadou",
    "usagers/?onglet=organismes", "courrier/", "courrier/registre/", "courrier/registre/?q=benhaddou",
    "courrier/depart/", "echecs/", "envoi/", "absences/", "comptes/", "continuite/",
    "guichet/?q=benhaddou&mots=naissance", "mon-compte/",
)  # fmt: skip
WORDS = ("benhaddou", "tanneurs", "xylophoniste", "%", "_", "\\", "a", "le la les", "mot12 mot13", "mot " * 200)
RARE = ("xylophoniste", "mot12 mot13", "2026-000123-A")
PEOPLE = (
    "benhadou", "benhaddou malika", "0639984127", "4127", "12/04/1987", "benhaddou 4127", "14 tanneurs malika",
    "malika.benhaddou@courriel.example", "%",
)  # fmt: skip
# Those of the night read what they purge, once a day; the others come back every few seconds.
OFTEN = sorted(name for name, entry in app.conf.beat_schedule.items() if not hasattr(entry["schedule"], "minute"))


def judge(*calls) -> None:
    found = [one for call in calls for one in complaints(call)]
    assert not found, "Écrire l’index avec la requête, ou la requête pour un index :\n" + "\n".join(map(str, found))


def pages(town, *addresses: str) -> None:
    client = town.desk()
    client.get("/agents/")

    def read(address: str) -> None:
        assert client.get(f"/agents/{address}").status_code in (200, 204), address

    judge(*(lambda address=one: read(address) for one in addresses))


@pytest.mark.parametrize("view", [view.slug for view in LISTS])
def test_no_view_of_the_inbox_at_any_depth(town, view):
    row = paging.key(town.made[0], paging.NEWEST)
    pages(town, f"?vue={view}", f"?vue={view}&apres={row}", f"?vue={view}&avant={row}")


@pytest.mark.parametrize("view", ["", "toutes"])
def test_no_filter_of_the_inbox(town, view):
    one = Service.objects.get(code="voirie").public_id
    filters = [
        *(f"etat={phase}" for phase in Phase.values), *(f"canal={channel}" for channel in Channel.values),
        *(f"agent={who}" for who in AGENTS), "retard=1", f"service={one}", "etat=closed&canal=web&agent=moi",
    ]  # fmt: skip
    pages(town, *(f"?{query}&vue={view}" for query in filters))


@pytest.mark.parametrize("words", WORDS)
def test_no_search(town, words):
    pages(town, f"?vue=toutes&q={words}", f"?q={words}", f"?vue=toutes&etat=closed&q={words}")


@pytest.mark.parametrize("words", RARE)
def test_no_search_of_what_is_not_among_the_first_rows(town, words, monkeypatch):
    monkeypatch.setattr(listing, "WINDOW", 20)
    pages(town, f"?vue=toutes&q={words}", f"?q={words}", f"?vue=toutes&etat=closed&q={words}")


def test_no_page_of_a_request(town):
    pages(town, *(f"demandes/{made.public_id}/?vue=toutes" for made in town.made))
    pages(town, f"demandes/{town.made[0].public_id}/?vue=toutes&q=benhaddou")


@pytest.mark.parametrize("address", PAGES)
def test_no_other_page_of_the_agents(town, address):
    pages(town, address)


def test_no_piece_of_the_desk(town):
    client = town.desk()
    for piece in ("personnes/?_q=benhaddou", "demarches/?_mots=naissance"):
        judge(lambda address=f"/agents/guichet/{piece}": client.get(address, HTTP_HX_REQUEST="true"))


def test_no_page_of_a_person(town):
    person = Citizen.objects.get(pk=town.made[0].citizen_id)
    pages(town, f"usagers/{person.public_id}/", f"guichet/?personne={person.public_id}")


def test_no_page_of_the_site(town, client):
    made, draft = town.made[0], town.draft
    plain = ("/", "/demarches/", "/recherche/?q=naissance", f"/brouillon/{draft.public_id}/acte/")
    for address in (*plain, f"/suivi/{made.link_token}/", f"/envoyee/{made.link_token}/"):
        judge(lambda where=address: client.get(where))
    told = {"numero": made.number, "code": made.spoken_code, "preuve": "malika.benhaddou@courriel.example"}
    judge(lambda: client.post("/suivi/etat/", told))


def test_no_filing(town, client):
    def start() -> None:
        assert client.post("/demarches/signalement-voirie/commencer/").status_code == 302

    judge(start, builders.make_request, builders.make_draft)


def test_no_search_of_people(town):
    for words in PEOPLE:
        judge(lambda asked=words: find_people(asked, commune_id=town.commune.pk, by=builders.SYSTEM))
        judge(lambda asked=words: find_people(asked, commune_id=town.commune.pk, by=town.by))


@pytest.mark.parametrize("name", [*OFTEN, "sweep-deadlines"])
def test_no_clock(town, name):
    entry = app.conf.beat_schedule[name]
    judge(lambda: import_string(entry["task"])(**entry.get("kwargs", {})))


def test_each_table_that_grows_is_judged(town):
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname = ANY(%s) AND reltuples < 1000000", [sorted(BIG)])
        assert {name for (name,) in cursor.fetchall()} == set()


def test_a_list_without_index_is_seen(town):
    """The detector itself: a condition no index serves."""
    found = complaints(lambda: list(ServiceRequest.objects.filter(routing_reason="n’importe quoi")))
    assert {one.table for one in found} == {"requests_app_servicerequest", ""}


@pytest.mark.parametrize(
    ("index", "address"),
    [
        ("request_by_service", "?vue=toutes"),
        ("citizens_born", "usagers/{0.citizen.public_id}/"),
        ("search_vector", "?vue=toutes&q=xylophoniste"),
    ],
)
def test_a_page_whose_index_is_dropped_is_seen(town, index, address, monkeypatch):
    monkeypatch.setattr(listing, "WINDOW", 20)
    client = town.desk()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {index}")
    found: list[Complaint] = complaints(lambda: client.get("/agents/" + address.format(town.made[0])))
    assert found
