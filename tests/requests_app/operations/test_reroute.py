import pytest

from core.errors import Forbidden, IllegalMove, Refused, Stale
from core.models import OutboxEvent, SearchEntry
from organisation.models import DataSector, Service
from requests_app import operations
from requests_app.enums import Kind, Phase
from tests.builders import actor, make_agent, make_request, service

pytestmark = pytest.mark.django_db
WHY = "Le dossier relève de la voirie."


def test_it_goes_to_the_other_service_and_its_agent_is_freed():
    agent, made = make_agent(), make_request()
    operations.take(made.pk, by=actor(agent))
    moved = operations.reroute(made.pk, service_id=service("voirie").pk, reason=WHY, by=actor(agent))
    assert (moved.service, moved.assigned_to) == (service("voirie"), None)
    assert moved.phase == Phase.IN_PROGRESS
    assert moved.routing_reason == WHY


def test_the_history_keeps_where_it_came_from_and_every_reason():
    agent, made = make_agent(), make_request()
    other = make_agent("voirie")
    operations.reroute(made.pk, service_id=service("voirie").pk, reason=WHY, by=actor(agent))
    operations.reroute(made.pk, service_id=service("etat-civil").pk, reason="Erreur.", by=actor(other))
    entries = list(made.timeline.filter(kind=Kind.REROUTED).order_by("pk"))
    assert [entry.note.text for entry in entries] == [WHY, "Erreur."]
    assert entries[0].data["from"] == service("etat-civil").pk


def test_nobody_outside_is_told_and_the_new_service_is():
    agent, made = make_agent(), make_request()
    operations.reroute(made.pk, service_id=service("voirie").pk, reason=WHY, by=actor(agent))
    assert not made.timeline.get(kind=Kind.REROUTED).visible_to_citizen
    assert OutboxEvent.objects.filter(name="request.routed").count() == 1


def test_who_searched_it_yesterday_finds_it_no_more():
    agent, made = make_agent(), make_request()
    operations.reroute(made.pk, service_id=service("voirie").pk, reason=WHY, by=actor(agent))
    assert SearchEntry.objects.get(kind="request", ref=made.pk).service_ref == service("voirie").pk


@pytest.mark.parametrize("reason", ["", "   ", "\x00"])
def test_a_reason_is_asked(reason):
    agent, made = make_agent(), make_request()
    with pytest.raises(Refused, match="Dites pourquoi"):
        operations.reroute(made.pk, service_id=service("voirie").pk, reason=reason, by=actor(agent))


def test_the_same_service_is_refused():
    agent, made = make_agent(), make_request()
    with pytest.raises(Refused, match="déjà dans ce service"):
        operations.reroute(made.pk, service_id=made.service_id, reason=WHY, by=actor(agent))


def test_a_service_that_does_not_exist_or_closed_down_is_refused():
    agent, made = make_agent(), make_request()
    Service.objects.filter(code="voirie").update(is_active=False)
    for pk in (service("voirie").pk, 999_999):
        with pytest.raises(Refused, match="n’existe pas"):
            operations.reroute(made.pk, service_id=pk, reason=WHY, by=actor(agent))


def test_a_confidential_request_never_leaves_its_sector():
    agent = make_agent("ccas", "instructeur", "confidentiel")
    made = make_request("aide-ccas", answers={})
    with pytest.raises(Refused, match="confidentielle"):
        operations.reroute(made.pk, service_id=service("voirie").pk, reason=WHY, by=actor(agent))


def test_a_confidential_request_stays_so_inside_its_sector():
    agent = make_agent("ccas", "instructeur", "confidentiel")
    made = make_request("aide-ccas", answers={})
    beside = service("citoyennete")
    beside.sector = DataSector.objects.get(code="social")
    beside.save()
    assert operations.reroute(made.pk, service_id=beside.pk, reason=WHY, by=actor(agent)).confidential


def test_an_agent_of_another_service_cannot_take_it_to_his_own():
    made = make_request()
    with pytest.raises(Forbidden):
        operations.reroute(made.pk, service_id=service("voirie").pk, reason=WHY, by=actor(make_agent("voirie")))


def test_a_decided_request_stays_where_it_was_decided():
    agent, made = make_agent(), make_request(phase=Phase.DECIDED)
    with pytest.raises(IllegalMove):
        operations.reroute(made.pk, service_id=service("voirie").pk, reason=WHY, by=actor(agent))


def test_an_old_page_is_refused():
    agent, made = make_agent(), make_request(phase=Phase.IN_PROGRESS)
    with pytest.raises(Stale):
        operations.reroute(made.pk, service_id=service("voirie").pk, reason=WHY, by=actor(agent), revision=0)
