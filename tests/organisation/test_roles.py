import pytest

from core.actor import Actor
from core.errors import Forbidden, Refused
from core.models import AccessTrailEntry
from organisation.access import access_of
from organisation.models import ServiceUserObjectPermission
from organisation.operations import grant_role, revoke_role
from tests.organisation.builders import make_agent, make_commune, make_service

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")


def test_a_role_given_twice_is_given_once_and_traced_once():
    agent, service = make_agent(), make_service()
    for _ in range(2):
        grant_role(agent.pk, service.pk, "instructeur", SYSTEM)
    assert ServiceUserObjectPermission.objects.count() == 1
    entry = AccessTrailEntry.objects.get()
    assert (entry.verb, entry.subject_ref) == ("change_rights", str(agent.pk))
    assert entry.detail == {"service": service.pk, "role": "instructeur", "given": True}


def test_a_role_taken_back_is_gone_and_traced():
    agent, service = make_agent(), make_service()
    grant_role(agent.pk, service.pk, "responsable", SYSTEM)
    revoke_role(agent.pk, service.pk, "responsable", SYSTEM)
    revoke_role(agent.pk, service.pk, "responsable", SYSTEM)
    assert not access_of(Actor.agent(agent.pk)).roles
    assert [entry.detail["given"] for entry in AccessTrailEntry.objects.order_by("pk")] == [True, False]


def test_only_an_administrator_changes_roles():
    agent, service = make_agent(), make_service()
    admin = make_agent("admin@admiville.example", is_staff=True)
    with pytest.raises(Forbidden, match="administrateur"):
        grant_role(agent.pk, service.pk, "responsable", Actor.agent(agent.pk))
    with pytest.raises(Forbidden):
        revoke_role(agent.pk, service.pk, "responsable", Actor.citizen(1))
    assert grant_role(agent.pk, service.pk, "responsable", Actor.agent(admin.pk))


def test_an_unknown_role_and_another_commune_are_refused():
    agent, service = make_agent(), make_service()
    elsewhere = make_service(commune=make_commune("ingeville", "Ingeville"))
    with pytest.raises(Refused, match="n’existe pas"):
        grant_role(agent.pk, service.pk, "add_service", SYSTEM)
    with pytest.raises(Refused, match="même commune"):
        grant_role(agent.pk, elsewhere.pk, "instructeur", SYSTEM)
