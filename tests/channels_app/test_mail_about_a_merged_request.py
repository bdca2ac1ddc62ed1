"""What answers a merged request reaches the one it is followed in, for the same person alone."""

import pytest

from channels_app.enums import InboundState
from requests_app import operations
from requests_app.reading import follow_by_code, next_step
from tests.builders import make_request
from tests.builders_ties import all_seeing, stranger, twins
from tests.channels_app.letters import envelope_of, mail, mailbox, receive

pytestmark = pytest.mark.django_db


def answer_to(made, **more):
    envelope = envelope_of(made)
    return receive(mail("Voici ma réponse.", In_Reply_To=envelope.message_id, **more), at=mailbox())


def test_a_mail_of_the_same_person_joins_the_kept_one():
    old, young = twins()
    operations.merge_requests(old.pk, young.pk, by=all_seeing())
    inbound = answer_to(young)
    assert inbound.state == InboundState.MESSAGE
    assert inbound.request == old
    assert old.messages.get().text.strip() == "Voici ma réponse."


def test_a_mail_of_another_person_opens_a_request_and_adds_nothing_to_the_kept_one():
    old, other = make_request(), make_request(citizen=stranger())
    operations.merge_requests(old.pk, other.pk, by=all_seeing(), other_person=True)
    inbound = answer_to(other)
    assert inbound.state == InboundState.REQUEST
    assert inbound.request not in (old, other)
    assert not old.messages.exists()


def test_link_and_code_show_the_state_of_the_kept_one_to_the_same_person_only():
    old, young = twins()
    operations.take(old.pk, by=all_seeing())
    operations.merge_requests(old.pk, young.pk, by=all_seeing())
    young.refresh_from_db()
    assert old.number in next_step(young).sentence
    status = follow_by_code(young.number, young.spoken_code, "Benhaddou", "192.0.2.1")
    assert status.phase == "in_progress"


def test_another_person_reads_nothing_of_the_kept_one():
    old, other = make_request(), make_request(citizen=stranger())
    operations.merge_requests(old.pk, other.pk, by=all_seeing(), other_person=True)
    other.refresh_from_db()
    step = next_step(other)
    assert old.number not in step.sentence
    assert step.upcoming == []
