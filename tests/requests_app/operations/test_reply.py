import pytest

from core.errors import Forbidden, IllegalMove, Refused, Stale
from core.models import OutboxEvent
from files.operations import store
from requests_app import operations
from requests_app.enums import Kind, Phase
from requests_app.reading import PERSON, story
from tests.builders import actor, holder, make_agent, make_photo, make_request

pytestmark = pytest.mark.django_db
TEXT = "Bonjour, votre acte part demain."


def test_the_person_reads_it_signed_with_name_quality_and_service():
    agent, made = make_agent(), make_request()
    message = operations.reply(made.pk, text=TEXT, by=actor(agent))
    assert message.author_name == "Samira Marchand"
    assert message.author_detail.startswith("Officière d’état civil déléguée, Démarches")
    assert TEXT in [item.text for item in story(made, PERSON)]
    assert OutboxEvent.objects.get(name="request.replied").payload == {"request_id": made.pk, "message_id": message.pk}


def test_where_safety_asks_for_it_the_agent_has_no_name():
    agent, made = make_agent(anonymised_as="Agent 4127"), make_request()
    assert operations.reply(made.pk, text=TEXT, by=actor(agent)).author_name == "Agent 4127"


def test_replying_to_a_new_request_begins_the_work():
    agent, made = make_agent(), make_request()
    operations.reply(made.pk, text=TEXT, by=actor(agent))
    made.refresh_from_db()
    assert (made.phase, made.last_event_kind) == (Phase.IN_PROGRESS, Kind.REPLIED)


def test_replying_does_not_end_the_wait_for_the_person():
    agent, made = make_agent(), make_request(phase=Phase.WAITING_PERSON)
    operations.reply(made.pk, text=TEXT, by=actor(agent))
    made.refresh_from_db()
    assert made.phase == Phase.WAITING_PERSON


def test_files_go_with_the_message():
    agent, made = make_agent(), make_request()
    file = store(make_photo(), name="plan.png", commune_id=made.commune_id, owner_kind="message", by=actor(agent))
    message = operations.reply(made.pk, text=TEXT, file_ids=[file.pk], by=actor(agent))
    file.refresh_from_db()
    assert (file.owner_kind, file.owner_id) == ("message", message.pk)


def test_a_file_of_another_request_cannot_be_sent():
    agent, made, other = make_agent(), make_request(), make_request()
    file = store(
        make_photo(), name="x.png", commune_id=made.commune_id, owner_kind="request", owner_id=other.pk, by=actor(agent)
    )
    with pytest.raises(Refused, match="plus disponible"):
        operations.reply(made.pk, text=TEXT, file_ids=[file.pk], by=actor(agent))
    assert not made.messages.exists()


def test_an_empty_reply_is_refused():
    agent, made = make_agent(), make_request()
    with pytest.raises(Refused, match="Écrivez la réponse"):
        operations.reply(made.pk, text=" ", by=actor(agent))


def test_neither_another_service_nor_the_person_replies():
    made = make_request()
    for by in (actor(make_agent("voirie")), holder(made)):
        with pytest.raises(Forbidden):
            operations.reply(made.pk, text=TEXT, by=by)


def test_a_closed_request_is_not_replied_to():
    agent, made = make_agent(), make_request(phase=Phase.CLOSED)
    with pytest.raises(IllegalMove):
        operations.reply(made.pk, text=TEXT, by=actor(agent))


def test_two_agents_writing_at_once_the_second_is_told():
    agent, colleague, made = make_agent(), make_agent(first_name="Yanis", last_name="Benali"), make_request()
    operations.reply(made.pk, text=TEXT, by=actor(colleague), revision=made.revision)
    with pytest.raises(Stale, match="Réponse du service » par Yanis Benali"):
        operations.reply(made.pk, text="Autre chose", by=actor(agent), revision=made.revision)
    assert made.messages.count() == 1


def test_what_the_person_wrote_meanwhile_is_told_too():
    agent, made = make_agent(), make_request()
    operations.receive_answer(made.pk, text="J’ai retrouvé la date.", by=holder(made))
    with pytest.raises(Stale, match="par l’usager"):
        operations.reply(made.pk, text=TEXT, by=actor(agent), revision=made.revision)


def test_nobody_writes_from_a_domain_that_is_not_in_order_but_receipts_leave(monkeypatch):
    made, agent = make_request(), make_agent("etat-civil")
    monkeypatch.setattr("messaging.policies.may_write_from", lambda address: False)
    with pytest.raises(Refused, match="n’est pas vérifié"):
        operations.reply(made.pk, text="Bonjour.", by=actor(agent))
    assert operations.issue_acknowledgement(made.pk).dispatch is not None
