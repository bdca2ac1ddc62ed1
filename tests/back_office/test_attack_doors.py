"""Every address of the agents, the new ones too: who is let in, and what a post without its token may do."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from back_office import urls
from citizens.models import Citizen
from core.models import Commune
from organisation.enums import Role
from requests_app.models import Task
from tests import builders, builders_calls

pytestmark = pytest.mark.django_db
MADE_UP = {"public_id": uuid.UUID(int=7), "other_id": uuid.UUID(int=8), "gesture": "x", "slug": "x", "delivery_id": 1}
OPEN = {"sign_in", "second_factor", "sign_out", "reset_password"}
ADDRESSES = {
    one.name: reverse(
        f"back_office:{one.name}", kwargs={name: MADE_UP.get(name, "x") for name in one.pattern.converters}
    )
    for one in urls.urlpatterns
    if one.name not in OPEN
}


def browser(user=None, **settings) -> Client:
    client = Client(**settings)
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_signed_out_nothing_is_shown_and_nothing_is_done():
    builders.make_town()
    client = browser()
    for name, url in ADDRESSES.items():
        for answer in (client.get(url), client.post(url)):
            assert answer.status_code in (302, 403, 405), name
            assert "/connexion/" in answer.get("Location", "/connexion/"), name


def test_no_post_of_an_agent_passes_without_its_token():
    client = browser(builders.make_agent("accueil", Role.COUNTER, Role.MANAGER), enforce_csrf_checks=True)
    for name, url in ADDRESSES.items():
        assert client.post(url, {"x": "1"}).status_code in (403, 405), name


def test_who_owes_a_second_factor_goes_to_it_first():
    client = browser(builders.make_agent(None, is_staff=True))
    for name, url in ADDRESSES.items():
        answer = client.get(url)
        assert answer.status_code in (302, 403, 405), name
        assert "/double-authentification/" in answer.get("Location", "/double-authentification/"), name


def test_without_role_in_any_service_no_address_of_the_doors_opens():
    client = browser(builders.make_agent(None))
    for name in ("desk", "people", "people_new", "post_in", "post_out", "continuity", "desk_people", "calls"):
        url = ADDRESSES[name]
        assert client.get(url).status_code in (403, 405), name
        assert client.post(url).status_code in (403, 405), name


def test_people_tasks_and_calls_of_another_commune_do_not_exist():
    person, task, call = builders.make_citizen(), builders_calls.make_task(), builders_calls.ring()
    builders_calls.ring(event="hangup")
    mine = builders.make_agent("accueil", Role.COUNTER)
    elsewhere = Commune.objects.create(slug="ailleurs", name="Ailleurs", insee_code="99002", postcode="99001")
    Citizen.objects.filter(pk=person.pk).update(commune=elsewhere)
    Task.objects.filter(pk=task.pk).update(commune=elsewhere)
    type(call).objects.filter(pk=call.pk).update(commune=elsewhere)
    client = browser(mine)
    assert client.get(reverse("back_office:person", args=[person.public_id])).status_code == 404
    act = client.post(reverse("back_office:person_act", args=[person.public_id, "coordonnee"]), {"value": "x"})
    assert act.status_code == 404
    assert client.post(reverse("back_office:call_back_lost", args=[call.public_id])).status_code == 404
    assert "Benhaddou" not in client.get(reverse("back_office:desk"), {"personne": person.public_id}).content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2023-02-29", "hier", "\x00", "٣"])
def test_a_day_at_the_end_of_time_breaks_no_page(day):
    client = browser(builders.make_agent("accueil", Role.COUNTER))
    for name in ("post_in", "post_in_register"):
        assert client.get(ADDRESSES[name], {"jour": day}).status_code == 200, name
