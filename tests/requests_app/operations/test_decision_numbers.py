import pytest

from requests_app import operations
from requests_app.models import Decision
from tests.builders import actor, make_agent, make_request
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_decisions_taken_at_once_are_numbered_without_gap_nor_twin():
    agent = make_agent()
    made = [make_request() for _one in range(4)]
    results = at_once(
        *[
            lambda one=one: operations.decide(one.pk, outcome="granted", text="Accordée.", by=actor(agent))
            for one in made
        ]
    )
    assert all(isinstance(result, Decision) for result in results), results
    numbers = sorted(Decision.objects.values_list("number", flat=True))
    assert [number[-5:] for number in numbers] == ["00001", "00002", "00003", "00004"]
