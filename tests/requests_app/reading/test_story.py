import pytest

from files.operations import store
from requests_app import operations
from requests_app.enums import Kind, Phase
from requests_app.reading import AGENT, PERSON, clocks, documents, story
from tests.builders import PORTAL, actor, holder, make_agent, make_photo, make_request, service

pytestmark = pytest.mark.django_db


def lived():
    """A request to which everything happened."""
    made, agent, colleague = make_request(), make_agent(), make_agent(first_name="Claire", last_name="Lemoine")
    operations.take(made.pk, by=actor(agent))
    operations.write_note(made.pk, text="Registre 1987, feuillet 12.", by=actor(agent))
    operations.assign(made.pk, to_user_id=colleague.pk, by=actor(agent))
    operations.take(made.pk, by=actor(colleague))
    operations.ask(made.pk, text="Le second prénom ?", by=actor(colleague))
    operations.receive_answer(made.pk, text="Aïcha.", by=holder(made))
    operations.decide(made.pk, outcome="granted", text="Copie accordée.", by=actor(colleague))
    operations.close(made.pk, answer="Elle est partie ce matin.", by=actor(colleague))
    made.refresh_from_db()
    return made


def test_the_person_reads_plain_sentences_in_order():
    titles = [item.title for item in story(lived())]
    name = "Démarches administratives et état civil"
    assert titles == [
        "Vous avez envoyé la demande.",
        f"Le service {name} a commencé l’étude de votre demande.",
        f"Le service {name} vous pose une question.",
        "Vous avez écrit au service.",
        "Votre demande est accordée.",
        f"Le service {name} a terminé votre demande.",
    ]


def test_the_person_reads_neither_notes_nor_assignments_nor_routing():
    items = story(lived(), PERSON)
    assert not {item.kind for item in items} & {Kind.NOTED, Kind.ASSIGNED, Kind.ROUTED, Kind.ACK_ISSUED}
    assert "feuillet" not in str(items)


def test_the_agent_reads_everything_with_who_did_it():
    items = story(lived(), AGENT)
    lines = {item.kind: item for item in items}
    assert lines[Kind.NOTED].side == "note"
    assert lines[Kind.NOTED].text == "Registre 1987, feuillet 12."
    assert lines[Kind.NOTED].author == "Samira Marchand"
    assert lines[Kind.ASSIGNED].title == "Affectée : Claire Lemoine"
    assert lines[Kind.ROUTED].title == "Orientée : Démarches administratives et état civil"
    assert lines[Kind.ANSWERED].side == "person"
    assert lines[Kind.ASKED].side == "town"
    assert lines[Kind.DECIDED].title.startswith("Décision prise : accordée, D-")
    assert lines[Kind.CLOSED].initials == "CL"


def test_the_fate_of_a_sending_is_shown_to_agents():
    made = make_request()
    message = operations.reply(made.pk, text="Bonjour.", by=actor(make_agent()))
    operations.notify_message(message.pk, "message-du-service")
    item = next(item for item in story(made, AGENT) if item.kind == Kind.REPLIED)
    assert (item.fate, item.fate_state) == ("en préparation", "preparing")


def test_a_rerouting_says_from_where_to_where_and_why():
    made = make_request()
    operations.reroute(made.pk, service_id=service("voirie").pk, reason="C’est un trou.", by=actor(make_agent()))
    item = next(item for item in story(made, AGENT) if item.kind == Kind.REROUTED)
    assert item.title.endswith("état civil → Voirie et espace public")
    assert item.text == "C’est un trou."


def test_files_stand_beside_the_message_they_came_with_and_all_in_the_list():
    made = make_request()
    with_message = store(make_photo(), name="b.png", commune_id=made.commune_id, owner_kind="message", by=PORTAL)
    operations.receive_answer(made.pk, text="Voici.", file_ids=[with_message.pk], by=holder(made))
    first = store(
        make_photo(), name="a.png", commune_id=made.commune_id, owner_kind="request", owner_id=made.pk, by=PORTAL
    )
    item = next(item for item in story(made) if item.kind == Kind.ANSWERED)
    assert [file.name for file in item.files] == ["b.png"]
    assert {file.pk for file in documents(made)} == {first.pk, with_message.pk}


@pytest.mark.parametrize("audience", [PERSON, AGENT])
def test_a_long_story_costs_no_more_queries_than_a_short_one(audience, django_assert_max_num_queries):
    made = lived()
    operations.reopen(made.pk, reason="Encore.", by=actor(make_agent()))
    for turn in range(10):
        operations.reply(made.pk, text=f"Message {turn}", by=actor(make_agent()))
        operations.write_note(made.pk, text=f"Note {turn}", by=actor(make_agent()))
    with django_assert_max_num_queries(5):
        assert len(story(made, audience)) > 15


@pytest.mark.parametrize("channel", ["phone", "counter", "post", "email", "api"])
def test_each_door_has_its_sentence(channel):
    assert story(make_request(channel=channel))[0].title


def test_an_anonymous_reporter_has_no_name():
    made = make_request("signalement-voirie", anonymous=True)
    operations.receive_answer(made.pk, text="Toujours là.", by=holder(made))
    assert story(made, AGENT)[-1].author == "Usager anonyme"


def test_the_header_of_a_report_nobody_signed_says_why_no_acknowledgement_is_due():
    first = clocks(make_request("signalement-voirie", anonymous=True))[0]
    assert (first.value, first.detail) == ("Non dû", "Demande anonyme : personne à qui l’adresser")


def test_the_header_of_a_civil_status_request():
    second = clocks(make_request())[1]
    assert second.label == "Silence vaut refus"
    assert "régime à confirmer" in second.detail
    assert clocks(make_request(phase=Phase.DECIDED))[1].value.startswith("Décidée le")
