"""The whole story costs the same few queries, however long it is and whatever files it holds."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from files.operations import store
from requests_app.operations import ask, decide, receive_answer, take
from tests.builders import actor, holder, make_agent, make_photo, make_request

pytestmark = pytest.mark.django_db
MOST = 25


def cost(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_a_long_story_with_files_costs_few_queries(client):
    made = make_request()
    path = f"/suivi/{made.link_token}/"
    agent = actor(make_agent("etat-civil", "responsable", quality="Officière d’état civil"))
    take(made.pk, by=agent)
    costs = []
    for number in range(4):
        ask(made.pk, text=f"Question {number}", by=agent)
        photo = store(make_photo(), name="a.png", commune_id=made.commune_id, owner_kind="message", by=holder(made))
        receive_answer(made.pk, text=f"Réponse {number}", by=holder(made), file_ids=[photo.pk])
        costs.append(cost(client, path))
    assert costs[0] == costs[-1]
    decide(made.pk, outcome="granted", text="Accordé.", by=agent)
    assert max(costs[-1], cost(client, path)) <= MOST
