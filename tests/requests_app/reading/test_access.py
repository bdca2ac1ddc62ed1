import uuid

import pytest

from core import codes
from core.actor import Actor
from core.errors import Refused
from core.models import AccessTrailEntry
from requests_app import operations, reading
from requests_app.enums import Restriction
from requests_app.models import ServiceRequest
from tests.builders import actor, holder, make_agent, make_request

pytestmark = pytest.mark.django_db


def trails(verb):
    return list(AccessTrailEntry.objects.filter(verb=verb).values_list("actor_kind", "actor_ref", "subject_ref"))


def test_every_reading_by_an_agent_is_written_down():
    agent, made = make_agent(), make_request()
    assert reading.read_request(made.public_id, by=actor(agent)) == made
    assert trails("read") == [("agent", str(agent.pk), str(made.pk))]


def test_what_one_may_not_see_does_not_exist_and_the_try_is_written_down():
    stranger, made = make_agent("voirie"), make_request()
    for public_id in (made.public_id, uuid.uuid4()):
        with pytest.raises(ServiceRequest.DoesNotExist):
            reading.read_request(public_id, by=actor(stranger))
    assert trails("refused") == [("agent", str(stranger.pk), str(made.pk))]


def test_a_confidential_request_does_not_exist_for_the_service_without_the_right():
    made = make_request("aide-ccas", answers={})
    with pytest.raises(ServiceRequest.DoesNotExist):
        reading.read_request(made.public_id, by=actor(make_agent("ccas", "responsable")))
    assert reading.read_request(made.public_id, by=actor(make_agent("ccas", "instructeur", "confidentiel")))


def test_the_link_opens_its_request_and_the_reading_is_written_down():
    made = make_request()
    assert reading.follow(made.link_token) == made
    assert trails("read") == [("link_holder", str(made.pk), str(made.pk))]


def test_what_follows_a_page_already_shown_is_not_written_again():
    made = make_request()
    assert reading.holder(made.link_token) == made
    assert trails("read") == []


def test_a_link_that_is_not_ours_opens_nothing():
    made = make_request()
    token = made.link_token
    forged = token[:-1] + ("A" if token[-1] != "A" else "B")
    other = codes.link_token(uuid.uuid4(), 1)
    for wrong in ("", "abc", forged, other, token + "A", "é" * 44):
        with pytest.raises(Refused, match="n’ouvre aucune demande"):
            reading.follow(wrong)


def test_a_changed_link_closes_the_old_one():
    made = make_request()
    old = made.link_token
    ServiceRequest.objects.filter(pk=made.pk).update(codes_version=2)
    made.refresh_from_db()
    assert reading.follow(made.link_token) == made
    with pytest.raises(Refused):
        reading.follow(old)


def test_an_archived_request_opens_no_more():
    made = make_request()
    ServiceRequest.objects.filter(pk=made.pk).update(restriction=Restriction.ARCHIVED)
    with pytest.raises(Refused):
        reading.follow(made.link_token)


def test_opening_the_link_marks_the_decision_as_read_once_and_an_agent_s_reading_does_not():
    made, agent = make_request(), make_agent()
    decision = operations.decide(made.pk, outcome="granted", text="Oui.", by=actor(agent))
    reading.read_request(made.public_id, by=actor(agent))
    decision.refresh_from_db()
    assert decision.notified_at is None
    reading.follow(made.link_token)
    decision.refresh_from_db()
    first = decision.notified_at
    reading.follow(made.link_token)
    decision.refresh_from_db()
    assert first == decision.notified_at is not None


def test_the_person_reads_their_own_request_and_no_other():
    made = make_request()
    assert reading.read_request(made.public_id, by=Actor.citizen(made.citizen_id)) == made
    assert reading.read_request(made.public_id, by=holder(made)) == made
    with pytest.raises(ServiceRequest.DoesNotExist):
        reading.read_request(made.public_id, by=Actor.anonymous())
