"""What comes back, what could not be handled, and what an agent does with it."""

import pytest
from django.db import DatabaseError
from django.utils import timezone

from channels_app.models import InboundEmail, Mailbox
from channels_app.operations import keep, replay, set_aside, take_in
from core.errors import Forbidden, IllegalMove, Refused
from messaging.models import Dispatch
from requests_app.models import ServiceRequest
from tests.builders import actor, make_agent
from tests.channels_app.letters import BY, envelope_of, mail, mailbox, receive

pytestmark = pytest.mark.django_db

REPORT = """Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@courriel.example>
To: mairie@admiville.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The mail could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.courriel.example

Final-Recipient: rfc822; malika.benhaddou@courriel.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user

--b
Content-Type: text/rfc822-headers

Message-ID: {message_id}
Subject: Votre demande

--b--
"""


def report(message_id: str, action: str = "failed", status: str = "5.1.1") -> bytes:
    return REPORT.format(message_id=message_id, action=action, status=status).encode()


def sent_envelope(made: ServiceRequest) -> Dispatch:
    dispatch, now = envelope_of(made), timezone.now()
    Dispatch.objects.filter(pk=dispatch.pk).update(state="sent", sent_at=now, prepared_at=now)
    return dispatch


def test_the_report_of_a_message_of_ours_marks_its_envelope():
    dispatch = sent_envelope(receive(mail()).request)
    taken = receive(report(dispatch.message_id))
    dispatch.refresh_from_db()
    assert (taken.state, taken.request, dispatch.state) == ("set_aside", None, "bounced")


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("failed", "4.2.2"), ("delivered", "2.0.0")])
def test_what_may_still_arrive_marks_nothing(action, status):
    dispatch = sent_envelope(receive(mail()).request)
    taken = receive(report(dispatch.message_id, action, status))
    dispatch.refresh_from_db()
    assert (taken.state, dispatch.state) == ("set_aside", "sent")


def test_the_report_of_a_message_that_is_not_ours_is_set_aside():
    taken = receive(report("<autre@ailleurs.example>"))
    assert (taken.state, ServiceRequest.objects.count()) == ("set_aside", 0)


def broken(monkeypatch, error: Exception) -> None:
    def breaks(*_args: object) -> None:
        raise error

    monkeypatch.setattr("channels_app.operations.acting.act", breaks)


def kept_mail() -> InboundEmail:
    return keep(mail(), mailbox_id=mailbox().pk, by=BY)


def test_a_failure_is_tried_again_later_then_goes_to_quarantine_with_its_cause(monkeypatch):
    kept = kept_mail()
    broken(monkeypatch, RuntimeError("Malika a écrit ceci"))
    tried = take_in(kept.pk)
    assert (tried.state, tried.attempts) == ("kept", 1)
    assert tried.due_at > timezone.now()
    for _time in range(3):
        tried = take_in(kept.pk)
    assert (tried.state, tried.attempts) == ("quarantined", 4)
    assert tried.reason == "Une erreur imprévue a arrêté le traitement (RuntimeError)."
    assert "Malika" not in tried.last_error


def test_a_failure_half_way_leaves_nothing_behind(monkeypatch):
    def opens_then_breaks(inbound, parsed, verdict):
        really(inbound, parsed, verdict)
        raise DatabaseError("refused")

    from channels_app.operations import acting

    really = acting.act
    monkeypatch.setattr(acting, "act", opens_then_breaks)
    tried = take_in(kept_mail().pk, patient=False)
    assert (tried.state, ServiceRequest.objects.count()) == ("quarantined", 0)


def test_a_mail_that_kills_its_worker_each_time_ends_in_quarantine():
    kept = kept_mail()
    InboundEmail.objects.filter(pk=kept.pk).update(attempts=4)
    tried = take_in(kept.pk)
    assert (tried.state, tried.reason) == ("quarantined", "Le traitement a été interrompu à chaque essai.")


def in_quarantine(monkeypatch) -> InboundEmail:
    with monkeypatch.context() as patched:
        broken(patched, RuntimeError("x"))
        return take_in(kept_mail().pk, patient=False)


def test_a_replay_takes_it_in_with_its_first_day_of_receipt(monkeypatch):
    held = in_quarantine(monkeypatch)
    replayed = replay(held.pk, by=actor(make_agent("accueil")))
    assert (replayed.state, replayed.request.received_on) == ("request", held.received_on)
    with pytest.raises(IllegalMove):
        replay(held.pk, by=actor(make_agent("accueil", email="b@admiville.example")))
    assert ServiceRequest.objects.count() == 1


def test_the_agents_of_other_services_neither_see_nor_handle_it(monkeypatch):
    held = in_quarantine(monkeypatch)
    stranger, mine = actor(make_agent("voirie")), actor(make_agent("accueil"))
    assert list(InboundEmail.objects.visible_to(stranger)) == []
    assert list(InboundEmail.objects.visible_to(mine)) == [held]
    for handle in (lambda: replay(held.pk, by=stranger), lambda: set_aside(held.pk, by=stranger, reason="pub")):
        with pytest.raises(Forbidden):
            handle()


def test_setting_aside_asks_for_a_reason_and_keeps_the_bytes(monkeypatch):
    held, agent = in_quarantine(monkeypatch), actor(make_agent("accueil"))
    with pytest.raises(Refused):
        set_aside(held.pk, by=agent, reason=" ")
    done = set_aside(held.pk, by=agent, reason="publicité")
    assert (done.state, done.reason, done.raw_id) == ("set_aside", "publicité", held.raw_id)


def test_a_mailbox_without_protection_is_refused_elsewhere_than_on_this_machine():
    box = mailbox()
    box.host, box.security, box.username, box.secret = "imap.ville.example", "none", "u", "GRC_MAIL_X"
    with pytest.raises(Exception, match="en clair"):
        box.full_clean()


def test_a_mailbox_may_not_name_another_secret_of_the_server():
    box = Mailbox(commune=mailbox().commune, service=mailbox().service, address="a@b.example", secret="SECRET_KEY")
    with pytest.raises(Exception, match="GRC_MAIL_"):
        box.full_clean()
