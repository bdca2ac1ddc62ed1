"""Who sees and who acts: the filter and the function say the same thing, for every role and every kind of request."""

import itertools

import pytest

from core.actor import Actor
from core.errors import Forbidden
from organisation.enums import HANDLING_ROLES, Role
from requests_app import policies
from requests_app.enums import Action, Restriction
from requests_app.models import ServiceRequest
from tests.builders import actor, give, holder, make_agent, make_request, service

pytestmark = pytest.mark.django_db

ROLE_SETS = [
    *[(role,) for role in Role],
    *[(role, Role.CONFIDENTIAL) for role in Role if role != Role.CONFIDENTIAL],
    (),
]


@pytest.fixture
def requests_of_every_kind():
    """Two services × confidential or not × each restriction."""
    made = []
    for code, secret, hold in itertools.product(("etat-civil", "voirie"), (False, True), Restriction):
        one = make_request()
        ServiceRequest.objects.filter(pk=one.pk).update(service=service(code), confidential=secret, restriction=hold)
        made.append(ServiceRequest.objects.get(pk=one.pk))
    return made


def same(by, made):
    seen = set(ServiceRequest.objects.visible_to(by).values_list("pk", flat=True))
    assert seen == {one.pk for one in made if policies.can_view(by, one)}
    return [one for one in made if one.pk in seen]


@pytest.mark.parametrize("place", ["etat-civil", "voirie"])
def test_the_filter_and_the_function_agree_for_every_set_of_roles(requests_of_every_kind, place):
    for roles in ROLE_SETS:
        agent = make_agent(None)
        for role in roles:
            give(agent, place, role)
        seen = same(actor(agent), requests_of_every_kind)
        handles = bool(set(roles) & HANDLING_ROLES)
        expected = [
            one
            for one in requests_of_every_kind
            if handles
            and one.service.code == place
            and one.restriction == Restriction.NONE
            and (not one.confidential or Role.CONFIDENTIAL in roles)
        ]
        assert seen == expected, roles


def test_handling_here_and_the_confidential_right_elsewhere_open_nothing_confidential(requests_of_every_kind):
    agent = make_agent("etat-civil")
    give(agent, "voirie", Role.CONFIDENTIAL)
    assert not any(one.confidential for one in same(actor(agent), requests_of_every_kind))


def test_the_technical_administrator_reads_no_request(requests_of_every_kind):
    administrator = make_agent(None, is_staff=True, is_superuser=True)
    assert same(actor(administrator), requests_of_every_kind) == []


def test_a_disabled_account_sees_nothing(requests_of_every_kind):
    assert same(actor(make_agent(is_active=False)), requests_of_every_kind) == []


def test_the_holder_of_a_link_sees_one_request_and_no_other(requests_of_every_kind):
    chosen = requests_of_every_kind[0]
    assert same(holder(chosen), requests_of_every_kind) == [chosen]


def test_a_person_sees_their_own_requests(requests_of_every_kind):
    by = Actor.citizen(requests_of_every_kind[0].citizen_id)
    assert same(by, requests_of_every_kind) == requests_of_every_kind


def test_nobody_in_particular_sees_nothing(requests_of_every_kind):
    for by in (Actor.anonymous(), Actor.citizen(987_654), Actor.agent(987_654), Actor.link_holder(987_654)):
        assert same(by, requests_of_every_kind) == []


def test_the_town_s_machines_see_everything(requests_of_every_kind):
    assert same(Actor.system("test"), requests_of_every_kind) == requests_of_every_kind


@pytest.mark.parametrize("action", list(Action))
def test_what_one_may_not_see_one_may_not_touch(action, requests_of_every_kind):
    strangers = [actor(make_agent("accueil")), Actor.anonymous(), holder(make_request())]
    for by, made in itertools.product(strangers, requests_of_every_kind):
        assert policies.may(action, by, made) is False


def test_the_person_may_only_write_and_withdraw():
    made = make_request()
    allowed = {action for action in Action if policies.may(action, holder(made), made)}
    assert allowed == {Action.ANSWER, Action.WITHDRAW}


def test_an_agent_never_speaks_for_the_person():
    made = make_request()
    assert policies.may(Action.ANSWER, actor(make_agent()), made) is False


def test_a_refusal_has_a_sentence_general_or_its_own():
    with pytest.raises(Forbidden, match="pas le droit"):
        policies.require(False)
    with pytest.raises(Forbidden, match="Pas aujourd’hui"):
        policies.require("Pas aujourd’hui.")
    policies.require(True)


@pytest.mark.parametrize(
    "by", [Actor.agent(1), Actor.link_holder(1), Actor.citizen(1), Actor.system("x")], ids=lambda by: by.kind
)
def test_what_one_sees_is_explained_in_words(by):
    assert policies.explain(by).endswith((".", "»."))
