import pytest

from core.actor import Actor
from core.errors import Forbidden, Refused
from core.models import OutboxEvent
from files.operations import store
from requests_app import operations
from requests_app.enums import Kind, Phase, Restriction
from requests_app.models import ServiceRequest
from tests.builders import actor, holder, make_agent, make_photo, make_request

pytestmark = pytest.mark.django_db


def test_the_answer_sets_the_request_going_again():
    made = make_request(phase=Phase.WAITING_PERSON)
    message = operations.receive_answer(made.pk, text="En 1998.", by=holder(made))
    made.refresh_from_db()
    assert (made.phase, made.last_event_kind) == (Phase.IN_PROGRESS, Kind.ANSWERED)
    assert message.direction == "in"
    assert OutboxEvent.objects.filter(name="request.answered").count() == 1


def test_every_pending_question_is_answered():
    made = make_request(phase=Phase.WAITING_PERSON)
    operations.receive_answer(made.pk, text="En 1998.", by=holder(made))
    assert not made.messages.filter(asks=True, answered_at__isnull=True).exists()


def test_the_person_may_write_without_being_asked():
    made = make_request()
    operations.receive_answer(made.pk, text="Une précision.", by=holder(made))
    made.refresh_from_db()
    assert made.phase == Phase.RECEIVED


def test_a_file_alone_is_an_answer():
    made = make_request(phase=Phase.WAITING_PERSON)
    file = store(make_photo(), name="livret.png", commune_id=made.commune_id, owner_kind="message", by=holder(made))
    message = operations.receive_answer(made.pk, text="", file_ids=[file.pk], by=holder(made))
    file.refresh_from_db()
    assert file.owner_id == message.pk
    assert made.timeline.get(kind=Kind.ANSWERED).data["files"] == 1


def test_nothing_at_all_is_refused():
    made = make_request(phase=Phase.WAITING_PERSON)
    with pytest.raises(Refused, match="Écrivez un message ou ajoutez un fichier"):
        operations.receive_answer(made.pk, text=" \r\n ", by=holder(made))


@pytest.mark.parametrize("phase", [Phase.CLOSED, Phase.WITHDRAWN])
def test_of_an_ended_request_the_person_is_told_whom_to_call(phase):
    made = make_request(phase=phase)
    with pytest.raises(Refused, match="01 99 00 41 12"):
        operations.receive_answer(made.pk, text="Et mon acte ?", by=holder(made))


def test_the_link_of_another_request_does_not_write_here():
    made, other = make_request(), make_request()
    for by in (holder(other), Actor.anonymous(), actor(make_agent())):
        with pytest.raises(Forbidden):
            operations.receive_answer(made.pk, text="Bonjour", by=by)


def test_the_person_themselves_may_write():
    made = make_request()
    assert operations.receive_answer(made.pk, text="Bonjour", by=Actor.citizen(made.citizen_id)).direction == "in"


def test_a_request_under_restriction_takes_nothing():
    made = make_request()
    ServiceRequest.objects.filter(pk=made.pk).update(restriction=Restriction.RESTRICTED)
    with pytest.raises(Forbidden):
        operations.receive_answer(made.pk, text="Bonjour", by=holder(made))


def test_null_bytes_and_strange_line_ends_are_kept_out():
    made = make_request()
    assert operations.receive_answer(made.pk, text="a\x00b\r\nc\rd", by=holder(made)).text == "ab\nc\nd"
