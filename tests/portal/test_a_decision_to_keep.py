"""The decision is kept as a letter, by whoever holds the link of its request and nobody else."""

import uuid

import pytest
from django.urls import reverse

from requests_app.operations import decide
from tests import builders
from tests.documents import pdf

pytestmark = pytest.mark.django_db


def refused_request():
    service_request = builders.make_request()
    by = builders.actor(builders.make_agent(service_request.service.code))
    taken = decide(
        service_request.pk,
        outcome="refused",
        text="L’acte demandé n’est pas conservé ici.",
        grounds_law="Décret n° 2017-890 du 6 mai 2017, article 30.",
        grounds_fact="L’acte a été dressé dans une autre commune.",
        by=by,
    )
    return service_request, taken


def address(service_request, decision_id):
    return reverse("portal:decision", args=[service_request.link_token, decision_id])


def test_a_refusal_is_kept_with_its_grounds_its_author_and_the_ways_of_appeal(client):
    service_request, taken = refused_request()
    answer = client.get(address(service_request, taken.public_id))
    text = pdf.words(answer.content)
    assert answer["Content-Disposition"].startswith("attachment")
    for part in (
        taken.number,
        "Votre demande est refusée.",
        "Décret n° 2017-890",
        "dressé dans une autre commune",
        "Samira Marchand",
        "Officière d’état civil déléguée",
        "L. 212-2",
        "Recours gracieux",
    ):
        assert part in text
    assert client.get(reverse("portal:story", args=[service_request.link_token])).content.count(b"/decisions/") == 1


def test_the_decision_of_another_request_does_not_exist_here(client):
    service_request, _taken = refused_request()
    assert client.get(address(service_request, uuid.uuid4())).status_code == 404


def test_a_false_link_opens_no_decision(client):
    _service_request, taken = refused_request()
    answer = client.get(reverse("portal:decision", args=["x" * 44, taken.public_id]))
    assert answer.status_code in {403, 404}
