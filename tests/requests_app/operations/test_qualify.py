import datetime as dt
import uuid

import pytest

from core.enums import Channel
from core.errors import Forbidden, IllegalMove, Refused, Stale
from core.models import OutboxEvent
from messaging.models import Dispatch
from organisation.enums import Role
from procedures.enums import Silence
from procedures.models import Procedure, ProcedureVersion
from requests_app import notifications, operations
from requests_app.enums import AcknowledgementKind, Kind, Phase
from requests_app.reading import clocks, story
from requests_app.reading.answers import answers
from tests import builders
from tests.builders import actor, make_agent, make_request

pytestmark = pytest.mark.django_db
RECEIVED = dt.date(2026, 11, 16)
MAIL = {
    "objet": "Acte de naissance",
    "message": "Bonjour, il me faut mon acte de naissance.",
    "courriel": "malika.benhaddou@courriel.example",
    "identite": {"family_name": "Benhaddou", "first_names": "Malika"},
}


def arrived(**fields):
    return make_request("a-qualifier", answers=MAIL, channel=Channel.EMAIL, received_on=RECEIVED, **fields)


def desk():
    return actor(make_agent("accueil", Role.COUNTER))


def version(code: str = "acte-etat-civil") -> ProcedureVersion:
    return builders.procedure(code).current


def next_version(code: str = "acte-etat-civil", **channels: str) -> ProcedureVersion:
    """A newer version becomes the current one, with other doors."""
    found = version(code)
    found.definition = {**found.definition, "channels": {**found.definition["channels"], **channels}}
    found.pk, found.public_id, found.number = None, uuid.uuid4(), found.number + 1
    found._state.adding = True
    found.save()
    Procedure.objects.filter(pk=found.procedure_id).update(current=found)
    return found


def qualify(made, by=None, code: str = "acte-etat-civil", **more):
    return operations.qualify(made.pk, procedure_version_id=version(code).pk, by=by or desk(), **more)


def deliver(made):
    fact = OutboxEvent.objects.get(name="request.qualified", payload__request_id=made.pk)
    notifications.acknowledge_once_qualified(fact.payload)
    notifications.acknowledge_once_qualified(fact.payload)


def test_what_came_by_mail_has_its_receipt_at_once_no_legal_date_and_no_acknowledgement():
    made = arrived()
    notifications.acknowledge({"request_id": made.pk})
    assert [one.kind for one in made.acknowledgements.all()] == [AcknowledgementKind.AEE]
    assert Dispatch.objects.filter(template_code="accuse-d-enregistrement").count() == 1
    assert (made.silence, made.rejection_due, made.acceptance_due) == (Silence.NONE, None, None)
    assert made.ar_due_on == dt.date(2026, 11, 30)
    assert made.next_due_on == made.ar_due_on


def test_qualifying_gives_the_dates_of_the_receipt_and_the_service_of_the_procedure():
    made = qualify(arrived())
    assert made.procedure.code == "acte-etat-civil"
    assert made.rejection_due == dt.date(2027, 1, 16)
    assert (made.ar_due, made.ar_due_on) == (True, dt.date(2026, 11, 30))
    assert made.service.code == "etat-civil"
    assert made.routing_reason
    entry = made.timeline.get(kind=Kind.QUALIFIED)
    assert entry.effective_on == RECEIVED
    assert entry.data["version"] == version().pk
    assert {"request.qualified", "request.routed"} <= set(OutboxEvent.objects.values_list("name", flat=True))


def test_the_acknowledgement_leaves_once_when_it_is_qualified():
    made = arrived()
    qualify(made)
    deliver(made)
    assert Dispatch.objects.filter(key=f"ack:{made.pk}").count() == 1
    assert made.acknowledgements.filter(kind=AcknowledgementKind.ARE).count() == 1


