import pytest

from core.errors import Forbidden, Refused
from requests_app import operations
from requests_app.enums import Kind, Phase
from requests_app.reading import AGENT, PERSON, story
from tests.builders import actor, holder, make_agent, make_request

pytestmark = pytest.mark.django_db
SECRET = "Vérifier avec l’archiviste."


def test_a_note_is_for_agents_only():
    agent, made = make_agent(), make_request()
    operations.write_note(made.pk, text=SECRET, by=actor(agent))
    assert SECRET in [item.text for item in story(made, AGENT)]
    assert SECRET not in [item.text for item in story(made, PERSON)]


def test_a_note_overwrites_nothing_so_an_old_page_may_still_write_one():
    agent, made = make_agent(), make_request(phase=Phase.IN_PROGRESS)
    note = operations.write_note(made.pk, text=SECRET, by=actor(agent), revision=0)
    assert note.author == agent
    made.refresh_from_db()
    assert made.revision == 1


def test_a_closed_request_can_still_be_noted():
    agent, made = make_agent(), make_request(phase=Phase.CLOSED)
    operations.write_note(made.pk, text=SECRET, by=actor(agent))
    made.refresh_from_db()
    assert (made.phase, made.last_event_kind) == (Phase.CLOSED, Kind.NOTED)


@pytest.mark.parametrize("text", ["", "  \n ", "\x00\x00"])
def test_an_empty_note_is_refused(text):
    agent, made = make_agent(), make_request()
    with pytest.raises(Refused, match="Écrivez la note"):
        operations.write_note(made.pk, text=text, by=actor(agent))


def test_a_note_too_long_is_refused_with_the_limit():
    agent, made = make_agent(), make_request()
    with pytest.raises(Refused, match="20001 caractères, pour 20000 au plus"):
        operations.write_note(made.pk, text="é" * 20_001, by=actor(agent))


def test_neither_another_service_nor_the_person_writes_notes():
    made = make_request()
    for by in (actor(make_agent("voirie")), holder(made)):
        with pytest.raises(Forbidden):
            operations.write_note(made.pk, text=SECRET, by=by)
