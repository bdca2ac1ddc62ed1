import pytest
from django.http import HttpResponse

from core.actor import Actor
from organisation.access import NOBODY, AccessMiddleware, access_of, forget
from organisation.enums import Role
from tests.organisation.builders import give, make_agent, make_commune, make_service

pytestmark = pytest.mark.django_db


def test_roles_become_sets_of_services():
    agent, voirie, ccas, accueil = make_agent(), make_service(), make_service("ccas"), make_service("accueil")
    give(agent, voirie, "instructeur", "responsable")
    give(agent, ccas, "technicien", "confidentiel")
    give(agent, accueil, "accueil")
    access = access_of(Actor.agent(agent.pk))
    assert access.service_ids == {voirie.pk, ccas.pk, accueil.pk}
    assert (access.manager_ids, access.confidential_ids, access.counter_ids) == ({voirie.pk}, {ccas.pk}, {accueil.pk})
    assert access.has(Role.HANDLER, voirie.pk) and not access.has(Role.HANDLER, ccas.pk)


@pytest.mark.parametrize("role", ["dpo", "archiviste", "elu", "confidentiel"])
def test_roles_that_handle_nothing_open_no_service(role):
    agent, service = make_agent(), make_service()
    give(agent, service, role)
    access = access_of(Actor.agent(agent.pk))
    assert access.service_ids == frozenset() and access.confidential_ids == frozenset()
    assert access.has(Role(role), service.pk)


def test_an_administrator_has_no_service_of_his_own():
    admin = make_agent("admin@admiville.example", is_staff=True, is_superuser=True)
    make_service()
    access = access_of(Actor.agent(admin.pk))
    assert access.is_staff and access.service_ids == frozenset() and access.roles == frozenset()


@pytest.mark.parametrize("actor", [Actor.system("x"), Actor.anonymous(), Actor.citizen(1), Actor.agent(999_999)])
def test_whoever_is_no_agent_has_nothing(actor):
    assert access_of(actor) == NOBODY


def test_a_disabled_account_has_nothing():
    agent = make_agent(is_active=False)
    give(agent, make_service(), "instructeur")
    assert access_of(Actor.agent(agent.pk)) == NOBODY


def test_a_role_in_another_commune_opens_nothing():
    agent = make_agent()
    give(agent, make_service(commune=make_commune("ingeville", "Ingeville")), "instructeur")
    assert access_of(Actor.agent(agent.pk)).service_ids == frozenset()


def test_the_question_costs_one_query_a_web_request(django_assert_num_queries, rf):
    agent = make_agent()
    give(agent, make_service(), "instructeur", "responsable")

    def page(request):
        for _ in range(5):
            assert access_of(Actor.agent(agent.pk)).service_ids
        return HttpResponse()

    with django_assert_num_queries(1):
        AccessMiddleware(page)(rf.get("/"))
    with django_assert_num_queries(1):  # and nothing is kept for the next one
        AccessMiddleware(page)(rf.get("/"))


def test_a_changed_role_is_seen_within_the_same_web_request(rf):
    agent, service = make_agent(), make_service()

    def page(request):
        assert not access_of(Actor.agent(agent.pk)).service_ids
        give(agent, service, "instructeur")
        forget(agent.pk)
        assert access_of(Actor.agent(agent.pk)).service_ids
        return HttpResponse()

    AccessMiddleware(page)(rf.get("/"))
