"""The lists read service by service: put together, the parts are the rule, for every role, secrecy and hold."""

import itertools
import operator
import uuid
from functools import reduce

import pytest
from django.db.models import Q

from organisation.enums import Role
from requests_app.enums import Restriction
from requests_app.models import ServiceRequest
from requests_app.policies import visible_by_service
from tests import builders

pytestmark = pytest.mark.django_db
ROLE_SETS = [*((role,) for role in Role), *((role, Role.CONFIDENTIAL) for role in Role if role != Role.CONFIDENTIAL)]


@pytest.fixture
def requests():
    made = []
    for code, secret, hold in itertools.product(("ccas", "voirie"), (False, True), Restriction):
        one = builders.make_request()
        state = {"service": builders.service(code), "confidential": secret, "restriction": hold}
        ServiceRequest.objects.filter(pk=one.pk).update(**state)
        made.append(one)
    return made


@pytest.mark.parametrize("roles", ROLE_SETS, ids=lambda roles: "+".join(roles))
def test_the_parts_put_together_are_what_the_agent_may_see(roles, requests):
    user = builders.make_agent("ccas", *roles)
    builders.give(user, "voirie", Role.COUNTER)
    agent = builders.actor(user)
    parts = reduce(operator.or_, visible_by_service(agent), Q(pk__in=[]))
    seen = set(ServiceRequest.objects.filter(parts).values_list("pk", flat=True))
    assert seen == set(ServiceRequest.objects.visible_to(agent).values_list("pk", flat=True))
    assert seen < {one.pk for one in requests}


def test_one_service_asked_for_is_the_only_part_and_never_one_that_is_not_the_agents():
    user = builders.make_agent("etat-civil")
    builders.give(user, "voirie", Role.HANDLER)
    agent = builders.actor(user)
    voirie = builders.service("voirie")
    (part,) = visible_by_service(agent, voirie.public_id)
    assert part == Q(commune_id=voirie.commune_id, restriction=Restriction.NONE, service_id=voirie.pk) & Q(
        confidential=False
    )
    assert visible_by_service(agent, builders.service("ccas").public_id) == []
    assert visible_by_service(agent, uuid.uuid4()) == []