def test_what_was_written_is_kept_and_what_the_form_asks_is_known_to_be_missing():
    made = qualify(arrived())
    assert made.arrival_answers["message"] == MAIL["message"]
    shown = [row.value for section in answers(made) for row in section.rows]
    assert MAIL["message"] in shown
    assert "malika.benhaddou@courriel.example" in made.answers.values()
    assert operations.unanswered(made)
    notifications.acknowledge_once_qualified({"request_id": made.pk, "seized": True, "procedure_id": 0})
    printed = made.acknowledgements.get(kind=AcknowledgementKind.ARE).mentions["answers"]
    assert MAIL["message"] in [row["value"] for section in printed for row in section["rows"]]


def test_a_confidential_procedure_hides_it_from_who_qualified_it():
    agent = make_agent("accueil", Role.COUNTER)
    made = qualify(arrived(), by=actor(agent), code="aide-ccas")
    assert made.confidential
    assert made.service.code == "ccas"
    assert not type(made).objects.visible_to(actor(agent)).filter(pk=made.pk).exists()


def test_where_mail_does_not_seize_the_town_no_clock_starts_and_the_doors_are_told():
    chosen = next_version(email="contact")
    made = arrived()
    done = operations.qualify(made.pk, procedure_version_id=chosen.pk, by=desk())
    assert (done.rejection_due, done.ar_due, done.ar_due_on) == (None, False, None)
    assert "ne saisit pas la mairie" in clocks(done)[0].detail
    deliver(made)
    assert Dispatch.objects.filter(key=f"doors:{made.pk}").count() == 1
    assert not Dispatch.objects.filter(key=f"ack:{made.pk}").exists()


def test_an_agent_may_accept_a_mail_that_does_not_seize_the_town():
    chosen = next_version(email="contact")
    made = operations.qualify(arrived().pk, procedure_version_id=chosen.pk, by=desk(), accept_email=True)
    assert (made.rejection_due, made.ar_due) == (dt.date(2027, 1, 16), True)


def test_what_owed_no_acknowledgement_at_arrival_owes_none_once_qualified():
    made = arrived(arrival=operations.Arrival(acknowledge=False))
    assert not qualify(made).ar_due
    deliver(made)
    assert not Dispatch.objects.exists()


def test_its_agent_keeps_it_only_if_it_stays_in_the_service():
    agent = make_agent("accueil", Role.COUNTER)
    made = arrived()
    operations.take(made.pk, by=actor(agent))
    done = qualify(made, by=actor(agent))
    assert done.assigned_to is None
    assert done.phase == Phase.IN_PROGRESS


def test_a_request_is_qualified_once():
    made = arrived()
    qualify(made)
    with pytest.raises(IllegalMove, match="déjà qualifiée"):
        qualify(made, by=actor(make_agent("etat-civil")))


@pytest.mark.parametrize("phase", [Phase.CLOSED, Phase.WITHDRAWN])
def test_what_is_ended_is_not_qualified(phase):
    agent = make_agent("accueil")
    made = arrived(phase=phase, by_agent=agent)
    with pytest.raises(IllegalMove):
        qualify(made, by=actor(agent))


def test_neither_an_old_version_nor_the_tray_itself_is_a_procedure():
    made, by, old = arrived(), desk(), version()
    next_version()
    for wrong in (old.pk, made.procedure_version_id, 999_999):
        with pytest.raises(Refused, match="n’est plus proposée"):
            operations.qualify(made.pk, procedure_version_id=wrong, by=by)


def test_an_agent_of_another_service_cannot_qualify():
    with pytest.raises(Forbidden):
        qualify(arrived(), by=actor(make_agent("voirie")))


def test_an_old_page_is_refused():
    made = arrived()
    operations.write_note(made.pk, text="Vu.", by=desk())
    operations.take(made.pk, by=desk())
    with pytest.raises(Stale):
        qualify(made, revision=0)


def test_the_story_names_the_procedure_to_agents_and_tells_the_person():
    made = qualify(arrived())
    told = [item.title for item in story(made, "agent")]
    assert any("Qualifiée" in line and made.procedure.title in line for line in told)
    assert any("enregistré comme une demande" in item.title for item in story(made, "person"))
