import datetime as dt

import pytest

from core.errors import Forbidden, Refused, Stale
from messaging.models import Dispatch
from requests_app import operations
from requests_app.enums import Kind
from requests_app.models import ServiceRequest
from requests_app.operations import Reply
from tests.builders import actor, holder, make_agent, make_request

pytestmark = pytest.mark.django_db
SENT_AT = dt.datetime(2026, 11, 15, 23, 30, tzinfo=dt.UTC)


def issued(**fields):
    made = make_request(received_on=dt.date(2026, 11, 14), **fields)
    receipt = operations.issue_acknowledgement(made.pk)
    return made, receipt.dispatch


def sent(dispatch):
    Dispatch.objects.filter(pk=dispatch.pk).update(state="sent", sent_at=SENT_AT, prepared_at=SENT_AT)
    operations.note_dispatch_sent(dispatch.pk)


def test_the_clock_of_the_acknowledgement_stops_on_the_day_it_left_in_the_town():
    made, dispatch = issued()
    sent(dispatch)
    made.refresh_from_db()
    assert made.ar_sent_on == dt.date(2026, 11, 16)
    entry = made.timeline.get(kind=Kind.ACK_SENT)
    assert (entry.occurred_at, entry.effective_on) == (SENT_AT, made.ar_sent_on)
    assert entry.visible_to_citizen


def test_the_next_date_is_no_longer_that_of_the_acknowledgement():
    made, dispatch = issued()
    ServiceRequest.objects.filter(pk=made.pk).update(target_on=None)
    sent(dispatch)
    made.refresh_from_db()
    assert made.next_due_on == made.rejection_due


def test_told_twice_it_is_written_once_and_no_page_becomes_stale():
    made, dispatch = issued()
    sent(dispatch)
    sent(dispatch)
    made.refresh_from_db()
    assert made.timeline.filter(kind=Kind.ACK_SENT).count() == 1
    assert made.revision == 0


def test_another_envelope_changes_nothing():
    made, _dispatch = issued()
    notice = operations.notify_service(made.pk)
    operations.note_dispatch_sent(notice.pk)
    operations.note_dispatch_failed(notice.pk)
    made.refresh_from_db()
    assert made.ar_sent_on is None
    assert not made.timeline.filter(kind__in=[Kind.ACK_FAILED, Kind.SENDING_FAILED]).exists()


def test_a_failed_acknowledgement_is_written_and_its_clock_runs_on():
    made, dispatch = issued()
    operations.note_dispatch_failed(dispatch.pk)
    operations.note_dispatch_failed(dispatch.pk)
    made.refresh_from_db()
    assert made.timeline.filter(kind=Kind.ACK_FAILED).count() == 1
    assert (made.ar_sent_on, made.last_event_kind) == (None, Kind.ACK_FAILED)


def test_a_failed_message_is_written_too():
    made = make_request()
    message = operations.reply(made.pk, text="Bonjour", by=actor(make_agent()))
    dispatch = operations.notify_message(message.pk, "message-du-service")
    operations.note_dispatch_failed(dispatch.pk)
    assert made.timeline.filter(kind=Kind.SENDING_FAILED).count() == 1


LETTER = Reply(channel="post", name="Josette Ferrand", postal="3 impasse du Puits")


def test_an_agent_who_posted_or_handed_over_the_letter_says_so():
    made, _dispatch = issued(reply=LETTER)
    done = operations.record_acknowledgement_sent(made.pk, by=actor(make_agent()))
    assert done.ar_sent_on is not None
    assert made.timeline.get(kind=Kind.ACK_SENT).actor_kind == "agent"


def test_the_printed_letter_is_then_a_sent_envelope():
    made, dispatch = issued(reply=LETTER)
    Dispatch.objects.filter(pk=dispatch.pk).update(state="held", prepared_at=SENT_AT)
    operations.record_acknowledgement_sent(made.pk, by=actor(make_agent()))
    dispatch.refresh_from_db()
    assert dispatch.state == "sent"


def test_what_is_already_sent_is_not_sent_again():
    made, dispatch = issued()
    sent(dispatch)
    with pytest.raises(Refused, match="déjà noté"):
        operations.record_acknowledgement_sent(made.pk, by=actor(make_agent()))


def test_what_was_never_issued_cannot_be_said_sent():
    with pytest.raises(Refused, match="n’a pas d’accusé"):
        operations.record_acknowledgement_sent(make_request().pk, by=actor(make_agent()))


def test_neither_another_service_nor_the_person_may_say_it():
    made, _dispatch = issued(reply=LETTER)
    for by in (actor(make_agent("voirie")), holder(made)):
        with pytest.raises(Forbidden):
            operations.record_acknowledgement_sent(made.pk, by=by)


def test_an_old_page_is_refused():
    made, _dispatch = issued(reply=LETTER)
    agent = make_agent()
    operations.take(made.pk, by=actor(agent))
    with pytest.raises(Stale):
        operations.record_acknowledgement_sent(made.pk, by=actor(agent), revision=0)
