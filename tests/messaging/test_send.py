"""What reaches the wire, and what becomes of it whatever the post office does."""

import datetime as dt
from email.utils import parseaddr

import pytest
from django.core import mail
from django.utils import timezone

from core.models import OutboxEvent
from messaging import operations
from messaging.enums import DispatchState
from messaging.models import Dispatch
from messaging.tasks import send_dispatches
from tests.documents import pdf
from tests.messaging.envelopes import LETTER, PostOffice, free_port, open_office, prepared, use_port

pytestmark = pytest.mark.django_db


def fate(dispatch):
    dispatch.refresh_from_db()
    return dispatch.state


def facts(name):
    return [event.payload["dispatch_id"] for event in OutboxEvent.objects.filter(name=name)]


def due_now():
    Dispatch.objects.update(due_at=timezone.now() - dt.timedelta(seconds=1))


def test_a_mail_leaves_whole_from_the_service_with_the_town_s_envelope(settings):
    dispatch = prepared(attachments=[LETTER])
    with open_office(settings, PostOffice()) as office:
        assert send_dispatches() == 1
    (message,) = office.received
    assert office.envelope_senders == ["mairie@admiville.example"]
    assert parseaddr(message["From"]) == ("État civil – Ville d’Admiville", "etat-civil@admiville.example")
    assert parseaddr(message["To"])[1] == "malika.benhaddou@courriel.example"
    assert message["Message-ID"].strip() == dispatch.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert "2026-042317-K" in plain.get_content()
    assert "2026-042317-K" in html.get_content()
    (letter,) = message.iter_attachments()
    assert letter.get_filename() == "accuse.pdf"
    assert "12 janvier 2027" in pdf.words(letter.get_content())
    assert fate(dispatch) == DispatchState.SENT
    assert dispatch.transport == "smtp"
    assert facts("dispatch.sent") == [dispatch.pk]


def test_a_message_an_agent_wrote_is_not_marked_automatic(settings):
    prepared(kind="message", template="message-du-service")
    with open_office(settings, PostOffice()) as office:
        send_dispatches()
    assert office.received[0]["Auto-Submitted"] is None


def test_a_confidential_mail_shows_no_service_name(settings):
    prepared(confidential=True)
    with open_office(settings, PostOffice()) as office:
        send_dispatches()
    assert parseaddr(office.received[0]["From"])[0] == "Ville d’Admiville"


def test_the_task_run_three_times_sends_once(settings):
    dispatch = prepared()
    with open_office(settings, PostOffice()) as office:
        assert [send_dispatches() for _turn in range(3)] == [1, 0, 0]
    assert len(office.received) == 1
    assert facts("dispatch.sent") == [dispatch.pk]


def test_a_refusal_for_ever_fails_at_once_and_tells_why_without_the_address(settings):
    dispatch = prepared()
    refusal = "550 5.1.1 <malika.benhaddou@courriel.example> boite inconnue"
    with open_office(settings, PostOffice(to_recipient=refusal)):
        send_dispatches()
    assert fate(dispatch) == DispatchState.FAILED
    assert "550" in dispatch.last_error
    assert "boite inconnue" in dispatch.last_error
    assert "malika" not in dispatch.last_error
    assert facts("dispatch.failed") == [dispatch.pk]


@pytest.mark.parametrize("answer", ["452 4.2.2 boite pleine", "421 4.3.0 revenez plus tard"])
def test_a_refusal_for_now_is_tried_again_later(settings, answer):
    dispatch = prepared()
    with open_office(settings, PostOffice(after_data=answer)):
        send_dispatches()
    assert fate(dispatch) == DispatchState.RETRY
    assert dispatch.due_at > timezone.now() + dt.timedelta(seconds=30)
    with open_office(settings, PostOffice()) as office:
        assert send_dispatches() == 0
        due_now()
        assert send_dispatches() == 1
    assert len(office.received) == 1
    assert fate(dispatch) == DispatchState.SENT
    assert dispatch.last_error == ""


def test_a_cut_after_data_is_uncertain_and_repeated_with_the_same_message_id(settings):
    dispatch = prepared()
    with open_office(settings, PostOffice(after_data="drop")) as first:
        send_dispatches()
    assert fate(dispatch) == DispatchState.RETRY
    assert "peut-être parti" in dispatch.last_error
    due_now()
    with open_office(settings, PostOffice()) as second:
        send_dispatches()
    assert fate(dispatch) == DispatchState.SENT
    sent = {office.received[0]["Message-ID"].strip() for office in (first, second)}
    assert sent == {dispatch.message_id}


def test_when_the_post_office_is_down_the_others_keep_their_tries(settings):
    first, second = prepared("a"), prepared("b")
    use_port(settings, free_port())
    assert send_dispatches() == 1
    assert fate(first) == DispatchState.RETRY
    assert (fate(second), second.attempts) == (DispatchState.QUEUED, 0)


def test_after_the_last_try_it_fails_and_can_be_tried_again(settings):
    settings.GRC_MESSAGING = {"sending_tries": 2, "first_pause": 0}
    dispatch = prepared()
    use_port(settings, free_port())
    send_dispatches()
    send_dispatches()
    assert fate(dispatch) == DispatchState.FAILED
    assert dispatch.attempts == 2
    assert "ne répond pas" in dispatch.last_error


@pytest.mark.parametrize(
    "address", ["pas une adresse", "a@b.example, c@d.example", "a@b.example\nBcc: c@d.example", "josé@courriel.example"]
)
def test_one_bad_address_does_not_hold_the_next_mail(settings, address):
    bad = prepared("bad", to_address=address)
    good = prepared("good")
    with open_office(settings, PostOffice()) as office:
        assert send_dispatches() == 2
    assert fate(bad) == DispatchState.FAILED
    assert "adresse électronique" in bad.last_error
    assert fate(good) == DispatchState.SENT
    assert len(office.received) == 1


def test_in_training_nothing_leaves_whatever_the_settings_say(settings):
    settings.GRC_MODE = "formation"
    settings.GRC_MESSAGING = {"transport": "smtp"}
    dispatch = prepared()
    with open_office(settings, PostOffice()) as office:
        send_dispatches()
    assert office.received == []
    assert mail.outbox == []
    assert fate(dispatch) == DispatchState.SENT
    assert dispatch.transport == "demo"


def test_oldest_first():
    late, early = prepared("late"), prepared("early")
    Dispatch.objects.filter(pk=early.pk).update(due_at=timezone.now() - dt.timedelta(hours=1))
    assert [dispatch.pk for dispatch in operations.claim(2)] == [early.pk, late.pk]
